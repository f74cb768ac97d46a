import type Sqlite from 'better-sqlite3';
import type { Callback, CallbackDetails, CallbackState } from './callback.ts';

interface CallbackRow extends Omit<Callback, 'details'> {
  readonly details: string;
}

/** Which callbacks the operator asks for. */
export interface CallbackQuery {
  readonly queueId?: string;
  /** Absent: those that go on. */
  readonly state?: CallbackState | 'any';
  /** Scheduled from then on, and before then; epoch ms. */
  readonly since?: number;
  readonly until?: number;
  readonly limit: number;
}

const COLUMNS = `id, interaction_id as interactionId, participant_id as participantId, queue_id as queueId,
  owner_id as ownerId, state, priority, details, scheduled_at as scheduledAt, waits_since as waitsSince,
  held_until as heldUntil, due_at as dueAt, agent_id as agentId, created_at as createdAt, ended_at as endedAt`;
/** One of each interaction: its oldest that goes on. */
const ACTIVE = `from callback as one where state <> 'disconnected' and not exists (
  select 1 from callback as other where other.interaction_id = one.interaction_id and other.state <> 'disconnected'
    and (other.created_at, other.id) < (one.created_at, one.id))`;

/** The SQL of callbacks. Writes belong into a commit. */
export function callbackStore(sqlite: Sqlite.Database) {
  const prepare = <P extends unknown[]>(sql: string) => sqlite.prepare<P, CallbackRow>(sql);
  const one = prepare<[string]>(`select ${COLUMNS} from callback where id = ?`);
  const ofInteraction = prepare<[string]>(
    `select ${COLUMNS} from callback where interaction_id = ? order by created_at, id`,
  );
  const due = prepare<[number, number]>(
    `select ${COLUMNS} from callback where due_at <= ? order by due_at, id limit ?`,
  );
  const nextDueAt = sqlite
    .prepare<[], number | null>('select min(due_at) from callback where due_at is not null')
    .pluck();
  const waiting = prepare<[string]>(
    `select ${COLUMNS} from callback where queue_id = ? and state = 'waiting' and owner_id is null
     order by priority desc, waits_since, id limit 1`,
  );
  const owned = prepare<[string]>(
    `select ${COLUMNS} from callback where owner_id = ? and state = 'waiting' and owner_id is not null
     order by priority desc, waits_since, id limit 1`,
  );
  const ofQueue = prepare<[string]>(
    `select ${COLUMNS} from callback where queue_id = ? and state <> 'disconnected' order by id`,
  );
  const activeIds = sqlite
    .prepare<[number, number], string>(
      `select interaction_id ${ACTIVE} order by scheduled_at, id limit ? offset ?`,
    )
    .pluck();
  const countActive = sqlite.prepare<[], number>(`select count(*) ${ACTIVE}`).pluck();
  const shown = prepare<[{ [key in keyof Required<CallbackQuery>]: string | number | null }]>(
    `select ${COLUMNS} from callback where (@queueId is null or queue_id = @queueId)
       and case when @state is null then state <> 'disconnected' else @state in ('any', state) end
       and scheduled_at >= @since and scheduled_at < @until
     order by scheduled_at, id limit @limit`,
  );
  const put = sqlite.prepare<[CallbackRow]>(
    `insert into callback (id, interaction_id, participant_id, queue_id, owner_id, state, priority, details, scheduled_at,
       waits_since, held_until, due_at, agent_id, created_at, ended_at)
     values (@id, @interactionId, @participantId, @queueId, @ownerId, @state, @priority, @details, @scheduledAt,
       @waitsSince, @heldUntil, @dueAt, @agentId, @createdAt, @endedAt)
     on conflict (id) do update set queue_id = excluded.queue_id, owner_id = excluded.owner_id, state = excluded.state,
       priority = excluded.priority, details = excluded.details, scheduled_at = excluded.scheduled_at,
       waits_since = excluded.waits_since, held_until = excluded.held_until, due_at = excluded.due_at,
       agent_id = excluded.agent_id, ended_at = excluded.ended_at`,
  );

  return {
    one: (id: string) => read(one.get(id)),
    /** All of an interaction, the oldest first. */
    ofInteraction: (id: string) => ofInteraction.all(id).map(callbackOf),
    /** Those that the timer looks at by `now`, the earliest first. */
    due: (now: number, limit: number) => due.all(now, limit).map(callbackOf),
    nextDueAt: () => nextDueAt.get() ?? undefined,
    /** The first in a queue that anybody may take. */
    nextWaiting: (queueId: string) => read(waiting.get(queueId)),
    /** The first that waits for its owner. */
    nextOwned: (agentId: string) => read(owned.get(agentId)),
    /** Those of a queue that go on. */
    ofQueue: (queueId: string) => ofQueue.all(queueId).map(callbackOf),
    /** Ids of the interactions with a callback that goes on, the earliest scheduled first. */
    activeInteractions: (limit: number, offset: number) => activeIds.all(limit, offset),
    countActiveInteractions: () => countActive.get() ?? 0,
    /** For the operator, the earliest scheduled first. */
    shown: ({ queueId, state, since, until, limit }: CallbackQuery) =>
      shown
        .all({
          queueId: queueId ?? null,
          state: state ?? null,
          since: since ?? 0,
          until: until ?? Number.MAX_SAFE_INTEGER,
          limit,
        })
        .map(callbackOf),
    put(callback: Callback): Callback {
      put.run({ ...callback, details: JSON.stringify(callback.details) });
      return callback;
    },
  };
}

/** What callbackStore returns. */
export type CallbackStore = ReturnType<typeof callbackStore>;

function read(row: CallbackRow | undefined): Callback | undefined {
  return row && callbackOf(row);
}

function callbackOf(row: CallbackRow): Callback {
  return { ...row, details: JSON.parse(row.details) as CallbackDetails };
}
