import type { FastifyRequest } from 'fastify';
import { done, type Outcome, refuse } from '../platform/refusal.ts';

/** One query parameter; the last where it stands more than once. */
export function queryText(request: FastifyRequest, name: string): string | undefined {
  const query = request.query as { readonly [name: string]: string | readonly string[] | undefined };
  const value = Object.hasOwn(query, name) ? query[name] : undefined;
  return typeof value === 'object' ? value.at(-1) : value;
}

/** Every value of a query parameter that is a list: `id=a&id=b`, or `id=a,b` as the official SDK writes it. */
export function queryList(request: FastifyRequest, name: string): readonly string[] {
  const query = request.query as { readonly [name: string]: string | readonly string[] | undefined };
  const value = Object.hasOwn(query, name) ? query[name] : undefined;
  return value === undefined ? [] : [value].flat().flatMap((text) => text.split(','));
}

/** A query parameter that counts something. */
export function queryCount(
  request: FastifyRequest,
  name: string,
  { max, ifAbsent }: { readonly max: number; readonly ifAbsent: number },
): Outcome<number> {
  const text = queryText(request, name);
  if (text === undefined) return done(ifAbsent);
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= max) return done(count);
  return refuse('invalid.query.param.value', `${name} must be a whole number from 1 to ${max}.`, {
    field: name,
  });
}

/** A query parameter that is `true` or `false`, in any case; undefined when it is absent. */
export function queryFlag(request: FastifyRequest, name: string): Outcome<boolean | undefined> {
  const text = queryText(request, name)?.toLowerCase();
  if (text === undefined) return done(undefined);
  if (text === 'true' || text === 'false') return done(text === 'true');
  return refuse('invalid.query.param.value', `${name} must be true or false.`, { field: name });
}

/** A query parameter that is one of several words, in any case; undefined when it is absent. */
export function queryChoice<T extends string>(
  request: FastifyRequest,
  name: string,
  choices: readonly T[],
): Outcome<T | undefined> {
  const text = queryText(request, name)?.toLowerCase();
  if (text === undefined) return done(undefined);
  const choice = choices.find((one) => one.toLowerCase() === text);
  if (choice !== undefined) return done(choice);
  return refuse('invalid.query.param.value', `${name} must be one of ${choices.join(', ')}.`, {
    field: name,
  });
}

/** Whether `sortOrder` asks for the last first, in any of the words that Genesys' paths take. */
export function queryIsDescending(request: FastifyRequest): Outcome<boolean> {
  const order = queryChoice(request, 'sortOrder', ['ascending', 'descending', 'a', 'd', 'asc', 'desc']);
  return order.ok ? done(order.value?.startsWith('d') ?? false) : order;
}

/** A query parameter that is a time, as epoch ms; undefined when it is absent. */
export function queryTime(request: FastifyRequest, name: string): Outcome<number | undefined> {
  const text = queryText(request, name);
  if (text === undefined || text === '') return done(undefined);
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return done(at);
  return refuse('invalid.query.param.value', `${name} must be a time such as 2026-01-15T12:00:00Z.`, {
    field: name,
  });
}
