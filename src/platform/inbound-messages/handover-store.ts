import type Sqlite from 'better-sqlite3';

/** A message that the flow of its interaction has still to be told of. */
export interface Handover {
  readonly messageId: string;
  readonly interactionId: string;
  /** The flow to start; null: the one that runs goes on. */
  readonly flow: string | null;
}

/** The SQL of messages that flows have still to be told of. Writes belong into a commit. */
export function handoverStore(sqlite: Sqlite.Database) {
  const add = sqlite.prepare<[Handover]>(
    'insert into handover (message_id, interaction_id, flow) values (@messageId, @interactionId, @flow)',
  );
  const next = sqlite.prepare<[string], Handover>(
    `select message_id as messageId, interaction_id as interactionId, flow from handover
     where interaction_id = ? order by sequence limit 1`,
  );
  const remove = sqlite.prepare<[string]>('delete from handover where message_id = ?');
  const interactions = sqlite.prepare<[], string>('select distinct interaction_id from handover').pluck();
  return {
    add: (handover: Handover) => add.run(handover),
    /** The oldest of an interaction. */
    next: (interactionId: string) => next.get(interactionId),
    remove: (messageId: string) => remove.run(messageId),
    /** Those that messages wait in. */
    interactions: () => interactions.all(),
  };
}

/** What handoverStore returns. */
export type HandoverStore = ReturnType<typeof handoverStore>;
