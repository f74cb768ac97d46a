import type { FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { queryCount } from './query.ts';

/** Genesys' default and largest page. */
const PAGE_SIZE = 25;
const MAX_PAGE_SIZE = 500;

/** One page of all entities, as `pageSize` and `pageNumber` of the query ask for it, in Genesys' envelope. */
export function entityListing(
  request: FastifyRequest,
  path: string,
  all: readonly JsonObject[],
): Outcome<JsonObject> {
  const size = queryCount(request, 'pageSize', { max: MAX_PAGE_SIZE, ifAbsent: PAGE_SIZE });
  if (!size.ok) return size;
  const number = queryCount(request, 'pageNumber', { max: 1_000_000, ifAbsent: 1 });
  if (!number.ok) return number;
  const pageSize = size.value;
  const pageNumber = number.value;
  const pageCount = Math.ceil(all.length / pageSize);
  const more = otherQuery(request);
  const uri = (page: number) => `${path}?pageSize=${pageSize}&pageNumber=${page}${more}`;
  return done({
    entities: all.slice((pageNumber - 1) * pageSize, pageNumber * pageSize),
    pageSize,
    pageNumber,
    total: all.length,
    pageCount,
    firstUri: uri(1),
    selfUri: uri(pageNumber),
    lastUri: uri(Math.max(1, pageCount)),
    ...(pageNumber > 1 ? { previousUri: uri(pageNumber - 1) } : {}),
    ...(pageNumber < pageCount ? { nextUri: uri(pageNumber + 1) } : {}),
  });
}

/** What else the query says, so that another page is a page of the same. */
function otherQuery(request: FastifyRequest): string {
  const query = new URLSearchParams(request.url.split('?')[1] ?? '');
  query.delete('pageSize');
  query.delete('pageNumber');
  return query.size === 0 ? '' : `&${query}`;
}
