import type { Clock, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { OutboxStore } from './outbox-store.ts';

/** Stands in for WhatsApp: what lies in the outbox is delivered there. */
export interface LocalCarrier {
  /** Tells it that something was queued. Returns at once. */
  wake(): void;
  /** Resolves when nothing it was woken for is left. */
  settled(): Promise<void>;
}

/**
 * Makes a carrier.
 *
 * C1: a delivery is marked in one transaction and only while it is queued, so it is delivered once, whenever the process stops.
 * C2: at most one round is under way; waking during a round adds one more.
 */
export function localCarrier({
  database,
  clock,
  outbox,
  log,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly outbox: OutboxStore;
  readonly log: Log;
}): LocalCarrier {
  let round: Promise<void> | undefined;
  let isWanted = false;

  async function work(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      await database.commits.add(() => void outbox.deliverQueued(clock.now()));
    }
  }

  function wake(): void {
    isWanted = true;
    round ??= work()
      .catch((error: unknown) => {
        // What is still queued is delivered by the next round, at the latest after a restart.
        log.warn('delivery failed', { error: error instanceof Error ? error.name : 'unknown' });
      })
      .finally(() => {
        round = undefined;
        if (isWanted) wake();
      });
  }

  async function settled(): Promise<void> {
    while (round !== undefined) await round;
  }

  return { wake, settled };
}
