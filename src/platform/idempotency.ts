import { createHash } from 'node:crypto';
import type Sqlite from 'better-sqlite3';
import { done, type Outcome, refuse } from './refusal.ts';

/** Longest Idempotency-Key; a conversation id, a colon and a count fit easily. */
export const MAX_IDEMPOTENCY_KEY_LENGTH = 200;

/** A request that may be repeated under a key. */
export interface KeyedRequest {
  readonly clientId: string;
  /** The Idempotency-Key; absent for a request that is done each time. */
  readonly key: string | undefined;
  /** What the request asks for, read and normalised; a repeated key must ask for the same. */
  readonly request: unknown;
  /** Names this request in a refusal. */
  readonly contextId: string;
}

/** The outcome of a request, and whether it is the kept one of an earlier request. */
export interface KeyedOutcome<T> {
  readonly outcome: Outcome<T>;
  readonly isReplayed: boolean;
}

interface ResultRow {
  readonly requestHash: string;
  readonly result: string;
}

/** Checks the header: undefined when there is none. */
export function readIdempotencyKey(
  header: string | readonly string[] | undefined,
): Outcome<string | undefined> {
  if (header === undefined) return done(undefined);
  if (
    typeof header === 'string' &&
    header.length <= MAX_IDEMPOTENCY_KEY_LENGTH &&
    /^[\x21-\x7e]+$/.test(header)
  )
    return done(header);
  return refuse(
    'attendant.idempotency.key.invalid',
    `Idempotency-Key must be 1 to ${MAX_IDEMPOTENCY_KEY_LENGTH} ASCII characters without spaces.`,
    { field: 'Idempotency-Key' },
  );
}

/**
 * Decides each keyed request once.
 *
 * The returned function must run inside a committed write: the result is kept in the same transaction as what `decide`
 * stores, so either both are there after a crash or neither. Refusals are kept too: the same request gets the same answer;
 * all but those that say when to come back, which is with the same key.
 */
export function oncePerKey(sqlite: Sqlite.Database) {
  const find = sqlite.prepare<[string, string], ResultRow>(
    `select request_hash as requestHash, result from idempotent_result where client_id = ? and key = ?`,
  );
  const keep = sqlite.prepare<[string, string, string, string, number]>(
    `insert into idempotent_result (client_id, key, request_hash, result, at) values (?, ?, ?, ?, ?)`,
  );
  return <T>(keyed: KeyedRequest, now: number, decide: () => Outcome<T>): KeyedOutcome<T> => {
    const { clientId, key, contextId } = keyed;
    if (key === undefined) return { outcome: decide(), isReplayed: false };
    const requestHash = createHash('sha256').update(JSON.stringify(keyed.request)).digest('hex');
    const kept = find.get(clientId, key);
    if (kept !== undefined) return replay<T>(kept, requestHash);
    const outcome = decide();
    if (!outcome.ok && outcome.refusal.retryAfterSeconds !== undefined) return { outcome, isReplayed: false };
    const named = outcome.ok ? outcome : { ok: false, refusal: { ...outcome.refusal, contextId } };
    keep.run(clientId, key, requestHash, JSON.stringify(named), now);
    return { outcome, isReplayed: false };
  };
}

function replay<T>(kept: ResultRow, requestHash: string): KeyedOutcome<T> {
  if (kept.requestHash === requestHash)
    return { outcome: JSON.parse(kept.result) as Outcome<T>, isReplayed: true };
  const outcome = refuse(
    'attendant.idempotency.key.reused',
    'Idempotency-Key was used before for another request; send each request with a key of its own.',
    { field: 'Idempotency-Key' },
  );
  return { outcome, isReplayed: false };
}
