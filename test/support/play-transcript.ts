import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { DataActionRunner, FlowLibrary, RunnableFlow } from '../../src/engine/engine-options.ts';
import type { LoadedEnvironment } from '../../src/files/environment.ts';
import { createOauthTokens } from '../../src/http/oauth-tokens.ts';
import { bearerAuthentication } from '../../src/integrations/bearer-authentication.ts';
import { createDataActionPerformer } from '../../src/performing/data-action-performer.ts';
import { targetsByType } from '../../src/performing/target.ts';
import type { Clock, HttpClient } from '../../src/ports.ts';
import type { Conversation, Stimulus } from '../../src/runtime/conversation.ts';
import type { ConversationStore, StepRecord } from '../../src/store/conversation-store.ts';
import { memoryConversations } from '../../src/store/memory-conversations.ts';
import { FakeClock } from './fake-clock.ts';
import { type RecordedAnswer, type RecordedHttp, recordedHttp, type SentRequest } from './recorded-http.ts';

/** What the caller does: one of these, when what is playing has been heard, or `afterMs` after what happened last. */
export interface CallerAct {
  readonly afterMs?: number;
  /** Keys, all at one moment. */
  readonly press?: string;
  readonly say?: string;
  /** A message that the customer sends. */
  readonly write?: string;
  /** Time passes until the call goes on by itself. */
  readonly silence?: true;
  readonly hangUp?: true;
}

/** What goes into a call. */
export interface TranscriptInput {
  /** When it comes in, ISO 8601. */
  readonly startsAt: string;
  readonly caller: {
    /** With its plus sign; withheld when absent. */
    readonly from?: string;
    /** What the customer writes first; the conversation is in writing then. */
    readonly message?: string;
    readonly language?: string;
    readonly inputs?: JsonObject;
  };
  /** After the last one time passes until the call has ended. */
  readonly stimuli: readonly CallerAct[];
  readonly answers: readonly RecordedAnswer[];
}

/** What came out of a call. */
export interface PlayedTranscript {
  readonly steps: readonly StepRecord[];
  readonly requests: readonly SentRequest[];
  /** What was asked of the network and is not on record, or the other way round. */
  readonly faults: readonly string[];
}

/** The id of every conversation in a transcript. */
export const CONVERSATION_ID = 'c1';

interface Stage {
  readonly engine: Engine;
  readonly clock: FakeClock;
  readonly http: RecordedHttp;
  readonly load: () => Promise<Conversation>;
}

/** Plays a call on the real engine and performer; only time, ids and the network are on record. */
export async function playTranscript(
  flow: RunnableFlow,
  { environment, settings }: LoadedEnvironment,
  input: TranscriptInput,
): Promise<PlayedTranscript> {
  const clock = new FakeClock(Date.parse(input.startsAt));
  const http = recordedHttp(clock, input.answers);
  const store = throughJson(memoryConversations());
  const engine = new Engine({
    store,
    flows: libraryOf(flow),
    dataActions: runnerOf(http, clock, settings),
    environment,
    clock,
    ids: { next: () => CONVERSATION_ID },
    log: { info: () => {}, warn: (message) => warnings.push(message) },
  });
  const warnings: string[] = [];
  const steps: StepRecord[] = [];
  engine.onStep((record) => steps.push(record));
  const load = async () =>
    (await store.load(CONVERSATION_ID)) ?? Promise.reject(new Error('there is no call'));
  const { from, message, ...caller } = input.caller;
  const sender = from === undefined ? {} : { senderAddress: from };
  const spoken = from === undefined ? {} : { ani: `tel:${from}` };
  const call = message === undefined ? spoken : { message: { body: message, ...sender } };
  await engine.startCall({ flow: flow.program.name, call, ...caller });
  await settled();
  await act({ engine, clock, http, load }, input.stimuli);
  await engine.close();
  return { steps, requests: http.sent, faults: [...warnings, ...http.faults()] };
}

