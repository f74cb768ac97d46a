import type { DataAction, Settings } from './actions/data-action.ts';
import { type FailureOutputs, failureOf } from './actions/failure-outputs.ts';
import { type Operation, tracing } from './actions/operation.ts';
import { readResponse } from './actions/read-response.ts';
import { inputFault, type RenderedRequest, renderRequest } from './actions/render-request.ts';
import { MASK } from './actions/velocity/marked-text.ts';
import type { Json, JsonObject } from './authoring/json.ts';
import type { Authentication, Authorization } from './calling/authentication.ts';
import { CALL_FAILURE_CODES, type Call, type CallFailureKind, type CallResult } from './calling/call.ts';
import { type Calling, createCalling, reportTo } from './calling/calling.ts';
import type { RequestBudget } from './calling/request-budget.ts';
import type { Clock, HttpClient, HttpRequest, HttpResponse } from './ports.ts';

/** Where the requests of data actions go. */
export interface Target {
  /** Of its integration: whose answers, budget and credentials these are. */
  readonly name: string;
  /** Scheme, host and port, with a path before that of the request where there is one; no slash at the end. */
  readonly baseUrl?: string;
  /** Absent when it asks for no credentials. */
  readonly authentication?: Authentication;
  /** Whether it answers a repeated Idempotency-Key with its first answer. */
  readonly honoursIdempotencyKey: boolean;
  /** Absent: any number of requests. */
  readonly budget?: RequestBudget;
  /** Through which its requests go: only to the hosts that its operator allows. Absent: the performer's. */
  readonly http?: HttpClient;
}

/** A target, or a sentence that tells why there is none. */
export type FoundTarget =
  | { readonly ok: true; readonly target: Target }
  | { readonly ok: false; readonly message: string };

/** What one performance needs. */
export interface Performance {
  readonly input: JsonObject;
  readonly settings: Settings;
  /** The same for every try of the same step of the same call. */
  readonly idempotencyKey: string;
  readonly signal?: AbortSignal;
  /** Filled with every operation and its result (D6). No credential goes in. */
  readonly operations?: Operation[];
  /** Stands around the client for this performance: a fault, a cassette. */
  readonly wrapHttp?: (http: HttpClient, dataAction: DataAction) => HttpClient;
}

/** How a data action ended. `unknown`: the request may have been received, and no answer tells what became of it. */
export type DataActionOutcome =
  | { readonly result: 'success'; readonly outputs: JsonObject }
  | { readonly result: 'failure'; readonly failure: FailureOutputs }
  | { readonly result: 'unknown'; readonly failure: FailureOutputs };

/** A request as it would be sent, secrets masked; or why it cannot be made. */
export type PlannedRequest =
  | { readonly ok: true; readonly request: HttpRequest }
  | { readonly ok: false; readonly failure: FailureOutputs };

/** Performs data actions over HTTP. */
export interface DataActionPerformer {
  /** Never throws for trouble with values, the network or the answer. */
  perform(dataAction: DataAction, performance: Performance): Promise<DataActionOutcome>;
  /** What perform would send, without sending anything, not even for a token. */
  plan(dataAction: DataAction, performance: Performance): PlannedRequest;
  /** Whether a request whose outcome is unknown may be sent again: its author says so, and its target keeps to it. */
  mayRepeat(dataAction: DataAction): boolean;
}

/** Everything a performer is made of. */
export interface PerformerParts {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly findTarget: (dataAction: DataAction) => FoundTarget;
  /** Such as `attendant/0.1.0`. */
  readonly userAgent: string;
  /** For the jitter of retries, from 0 to 1. */
  readonly random: () => number;
  /** Masks what is known to be secret wherever people look. Absent: nothing is. */
  readonly mask?: (text: string) => string;
}

/** Finds targets by the integration type alone: of the local platform, of tests and benchmarks. */
export function targetsByType(targets: { readonly [integrationType: string]: Target }) {
  return ({ integrationType }: DataAction): FoundTarget => {
    const target = Object.hasOwn(targets, integrationType) ? targets[integrationType] : undefined;
    if (target !== undefined) return { ok: true, target };
    return { ok: false, message: `Nothing is set up to answer data actions of type ${integrationType}` };
  };
}

/** Makes a performer. */
export function createDataActionPerformer(parts: PerformerParts): DataActionPerformer {
  const calling = createCalling(parts);
  return {
    perform: (dataAction, performance) => perform(parts, calling, dataAction, performance),
    plan: (dataAction, performance) => plan(parts, dataAction, performance),
    mayRepeat: (dataAction) => isRepeatable(dataAction, parts.findTarget(dataAction)),
  };
}

