import type { JsonObject } from '../../authoring/json.ts';
import type { Contact, ContactList } from '../contact-lists/contact-list.ts';

/** A contact in the shape of Genesys' `DialerContact`, as a preview shows it. */
export function previewContact(contact: Contact, { id, settings }: ContactList): JsonObject {
  return {
    id: contact.id,
    contactListId: id,
    data: Object.fromEntries(settings.columnNames.map((name, index) => [name, contact.data[index] ?? ''])),
    callable: contact.isCallable,
    dateCreated: new Date(contact.createdAt).toISOString(),
    selfUri: `/api/v2/outbound/contactlists/${id}/contacts/${contact.id}`,
  };
}
