import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import {
  type ActionChange,
  readDraftUpdate,
  readNewAction,
  readNewDraft,
  readPublication,
  readUpdate,
} from './action-body.ts';
import { type ActionLibrary, hasSameContract, recordOfStored, refuseUnknown } from './action-library.ts';
import type { ActionContent, ActionRecord, ActionState } from './action-record.ts';
import type { ActionStore, StoredAction } from './action-store.ts';
import type { CompiledActions } from './compiled-actions.ts';
import type { IntegrationCatalogue } from './integration-catalogue.ts';

/** What changing data actions needs. */
export interface ActionChangesParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: ActionStore;
  readonly library: ActionLibrary;
  readonly compiled: CompiledActions;
  readonly integrations: IntegrationCatalogue;
}

/** Where only the operator's own files reach: over the API anybody with a token could act as the operator. */
const FILES_ONLY_TYPE = 'attendant';
/** How ids of data actions begin in Genesys Cloud. */
const ID_PREFIX = 'custom_-_';

/**
 * Makes, changes, publishes and deletes data actions.
 *
 * C1: a version is compared and counted on in one transaction; of two changes to the same version the second is refused.
 * C2: what is published has no faults; a draft may have any.
 * C3: the contract of what was once published never changes.
 */
export function actionChanges(parts: ActionChangesParts) {
  const { database, clock, ids, store, library, compiled, integrations } = parts;

  /** Decides and stores in one transaction. Resolves when it is on disk. */
  async function decided<T>(decide: () => Outcome<T>): Promise<Outcome<T>> {
    let outcome: Outcome<T> | undefined;
    await database.commits.add(() => {
      outcome = decide();
    });
    if (outcome === undefined) throw new Error('the commit resolved without running its write');
    return outcome;
  }

  function put(action: StoredAction): Outcome<ActionRecord> {
    store.put(action);
    return done(recordOfStored(action));
  }

  async function make(content: Outcome<ActionContent>, state: ActionState): Promise<Outcome<ActionRecord>> {
    if (!content.ok) return content;
    const refusal = refuseIntegration(content.value.integrationId);
    if (refusal !== undefined) return refusal;
    const now = clock.now();
    const id = `${ID_PREFIX}${ids.next()}`;
    const action = { id, state, version: 1, createdAt: now, modifiedAt: now, content: content.value };
    const ready = state === 'published' ? compiled.ready(action) : undefined;
    if (ready?.ok === false) {
      compiled.forget(id, state);
      return ready;
    }
    return decided(() => put(action));
  }

  async function change(
    id: string,
    state: ActionState,
    read: Outcome<ActionChange>,
  ): Promise<Outcome<ActionRecord>> {
    if (!read.ok) return read;
    const refusal = refuseFile(id);
    if (refusal !== undefined) return refusal;
    return decided(() => {
      const before = store.one(id, state);
      if (before === undefined) return refuseUnknown(state);
      if (before.version !== read.value.version) return refuseVersion(before, read.value.version);
      const content = merged(before.content, read.value);
      const after = { ...before, content, version: before.version + 1, modifiedAt: clock.now() };
      return refuseContract(after) ?? refuseFaults(after) ?? put(after);
    });
  }

  /** A draft of what is published, to work on. */
  async function beginDraft(id: string): Promise<Outcome<ActionRecord>> {
    const refusal = refuseFile(id);
    if (refusal !== undefined) return refusal;
    return decided(() => {
      const published = store.one(id, 'published');
      if (published === undefined) return refuseUnknown('published');
      if (store.one(id, 'draft') !== undefined)
        return refuse(
          'attendant.action.draft.exists',
          'The data action has a draft already; change or delete that one.',
        );
      const now = clock.now();
      return put({ ...published, state: 'draft', createdAt: now, modifiedAt: now });
    });
  }

  async function publish(id: string, body: unknown): Promise<Outcome<ActionRecord>> {
    const refusal = refuseFile(id);
    if (refusal !== undefined) return refusal;
    const read = readPublication(body);
    if (!read.ok) return read;
    return decided(() => {
      const draft = store.one(id, 'draft');
      if (draft === undefined) return refuseUnknown('draft');
      if (draft.version !== read.value.version) return refuseVersion(draft, read.value.version);
      const before = store.one(id, 'published');
      const version = Math.max(draft.version, (before?.version ?? 0) + 1);
      const after: StoredAction = { ...draft, state: 'published', version, modifiedAt: clock.now() };
      const fault = refuseContract(after) ?? refuseFaults(after);
      if (fault !== undefined) return fault;
      store.drop(id, 'draft');
      compiled.forget(id, 'draft');
      return put(after);
    });
  }

  /** Deletes a draft, or a published data action together with its draft. */
  async function remove(id: string, state: ActionState): Promise<Outcome<undefined>> {
    const refusal = refuseFile(id);
    if (refusal !== undefined) return refusal;
    return decided(() => {
      if (store.one(id, state) === undefined) return refuseUnknown(state);
      for (const one of state === 'published' ? (['published', 'draft'] as const) : (['draft'] as const)) {
        store.drop(id, one);
        compiled.forget(id, one);
      }
      return done(undefined);
    });
  }

  function refuseFile(id: string): Outcome<never> | undefined {
    const file = library.fileOf(id);
    if (file === undefined) return undefined;
    return refuse('attendant.action.of.file', `The data action is read from ${file}; change it there.`);
  }

  function refuseIntegration(id: string): Outcome<never> | undefined {
    const open = integrations.all().filter(({ type }) => type !== FILES_ONLY_TYPE);
    if (open.some((integration) => integration.id === id)) return undefined;
    const known = open.map((integration) => integration.id).join(', ') || 'none';
    return refuse(
      'attendant.action.integration.not.found',
      `integrationId is no integration that data actions can be added to; there are: ${known}.`,
      { field: 'integrationId' },
    );
  }

  function refuseContract(after: StoredAction): Outcome<never> | undefined {
    const published = store.one(after.id, 'published');
    if (published === undefined || hasSameContract(published.content, after.content)) return undefined;
    const field = published.content.secure === after.content.secure ? 'contract' : 'secure';
    return refuse(
      'attendant.action.contract.fixed',
      `${field} of a published data action cannot change; make a new data action.`,
      { field },
    );
  }

  function refuseFaults(after: StoredAction): Outcome<never> | undefined {
    if (after.state === 'draft') return undefined;
    const ready = compiled.ready(after);
    return ready.ok ? undefined : ready;
  }

  return {
    create: (body: unknown) => make(readNewAction(body), 'published'),
    createDraft: (body: unknown) => make(readNewDraft(body), 'draft'),
    change: (id: string, body: unknown) => change(id, 'published', readUpdate(body)),
    changeDraft: (id: string, body: unknown) => change(id, 'draft', readDraftUpdate(body)),
    beginDraft,
    publish,
    remove,
  };
}

/** A change on top of what was; a template that it only refers to stays. */
function merged(before: ActionContent, { content, keeps }: ActionChange): ActionContent {
  const after = { ...before, ...content };
  const { request, response } = before.config;
  const kept = {
    ...(keeps.requestTemplate &&
      request?.requestTemplate !== undefined && {
        request: { ...after.config.request, requestTemplate: request.requestTemplate },
      }),
    ...(keeps.successTemplate &&
      response?.successTemplate !== undefined && {
        response: { ...after.config.response, successTemplate: response.successTemplate },
      }),
  };
  return { ...after, config: { ...after.config, ...kept } };
}

function refuseVersion({ version }: StoredAction, named: number): Outcome<never> {
  return refuse(
    'attendant.action.version.conflict',
    `The newest version is ${version}, not ${named}; read it again and repeat the change.`,
    { field: 'version' },
  );
}
