import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { type Divisions, refuseDivision } from '../authorization/divisions.ts';
import { decide } from '../outbound/decide.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { refuseVersion } from '../version-check.ts';
import type { ContactList } from './contact-list.ts';
import { type ContactListExtras, contactListDivisionView, contactListEntity } from './contact-list-entity.ts';
import { type AskedContactList, readContactList } from './contact-list-request.ts';
import type { ContactListQuery, ContactListStore } from './contact-list-store.ts';
import { MAX_LISTS, MAX_LISTS_NAMED } from './limits.ts';
import { refuseOtherColumns } from './refuse-other-columns.ts';

/** What uses contact lists: whether it does, and how it lets go when one is deleted. Both run inside the commit. */
export interface ContactListUser {
  isUsing(listKey: number): boolean;
  letGo?(listKey: number): void;
}

/** What contact lists work with. */
export interface ContactListParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly divisions: Pick<Divisions, 'divisionExists' | 'countObjects' | 'homeDivision'>;
  readonly lists: ContactListStore;
  /** Takes the contacts of a list away that is deleted in this commit. */
  readonly forgetContacts: (listKey: number) => void;
  /** A list's `importStatus`; undefined when no file was imported into it. */
  readonly importStatusOf: (listKey: number) => JsonObject | undefined;
}

/** What of a list is told besides what it is. */
export interface ContactListInclusion {
  readonly size?: boolean;
  readonly importStatus?: boolean;
}

