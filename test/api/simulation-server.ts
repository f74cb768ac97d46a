import { onTestFinished } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { type LoadedFlow, loadBundle } from '../../src/files/load-flow.ts';
import { flowLibrary, openWorkspace, type Workspace } from '../../src/files/workspace.ts';
import type { HostOptions } from '../../src/host/host-options.ts';
import { type Host, openHost } from '../../src/host.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** A host with simulated calls, asked over HTTP. */
export interface SimulationServer {
  readonly host: Host;
  readonly clock: FakeClock;
  /** @returns status and body. */
  ask(
    method: string,
    path: string,
    body?: Json,
  ): Promise<{ readonly status: number; readonly body: JsonObject }>;
  begin(body: JsonObject): Promise<JsonObject>;
  act(id: Json | undefined, act: JsonObject): Promise<JsonObject>;
}

let workspace: Workspace | undefined;

/** Opens a host on the flows that ship with Attendant and some more; closed when the test ends. */
export async function openSimulationServer({
  flows = [],
  loaded = [],
  file = ':memory:',
  ...more
}: {
  readonly flows?: readonly JsonObject[];
  /** With data actions of their own. */
  readonly loaded?: readonly LoadedFlow[];
  readonly file?: string;
} & Partial<Pick<HostOptions, 'target' | 'allowedHosts' | 'dataActions'>> = {}): Promise<SimulationServer> {
  workspace ??= openWorkspace({ path: 'flows' });
  const clock = new FakeClock();
  let ids = 0;
  const host = await openHost({
    database: file,
    flows: flowLibrary([...workspace.flows, ...flows.map(loadedFlow), ...loaded]),
    environment: workspace.environment.environment,
    settings: workspace.environment.settings,
    seed: workspace.seed,
    dataActions: workspace.dataActions,
    localClient: { clientId: 'attendant-local' },
    port: 0,
    clock,
    ids: { next: () => `${prefixOf(file)}-0000-4000-8000-${String(++ids).padStart(12, '0')}` },
    log: { info: () => undefined, warn: () => undefined },
    ...more,
  });
  let isClosed = false;
  const close = host.close;
  const once = {
    ...host,
    async close() {
      if (isClosed) return;
      isClosed = true;
      await close();
    },
  };
  onTestFinished(() => once.close());
  const server: SimulationServer = {
    host: once,
    clock,
    async ask(method, path, body) {
      const answer = await host.server.inject({
        method: method as 'GET',
        url: path,
        headers: { host: 'localhost', ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { payload: JSON.stringify(body) }),
      });
      return { status: answer.statusCode, body: answer.payload === '' ? {} : answer.json<JsonObject>() };
    },
    async begin(body) {
      const answer = await server.ask('POST', '/attendant/simulations', body);
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body;
    },
    async act(id, act) {
      const answer = await server.ask('POST', `/attendant/simulations/${String(id)}/acts`, act);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return answer.body;
    },
  };
  return server;
}

const lives = new Map<string, number>();

/** Ids of a later host on the same file are others. */
function prefixOf(file: string): string {
  const life = file === ':memory:' ? 0 : (lives.get(file) ?? 0);
  lives.set(file, life + 1);
  return String(life).padStart(8, '0');
}

function loadedFlow(flow: JsonObject) {
  const loaded = loadBundle(JSON.stringify({ flow, taskFiles: {}, dataActions: {} }));
  if (loaded.program === undefined) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded;
}
