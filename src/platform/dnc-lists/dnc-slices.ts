import type { Clock, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { DncEntrySelection, DncEntryStore } from './dnc-entry-store.ts';
import type { DncListStore } from './dnc-list-store.ts';

/** How many entries one transaction deletes: about 10 ms. */
const SLICE = 5000;

/**
 * Deletes many entries, a slice to a transaction, so that nothing else waits for long.
 *
 * A list that was removed is gone at once; its entries follow, if need be after a restart.
 */
export function dncSlices({
  database,
  clock,
  log,
  lists,
  entries,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly log: Log;
  readonly lists: DncListStore;
  readonly entries: DncEntryStore;
}) {
  let isClosing = false;
  let emptying: Promise<void> = Promise.resolve();

  /** Resolves when all selected entries are deleted, or the platform closes. */
  async function remove(listKey: number, selection: DncEntrySelection): Promise<void> {
    for (let removed = SLICE; removed === SLICE && !isClosing; )
      await database.commits.add(() => {
        removed = entries.removeSome(listKey, selection, SLICE);
      });
  }

  async function empty(listKey: number): Promise<void> {
    await remove(listKey, {});
    if (!isClosing) await database.commits.add(() => void lists.remove(listKey));
  }

  /** Deletes the entries of lists that are removed, one list after the other, behind the scenes. */
  function emptyRemoved(): void {
    emptying = emptying
      .then(async () => {
        for (const key of lists.hidden()) if (!isClosing) await empty(key);
      })
      .catch((error: unknown) => {
        const name = error instanceof Error ? error.name : typeof error;
        log.warn('the entries of a removed do-not-contact list stay until the next start', { error: name });
      });
  }

  return {
    remove,
    /** Removes a list from sight. Must run inside a commit; call `emptyRemoved` after it. */
    hide: (listKey: number) => lists.hide(listKey, clock.now()),
    emptyRemoved,
    /** Resolves when the entries of all removed lists are deleted. */
    emptied: () => emptying,
    /** Resolves when nothing is deleted any more. */
    async close(): Promise<void> {
      isClosing = true;
      await emptying;
    },
  };
}
