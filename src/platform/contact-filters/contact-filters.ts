import { Type } from 'typebox';
import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { contactEntity } from '../contact-lists/contact-entity.ts';
import type { ContactList } from '../contact-lists/contact-list.ts';
import type { ContactListStore } from '../contact-lists/contact-list-store.ts';
import type { ContactStore } from '../contact-lists/contact-store.ts';
import { decide } from '../outbound/decide.ts';
import { checkObjectName } from '../outbound/object-name.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { refuseVersion } from '../version-check.ts';
import { withoutNulls } from '../without-nulls.ts';
import { checkFilter } from './check-filter.ts';
import { compileFilter } from './compile-filter.ts';
import type { ContactFilter } from './contact-filter.ts';
import { contactFilterStore, type FilterQuery } from './contact-filter-store.ts';
import { type ContactListFilter, contactListFilterEntity } from './contact-list-filter.ts';
import { filterPreviews } from './filter-preview.ts';

/** Resource Center, outbound limits: 1,000 contact list filters. */
const MAX_FILTERS = 1000;
/** [a guess: Genesys publishes none for filters] */
const MAX_NAME_LENGTH = 200;
const MAX_RETRIEVED = 500;

const Id = Type.String({ minLength: 1, maxLength: 100 });
const checkRequest = requestCheck(
  Type.Object({
    contactList: Type.Optional(Type.Object({ id: Type.Optional(Type.String({ maxLength: 100 })) })),
    contactListTemplate: Type.Optional(Type.Object({ id: Id })),
    sourceType: Type.Optional(Type.Enum(['ContactList', 'ContactListTemplate'])),
    version: Type.Optional(Type.Integer()),
  }),
);
const checkIds = requestCheck(Type.Object({ ids: Type.Array(Id, { maxItems: MAX_RETRIEVED }) }));

/** What uses contact list filters. Runs inside the commit. */
export interface ContactFilterUser {
  isUsing(filterId: string): boolean;
}

/** A filter that a request asks for, checked against its list. */
interface AskedFilter {
  readonly list: ContactList;
  readonly filter: ContactFilter;
  readonly version: number | undefined;
}

