import type { DataAction, Settings } from '../actions/data-action.ts';
import { type Operation, tracing } from '../actions/operation.ts';
import { type RenderedRequest, renderRequest } from '../actions/render-request.ts';
import type { JsonObject } from '../authoring/json.ts';
import { MASK } from '../authoring/mask.ts';
import type { Authentication, Authorization } from '../calling/authentication.ts';
import type { CallResult } from '../calling/call.ts';
import type { Masker } from '../integrations/masker.ts';
import type { Clock, HttpClient, HttpRequest } from '../ports.ts';
import type { Target } from './target.ts';

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

/** One data action on its way. */
export interface Sending {
  readonly clock: Clock;
  /** Such as `attendant/0.1.0`. */
  readonly userAgent: string;
  readonly masker: Masker;
  readonly dataAction: DataAction;
  readonly target: Target;
  readonly http: HttpClient;
  readonly performance: Performance;
  /** Epoch ms. */
  readonly deadline: number;
}

/** Milliseconds left until the whole data action must have ended. */
export function timeLeft({ clock, deadline }: Sending): number {
  return Math.max(0, deadline - clock.now());
}

/** Fills the templates with what is known so far. */
export function render({ dataAction, performance }: Sending, authorization: Authorization | undefined) {
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

/**
 * Sends a request with the credentials of its target. A 401 means that nothing was done: other credentials, one more
 * try (D9).
 *
 * @param request made from `rendered`, still without credentials.
 * @param given credentials that were asked for already, since templates read them.
 */
export function sendAuthorized(
  sending: Sending,
  rendered: RenderedRequest,
  request: HttpRequest,
  given: Authorization | undefined,
): Promise<CallResult> {
  const { authentication } = sending.target;
  return authentication === undefined
    ? send(sending, rendered, request, undefined)
    : sendWith(authentication, sending, rendered, request, given);
}

async function sendWith(
  authentication: Authentication,
  sending: Sending,
  rendered: RenderedRequest,
  request: HttpRequest,
  given: Authorization | undefined,
): Promise<CallResult> {
  const first = given ?? (await authentication.authorize(timeLeft(sending)));
  if (!first.ok) return unauthorized(first);
  const sent = await send(sending, rendered, request, first);
  if (!sent.ok || sent.response.status !== 401) return sent;
  const second = await authentication.renew(first, timeLeft(sending));
  if (second === first) return sent;
  if (!second.ok) return unauthorized(second);
  if (!authentication.givesValues) return send(sending, rendered, request, second);
  const again = render(sending, second);
  return again.ok ? send(sending, again.request, requestOf(sending, again.request), second) : sent;
}

/** Without credentials the request itself was not sent, whatever happened to the one for them. */
export function unauthorized({
  failure,
  message,
}: Extract<Authorization, { ok: false }>): CallResult & { ok: false } {
  const kind = ['refused', 'denied', 'secretMissing'].includes(failure) ? failure : 'unreachable';
  return { ok: false, failure: kind, message };
}

function send(
  sending: Sending,
  rendered: RenderedRequest,
  unsigned: HttpRequest,
  authorization: Authorization | undefined,
): Promise<CallResult> {
  const { http, performance, target } = sending;
  const { operations, signal } = performance;
  const timeoutMs = timeLeft(sending);
  if (timeoutMs <= 0) return unsent('unreachable', 'The time ran out before it was sent');
  const request = withAuthorization(unsigned, authorization);
  if (target.below !== undefined && !isBelow(request.url, target.below))
    return unsent('refused', `The path does not lie below ${target.below}`);
  if (operations !== undefined)
    tracing(operations)('Send the request', () => shownRequest(sending, rendered, authorization));
  return http.send(request, signal === undefined ? { timeoutMs } : { timeoutMs, signal });
}

function unsent(failure: 'unreachable' | 'refused', message: string): Promise<CallResult> {
  return Promise.resolve({ ok: false, failure, message });
}

/** As the receiver will read it: dots and backslashes are resolved by then. */
function isBelow(url: string, path: string): boolean {
  return URL.canParse(url) && new URL(url).pathname.startsWith(path);
}

/** A request complete with address and headers, but for credentials. */
export function requestOf(
  { userAgent, target, performance }: Sending,
  { method, url, headers, body, hostPattern }: RenderedRequest,
): HttpRequest {
  return {
    method,
    url: url.startsWith('/') ? `${target.baseUrl ?? ''}${url}` : url,
    headers: { 'User-Agent': userAgent, ...headers, 'Idempotency-Key': performance.idempotencyKey },
    ...(body !== undefined && { body }),
    ...(hostPattern !== undefined && { hostPattern }),
  };
}

/** The operator's credentials go in place of an author's own, however these spell the name of their header. */
function withAuthorization(request: HttpRequest, authorization: Authorization | undefined): HttpRequest {
  if (authorization?.ok !== true) return request;
  const added = Object.keys(authorization.headers).map((name) => name.toLowerCase());
  if (added.length === 0) return request;
  const kept = Object.entries(request.headers).filter(([name]) => !added.includes(name.toLowerCase()));
  return { ...request, headers: { ...Object.fromEntries(kept), ...authorization.headers } };
}

/** A request as people may see it: what came from credentials is masked, in whatever place it stands (D8). */
export function shownRequest(
  sending: Sending,
  rendered: RenderedRequest,
  authorization: Authorization | undefined,
) {
  const { masker } = sending;
  const { method, url, headers, body } = requestOf(sending, { ...rendered, ...rendered.shown });
  const added = authorization?.ok === true ? Object.keys(authorization.headers) : [];
  return {
    method,
    url: masker.text(url),
    headers: { ...masker.headers(headers), ...Object.fromEntries(added.map((name) => [name, MASK])) },
    ...(body !== undefined && { body: masker.text(body) }),
  };
}
