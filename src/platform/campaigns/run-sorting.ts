import type { AttendantDatabase } from '../../store/database.ts';
import { readAside } from '../../store/side-reader.ts';
import type { SqlCondition } from '../outbound/sql-condition.ts';
import type { CampaignRun, ContactSort } from './campaign.ts';
import type { RunCounts } from './run-counts.ts';
import type { RunStore } from './run-store.ts';
import { sortOrder } from './sort-order.ts';

/** How many contacts one commit queues. */
const BATCH = 2_000;
/** Those who come first are looked for by themselves: finding them takes half as long as sorting all. */
const FIRST = 1_000;

/** What preparing a run works with. */
export interface SortingParts {
  readonly database: AttendantDatabase;
  readonly runs: RunStore;
  readonly counts: RunCounts;
}

/** The contacts of a run and their order. */
export interface Sorting {
  readonly runKey: number;
  readonly sorts: readonly ContactSort[];
  readonly columnNames: readonly string[];
  readonly condition: SqlCondition | undefined;
  /** Called when there is more in the queue. */
  readonly onQueued: () => void;
  readonly signal: AbortSignal;
}

/**
 * Prepares a run (C10): takes who still waits out of the queue, then queues the contacts there were when it started in
 * the order of the sorts. In batches, and from a thread of its own, so that nobody else waits; what was dealt with stays.
 *
 * A process that dies on the way begins again: those who are queued keep their places, the others follow them.
 */
export function openRunSorting({ database, runs, counts }: SortingParts) {
  const { sqlite, commits } = database;

  async function prepare(sorting: Sorting): Promise<void> {
    const { runKey, signal } = sorting;
    while (runs.one(runKey)?.stage === 'emptying' && !signal.aborted)
      await commits.add(() => takeOut(runKey));
    const run = runs.one(runKey);
    if (run === undefined || signal.aborted) return;
    const queued = run.sortedUntil === 0 ? 0 : await queueSorted(run, sorting);
    if (signal.aborted) return;
    const filtered = sorting.condition === undefined ? 0 : (await countUntil(run)) - queued;
    await commits.add(() => finish(runKey, filtered));
    sorting.onQueued();
  }

  function takeOut(runKey: number): void {
    if (runs.dropWaiting(runKey, BATCH) > 0) return;
    const run = runs.one(runKey);
    if (run?.stage === 'emptying') runs.put({ ...run, stage: 'sorting' });
  }

  function finish(runKey: number, filtered: number): void {
    const run = runs.one(runKey);
    // It may have been stopped and started again meanwhile: then all of it comes anew.
    if (run?.stage !== 'sorting') return;
    runs.put({ ...run, stage: 'feeding', fedUntil: run.sortedUntil });
    if (filtered > 0) counts.filtered(runKey, filtered);
  }

  /** @returns how many contacts the filters let through. */
  async function queueSorted(run: CampaignRun, sorting: Sorting): Promise<number> {
    await queueSome(run, sorting, `limit ${FIRST}`);
    return queueSome(run, sorting, '');
  }

  async function queueSome(
    { listKey, sortedUntil }: CampaignRun,
    sorting: Sorting,
    limit: string,
  ): Promise<number> {
    const { runKey, sorts, columnNames, condition, onQueued, signal } = sorting;
    const where = condition === undefined ? '' : ` and (${condition.sql})`;
    const sql = `select sequence from contact where list_key = ? and sequence <= ?${where}
      ${sortOrder(sorts, columnNames)} ${limit}`;
    const params = [listKey, sortedUntil, ...(condition?.params ?? [])];
    let queued = 0;
    for await (const batch of readAside(sqlite, { sql, params, atOnce: BATCH })) {
      if (signal.aborted) return queued;
      await commits.add(() => enqueue(runKey, batch));
      queued += batch.length;
      onQueued();
    }
    return queued;
  }

  function enqueue(runKey: number, batch: readonly (readonly unknown[])[]): void {
    const run = runs.one(runKey);
    if (run?.stage !== 'sorting') return;
    let { nextPosition } = run;
    for (const [sequence] of batch)
      if (runs.enqueue(runKey, Number(sequence), nextPosition)) nextPosition += 1;
    runs.put({ ...run, nextPosition });
  }

  async function countUntil({ listKey, sortedUntil }: CampaignRun): Promise<number> {
    const sql = 'select count(*) from contact where list_key = ? and sequence <= ?';
    for await (const [row] of readAside(sqlite, { sql, params: [listKey, sortedUntil], atOnce: 1 }))
      return Number(row?.[0]);
    return 0;
  }

  return { prepare };
}

/** What openRunSorting returns. */
export type RunSorting = ReturnType<typeof openRunSorting>;
