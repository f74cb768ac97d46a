import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { DataAction, Settings } from './actions/data-action.ts';
import type { Operation } from './actions/operation.ts';
import { callRoutes } from './api/call-routes.ts';
import { flowExecutionRoutes } from './api/flow-execution-routes.ts';
import { buildServer } from './api/server.ts';
import type { JsonObject } from './authoring/json.ts';
import {
  createDataActionPerformer,
  type DataActionOutcome,
  type DataActionPerformer,
  type Target,
  targetsByType,
} from './data-action-performer.ts';
import { Engine } from './engine/engine.ts';
import type { DataActionRunner, FlowLibrary } from './engine/engine-options.ts';
import { bearerAuthentication } from './http/bearer-authentication.ts';
import { openGuardedClient } from './http/guarded-client.ts';
import { createOauthTokens } from './http/oauth-tokens.ts';
import { openPlatform, type Platform } from './platform/platform.ts';
import type { PlatformSeed } from './platform/platform-seed.ts';
import type { Clock, HttpClient, HttpRequest, Ids, Log } from './ports.ts';
import type { Environment } from './runtime/environment.ts';
import type { ConversationStore } from './store/conversation-store.ts';
import { AttendantDatabase } from './store/database.ts';
import { sqliteConversations } from './store/sqlite-conversations.ts';

/** Credentials of an OAuth client. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A Genesys Cloud, or what stands in for one. */
export interface RemoteTarget extends Credentials {
  /** Scheme and host of the API, such as `https://api.mypurecloud.de`. */
  readonly baseUrl: string;
  /** Where tokens come from, such as `https://login.mypurecloud.de/oauth/token`. */
  readonly tokenUrl: string;
}

/** What a host is made of. */
export interface HostOptions {
  /** Path of the database, or `:memory:`. */
  readonly database: string;
  readonly flows: FlowLibrary;
  readonly environment: Environment;
  /** What templates read as `settings.x`. */
  readonly settings: Settings;
  readonly seed: PlatformSeed;
  /** The client of the seed that data actions use. */
  readonly localClient: Credentials;
  /** Where agentless requests go; absent: to the local platform of this process. */
  readonly target?: RemoteTarget;
  /** `host:port` of further private receivers that data actions may call. */
  readonly allowedReceivers?: readonly string[];
  /** 0: any free port. Only loopback is listened to. */
  readonly port: number;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly secretOf?: (name: string) => string | undefined;
  /** For tests: stands between the engine and its ports. */
  readonly wrapStore?: (store: ConversationStore) => ConversationStore;
  readonly wrapHttp?: (http: HttpClient) => HttpClient;
}

/** How a data action went, with every operation and its intermediate result (D6). */
export interface DataActionTrial {
  readonly outcome: DataActionOutcome;
  readonly operations: readonly Operation[];
}

/** What a data action would send, secrets masked, or why it cannot. Nothing was sent. */
export type PlannedTrial = { readonly operations: readonly Operation[] } & (
  | { readonly request: HttpRequest; readonly outcome?: undefined }
  | { readonly request?: undefined; readonly outcome: DataActionOutcome & { readonly result: 'failure' } }
);

