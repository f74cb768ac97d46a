import type Sqlite from 'better-sqlite3';
import type { JsonObject } from '../../authoring/json.ts';

/** A row of `trigger_event`. Times are epoch ms. */
export interface TriggerEvent {
  /** Of the workflow's conversation. */
  readonly executionId: string;
  readonly triggerName: string;
  /** What the sender calls it; null for none. */
  readonly eventId: string | null;
  readonly bodyHash: string;
  readonly signatureHash: string;
  /** The name of the workflow. */
  readonly flow: string;
  readonly inputs: JsonObject;
  /** `failed`: the workflow is not there any more. */
  readonly state: 'received' | 'launched' | 'failed';
  readonly receivedAt: number;
  readonly launchedAt: number | null;
}

interface Row extends Omit<TriggerEvent, 'inputs'> {
  readonly inputs: string;
}

/** How many events of a trigger there are, and when the last one came. */
export interface TriggerCount {
  readonly events: number;
  readonly waiting: number;
  /** Epoch ms; null for none. */
  readonly lastAt: number | null;
}

const COLUMNS = `execution_id as executionId, trigger_name as triggerName, event_id as eventId, body_hash as bodyHash,
  signature_hash as signatureHash, flow, inputs, state, received_at as receivedAt, launched_at as launchedAt`;
/** How many old events one new one clears away. */
const CLEARED_AT_ONCE = 100;

/** The SQL of events of triggers. Writes belong into a commit. */
export function triggerStore(sqlite: Sqlite.Database) {
  const byEventId = sqlite.prepare<[string, string], Row>(
    `select ${COLUMNS} from trigger_event where trigger_name = ? and event_id = ?`,
  );
  const bySignature = sqlite.prepare<[string, string], Row>(
    `select ${COLUMNS} from trigger_event where trigger_name = ? and signature_hash = ? limit 1`,
  );
  const waiting = sqlite.prepare<[number], Row>(
    `select ${COLUMNS} from trigger_event where state = 'received' order by received_at, execution_id limit ?`,
  );
  const count = sqlite.prepare<[string], TriggerCount>(
    `select count(*) as events, count(*) filter (where state = 'received') as waiting, max(received_at) as lastAt
     from trigger_event where trigger_name = ?`,
  );
  const add = sqlite.prepare<[Row]>(
    `insert into trigger_event (execution_id, trigger_name, event_id, body_hash, signature_hash, flow, inputs, state,
       received_at, launched_at)
     values (@executionId, @triggerName, @eventId, @bodyHash, @signatureHash, @flow, @inputs, @state, @receivedAt, @launchedAt)`,
  );
  const end = sqlite.prepare<[string, number, string]>(
    `update trigger_event set state = ?, launched_at = ? where execution_id = ?`,
  );
  const clear = sqlite.prepare<[number, number]>(
    `delete from trigger_event where execution_id in
       (select execution_id from trigger_event where received_at < ? and state <> 'received' limit ?)`,
  );
  return {
    byEventId: (trigger: string, eventId: string) => read(byEventId.get(trigger, eventId)),
    bySignature: (trigger: string, signatureHash: string) => read(bySignature.get(trigger, signatureHash)),
    /** Those whose workflow was not launched yet, the oldest first. */
    waiting: (limit: number) => waiting.all(limit).map(eventOf),
    count: (trigger: string) => count.get(trigger),
    add: (event: TriggerEvent) => add.run({ ...event, inputs: JSON.stringify(event.inputs) }),
    end: (executionId: string, state: 'launched' | 'failed', at: number) => end.run(state, at, executionId),
    /** Forgets some of the events that came before that time. */
    clear: (before: number) => clear.run(before, CLEARED_AT_ONCE),
  };
}

function read(row: Row | undefined): TriggerEvent | undefined {
  return row && eventOf(row);
}

function eventOf({ inputs, ...row }: Row): TriggerEvent {
  return { ...row, inputs: JSON.parse(inputs) as JsonObject };
}
