import type Sqlite from 'better-sqlite3';
import { type NamedQuery, nameCondition, orderAndPage } from '../outbound/named-query.ts';
import { allOf, type SqlCondition } from '../outbound/sql-condition.ts';
import type { ContactFilter } from './contact-filter.ts';
import type { ContactListFilter } from './contact-list-filter.ts';

interface FilterRow extends Omit<ContactListFilter, 'filter'> {
  readonly filter: string;
}

const SELECT = `select f.id, f.name, f.list_key as listKey, l.id as listId, l.name as listName, f.filter, f.version,
    f.created_at as createdAt, f.modified_at as modifiedAt`;
const FROM = 'from (select * from contact_list_filter where %) f join contact_list l on l.key = f.list_key';
const ONE = FROM.replace('%', 'id = ?');

/** Which filters are asked for; those of one list, or of all. */
export interface FilterQuery extends NamedQuery {
  readonly listId?: string;
}

/** The SQL of contact list filters. Writes belong into a commit. */
export function contactFilterStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], FilterRow>(`${SELECT} ${ONE}`);
  const put = sqlite.prepare<[object]>(
    `insert into contact_list_filter (id, name, name_key, list_key, filter, version, created_at, modified_at)
     values (@id, @name, @nameKey, @listKey, @filter, @version, @createdAt, @modifiedAt)
     on conflict (id) do update set name = excluded.name, name_key = excluded.name_key, list_key = excluded.list_key,
       filter = excluded.filter, version = excluded.version, modified_at = excluded.modified_at`,
  );
  const remove = sqlite.prepare<[string]>('delete from contact_list_filter where id = ?');
  const count = sqlite.prepare<[], number>('select count(*) from contact_list_filter').pluck();
  const ofList = sqlite
    .prepare<[number], number>('select exists (select 1 from contact_list_filter where list_key = ?)')
    .pluck();

  function page(query: FilterQuery) {
    const { sql, params } = allOf([nameCondition(query), ...listCondition(query)]);
    const rows = sqlite
      .prepare<(string | number)[], FilterRow>(
        `${SELECT} ${FROM.replace('%', `${sql} ${orderAndPage(query)}`)}`,
      )
      .all(...params, query.limit, query.offset);
    const total = sqlite
      .prepare<(string | number)[], number>(`select count(*) from contact_list_filter where ${sql}`)
      .pluck()
      .get(...params);
    return { filters: rows.map(filterOf), total: total ?? 0 };
  }

  return {
    one(id: string): ContactListFilter | undefined {
      const row = one.get(id);
      return row && filterOf(row);
    },
    page,
    /** Stores a new filter, or a changed one. */
    put: (filter: Omit<ContactListFilter, 'listId' | 'listName'>) =>
      put.run({ ...filter, nameKey: filter.name.toLowerCase(), filter: JSON.stringify(filter.filter) }),
    remove: (id: string) => remove.run(id),
    count: () => count.get() ?? 0,
    /** Whether a contact list has filters. */
    hasFilters: (listKey: number) => ofList.get(listKey) === 1,
  };
}

function listCondition({ listId }: FilterQuery): readonly SqlCondition[] {
  if (listId === undefined) return [];
  return [{ sql: 'list_key in (select key from contact_list where id = ?)', params: [listId] }];
}

function filterOf(row: FilterRow): ContactListFilter {
  return { ...row, filter: JSON.parse(row.filter) as ContactFilter };
}
