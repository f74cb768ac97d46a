import type { JsonObject } from '../../authoring/json.ts';
import { zonesOf } from '../callable-times/zones-of-number.ts';
import { ianaZone } from '../time-zone.ts';
import type { AddressColumn, Contact, ContactList } from './contact-list.ts';
import { columnText } from './contact-list.ts';
import { CONTACT_LISTS_PATH } from './contact-list-entity.ts';
import { contactStatus } from './contact-status.ts';

/** A contact in the shape of Genesys' `DialerContact`. */
export function contactEntity(list: ContactList, contact: Contact): JsonObject {
  const timeZones = timeZonesOf(list, contact);
  return {
    id: contact.id,
    contactListId: list.id,
    data: Object.fromEntries(
      list.settings.columnNames.map((column, index) => [column, contact.data[index] ?? '']),
    ),
    callable: contact.isCallable,
    ...contactStatus(list, contact),
    ...(Object.keys(timeZones).length > 0 && { contactColumnTimeZones: timeZones }),
    dateCreated: new Date(contact.createdAt).toISOString(),
    selfUri: `${CONTACT_LISTS_PATH}/${list.id}/contacts/${encodeURIComponent(contact.id)}`,
  };
}

/** The time zones of phone columns that are known: Genesys names no others. */
function timeZonesOf(list: ContactList, contact: Contact): JsonObject {
  return Object.fromEntries(
    list.settings.phoneColumns.flatMap((column) => {
      const timeZone = timeZoneOf(column, list, contact);
      return timeZone === undefined ? [] : [[column.columnName, { timeZone, columnType: 'PHONE' }]];
    }),
  );
}

function timeZoneOf(
  { columnName, timeZoneColumn }: AddressColumn,
  list: ContactList,
  contact: Contact,
): string | undefined {
  if (timeZoneColumn !== undefined) {
    const zone = columnText(contact, list, timeZoneColumn).trim();
    return ianaZone(zone) === undefined ? undefined : zone;
  }
  if (!list.settings.automaticTimeZoneMapping) return undefined;
  const zones = zonesOf(columnText(contact, list, columnName));
  return zones.length === 1 ? zones[0] : undefined;
}
