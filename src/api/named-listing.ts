import type { FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import { NAME_MATCHES, NAMED_SORTS, type NamedQuery } from '../platform/outbound/named-query.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { type Page, pageListing, readPage } from './entity-listing.ts';
import { queryChoice, queryIsDescending, queryText } from './query.ts';

/** What a listing under `/api/v2/outbound` asks for. */
export interface NamedPage {
  readonly page: Page;
  readonly query: NamedQuery;
}

/**
 * Reads `name`, `filterType`, `sortBy`, `sortOrder`, `pageSize` and `pageNumber`, as the listings under
 * `/api/v2/outbound` take them. `allowEmptyResult` changes nothing: an empty page is always answered.
 */
export function readNamedPage(request: FastifyRequest): Outcome<NamedPage> {
  const page = readPage(request);
  if (!page.ok) return page;
  const nameMatch = queryChoice(request, 'filterType', NAME_MATCHES);
  if (!nameMatch.ok) return nameMatch;
  const sortBy = queryChoice(request, 'sortBy', NAMED_SORTS);
  if (!sortBy.ok) return sortBy;
  const isDescending = queryIsDescending(request);
  if (!isDescending.ok) return isDescending;
  const name = queryText(request, 'name');
  const { pageSize, pageNumber } = page.value;
  return done({
    page: page.value,
    query: {
      ...(name === undefined ? {} : { name }),
      nameMatch: nameMatch.value ?? 'Prefix',
      sortBy: sortBy.value ?? 'name',
      isDescending: isDescending.value,
      limit: pageSize,
      offset: (pageNumber - 1) * pageSize,
    },
  });
}

/** Lists what `find` finds for the request, in Genesys' envelope. */
export function namedListing(
  request: FastifyRequest,
  path: string,
  find: (query: NamedQuery) => { readonly entities: readonly JsonObject[]; readonly total: number },
): Outcome<JsonObject> {
  const asked = readNamedPage(request);
  if (!asked.ok) return asked;
  return done(pageListing(request, path, asked.value.page, find(asked.value.query)));
}
