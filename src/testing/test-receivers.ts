import type { DataAction } from '../actions/data-action.ts';
import type { DataActionOutcome } from '../actions/data-action-outcome.ts';
import { failureOf } from '../actions/failure-outputs.ts';
import type { Json, JsonObject } from '../authoring/json.ts';
import { type Fault, faultyHttp, parseFaultPreset } from '../calling/faults.ts';
import { sleepUntil } from '../calling/sleep.ts';
import { type WatchedClock, watchedClock } from '../calling/watched-clock.ts';
import { askDataAction } from '../engine/ask-data-action.ts';
import type { DataActionRequest, DataActionRunner } from '../engine/engine-options.ts';
import { createDataActionPerformer } from '../performing/data-action-performer.ts';
import type { HttpClient, HttpRequest, HttpResult } from '../ports.ts';
import { namesHost, withoutOrigin } from '../recording/recorder.ts';
import { createReplay } from '../recording/replay.ts';
import type { SimulatedClock } from '../simulator/simulated-clock.ts';
import type { Receivers } from '../simulator/simulation-parts.ts';
import { answerSketch } from './answer-sketch.ts';
import type { Answers, FlowTest } from './flow-test.ts';
import { EMPTY, forcedOutcome, oneARequest, responseOf } from './given-answers.ts';
import type { OpenAnswer, TestMessage, TestRequest } from './sent.ts';
import type { Answer } from './test-file.ts';
import { NOBODY, targetOf } from './test-target.ts';

/** Answers data actions as a test says; nothing leaves the process. */
export interface TestReceivers extends Receivers {
  /** The same for whoever asks receivers through a runner. */
  readonly runner: DataActionRunner;
  readonly waits: NonNullable<Receivers['waits']>;
  readonly requests: readonly TestRequest[];
  readonly messages: readonly TestMessage[];
  /** Requests that nothing answered. */
  unanswered(): readonly OpenAnswer[];
  /** Answers of the test itself that nobody asked for. */
  unused(): readonly OpenAnswer[];
}

/** Longer than any step waits. */
const FOR_EVER_MS = 10 * 365 * 86_400_000;
const LEFT_OUT = ['authorization'];

/** Makes the receivers of one call. @param clock of the call. */
export function testReceivers(
  test: Pick<FlowTest, 'flow' | 'settings' | 'answers' | 'cassette'>,
  clock: SimulatedClock,
): TestReceivers {
  return new Receiving(test, watchedClock(clock));
}

/** One data action that is being asked. */
interface Asking {
  readonly name: string;
  readonly dataAction: DataAction;
  readonly inputs: JsonObject;
  /** What the test says came of it, whatever the performer reads. */
  forced?: DataActionOutcome;
}

class Receiving implements TestReceivers {
  readonly requests: TestRequest[] = [];
  readonly messages: TestMessage[] = [];
  readonly waits: WatchedClock;
  readonly runner: DataActionRunner = {
    run: (dataAction, request) => this.#perform(dataAction, request),
    mayRepeat: (dataAction) =>
      dataAction.onUnknownOutcome === 'retry' && this.#performer.mayRepeat(dataAction),
  };
  readonly #test: Parameters<typeof testReceivers>[0];
  readonly #performer;
  readonly #taken = new Map<string, number>();
  readonly #faulty = new Map<Answer, HttpClient>();
  readonly #unanswered: OpenAnswer[] = [];
  readonly #replay;

