import type { Clock, Log } from '../ports.ts';

/** When a round that failed, the disk being full, is tried again. */
const RETRY_MS = 30_000;

/** What rounds work with. */
export interface RoundsOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** What the log says when a round fails. */
  readonly failure: string;
  /** Does all that is due, or a good part of it. */
  readonly round: () => Promise<void>;
  /** When something is due next, epoch ms; undefined for never. What is due already brings another round. */
  readonly nextDueAt: () => number | undefined;
}

/**
 * Work that comes in rounds: when somebody wakes it, and when what waits in the database falls due.
 *
 * N1: one round at a time; waking during a round adds one more.
 * N2: one timer, for the earliest of all, however many rows wait.
 * N3: a round that fails is logged and tried again; nothing is lost by it, since what is due stands in the database.
 */
export function openRounds({ clock, log, failure, round, nextDueAt }: RoundsOptions) {
  let running: Promise<void> | undefined;
  let isWanted = false;
  let isClosed = false;
  let timer: { readonly at: number; readonly cancel: () => void } | undefined;

  /** Tells that something may be due. Returns at once. */
  function wake(): void {
    if (isClosed) return;
    isWanted = true;
    running ??= run()
      .catch((error: unknown) => {
        log.warn(failure, { error: error instanceof Error ? error.name : 'unknown' });
        arm(clock.now() + RETRY_MS);
      })
      .finally(() => {
        running = undefined;
        if (isWanted) wake();
      });
  }

  async function run(): Promise<void> {
    while (isWanted && !isClosed) {
      isWanted = false;
      await round();
      const next = nextDueAt();
      if (next === undefined) continue;
      if (next <= clock.now()) isWanted = true;
      else arm(next);
    }
  }

  function arm(at: number): void {
    if (isClosed || (timer !== undefined && timer.at <= at)) return;
    timer?.cancel();
    const ring = () => {
      timer = undefined;
      wake();
    };
    timer = { at, cancel: clock.at(at, ring) };
  }

  async function settled(): Promise<void> {
    while (running !== undefined) await running;
  }

  /** Stops; resolves when no round runs any more. */
  async function close(): Promise<void> {
    isClosed = true;
    timer?.cancel();
    await settled();
  }

  return {
    wake,
    /** Resolves when no round is under way. */
    settled,
    isRunning: () => running !== undefined,
    close,
  };
}

/** What openRounds returns. */
export type Rounds = ReturnType<typeof openRounds>;
