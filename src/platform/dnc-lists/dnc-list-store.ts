import type Sqlite from 'better-sqlite3';
import { type NamedQuery, nameCondition, orderAndPage } from '../outbound/named-query.ts';
import { allOf, type SqlCondition } from '../outbound/sql-condition.ts';
import type { DncList, DncListSettings } from './dnc-list.ts';

interface DncListRow extends Omit<DncList, 'settings'> {
  readonly settings: string;
}

/** A list before it has a number and entries. */
export type NewDncList = Omit<DncList, 'key' | 'entryCount'>;

/** Which lists are asked for. */
export interface DncListQuery extends NamedQuery {
  /** Genesys' word; no list here has those of outside services. */
  readonly dncSourceType?: string;
  readonly ids?: readonly string[];
  /** Absent: in all. */
  readonly divisionIds?: readonly string[];
}

const COLUMNS = `key, id, name, division_id as divisionId, settings, entry_count as entryCount, version,
  created_at as createdAt, modified_at as modifiedAt`;
const THERE = 'removed_at is null';

/** The SQL of do-not-contact lists. Writes belong into a commit. */
export function dncListStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], DncListRow>(
    `select ${COLUMNS} from dnc_list where id = ? and ${THERE}`,
  );
  const byKey = sqlite.prepare<[number], DncListRow>(
    `select ${COLUMNS} from dnc_list where key = ? and ${THERE}`,
  );
  const named = sqlite.prepare<[string], DncListRow>(
    `select ${COLUMNS} from dnc_list where name_key = ? and ${THERE}`,
  );
  const all = sqlite.prepare<[], DncListRow>(`select ${COLUMNS} from dnc_list where ${THERE} order by key`);
  const add = sqlite.prepare<[object]>(
    `insert into dnc_list (id, name, name_key, division_id, settings, entry_count, version, created_at, modified_at)
     values (@id, @name, @nameKey, @divisionId, @settings, 0, @version, @createdAt, @modifiedAt)`,
  );
  const put = sqlite.prepare<[object]>(
    `update dnc_list set name = @name, name_key = @nameKey, division_id = @divisionId, version = @version,
       modified_at = @modifiedAt where key = @key`,
  );
  const hide = sqlite.prepare<[number, number]>('update dnc_list set removed_at = ? where key = ?');
  const remove = sqlite.prepare<[number]>('delete from dnc_list where key = ?');
  const hidden = sqlite.prepare<[], number>('select key from dnc_list where removed_at is not null').pluck();
  const count = sqlite.prepare<[], number>(`select count(*) from dnc_list where ${THERE}`).pluck();
  const inDivision = sqlite
    .prepare<[string], number>(`select count(*) from dnc_list where division_id = ? and ${THERE}`)
    .pluck();

  function page(query: DncListQuery) {
    const { sql, params } = conditionOf(query);
    const lists = sqlite
      .prepare<(string | number)[], DncListRow>(
        `select ${COLUMNS} from dnc_list where ${sql} ${orderAndPage(query, 'key')}`,
      )
      .all(...params, query.limit, query.offset)
      .map(listOf);
    const total = sqlite
      .prepare<(string | number)[], number>(`select count(*) from dnc_list where ${sql}`)
      .pluck()
      .get(...params);
    return { lists, total: total ?? 0 };
  }

  return {
    one: (id: string) => read(one.get(id)),
    byKey: (key: number) => read(byKey.get(key)),
    /** By name, in any case. */
    named: (name: string) => read(named.get(name.toLowerCase())),
    all: (): readonly DncList[] => all.all().map(listOf),
    page,
    add(list: NewDncList): DncList {
      const { lastInsertRowid } = add.run({
        ...list,
        nameKey: list.name.toLowerCase(),
        settings: JSON.stringify(list.settings),
      });
      return { ...list, key: Number(lastInsertRowid), entryCount: 0 };
    },
    /** Stores a changed name, division, version and time. */
    put: (list: DncList) => put.run({ ...list, nameKey: list.name.toLowerCase() }),
    /** The list is gone for everybody; its entries are still to be deleted. */
    hide: (key: number, now: number) => hide.run(now, key),
    /** Removes a list that has no entries any more. */
    remove: (key: number) => remove.run(key),
    /** The lists whose entries are still to be deleted. */
    hidden: () => hidden.all(),
    count: () => count.get() ?? 0,
    countInDivision: (divisionId: string) => inDivision.get(divisionId) ?? 0,
  };
}

/** What dncListStore returns. */
export type DncListStore = ReturnType<typeof dncListStore>;

function conditionOf(query: DncListQuery): SqlCondition {
  const { dncSourceType, ids, divisionIds } = query;
  const conditions: SqlCondition[] = [{ sql: THERE, params: [] }, nameCondition(query)];
  if (dncSourceType !== undefined)
    conditions.push({ sql: `settings ->> '$.dncSourceType' = ?`, params: [dncSourceType] });
  if (ids !== undefined) conditions.push(isOneOf('id', ids));
  if (divisionIds !== undefined) conditions.push(isOneOf('division_id', divisionIds));
  return allOf(conditions);
}

function isOneOf(column: string, values: readonly string[]): SqlCondition {
  return { sql: `${column} in (select value from json_each(?))`, params: [JSON.stringify(values)] };
}

function read(row: DncListRow | undefined): DncList | undefined {
  return row && listOf(row);
}

function listOf(row: DncListRow): DncList {
  return { ...row, settings: JSON.parse(row.settings) as DncListSettings };
}