async function act(stage: Stage, stimuli: readonly CallerAct[]): Promise<void> {
  for (const stimulus of stimuli) await perform(stage, stimulus);
  while ((await stage.load()).status === 'waiting') await keepSilent(stage);
}

async function perform(
  stage: Stage,
  { afterMs, press, say, write, silence, hangUp }: CallerAct,
): Promise<void> {
  if (silence === true) return keepSilent(stage);
  const { playing } = (await stage.load()).wait ?? {};
  const now = stage.clock.now();
  await passTo(stage, afterMs === undefined ? Math.max(now, playing?.at(-1)?.endsAt ?? now) : now + afterMs);
  const bring = (stimulus: Stimulus) => stage.engine.stimulate(CONVERSATION_ID, stimulus);
  if (press !== undefined) await bring({ type: 'pressed', keys: press });
  if (say !== undefined) await bring({ type: 'spoke', words: say });
  if (write !== undefined) await bring({ type: 'wrote', text: write });
  if (hangUp === true) await bring({ type: 'callerDisconnected' });
  await settled();
}

async function keepSilent(stage: Stage): Promise<void> {
  const { step } = await stage.load();
  for (let call = await stage.load(); call.step === step; call = await stage.load())
    await passTo(stage, nextAt(stage, call) ?? Number.NaN);
}

/** Stops at everything that happens on the way, so that what follows from it happens at its own time. */
async function passTo(stage: Stage, at: number): Promise<void> {
  for (;;) {
    const next = nextAt(stage, await stage.load());
    stage.clock.advanceTo(next === undefined ? at : Math.min(next, at));
    await settled();
    if (stage.clock.now() === at) return;
  }
}

function nextAt({ http }: Stage, { wait }: Conversation): number | undefined {
  const moments = [http.nextAt(), wait?.dueAt].filter((moment) => moment !== undefined);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

/** Nothing here takes real time: after one turn only requests that never get an answer are under way. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function libraryOf(flow: RunnableFlow): FlowLibrary {
  return {
    find: (name) => (name === flow.program.name ? flow : undefined),
    names: () => [flow.program.name],
    fromBundle: () => flow,
  };
}

function runnerOf(http: HttpClient, clock: Clock, settings: JsonObject): DataActionRunner {
  const target = { name: 'local', baseUrl: 'http://platform.test', honoursIdempotencyKey: true };
  const tokenUrl = `${target.baseUrl}/oauth/token`;
  const tokens = createOauthTokens(http, clock, { tokenUrl, clientId: 'client', clientSecret: 'secret' });
  const authentication = bearerAuthentication(tokens);
  const performer = createDataActionPerformer({
    http,
    clock,
    findTarget: targetsByType({
      attendant: target,
      'purecloud-data-actions': { ...target, authentication },
    }),
    userAgent: 'attendant',
    random: () => 0.5,
  });
  return {
    run: (dataAction, { inputs, ...request }) =>
      performer.perform(dataAction, { input: inputs, settings, ...request }),
    mayRepeat: (dataAction) => dataAction.onUnknownOutcome === 'retry' && performer.mayRepeat(dataAction),
  };
}

/** Every step goes through text on its way in, every conversation on its way out. */
function throughJson(store: ConversationStore): ConversationStore {
  return {
    ...store,
    saveStep: (record) => store.saveStep(copied(record)),
    load: async (id) => {
      const conversation = await store.load(id);
      return conversation === undefined ? undefined : copied(conversation);
    },
  };
}

/** A value written as JSON and read again. */
export function copied<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

/** What a step changed in a conversation, member by member; null where one is gone. */
export function changesOf(before: Conversation, after: Conversation): JsonObject {
  const [old, now] = [before as unknown as JsonObject, after as unknown as JsonObject];
  const changed = Object.entries(now).filter(([key, value]) => !isSame(value, old[key]));
  const gone = Object.keys(old).filter((key) => !Object.hasOwn(now, key));
  return Object.fromEntries([...changed, ...gone.map((key) => [key, null] as const)]);
}

function isSame(value: Json, other: Json | undefined): boolean {
  return JSON.stringify(value) === JSON.stringify(other);
}
