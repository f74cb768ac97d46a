import type { JsonObject } from '../../authoring/json.ts';
import type { ContactFilter } from './contact-filter.ts';

/** A row of `contact_list_filter`. Times are epoch ms. */
export interface ContactListFilter {
  readonly id: string;
  readonly name: string;
  readonly listKey: number;
  /** What the API calls the list. */
  readonly listId: string;
  readonly listName: string;
  readonly filter: ContactFilter;
  readonly version: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** A filter in the shape of Genesys' `ContactListFilter`. */
export function contactListFilterEntity(filter: ContactListFilter): JsonObject {
  const { id, name, listId, listName, version } = filter;
  return {
    id,
    name,
    dateCreated: new Date(filter.createdAt).toISOString(),
    dateModified: new Date(filter.modifiedAt).toISOString(),
    version,
    sourceType: 'ContactList',
    contactList: { id: listId, name: listName, selfUri: `/api/v2/outbound/contactlists/${listId}` },
    ...(filter.filter as JsonObject),
    selfUri: `/api/v2/outbound/contactlistfilters/${id}`,
  };
}
