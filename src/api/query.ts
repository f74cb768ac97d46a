import type { FastifyRequest } from 'fastify';
import { done, type Outcome, refuse } from '../platform/refusal.ts';

/** One query parameter; the last where it stands more than once. */
export function queryText(request: FastifyRequest, name: string): string | undefined {
  const query = request.query as { readonly [name: string]: string | readonly string[] | undefined };
  const value = Object.hasOwn(query, name) ? query[name] : undefined;
  return typeof value === 'object' ? value.at(-1) : value;
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
