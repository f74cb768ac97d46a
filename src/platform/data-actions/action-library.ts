import type { DataAction } from '../../actions/data-action.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import {
  type ActionContent,
  type ActionRecord,
  type ActionState,
  type FileAction,
  recordOfFile,
} from './action-record.ts';
import type { ActionStore, StoredAction } from './action-store.ts';
import type { CompiledActions } from './compiled-actions.ts';
import type { IntegrationCatalogue } from './integration-catalogue.ts';

/** What finding data actions needs. */
export interface ActionLibraryParts {
  readonly store: ActionStore;
  readonly files: readonly FileAction[];
  readonly integrations: IntegrationCatalogue;
  readonly compiled: CompiledActions;
}

/** Finds the data actions of files and those made over the API. */
export function actionLibrary({ store, files, integrations, compiled }: ActionLibraryParts) {
  const ofFiles = new Map(files.map((file) => [file.dataAction.id, file]));

  function fromFile(id: string, state: ActionState): FileAction | undefined {
    return state === 'published' ? ofFiles.get(id) : undefined;
  }

  /** All of one state, those of files first. */
  function all(state: ActionState): readonly ActionRecord[] {
    const read = state === 'published' ? files.map(recordOf) : [];
    return [...read, ...store.all(state).map(recordOfStored)];
  }

  function one(id: string, state: ActionState): Outcome<ActionRecord> {
    const file = fromFile(id, state);
    if (file !== undefined) return done(recordOf(file));
    const stored = store.one(id, state);
    return stored === undefined ? refuseUnknown(state) : done(recordOfStored(stored));
  }

  /** One that is ready to run, or the refusal that tells its faults. */
  function ready(id: string, state: ActionState): Outcome<DataAction> {
    const file = fromFile(id, state);
    if (file !== undefined) return done(file.dataAction);
    const stored = store.one(id, state);
    return stored === undefined ? refuseUnknown(state) : compiled.ready(stored);
  }

  function recordOf(file: FileAction): ActionRecord {
    return recordOfFile(file, integrations.of(file.dataAction));
  }

  return { all, one, ready, fileOf: (id: string) => ofFiles.get(id)?.file };
}

/** What actionLibrary returns. */
export type ActionLibrary = ReturnType<typeof actionLibrary>;

/** A stored data action as the API shows it. */
export function recordOfStored({ id, state, version, content }: StoredAction): ActionRecord {
  return { id, state, version, ...content, isAuthentication: false };
}

/** The refusal of an id that nothing has. */
export function refuseUnknown(state: ActionState): Outcome<never> {
  return refuse('not.found', state === 'draft' ? 'No draft has this id.' : 'No data action has this id.');
}

/** Whether two contents promise the same to callers. */
export function hasSameContract(one: ActionContent, other: ActionContent): boolean {
  return one.secure === other.secure && contractText(one) === contractText(other);
}

function contractText({ inputSchema, successSchema }: ActionContent): string {
  return JSON.stringify([inputSchema, successSchema].map(inOrder));
}

/** The same value whatever the order in which its keys were written. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, inOrder(child)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
