import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Settings } from './actions/data-action.ts';
import { flowAdapter } from './answering/flow-adapter.ts';
import { openFlowAnswers } from './answering/flow-answers.ts';
import { budgetRoutes } from './api/budget-routes.ts';
import { callRoutes } from './api/call-routes.ts';
import { callTestRoutes } from './api/call-test-routes.ts';
import { dataActionBenchRoutes } from './api/data-action-bench-routes.ts';
import { dataActionChangeRoutes } from './api/data-action-change-routes.ts';
import { dataActionRoutes } from './api/data-action-routes.ts';
import { dataActionRunRoutes } from './api/data-action-run-routes.ts';
import { flowExecutionRoutes } from './api/flow-execution-routes.ts';
import { findFlow, flowId } from './api/flow-id.ts';
import { instanceRoutes } from './api/instance-routes.ts';
import { integrationRoutes } from './api/integration-routes.ts';
import { listen } from './api/listen.ts';
import { momentRoutes } from './api/moment-routes.ts';
import { pageRoutes } from './api/page-routes.ts';
import { buildServer } from './api/server.ts';
import { simulationRoutes } from './api/simulation-routes.ts';
import { triggerRoutes } from './api/trigger-routes.ts';
import { webhookRoutes } from './api/webhook-routes.ts';
import { workflowLauncher } from './api/workflow-launcher.ts';
import type { JsonObject } from './authoring/json.ts';
import { FAULT_PRESETS } from './calling/fault-presets.ts';
import type { FaultRule } from './calling/faults.ts';
import { type WatchedClock, watchedClock } from './calling/watched-clock.ts';
import { openInboundMail } from './carriers/inbound-mail/open-inbound-mail.ts';
import type { MetaWebhookSettings } from './carriers/meta/meta-webhook.ts';
import { openMetaReports } from './carriers/meta/open-meta-reports.ts';
import { openDns } from './dns/node-dns.ts';
import { Engine } from './engine/engine.ts';
import type { DataActionRunner, FlowLibrary } from './engine/engine-options.ts';
import { type GuardedClient, openGuardedClient } from './http/guarded-client.ts';
import type { Integration } from './integrations/integration.ts';
import { createMasker, type Masker } from './integrations/masker.ts';
import { createSecrets, type Secrets } from './integrations/secrets.ts';
import { type DataActionDesk, openDataActionDesk } from './performing/data-action-desk.ts';
import type { ClientSecret, RemoteTarget } from './performing/find-target.ts';
import { knownIntegrations } from './performing/known-integrations.ts';
import type { FileAction } from './platform/data-actions/action-record.ts';
import { type DataActions, openDataActions } from './platform/data-actions/data-actions.ts';
import { openPlatform, type Platform, type PlatformOptions } from './platform/platform.ts';
import type { PlatformSeed } from './platform/platform-seed.ts';
import type { NamedQueue } from './platform/queues/queue-seed.ts';
import { openTriggers } from './platform/triggers/triggers.ts';
import type { Clock, HttpClient, Ids, Log } from './ports.ts';
import type { Recorder } from './recording/recorder.ts';
import type { Replay } from './recording/replay.ts';
import type { Environment } from './runtime/environment.ts';
import { performingReceivers } from './simulator/receivers.ts';
import { Simulations } from './simulator/simulations.ts';
import type { ConversationStore } from './store/conversation-store.ts';
import { AttendantDatabase } from './store/database.ts';
import { tellServing } from './store/serving-file.ts';
import type { SimulationStore } from './store/simulation-store.ts';
import { sqliteConversations } from './store/sqlite-conversations.ts';
import { sqliteSimulations } from './store/sqlite-simulations.ts';
import { saveTest } from './testing/save-test.ts';
import { unpaused } from './testing/whole-steps.ts';

