import type Sqlite from 'better-sqlite3';

/** What a group of rows changed in a contact list. */
export interface ContactChanges {
  /** The sequences of the new contacts are `count` from `first`. */
  readonly first: number;
  readonly count: number;
  /** Contacts that were there, with their `data` before. */
  readonly changed: readonly (readonly [sequence: number, data: string])[];
}

/** The SQL that takes back what an import did to a contact list. Must run inside a commit. */
export function contactUndo(sqlite: Sqlite.Database) {
  const remove = sqlite.prepare<[number, number, number]>(
    'delete from contact where list_key = ? and sequence between ? and ?',
  );
  const count = sqlite.prepare<[number, number]>(
    'update contact_list set contact_count = contact_count - ? where key = ?',
  );
  const restoreData = sqlite.prepare<[string, number, number]>(
    'update contact set data = ? where list_key = ? and sequence = ?',
  );
  const ready = sqlite.prepare<[number]>(
    'update contact_list set ready_until = next_sequence - 1 where key = ?',
  );

  const restore = (listKey: number, sequence: number, data: string) =>
    void restoreData.run(data, listKey, sequence);

  return {
    /** Gives a contact the data it had. */
    restore,
    undo(listKey: number, changes: string): void {
      const { first, count: newCount, changed } = JSON.parse(changes) as ContactChanges;
      for (const [sequence, data] of changed) restore(listKey, sequence, data);
      if (newCount === 0) return;
      const removed = remove.run(listKey, first, first + newCount - 1).changes;
      count.run(removed, listKey);
    },
    makeReady: (listKey: number) => void ready.run(listKey),
  };
}

/** What contactUndo returns. */
export type ContactUndo = ReturnType<typeof contactUndo>;
