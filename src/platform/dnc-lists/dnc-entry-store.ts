import type Sqlite from 'better-sqlite3';
import type { DncEntry, DncKind } from './dnc-list.ts';

/** Rows that one statement inserts. */
const ROWS_A_STATEMENT = 20;

/** Resource Center, outbound limits: DNC records in a list, and in all lists of an organization. */
export const MAX_ENTRIES = 1_000_000;
export const MAX_ENTRIES_OF_ALL = 2_000_000;

/** Which entries of a list are to be deleted. */
export interface DncEntrySelection {
  /** Absent: all. */
  readonly kind?: DncKind;
  /** Absent: whether they have expired or not. */
  readonly expiredAt?: number;
}

/** An entry that is there already lasts as long as the longer-lived of the two: nothing added makes it end sooner. */
const INSERT = 'insert into dnc_entry (list_key, kind, value, expires_at) values';
const LAST_LONGER = `on conflict do update set expires_at =
  case when expires_at is null or excluded.expires_at is null then null else max(expires_at, excluded.expires_at) end`;

/** The SQL of the entries of do-not-contact lists. Writes belong into a commit; `entry_count` of the list follows. */
export function dncEntryStore(sqlite: Sqlite.Database) {
  const rows = (count: number) => Array(count).fill('(?, ?, ?, ?)').join(', ');
  const prepare = (count: number) => ({
    insert: sqlite.prepare<unknown[]>(`${INSERT} ${rows(count)} on conflict do nothing`),
    lengthen: sqlite.prepare<unknown[]>(`${INSERT} ${rows(count)} ${LAST_LONGER}`),
  });
  const [single, group] = [prepare(1), prepare(ROWS_A_STATEMENT)];
  const count = sqlite.prepare<[number, number]>(
    'update dnc_list set entry_count = entry_count + ? where key = ?',
  );
  const excluding = sqlite
    .prepare<[number, DncKind, DncKind, string, number], number>(
      `select exists (select 1 from dnc_entry
         where list_key = ? and kind in (?, ?) and value = ? and (expires_at is null or expires_at > ?))`,
    )
    .pluck();
  const remove = sqlite.prepare<[number, DncKind, string]>(
    `delete from dnc_entry where list_key = ? and kind = ? and value in (select value from json_each(?))`,
  );
  const removeExpired = sqlite.prepare<[number, DncKind, number, number]>(
    `delete from dnc_entry where (list_key, kind, value) in (select list_key, kind, value from dnc_entry
       where list_key = ? and kind = ? and expires_at <= ? limit ?)`,
  );
  const removeOfKind = sqlite.prepare<[number, DncKind, number]>(
    `delete from dnc_entry where (list_key, kind, value) in (select list_key, kind, value from dnc_entry
       where list_key = ? and kind = ? limit ?)`,
  );
  const removeAny = sqlite.prepare<[number, number]>(
    `delete from dnc_entry where (list_key, kind, value) in (select list_key, kind, value from dnc_entry
       where list_key = ? limit ?)`,
  );
  const total = sqlite.prepare<[], number>('select ifnull(sum(entry_count), 0) from dnc_list').pluck();
  const known = sqlite
    .prepare<[number, DncKind, string], number>(
      `select count(*) from dnc_entry where list_key = ? and kind = ? and value in (select value from json_each(?))`,
    )
    .pluck();

  /** Stores some entries with one statement; returns how many of them are new. */
  function write(
    statements: ReturnType<typeof prepare>,
    values: readonly unknown[],
    rowCount: number,
  ): number {
    const { changes } = statements.insert.run(...values);
    if (changes < rowCount) statements.lengthen.run(...values);
    return changes;
  }

  /**
   * Adds entries, a few thousand at a time; returns how many are new. In their order, so that fewer pages of the index are
   * written: a million numbers in no order cost 12 s of processor time in groups of 5,000, sorted ones 2 s.
   */
  function addEntries(listKey: number, unsorted: readonly DncEntry[]): number {
    const entries = unsorted.toSorted((one, other) => (one.value < other.value ? -1 : 1));
    let added = 0;
    const values = (some: readonly DncEntry[]) =>
      some.flatMap(({ kind, value, expiresAt }) => [listKey, kind, value, expiresAt]);
    const inGroups = entries.length - (entries.length % ROWS_A_STATEMENT);
    for (let from = 0; from < inGroups; from += ROWS_A_STATEMENT)
      added += write(group, values(entries.slice(from, from + ROWS_A_STATEMENT)), ROWS_A_STATEMENT);
    for (const entry of entries.slice(inGroups)) added += write(single, values([entry]), 1);
    if (added > 0) count.run(added, listKey);
    return added;
  }

  /** Removes the entries of a kind with these values. */
  function removeEntries(listKey: number, kind: DncKind, values: readonly string[]): void {
    const { changes } = remove.run(listKey, kind, JSON.stringify(values));
    if (changes > 0) count.run(-changes, listKey);
  }

  /** Removes some of the selected entries; returns how many. Fewer than `limit`: there are no more. */
  function removeSome(listKey: number, { kind, expiredAt }: DncEntrySelection, limit: number): number {
    const { changes } =
      kind === undefined
        ? removeAny.run(listKey, limit)
        : expiredAt === undefined
          ? removeOfKind.run(listKey, kind, limit)
          : removeExpired.run(listKey, kind, expiredAt, limit);
    if (changes > 0) count.run(-changes, listKey);
    return changes;
  }

  return {
    addEntries,
    removeEntries,
    removeSome,
    /** Whether a value stands among the entries of one of the kinds and has not expired: one look into the index for each. */
    excludes: (
      listKey: number,
      [kind, other = kind]: readonly [DncKind, DncKind?],
      value: string,
      now: number,
    ) => excluding.get(listKey, kind, other, value, now) === 1,
    /** How many of the values are there. */
    countKnown: (listKey: number, kind: DncKind, values: readonly string[]) =>
      known.get(listKey, kind, JSON.stringify(values)) ?? 0,
    /** How many entries all lists have. */
    total: () => total.get() ?? 0,
  };
}

/** What dncEntryStore returns. */
export type DncEntryStore = ReturnType<typeof dncEntryStore>;
