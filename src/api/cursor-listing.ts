import type { FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { queryCount, queryText } from './query.ts';

const PAGE_SIZE = 25;
/** The official SDK: "max 200, default 25". */
const MAX_PAGE_SIZE = 200;

/** One page of all entities as `pageSize` and `after` or `before` of the query ask for it: Genesys' cursor listing. */
export function cursorListing(
  request: FastifyRequest,
  path: string,
  all: readonly JsonObject[],
): Outcome<JsonObject> {
  const size = queryCount(request, 'pageSize', { max: MAX_PAGE_SIZE, ifAbsent: PAGE_SIZE });
  if (!size.ok) return size;
  const start = startOf(request, all, size.value);
  if (!start.ok) return start;
  const end = start.value + size.value;
  const uri = (side: 'after' | 'before', entity: JsonObject | undefined) => {
    const query = new URLSearchParams(request.url.split('?')[1] ?? '');
    query.delete('after');
    query.delete('before');
    query.set(side, cursorOf(entity));
    return `${path}?${query}`;
  };
  const search = request.url.split('?')[1];
  return done({
    entities: all.slice(start.value, end),
    selfUri: search === undefined ? path : `${path}?${search}`,
    ...(end < all.length && { nextUri: uri('after', all[end - 1]) }),
    ...(start.value > 0 && { previousUri: uri('before', all[start.value]) }),
  });
}

/** Where the page begins that the cursor of the query stands before or behind. */
function startOf(request: FastifyRequest, all: readonly JsonObject[], size: number): Outcome<number> {
  const after = queryText(request, 'after');
  const before = queryText(request, 'before');
  const cursor = after ?? before;
  if (cursor === undefined) return done(0);
  const at = all.findIndex((entity) => cursorOf(entity) === cursor);
  if (at < 0) {
    const field = after === undefined ? 'before' : 'after';
    return refuse('invalid.query.param.value', `${field} is no cursor of this list.`, { field });
  }
  return done(after === undefined ? Math.max(0, at - size) : at + 1);
}

/** Says nothing to its reader; it is the id. */
function cursorOf(entity: JsonObject | undefined): string {
  return Buffer.from(String(entity?.['id'])).toString('base64url');
}
