import type { FastifyPluginAsync, LightMyRequestResponse } from 'fastify';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import { dataActionChangeRoutes } from '../../src/api/data-action-change-routes.ts';
import { dataActionRoutes } from '../../src/api/data-action-routes.ts';
import { dataActionRunRoutes } from '../../src/api/data-action-run-routes.ts';
import { integrationRoutes } from '../../src/api/integration-routes.ts';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import type { FileAction } from '../../src/platform/data-actions/action-record.ts';
import type {
  BenchRequest,
  BenchResult,
  DataActionBench,
} from '../../src/platform/data-actions/data-action-bench.ts';
import { type DataActions, openDataActions } from '../../src/platform/data-actions/data-actions.ts';
import { catalogueOf, type KnownIntegration } from '../../src/platform/data-actions/integration-catalogue.ts';
import { type LocalServer, openLocalServer, TEST_SEED } from './local-server.ts';

/** Where data actions are. */
export const ACTIONS = '/api/v2/integrations/actions';

/** The integrations of the tests: one of the operator's, and two that are there by themselves. */
export const INTEGRATIONS: readonly KnownIntegration[] = [
  { id: 'crm', name: 'Customers', type: 'custom-rest-actions', operatorName: 'crm' },
  { id: 'cloud', name: 'Genesys Cloud', type: 'purecloud-data-actions' },
  { id: 'own', name: 'Attendant', type: 'attendant' },
];

/** What makes a data action: Genesys' `PostActionInput`. */
export const NEW_ACTION = {
  name: 'Find a queue',
  category: 'Queues',
  integrationId: 'cloud',
  secure: false,
  contract: {
    input: {
      inputSchema: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
    },
    output: {
      successSchema: {
        type: 'object',
        properties: {
          queue: { type: 'object', properties: { name: { type: 'string' } } },
          members: {
            type: 'array',
            items: { type: 'object', properties: { id: { type: 'string' } } },
          },
        },
      },
    },
  },
  config: {
    timeoutSeconds: 20,
    request: {
      requestUrlTemplate: '/api/v2/routing/queues/$esc.uriEncode(${input.id})',
      requestType: 'GET',
      headers: { Accept: 'application/json' },
      requestTemplate: '${input.rawRequest}',
    },
    response: {
      translationMap: { name: '$.name' },
      translationMapDefaults: { name: '""' },
      successTemplate: '{"queue": {"name": ${name}}}',
    },
  },
};

/** A native data action of a file: JSON trees, and secure. */
const LOOK_UP: JsonObject = {
  name: 'Look up a customer',
  category: 'Customers',
  integrationType: 'custom-rest-actions',
  templates: 'handlebars',
  secure: true,
  contract: {
    input: { inputSchema: { type: 'object', properties: { key: { type: 'string' } } } },
    output: { successSchema: { type: 'object', properties: { found: { type: 'string' } } } },
  },
  config: {
    request: {
      requestType: 'POST',
      requestUrlTemplate: 'https://crm.example.com/look-up',
      requestTemplate: { key: '{{input.key}}' },
    },
    response: {
      translationMap: { found: '$.found' },
      translationMapDefaults: { found: 'nobody' },
      successTemplate: { found: '{{found}}' },
    },
  },
};

/** An exported one that only fetches credentials. */
const LOG_IN: JsonObject = {
  name: 'Log in',
  actionType: 'customAuth',
  integrationType: 'custom-rest-actions',
  contract: {
    input: { inputSchema: { type: 'object', properties: {} } },
    output: { successSchema: { type: 'object', properties: {} } },
  },
  config: {
    request: {
      requestType: 'POST',
      requestUrlTemplate: 'https://crm.example.com/token',
      requestTemplate: 'a=b',
    },
    response: { successTemplate: '${rawResult}' },
  },
};

const VIEW = 'integrations:action:view';

/** The clients of the tests and what each may do. */
const CLIENTS = {
  worker: [
    VIEW,
    'integrations:action:add',
    'integrations:action:edit',
    'integrations:action:delete',
    'integrations:action:execute',
    'integrations:integration:view',
  ],
  viewer: [VIEW],
  bridge: ['bridge:actions:view', 'bridge:actions:execute'],
  nobody: [],
};

type ClientName = keyof typeof CLIENTS;

