import type Sqlite from 'better-sqlite3';
import type { Ids } from '../../ports.ts';
import { type NamedQuery, nameCondition, orderAndPage } from '../outbound/named-query.ts';
import { allOf, type SqlCondition } from '../outbound/sql-condition.ts';
import { newListKey } from './contact-id.ts';
import type { ContactList, ContactListSettings } from './contact-list.ts';
import { MAX_CONTACTS, MAX_CONTACTS_A_LIST } from './limits.ts';

interface ContactListRow extends Omit<ContactList, 'settings'> {
  readonly settings: string;
}

/** A list before it has a number. */
export type NewContactList = Pick<
  ContactList,
  'id' | 'name' | 'divisionId' | 'settings' | 'version' | 'createdAt' | 'modifiedAt'
>;

/** Which lists a listing asks for. */
export interface ContactListQuery extends NamedQuery {
  readonly ids?: readonly string[];
  readonly divisionIds?: readonly string[];
  /** The list's own; it is given back and means nothing here. */
  readonly timeZone?: string;
}

const IN_LIST = 'in (select value from json_each(?))';
const COLUMNS = `key, id, name, division_id as divisionId, settings, contact_count as contactCount,
  next_sequence as nextSequence, ready_until as readyUntil, version, created_at as createdAt, modified_at as modifiedAt`;

/** The SQL of contact lists. Writes belong into a commit. */
export function contactListStore(sqlite: Sqlite.Database, ids: Ids) {
  const one = sqlite.prepare<[string], ContactListRow>(`select ${COLUMNS} from contact_list where id = ?`);
  const byKey = sqlite.prepare<[number], ContactListRow>(`select ${COLUMNS} from contact_list where key = ?`);
  const named = sqlite.prepare<[string], ContactListRow>(
    `select ${COLUMNS} from contact_list where name_key = ?`,
  );
  const add = sqlite.prepare<[object]>(
    `insert into contact_list (key, id, name, name_key, division_id, settings, contact_count, next_sequence, ready_until,
       version, created_at, modified_at)
     values (@key, @id, @name, @nameKey, @divisionId, @settings, 0, 1, 0, @version, @createdAt, @modifiedAt)`,
  );
  const put = sqlite.prepare<[object]>(
    `update contact_list set name = @name, name_key = @nameKey, division_id = @divisionId, settings = @settings,
       version = @version, modified_at = @modifiedAt where key = @key`,
  );
  const remove = sqlite.prepare<[number]>('delete from contact_list where key = ?');
  const inDivision = sqlite
    .prepare<[string], number>('select count(*) from contact_list where division_id = ?')
    .pluck();
  const counts = sqlite.prepare<[], { readonly lists: number; readonly contacts: number }>(
    'select count(*) as lists, coalesce(sum(contact_count), 0) as contacts from contact_list',
  );
  // The newest import of a list is the only one that can be running.
  const newestImport = sqlite.prepare<[number], { readonly state: string; readonly onError: string }>(
    `select state, on_error as onError from list_import where list_kind = 'contacts' and list_key = ?
     order by key desc limit 1`,
  );
  const runningImport = (key: number) => {
    const newest = newestImport.get(key);
    return newest?.state === 'running' || newest?.state === 'undoing' ? newest : undefined;
  };

  function page(query: ContactListQuery): { readonly lists: readonly ContactList[]; readonly total: number } {
    const { sql, params } = allOf(conditionsOf(query));
    const rows = sqlite
      .prepare<unknown[], ContactListRow>(
        `select ${COLUMNS} from contact_list where ${sql} ${orderAndPage(query)}`,
      )
      .all(...params, query.limit, query.offset);
    const total = sqlite
      .prepare<unknown[], number>(`select count(*) from contact_list where ${sql}`)
      .pluck()
      .get(...params);
    return { lists: rows.map(listOf), total: total ?? 0 };
  }

  return {
    one: (id: string) => read(one.get(id)),
    byKey: (key: number) => read(byKey.get(key)),
    /** By name, in any case. */
    named: (name: string) => read(named.get(name.toLowerCase())),
    add(list: NewContactList): ContactList {
      add.run({
        ...list,
        key: newListKey(ids.next()),
        nameKey: list.name.toLowerCase(),
        settings: JSON.stringify(list.settings),
      });
      const added = read(one.get(list.id));
      if (added === undefined) throw new Error('a contact list that was just stored is there');
      return added;
    },
    /** Stores a changed name, division, settings, version and time. */
    put: (list: ContactList) =>
      put.run({ ...list, nameKey: list.name.toLowerCase(), settings: JSON.stringify(list.settings) }),
    /** Its contacts stay; contact-removal.ts takes them away. */
    remove: (key: number) => remove.run(key),
    page,
    /** How many lists there are, and contacts in all of them. */
    counts: () => counts.get() ?? { lists: 0, contacts: 0 },
    /** Whether a file is being imported into it, or undone. */
    isImporting: (key: number) => runningImport(key) !== undefined,
    /** Whether one is that may be undone. */
    isImportingAllOrNone: (key: number) => runningImport(key)?.onError === 'none',
    /** How many contacts may be added to it. */
    roomIn: ({ contactCount }: Pick<ContactList, 'contactCount'>) =>
      Math.min(MAX_CONTACTS_A_LIST - contactCount, MAX_CONTACTS - (counts.get()?.contacts ?? 0)),
    countInDivision: (divisionId: string) => inDivision.get(divisionId) ?? 0,
  };
}

/** What contactListStore returns. */
export type ContactListStore = ReturnType<typeof contactListStore>;

function read(row: ContactListRow | undefined): ContactList | undefined {
  return row && listOf(row);
}

function listOf(row: ContactListRow): ContactList {
  return { ...row, settings: JSON.parse(row.settings) as ContactListSettings };
}

function conditionsOf(query: ContactListQuery): readonly SqlCondition[] {
  const { ids, divisionIds, timeZone } = query;
  return [
    nameCondition(query),
    ...(ids === undefined ? [] : [{ sql: `id ${IN_LIST}`, params: [JSON.stringify(ids)] }]),
    ...(divisionIds === undefined
      ? []
      : [{ sql: `division_id ${IN_LIST}`, params: [JSON.stringify(divisionIds)] }]),
    ...(timeZone === undefined ? [] : [{ sql: `settings ->> '$.more.timeZone' = ?`, params: [timeZone] }]),
  ];
}
