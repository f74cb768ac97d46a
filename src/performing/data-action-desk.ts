import type { DataAction, Settings } from '../actions/data-action.ts';
import type { DataActionOutcome } from '../actions/data-action-outcome.ts';
import type { FailureOutputs } from '../actions/failure-outputs.ts';
import type { Operation } from '../actions/operation.ts';
import { secureRequest, shownOperations } from '../actions/secure-run.ts';
import { isJsonObject, type JsonObject } from '../authoring/json.ts';
import { maskedFailure, maskedValues } from '../authoring/mask.ts';
import { type FaultRule, parseFaultPreset, playFaults } from '../calling/faults.ts';
import type { BudgetState } from '../calling/request-budget.ts';
import type { DataActionRunner } from '../engine/engine-options.ts';
import { AttendantError } from '../errors.ts';
import { allowHosts } from '../http/allowed-hosts.ts';
import type { GuardedClient } from '../http/guarded-client.ts';
import type { Integration } from '../integrations/integration.ts';
import type { Masker } from '../integrations/masker.ts';
import {
  type Authenticated,
  type AuthenticationTarget,
  learnable,
} from '../integrations/open-authentication.ts';
import { openIntegrations } from '../integrations/open-integrations.ts';
import type { Secrets } from '../integrations/secrets.ts';
import type { BenchPlan, DataActionBench } from '../platform/data-actions/data-action-bench.ts';
import type { Clock, HttpClient, HttpRequest, Ids } from '../ports.ts';
import type { Recorder } from '../recording/recorder.ts';
import { type Replay, replayedAuthentication } from '../recording/replay.ts';
import { createDataActionPerformer } from './data-action-performer.ts';
import {
  type ClientSecret,
  findingTargets,
  isOurselves,
  type RemoteTarget,
  type TargetFinder,
} from './find-target.ts';
import { maskFailure, maskOperations, maskTexts, maskTrial } from './mask-trial.ts';
import type { FoundTarget, Target } from './target.ts';
import { templateCredentials } from './template-credentials.ts';
import { timedOperations } from './timed-operations.ts';

/** What a desk works with. */
export interface DeskParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: () => number;
  readonly http: GuardedClient;
  /** For tests: stands around every client. */
  readonly wrapHttp?: (http: HttpClient) => HttpClient;
  readonly userAgent: string;
  /** Of this process, such as `http://127.0.0.1:8080`. */
  readonly localUrl: string;
  readonly localClient: ClientSecret;
  readonly remote?: RemoteTarget;
  readonly allowedHosts: readonly string[];
  readonly settings: Settings;
  readonly integrations: readonly Integration[];
  readonly secrets: Secrets;
  readonly masker: Masker;
  /** Those that ask for credentials are found among them, by their ids. */
  readonly dataActions: ReadonlyMap<string, DataAction>;
  /** Faults to play whenever a data action is performed. */
  readonly faults?: readonly FaultRule[];
  readonly recorder?: Recorder;
  /** Answers in place of every receiver. */
  readonly replay?: Replay;
}

/** How a data action went, with every operation and its intermediate result (D6). */
export interface DataActionTrial {
  readonly outcome: DataActionOutcome;
  readonly operations: readonly Operation[];
}

/** What a data action would send, secrets masked, or why it cannot. Nothing was sent. */
export type PlannedTrial = BenchPlan;

/** How much of its request budget an integration has used. */
export interface BudgetUse {
  readonly integration: string;
  readonly state: BudgetState;
}

/** Where data actions are performed: for calls, for trials and for the API, with the same targets and policies. */
export interface DataActionDesk {
  readonly runner: DataActionRunner;
  readonly bench: DataActionBench;
  try(dataAction: DataAction, input: JsonObject): Promise<DataActionTrial>;
  plan(dataAction: DataAction, input: JsonObject): PlannedTrial;
  budgets(): readonly BudgetUse[];
}

