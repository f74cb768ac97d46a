/**
 * How many requests may go out with one set of credentials. What it keeps to:
 *
 * B1 In any 60 seconds at most `requestsPerMinute` turns are given, and never more than `concurrent` are held.
 * B2 Turns are given in the order they were asked for; nobody is passed over.
 * B3 Who would get a turn only after his deadline is told so at once, not after waiting in vain.
 * B4 After a receiver's Retry-After nobody gets a turn until then.
 */
import type { Clock } from '../ports.ts';

/** The stretch of time that `requestsPerMinute` counts, ms. */
const BUDGET_WINDOW_MS = 60_000;
/** Longest pause that a receiver can ask for, ms: by then the minute it counts has passed. */
const MAX_PAUSE_MS = 60_000;

/** What may go out. */
export interface BudgetLimits {
  /** In any 60 seconds; 300 for a token of Genesys Cloud. Absent: no limit. */
  readonly requestsPerMinute?: number;
  /** At the same time. Absent: no limit. */
  readonly concurrent?: number;
}

/** How a budget stands, for people to see. */
export interface BudgetState extends BudgetLimits {
  /** Turns given in the last 60 seconds. */
  readonly used: number;
  /** Turns held now. */
  readonly underWay: number;
  readonly waiting: number;
  /** When the next one to ask could get a turn, as far as the minute decides, epoch ms; the present when at once. */
  readonly nextFreeAt: number;
  /** Until when a receiver asked to wait, epoch ms; absent: it did not. */
  readonly pausedUntil?: number;
}

/** A turn, or why there is none. */
export type Turn =
  | { readonly ok: true /** Call it once, when the request has ended. */; readonly release: () => void }
  | {
      readonly ok: false;
      /** When it would have come, epoch ms; absent: it was given up, or all places stayed taken. */
      readonly freeAt?: number;
    };

/** A queue for turns. */
export interface RequestBudget {
  /**
   * Waits for a turn.
   *
   * @param deadline epoch ms; a turn at or after it is of no use.
   */
  take(deadline: number, signal?: AbortSignal): Promise<Turn>;
  /** No turn is given before `at` (epoch ms), but in a minute at the latest. */
  pauseUntil(at: number): void;
  state(): BudgetState;
}

interface Waiting {
  readonly deadline: number;
  settle(turn: Turn): void;
}

/** A budget that is all there. */
export function createRequestBudget(limits: BudgetLimits, clock: Clock): RequestBudget {
  const perMinute = limits.requestsPerMinute ?? Number.POSITIVE_INFINITY;
  const concurrent = limits.concurrent ?? Number.POSITIVE_INFINITY;
  /** When the turns of the last minute were given, oldest first. */
  const given: number[] = [];
  /** In the order they asked. */
  const queue = new Set<Waiting>();
  let underWay = 0;
  let pausedUntil = 0;
  let timer: { readonly at: number; readonly cancel: () => void } | undefined;

  function forgetOld(): void {
    const before = clock.now() - BUDGET_WINDOW_MS;
    let old = 0;
    while (old < given.length && (given[old] ?? 0) <= before) old++;
    if (old > 0) given.splice(0, old);
  }

  /** When the minute allows the turn of one who has `ahead` others before him. */
  function turnAt(ahead: number): number {
    const soonest = Math.max(clock.now(), pausedUntil);
    if (given.length + ahead < perMinute) return soonest;
    const rounds = Math.floor(ahead / perMinute);
    const replaced = given[given.length + (ahead % perMinute) - perMinute];
    const inItsRound = replaced === undefined ? soonest : Math.max(soonest, replaced + BUDGET_WINDOW_MS);
    return inItsRound + rounds * BUDGET_WINDOW_MS;
  }

  function give(): Turn {
    if (perMinute !== Number.POSITIVE_INFINITY) given.push(clock.now());
    underWay++;
    let isHeld = true;
    const release = () => {
      if (!isHeld) return;
      isHeld = false;
      underWay--;
      serve();
    };
    return { ok: true, release };
  }

  /** Gives turns to those in front for as long as there are any, and has itself called when the minute has another. */
  function serve(): void {
    forgetOld();
    for (const first of queue) {
      if (underWay >= concurrent || turnAt(0) > clock.now()) break;
      first.settle(give());
    }
    if (queue.size > 0 && underWay < concurrent) callAt(turnAt(0));
  }

  function callAt(at: number): void {
    if (timer?.at === at) return;
    timer?.cancel();
    const cancel = clock.at(at, () => {
      timer = undefined;
      serve();
    });
    timer = { at, cancel };
  }

  function wait(deadline: number, signal: AbortSignal | undefined): Promise<Turn> {
    return new Promise((resolve) => {
      const one: Waiting = {
        deadline,
        settle(turn) {
          queue.delete(one);
          tooLate();
          signal?.removeEventListener('abort', giveUp);
          if (queue.size === 0) endTimer();
          resolve(turn);
        },
      };
      const giveUp = () => one.settle({ ok: false });
      const tooLate = clock.at(deadline, giveUp);
      signal?.addEventListener('abort', giveUp);
      queue.add(one);
      serve();
    });
  }

  function endTimer(): void {
    timer?.cancel();
    timer = undefined;
  }

  return {
    async take(deadline, signal) {
      forgetOld();
      const freeAt = turnAt(queue.size);
      if (signal?.aborted === true) return { ok: false };
      if (freeAt >= deadline) return { ok: false, freeAt };
      if (queue.size === 0 && underWay < concurrent && freeAt <= clock.now()) return give();
      return wait(deadline, signal);
    },
    pauseUntil(at) {
      pausedUntil = Math.max(pausedUntil, Math.min(at, clock.now() + MAX_PAUSE_MS));
      forgetOld();
      let ahead = 0;
      for (const one of [...queue]) {
        const freeAt = turnAt(ahead);
        if (freeAt >= one.deadline) one.settle({ ok: false, freeAt });
        else ahead++;
      }
      serve();
    },
    state() {
      forgetOld();
      return {
        ...limits,
        used: given.length,
        underWay,
        waiting: queue.size,
        nextFreeAt: turnAt(queue.size),
        ...(pausedUntil > clock.now() && { pausedUntil }),
      };
    },
  };
}
