import type { DataAction, Settings } from './actions/data-action.ts';
import { type FailureOutputs, failureOf } from './actions/failure-outputs.ts';
import { type Operation, tracing } from './actions/operation.ts';
import { readResponse } from './actions/read-response.ts';
import { type RenderedRequest, renderRequest } from './actions/render-request.ts';
import type { JsonObject } from './authoring/json.ts';
import type { TokenSource } from './http/oauth-tokens.ts';
import type { Clock, HttpClient, HttpFailureKind, HttpResult } from './ports.ts';

/** Where the requests of one integration type go. */
export interface Target {
  /** Scheme, host and port, with a path before that of the request where there is one; no slash at the end. */
  readonly baseUrl: string;
  /** Absent when it asks for no token. */
  readonly auth?: TokenSource;
  /** Whether it answers a repeated Idempotency-Key with its first answer. */
  readonly honoursIdempotencyKey: boolean;
}

/** The targets by integration type. One that is missing fails with `target.missing`; custom-rest-actions need none. */
export type Targets = { readonly [integrationType in DataAction['integrationType']]?: Target };

/** What one performance needs. */
export interface Performance {
  readonly input: JsonObject;
  readonly settings: Settings;
  /** The same for every try of the same step of the same call. */
  readonly idempotencyKey: string;
  readonly signal?: AbortSignal;
  /** Filled with every operation and its result (D6). No credential goes in. */
  readonly operations?: Operation[];
}

/** How a data action ended. `unknown`: the request may have been received, and no answer tells what became of it. */
export type DataActionOutcome =
  | { readonly result: 'success'; readonly outputs: JsonObject }
  | { readonly result: 'failure'; readonly failure: FailureOutputs }
  | { readonly result: 'unknown'; readonly failure: FailureOutputs };

/** Performs data actions over HTTP. */
export interface DataActionPerformer {
  /** Never throws for trouble with values, the network or the answer. */
  perform(dataAction: DataAction, performance: Performance): Promise<DataActionOutcome>;
  /** Whether a request whose outcome is unknown may be sent again: its author says so, and its target keeps to it. */
  mayRepeat(dataAction: DataAction): boolean;
}

/** Everything a performer is made of. */
export interface PerformerParts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly targets: Targets;
  /** Such as `attendant/0.1.0`. */
  readonly userAgent: string;
}

/** Makes a performer that chooses the target by the integration type of each data action. */
export function createDataActionPerformer(parts: PerformerParts): DataActionPerformer {
  const targetOf = (dataAction: DataAction) => parts.targets[dataAction.integrationType];
  return {
    perform: (dataAction, performance) => perform(parts, targetOf(dataAction), dataAction, performance),
    mayRepeat(dataAction) {
      if (dataAction.idempotent !== 'byKey') return dataAction.idempotent;
      return targetOf(dataAction)?.honoursIdempotencyKey ?? false;
    },
  };
}

async function perform(
  parts: PerformerParts,
  target: Target | undefined,
  dataAction: DataAction,
  performance: Performance,
): Promise<DataActionOutcome> {
  const { operations } = performance;
  const deadline = parts.clock.now() + dataAction.timeoutSeconds * 1000;
  if (target === undefined && dataAction.integrationType !== 'custom-rest-actions') {
    const message = `Nothing is set up to answer data actions of type ${dataAction.integrationType}`;
    return { result: 'failure', failure: failureOf('target.missing', message) };
  }
  const rendered = renderRequest(dataAction, performance, operations);
  if (!rendered.ok) return { result: 'failure', failure: rendered.failure };
  const sending = { parts, target, performance, deadline };
  const sent = await sendWithToken(sending, rendered.request);
  if (!sent.ok) return outcomeOf(dataAction, sent.failure);
  tracing(operations)('Send the request', () => ({ status: sent.response.status, body: sent.response.body }));
  const read = readResponse(dataAction, sent.response, operations);
  return read.ok
    ? { result: 'success', outputs: read.outputs }
    : { result: 'failure', failure: read.failure };
}

interface Sending {
  readonly parts: PerformerParts;
  readonly target: Target | undefined;
  readonly performance: Performance;
  /** Epoch ms. */
  readonly deadline: number;
}

type Sent =
  | Extract<HttpResult, { ok: true }>
  | { readonly ok: false; readonly failure: HttpFailureKind | 'denied' };

/** A 401 means that nothing was done: one other token, one more try (D9). */
async function sendWithToken(sending: Sending, request: RenderedRequest): Promise<Sent> {
  const { target } = sending;
  if (target?.auth === undefined) return send(sending, request, undefined);
  const first = await target.auth.token(timeLeft(sending));
  if (!first.ok) return tokenFailure(first.failure);
  const sent = await send(sending, request, first.token);
  if (!sent.ok || sent.response.status !== 401) return sent;
  const second = await target.auth.renew(first.token, timeLeft(sending));
  return second.ok ? send(sending, request, second.token) : tokenFailure(second.failure);
}

/** Without a token the request itself was not sent, whatever happened to the one for the token. */
function tokenFailure(failure: HttpFailureKind | 'denied'): Sent {
  return {
    ok: false,
    failure: failure === 'refused' ? 'refused' : failure === 'denied' ? 'denied' : 'unreachable',
  };
}

async function send(sending: Sending, request: RenderedRequest, token: string | undefined): Promise<Sent> {
  const { parts, target, performance } = sending;
  const timeoutMs = timeLeft(sending);
  if (timeoutMs <= 0) return { ok: false, failure: 'unreachable' };
  return parts.http.send(
    {
      ...request,
      url: request.url.startsWith('/') ? `${target?.baseUrl ?? ''}${request.url}` : request.url,
      headers: {
        'User-Agent': parts.userAgent,
        ...request.headers,
        'Idempotency-Key': performance.idempotencyKey,
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
    },
    { timeoutMs, ...(performance.signal !== undefined && { signal: performance.signal }) },
  );
}

function timeLeft({ parts, deadline }: Sending): number {
  return Math.max(0, deadline - parts.clock.now());
}

const FAILURES: {
  readonly [kind in HttpFailureKind | 'denied']: readonly [errorCode: string, message: string];
} = {
  refused: [
    'request.refused',
    'The request may not be sent to this address; the operator can allow host and port',
  ],
  denied: ['token.denied', 'The credentials of this installation were not accepted'],
  unreachable: ['connection.failed', 'No connection could be made; nothing was sent'],
  tooLarge: ['response.tooLarge', 'The answer is larger than 2 MB'],
  broken: [
    'outcome.unknown',
    'The connection broke before the answer came; the request may have been received',
  ],
  timeout: ['outcome.unknown', 'No answer came in time; the request may have been received'],
};

/** Only reading does no harm when it is left undecided: an unanswered GET has simply failed. */
function outcomeOf(dataAction: DataAction, kind: HttpFailureKind | 'denied'): DataActionOutcome {
  const isReading = ['GET', 'HEAD'].includes(dataAction.request.method);
  const isOpen = kind === 'broken' || kind === 'timeout';
  const [errorCode, message] = FAILURES[kind];
  if (!isOpen) return { result: 'failure', failure: failureOf(errorCode, message) };
  if (!isReading) return { result: 'unknown', failure: failureOf(errorCode, message) };
  return {
    result: 'failure',
    failure: failureOf(`connection.${kind}`, 'No whole answer came; nothing was changed'),
  };
}