/** Contact lists: `/api/v2/outbound/contactlists`. */
export function openContactLists(parts: ContactListParts) {
  const { database, clock, ids, divisions, lists, forgetContacts, importStatusOf } = parts;
  const users: ContactListUser[] = [];
  const observers: ((listKey: number) => void)[] = [];
  divisions.countObjects({ kind: 'CONTACTLIST', count: lists.countInDivision });

  async function create(body: unknown): Promise<Outcome<JsonObject>> {
    const asked = readContactList(body);
    if (!asked.ok) return asked;
    return decide(database, () => {
      if (lists.counts().lists >= MAX_LISTS)
        return refuse('max.entity.count.reached', `An organization has at most ${MAX_LISTS} contact lists.`);
      const refused = refuseNameOrDivision(asked.value);
      return refused ?? done(contactListEntity(lists.add(newList(ids.next(), asked.value))));
    });
  }

  function newList(
    id: string,
    { name, settings, divisionId = divisions.homeDivision().id }: AskedContactList,
  ) {
    const now = clock.now();
    return { id, name, divisionId, settings, version: 1, createdAt: now, modifiedAt: now };
  }

  function refuseNameOrDivision(
    { name, divisionId }: Pick<AskedContactList, 'name' | 'divisionId'>,
    key?: number,
  ): Outcome<never> | undefined {
    const namesake = lists.named(name);
    if (namesake !== undefined && namesake.key !== key) return SAME_NAME;
    if (divisionId !== undefined && !divisions.divisionExists(divisionId))
      return refuseDivision('division.id');
    return undefined;
  }

  async function change(id: string, body: unknown): Promise<Outcome<JsonObject>> {
    const asked = readContactList(body);
    if (!asked.ok) return asked;
    return decide(database, () => {
      const list = lists.one(id);
      if (list === undefined) return NOTHING_TO_CHANGE;
      return asked.value.version === undefined ? NO_VERSION : changed(list, asked.value);
    });
  }

  /** Must run inside a commit. */
  function changed(list: ContactList, asked: AskedContactList): Outcome<JsonObject> {
    const refused =
      refuseVersion(asked.version, list.version) ??
      refuseOtherColumns(list.settings, asked.settings) ??
      refuseNameOrDivision(asked, list.key);
    if (refused !== undefined) return refused;
    const after: ContactList = {
      ...list,
      name: asked.name,
      divisionId: asked.divisionId ?? list.divisionId,
      settings: asked.settings,
      version: list.version + 1,
      modifiedAt: clock.now(),
    };
    lists.put(after);
    return done(contactListEntity(after));
  }

  const remove = (id: string): Promise<Outcome<undefined>> =>
    decide(database, () => {
      const list = lists.one(id);
      if (list === undefined) return NOTHING_TO_CHANGE;
      const refused = refuseRemoval(list);
      if (refused !== undefined) return refused;
      removeNow(list);
      return done(undefined);
    });

  /** Deletes several lists, or none when one of them is used. Ids that no list has are passed over. */
  async function removeMany(listIds: readonly string[]): Promise<Outcome<undefined>> {
    if (listIds.length === 0)
      return refuse('invalid.query.param.value', 'id must name the contact lists to delete.', {
        field: 'id',
      });
    if (listIds.length > MAX_LISTS_NAMED)
      return refuse('too.many.deletes', `id may name ${MAX_LISTS_NAMED} contact lists.`, { field: 'id' });
    return decide(database, () => {
      const found = [...new Set(listIds)].map(lists.one).filter((list) => list !== undefined);
      const used = found.find((list) => refuseRemoval(list) !== undefined);
      if (used !== undefined)
        return refuse(
          'bulk.delete.conflict',
          `The contact list ${used.id} is used or being filled; none was deleted.`,
          { field: 'id' },
        );
      for (const list of found) removeNow(list);
      return done(undefined);
    });
  }

  function refuseRemoval({ key }: ContactList): Outcome<never> | undefined {
    if (lists.isImporting(key)) return IMPORTING;
    return users.some((user) => user.isUsing(key)) ? IN_USE : undefined;
  }

  function removeNow({ key }: ContactList): void {
    for (const user of users) user.letGo?.(key);
    forgetContacts(key);
    lists.remove(key);
  }

  /** Stores what a file says of a list, unless there is one with its id or name by now. Must run inside a commit. */
  function plant(id: string, asked: AskedContactList): ContactList | undefined {
    if (lists.one(id) !== undefined || lists.named(asked.name) !== undefined) return undefined;
    return lists.add(newList(id, asked));
  }

  function extrasOf({ key, contactCount }: ContactList, include: ContactListInclusion): ContactListExtras {
    const importStatus = include.importStatus === true ? importStatusOf(key) : undefined;
    return {
      ...(include.size === true && { size: contactCount }),
      ...(importStatus !== undefined && { importStatus }),
    };
  }

  const reading =
    (entity: typeof contactListEntity) =>
    (id: string, include: ContactListInclusion): Outcome<JsonObject> => {
      const list = lists.one(id);
      return list === undefined ? NO_LIST : done(entity(list, extrasOf(list, include)));
    };

  const listing =
    (entity: typeof contactListEntity) => (query: ContactListQuery, include: ContactListInclusion) => {
      const { lists: found, total } = lists.page(query);
      return { entities: found.map((list) => entity(list, extrasOf(list, include))), total };
    };

  return {
    create,
    change,
    /** Changes a list in this commit: what `asked` says replaces what there is. */
    changed,
    remove,
    removeMany,
    plant,
    /** A list in Genesys' shape. */
    read: reading(contactListEntity),
    /** One page of the lists in Genesys' shape, and how many there are. */
    list: listing(contactListEntity),
    readView: reading(contactListDivisionView),
    listViews: listing(contactListDivisionView),
    /** Lets a system say that it uses contact lists. */
    usedBy: (user: ContactListUser) => void users.push(user),
    /** Has somebody told, after the commit, which list got contacts. */
    observe: (observer: (listKey: number) => void) => void observers.push(observer),
    /** To be called after a commit that added contacts. */
    contactsAdded(listKey: number): void {
      for (const observer of observers) observer(listKey);
    },
  };
}

/** What openContactLists returns. */
export type ContactLists = ReturnType<typeof openContactLists>;

/** The refusal of an id that no contact list has. */
export const NO_LIST = refuse('contact.list.not.found', 'No contact list has this id.');
/** The refusal of what cannot be done while a file is being imported. */
export const IMPORTING = refuse(
  'contact.list.import.in.progress',
  'A file is being imported into this contact list; wait until the import is done.',
);
/** Genesys: another code where a list is to be changed or deleted. */
const NOTHING_TO_CHANGE = refuse('resource.not.found', 'No contact list has this id.');
const NO_VERSION = refuse('invalid.update', 'version is required: the present one of the contact list.', {
  field: 'version',
});
const SAME_NAME = refuse(
  'duplicate.name',
  'name is that of another contact list; give each a name of its own.',
  { field: 'name' },
);
const IN_USE = refuse(
  'contact.list.in.use',
  'Something uses this contact list, such as a campaign or a filter; delete that first.',
);
