import type { JsonObject } from '../../authoring/json.ts';
import { ADDRESS_COLUMNS, type AddressColumnsName } from './address-columns.ts';
import type { ContactList } from './contact-list.ts';

/** What is told of a list only when somebody asks for it. */
export interface ContactListExtras {
  readonly size?: number;
  readonly importStatus?: JsonObject;
}

/** Where contact lists stand. */
export const CONTACT_LISTS_PATH = '/api/v2/outbound/contactlists';

/** A contact list in the shape of Genesys' `ContactList`. */
export function contactListEntity(list: ContactList, extras: ContactListExtras = {}): JsonObject {
  const { automaticTimeZoneMapping, zipCodeColumnName, trimWhitespace, more } = list.settings;
  return {
    ...more,
    ...commonOf(list),
    ...extras,
    dateCreated: new Date(list.createdAt).toISOString(),
    dateModified: new Date(list.modifiedAt).toISOString(),
    version: list.version,
    automaticTimeZoneMapping,
    ...(zipCodeColumnName === undefined ? {} : { zipCodeColumnName }),
    trimWhitespace,
    selfUri: `${CONTACT_LISTS_PATH}/${list.id}`,
  };
}

/** The part of it that those may see who search for lists: Genesys' `ContactListDivisionView`. */
export function contactListDivisionView(list: ContactList, extras: ContactListExtras = {}): JsonObject {
  return { ...commonOf(list), ...extras, selfUri: `${CONTACT_LISTS_PATH}/divisionviews/${list.id}` };
}

function commonOf({ id, name, divisionId, settings }: ContactList): JsonObject {
  return {
    id,
    name,
    division: { id: divisionId, selfUri: `/api/v2/authorization/divisions/${divisionId}` },
    columnNames: settings.columnNames,
    phoneColumns: columnsOf('phoneColumns', settings),
    emailColumns: columnsOf('emailColumns', settings),
    whatsAppColumns: columnsOf('whatsAppColumns', settings),
  };
}

function columnsOf(name: AddressColumnsName, settings: ContactList['settings']): readonly JsonObject[] {
  return settings[name].map(({ columnName, type, timeZoneColumn }) => ({
    columnName,
    type,
    ...(timeZoneColumn === undefined ? {} : { [ADDRESS_COLUMNS[name].timeZoneColumn]: timeZoneColumn }),
  }));
}
