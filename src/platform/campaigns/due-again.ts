import type { AttendantDatabase } from '../../store/database.ts';
import type { RunStore } from './run-store.ts';

/** How many places of a list one commit goes over. */
const AT_ONCE = 20_000;

/** What looking again works with. */
export interface DueAgainParts {
  readonly database: AttendantDatabase;
  readonly runs: RunStore;
}

/**
 * Has all contacts of a run who wait for their callable time be looked at anew, because the times may have changed. Who is
 * still not callable goes on waiting; nobody waits for hours that are no more.
 */
export function openDueAgain({ database, runs }: DueAgainParts) {
  return async (runKey: number, now: number, signal: AbortSignal): Promise<void> => {
    // By their places in the list, so that those who are found to wait again are not taken once more.
    const { sortedUntil = 0, fedUntil = 0 } = runs.one(runKey) ?? {};
    const until = Math.max(sortedUntil, fedUntil);
    for (let from = 0; from < until && !signal.aborted; from += AT_ONCE)
      await database.commits.add(() => runs.hasten(runKey, from, from + AT_ONCE, now));
  };
}