/** Contact list filters: `/api/v2/outbound/contactlistfilters` (C6). */
export function openContactFilters({
  database,
  clock,
  ids,
  lists,
  contacts,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly lists: Pick<ContactListStore, 'one'>;
  readonly contacts: Pick<ContactStore, 'at'>;
}) {
  const store = contactFilterStore(database.sqlite);
  const previewOf = filterPreviews(database.sqlite);
  const users: ContactFilterUser[] = [];

  const isUsed = (id: string) => users.some((user) => user.isUsing(id));

  function read(body: unknown): Outcome<AskedFilter> {
    const checked = checkRequest(withoutNulls(body));
    if (!checked.ok) return checked;
    const { contactList, contactListTemplate, sourceType, version } = checked.value;
    if (contactListTemplate !== undefined || sourceType === 'ContactListTemplate') return NO_TEMPLATES;
    const listId = contactList?.id ?? '';
    if (listId === '') return NO_LIST_NAMED;
    const list = lists.one(listId);
    if (list === undefined) return NO_SUCH_LIST;
    const filter = checkFilter(body, list.settings.columnNames);
    return filter.ok ? done({ list, filter: filter.value, version }) : filter;
  }

  async function create(body: unknown): Promise<Outcome<JsonObject>> {
    const name = checkObjectName(body, MAX_NAME_LENGTH);
    if (!name.ok) return name;
    return decide(database, () => {
      const asked = read(body);
      if (!asked.ok) return asked;
      if (store.count() >= MAX_FILTERS) return TOO_MANY;
      const now = clock.now();
      return keep({ id: ids.next(), version: 1, createdAt: now }, name.value, asked.value, now);
    });
  }

  async function change(id: string, body: unknown): Promise<Outcome<JsonObject>> {
    const name = checkObjectName(body, MAX_NAME_LENGTH);
    return decide(database, () => {
      const known = store.one(id);
      if (known === undefined) return NO_FILTER;
      if (!name.ok) return name;
      const asked = read(body);
      if (!asked.ok) return asked;
      const refused = refuseVersion(asked.value.version, known.version);
      if (refused !== undefined) return refused;
      if (asked.value.list.key !== known.listKey && isUsed(id)) return LIST_FIXED;
      return keep({ ...known, version: known.version + 1 }, name.value, asked.value, clock.now());
    });
  }

  function keep(
    { id, version, createdAt }: Pick<ContactListFilter, 'id' | 'version' | 'createdAt'>,
    name: string,
    { list, filter }: AskedFilter,
    modifiedAt: number,
  ): Outcome<JsonObject> {
    const row = { id, name, listKey: list.key, filter, version, createdAt, modifiedAt };
    store.put(row);
    return done(contactListFilterEntity({ ...row, listId: list.id, listName: list.name }));
  }

  async function remove(id: string): Promise<Outcome<undefined>> {
    return decide(database, () => {
      if (store.one(id) === undefined) return NO_FILTER;
      if (isUsed(id)) return IN_USE;
      store.remove(id);
      return done(undefined);
    });
  }

  /** How many contacts of its list a filter would take, and the first of them. The filter need not be stored. */
  async function preview(body: unknown): Promise<Outcome<JsonObject>> {
    const asked = read(body);
    if (!asked.ok) return asked;
    const { list, filter } = asked.value;
    const condition = compileFilter(filter, list.settings.columnNames, clock.now());
    const { filteredContacts, totalContacts, sequences } = await previewOf(list, condition);
    const first = sequences.flatMap((sequence) => contacts.at(list.key, sequence) ?? []);
    return done({
      filteredContacts,
      totalContacts,
      preview: first.map((contact) => contactEntity(list, contact)),
    });
  }

  return {
    /** The filter with an id, for what runs with it. */
    one: store.one,
    create,
    change,
    remove,
    preview,
    /** A filter in Genesys' shape. */
    read(id: string): Outcome<JsonObject> {
      const filter = store.one(id);
      return filter === undefined ? NO_FILTER : done(contactListFilterEntity(filter));
    },
    /** One page of the filters in Genesys' shape, and how many there are. */
    list(query: FilterQuery) {
      const { filters, total } = store.page(query);
      return { entities: filters.map(contactListFilterEntity), total };
    },
    /** Those filters of a request's `ids` that there are, in that order. */
    retrieve(body: unknown): Outcome<readonly JsonObject[]> {
      const checked = checkIds(body);
      if (!checked.ok) return checked;
      return done(checked.value.ids.flatMap((id) => store.one(id) ?? []).map(contactListFilterEntity));
    },
    /** Whether a contact list has filters, and so cannot be deleted. */
    usesList: store.hasFilters,
    /** Lets a system say that it uses filters. */
    usedBy: (user: ContactFilterUser) => void users.push(user),
  };
}

/** What openContactFilters returns. */
export type ContactFilters = ReturnType<typeof openContactFilters>;

const NO_FILTER = refuse('resource.not.found', 'No contact list filter has this id.');
const NO_TEMPLATES = refuse(
  'attendant.filter.template.not.available',
  'Filters of contact list templates are not available here; name a contact list.',
  { field: 'sourceType' },
);
const NO_LIST_NAMED = refuse('contact.list.cannot.be.blank', 'contactList.id is required.', {
  field: 'contactList.id',
});
const NO_SUCH_LIST = refuse('contact.list.not.found', 'contactList.id is no contact list.', {
  field: 'contactList.id',
  status: 400,
});
const LIST_FIXED = refuse(
  'referential.integrity.error',
  'contactList cannot change while a campaign uses this filter.',
  { field: 'contactList.id' },
);
const IN_USE = refuse(
  'referential.integrity.error',
  'A campaign uses this filter; take it out of the campaign before deleting it.',
);
const TOO_MANY = refuse(
  'max.entity.count.reached',
  `There can be ${MAX_FILTERS} contact list filters; delete one that is not needed.`,
);
