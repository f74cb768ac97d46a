import type Sqlite from 'better-sqlite3';
import type { SqlCondition } from '../outbound/sql-condition.ts';

/** A stretch of the contacts of a list: those after one sequence and up to another. */
export interface ContactStretch {
  readonly listKey: number;
  readonly after: number;
  readonly until: number;
}

/** The SQL that takes contacts out of lists, and finds the next stretch of them to deal with. */
export function contactRemoving(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[number, number]>('delete from contact where list_key = ? and sequence = ?');
  const count = sqlite.prepare<[number, number]>(
    'update contact_list set contact_count = contact_count - ? where key = ?',
  );
  const endOf = sqlite
    .prepare<[number, number, number, number], number | null>(
      `select max(sequence) from (select sequence from contact where list_key = ? and sequence > ? and sequence <= ?
         order by sequence limit ?)`,
    )
    .pluck();

  /** Takes them out of the count of their list, too, if there still is one. */
  function counted(listKey: number, removed: number): number {
    if (removed > 0) count.run(removed, listKey);
    return removed;
  }

  return {
    /** The next stretch of at most `size` contacts; undefined when no contact is left. */
    stretchOf({ listKey, after, until }: ContactStretch, size: number): ContactStretch | undefined {
      const end = endOf.get(listKey, after, until, size);
      return typeof end === 'number' ? { listKey, after, until: end } : undefined;
    },
    /** Removes contacts by their sequences. @returns how many there were. */
    remove: (listKey: number, sequences: readonly number[]) =>
      counted(
        listKey,
        sequences.reduce((removed, sequence) => removed + one.run(listKey, sequence).changes, 0),
      ),
    /** Removes those of a stretch that fit. @returns how many there were. */
    removeFrom: ({ listKey, after, until }: ContactStretch, { sql, params }: SqlCondition) =>
      counted(
        listKey,
        sqlite
          .prepare<unknown[]>(
            `delete from contact where list_key = ? and sequence > ? and sequence <= ? and (${sql})`,
          )
          .run(listKey, after, until, ...params).changes,
      ),
  };
}