/** What a host is made of. */
export interface HostOptions {
  /** Path of the database, or `:memory:`. */
  readonly database: string;
  readonly flows: FlowLibrary;
  readonly environment: Environment;
  /** What templates read as `settings.x`. */
  readonly settings: Settings;
  readonly seed: PlatformSeed;
  /** The client of the seed as which data actions act. */
  readonly localClient: Pick<ClientSecret, 'clientId'>;
  /** Where agentless requests go; absent: to the local platform of this process. */
  readonly target?: RemoteTarget;
  /** Hosts that data actions may call besides, as readHostEntry reads them. */
  readonly allowedHosts?: readonly string[];
  /** The operator's own; absent: none. */
  readonly integrations?: readonly Integration[];
  /** Absent: there are none. */
  readonly secrets?: Secrets;
  /** Knows what must not be shown, and learns more of it; absent: nothing is known yet. */
  readonly masker?: Masker;
  /** Of the workspace's files; absent: none. */
  readonly dataActions?: readonly FileAction[];
  /** Faults to play whenever a data action is performed. */
  readonly faults?: readonly FaultRule[];
  readonly recorder?: Recorder;
  /** Answers data actions in place of every receiver. */
  readonly replay?: Replay;
  /** 0: any free port. */
  readonly port: number;
  /** How other machines reach this one; absent: only loopback is listened to. */
  readonly beyond?: BeyondLoopback;
  /** Who brings messages to the world outside; absent: nobody, they stay on this machine. */
  readonly carriers?: NonNullable<PlatformOptions['carriers']>;
  /** Where Meta reports to; absent: nowhere. */
  readonly metaWebhook?: MetaWebhookSettings;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly secretOf?: (name: string) => string | undefined;
  /** Whether calls and messages that the last process left stay as they are, and only what is begun now goes on. */
  readonly leavesOthers?: true;
  /** For tests: stands between the engine and its ports. */
  readonly wrapStore?: (store: ConversationStore) => ConversationStore;
  readonly wrapHttp?: (http: HttpClient) => HttpClient;
}

/** How other machines reach this one. */
export interface BeyondLoopback {
  /** The IP address to listen on besides loopback; absent: a proxy on this machine is asked in its place. */
  readonly address?: string;
  /** Names and addresses, without port, that requests may be addressed to. */
  readonly hosts: readonly string[];
}

/** Everything of one Attendant in one process, listening and recovered. */
export interface Host {
  readonly engine: Engine;
  readonly store: ConversationStore;
  /** Calls that are stepped through, and moments of all others. */
  readonly simulations: Simulations;
  /** Where they are kept. */
  readonly simulationStore: SimulationStore;
  readonly platform: Platform;
  readonly server: FastifyInstance;
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Where data actions are performed, for calls and outside of any. */
  readonly desk: DataActionDesk;
  /** What data actions under way wait for on the clock. */
  readonly calls: WatchedClock;
  /** Where e-mail comes in, such as `127.0.0.1:2525`; absent: nowhere. */
  readonly inboundMail?: string;
  close(): Promise<void>;
}

const USER_AGENT = 'attendant';
const FAULTS = Object.entries(FAULT_PRESETS).map(([name, { about }]) => ({ name, about }));
/** The built pages; src and dist lie beside each other. */
const PAGES = join(fileURLToPath(new URL('..', import.meta.url)), 'dist/web');

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
  const recovered = gate<Engine>();
  const store = (options.wrapStore ?? same)(sqliteConversations(database, options.environment));
  const flows = flowAdapter({
    store,
    find: (flow) => findFlow(options.flows, flow),
    engine: () => recovered.opened,
  });
  const platform = await openPlatform({
    ...options,
    database,
    flows,
    dns: openDns(options.seed.dns),
    flowQueues: flowQueues(options.environment),
  });
  try {
    return await openAround({ platform, store, recovered, database }, options);
  } catch (error) {
    // What is on its way touches the database, which is about to be closed.
    await platform.close();
    throw error;
  }
}

/** What is there before the server and the engine are. */
interface Ground {
  readonly platform: Platform;
  readonly store: ConversationStore;
  readonly database: AttendantDatabase;
  /** Opens when every call stands where it was left. */
  readonly recovered: Gate<Engine>;
}

