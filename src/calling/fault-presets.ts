import { isJsonObject, type Json } from '../authoring/json.ts';
import type { Clock, HttpFailureKind, HttpResponse, HttpResult } from '../ports.ts';
import { sleepUntil } from './sleep.ts';

/** What happens to one request. */
export interface Scene {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Sends it after all, as if there were no fault. */
  send(): Promise<HttpResult>;
  /** An answer as it would be without the fault. */
  real(): Promise<HttpResult>;
}

/** A fault that can be put between a data action and whoever answers it. */
export interface FaultPreset {
  /** One sentence for help texts. */
  readonly about: string;
  /** How many requests it meets when nobody says; absent: all. */
  readonly times?: number;
  play(scene: Scene): Promise<HttpResult>;
}

/** How late the late answer is: a second after the longest time-out of a data action. */
const LATE_MS = 61_000;
/** One level more than a data action takes (D4). */
const TOO_DEEP = 51;

/** All faults by name. */
export const FAULT_PRESETS = {
  '429Storm': {
    about: 'The first 3 requests are answered with 429 and Retry-After of 2 seconds; nothing is carried out.',
    times: 3,
    play: async () =>
      answer(429, { code: 'too.many.requests', message: 'Too many requests' }, { 'retry-after': '2' }),
  },
  timeout: {
    about: 'The request never arrives, and no answer comes until the time-out.',
    play: (scene) => endAt(scene, scene.timeoutMs, failed('timeout', 'No whole answer came within the time')),
  },
  lateAnswer: {
    about: 'The request is carried out, and its answer comes after 61 seconds: too late for any data action.',
    async play(scene) {
      const sending = scene.send();
      const isInTime = LATE_MS < scene.timeoutMs;
      const late = failed('timeout', 'No whole answer came within the time');
      await endAt(scene, Math.min(LATE_MS, scene.timeoutMs), late);
      return isInTime ? sending : late;
    },
  },
  connectionReset: {
    about: 'The request is carried out, and the connection breaks before the answer comes.',
    async play(scene) {
      await scene.send();
      return failed('broken', 'The connection broke before the whole answer came');
    },
  },
  connectionRefused: {
    about: 'No connection is made; nothing is sent.',
    play: async () => failed('unreachable', 'No connection was made (ECONNREFUSED)'),
  },
  tooLarge: {
    about: 'The request is carried out, and its answer of 2.1 MB is over the limit of 2 MB.',
    async play(scene) {
      await scene.send();
      return failed('tooLarge', 'The answer is larger than 2097152 bytes');
    },
  },
  tooDeep: {
    about: 'The answer nests 51 levels deep, one more than the limit.',
    play: async () => answered(200, `${'{"level":'.repeat(TOO_DEEP)}1${'}'.repeat(TOO_DEEP)}`),
  },
  halfJson: {
    about: 'The real answer ends in the middle.',
    play: (scene) => changed(scene, (body) => body.slice(0, Math.floor(body.length / 2)) || '{"id": "12'),
  },
  wrongType: {
    about: 'Each value of the real answer has another type: a number for a text, a text for all else.',
    play: (scene) => changed(scene, (body) => JSON.stringify(withOtherTypes(parsed(body)))),
  },
  serverErrors: {
    about: 'The first 2 requests are answered with 503; nothing is carried out.',
    times: 2,
    play: async () => answer(503, { code: 'service.unavailable', message: 'Service unavailable' }),
  },
  unauthorizedOnce: {
    about: 'The first request is answered with 401, as when a token has ended.',
    times: 1,
    play: async () => answer(401, { code: 'bad.credentials', message: 'Invalid login credentials' }),
  },
  notFound: {
    about: 'The answer is 404.',
    play: async () => answer(404, { code: 'not.found', message: 'Not found' }),
  },
  emptyBody: {
    about: 'The request is carried out, and the answer is 200 without a body.',
    async play(scene) {
      await scene.send();
      return answered(200, '');
    },
  },
  redirect: {
    about: 'The answer is 302 to another address; redirects are never followed.',
    play: async () => answered(302, '', { location: 'https://elsewhere.example.com/' }),
  },
} as const satisfies { readonly [name: string]: FaultPreset };

/** A name of a fault. */
export type FaultName = keyof typeof FAULT_PRESETS;

/** Waits in the time of the clock; the request can be given up meanwhile. */
async function endAt({ clock, signal }: Scene, afterMs: number, result: HttpResult): Promise<HttpResult> {
  await sleepUntil(clock, clock.now() + afterMs, signal);
  return signal?.aborted === true ? failed('broken', 'The request was given up') : result;
}

/** A real answer with another body. Without one there is nothing to change. */
async function changed(scene: Scene, change: (body: string) => string): Promise<HttpResult> {
  const real = await scene.real();
  if (!real.ok) return real;
  return { ok: true, response: { ...real.response, body: change(real.response.body) } };
}

function parsed(body: string): Json {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function withOtherTypes(value: Json): Json {
  if (Array.isArray(value) && value.length > 0) return value.map(withOtherTypes);
  if (isJsonObject(value) && Object.keys(value).length > 0)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withOtherTypes(inner)]));
  return typeof value === 'string' ? 42 : 'another type';
}

function answer(status: number, error: { readonly code: string; readonly message: string }, headers = {}) {
  return answered(status, JSON.stringify({ ...error, status }), headers);
}

function answered(status: number, body: string, headers: HttpResponse['headers'] = {}): HttpResult {
  return {
    ok: true,
    response: { status, headers: { 'content-type': 'application/json', ...headers }, body },
  };
}

function failed(failure: HttpFailureKind, message: string): HttpResult {
  return { ok: false, failure, message };
}