  constructor(test: Parameters<typeof testReceivers>[0], clock: WatchedClock) {
    this.#test = test;
    this.waits = clock;
    this.#replay = test.cassette === undefined ? undefined : createReplay(test.cassette, { clock });
    this.#performer = createDataActionPerformer({
      http: NOBODY,
      clock,
      findTarget: targetOf,
      userAgent: 'attendant',
      random: () => 0.5,
    });
  }

  async ask({ name, inputs, idempotencyKey, signal }: Parameters<Receivers['ask']>[0]) {
    const dataAction = this.#test.flow.dataActions.get(name);
    if (dataAction === undefined) {
      const failure = failureOf('dataAction.missing', 'the data action is not part of this flow version');
      return { outcome: { result: 'failure' as const, failure }, operations: [] };
    }
    const outcome = await askDataAction(this.runner, dataAction, { inputs, idempotencyKey, signal });
    return { outcome, operations: [] };
  }

  unanswered(): readonly OpenAnswer[] {
    const faults = this.#replay?.faults() ?? [];
    const hint = 'record the cassette again, or answer it in the test';
    return [...this.#unanswered, ...faults.map((message) => ({ message, hint }))];
  }

  unused(): readonly OpenAnswer[] {
    return [...this.#test.answers].flatMap(([name, { list, isForAll, isOwn }]) => {
      const taken = this.#taken.get(name) ?? 0;
      if (isForAll || !isOwn || taken >= oneARequest(list).length) return [];
      const asked = taken === 0 ? 'was never asked' : `was asked ${times(taken)}`;
      return [
        {
          message: `${name} ${asked}, and the test has ${list.length} answers in order`,
          hint: 'remove what is not needed; one answer that is no list is given to every request',
        },
      ];
    });
  }

  async #perform(
    dataAction: DataAction,
    { inputs, idempotencyKey, signal }: DataActionRequest,
  ): Promise<DataActionOutcome> {
    const asking: Asking = { name: this.#nameOf(dataAction), dataAction, inputs };
    const http: HttpClient = { send: (...sent) => this.#send(asking, ...sent), close: async () => {} };
    const outcome = await this.#performer.perform(dataAction, {
      input: inputs,
      settings: this.#test.settings,
      idempotencyKey,
      signal,
      wrapHttp: () => http,
    });
    const ended = asking.forced ?? outcome;
    this.#noteMessage(asking, ended);
    return ended;
  }

  /** As the flow calls it. */
  #nameOf(dataAction: DataAction): string {
    const { dataActions } = this.#test.flow;
    return [...dataActions].find(([, one]) => one === dataAction)?.[0] ?? dataAction.id;
  }

  #send(asking: Asking, ...[request, options]: Parameters<HttpClient['send']>): Promise<HttpResult> {
    this.requests.push(this.#noted(asking, request));
    const answers = this.#test.answers.get(asking.name);
    if (answers === undefined && this.#replay !== undefined)
      return this.#replay.for(asking.dataAction).send(request, options);
    const answer = answers === undefined ? undefined : this.#next(asking.name, answers);
    return answer === undefined ? this.#nothing(asking) : this.#give(answer, asking, request, options);
  }

  #noted({ name, dataAction, inputs }: Asking, { method, url, headers, body }: HttpRequest): TestRequest {
    const shown = Object.entries(headers).filter(([header]) => !LEFT_OUT.includes(header.toLowerCase()));
    return {
      at: this.waits.now(),
      dataAction: name,
      inputs,
      method,
      url: namesHost(dataAction) ? url : withoutOrigin(url),
      headers: Object.fromEntries(shown),
      ...(body !== undefined && { body: parsed(body) }),
      ...(dataAction.isSecure && { isSecure: true }),
    };
  }

  #next(name: string, { list, isForAll }: Answers): Answer | undefined {
    const taken = this.#taken.get(name) ?? 0;
    this.#taken.set(name, taken + 1);
    return isForAll ? list[0] : oneARequest(list)[taken];
  }

  #nothing({ name, dataAction }: Asking): Promise<HttpResult> {
    const given = this.#test.answers.get(name)?.list.length ?? 0;
    const message =
      given === 0
        ? `nothing answers the data action ${name}`
        : `${name} was asked more than ${times(given)}, and the test has no further answer`;
    const sketch = JSON.stringify(answerSketch(dataAction));
    const hint =
      given === 0
        ? `write "dataActions": { ${JSON.stringify(name)}: ${sketch} }`
        : `add ${sketch}, or write one answer for every request in place of the list`;
    if (!this.#unanswered.some((one) => one.message === message)) this.#unanswered.push({ message, hint });
    return Promise.resolve({ ok: false, failure: 'refused', message: 'The test has no answer' });
  }

  async #give(
    answer: Answer,
    asking: Asking,
    ...[request, options]: Parameters<HttpClient['send']>
  ): Promise<HttpResult> {
    if (answer.fault !== undefined)
      return this.#faultyClient(answer, answer.fault, asking).send(request, options);
    return this.#giveSound(answer, asking, options);
  }

  async #giveSound(
    answer: Answer,
    asking: Asking,
    { timeoutMs, signal }: Parameters<HttpClient['send']>[1],
  ): Promise<HttpResult> {
    const wantedMs = answer.timeout === true ? FOR_EVER_MS : (answer.afterSeconds ?? 0) * 1000;
    const forced = forcedOutcome(answer);
    // What the test says of the outcome itself takes as long as it says.
    const isLate = answer.timeout !== true && forced === undefined && wantedMs >= timeoutMs;
    const clock = this.waits;
    if (wantedMs > 0) await sleepUntil(clock, clock.now() + (isLate ? timeoutMs : wantedMs), signal);
    if (signal?.aborted === true)
      return { ok: false, failure: 'broken', message: 'The request was given up' };
    if (isLate) return { ok: false, failure: 'timeout', message: 'No whole answer came within the time' };
    if (forced !== undefined) asking.forced = forced;
    return responseOf(answer);
  }

  /** A fault counts its requests, so its client stays. */
  #faultyClient(answer: Answer, text: string, asking: Asking): HttpClient {
    const known = this.#faulty.get(answer);
    if (known !== undefined) return known;
    const read = parseFaultPreset(text);
    const fault: Fault = read.ok ? read.value : { name: 'timeout' };
    const { fault: _fault, ...sound } = answer;
    const behind: HttpClient = {
      send: (_request, options) =>
        Object.keys(sound).length === 0 ? Promise.resolve(EMPTY) : this.#giveSound(sound, asking, options),
      close: async () => {},
    };
    const client = faultyHttp(behind, fault, { clock: this.waits });
    this.#faulty.set(answer, client);
    return client;
  }

  #noteMessage(
    { name, dataAction: { sends, isSecure }, inputs }: Asking,
    { result }: DataActionOutcome,
  ): void {
    if (sends === undefined || result !== 'success') return;
    const { channel, to } = sends;
    this.messages.push({
      at: this.waits.now(),
      dataAction: name,
      channel,
      to: String(inputs[to] ?? ''),
      inputs,
      ...(isSecure && { isSecure: true }),
    });
  }
}

function parsed(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return body;
  }
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
