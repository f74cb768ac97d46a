import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { ImportUndo } from './import-undo.ts';
import type { ListImport } from './list-import.ts';
import type { ListImportStore } from './list-import-store.ts';

const CRASHED = 'Attendant was stopped in the middle of the import.';

/** What imports are ended with. */
export interface ImportEndingOptions {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly store: ListImportStore;
  readonly undo: ImportUndo;
  /** Aborts when the program stops: what is still to be undone is left to the next start. */
  readonly stop: AbortSignal;
}

/**
 * Ends imports, well or not. One of `onError: 'none'` is taken back group by group, the last one first, each in a commit of
 * its own: a crash in between leaves the rest to the next start.
 */
export function openImportEnding({ database, clock, store, undo, stop }: ImportEndingOptions) {
  /** @param reason why it failed; undefined: it did not. */
  async function end(ended: ListImport, reason: string | undefined): Promise<void> {
    const { key, listKind, listKey, onError } = ended;
    if (reason === undefined) {
      await database.commits.add(() => {
        store.setState(key, { state: 'complete', reason: null, endedAt: clock.now() });
        undo.makeReady(listKind, listKey);
      });
      return dropUndo(key);
    }
    if (onError === 'skip')
      return database.commits.add(() => {
        store.setState(key, { state: 'failed', reason, endedAt: clock.now() });
      });
    await database.commits.add(() => store.setState(key, { state: 'undoing', reason, endedAt: null }));
    return takeBack(ended, reason);
  }

  async function takeBack({ key, listKind, listKey }: ListImport, reason: string): Promise<void> {
    let isDone = false;
    while (!isDone && !stop.aborted)
      await database.commits.add(() => {
        const last = store.lastUndo(key);
        isDone = last === undefined;
        if (last !== undefined) {
          undo.undo(listKind, listKey, last.changes);
          store.dropUndo(key, last.number);
          return;
        }
        undo.makeReady(listKind, listKey);
        store.setNothingKept(key);
        store.setState(key, { state: 'failed', reason, endedAt: clock.now() });
      });
  }

  async function dropUndo(key: number): Promise<void> {
    for (let last = store.lastUndo(key); last !== undefined && !stop.aborted; last = store.lastUndo(key)) {
      const { number } = last;
      await database.commits.add(() => store.dropUndo(key, number));
    }
  }

  return {
    end,
    /** Ends what is under way in the database and nowhere else: its process died, or the disk was full. */
    async recover(isRunning: (key: number) => boolean): Promise<void> {
      for (const one of store.underWay()) if (!isRunning(one.key)) await end(one, one.reason ?? CRASHED);
      for (const key of store.endedWithUndo()) if (!isRunning(key)) await dropUndo(key);
    },
  };
}