async function openAround(
  { platform, store, database, recovered }: Ground,
  options: HostOptions,
): Promise<Host> {
  const { ids, log } = options;
  const late: Late = {};
  const desk = lateDesk(late);
  const simulations = openSimulations(options, store, database, late);
  const dataActions = openDataActions({
    ...options,
    database,
    files: options.dataActions ?? [],
    integrations: knownIntegrations(options.integrations ?? []),
    bench: {
      run: (...request) => desk().bench.run(...request),
      plan: (...request) => desk().bench.plan(...request),
    },
  });
  const engine = new Engine({ ...options, store, dataActions: lateRunner(desk) });
  const answers = openFlowAnswers({ ...platform, database, clock: options.clock, log });
  answers.follow(engine);
  const triggers = openTriggers({
    ...options,
    database,
    triggers: options.seed.triggers ?? [],
    workflows: workflowLauncher(options.flows, engine),
    secretOf: options.secretOf ?? (() => undefined),
  });
  const plugins = [
    ...routes(options, store, platform, engine, dataActions, desk),
    triggerRoutes(triggers),
    ...simulationGroups(options, simulations),
  ].map((plugin) => behind(recovered.opened, plugin));
  if (options.metaWebhook !== undefined)
    plugins.push(webhookRoutes(openMetaReports(options.metaWebhook, platform, options.clock)));
  const instanceId = ids.next();
  plugins.push(instanceRoutes(instanceId), pageRoutes(PAGES));
  const { hosts: allowedHosts = [], address } = options.beyond ?? {};
  const server = buildServer({ ids, log, platform, plugins, allowedHosts });
  const url = await listen(server, { port: options.port, ...(address !== undefined && { address }) });
  const http = openGuardedClient();
  const calls = watchedClock(options.clock);
  late.deskOn = (clock) => openDesk(options, platform, http, clock, url);
  late.desk = late.deskOn(calls);
  if (options.leavesOthers !== true) {
    await engine.recover();
    await answers.recover();
    await triggers.recover();
  }
  recovered.open(engine);
  if (options.leavesOthers !== true) {
    platform.inboundFlowStarts.wake();
    platform.inboundMessages.recover();
  }
  const closeAround = async () => {
    await engine.close();
    await server.close();
    await http.close();
  };
  const inbound = { inbound: platform.inboundEmail, log };
  const mail = await openInboundMail(inbound, options.seed.inboundEmail).catch(async (error: unknown) => {
    await closeAround();
    throw error;
  });
  const forgetServing = tellServing(options.database, { url, instanceId });
  const close = async () => {
    forgetServing();
    triggers.close();
    await mail?.close();
    await closeAround();
    await platform.close();
    database.close();
  };
  const simulationStore = sqliteSimulations(database);
  const opened = {
    engine,
    store,
    simulations,
    simulationStore,
    platform,
    server,
    url,
    desk: late.desk,
    calls,
    close,
  };
  return { ...opened, ...(mail !== undefined && { inboundMail: mail.address }) };
}

/** The queues that flows know, with the ids their author gave, or else ids made of the names as those of flows are. */
function flowQueues({ queues = {} }: Environment): readonly NamedQueue[] {
  return Object.entries(queues).map(([name, { id = flowId(name) }]) => ({ id, name }));
}

function openDesk(
  options: HostOptions,
  { oauth }: Platform,
  http: GuardedClient,
  clock: WatchedClock,
  localUrl: string,
) {
  const { target, allowedHosts = [], dataActions = [], integrations = [], ...rest } = options;
  return openDataActionDesk({
    ...rest,
    localClient: { clientId: options.localClient.clientId, clientSecret: oauth.ownSecret },
    integrations,
    secrets: options.secrets ?? createSecrets(() => undefined),
    masker: options.masker ?? createMasker(),
    clock,
    http,
    localUrl,
    allowedHosts,
    random: Math.random,
    userAgent: USER_AGENT,
    dataActions: new Map(dataActions.map(({ dataAction }) => [dataAction.id, dataAction])),
    ...(target !== undefined && { remote: target }),
  });
}

