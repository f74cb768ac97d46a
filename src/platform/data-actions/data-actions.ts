import type { Diagnostic } from '../../authoring/diagnostic.ts';
import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { done, type Outcome } from '../refusal.ts';
import { actionChanges } from './action-changes.ts';
import { actionLibrary, refuseUnknown } from './action-library.ts';
import type { FileAction } from './action-record.ts';
import { actionRuns } from './action-runs.ts';
import { actionStore } from './action-store.ts';
import { compiledActions, faultOf } from './compiled-actions.ts';
import type { DataActionBench } from './data-action-bench.ts';
import type { IntegrationCatalogue } from './integration-catalogue.ts';

/** What the data actions of the platform are made of. */
export interface DataActionsOptions {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The data actions of the workspace: they can be read and run, and are changed in their files. */
  readonly files: readonly FileAction[];
  readonly integrations: IntegrationCatalogue;
  readonly bench: DataActionBench;
}

/** What a draft lacks before it can be published. */
export interface DraftValidation {
  readonly valid: boolean;
  /** In the shape of Genesys' `ErrorBody`. */
  readonly errors: readonly JsonObject[];
  /** The same of what is only advised. */
  readonly warnings: readonly JsonObject[];
}

/** The data actions of the platform: `/api/v2/integrations/actions`. */
export function openDataActions({ database, clock, ids, files, integrations, bench }: DataActionsOptions) {
  const store = actionStore(database.sqlite);
  const compiled = compiledActions(integrations);
  const library = actionLibrary({ store, files, integrations, compiled });
  const changes = actionChanges({ database, clock, ids, store, library, compiled, integrations });
  const runs = actionRuns({ library, bench });

  function validateDraft(id: string): Outcome<DraftValidation> {
    const draft = store.one(id, 'draft');
    if (draft === undefined) return refuseUnknown('draft');
    const { diagnostics } = compiled.compile(draft);
    const bodiesOf = (severity: Diagnostic['severity']) =>
      diagnostics.filter((found) => found.severity === severity).map(faultOf);
    const errors = bodiesOf('error');
    return done({ valid: errors.length === 0, errors, warnings: bodiesOf('warning') });
  }

  return {
    integrations,
    all: library.all,
    one: library.one,
    ready: library.ready,
    validateDraft,
    ...changes,
    ...runs,
  };
}

/** What openDataActions returns. */
export type DataActions = ReturnType<typeof openDataActions>;
