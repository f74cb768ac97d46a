import type Sqlite from 'better-sqlite3';
import { flowCalls } from '../../store/flow-calls.ts';

/** A call that a flow handles or handled. */
export interface KnownCall {
  /** The caller's number; absent when withheld. */
  readonly from?: string;
  readonly name?: string;
  /** The queue the caller waits or waited in, by id or name. */
  readonly queues: readonly string[];
}

/** Reads calls of flows, so that a callback can be asked for in one. */
export function knownCalls(sqlite: Sqlite.Database) {
  const calls = flowCalls(sqlite);
  // In an in-queue flow, waiting for an agent without one, or handed over.
  const queue = sqlite.prepare<[string], { [place: string]: string | null }>(
    `select json_extract(state, '$.queue.queue.id') as id, json_extract(state, '$.queue.queue.name') as name,
       json_extract(state, '$.wait.queue') as waitsFor,
       iif(json_extract(state, '$.ending.reason') = 'transferred', json_extract(state, '$.ending.detail'), null) as took
     from conversation where id = ?`,
  );
  return (id: string): KnownCall | undefined => {
    const call = calls.one(id);
    if (call === undefined) return undefined;
    const { from, name } = call;
    const queues = Object.values(queue.get(id) ?? {}).filter((one) => typeof one === 'string');
    return { ...(from === undefined ? {} : { from }), ...(name === undefined ? {} : { name }), queues };
  };
}
