import type { DataAction } from '../actions/data-action.ts';
import { MASK } from '../authoring/mask.ts';
import type { Authentication, Authorization } from '../calling/authentication.ts';
import { sleepUntil } from '../calling/sleep.ts';
import type { Clock, HttpClient, HttpRequest, HttpResult } from '../ports.ts';
import type { Cassette, Exchange, RecordedRequest } from './cassette.ts';
import { bodyOf, contentOf, storable } from './content.ts';
import { type Comparison, comparing } from './match-request.ts';
import { namesHost, withoutOrigin } from './recorder.ts';

/** What stands for a secret in a replay: unlike the mask, any header can hold it. */
const PLAYED_SECRET = 'masked';

/** How a cassette is played. */
export interface ReplayOptions {
  /** Whether the last exchange that fits is used again when all that fit are used. Default: each is used once. */
  readonly repeats?: boolean;
  /** Answers take as long as on record, on this clock; absent: no time. */
  readonly clock?: Clock;
}

/** Answers the requests of data actions from a cassette; nothing is sent. */
export interface Replay {
  /** The client of one data action. What is not on record ends as `refused`, and its message says what is nearest. */
  for(dataAction: DataAction): HttpClient;
  /** Requests without an exchange, one sentence each. */
  faults(): readonly string[];
  /** Exchanges that nobody asked for, one sentence each. */
  unused(): readonly string[];
}

/**
 * What stands for the credentials of an integration while its data actions are replayed: nobody is asked for anything.
 *
 * @param names what templates read as `credentials.x`; none when they read nothing.
 */
export function replayedAuthentication(names: readonly string[]): Authentication {
  const credentials = Object.fromEntries(names.map((name) => [name, PLAYED_SECRET]));
  const authorization: Authorization = { ok: true, headers: {}, credentials };
  return {
    givesValues: names.length > 0,
    authorize: async () => authorization,
    renew: async () => authorization,
  };
}

interface Candidate {
  readonly exchange: Exchange;
  /** From 1. */
  readonly number: number;
  readonly comparison: Comparison;
}

/** Plays a cassette. An exchange that fits is preferred when it goes on with the persons of those played before. */
export function createReplay(cassette: Cassette, { repeats = false, clock }: ReplayOptions = {}): Replay {
  const compare = comparing(cassette);
  /** Places in the cassette. */
  const used = new Set<number>();
  const faults: string[] = [];
  /** Whom a pseudonym stands for in this run. */
  const persons = new Map<string, string>();

  function answer(dataAction: string, request: RecordedRequest): Exchange | string {
    const candidates = cassette.exchanges.flatMap((exchange, index): Candidate[] =>
      exchange.dataAction === dataAction
        ? [{ exchange, number: index + 1, comparison: compare(exchange.request, request) }]
        : [],
    );
    const fitting = candidates.filter(({ comparison }) => comparison.differences.length === 0);
    const fresh = fitting.filter(({ number }) => !used.has(number));
    const found =
      fresh.find(({ comparison }) => isSamePersons(comparison, persons)) ??
      fresh[0] ??
      (repeats ? again(fitting, persons) : undefined);
    if (found === undefined) return missing(dataAction, candidates, fitting.length);
    used.add(found.number);
    for (const [pseudonym, present] of found.comparison.standsFor) persons.set(pseudonym, present);
    return found.exchange;
  }

  return {
    for: (dataAction) => ({
      async send(request, options) {
        const found = answer(dataAction.id, presentRequest(dataAction, request));
        if (typeof found !== 'string') return play(found, clock, options);
        faults.push(found);
        return { ok: false, failure: 'refused', message: found };
      },
      async close() {},
    }),
    faults: () => faults,
    unused: () =>
      cassette.exchanges.flatMap((exchange, index) =>
        used.has(index + 1)
          ? []
          : [`nobody asked for exchange ${index + 1}, ${exchange.request.method} of ${exchange.dataAction}`],
      ),
  };
}

/** A pseudonym that has stood for somebody stands for the same one now, and nobody else's does. */
function isSamePersons({ standsFor }: Comparison, persons: ReadonlyMap<string, string>): boolean {
  const taken = new Set(persons.values());
  return [...standsFor].every(([pseudonym, present]) => {
    const before = persons.get(pseudonym);
    return before === undefined ? !taken.has(present) : before === present;
  });
}

function again(fitting: readonly Candidate[], persons: ReadonlyMap<string, string>): Candidate | undefined {
  return fitting.findLast(({ comparison }) => isSamePersons(comparison, persons)) ?? fitting.at(-1);
}

function presentRequest(dataAction: DataAction, { method, url, body }: HttpRequest): RecordedRequest {
  const content = contentOf(body) ?? { text: body ?? '' };
  return {
    method,
    url: namesHost(dataAction) ? url : withoutOrigin(url),
    ...(content.body === undefined ? content : storable(content.body)),
  };
}

function missing(dataAction: string, candidates: readonly Candidate[], fitting: number): string {
  if (candidates.length === 0) return `${dataAction}: the cassette holds no exchange of it`;
  if (fitting > 0)
    return `${dataAction}: ${fitting === 1 ? 'the exchange that fits has' : `all ${fitting} exchanges that fit have`} been used`;
  const [nearest] = candidates.toSorted(
    (a, b) => a.comparison.differences.length - b.comparison.differences.length,
  );
  const [first, ...more] = nearest?.comparison.differences ?? [];
  const others = more.length === 0 ? '' : `, and ${more.length} more`;
  return `${dataAction}: no recorded request fits; exchange ${nearest?.number} is nearest and differs in ${first?.where}: ${first?.what}${others}`;
}

async function play(
  { answer, failure, tookMs = 0 }: Exchange,
  clock: Clock | undefined,
  { timeoutMs, signal }: Parameters<HttpClient['send']>[1],
): Promise<HttpResult> {
  if (clock !== undefined && tookMs > 0)
    await sleepUntil(clock, clock.now() + Math.min(tookMs, timeoutMs), signal);
  if (signal?.aborted === true) return { ok: false, failure: 'broken', message: 'The request was given up' };
  if (clock !== undefined && tookMs >= timeoutMs)
    return { ok: false, failure: 'timeout', message: 'No whole answer came within the time' };
  if (answer === undefined)
    return { ok: false, failure: failure ?? 'unreachable', message: `On record: ${failure}` };
  const headers = Object.entries(answer.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    unmasked(value),
  ]);
  const body = unmasked(bodyOf(answer));
  return { ok: true, response: { status: answer.status, headers: Object.fromEntries(headers), body } };
}

function unmasked(text: string): string {
  return text.replaceAll(MASK, PLAYED_SECRET);
}
