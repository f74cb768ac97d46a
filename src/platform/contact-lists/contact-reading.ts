import type Sqlite from 'better-sqlite3';
import { readAside } from '../../store/side-reader.ts';
import type { SqlCondition } from '../outbound/sql-condition.ts';

/** Lists of up to so many contacts are read here and at once, in 20 ms or less; a thread takes longer to begin. */
const READ_AT_ONCE = 10_000;

/** Contacts of a list, up to a sequence, that fit a condition. */
export interface ContactSelection {
  readonly listKey: number;
  readonly until: number;
  readonly condition: SqlCondition;
  /** How many contacts the list has. */
  readonly contactCount: number;
}

/** Reads what many contacts say. A long list is read in a thread of its own, so that nobody else waits. */
export function contactReading(sqlite: Sqlite.Database) {
  /** Rows of a query, each an array of values. */
  async function rows<Row extends readonly unknown[]>(
    { listKey, until, condition, contactCount }: ContactSelection,
    { select, tail = '' }: { readonly select: string; readonly tail?: string },
  ): Promise<readonly Row[]> {
    const sql = `select ${select} from contact where list_key = ? and sequence <= ? and (${condition.sql}) ${tail}`;
    const params = [listKey, until, ...condition.params];
    if (contactCount <= READ_AT_ONCE)
      return sqlite
        .prepare<unknown[], Row>(sql)
        .raw()
        .all(...params);
    const found: Row[] = [];
    for await (const batch of readAside(sqlite, { sql, params, atOnce: READ_AT_ONCE }))
      for (const row of batch) found.push(row as unknown as Row);
    return found;
  }

  return {
    rows,
    /** How many fit. */
    async count(selection: ContactSelection): Promise<number> {
      const [row] = await rows<[number]>(selection, { select: 'count(*)' });
      return row?.[0] ?? 0;
    },
  };
}

/** What contactReading returns. */
export type ContactReading = ReturnType<typeof contactReading>;
