import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { flowAdapter } from './answering/flow-adapter.ts';
import { openFlowAnswers } from './answering/flow-answers.ts';
import { budgetRoutes } from './api/budget-routes.ts';
import { callRoutes } from './api/call-routes.ts';
import { dataActionBenchRoutes } from './api/data-action-bench-routes.ts';
import { dataActionChangeRoutes } from './api/data-action-change-routes.ts';
import { dataActionRoutes } from './api/data-action-routes.ts';
import { dataActionRunRoutes } from './api/data-action-run-routes.ts';
import { flowExecutionRoutes } from './api/flow-execution-routes.ts';
import { findFlow, flowId } from './api/flow-id.ts';
import { instanceRoutes } from './api/instance-routes.ts';
import { integrationRoutes } from './api/integration-routes.ts';
import { listen } from './api/listen.ts';
import { pageRoutes } from './api/page-routes.ts';
import { buildServer } from './api/server.ts';
import { triggerRoutes } from './api/trigger-routes.ts';
import { webhookRoutes } from './api/webhook-routes.ts';
import { workflowLauncher } from './api/workflow-launcher.ts';
import { FAULT_PRESETS } from './calling/fault-presets.ts';
import { watchedClock } from './calling/watched-clock.ts';
import { openInboundMail } from './carriers/inbound-mail/open-inbound-mail.ts';
import { openMetaReports } from './carriers/meta/open-meta-reports.ts';
import { openDns } from './dns/node-dns.ts';
import { Engine } from './engine/engine.ts';
import { type Late, lateDesk, lateRunner, openDesk } from './host/desks.ts';
import type { HostOptions } from './host/host-options.ts';
import { openSimulations, simulationGroups } from './host/simulated-calls.ts';
import { openGuardedClient } from './http/guarded-client.ts';
import type { DataActionDesk } from './performing/data-action-desk.ts';
import { knownIntegrations } from './performing/known-integrations.ts';
import { type DataActions, openDataActions } from './platform/data-actions/data-actions.ts';
import { openPlatform, type Platform } from './platform/platform.ts';
import type { NamedQueue } from './platform/queues/queue-seed.ts';
import { openTriggers } from './platform/triggers/triggers.ts';
import type { Environment } from './runtime/environment.ts';
import type { Simulations } from './simulator/simulations.ts';
import type { ConversationStore } from './store/conversation-store.ts';
import { AttendantDatabase } from './store/database.ts';
import { tellServing } from './store/serving-file.ts';
import { sqliteConversations } from './store/sqlite-conversations.ts';

/** Everything of one Attendant in one process, listening and recovered. */
export interface Host {
  readonly engine: Engine;
  readonly store: ConversationStore;
  /** Calls that are stepped through, and moments of all others. */
  readonly simulations: Simulations;
  readonly platform: Platform;
  readonly server: FastifyInstance;
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Where data actions are performed, for calls and outside of any. */
  readonly desk: DataActionDesk;
  /** Where e-mail comes in, such as `127.0.0.1:2525`; absent: nowhere. */
  readonly inboundMail?: string;
  close(): Promise<void>;
}

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
    ...(options.simulates !== undefined && { leavesOthers: true as const }),
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
  late.deskOn = (clock) => openDesk(options, platform, http, clock, url);
  late.desk = late.deskOn(watchedClock(options.clock));
  if (options.simulates === undefined) {
    await engine.recover();
    await answers.recover();
    await triggers.recover();
  }
  recovered.open(engine);
  if (options.simulates === undefined) {
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
  const opened = { engine, store, simulations, platform, server, url, desk: late.desk, close };
  return { ...opened, ...(mail !== undefined && { inboundMail: mail.address }) };
}

/** The queues that flows know, with the ids their author gave, or else ids made of the names as those of flows are. */
function flowQueues({ queues = {} }: Environment): readonly NamedQueue[] {
  return Object.entries(queues).map(([name, { id = flowId(name) }]) => ({ id, name }));
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

function same<T>(port: T): T {
  return port;
}
