import type Sqlite from 'better-sqlite3';

/** How far each interaction has what its flow did. Writes belong into a commit. */
export function answeredStore(sqlite: Sqlite.Database) {
  const step = sqlite
    .prepare<[string], number>('select step from answered_step where interaction_id = ?')
    .pluck();
  const put = sqlite.prepare<[string, number]>(
    `insert into answered_step (interaction_id, step) values (?, ?)
     on conflict (interaction_id) do update set step = excluded.step`,
  );
  const behind = sqlite
    .prepare<[], string>(
      `select interaction.id from interaction join conversation on conversation.id = interaction.id
       left join answered_step on interaction_id = interaction.id
       where conversation.step > coalesce(answered_step.step, 0)`,
    )
    .pluck();
  return {
    /** The last step that the interaction has; 0 for none. */
    step: (id: string) => step.get(id) ?? 0,
    put: (id: string, last: number) => put.run(id, last),
    /** Interactions whose flow went further than they know. */
    behind: () => behind.all(),
  };
}
