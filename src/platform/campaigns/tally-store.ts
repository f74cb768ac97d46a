import type Sqlite from 'better-sqlite3';

/** How many of a minute, by what happened. */
export interface Minute {
  /** Epoch minutes. */
  readonly minute: number;
  readonly counts: { readonly [name: string]: number };
}

/** The SQL of what a run counts. Writes belong into a commit. */
export function tallyStore(sqlite: Sqlite.Database) {
  // Messages outlive the campaign that sent them: nothing is counted any more when its run is gone.
  const add = sqlite.prepare<[string, number, number]>(
    `insert into campaign_tally (run_key, name, count) select key, ?, ? from campaign_run where key = ?
     on conflict (run_key, name) do update set count = count + excluded.count`,
  );
  const clear = sqlite.prepare<[number, string]>('delete from campaign_tally where run_key = ? and name = ?');
  const all = sqlite.prepare<[number], { readonly name: string; readonly count: number }>(
    'select name, count from campaign_tally where run_key = ? and count <> 0 order by name',
  );
  const one = sqlite
    .prepare<[number, string], number>('select count from campaign_tally where run_key = ? and name = ?')
    .pluck();
  const addMinute = sqlite.prepare<[number, string, number, number]>(
    `insert into campaign_minute (run_key, minute, name, count) select key, ?, ?, ? from campaign_run where key = ?
     on conflict (run_key, minute, name) do update set count = count + excluded.count`,
  );
  const minutes = sqlite.prepare<
    [number, number, number],
    { readonly minute: number; readonly counts: string }
  >(
    `select minute, json_group_object(name, count) as counts from campaign_minute
     where run_key = ? and minute >= ? group by minute order by minute desc limit ?`,
  );

  return {
    /** Counts on; a negative number counts back. */
    add: (runKey: number, name: string, count: number) => add.run(name, count, runKey),
    one: (runKey: number, name: string) => one.get(runKey, name) ?? 0,
    all: (runKey: number): { readonly [name: string]: number } =>
      Object.fromEntries(all.all(runKey).map(({ name, count }) => [name, count])),
    clear: (runKey: number, name: string) => clear.run(runKey, name),
    /** Counts on in the minute of a time. */
    addMinute: (runKey: number, at: number, name: string, count: number) =>
      addMinute.run(Math.floor(at / 60_000), name, count, runKey),
    /** The newest minutes in which something happened, oldest first. */
    minutes: (runKey: number, since: number, limit: number): readonly Minute[] =>
      minutes
        .all(runKey, since, limit)
        .reverse()
        .map(({ minute, counts }) => ({ minute, counts: JSON.parse(counts) as Minute['counts'] })),
  };
}

/** What tallyStore returns. */
export type TallyStore = ReturnType<typeof tallyStore>;
