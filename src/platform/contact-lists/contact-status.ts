import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import type { AddressColumnsName } from './address-columns.ts';
import type { Contact, ContactList } from './contact-list.ts';

/** The media of `contactableStatus`, as Genesys names them. */
export const CONTACT_MEDIA = ['Voice', 'Sms', 'Email', 'WhatsApp'] as const;

const COLUMNS_OF: { readonly [medium in (typeof CONTACT_MEDIA)[number]]: AddressColumnsName } = {
  Voice: 'phoneColumns',
  Sms: 'phoneColumns',
  Email: 'emailColumns',
  WhatsApp: 'whatsAppColumns',
};

/** What a contact keeps of its status when a request says more of it: field by field, and what is new counts. */
export function mergedDetails(before: JsonObject | null, given: JsonObject | undefined): JsonObject | null {
  if (given === undefined) return before;
  return before === null ? given : merged(before, given);
}

function merged(before: JsonObject, given: JsonObject): JsonObject {
  const entries = Object.entries(given).map(([key, value]): [string, Json] => {
    const known = own(before, key);
    return [key, isJsonObject(known) && isJsonObject(value) ? merged(known, value) : value];
  });
  return { ...before, ...Object.fromEntries(entries) };
}

/** Genesys' `phoneNumberStatus` and `contactableStatus`, complete: what nobody said anything of is contactable. */
export function contactStatus(list: ContactList, { details }: Pick<Contact, 'details'>): JsonObject {
  const phone = partOf(details, 'phoneNumberStatus');
  const contactable = partOf(details, 'contactableStatus');
  return {
    phoneNumberStatus: Object.fromEntries(
      columnsOf(list, 'phoneColumns').map((column) => [
        column,
        { callable: partOf(phone, column)['callable'] ?? true },
      ]),
    ),
    contactableStatus: Object.fromEntries(
      CONTACT_MEDIA.filter((medium) => columnsOf(list, COLUMNS_OF[medium]).length > 0).map((medium) => [
        medium,
        mediumStatus(partOf(contactable, medium), columnsOf(list, COLUMNS_OF[medium])),
      ]),
    ),
  };
}

function mediumStatus(status: JsonObject, columns: readonly string[]): JsonObject {
  const known = partOf(status, 'columnStatus');
  return {
    contactable: status['contactable'] ?? true,
    columnStatus: Object.fromEntries(
      columns.map((column) => [column, { contactable: partOf(known, column)['contactable'] ?? true }]),
    ),
  };
}

function columnsOf({ settings }: ContactList, name: AddressColumnsName): readonly string[] {
  return settings[name].map(({ columnName }) => columnName);
}

function partOf(object: JsonObject | null, key: string): JsonObject {
  const part = object === null ? undefined : own(object, key);
  return isJsonObject(part) ? part : {};
}
