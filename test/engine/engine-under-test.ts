import type { DataAction } from '../../src/actions/data-action.ts';
import type { DataActionOutcome } from '../../src/actions/data-action-outcome.ts';
import { failureOf } from '../../src/actions/failure-outputs.ts';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { DataActionRunner, FlowLibrary, RunnableFlow } from '../../src/engine/engine-options.ts';
import { AttendantError } from '../../src/errors.ts';
import { compileFlow } from '../../src/runtime/compile.ts';
import { EMPTY_ENVIRONMENT } from '../../src/runtime/environment.ts';
import type { ConversationStore } from '../../src/store/conversation-store.ts';
import { memoryConversations } from '../../src/store/memory-conversations.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** The data action of these tests; the scripted runner only looks at its id. */
const SEND = { id: 'send' } as DataAction;
const CONTRACT = { inputs: { to: { type: 'string', required: true } }, outputs: { id: 'string' } } as const;

/** Makes a flow whose start task holds `actions`, callable as `name`. */
export function flowOf(
  actions: readonly Json[],
  { name = 'test', hash = `hash of ${name}` }: { readonly name?: string; readonly hash?: string } = {},
): RunnableFlow {
  const flow: JsonObject = {
    type: 'inboundCall',
    name,
    variables: { 'Flow.id': { type: 'string' }, 'Flow.digits': { type: 'string' } },
    startUp: { task: 'main' },
    tasks: { main: [...actions] },
  };
  const { program, diagnostics } = compileFlow({
    file: `${name}.flow.json`,
    flow,
    taskFiles: new Map(),
    dataActions: new Map([['send', CONTRACT]]),
    hash,
  });
  if (program === undefined) throw new Error(JSON.stringify(diagnostics));
  return { program, dataActions: new Map([['send', SEND]]), bundle: JSON.stringify({ actions, name, hash }) };
}

/** Asks for up to three digits, then says goodbye. */
export const ASK: readonly Json[] = [
  { collectInput: { audio: '', digits: { max: 3, terminator: '#' }, saveAs: 'Flow.digits' } },
  { disconnect: true },
];

/** Sends, waits at most 10 seconds, and keeps in participant data how that went. */
export const SENDING: readonly Json[] = [
  {
    callData: {
      dataAction: 'send',
      inputs: { to: 'somebody' },
      timeoutSeconds: 10,
      successOutputs: { id: 'Flow.id' },
      failureOutputs: { errorCode: 'Flow.id' },
      outputs: {
        success: [{ setParticipantData: { sent: '{{Flow.id}}' } }],
        failure: [{ setParticipantData: { sent: 'failure {{Flow.id}}' } }],
        timeout: [{ setParticipantData: { sent: 'timeout' } }],
      },
    },
  },
  { disconnect: true },
];

/** A library of these flows; its bundles are those of flowOf. */
export function libraryOf(...flows: readonly RunnableFlow[]): FlowLibrary {
  return {
    find: (name) => flows.find(({ program }) => program.name === name),
    names: () => flows.map(({ program }) => program.name),
    fromBundle(bundle) {
      const { actions, name, hash, broken } = JSON.parse(bundle) as {
        actions: Json[];
        name: string;
        hash: string;
        broken?: boolean;
      };
      if (broken === true) throw new AttendantError('FLOW_INVALID', 'this flow cannot be run any more');
      return flowOf(actions, { name, hash });
    },
  };
}

/** A request the engine has made and the test answers. */
export interface MadeRequest {
  readonly inputs: JsonObject;
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
  answer(outcome: DataActionOutcome): void;
  break(error: Error): void;
}

/** A runner whose requests lie open until the test answers them, or the engine aborts them. */
export function scriptedRunner({
  mayRepeat = false,
} = {}): DataActionRunner & { readonly made: MadeRequest[] } {
  const made: MadeRequest[] = [];
  return {
    made,
    mayRepeat: () => mayRepeat,
    run: (_dataAction, request) =>
      new Promise((resolve, reject) => {
        made.push({ ...request, answer: resolve, break: reject });
        request.signal.addEventListener('abort', () =>
          resolve({ result: 'unknown', failure: failureOf('aborted', 'nobody waits for it any more') }),
        );
      }),
  };
}

/** An engine with everything a test may want to look at. */
export function testEngine({
  store = memoryConversations(),
  clock = new FakeClock(),
  flows = libraryOf(flowOf(ASK)),
  runner = scriptedRunner(),
  idPrefix = 'c',
}: {
  readonly store?: ConversationStore;
  readonly clock?: FakeClock;
  readonly flows?: FlowLibrary;
  readonly runner?: ReturnType<typeof scriptedRunner>;
  readonly idPrefix?: string;
} = {}) {
  const warnings: string[] = [];
  let ids = 0;
  const engine = new Engine({
    store,
    flows,
    dataActions: runner,
    environment: { ...EMPTY_ENVIRONMENT, queues: { slow: { waitSeconds: 60, outcome: 'answer' } } },
    clock,
    ids: { next: () => `${idPrefix}${++ids}` },
    log: { info: () => undefined, warn: (message) => warnings.push(message) },
  });
  return { engine, store, clock, runner, warnings };
}

/** Lets everything go on that is ready, without waiting for requests that lie open. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 20; round++) await new Promise((resolve) => setImmediate(resolve));
}
