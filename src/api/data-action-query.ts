import type { FastifyRequest } from 'fastify';
import type { ActionRecord } from '../platform/data-actions/action-record.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { queryChoice, queryFlag, queryText } from './query.ts';

/** Most ids one request may ask for. */
const MAX_IDS = 50;
const SORT_KEYS = ['name', 'id', 'category', 'integrationId', 'version', 'secure'] as const;

/** The data actions that the query asks for, in its order: `name` `category` `ids` `secure` `includeAuthActions` `sortBy` `sortOrder`. */
export function askedActions(
  request: FastifyRequest,
  all: readonly ActionRecord[],
): Outcome<readonly ActionRecord[]> {
  const fits = readFilter(request);
  if (!fits.ok) return fits;
  const order = readOrder(request);
  return order.ok ? done(all.filter(fits.value).sort(order.value)) : order;
}

function readFilter(request: FastifyRequest): Outcome<(action: ActionRecord) => boolean> {
  const secure = queryFlag(request, 'secure');
  if (!secure.ok) return secure;
  const auth = queryFlag(request, 'includeAuthActions');
  if (!auth.ok) return auth;
  const ids = queryText(request, 'ids')?.split(',');
  if (ids !== undefined && ids.length > MAX_IDS)
    return refuse('invalid.query.param.value', `ids must be at most ${MAX_IDS}.`, { field: 'ids' });
  const name = queryText(request, 'name')?.toLowerCase() ?? '';
  const category = queryText(request, 'category')?.toLowerCase();
  return done(
    (action) =>
      action.name.toLowerCase().includes(name) &&
      (category === undefined || action.category.toLowerCase() === category) &&
      (ids === undefined || ids.includes(action.id)) &&
      (secure.value === undefined || action.secure === secure.value) &&
      (auth.value === true || !action.isAuthentication),
  );
}

function readOrder(request: FastifyRequest): Outcome<(one: ActionRecord, other: ActionRecord) => number> {
  const sortBy = queryChoice(request, 'sortBy', SORT_KEYS);
  if (!sortBy.ok) return sortBy;
  const sortOrder = queryChoice(request, 'sortOrder', ['asc', 'desc']);
  if (!sortOrder.ok) return sortOrder;
  const key = sortBy.value ?? 'name';
  const sign = sortOrder.value === 'desc' ? -1 : 1;
  return done((one, other) => sign * (compared(one[key], other[key]) || compared(one.id, other.id)));
}

function compared(
  one: string | number | boolean | undefined,
  other: string | number | boolean | undefined,
): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [a, b] = [String(one ?? '').toLowerCase(), String(other ?? '').toLowerCase()];
  return a === b ? 0 : a < b ? -1 : 1;
}
