import type Sqlite from 'better-sqlite3';
import { type Outcome, refuse } from '../refusal.ts';
import { emailRateStore } from './email-rate-store.ts';

/** E9: how many agentless e-mails an organization may send a minute; the first is the default. */
export const EMAILS_PER_MINUTE = [600, 1_200, 3_000] as const;

const MINUTE_MS = 60_000;
/** So many are remembered, whatever the setting, so that it can be raised. */
const KEPT = EMAILS_PER_MINUTE[2];

/**
 * The rate of an organization's agentless e-mails (E9): never more than the setting in any 60 seconds. Campaigns have their own.
 *
 * R1: it is the times of the last e-mails that decide, and they are stored with the e-mails: a restart forgets nothing.
 * R2: what is refused does not count.
 */
export function openEmailRate(sqlite: Sqlite.Database, perMinute: number = EMAILS_PER_MINUTE[0]) {
  const store = emailRateStore(sqlite);

  /** When the next one may go, epoch ms; not later than `now` when it may go at once. */
  function nextAt(now: number): number {
    const at = store.acceptedAt(store.count() + 1 - perMinute);
    // A clock that was set back must not stop all e-mail until it has caught up.
    return at === undefined || at > now ? now : at + MINUTE_MS;
  }

  /** Counts an e-mail, or refuses it and says when to come back. Must run inside the commit that stores the e-mail. */
  function take(now: number): Outcome<never> | undefined {
    const next = nextAt(now);
    if (next > now) return refuseUntil(next - now, perMinute);
    const number = store.count() + 1;
    store.add({ number, at: now });
    store.forget(number - KEPT);
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
