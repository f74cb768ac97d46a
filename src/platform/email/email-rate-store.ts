import type Sqlite from 'better-sqlite3';

/** What is counted by itself. */
export type EmailKind = 'agentless' | 'campaign';

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
    .prepare<[EmailKind], number | null>('select max(number) from email_acceptance where kind = ?')
    .pluck();
  const at = sqlite
    .prepare<[EmailKind, number], number>('select at from email_acceptance where kind = ? and number = ?')
    .pluck();
  const add = sqlite.prepare<[EmailKind, number, number]>(
    'insert into email_acceptance (kind, number, at) values (?, ?, ?)',
  );
  const forget = sqlite.prepare<[EmailKind, number]>(
    'delete from email_acceptance where kind = ? and number <= ?',
  );
  return {
    /** How many were ever counted. */
    count: (kind: EmailKind) => newest.get(kind) ?? 0,
    /** When the one with this number was accepted; `undefined` where it was never, or is forgotten. */
    acceptedAt: (kind: EmailKind, number: number) => at.get(kind, number),
    add: (kind: EmailKind, { number, at: time }: Acceptance) => add.run(kind, number, time),
    /** Forgets all up to a number. */
    forget: (kind: EmailKind, number: number) => forget.run(kind, number),
  };
}
