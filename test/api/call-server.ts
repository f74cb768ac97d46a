import type { FastifyPluginAsync } from 'fastify';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import type { DataActionOutcome } from '../../src/actions/data-action-outcome.ts';
import { callRoutes } from '../../src/api/call-routes.ts';
import { flowExecutionRoutes } from '../../src/api/flow-execution-routes.ts';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { FlowLibrary, RunnableFlow } from '../../src/engine/engine-options.ts';
import { compileFlow } from '../../src/runtime/compile.ts';
import type { ConversationStore } from '../../src/store/conversation-store.ts';
import { memoryConversations } from '../../src/store/memory-conversations.ts';
import { type LocalServer, openLocalServer, TEST_SEED } from './local-server.ts';

const LOOK_UP = compileDataAction(
  {
    name: 'Look up',
    integrationType: 'attendant',
    templates: 'handlebars',
    contract: {
      input: { inputSchema: { type: 'object', properties: { key: { type: 'string' } } } },
      output: { successSchema: { type: 'object', properties: { found: { type: 'string' } } } },
    },
    config: {
      request: { requestType: 'GET', requestUrlTemplate: '/look-up/{{input.key}}' },
      response: { translationMap: { found: '$.found' } },
    },
  },
  'look-up.data-action.json',
);

/** How often the flow `Talk long` waits for a key, and how many characters it says each time. */
export const LONG_ROUNDS = 1000;
const LONG_TEXT = 8000;

/** Flows that use each kind of wait. */
const FLOWS: readonly JsonObject[] = [
  {
    type: 'inboundCall',
    name: 'Ask',
    languages: ['en-US', 'de-DE'],
    variables: { 'Flow.digits': { type: 'string' }, 'Flow.greeting': { type: 'string', isInput: true } },
    startUp: { menu: 'main' },
    menus: {
      main: {
        audio: 'For a number, press 1. To wait for an agent, say agent. To look something up, press 3.',
        choices: {
          '1': { name: 'Number', actions: [{ jumpToTask: 'number' }] },
          '2': { name: 'Agent', terms: ['agent'], actions: [{ transferToAcd: 'Support' }] },
          '3': { name: 'Look up', actions: [{ jumpToTask: 'lookUp' }] },
        },
      },
    },
    tasks: {
      number: [
        { collectInput: { audio: 'Type four digits.', digits: { exact: 4 }, saveAs: 'Flow.digits' } },
        { setParticipantData: { digits: '{{Flow.digits}}' } },
        { disconnect: {} },
      ],
      lookUp: [
        {
          callData: { dataAction: 'look-up', inputs: { key: 'k' }, successOutputs: { found: 'Flow.digits' } },
        },
        { disconnect: {} },
      ],
    },
  },
  {
    type: 'workflow',
    name: 'Add up',
    variables: {
      'Flow.number': { type: 'phoneNumber', isInput: true },
      'Flow.count': { type: 'integer', isInput: true, initialValue: 1 },
      'Flow.words': { type: 'stringCollection', isInput: true },
      'Flow.isFast': { type: 'boolean', isInput: true },
      'Flow.from': { type: 'dateTime', isInput: true },
      'Flow.inner': { type: 'string' },
      'Flow.total': { type: 'integer', isOutput: true },
      'Flow.note': { type: 'string', isOutput: true },
    },
    startUp: { task: 'add' },
    tasks: {
      add: [
        { wait: 60 },
        { updateData: { 'Flow.total': { '+': [{ var: 'Flow.count' }, 1] } } },
        { endWorkflow: 'added' },
      ],
    },
  },
  {
    type: 'workflow',
    name: 'Fail',
    variables: { 'Flow.total': { type: 'integer' } },
    startUp: { task: 'fail' },
    tasks: { fail: [{ updateData: { 'Flow.total': { cat: ['no ', 'number'] } } }, { endWorkflow: 'never' }] },
  },
  {
    type: 'inboundCall',
    name: 'Talk long',
    startUp: { task: 'talk' },
    tasks: {
      talk: [
        {
          loop: {
            count: LONG_ROUNDS,
            outputs: {
              loop: [
                {
                  collectInput: {
                    audio: 'x'.repeat(LONG_TEXT),
                    digits: { exact: 1 },
                    saveAs: 'Task.key',
                    outputs: { failure: [{ disconnect: {} }] },
                  },
                },
              ],
            },
          },
        },
        { disconnect: {} },
      ],
    },
  },
];