function routes(
  { flows, clock }: HostOptions,
  store: ConversationStore,
  platform: Platform,
  engine: Engine,
  dataActions: DataActions,
  desk: () => DataActionDesk,
) {
  const parts = { oauth: platform.oauth, dataActions };
  return [
    callRoutes({ engine, store, flows, clock }),
    flowExecutionRoutes({ engine, store, flows, oauth: platform.oauth }),
    dataActionRoutes(parts),
    dataActionChangeRoutes(parts),
    dataActionRunRoutes({ ...parts, faults: FAULTS.map(({ name }) => name) }),
    dataActionBenchRoutes({ dataActions, faults: FAULTS }),
    integrationRoutes({ oauth: platform.oauth, integrations: dataActions.integrations }),
    budgetRoutes(() => desk().budgets()),
  ];
}

/** Requests to the engine wait until every call stands where it was left. */
function behind(opened: Promise<unknown>, plugin: FastifyPluginAsync): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onRequest', async () => void (await opened));
    await server.register(plugin);
  };
}

/** What is waited for, with what opens it. */
interface Gate<T> {
  readonly opened: Promise<T>;
  open(value: T): void;
}

function gate<T>(): Gate<T> {
  let open: (value: T) => void = () => {};
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open: (value) => open(value) };
}

/** What is there once the server listens. */
interface Late {
  desk?: DataActionDesk;
  /** Another desk with the same receivers, on the clock of a simulated call. */
  deskOn?: (clock: WatchedClock) => DataActionDesk;
}

/** Simulated calls. Each has a desk of its own: what its data actions wait for passes on its own clock. */
function openSimulations(
  options: HostOptions,
  calls: ConversationStore,
  database: AttendantDatabase,
  late: Late,
): Simulations {
  return new Simulations({
    ...options,
    calls,
    store: sqliteSimulations(database),
    goesOutside: reachesOutside(options),
    receivers(flow, clock) {
      const waits = watchedClock(clock);
      if (late.deskOn === undefined) throw new Error('no call is simulated before the server listens');
      return performingReceivers(late.deskOn(waits).runner, flow, waits);
    },
  });
}

/** Whether what data actions do can be noticed outside of this machine. */
function reachesOutside({
  target,
  carriers,
  allowedHosts = [],
  integrations = [],
  replay,
}: HostOptions): boolean {
  if (replay !== undefined) return false;
  const hasCarriers = carriers !== undefined && Object.keys(carriers).length > 0;
  return target !== undefined || hasCarriers || allowedHosts.length > 0 || integrations.length > 0;
}

function simulationGroups({ flows, clock, log, settings }: HostOptions, simulations: Simulations) {
  const faults = Object.keys(FAULT_PRESETS);
  return [
    simulationRoutes({ simulations, flows, clock, log, faults }),
    momentRoutes({ simulations, flows }),
    callTestRoutes({
      simulations,
      flows,
      async saveTest(moments, flow) {
        const { environment } = moments.call;
        const saved = await saveTest({ steps: unpaused(moments), flow, environment, settings });
        // A test is JSON: it is written to a file.
        return { ...saved, definition: saved.definition as unknown as JsonObject };
      },
    }),
  ];
}

/** What needs a desk is built before the server listens, and a desk's requests go to the server: they meet here. */
function lateDesk(late: Late): () => DataActionDesk {
  return () => {
    if (late.desk === undefined) throw new Error('no data action is performed before the server listens');
    return late.desk;
  };
}

function lateRunner(desk: () => DataActionDesk): DataActionRunner {
  return {
    run: (...request) => desk().runner.run(...request),
    mayRepeat: (dataAction) => desk().runner.mayRepeat(dataAction),
  };
}

function same<T>(port: T): T {
  return port;
}