/** Opens a desk. Nothing is sent before somebody asks for it. */
export function openDataActionDesk(parts: DeskParts): DataActionDesk {
  const { clock, ids, random, settings, masker, recorder } = parts;
  const wrap = parts.wrapHttp ?? ((http: HttpClient) => http);
  const httpWithin: GuardedClient['within'] = (hosts, remedy) => wrap(parts.http.within(hosts, remedy));
  const learn = (secret: string) => masker.learn(secret);
  const integrations = openIntegrations(parts.integrations, {
    clock,
    secrets: parts.secrets,
    httpWithin,
    authenticate,
    learn,
  });
  const targets = findingTargets({ ...parts, integrations, httpWithin, learn });
  const findTarget = parts.replay === undefined ? targets.find : replaying(targets);
  const faults = playFaults(parts.faults ?? [], { clock });
  const { userAgent } = parts;
  const http = httpWithin(allowHosts([]), '');
  const performer = createDataActionPerformer({ http, clock, findTarget, userAgent, random, masker });

  /** From the outside in: a fault is what the receiver does, so it is recorded; a cassette answers in its place. */
  function around(inner: HttpClient, dataAction: DataAction): HttpClient {
    const answering = parts.replay?.for(dataAction) ?? inner;
    const recorded = recorder?.around(dataAction, answering) ?? answering;
    return faults.around(dataAction.id, recorded);
  }

  async function authenticate(
    id: string,
    target: AuthenticationTarget,
    timeoutMs: number,
  ): Promise<Authenticated> {
    const dataAction = parts.dataActions.get(id);
    if (dataAction === undefined) return { ok: false, message: `there is no data action ${id}` };
    const performance = { input: {}, settings, idempotencyKey: ids.next(), wrapHttp: around };
    const timed = { ...dataAction, timeoutSeconds: Math.min(dataAction.timeoutSeconds, timeoutMs / 1000) };
    const outcome = await performer.perform(timed, performance, { ...target, honoursIdempotencyKey: false });
    if (outcome.result !== 'success') return { ok: false, message: outcome.failure.userMessage };
    return isJsonObject(outcome.output)
      ? { ok: true, output: outcome.output }
      : { ok: false, message: 'its output is no object' };
  }

  async function run(dataAction: DataAction, input: JsonObject, wrapHttp: typeof around, isTraced: boolean) {
    const operations = timedOperations(clock);
    recorder?.learn(input);
    const outcome = await performer.perform(dataAction, {
      input,
      settings,
      wrapHttp,
      idempotencyKey: ids.next(),
      ...(isTraced && { operations }),
    });
    learnCredentials(dataAction, outcome);
    return { outcome, operations };
  }

  /** What an authentication action answers is for requests alone, also when somebody only tries it. */
  function learnCredentials({ isAuthentication }: DataAction, outcome: DataActionOutcome): void {
    if (!isAuthentication || outcome.result !== 'success' || !isJsonObject(outcome.output)) return;
    for (const token of learnable(outcome.output)) learn(token);
  }

  function plan(dataAction: DataAction, input: JsonObject): PlannedTrial {
    const operations: Operation[] = [];
    const planned = performer.plan(dataAction, { input, settings, operations, idempotencyKey: ids.next() });
    if (!planned.ok) {
      const failure = maskTexts(planned.failure, masker);
      const shown = shownOperations(dataAction, maskOperations(operations, masker), failure.userMessage);
      return { operations: shown, outcome: failed(failure) };
    }
    const { request } = planned;
    return {
      operations: shownOperations(dataAction, maskOperations(operations, masker)),
      request: dataAction.isSecure ? secureRequest(dataAction, request) : request,
      ...outsideHostOf(request, parts.localUrl),
    };
  }

  return {
    runner: {
      async run(dataAction, { inputs, idempotencyKey, signal, fault, trace }) {
        recorder?.learn(inputs);
        const operations: Operation[] = [];
        const performance = { input: inputs, settings, idempotencyKey, signal, wrapHttp: withFault(fault) };
        const traced = { ...performance, ...(trace !== undefined && { operations }) };
        const outcome = maskFailure(await performer.perform(dataAction, traced), masker);
        trace?.(shownTrial(dataAction, maskTrial({ outcome, operations }, masker)).operations);
        return outcome;
      },
      mayRepeat: (dataAction) => dataAction.onUnknownOutcome === 'retry' && performer.mayRepeat(dataAction),
    },
    bench: {
      plan: (dataAction, input) => plan(dataAction, input),
      async run(dataAction, { input, fault, traced }) {
        const ran = await run(dataAction, input, withFault(fault), traced);
        return traced ? maskTrial(ran, masker) : { ...ran, outcome: maskFailure(ran.outcome, masker) };
      },
    },
    try: async (dataAction, input) =>
      shownTrial(dataAction, maskTrial(await run(dataAction, input, around, true), masker)),
    plan,
    budgets: () => budgetsOf(targets),
  };

  function withFault(text: string | undefined): typeof around {
    if (text === undefined) return around;
    const read = parseFaultPreset(text);
    // Played without its fault, the request would be sent in earnest.
    if (!read.ok) throw new AttendantError('USAGE', read.message);
    const one = playFaults([{ dataAction: '*', fault: read.value }], { clock });
    return (inner, dataAction) => one.around(dataAction.id, around(inner, dataAction));
  }
}

/** A trial as people may see it: of a secure data action the names of its outputs, and no value (D8). */
function shownTrial(dataAction: DataAction, { outcome, operations }: DataActionTrial): DataActionTrial {
  if (!dataAction.isSecure) return { outcome, operations };
  if (outcome.result === 'success') {
    const outputs = maskedValues(outcome.outputs);
    return {
      outcome: { ...outcome, outputs, output: outputs },
      operations: shownOperations(dataAction, operations),
    };
  }
  const failure = maskedFailure(outcome.failure);
  return {
    outcome: { ...outcome, failure },
    operations: shownOperations(dataAction, operations, failure.userMessage),
  };
}

function outsideHostOf({ url, hostPattern }: HttpRequest, localUrl: string) {
  if (isOurselves(url, localUrl)) return {};
  return { outsideHost: hostPattern ?? (URL.canParse(url) ? new URL(url).host : url) };
}

function budgetsOf({ all }: TargetFinder): readonly BudgetUse[] {
  return all.flatMap(({ name, budget }) =>
    budget === undefined ? [] : [{ integration: name, state: budget.state() }],
  );
}

/** Nobody is asked for anything: where no integration is set up, the cassette stands for it. */
function replaying({ find }: TargetFinder) {
  return (dataAction: DataAction): FoundTarget => {
    const found = find(dataAction);
    const target: Target = found.ok ? found.target : { name: 'cassette', honoursIdempotencyKey: false };
    return {
      ok: true,
      target: { ...target, authentication: replayedAuthentication(templateCredentials(dataAction)) },
    };
  };
}

function failed(failure: FailureOutputs) {
  return { result: 'failure', failure } as const;
}
