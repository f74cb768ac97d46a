import type { Clock } from '../ports.ts';

/** A clock that knows who waits for it. */
export interface WatchedClock extends Clock {
  /** When the earliest of those who wait goes on, epoch ms. */
  next(): number | undefined;
  /** Resolves as soon as somebody waits. */
  waited(): Promise<void>;
}

/**
 * A clock for calls. What they wait for on it — a turn in the budget, a second try, an answer that a fault holds back —
 * ends only when time passes: whoever plays with a simulated clock sees here that it is up to him.
 */
export function watchedClock(clock: Clock): WatchedClock {
  const waiting = new Set<{ readonly at: number }>();
  let begun = newSignal();
  return {
    now: () => clock.now(),
    at(at, callback) {
      const alarm = { at };
      const forget = () => {
        waiting.delete(alarm);
        if (waiting.size === 0) begun = newSignal();
      };
      const cancel = clock.at(at, () => {
        forget();
        callback();
      });
      waiting.add(alarm);
      begun.give();
      return () => {
        forget();
        cancel();
      };
    },
    next: () => (waiting.size === 0 ? undefined : Math.min(...[...waiting].map(({ at }) => at))),
    waited: () => begun.given,
  };
}

function newSignal(): { readonly given: Promise<void>; give(): void } {
  let resolve = () => {};
  const given = new Promise<void>((done) => {
    resolve = done;
  });
  return { given, give: () => resolve() };
}
