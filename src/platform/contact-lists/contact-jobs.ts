import { Type } from 'typebox';
import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { ContactFilter } from '../contact-filters/contact-filter.ts';
import { decide } from '../outbound/decide.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { type ContactJob, type ContactJobRequest, contactJobEntity } from './contact-job.ts';
import type { ContactJobStore } from './contact-job-store.ts';
import type { ContactList } from './contact-list.ts';
import type { ContactListStore } from './contact-list-store.ts';
import { IMPORTING, NO_LIST } from './contact-lists.ts';
import { type AskedContact, readContactPatch } from './contact-request.ts';
import type { ContactSearch } from './contact-search.ts';
import type { ContactWork } from './contact-work.ts';
import { MAX_NAMED_IN_JOB } from './limits.ts';
import { withoutNulls } from './plain-body.ts';

const checkJob = requestCheck(
  Type.Object({
    contactListFilterId: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    criteria: Type.Optional(ContactFilter),
    contactIds: Type.Optional(Type.Array(Type.String(), { maxItems: MAX_NAMED_IN_JOB })),
    contact: Type.Optional(Type.Unknown()),
  }),
);

/** What bulk jobs work with. */
export interface ContactJobParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly lists: ContactListStore;
  readonly jobs: ContactJobStore;
  readonly search: Pick<ContactSearch, 'filtersOf'>;
  readonly work: Pick<ContactWork, 'wake'>;
}

/** Bulk jobs: `/api/v2/outbound/contactlists/{contactListId}/contacts/bulk`. */
export function openContactJobs({ database, clock, ids, lists, jobs, search, work }: ContactJobParts) {
  const remove = (listId: string, body: unknown) => begin(listId, 'remove', body);
  const update = (listId: string, body: unknown) => begin(listId, 'edit', body);

  async function begin(
    listId: string,
    kind: ContactJob['kind'],
    body: unknown,
  ): Promise<Outcome<JsonObject>> {
    const begun = await decide(database, () => {
      const list = lists.one(listId);
      if (list === undefined) return NO_LIST;
      if (lists.isImportingAllOrNone(list.key)) return IMPORTING;
      const request = read(list, kind, body);
      if (!request.ok) return request;
      const job = newJob(list, kind, request.value);
      jobs.add(job);
      return done(contactJobEntity({ ...job, key: 0 }, list.id));
    });
    work.wake();
    return begun;
  }

  function newJob(
    { key, nextSequence }: ContactList,
    kind: ContactJob['kind'],
    request: ContactJobRequest,
  ): Omit<ContactJob, 'key'> {
    return {
      id: ids.next(),
      listKey: key,
      kind,
      request,
      state: 'running',
      untilSequence: nextSequence - 1,
      totalCount: request.ids?.length ?? null,
      doneCount: 0,
      position: 0,
      startedAt: clock.now(),
    };
  }

  function read(list: ContactList, kind: ContactJob['kind'], body: unknown): Outcome<ContactJobRequest> {
    const checked = checkJob(withoutNulls(body));
    if (!checked.ok) return checked;
    const { contactIds, contact } = checked.value;
    const filters = search.filtersOf(checked.value, list);
    if (!filters.ok) return filters;
    const named = kind === 'edit' ? contactIds : undefined;
    if (named === undefined && filters.value.length === 0) return NONE_MEANT[kind];
    if (named !== undefined && filters.value.length > 0) return BOTH_MEANT;
    const meant = { filters: filters.value, ...(named === undefined ? {} : { ids: [...new Set(named)] }) };
    if (kind === 'remove') return done(meant);
    const patch = readContactPatch(contact, list, 'contact');
    return patch.ok ? done({ ...meant, patch: patchOf(patch.value) }) : patch;
  }

  return {
    /** Begins to remove the contacts that fit a filter. */
    remove,
    /** Begins to change contacts, by filter or by id. */
    update,
    /** A job in Genesys' shape. */
    read(listId: string, jobId: string): Outcome<JsonObject> {
      const list = lists.one(listId);
      if (list === undefined) return NO_LIST;
      const job = jobs.one(list.key, jobId);
      return job === undefined ? NO_JOB : done(contactJobEntity(job, list.id));
    },
    /** The newest jobs of a list in Genesys' shape, newest first. */
    list(listId: string): Outcome<readonly JsonObject[]> {
      const list = lists.one(listId);
      if (list === undefined) return NO_LIST;
      return done(jobs.newest(list.key).map((job) => contactJobEntity(job, list.id)));
    },
  };
}

/** What openContactJobs returns. */
export type ContactJobs = ReturnType<typeof openContactJobs>;

function patchOf({ cells, isCallable, details }: AskedContact) {
  return {
    cells: [...cells],
    ...(isCallable === undefined ? {} : { isCallable }),
    ...(details === undefined ? {} : { details }),
  };
}

const NO_JOB = refuse('resource.not.found', 'This contact list has no job with this id.');
const NONE_MEANT = {
  remove: refuse(
    'no.contacts.specified',
    'criteria or contactListFilterId must say which contacts are to be removed; clear removes all.',
    { field: 'criteria' },
  ),
  edit: refuse(
    'no.contacts.specified',
    'contactIds, criteria or contactListFilterId must say which contacts are to be changed.',
    { field: 'criteria' },
  ),
};
const BOTH_MEANT = refuse(
  'constraint.validation',
  'contactIds cannot be given together with criteria or contactListFilterId.',
  { field: 'contactIds' },
);