/** What a run gives unless a test says otherwise. */
export const FOUND: BenchResult = {
  outcome: {
    result: 'success',
    output: { queue: { name: 'Support' }, members: [{ id: 'a' }, { id: 'b' }] },
    outputs: { 'queue.name': 'Support', 'members.id': ['a', 'b'] },
  },
  operations: [
    { step: 1, name: 'Check the input', success: true, result: { id: 'q1' } },
    {
      step: 2,
      name: 'Make the request',
      success: true,
      result: { url: '/api/v2/routing/queues/q1' },
      notes: [{ about: '${input.id}', message: 'became q1', hint: 'nothing to do' }],
    },
  ],
};

/** One run that the bench was asked for. */
export interface Ran extends BenchRequest {
  readonly id: string;
  readonly method: string;
}

/** A server with data actions of two files and of the API, whose runs are played. */
export interface DataActionServer extends LocalServer {
  readonly dataActions: DataActions;
  /** What was run, in order. */
  readonly ran: readonly Ran[];
  /** Asks as the client `worker`, or as another. */
  ask(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    client?: string,
  ): Promise<LightMyRequestResponse>;
  /** Makes a data action. @returns what the API says of it. */
  make(changes?: object): Promise<Action>;
}

/** What tests read of Genesys' `Action`. */
export interface Action {
  readonly id: string;
  readonly version: number;
  readonly [name: string]: Json;
}

/** Opens the server on a fresh or a given database file; closed when the test ends. */
export async function openDataActionServer({
  file = ':memory:',
  result = () => FOUND,
  integrations = INTEGRATIONS,
  clients = ['worker'],
}: {
  readonly file?: string;
  readonly result?: (ran: Ran) => BenchResult;
  readonly integrations?: readonly KnownIntegration[];
  readonly clients?: readonly ClientName[];
} = {}): Promise<DataActionServer> {
  const late: FastifyPluginAsync[] = [];
  const plugin: FastifyPluginAsync = async (server) => {
    for (const routes of late) await server.register(routes);
  };
  const local = await openLocalServer({ file, plugins: [plugin], seed: seedWith(clients) });
  const ran: Ran[] = [];
  const bench: DataActionBench = {
    async run(dataAction, request) {
      const one = { ...request, id: dataAction.id, method: dataAction.request.method };
      ran.push(one);
      return result(one);
    },
    plan: () => ({ operations: [], request: { method: 'GET', url: 'http://127.0.0.1/', headers: {} } }),
  };
  const catalogue = catalogueOf(integrations);
  const dataActions = openDataActions({
    database: local.database,
    clock: local.clock,
    ids: countingIds(),
    files: [fileAction(LOOK_UP, 'look-up'), fileAction(LOG_IN, 'log-in')],
    integrations: catalogue,
    bench,
  });
  const { oauth } = local.platform;
  const options = { oauth, dataActions, faults: ['timeout', '429Storm'] };
  late.push(dataActionRoutes(options), dataActionChangeRoutes(options), dataActionRunRoutes(options));
  late.push(integrationRoutes({ oauth, integrations: catalogue }));
  const logins = new Map<string, { authorization: string }>();
  const opened: DataActionServer = {
    ...local,
    dataActions,
    ran,
    async ask(method, url, body, client = 'worker') {
      const headers = logins.get(client) ?? (await local.login(client));
      logins.set(client, headers);
      const payload = typeof body === 'string' ? body : JSON.stringify(body);
      return local.inject({
        method,
        url,
        headers: { ...headers, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { payload }),
      });
    },
    async make(changes = {}) {
      return (await opened.ask('POST', ACTIONS, { ...NEW_ACTION, ...changes })).json<Action>();
    },
  };
  return opened;
}

function fileAction(definition: JsonObject, id: string): FileAction {
  const file = `data-actions/${id}.data-action.json`;
  const { dataAction, diagnostics } = compileDataAction(definition, file);
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics));
  return { dataAction, file };
}

/** Each client costs a slow hash, so there are only those that a test needs. */
function seedWith(clients: readonly ClientName[]) {
  const oauthClients = clients.map((id) => ({
    id,
    name: id,
    secret: `${id}-secret`,
    localOnly: true,
    permissions: CLIENTS[id],
  }));
  return { ...TEST_SEED, oauthClients };
}

function countingIds() {
  let count = 0;
  return { next: () => `22222222-0000-4000-8000-${String(++count).padStart(12, '0')}` };
}
