import { Type } from 'typebox';
import type { AttendantDatabase } from '../../store/database.ts';
import { LineName } from '../queues/queue.ts';
import type { Queues } from '../queues/queues.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { type Agent, AgentPlan } from './agent.ts';
import type { AgentSeed } from './agent-seed.ts';
import { agentStore } from './agent-store.ts';

const MAX_QUEUES = 500;
const checkChange = requestCheck(
  Type.Object(
    {
      name: Type.Optional(LineName),
      queues: Type.Optional(Type.Array(LineName, { maxItems: MAX_QUEUES })),
      isAvailable: Type.Optional(Type.Boolean()),
      ...AgentPlan.properties,
    },
    { additionalProperties: false },
  ),
);

/** The simulated agents of the queues: who they are, whether something may be offered to them, and what they do with it. */
export function openAgents({
  database,
  queues,
}: {
  readonly database: AttendantDatabase;
  readonly queues: Queues;
}) {
  const store = agentStore(database.sqlite);

  /** Changes an agent; what is left out stays. One who let an offer pass is back with `isAvailable: true`. */
  async function change(id: string, body: unknown): Promise<Outcome<Agent>> {
    const checked = checkChange(body);
    if (!checked.ok) return checked;
    let outcome: Outcome<Agent> = NO_AGENT;
    await database.commits.add(() => {
      const agent = store.one(id);
      if (agent !== undefined) outcome = keep(agent, checked.value);
    });
    return outcome;
  }

  function keep(agent: Agent, asked: Partial<AgentSeed>): Outcome<Agent> {
    const { name = agent.name, queues: named, isAvailable, ...plan } = asked;
    const queueIds = named?.map(queueIdOf) ?? agent.queueIds;
    const unknown = queueIds.findIndex(isMissing);
    if (unknown >= 0)
      return refuse('conversations.error.queue.not.found', `queues.${unknown} is no queue's id or name.`, {
        field: `queues.${unknown}`,
      });
    const status = isAvailable === undefined ? agent.status : isAvailable ? 'available' : 'unavailable';
    const changed = {
      ...agent,
      name,
      status,
      plan: { ...agent.plan, ...plan },
      queueIds: queueIds.filter((one) => one !== undefined),
    } as const;
    store.put(changed);
    return done(changed);
  }

  function queueIdOf(idOrName: string): string | undefined {
    return (queues.find(idOrName) ?? queues.named(idOrName))?.id;
  }

  /** Stores the agents of a seed. Whether they are available is the seed's word only for new ones. Must run inside a commit. */
  function plant(seeds: readonly AgentSeed[]): void {
    for (const { id, name, queues: named, isAvailable = true, ...plan } of seeds) {
      const status = store.one(id)?.status ?? (isAvailable ? 'available' : 'unavailable');
      const queueIds = named.map(queueIdOf).filter((one) => one !== undefined);
      store.put({ id, name, status, plan, queueIds });
    }
  }

  return { store, change, plant };
}

/** What openAgents returns. */
export type Agents = ReturnType<typeof openAgents>;

function isMissing(queueId: string | undefined): boolean {
  return queueId === undefined;
}

const NO_AGENT = refuse(
  'attendant.agent.not.found',
  'No agent has this id; the seed lists them under `users`.',
);
