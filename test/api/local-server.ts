import type { FastifyInstance, FastifyPluginAsync, InjectOptions, LightMyRequestResponse } from 'fastify';
import { onTestFinished } from 'vitest';
import { buildServer } from '../../src/api/server.ts';
import type { Json } from '../../src/authoring/json.ts';
import type { FlowPort } from '../../src/platform/interactions/flow-port.ts';
import { openPlatform, type Platform, type PlatformOptions } from '../../src/platform/platform.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import type { NamedQueue } from '../../src/platform/queues/queue-seed.ts';
import type { Ids, Log } from '../../src/ports.ts';
import { AttendantDatabase } from '../../src/store/database.ts';
import { openapiFromVariable } from '../openapi/openapi.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** The customer of most tests: a phone ID. */
export const CUSTOMER = '13175550123';

/** What the test platform starts with. */
export const TEST_SEED: PlatformSeed = {
  organization: { name: 'Test' },
  oauthClients: [
    {
      id: 'sender',
      name: 'May send',
      secret: 'sender-secret',
      localOnly: true,
      permissions: ['conversation:message:create', 'messaging:integration:view', 'responses:response:view'],
    },
    { id: 'nobody', name: 'May do nothing', secret: 'nobody-secret', localOnly: true, permissions: [] },
  ],
  whatsappIntegrations: [
    { id: 'wa-1', name: 'Main', phoneNumber: '+13175550100', status: 'active' },
    { id: 'wa-2', name: 'Second', phoneNumber: '+13175550101', status: 'active' },
    { id: 'wa-off', name: 'Old', phoneNumber: '+13175550102', status: 'inactive' },
  ],
  templates: [
    {
      id: 'greeting',
      name: 'greeting',
      language: 'en_US',
      status: 'approved',
      header: 'Order {{1}}',
      body: 'Hello {{1}}, it comes on {{day}}.',
      parameters: [
        { id: '1', kind: 'text', component: 'header' },
        { id: '1', kind: 'text', component: 'body' },
        { id: 'day', kind: 'text', component: 'body' },
        { id: 'track', kind: 'urlSuffix', component: 'button' },
      ],
    },
    { id: 'plain', name: 'plain', language: 'en', status: 'approved', body: 'Hello.' },
    { id: 'pending', name: 'pending', language: 'en', status: 'pending', body: 'Soon.' },
    { id: 'rejected', name: 'rejected', language: 'en', status: 'rejected', body: 'Never.' },
    {
      id: 'only-second',
      name: 'only_second',
      language: 'en',
      status: 'approved',
      body: 'Two.',
      integrationIds: ['wa-2'],
    },
  ],
  consents: [{ channel: 'whatsapp', address: CUSTOMER, method: 'test', businessName: 'Test' }],
};

/** A message that is accepted. */
export const PLAIN_MESSAGE = {
  fromAddress: 'wa-1',
  toAddress: CUSTOMER,
  toAddressMessengerType: 'whatsapp',
  messagingTemplate: { responseId: 'plain' },
};

/** Another, with parameters for header, body and button. */
export const GREETING_MESSAGE = {
  ...PLAIN_MESSAGE,
  messagingTemplate: {
    responseId: 'greeting',
    headerParameters: [{ id: '1', value: '#77' }],
    bodyParameters: [
      { id: '1', value: 'Ann' },
      { id: 'day', value: 'Friday' },
    ],
    buttonUrlParameters: [{ id: 'track', value: 'a77' }],
  },
};

/** One line of the log. */
export interface Logged {
  readonly level: 'info' | 'warn';
  readonly message: string;
  readonly details: Json;
}

/** A platform and its server, asked without a port. */
export interface LocalServer {
  readonly server: FastifyInstance;
  readonly platform: Platform;
  readonly database: AttendantDatabase;
  readonly clock: FakeClock;
  readonly logged: readonly Logged[];
  inject(options: InjectOptions): Promise<LightMyRequestResponse>;
  /** Logs in and gives the header for further requests. */
  login(id?: string, secret?: string): Promise<{ authorization: string }>;
  /** Sends a message as the client `sender`. */
  send(body: unknown, headers?: { readonly [name: string]: string }): Promise<LightMyRequestResponse>;
  /** Everything in the outbox, newest first, when all is delivered. */
  outbox(): Promise<readonly { readonly [name: string]: Json }[]>;
  close(): Promise<void>;
  /** Ends like a process that is killed: what is not on disk never comes there, and nothing is waited for. */
  die(): Promise<void>;
}

