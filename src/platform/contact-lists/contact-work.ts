import type { Clock, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { compileFilter } from '../contact-filters/compile-filter.ts';
import { allOf, type SqlCondition } from '../outbound/sql-condition.ts';
import { openRounds } from '../rounds.ts';
import type { ContactJob, ContactPatch } from './contact-job.ts';
import type { ContactJobStore } from './contact-job-store.ts';
import type { Contact, ContactList } from './contact-list.ts';
import type { ContactListStore } from './contact-list-store.ts';
import type { ContactReading } from './contact-reading.ts';
import type { ContactStretch } from './contact-removing.ts';
import { mergedDetails } from './contact-status.ts';
import type { ContactStore } from './contact-store.ts';

/** Contacts that one commit looks at, to remove or to change some of them: each some 20 ms. */
const REMOVED_AT_ONCE = 5_000;
const CHANGED_AT_ONCE = 2_000;
/** Contacts that one commit deals with by their ids. */
const NAMED_AT_ONCE = 1_000;
const ALL: SqlCondition = { sql: 'true', params: [] };

/** What the work on many contacts works with. */
export interface ContactWorkParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly log: Log;
  readonly lists: ContactListStore;
  readonly contacts: ContactStore;
  readonly jobs: ContactJobStore;
  readonly reading: ContactReading;
}

/**
 * Does what concerns many contacts, a slice a commit, so that others get their turn: bulk jobs, and taking away the
 * contacts of deleted lists. How far it is stands in the database: after a restart it goes on from there.
 */
export function openContactWork({ database, clock, log, lists, contacts, jobs, reading }: ContactWorkParts) {
  const { commits } = database;
  const rounds = openRounds({
    clock,
    log,
    failure: 'A change of many contacts failed; it is tried again',
    round,
    nextDueAt: () => (jobs.running().length + jobs.deletedLists().length > 0 ? 0 : undefined),
  });

  async function round(): Promise<void> {
    for (const listKey of jobs.deletedLists()) await commits.add(() => removeSlice(listKey));
    for (const job of jobs.running())
      if (job.totalCount === null) await count(job);
      else await commits.add(() => slice(job));
  }

  function removeSlice(listKey: number): void {
    const everything = { listKey, after: 0, until: Number.MAX_SAFE_INTEGER };
    const stretch = contacts.stretchOf(everything, REMOVED_AT_ONCE);
    if (stretch === undefined) jobs.forget(listKey);
    else contacts.removeFrom(stretch, ALL);
  }

  async function count(job: ContactJob): Promise<void> {
    const list = lists.byKey(job.listKey);
    if (list === undefined) return;
    const totalCount = await reading.count({
      listKey: list.key,
      until: job.untilSequence,
      condition: conditionOf(job, list),
      contactCount: list.contactCount,
    });
    await commits.add(() => void jobs.put({ ...job, totalCount }));
  }

  /** The job may have gone with its list since it was read. */
  function slice({ id, listKey }: ContactJob): void {
    const job = jobs.one(listKey, id);
    const list = lists.byKey(listKey);
    if (job === undefined || list === undefined) return;
    jobs.put(job.request.ids === undefined ? stretch(job, list) : named(job, list, job.request.ids));
  }

  function stretch(job: ContactJob, list: ContactList): ContactJob {
    const rest = { listKey: list.key, after: job.position, until: job.untilSequence };
    const { patch } = job.request;
    const next = contacts.stretchOf(rest, patch === undefined ? REMOVED_AT_ONCE : CHANGED_AT_ONCE);
    if (next === undefined) return { ...job, state: 'complete' };
    const condition = conditionOf(job, list);
    const count =
      patch === undefined
        ? contacts.removeFrom(next, condition)
        : edit(contacts.inStretch(next, condition), list, patch);
    return { ...job, position: next.until, doneCount: job.doneCount + count };
  }

  function named(job: ContactJob, list: ContactList, ids: readonly string[]): ContactJob {
    const position = Math.min(ids.length, job.position + NAMED_AT_ONCE);
    const found = ids.slice(job.position, position).flatMap((id) => contacts.one(list.key, id) ?? []);
    const { patch } = job.request;
    const count =
      patch === undefined
        ? contacts.remove(
            list.key,
            found.map(({ sequence }) => sequence),
          )
        : edit(found, list, patch);
    const state = position === ids.length ? 'complete' : 'running';
    return { ...job, position, state, doneCount: job.doneCount + count };
  }

  function edit(found: readonly Contact[], list: ContactList, patch: ContactPatch): number {
    const cells = new Map(patch.cells);
    for (const { sequence, data, isCallable, details } of found)
      contacts.change(list, sequence, {
        data: data.map((text, index) => cells.get(index) ?? text),
        isCallable: patch.isCallable ?? isCallable,
        details: mergedDetails(details, patch.details),
      });
    return found.length;
  }

  /** Removes all contacts that a list has now; those that come meanwhile stay. Resolves when they are gone. */
  async function clear({ key, nextSequence }: ContactList): Promise<void> {
    const all: ContactStretch = { listKey: key, after: 0, until: nextSequence - 1 };
    for (let isOver = false; !isOver; )
      await commits.add(() => {
        const next = contacts.stretchOf(all, REMOVED_AT_ONCE);
        if (next === undefined) isOver = true;
        else contacts.removeFrom(next, ALL);
      });
  }

  return {
    clear,
    /** Begins with what stands in the database. Returns at once. */
    wake: rounds.wake,
    /** Resolves when all of it is done. */
    settled: rounds.settled,
    close: rounds.close,
  };
}

/** What openContactWork returns. */
export type ContactWork = ReturnType<typeof openContactWork>;

function conditionOf({ request, startedAt }: ContactJob, { settings }: ContactList): SqlCondition {
  return allOf(request.filters.map((filter) => compileFilter(filter, settings.columnNames, startedAt)));
}