function isRepeatable({ idempotent }: DataAction, found: FoundTarget): boolean {
  return idempotent === 'byKey' ? found.ok && found.target.honoursIdempotencyKey : idempotent;
}

/** One data action on its way. */
interface Sending {
  readonly parts: PerformerParts;
  readonly dataAction: DataAction;
  readonly target: Target;
  readonly http: HttpClient;
  readonly performance: Performance;
  /** Epoch ms. */
  readonly deadline: number;
}

async function perform(
  parts: PerformerParts,
  calling: Calling,
  dataAction: DataAction,
  performance: Performance,
): Promise<DataActionOutcome> {
  const found = parts.findTarget(dataAction);
  if (!found.ok) return { result: 'failure', failure: failureOf('target.missing', found.message) };
  const sending = sendingOf(parts, dataAction, found.target, performance);
  const ready = await prepare(sending);
  if (!ready.ok) return ready.outcome;
  const sent = await calling.send(callOf(sending, ready.rendered), () => sendAuthorized(sending, ready));
  if (!sent.ok) return outcomeOf(dataAction, sent);
  const { operations } = performance;
  if (operations !== undefined)
    tracing(operations)('Receive the answer', () => answerShown(parts, sent.response));
  const read = readResponse(dataAction, sent.response, performance.operations);
  return read.ok
    ? { result: 'success', outputs: read.outputs }
    : { result: 'failure', failure: read.failure };
}

function answerShown({ mask }: PerformerParts, { status, body }: HttpResponse): Json {
  return { status, body: mask?.(body) ?? body };
}

function sendingOf(
  parts: PerformerParts,
  dataAction: DataAction,
  target: Target,
  performance: Performance,
): Sending {
  const http = target.http ?? parts.http;
  return {
    parts,
    dataAction,
    target,
    http: performance.wrapHttp?.(http, dataAction) ?? http,
    performance,
    deadline: parts.clock.now() + dataAction.timeoutSeconds * 1000,
  };
}

interface Ready {
  readonly ok: true;
  readonly rendered: RenderedRequest;
  /** Absent as long as nobody has asked for it. */
  readonly authorization?: Authorization;
}

/** Makes the request; credentials come first where templates read them, but not for an input that cannot be used. */
async function prepare(
  sending: Sending,
): Promise<Ready | { readonly ok: false; readonly outcome: DataActionOutcome }> {
  const { dataAction, target, performance } = sending;
  const isFit = inputFault(dataAction, performance.input) === undefined;
  const wantsValues = target.authentication?.givesValues === true && isFit;
  const authorization = wantsValues ? await target.authentication?.authorize(timeLeft(sending)) : undefined;
  if (authorization?.ok === false)
    return { ok: false, outcome: outcomeOf(dataAction, tokenFailure(authorization)) };
  const rendered = render(sending, authorization);
  if (!rendered.ok) return { ok: false, outcome: { result: 'failure', failure: rendered.failure } };
  return { ok: true, rendered: rendered.request, ...(authorization !== undefined && { authorization }) };
}

function render({ dataAction, performance }: Sending, authorization: Authorization | undefined) {
  const { input, settings, operations } = performance;
  return renderRequest(dataAction, { input, settings, ...valuesOf(authorization) }, operations);
}

function valuesOf(authorization: Authorization | undefined) {
  if (authorization?.ok !== true) return {};
  const { credentials, authResponse } = authorization;
  return {
    ...(credentials !== undefined && { credentials }),
    ...(authResponse !== undefined && { authResponse }),
  };
}

function callOf(sending: Sending, rendered: RenderedRequest): Call {
  const { dataAction, target, performance, deadline } = sending;
  const { signal, operations } = performance;
  return {
    dataAction: dataAction.id,
    request: requestOf(sending, rendered, undefined),
    policies: dataAction.policies,
    isRepeatable: isRepeatable(dataAction, { ok: true, target }),
    integration: target.name,
    deadline,
    ...(target.budget !== undefined && { budget: target.budget }),
    ...(signal !== undefined && { signal }),
    ...(operations !== undefined && { report: reportTo(operations) }),
  };
}

/** A 401 means that nothing was done: other credentials, one more try (D9). */
async function sendAuthorized(sending: Sending, ready: Ready): Promise<CallResult> {
  const { authentication } = sending.target;
  if (authentication === undefined) return send(sending, ready.rendered, undefined);
  const first = ready.authorization ?? (await authentication.authorize(timeLeft(sending)));
  if (!first.ok) return tokenFailure(first);
  const sent = await send(sending, ready.rendered, first);
  if (!sent.ok || sent.response.status !== 401) return sent;
  const second = await authentication.renew(first, timeLeft(sending));
  if (!second.ok) return tokenFailure(second);
  if (!authentication.givesValues) return send(sending, ready.rendered, second);
  const again = render(sending, second);
  return again.ok ? send(sending, again.request, second) : sent;
}

