import type Sqlite from 'better-sqlite3';
import { type Outcome, refuse } from '../refusal.ts';
import { type EmailKind, emailRateStore } from './email-rate-store.ts';

/** E9: what an organization may send a minute; the first is the default. */
export const RATES_PER_MINUTE = {
  agentless: [600, 1_200, 3_000],
  campaign: [3_000, 6_000, 9_000],
} as const satisfies { readonly [kind in EmailKind]: readonly number[] };

const MINUTE_MS = 60_000;
/** So many are remembered, whatever the setting, so that it can be raised. */
const KEPT = 9_000;

/** How many e-mails of each kind may go a minute. */
export type EmailRates = { readonly [kind in EmailKind]?: number };

/**
 * The rate of an organization's e-mails (E9): never more than the setting in any 60 seconds.
 *
 * R1: it is the times of the last e-mails that decide, and they are stored with the e-mails: a restart forgets nothing.
 * R2: what is refused does not count.
 */
export function openEmailRate(sqlite: Sqlite.Database, rates: EmailRates = {}) {
  const store = emailRateStore(sqlite);
  const perMinute = (kind: EmailKind) => rates[kind] ?? RATES_PER_MINUTE[kind][0];

  /** When the next one may go, epoch ms; not later than `now` when it may go at once. */
  function nextAt(kind: EmailKind, now: number): number {
    const at = store.acceptedAt(kind, store.count(kind) + 1 - perMinute(kind));
    // A clock that was set back must not stop all e-mail until it has caught up.
    return at === undefined || at > now ? now : at + MINUTE_MS;
  }

  /** Counts an e-mail, or refuses it and says when to come back. Must run inside the commit that stores the e-mail. */
  function take(kind: EmailKind, now: number): Outcome<never> | undefined {
    const next = nextAt(kind, now);
    if (next > now) return refuseUntil(next - now, perMinute(kind));
    const number = store.count(kind) + 1;
    store.add(kind, { number, at: now });
    store.forget(kind, number - KEPT);
    return undefined;
  }

  return { nextAt, take };
}

/** What openEmailRate returns. */
export type EmailRate = ReturnType<typeof openEmailRate>;

function refuseUntil(waitMs: number, perMinute: number): Outcome<never> {
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  return refuse(
    'too.many.requests',
    `${perMinute} e-mails a minute are sent; nothing of this one was kept. Send it again in ${retryAfterSeconds} s.`,
    { retryAfterSeconds },
  );
}
