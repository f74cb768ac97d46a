import type Sqlite from 'better-sqlite3';
import type { WebhookEvent } from './webhook-port.ts';

/** An event that is stored. */
export interface StoredWebhookEvent extends WebhookEvent {
  readonly sequence: number;
}

/** The SQL of what carriers reported. Writes belong into a commit. */
export function webhookStore(sqlite: Sqlite.Database) {
  const add = sqlite.prepare<[WebhookEvent & { readonly now: number }]>(
    `insert into webhook_event (key, kind, body, received_at) values (@key, @kind, @body, @now)
     on conflict (key) do nothing`,
  );
  const open = sqlite.prepare<[number], StoredWebhookEvent>(
    `select sequence, key, kind, body from webhook_event
     where done_at is null and set_aside is null order by sequence limit ?`,
  );
  // What was reported is with its message now: the customer's words are not kept twice.
  const done = sqlite.prepare<[number, number]>(
    `update webhook_event set done_at = ?, body = '' where sequence = ?`,
  );
  const setAside = sqlite.prepare<[string, number]>(
    'update webhook_event set set_aside = ? where sequence = ?',
  );
  const prune = sqlite.prepare<[number]>('delete from webhook_event where done_at < ?');
  return {
    add: (event: WebhookEvent, now: number) => add.run({ ...event, now }),
    /** The oldest that nobody has worked through. */
    open: (limit: number) => open.all(limit),
    done: (sequence: number, now: number) => done.run(now, sequence),
    setAside: (sequence: number, why: string) => setAside.run(why, sequence),
    /** Forgets what was done before a moment. */
    prune: (before: number) => prune.run(before),
  };
}
