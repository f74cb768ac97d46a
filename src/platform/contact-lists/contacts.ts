import type { JsonObject } from '../../authoring/json.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { decide } from '../outbound/decide.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { ContactContent, ContactToAdd } from './contact-adding.ts';
import { contactEntity } from './contact-entity.ts';
import type { Contact, ContactList } from './contact-list.ts';
import type { ContactListStore } from './contact-list-store.ts';
import { IMPORTING, NO_LIST } from './contact-lists.ts';
import { type AskedContact, readContact, readContacts } from './contact-request.ts';
import type { ContactSearch } from './contact-search.ts';
import { mergedDetails } from './contact-status.ts';
import type { ContactStore } from './contact-store.ts';
import type { ContactWork } from './contact-work.ts';
import { MAX_ADDED, MAX_NAMED } from './limits.ts';

/** What contacts work with. */
export interface ContactParts {
  readonly database: AttendantDatabase;
  readonly lists: ContactListStore;
  readonly contacts: ContactStore;
  readonly search: ContactSearch;
  readonly work: Pick<ContactWork, 'clear'>;
  /** Called after a commit that added contacts to a list. */
  readonly contactsAdded: (listKey: number) => void;
}

/** Contacts: `/api/v2/outbound/contactlists/{contactListId}/contacts`. */
export function openContacts({ database, lists, contacts, search, work, contactsAdded }: ContactParts) {
  /**
   * Adds contacts; an `id` that the list has changes that contact.
   *
   * @param isCleared whether contacts that are there forget their status, as Genesys' `clearSystemData` says.
   */
  async function add(
    listId: string,
    body: unknown,
    { isCleared }: { readonly isCleared: boolean },
  ): Promise<Outcome<readonly JsonObject[]>> {
    if (Array.isArray(body) && body.length > MAX_ADDED) return TOO_MANY_ADDED;
    const outcome = await decide(database, () => {
      const list = lists.one(listId);
      if (list === undefined) return NO_LIST;
      if (lists.isImportingAllOrNone(list.key)) return IMPORTING;
      const asked = readContacts(body, list);
      if (!asked.ok) return asked;
      const known = asked.value.map(({ id }) => (id === undefined ? undefined : contacts.one(list.key, id)));
      const newCount = known.filter((contact) => contact === undefined).length;
      if (newCount > lists.roomIn(list)) return NO_ROOM;
      const toAdd = asked.value.map((contact, index) => toStore(contact, known[index], list, isCleared));
      const { sequences } = contacts.add(list, toAdd);
      return done({ list, newCount, entities: entitiesOf(list, sequences) });
    });
    if (!outcome.ok) return outcome;
    if (outcome.value.newCount > 0) contactsAdded(outcome.value.list.key);
    return done(outcome.value.entities);
  }

  function entitiesOf(list: ContactList, sequences: readonly number[]): readonly JsonObject[] {
    return sequences
      .flatMap((sequence) => contacts.at(list.key, sequence) ?? [])
      .map((contact) => contactEntity(list, contact));
  }

  /** What a request says of contacts by their ids, in that order; ids that no contact has are passed over. */
  function retrieve(listId: string, body: unknown): Outcome<readonly JsonObject[]> {
    const list = lists.one(listId);
    if (list === undefined) return NO_LIST;
    if (!isIds(body)) return refuse('bad.request', 'The body must be a JSON array of contact ids.');
    if (body.length > MAX_NAMED) return TOO_MANY_REQUESTED;
    return done(named(list, body).map((contact) => contactEntity(list, contact)));
  }

  function named(list: ContactList, ids: readonly string[]): readonly Contact[] {
    return ids.flatMap((id) => contacts.one(list.key, id) ?? []);
  }

  /** A contact of a list, or the refusal of ids that there are not. */
  function found(
    listId: string,
    id: string,
  ): Outcome<{ readonly list: ContactList; readonly contact: Contact }> {
    const list = lists.one(listId);
    if (list === undefined) return NO_LIST;
    const contact = contacts.one(list.key, id);
    return contact === undefined ? NO_CONTACT : done({ list, contact });
  }

  const change = (listId: string, id: string, body: unknown): Promise<Outcome<JsonObject>> =>
    decide(database, () => {
      const there = found(listId, id);
      if (!there.ok) return there;
      const { list, contact } = there.value;
      const asked = readContact(body, list);
      if (!asked.ok) return asked;
      contacts.change(list, contact.sequence, toStore(asked.value, contact, list, false));
      return done(contactEntity(list, contacts.at(list.key, contact.sequence) ?? contact));
    });

  const remove = (listId: string, id: string): Promise<Outcome<undefined>> =>
    decide(database, () => {
      const there = found(listId, id);
      if (!there.ok) return there;
      contacts.remove(there.value.list.key, [there.value.contact.sequence]);
      return done(undefined);
    });

  /** Removes contacts by their ids; ids that no contact has are passed over. */
  async function removeMany(listId: string, ids: readonly string[]): Promise<Outcome<undefined>> {
    if (ids.length > MAX_NAMED) return TOO_MANY_DELETED;
    return decide(database, () => {
      const list = lists.one(listId);
      if (list === undefined) return NO_LIST;
      if (ids.length === 0) return NONE_NAMED;
      contacts.remove(
        list.key,
        named(list, ids).map(({ sequence }) => sequence),
      );
      return done(undefined);
    });
  }

  /** Removes all contacts of a list; answers when they are gone. */
  async function clear(listId: string): Promise<Outcome<undefined>> {
    const list = lists.one(listId);
    if (list === undefined) return NO_LIST;
    if (lists.isImporting(list.key)) return IMPORTING;
    await work.clear(list);
    return done(undefined);
  }

  return {
    add,
    retrieve,
    change,
    remove,
    removeMany,
    clear,
    /** A contact in Genesys' shape. */
    read(listId: string, id: string): Outcome<JsonObject> {
      const there = found(listId, id);
      return there.ok ? done(contactEntity(there.value.list, there.value.contact)) : there;
    },
    /** One page of the contacts that a request is after, in Genesys' shape, and how many there are. */
    async search(listId: string, body: unknown) {
      const list = lists.one(listId);
      if (list === undefined) return NO_LIST;
      const page = await search.search(list, body);
      if (!page.ok) return page;
      const entities = page.value.contacts.map((contact) => contactEntity(list, contact));
      return done({ ...page.value, entities });
    },
  };
}

