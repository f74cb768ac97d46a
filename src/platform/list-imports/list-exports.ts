import { Type } from 'typebox';
import type { JsonObject } from '../../authoring/json.ts';
import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { compileFilter } from '../contact-filters/compile-filter.ts';
import { ContactFilter } from '../contact-filters/contact-filter.ts';
import { CONTACT_LISTS_PATH } from '../contact-lists/contact-list-entity.ts';
import type { ContactListStore } from '../contact-lists/contact-list-store.ts';
import type { ContactSearch } from '../contact-lists/contact-search.ts';
import type { ContactStore } from '../contact-lists/contact-store.ts';
import { MAX_NAMED_IN_JOB } from '../contact-lists/limits.ts';
import { withoutNulls } from '../contact-lists/plain-body.ts';
import { DNC_LISTS_PATH } from '../dnc-lists/dnc-list-entity.ts';
import type { DncLists } from '../dnc-lists/dnc-lists.ts';
import { allOf } from '../outbound/sql-condition.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { type ContactChoice, contactExport } from './contact-export.ts';
import { dncExport } from './dnc-export.ts';
import { NO_LIST_OF } from './import-targets.ts';
import { keyedOffers } from './keyed-offers.ts';

/** How long an export can be downloaded. [a guess] */
const EXPORT_SECONDS = 86_400;

const ExportRequest = Type.Object({
  contactListFilterId: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  criteria: Type.Optional(ContactFilter),
  contactIds: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: MAX_NAMED_IN_JOB }),
  ),
});
const checkRequest = requestCheck(ExportRequest);

/** What exports work with. */
export interface ListExportsOptions {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly lists: ContactListStore;
  readonly contacts: ContactStore;
  readonly search: Pick<ContactSearch, 'filtersOf'>;
  readonly dncLists: Pick<DncLists, 'one'>;
}

/** A CSV file that is made while it is taken. */
export interface CsvDownload {
  readonly fileName: string;
  readonly pieces: AsyncIterable<string>;
}

/** Where an export is found, and when it was asked for. */
export interface ExportOffer {
  readonly key: string;
  readonly at: number;
}

/**
 * Exports of lists, as Genesys Cloud has them: one is asked for, and found at an address for a day. The file is made while it
 * is downloaded, of what is in the list then.
 */
export function openListExports({ database, clock, lists, contacts, search, dncLists }: ListExportsOptions) {
  const offers = keyedOffers<() => Outcome<CsvDownload>>(clock);
  const newest = new Map<string, ExportOffer>();
  const contactLines = contactExport(database.sqlite, contacts).lines;
  const dncLines = dncExport(database.sqlite).lines;

  function offer(listId: string, download: () => Outcome<CsvDownload>): void {
    newest.set(listId, { key: offers.add(download, EXPORT_SECONDS), at: clock.now() });
  }

  function offered(listId: string): Outcome<ExportOffer> {
    const found = newest.get(listId);
    if (found !== undefined && offers.get(found.key) !== undefined) return done(found);
    newest.delete(listId);
    return NO_EXPORT;
  }

  function contactsFile(listId: string, choice: ContactChoice = {}): Outcome<CsvDownload> {
    const list = lists.one(listId);
    return list === undefined
      ? NO_LIST_OF.contacts
      : done({ fileName: 'contacts.csv', pieces: contactLines(list, choice) });
  }

  function dncFile(listId: string): Outcome<CsvDownload> {
    const list = dncLists.one(listId);
    return list === undefined ? NO_LIST_OF.dnc : done({ fileName: 'entries.csv', pieces: dncLines(list) });
  }

  /** Asks for the contacts of a list, all or those that filters and ids choose. */
  function requestContacts(listId: string, body: unknown): Outcome<JsonObject> {
    const list = lists.one(listId);
    if (list === undefined) return NO_LIST_OF.contacts;
    const plain = withoutNulls(body ?? {});
    const asked = checkRequest(plain);
    if (!asked.ok) return asked;
    const filters = search.filtersOf(asked.value, list);
    if (!filters.ok) return filters;
    offer(listId, () => {
      const { columnNames } = list.settings;
      const condition = allOf(filters.value.map((filter) => compileFilter(filter, columnNames, clock.now())));
      return contactsFile(listId, { condition, ids: asked.value.contactIds });
    });
    return done({ id: list.id, name: list.name, selfUri: `${CONTACT_LISTS_PATH}/${list.id}` });
  }

  /** Asks for all entries of a list. */
  function requestDnc(listId: string): Outcome<JsonObject> {
    const list = dncLists.one(listId);
    if (list === undefined) return NO_LIST_OF.dnc;
    offer(listId, () => dncFile(listId));
    return done({ id: list.id, name: list.name, selfUri: `${DNC_LISTS_PATH}/${list.id}` });
  }

  return {
    contactsFile: (listId: string) => contactsFile(listId),
    dncFile,
    requestContacts,
    requestDnc,
    /** Where the export of a contact list is that was asked for last. */
    offeredContacts: (listId: string) =>
      lists.one(listId) === undefined ? NO_LIST_OF.contacts : offered(listId),
    /** Where the export of a do-not-contact list is that was asked for last. */
    offeredDnc: (listId: string) => (dncLists.one(listId) === undefined ? NO_LIST_OF.dnc : offered(listId)),
    /** The file under the key of an export. */
    download(key: string): Outcome<CsvDownload> {
      return offers.get(key)?.() ?? NO_DOWNLOAD;
    },
  };
}

/** What openListExports returns. */
export type ListExports = ReturnType<typeof openListExports>;

const NO_EXPORT = refuse(
  'no.available.list.export.uri',
  'There is no export of this list to download; ask for one with POST, to the same path.',
);
const NO_DOWNLOAD = refuse(
  'attendant.export.not.found',
  'This address of an export is over; ask for another.',
);
