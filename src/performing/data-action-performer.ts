import type { DataAction } from '../actions/data-action.ts';
import type { DataActionOutcome } from '../actions/data-action-outcome.ts';
import { type FailureOutputs, failureOf } from '../actions/failure-outputs.ts';
import { tracing } from '../actions/operation.ts';
import { readResponse } from '../actions/read-response.ts';
import { inputFault } from '../actions/render-request.ts';
import type { Authentication, Authorization } from '../calling/authentication.ts';
import type { Call } from '../calling/call.ts';
import { type Calling, createCalling, reportTo } from '../calling/calling.ts';
import { createMasker, type Masker } from '../integrations/masker.ts';
import type { Clock, HttpClient, HttpRequest } from '../ports.ts';
import { outcomeOf } from './outcome.ts';
import {
  type Performance,
  render,
  requestOf,
  type Sending,
  sendAuthorized,
  shownRequest,
  timeLeft,
  unauthorized,
} from './sending.ts';
import type { FoundTarget, Target } from './target.ts';

/** A request as it would be sent, secrets masked; or why it cannot be made. */
export type PlannedRequest =
  | { readonly ok: true; readonly request: HttpRequest }
  | { readonly ok: false; readonly failure: FailureOutputs };

/** Performs data actions over HTTP. */
export interface DataActionPerformer {
  /**
   * Never throws for trouble with values, the network or the answer.
   *
   * @param at goes before the target that would be found.
   */
  perform(dataAction: DataAction, performance: Performance, at?: Target): Promise<DataActionOutcome>;
  /** What perform would send, without sending anything, not even for a token. */
  plan(dataAction: DataAction, performance: Performance): PlannedRequest;
  /** Whether a request whose outcome is unknown may be sent again: its author says so, and its target keeps to it. */
  mayRepeat(dataAction: DataAction): boolean;
}

/** Everything a performer is made of. */
export interface PerformerParts {
  /** For targets that have no client of their own. */
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly findTarget: (dataAction: DataAction) => FoundTarget;
  /** Such as `attendant/0.1.0`. */
  readonly userAgent: string;
  /** For the jitter of retries, from 0 to 1. */
  readonly random: () => number;
  /** Masks what is secret wherever people look. Absent: nothing is known to be. */
  readonly masker?: Masker;
}

/** Makes a performer. */
export function createDataActionPerformer(parts: PerformerParts): DataActionPerformer {
  const calling = createCalling(parts);
  const masker = parts.masker ?? createMasker();
  const { clock, userAgent } = parts;

  function sendingOf(dataAction: DataAction, target: Target, performance: Performance): Sending {
    const client = target.http ?? parts.http;
    const http = performance.wrapHttp?.(client, dataAction) ?? client;
    const deadline = clock.now() + dataAction.timeoutSeconds * 1000;
    return { clock, userAgent, masker, dataAction, target, http, performance, deadline };
  }

  return {
    perform(dataAction, performance, at) {
      const found = at === undefined ? parts.findTarget(dataAction) : { ok: true as const, target: at };
      if (!found.ok)
        return Promise.resolve({ result: 'failure', failure: failureOf('target.missing', found.message) });
      return perform(sendingOf(dataAction, found.target, performance), calling);
    },
    plan(dataAction, performance) {
      const found = parts.findTarget(dataAction);
      if (!found.ok) return { ok: false, failure: failureOf('target.missing', found.message) };
      return plan(sendingOf(dataAction, found.target, performance));
    },
    mayRepeat: (dataAction) => isRepeatable(dataAction, parts.findTarget(dataAction)),
  };
}

function isRepeatable({ idempotent }: DataAction, found: FoundTarget): boolean {
  return idempotent === 'byKey' ? found.ok && found.target.honoursIdempotencyKey : idempotent;
}

async function perform(sending: Sending, calling: Calling): Promise<DataActionOutcome> {
  const { dataAction, performance, masker } = sending;
  const { operations } = performance;
  const authentication = wantedFirst(sending);
  const authorization = authentication && (await authentication.authorize(timeLeft(sending)));
  if (authorization?.ok === false) return outcomeOf(dataAction, unauthorized(authorization));
  const ready = render(sending, authorization);
  if (!ready.ok) return { result: 'failure', failure: ready.failure };
  const request = requestOf(sending, ready.request);
  const sent = await calling.send(callOf(sending, request), () =>
    sendAuthorized(sending, ready.request, request, authorization),
  );
  if (!sent.ok) return outcomeOf(dataAction, sent);
  const { status, body } = sent.response;
  if (operations !== undefined)
    tracing(operations)('Receive the answer', () => ({ status, body: masker.text(body) }));
  const read = readResponse(dataAction, sent.response, operations);
  if (!read.ok) return { result: 'failure', failure: read.failure };
  return { result: 'success', outputs: read.outputs, output: read.output };
}

/** Credentials come first where templates read them, but not for an input that cannot be used. */
function wantedFirst({ dataAction, target, performance }: Sending): Authentication | undefined {
  if (target.authentication?.givesValues !== true) return undefined;
  return inputFault(dataAction, performance.input) === undefined ? target.authentication : undefined;
}

function callOf({ dataAction, target, performance, deadline }: Sending, request: HttpRequest): Call {
  const { signal, operations } = performance;
  return {
    dataAction: dataAction.id,
    request,
    policies: dataAction.policies,
    isRepeatable: isRepeatable(dataAction, { ok: true, target }),
    integration: target.name,
    deadline,
    ...(target.budget !== undefined && { budget: target.budget }),
    ...(signal !== undefined && { signal }),
    ...(operations !== undefined && { report: reportTo(operations) }),
  };
}

/** Credentials that nobody has asked for show as they would be sent: masked. */
function plan(sending: Sending): PlannedRequest {
  const rendered = render(sending, undefined);
  if (!rendered.ok) return rendered;
  const { authentication } = sending.target;
  const isAdded = authentication !== undefined && !authentication.givesValues;
  const unasked: Authorization = { ok: true, headers: { Authorization: '' } };
  return { ok: true, request: shownRequest(sending, rendered.request, isAdded ? unasked : undefined) };
}
