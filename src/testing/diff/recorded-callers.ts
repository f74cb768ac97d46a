import type { FlowLibrary } from '../../engine/engine-options.ts';
import type { Environment } from '../../runtime/environment.ts';
import { callerOf } from '../../simulator/caller-of.ts';
import { Moments } from '../../simulator/moments.ts';
import type { ConversationStore } from '../../store/conversation-store.ts';
import type { SimulationStore } from '../../store/simulation-store.ts';
import { unpaused } from '../whole-steps.ts';
import type { NamedCaller } from './compare-flows.ts';

/** How many calls of a data folder are looked at, the newest first. */
const MAX_CALLS = 1_000;

/** Where recorded calls are. */
export interface Recordings {
  readonly calls: ConversationStore;
  readonly simulations: SimulationStore;
  readonly flows: FlowLibrary;
  /** Where a call does not tell its own. */
  readonly environment: Environment;
}

/** The callers of recorded calls of a flow, live and simulated, each with the environment of the last step. */
export async function recordedCallers(
  { calls, simulations, flows, environment }: Recordings,
  flowName: string,
): Promise<readonly Pick<NamedCaller, 'name' | 'source' | 'caller' | 'environment'>[]> {
  const live = (await calls.list(MAX_CALLS)).filter((one) => one.flowName === flowName);
  const simulated = simulations.list(MAX_CALLS).filter((one) => one.flowName === flowName);
  const environmentOf = (key: number | undefined) =>
    (key === undefined ? undefined : simulations.loadEnvironment(key)) ?? environment;
  const known = new Map<string, ReturnType<FlowLibrary['fromBundle']> | undefined>();
  const flowOf = (hash: string) => {
    const stored = known.has(hash) ? undefined : simulations.loadFlow(hash);
    if (!known.has(hash)) known.set(hash, stored && flows.fromBundle(stored.bundle, hash));
    return known.get(hash);
  };
  const found: Pick<NamedCaller, 'name' | 'source' | 'caller' | 'environment'>[] = [];
  for (const { id } of live) {
    const conversation = await calls.load(id);
    const flow = conversation && flowOf(conversation.flow.hash);
    const steps = await calls.steps(id);
    const own = environmentOf(steps.at(-1)?.environment);
    if (flow === undefined) continue;
    const moments = new Moments({ id, flow, environment: own, environmentOf }).follow(steps);
    found.push({ name: id, source: 'recorded', caller: callerOf(unpaused(moments)), environment: own });
  }
  for (const { id, flowHash, environment: key } of simulated) {
    const flow = flowOf(flowHash);
    if (flow === undefined) continue;
    const own = environmentOf(key);
    const moments = new Moments({ id, flow, environment: own }).follow(simulations.steps(id));
    found.push({ name: id, source: 'recorded', caller: callerOf(unpaused(moments)), environment: own });
  }
  return found;
}