/** Without credentials the request itself was not sent, whatever happened to the one for them. */
function tokenFailure({
  failure,
  message,
}: Extract<Authorization, { ok: false }>): CallResult & { ok: false } {
  const kind = failure === 'refused' || failure === 'denied' ? failure : 'unreachable';
  return { ok: false, failure: kind, message };
}

async function send(
  sending: Sending,
  rendered: RenderedRequest,
  authorization: Authorization | undefined,
): Promise<CallResult> {
  const { http, performance } = sending;
  const timeoutMs = timeLeft(sending);
  if (timeoutMs <= 0)
    return { ok: false, failure: 'unreachable', message: 'The time ran out before it was sent' };
  const request = requestOf(sending, rendered, authorization);
  if (performance.operations !== undefined)
    tracing(performance.operations)('Send the request', () => shown(sending, rendered, authorization));
  return http.send(request, {
    timeoutMs,
    ...(performance.signal !== undefined && { signal: performance.signal }),
  });
}

function requestOf(
  { parts, target, performance }: Sending,
  { method, url, headers, body }: RenderedRequest,
  authorization: Authorization | undefined,
): HttpRequest {
  return {
    method,
    url: url.startsWith('/') ? `${target.baseUrl ?? ''}${url}` : url,
    headers: {
      'User-Agent': parts.userAgent,
      ...headers,
      'Idempotency-Key': performance.idempotencyKey,
      ...(authorization?.ok === true && authorization.headers),
    },
    ...(body !== undefined && { body }),
  };
}

/** A request as people may see it: what came from credentials is masked, in whatever place it stands. */
function shown(sending: Sending, rendered: RenderedRequest, authorization: Authorization | undefined) {
  const mask = sending.parts.mask ?? ((text: string) => text);
  const { method, url, headers, body } = requestOf(sending, { ...rendered, ...rendered.shown }, undefined);
  const added = authorization?.ok === true ? Object.keys(authorization.headers) : [];
  return {
    method,
    url: mask(url),
    headers: {
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, mask(value)])),
      ...Object.fromEntries(added.map((name) => [name, MASK])),
    },
    ...(body !== undefined && { body: mask(body) }),
  };
}

function plan(parts: PerformerParts, dataAction: DataAction, performance: Performance): PlannedRequest {
  const found = parts.findTarget(dataAction);
  if (!found.ok) return { ok: false, failure: failureOf('target.missing', found.message) };
  const sending = sendingOf(parts, dataAction, found.target, performance);
  const rendered = render(sending, undefined);
  if (!rendered.ok) return rendered;
  const unasked: Authorization = { ok: true, headers: { Authorization: '' } };
  const { authentication } = found.target;
  const isAuthorized = authentication !== undefined && !authentication.givesValues;
  return { ok: true, request: shown(sending, rendered.request, isAuthorized ? unasked : undefined) };
}

function timeLeft({ parts, deadline }: Sending): number {
  return Math.max(0, deadline - parts.clock.now());
}

const FAILURES: { readonly [kind in CallFailureKind]: readonly [errorCode: string, message?: string] } = {
  refused: ['request.refused'],
  denied: ['token.denied', 'The credentials of this installation were not accepted'],
  unreachable: ['connection.failed', 'No connection could be made; nothing was sent'],
  tooLarge: ['response.tooLarge', 'The answer is larger than 2 MB'],
  broken: [
    'outcome.unknown',
    'The connection broke before the answer came; the request may have been received',
  ],
  timeout: ['outcome.unknown', 'No answer came in time; the request may have been received'],
  circuitOpen: [CALL_FAILURE_CODES.circuitOpen],
  budgetExhausted: [CALL_FAILURE_CODES.budgetExhausted],
};

/** Only reading does no harm when it is left undecided: an unanswered GET has simply failed. */
function outcomeOf(
  dataAction: DataAction,
  { failure: kind, message: told }: Extract<CallResult, { ok: false }>,
): DataActionOutcome {
  const isReading = ['GET', 'HEAD'].includes(dataAction.request.method);
  const isOpen = kind === 'broken' || kind === 'timeout';
  const [errorCode, message = told] = FAILURES[kind];
  if (!isOpen) return { result: 'failure', failure: failureOf(errorCode, message) };
  if (!isReading) return { result: 'unknown', failure: failureOf(errorCode, message) };
  return {
    result: 'failure',
    failure: failureOf(`connection.${kind}`, 'No whole answer came; nothing was changed'),
  };
}