/** Opens a server on a fresh or a given database file; closed when the test ends. */
export async function openLocalServer({
  seed = TEST_SEED,
  clock = new FakeClock(),
  file = ':memory:',
  plugins = [],
  allowedHosts = [],
  flowQueues = [],
  flows,
  platformOptions = {},
}: {
  readonly seed?: PlatformSeed;
  readonly file?: string;
  readonly plugins?: readonly FastifyPluginAsync[];
  readonly allowedHosts?: readonly string[];
  readonly flowQueues?: readonly NamedQueue[];
  readonly flows?: FlowPort;
  /** A clock that stands where an earlier server's stood; absent: a new one. */
  readonly clock?: FakeClock;
  readonly platformOptions?: Pick<PlatformOptions, 'carriers' | 'dns' | 'newDkimKey' | 'isAtRest'>;
} = {}): Promise<LocalServer> {
  const logged: Logged[] = [];
  const database = AttendantDatabase.open(file);
  let isDead = false;
  const living = {
    now: () => clock.now(),
    at: (at: number, callback: () => void) => clock.at(at, () => (isDead ? undefined : callback())),
  };
  const parts = { clock: living, ids: countingIds(lifeOn(file)), log: logInto(logged) };
  const platform = await openPlatform({
    ...parts,
    database,
    seed,
    flowQueues,
    ...(flows !== undefined && { flows }),
    ...platformOptions,
  });
  const server = buildServer({ ...parts, platform, plugins, allowedHosts });
  compareAnswers(server);
  let authorization: string | undefined;
  let isClosed = false;

  const local: LocalServer = {
    server,
    platform,
    database,
    clock,
    logged,
    inject: (options) => server.inject({ ...options, headers: { host: 'localhost', ...options.headers } }),
    async login(id = 'sender', secret = `${id}-secret`) {
      const answer = await local.inject({
        method: 'POST',
        url: '/oauth/token',
        headers: {
          authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: 'grant_type=client_credentials',
      });
      return { authorization: `Bearer ${answer.json<{ access_token: string }>().access_token}` };
    },
    async send(body, headers = {}) {
      authorization ??= (await local.login()).authorization;
      return local.inject({
        method: 'POST',
        url: '/api/v2/conversations/messages/agentless',
        headers: { authorization, 'content-type': 'application/json', ...headers },
        payload: typeof body === 'string' ? body : JSON.stringify(body),
      });
    },
    async outbox() {
      await platform.settled();
      const answer = await local.inject({ method: 'GET', url: '/attendant/outbox' });
      return answer.json<{ entities: readonly { readonly [name: string]: Json }[] }>().entities;
    },
    async die() {
      isDead = true;
      isClosed = true;
      database.commits.flush = () => undefined;
      database.close();
      await server.close();
    },
    async close() {
      await server.close();
      await platform.close();
      database.close();
    },
  };
  const close = local.close;
  local.close = async () => {
    if (!isClosed) await close();
    isClosed = true;
  };
  onTestFinished(() => local.close());
  return local;
}

/** With an OpenAPI document named (`npm run openapi`), an answer that does not keep to it fails the test. */
function compareAnswers(server: FastifyInstance): void {
  const openapi = openapiFromVariable();
  if (openapi === undefined) return;
  const found = new Set<string>();
  server.addHook('onSend', async (request, reply, payload) => {
    const { method, url } = request;
    if (!String(reply.getHeader('content-type') ?? 'json').includes('json')) return payload;
    const body = typeof payload === 'string' ? payload : '';
    for (const fault of openapi.faults(method, url, reply.statusCode, body)) found.add(fault);
    return payload;
  });
  onTestFinished(() => {
    if (found.size > 0)
      throw new Error(`answers differ from the OpenAPI document:\n${[...found].join('\n')}`);
  });
}

/** How often a server was opened on each file. */
const lives = new Map<string, number>();

/** How many servers there were on a file before this one. */
function lifeOn(file: string): number {
  const life = file === ':memory:' ? 0 : (lives.get(file) ?? 0);
  lives.set(file, life + 1);
  return life;
}

/** Ids of a later server on the same file are others. */
function countingIds(life: number): Ids {
  let count = 0;
  const prefix = String(life).padStart(8, '0');
  return { next: () => `${prefix}-0000-4000-8000-${String(++count).padStart(12, '0')}` };
}

function logInto(logged: Logged[]): Log {
  return {
    info: (message, details = {}) => void logged.push({ level: 'info', message, details }),
    warn: (message, details = {}) => void logged.push({ level: 'warn', message, details }),
  };
}
