import type Sqlite from 'better-sqlite3';

/** An e-mail that counted. */
export interface Acceptance {
  /** From 1, without gaps. */
  readonly number: number;
  /** Epoch ms. */
  readonly at: number;
}

/** The SQL of the e-mail rate. Writes belong into a commit. */
export function emailRateStore(sqlite: Sqlite.Database) {
  const newest = sqlite
    .prepare<[], number | null>("select max(number) from email_acceptance where kind = 'agentless'")
    .pluck();
  const at = sqlite
    .prepare<[number], number>("select at from email_acceptance where kind = 'agentless' and number = ?")
    .pluck();
  const add = sqlite.prepare<[number, number]>(
    "insert into email_acceptance (kind, number, at) values ('agentless', ?, ?)",
  );
  const forget = sqlite.prepare<[number]>(
    "delete from email_acceptance where kind = 'agentless' and number <= ?",
  );
  return {
    /** How many were ever counted. */
    count: () => newest.get() ?? 0,
    /** When the one with this number was accepted; `undefined` where it was never, or is forgotten. */
    acceptedAt: (number: number) => at.get(number),
    add: ({ number, at: time }: Acceptance) => add.run(number, time),
    /** Forgets all up to a number. */
    forget: (number: number) => forget.run(number),
  };
}
