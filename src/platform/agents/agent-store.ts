import type Sqlite from 'better-sqlite3';
import type { Agent, AgentPlan, AgentStatus } from './agent.ts';

interface AgentRow extends Omit<Agent, 'plan' | 'queueIds'> {
  readonly plan: string;
  readonly queueIds: string;
}

const COLUMNS = `id, name, status, plan, offered_at as offeredAt,
  (select json_group_array(queue_id) from (select queue_id from queue_member where agent_id = agent.id order by queue_id))
    as queueIds`;

/** The SQL of agents and their queues. Writes belong into a commit. */
export function agentStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], AgentRow>(`select ${COLUMNS} from agent where id = ?`);
  const all = sqlite.prepare<[], AgentRow>(`select ${COLUMNS} from agent order by id`);
  // Offers go round: who got none for longest comes first.
  const idle = sqlite.prepare<[], AgentRow>(
    `select ${COLUMNS} from agent where status = 'available' and not exists
       (select 1 from callback where agent_id = agent.id and state in ('alerting', 'connected'))
     order by offered_at, id`,
  );
  const put = sqlite.prepare<[Omit<AgentRow, 'queueIds' | 'offeredAt'>]>(
    `insert into agent (id, name, status, plan, offered_at) values (@id, @name, @status, @plan, 0)
     on conflict (id) do update set name = excluded.name, status = excluded.status, plan = excluded.plan`,
  );
  const status = sqlite.prepare<[AgentStatus, string]>('update agent set status = ? where id = ?');
  const offered = sqlite.prepare<[number, string]>('update agent set offered_at = ? where id = ?');
  const leave = sqlite.prepare<[string]>('delete from queue_member where agent_id = ?');
  const join = sqlite.prepare<[string, string]>(
    'insert into queue_member (agent_id, queue_id) values (?, ?)',
  );

  return {
    one: (id: string) => read(one.get(id)),
    all: () => all.all().map(agentOf),
    /** Those who are available and have nothing; the longest without an offer first. */
    idle: () => idle.all().map(agentOf),
    put({ id, name, status: now, plan, queueIds }: Omit<Agent, 'offeredAt'>): void {
      put.run({ id, name, status: now, plan: JSON.stringify(plan) });
      leave.run(id);
      for (const queueId of new Set(queueIds)) join.run(id, queueId);
    },
    setStatus: (id: string, to: AgentStatus) => status.run(to, id),
    /** Notes that something was offered, epoch ms. */
    noteOffer: (id: string, at: number) => offered.run(at, id),
  };
}

/** What agentStore returns. */
export type AgentStore = ReturnType<typeof agentStore>;

function read(row: AgentRow | undefined): Agent | undefined {
  return row && agentOf(row);
}

function agentOf(row: AgentRow): Agent {
  return {
    ...row,
    plan: JSON.parse(row.plan) as AgentPlan,
    queueIds: JSON.parse(row.queueIds) as readonly string[],
  };
}
