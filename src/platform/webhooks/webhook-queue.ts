import type { Clock, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { WebhookEvent } from './webhook-port.ts';
import { type StoredWebhookEvent, webhookStore } from './webhook-store.ts';

const AT_ONCE = 200;
/** Longer than a carrier repeats itself: Meta does so for 7 days. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Works an event through, inside a commit; a throw sets it aside and undoes what it wrote.
 *
 * @returns what to do after the commit, or what stands in the way of it.
 */
export type WebhookHandler = (event: WebhookEvent) => {
  readonly after?: () => void;
  readonly setAside?: string;
};

/**
 * What carriers report, worked through in order.
 *
 * Q1: an event is on disk before the carrier is answered, once for each key.
 * Q2: what follows from an event and that it is done are one transaction.
 * Q3: an event that cannot be worked through is set aside with the reason, and holds up no other.
 */
export function openWebhookQueue({
  database,
  clock,
  log,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly log: Log;
}) {
  const store = webhookStore(database.sqlite);
  let handler: WebhookHandler | undefined;
  let work = Promise.resolve();
  let isClosed = false;

  /** Stores events; resolves when they are on disk. They are worked through afterwards. */
  async function accept(events: readonly WebhookEvent[]): Promise<void> {
    await database.commits.add(() => {
      for (const event of events) store.add(event, clock.now());
    });
    wake();
  }

  function wake(): void {
    work = work.then(all).catch((error: unknown) => {
      log.warn('what a carrier reported could not be worked through', { error: nameOf(error) });
    });
  }

  async function all(): Promise<void> {
    while (!isClosed && handler !== undefined && store.open(1).length > 0) await some(handler);
  }

  async function some(handle: WebhookHandler): Promise<void> {
    const followUps: (() => void)[] = [];
    await database.commits.add(() => {
      for (const event of store.open(AT_ONCE)) followUps.push(...one(event, handle));
      store.prune(clock.now() - KEPT_MS);
    });
    for (const followUp of followUps) followUp();
  }

  function one(event: StoredWebhookEvent, handle: WebhookHandler): readonly (() => void)[] {
    try {
      const { after, setAside } = database.sqlite.transaction(() => handle(event))();
      if (setAside === undefined) store.done(event.sequence, clock.now());
      else aside(event, setAside);
      return after === undefined ? [] : [after];
    } catch (error) {
      aside(event, `it could not be read (${nameOf(error)})`);
      return [];
    }
  }

  function aside({ sequence, kind }: StoredWebhookEvent, why: string): void {
    store.setAside(sequence, why);
    log.warn('what a carrier reported was set aside', { kind, why });
  }

  return {
    accept,
    /** Says how events are worked through, and begins with those of the last process. */
    open(handle: WebhookHandler): void {
      handler = handle;
      wake();
    },
    settled: () => work,
    async close(): Promise<void> {
      isClosed = true;
      await work;
    },
  };
}

/** What openWebhookQueue returns. */
export type WebhookQueue = ReturnType<typeof openWebhookQueue>;

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
