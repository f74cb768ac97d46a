import type { JsonObject } from './json.ts';

/** What stands for a secret where people look. */
export const MASK = '••••';

/** An object with its names, and the mask in place of every value. */
export function maskedValues(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.keys(values).map((name) => [name, MASK]));
}

/**
 * The failure of a secure data action as it may be shown: what a receiver says is not repeated, since it may be what was
 * sent. Failures of Attendant's own making hold no value; they have no status, or that of an answer inside 2xx.
 */
export function maskedFailure<Failure extends { readonly status?: unknown }>(
  failure: Failure,
): Failure | { readonly errorCode: string; readonly status: number; readonly userMessage: string } {
  const { status } = failure;
  if (typeof status !== 'number' || (status >= 200 && status <= 299)) return failure;
  return { errorCode: `http.${status}`, status, userMessage: `The service answered with status ${status}` };
}