/** What openContacts returns. */
export type Contacts = ReturnType<typeof openContacts>;

/** All columns: those that the request does not name are empty. What it does not say of the status stays. */
function toStore(
  { id, cells, isCallable, details }: AskedContact,
  known: Contact | undefined,
  { settings }: ContactList,
  isCleared: boolean,
): ContactContent & Pick<ContactToAdd, 'id'> {
  const before = known === undefined || isCleared ? { isCallable: true, details: null } : known;
  return {
    id,
    data: settings.columnNames.map((_, index) => cells.get(index) ?? ''),
    isCallable: isCallable ?? before.isCallable,
    details: mergedDetails(before.details, details),
  };
}

function isIds(body: unknown): body is readonly string[] {
  return Array.isArray(body) && body.every((id) => typeof id === 'string');
}

const NO_CONTACT = refuse('resource.not.found', 'No contact of this list has this id.');
const TOO_MANY_ADDED = refuse(
  'too.many.contacts.added',
  `The body may hold ${MAX_ADDED} contacts; send more of them in several requests, or import a file.`,
);
const TOO_MANY_DELETED = refuse(
  'too.many.contacts.added',
  `contactIds may name ${MAX_NAMED} contacts; a bulk job removes more.`,
  { field: 'contactIds' },
);
const TOO_MANY_REQUESTED = refuse('too.many.contacts.requested', `The body may name ${MAX_NAMED} contacts.`);
const NONE_NAMED = refuse('no.contacts.specified', 'contactIds must name the contacts to delete.', {
  field: 'contactIds',
});
const NO_ROOM = refuse(
  'max.entity.count.reached',
  'The list would have more than 1,000,000 contacts, or all lists together more than 5,000,000; remove some first.',
);
