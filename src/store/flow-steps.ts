import type Sqlite from 'better-sqlite3';
import type { CallEvent } from '../runtime/conversation.ts';

/** What happened in a step of a flow's conversation. */
export interface FlowStep {
  readonly step: number;
  readonly events: readonly CallEvent[];
}

/** Reads what flows did for interactions; nothing is written. */
export function flowSteps(sqlite: Sqlite.Database) {
  const after = sqlite.prepare<[string, number], { readonly step: number; readonly events: string }>(
    'select step, events from step where conversation_id = ? and step > ? order by step',
  );
  return {
    /** The steps of a conversation after one, in order. */
    after: (id: string, step: number): readonly FlowStep[] =>
      after.all(id, step).map((row) => ({ step: row.step, events: JSON.parse(row.events) as CallEvent[] })),
  };
}
