import type Sqlite from 'better-sqlite3';
import type { ContactList } from '../contact-lists/contact-list.ts';
import type { SqlCondition } from '../outbound/sql-condition.ts';

/** How many contacts are looked at before others get their turn: 5 to 20 ms. */
const WINDOW = 5000;
/** How many of the contacts that fit are shown. [a guess: Genesys does not say] */
const PREVIEW_SIZE = 10;

/** What a filter takes of a list. */
export interface FilterPreview {
  readonly filteredContacts: number;
  readonly totalContacts: number;
  /** Of the first contacts that fit. */
  readonly sequences: readonly number[];
}

/** Counts what conditions take of lists, window by window, so that a long list holds up nothing else. */
export function filterPreviews(sqlite: Sqlite.Database) {
  const endOf = sqlite
    .prepare<[number, number], number>(
      `select max(sequence) from (select sequence from contact where list_key = ? and sequence > ?
         order by sequence limit ${WINDOW})`,
    )
    .pluck();
  const total = sqlite
    .prepare<[number], number>('select contact_count from contact_list where key = ?')
    .pluck();

  return async function preview(
    { key }: Pick<ContactList, 'key'>,
    condition: SqlCondition,
  ): Promise<FilterPreview> {
    const windowOf = `from contact where list_key = ? and sequence > ? and sequence <= ? and ${condition.sql}`;
    const count = sqlite.prepare<(string | number)[], number>(`select count(*) ${windowOf}`).pluck();
    const first = sqlite
      .prepare<(string | number)[], number>(`select sequence ${windowOf} order by sequence limit ?`)
      .pluck();
    const sequences: number[] = [];
    let filteredContacts = 0;
    for (let after = 0; ; ) {
      const until = endOf.get(key, after);
      if (typeof until !== 'number') break;
      const params = [key, after, until, ...condition.params];
      filteredContacts += count.get(...params) ?? 0;
      if (sequences.length < PREVIEW_SIZE)
        sequences.push(...first.all(...params, PREVIEW_SIZE - sequences.length));
      after = until;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { filteredContacts, totalContacts: total.get(key) ?? 0, sequences };
  };
}
