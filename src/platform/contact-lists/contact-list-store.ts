import type Sqlite from 'better-sqlite3';
import type { Ids } from '../../ports.ts';
import { newListKey } from './contact-id.ts';
import type { ContactList, ContactListSettings } from './contact-list.ts';

interface ContactListRow extends Omit<ContactList, 'settings'> {
  readonly settings: string;
}

/** A list before it has a number. */
export type NewContactList = Pick<
  ContactList,
  'id' | 'name' | 'divisionId' | 'settings' | 'version' | 'createdAt' | 'modifiedAt'
>;

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
  const inDivision = sqlite
    .prepare<[string], number>('select count(*) from contact_list where division_id = ?')
    .pluck();

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
    countInDivision: (divisionId: string) => inDivision.get(divisionId) ?? 0,
  };
}

/** What contactListStore returns. */
export type ContactListStore = ReturnType<typeof contactListStore>;

function read(row: ContactListRow | undefined): ContactList | undefined {
  return row && { ...row, settings: JSON.parse(row.settings) as ContactListSettings };
}