/** A server with an engine on a store in memory, all on the local server's clock. */
export interface CallServer extends LocalServer {
  readonly engine: Engine;
  readonly store: ConversationStore;
  readonly flows: FlowLibrary;
  /** How many listen to the engine's steps. */
  listeners(): number;
  get(path: string, headers?: { readonly [name: string]: string }): ReturnType<LocalServer['inject']>;
  post(
    path: string,
    body?: Json,
    headers?: { readonly [name: string]: string },
  ): ReturnType<LocalServer['inject']>;
  /** Starts a call of the flow `Ask`. @returns its id. */
  startAsk(): Promise<string>;
}

/** Opens a server with the flows above; closed when the test ends. */
export async function openCallServer({
  dataAction = async () => ({ result: 'success', outputs: { found: 'yes' }, output: { found: 'yes' } }),
  store = memoryConversations(),
  moreFlows = [],
}: {
  readonly dataAction?: () => Promise<DataActionOutcome>;
  readonly store?: ConversationStore;
  readonly moreFlows?: readonly JsonObject[];
} = {}): Promise<CallServer> {
  const late: FastifyPluginAsync[] = [];
  const plugin: FastifyPluginAsync = async (server) => {
    for (const routes of late) await server.register(routes);
  };
  const local = await openLocalServer({ plugins: [plugin], seed: seedWithLauncher() });
  const flows = library(moreFlows);
  let listeners = 0;
  const engine = new Engine({
    store,
    flows,
    dataActions: { run: dataAction, mayRepeat: () => false },
    environment: {
      queues: { Support: { waitSeconds: 30, outcome: 'never' } },
      speechCharactersPerSecond: 15,
    },
    clock: local.clock,
    ids: countingIds(),
    log: { info: () => {}, warn: () => {} },
  });
  const counted = {
    startCall: engine.startCall.bind(engine),
    stimulate: engine.stimulate.bind(engine),
    onStep(listener: Parameters<Engine['onStep']>[0]) {
      listeners++;
      const stop = engine.onStep(listener);
      return () => {
        listeners--;
        stop();
      };
    },
  };
  late.push(callRoutes({ engine: counted, store, flows, clock: local.clock }));
  late.push(flowExecutionRoutes({ engine, store, flows, oauth: local.platform.oauth }));
  const opened: CallServer = {
    ...local,
    engine,
    store,
    flows,
    listeners: () => listeners,
    get: (url, headers = {}) => local.inject({ method: 'GET', url, headers }),
    post: (url, body, headers = {}) =>
      local.inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      }),
    startAsk: async () => (await opened.post('/attendant/calls', { flow: 'Ask' })).json<{ id: string }>().id,
  };
  return opened;
}

function seedWithLauncher() {
  const permissions = ['architect:flow:launch', 'architect:flowExecution:view'];
  const launcher = {
    id: 'launcher',
    name: 'May launch',
    secret: 'launcher-secret',
    localOnly: true,
    permissions,
  };
  return { ...TEST_SEED, oauthClients: [...TEST_SEED.oauthClients, launcher] };
}

function library(more: readonly JsonObject[]): FlowLibrary {
  const flows = new Map([...FLOWS, ...more].map((flow) => [String(flow['name']), runnable(flow)]));
  return {
    find: (name) => flows.get(name),
    names: () => [...flows.keys()],
    fromBundle: () => {
      throw new Error('no test stops its process');
    },
  };
}

function runnable(flow: JsonObject): RunnableFlow {
  const { dataAction, diagnostics: faults } = LOOK_UP;
  if (dataAction === undefined) throw new Error(JSON.stringify(faults));
  const contract = {
    inputs: { key: { type: 'string', required: false } },
    outputs: { found: 'string' },
  } as const;
  const bundle = JSON.stringify(flow);
  const { program, diagnostics } = compileFlow({
    file: 'test.flow.json',
    flow,
    taskFiles: new Map(),
    dataActions: new Map([['look-up', contract]]),
    hash: `hash of ${String(flow['name'])}`,
  });
  if (program === undefined) throw new Error(JSON.stringify(diagnostics));
  return { program, dataActions: new Map([['look-up', dataAction]]), bundle };
}

function countingIds() {
  let count = 0;
  return { next: () => `11111111-0000-4000-8000-${String(++count).padStart(12, '0')}` };
}
