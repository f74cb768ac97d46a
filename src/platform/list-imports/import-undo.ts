import type Sqlite from 'better-sqlite3';
import type { ListKind } from './list-import.ts';

/** What a group of rows changed in a contact list. */
interface ContactChanges {
  /** The sequences of the new contacts are `count` from `first`. */
  readonly first: number;
  readonly count: number;
  /** Contacts that were there, with their `data` before. */
  readonly changed: readonly (readonly [sequence: number, data: string])[];
}

/** The SQL that takes back what imports did. Must run inside a commit. */
export function importUndo(sqlite: Sqlite.Database) {
  const removeContacts = sqlite.prepare<[number, number, number]>(
    'delete from contact where list_key = ? and sequence between ? and ?',
  );
  const countContacts = sqlite.prepare<[number, number]>(
    'update contact_list set contact_count = contact_count - ? where key = ?',
  );
  const restoreContact = sqlite.prepare<[string, number, number]>(
    'update contact set data = ? where list_key = ? and sequence = ?',
  );
  const ready = sqlite.prepare<[number]>(
    'update contact_list set ready_until = next_sequence - 1 where key = ?',
  );

  const restore = (listKey: number, sequence: number, data: string) =>
    void restoreContact.run(data, listKey, sequence);

  function undoContacts(listKey: number, { first, count, changed }: ContactChanges): void {
    for (const [sequence, data] of changed) restore(listKey, sequence, data);
    if (count === 0) return;
    const { changes } = removeContacts.run(listKey, first, first + count - 1);
    countContacts.run(changes, listKey);
  }

  return {
    /** Gives a contact the data it had. */
    restore,
    /** Takes back what a group changed. @param changes as its collector wrote them. */
    undo(_kind: ListKind, listKey: number, changes: string): void {
      undoContacts(listKey, JSON.parse(changes) as ContactChanges);
    },
    /** Lets campaigns come to know all contacts there are. */
    makeReady: (kind: ListKind, listKey: number) => {
      if (kind === 'contacts') ready.run(listKey);
    },
  };
}

/** What importUndo returns. */
export type ImportUndo = ReturnType<typeof importUndo>;
