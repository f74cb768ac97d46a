import type { SendResult } from '../../platform/deliveries/carrier.ts';

/** What to do about an error of Meta's, by its code. Facts: Meta's list of error codes, September 2026; the groups are ours. */
const OPERATORS = new Set([
  ...[0, 3, 10, 33, 190, 368, 130497, 131005, 131031, 131037, 131042, 131045, 131048, 131063, 131064],
  ...[133000, 133005, 133006, 133008, 133009, 133010, 133016, 134011],
]);
const SLOW_DOWN = new Set([4, 80007, 80008, 130429, 132069]);
const RETRY_LATER = new Set([1, 2, 131000, 131016, 131057, 133004, 133015, 134101]);
/** Too many messages to one recipient: Meta asks for 4^n seconds. */
const PAIR_LIMIT = 131056;
const SLOW_DOWN_MS = 60_000;

/** An error as Meta writes it. */
export interface MetaError {
  readonly code: number;
  /** Why, in Meta's words. */
  readonly reason: string;
}

/** What follows from an error, and whether the operator should know. */
export interface MetaVerdict {
  readonly result: SendResult;
  readonly isOperators: boolean;
}

/** Permissions have a hundred codes of their own. */
function isOperators(code: number): boolean {
  return OPERATORS.has(code) || (code >= 200 && code <= 299);
}

/** What follows from an error that answered a request. @param attempts how often the message was sent, this time included. */
export function verdictOn({ code, reason }: MetaError, attempts: number): MetaVerdict {
  const told = { code: String(code), reason };
  if (code === PAIR_LIMIT) return later({ ...told, afterMs: 4 ** attempts * 1000 }, false);
  if (isOperators(code)) return later(told, true);
  if (SLOW_DOWN.has(code)) return later({ ...told, afterMs: SLOW_DOWN_MS }, false);
  if (RETRY_LATER.has(code)) return later(told, false);
  return { result: { kind: 'failed', ...told }, isOperators: false };
}

function later(told: Omit<SendResult & { kind: 'later' }, 'kind'>, isForOperator: boolean): MetaVerdict {
  return { result: { kind: 'later', ...told }, isOperators: isForOperator };
}

/** The error in an answer, or in a status; undefined for none. Titles are to be dropped by Meta, so the details come first. */
export function metaErrorOf(error: unknown): MetaError | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const code = Number(error.code);
  if (!Number.isSafeInteger(code)) return undefined;
  const { error_data: data, message, title } = error as { readonly [name: string]: unknown };
  const details = typeof data === 'object' && data !== null && 'details' in data ? data.details : undefined;
  const reason = [details, message, title].find((one) => typeof one === 'string' && one !== '');
  return { code, reason: String(reason ?? 'Meta gives no reason.').slice(0, 500) };
}
