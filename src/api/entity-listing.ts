import type { FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { queryCount } from './query.ts';

/** Genesys' default and largest page. */
const PAGE_SIZE = 25;
const MAX_PAGE_SIZE = 500;

/** The page that a request asks for. */
export interface Page {
  readonly pageSize: number;
  /** From 1. */
  readonly pageNumber: number;
}

/** What some paths have other than most. */
export interface PageSizes {
  /** When the request names none. */
  readonly pageSize?: number;
  readonly maxPageSize?: number;
}

/** Reads `pageSize` and `pageNumber` of the query; a page that is too large is refused, as by most paths of Genesys Cloud. */
export function readPage(request: FastifyRequest, sizes: PageSizes = {}): Outcome<Page> {
  const { pageSize: ifAbsent = PAGE_SIZE, maxPageSize: max = MAX_PAGE_SIZE } = sizes;
  const size = queryCount(request, 'pageSize', { max, ifAbsent });
  if (!size.ok) return size;
  const number = queryCount(request, 'pageNumber', { max: 1_000_000, ifAbsent: 1 });
  return number.ok ? done({ pageSize: size.value, pageNumber: number.value }) : number;
}

/** One page in Genesys' envelope, for lists that are cut into pages where they are stored. */
export function pageListing(
  request: FastifyRequest,
  path: string,
  { pageSize, pageNumber }: Page,
  { entities, total }: { readonly entities: readonly JsonObject[]; readonly total: number },
): JsonObject {
  const pageCount = Math.ceil(total / pageSize);
  const more = otherQuery(request);
  const uri = (page: number) => `${path}?pageSize=${pageSize}&pageNumber=${page}${more}`;
  return {
    entities,
    pageSize,
    pageNumber,
    total,
    pageCount,
    firstUri: uri(1),
    selfUri: uri(pageNumber),
    lastUri: uri(Math.max(1, pageCount)),
    ...(pageNumber > 1 ? { previousUri: uri(pageNumber - 1) } : {}),
    ...(pageNumber < pageCount ? { nextUri: uri(pageNumber + 1) } : {}),
  };
}

/** One page of all entities, as `pageSize` and `pageNumber` of the query ask for it, in Genesys' envelope. */
export function entityListing(
  request: FastifyRequest,
  path: string,
  all: readonly JsonObject[],
  sizes: PageSizes = {},
): Outcome<JsonObject> {
  const page = readPage(request, sizes);
  if (!page.ok) return page;
  const { pageSize, pageNumber } = page.value;
  const entities = all.slice((pageNumber - 1) * pageSize, pageNumber * pageSize);
  return done(pageListing(request, path, page.value, { entities, total: all.length }));
}

/** What else the query says, so that another page is a page of the same. */
function otherQuery(request: FastifyRequest): string {
  const query = new URLSearchParams(request.url.split('?')[1] ?? '');
  query.delete('pageSize');
  query.delete('pageNumber');
  return query.size === 0 ? '' : `&${query}`;
}
