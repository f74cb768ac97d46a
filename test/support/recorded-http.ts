import type { Json } from '../../src/authoring/json.ts';
import type { Clock, HttpClient, HttpFailureKind, HttpRequest, HttpResult } from '../../src/ports.ts';

/** An answer on record, and the request it belongs to. */
export interface RecordedAnswer {
  readonly method: string;
  /** Path and query of the request, without scheme and host. */
  readonly path: string;
  /** How long it takes; absent: no time. */
  readonly afterMs?: number;
  /** Instead of an answer. `never`: nothing comes, until the request is given up. */
  readonly failure?: 'unreachable' | 'broken' | 'never';
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
  /** A text is sent as it is, any other value as JSON. */
  readonly body?: Json;
}

/** A request as it was sent. Its Authorization header is left out, always. */
export interface SentRequest {
  /** ISO 8601. */
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  /** Read as JSON where it is JSON. */
  readonly body?: Json;
}

/** An HttpClient that answers from a record, in order, each answer once. */
export interface RecordedHttp extends HttpClient {
  readonly sent: readonly SentRequest[];
  /** When the earliest of the requests under way ends by itself, epoch ms. */
  nextAt(): number | undefined;
  /** Requests without a recorded answer, and answers nobody asked for: one sentence each. */
  faults(): readonly string[];
}

/** Answers requests from a record; what takes time takes the clock's. */
export function recordedHttp(clock: Clock, answers: readonly RecordedAnswer[]): RecordedHttp {
  const sent: SentRequest[] = [];
  const unforeseen: string[] = [];
  const underWay = new Set<number>();
  let taken = 0;

  /** Resolves at `at`, or when the request is given up. */
  function later(at: number, result: HttpResult, signal: AbortSignal | undefined): Promise<HttpResult> {
    return new Promise((resolve) => {
      const end = (outcome: HttpResult) => {
        underWay.delete(at);
        resolve(outcome);
      };
      underWay.add(at);
      const cancel = clock.at(at, () => end(result));
      signal?.addEventListener('abort', () => {
        cancel();
        end(failed('broken'));
      });
    });
  }

  return {
    sent,
    async send(request, { timeoutMs, signal }) {
      sent.push(asSent(request, clock.now()));
      const answer = answers[taken];
      const { method, path } = { method: request.method, path: pathOf(request.url) };
      if (answer?.method !== method || answer.path !== path) {
        unforeseen.push(`${method} ${path} was sent, and the next answer on record is for ${nameOf(answer)}`);
        return failed('refused');
      }
      taken++;
      const { afterMs = 0 } = answer;
      if (answer.failure === 'never' || afterMs >= timeoutMs)
        return later(clock.now() + timeoutMs, failed('timeout'), signal);
      return afterMs === 0 ? resultOf(answer) : later(clock.now() + afterMs, resultOf(answer), signal);
    },
    nextAt: () => (underWay.size === 0 ? undefined : Math.min(...underWay)),
    faults: () => [
      ...unforeseen,
      ...answers.slice(taken).map((answer) => `nobody asked for the answer to ${nameOf(answer)}`),
    ],
    close: async () => {},
  };
}

function asSent({ method, url, headers, body }: HttpRequest, now: number): SentRequest {
  const shown = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization');
  return {
    at: new Date(now).toISOString(),
    method,
    path: pathOf(url),
    headers: Object.fromEntries(shown),
    ...(body !== undefined && { body: parsed(body) }),
  };
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function parsed(body: string): Json {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function resultOf({ failure, status = 200, headers = {}, body = '' }: RecordedAnswer): HttpResult {
  if (failure === 'unreachable' || failure === 'broken') return failed(failure);
  return {
    ok: true,
    response: { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
  };
}

function failed(failure: HttpFailureKind): HttpResult {
  return { ok: false, failure, message: `on record: ${failure}` };
}

function nameOf(answer: RecordedAnswer | undefined): string {
  return answer === undefined ? 'nothing' : `${answer.method} ${answer.path}`;
}
