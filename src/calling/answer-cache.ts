import { createHash } from 'node:crypto';
import type { CachePolicy } from '../actions/policies.ts';
import type { Clock, HttpResponse } from '../ports.ts';
import type { Call, CallResult, Policy } from './call.ts';
import { sleepUntil } from './sleep.ts';

/** Longest bodies that are kept for one data action, in characters, so that large answers do not fill the memory. */
const MAX_KEPT_CHARACTERS = 16 * 1024 * 1024;

/** Headers that differ from request to request, or prove who asks; the integration stands for the latter. */
const NOT_IN_KEY: readonly string[] = ['authorization', 'cookie', 'idempotency-key', 'user-agent'];

interface Kept {
  readonly response: HttpResponse;
  /** Epoch ms. */
  readonly at: number;
}

/** The answers of one data action. */
interface Shelf {
  /** Oldest first. */
  readonly kept: Map<string, Kept>;
  /** Requests that are under way. */
  readonly asked: Map<string, Promise<CallResult>>;
  characters: number;
}

/**
 * Uses answers of 2xx again for the same request of the same integration. Equal requests at the same time are sent once;
 * when that gets no answer, each sends its own.
 */
export function cachingAnswers(clock: Clock): Policy {
  const shelves = new Map<string, Shelf>();
  return (call, next) => {
    const { cache } = call.policies;
    if (cache === undefined) return next();
    const shelf = shelves.get(call.dataAction) ?? newShelf();
    shelves.set(call.dataAction, shelf);
    return throughShelf(clock, shelf, cache, call, next);
  };
}

async function throughShelf(
  clock: Clock,
  shelf: Shelf,
  policy: CachePolicy,
  call: Call,
  next: () => Promise<CallResult>,
): Promise<CallResult> {
  const key = keyOf(call);
  const kept = shelf.kept.get(key);
  if (kept !== undefined && clock.now() < kept.at + policy.seconds * 1000) {
    const ageSeconds = Math.floor((clock.now() - kept.at) / 1000);
    call.report?.({ name: 'Take the answer from the cache', success: true, result: { ageSeconds } });
    return { ok: true, response: kept.response };
  }
  const asked = shelf.asked.get(key);
  if (asked === undefined) return ask(clock, shelf, policy, key, next);
  const shared = await answerInTime(clock, call, asked);
  if (shared?.ok !== true) return next();
  call.report?.({ name: 'Share the answer to the same request', success: true });
  return shared;
}

/** The answer to somebody else's request, unless this call ends before. */
async function answerInTime(
  clock: Clock,
  { deadline, signal }: Call,
  asked: Promise<CallResult>,
): Promise<CallResult | undefined> {
  const answered = new AbortController();
  const signals = signal === undefined ? [answered.signal] : [answered.signal, signal];
  try {
    const tooLate = sleepUntil(clock, deadline, AbortSignal.any(signals)).then(() => undefined);
    return await Promise.race([asked, tooLate]);
  } finally {
    answered.abort();
  }
}

async function ask(
  clock: Clock,
  shelf: Shelf,
  policy: CachePolicy,
  key: string,
  next: () => Promise<CallResult>,
): Promise<CallResult> {
  const asked = next();
  shelf.asked.set(key, asked);
  try {
    const result = await asked;
    if (result.ok && isGood(result.response))
      keep(shelf, policy, key, { response: result.response, at: clock.now() });
    return result;
  } finally {
    shelf.asked.delete(key);
  }
}

function newShelf(): Shelf {
  return { kept: new Map(), asked: new Map(), characters: 0 };
}

function isGood({ status }: HttpResponse): boolean {
  return status >= 200 && status <= 299;
}

function keep(shelf: Shelf, { maxEntries }: CachePolicy, key: string, answer: Kept): void {
  drop(shelf, key);
  shelf.kept.set(key, answer);
  shelf.characters += answer.response.body.length;
  while (shelf.kept.size > maxEntries || shelf.characters > MAX_KEPT_CHARACTERS) {
    const [oldest] = shelf.kept.keys();
    if (oldest === undefined) return;
    drop(shelf, oldest);
  }
}

function drop(shelf: Shelf, key: string): void {
  const kept = shelf.kept.get(key);
  if (kept === undefined) return;
  shelf.kept.delete(key);
  shelf.characters -= kept.response.body.length;
}

/** A hash: what a request holds need not stay in memory, and may be long. */
function keyOf({ integration, request: { method, url, headers, body } }: Call): string {
  const named = Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => !NOT_IN_KEY.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = JSON.stringify([integration, method, url, named, body ?? null]);
  return createHash('sha256').update(parts).digest('base64');
}