/** Everything of one Attendant in one process, listening on loopback and recovered. */
export interface Host {
  readonly engine: Engine;
  readonly store: ConversationStore;
  readonly platform: Platform;
  readonly server: FastifyInstance;
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Runs a data action outside of any call. */
  tryDataAction(dataAction: DataAction, input: JsonObject): Promise<DataActionTrial>;
  /** What tryDataAction would send. */
  planDataAction(dataAction: DataAction, input: JsonObject): PlannedTrial;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const USER_AGENT = 'attendant';

/**
 * Opens the database, the platform, the server and the engine, and takes up every call where it was left.
 *
 * @throws AttendantError when the database cannot be used; an Error with `code` `EADDRINUSE` when the port is taken.
 */
export async function openHost(options: HostOptions): Promise<Host> {
  const database = AttendantDatabase.open(options.database);
  try {
    return await openOn(database, options);
  } catch (error) {
    database.close();
    throw error;
  }
}

async function openOn(database: AttendantDatabase, options: HostOptions): Promise<Host> {
  const { ids, log } = options;
  const platform = await openPlatform({ ...options, database });
  const store = (options.wrapStore ?? same)(sqliteConversations(database));
  const late: { runner?: DataActionRunner } = {};
  const engine = new Engine({ ...options, store, dataActions: lateRunner(late) });
  const recovered = gate();
  const plugins = routes(options, store, platform, engine).map((plugin) => behind(recovered.opened, plugin));
  const server = buildServer({ ids, log, platform, plugins });
  const url = await server.listen({ host: LOOPBACK, port: options.port });
  const allowedHosts = [url, options.target?.baseUrl, options.target?.tokenUrl]
    .flatMap((address) => (address === undefined ? [] : [new URL(address).host]))
    .concat(options.allowedReceivers ?? []);
  const http = (options.wrapHttp ?? same)(openGuardedClient({ allowedHosts }));
  const performer = dataActionPerformer(options, http, url);
  late.runner = dataActionRunner(options, performer);
  await engine.recover();
  recovered.open();
  return {
    engine,
    store,
    platform,
    server,
    url,
    tryDataAction: (dataAction, input) => tryDataAction(options, performer, dataAction, input),
    planDataAction: (dataAction, input) => planDataAction(options, performer, dataAction, input),
    close: () => closeAll(engine, server, http, platform, database),
  };
}

function routes({ flows, clock }: HostOptions, store: ConversationStore, platform: Platform, engine: Engine) {
  return [
    callRoutes({ engine, store, flows, clock }),
    flowExecutionRoutes({ engine, store, flows, oauth: platform.oauth }),
  ];
}

/** Requests to the engine wait until every call stands where it was left. */
function behind(opened: Promise<void>, plugin: FastifyPluginAsync): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onRequest', () => opened);
    await server.register(plugin);
  };
}

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/** The engine is built before the server listens, and its requests go to the server: they meet here. */
function lateRunner(late: { readonly runner?: DataActionRunner }): DataActionRunner {
  const runner = () => {
    if (late.runner === undefined) throw new Error('nothing runs data actions before the server listens');
    return late.runner;
  };
  return {
    run: (...request) => runner().run(...request),
    mayRepeat: (dataAction) => runner().mayRepeat(dataAction),
  };
}

function dataActionPerformer(options: HostOptions, http: HttpClient, localUrl: string): DataActionPerformer {
  const local: Target = { name: 'attendant', baseUrl: localUrl, honoursIdempotencyKey: true };
  return createDataActionPerformer({
    http,
    clock: options.clock,
    findTarget: targetsByType({
      attendant: local,
      'purecloud-data-actions': agentlessTarget(options, http, localUrl),
      'custom-rest-actions': { name: 'web services', honoursIdempotencyKey: false },
    }),
    userAgent: USER_AGENT,
    random: Math.random,
  });
}

function dataActionRunner(options: HostOptions, performer: DataActionPerformer): DataActionRunner {
  return {
    run: (dataAction, { inputs, idempotencyKey, signal }) =>
      performer.perform(dataAction, { input: inputs, settings: options.settings, idempotencyKey, signal }),
    mayRepeat: (dataAction) => dataAction.onUnknownOutcome === 'retry' && performer.mayRepeat(dataAction),
  };
}

async function tryDataAction(
  { settings, ids }: HostOptions,
  performer: DataActionPerformer,
  dataAction: DataAction,
  input: JsonObject,
): Promise<DataActionTrial> {
  const operations: Operation[] = [];
  const outcome = await performer.perform(dataAction, {
    input,
    settings,
    operations,
    idempotencyKey: ids.next(),
  });
  return { outcome, operations };
}

function planDataAction(
  { settings, ids }: HostOptions,
  performer: DataActionPerformer,
  dataAction: DataAction,
  input: JsonObject,
): PlannedTrial {
  const operations: Operation[] = [];
  const idempotencyKey = ids.next();
  const planned = performer.plan(dataAction, { input, settings, operations, idempotencyKey });
  if (planned.ok) return { operations, request: planned.request };
  return { operations, outcome: { result: 'failure', failure: planned.failure } };
}

/** Genesys documents no idempotency key, so a request to it is never repeated on trust in one. */
function agentlessTarget(
  { target, localClient, clock }: HostOptions,
  http: HttpClient,
  localUrl: string,
): Target {
  const { baseUrl, tokenUrl, ...credentials } = target ?? {
    baseUrl: localUrl,
    tokenUrl: `${localUrl}/oauth/token`,
    ...localClient,
  };
  const tokens = createOauthTokens(http, clock, { tokenUrl, ...credentials });
  return {
    name: target === undefined ? 'local platform' : 'cloud',
    baseUrl,
    authentication: bearerAuthentication(tokens),
    honoursIdempotencyKey: target === undefined,
  };
}

async function closeAll(
  engine: Engine,
  server: FastifyInstance,
  http: HttpClient,
  platform: Platform,
  database: AttendantDatabase,
) {
  await engine.close();
  await server.close();
  await http.close();
  await platform.close();
  database.close();
}

function same<T>(port: T): T {
  return port;
}
