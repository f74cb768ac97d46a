import type { Clock } from '../ports.ts';

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is pushed on. */
export interface SimulatedClock extends Clock {
  /** When the next alarm rings, epoch ms. */
  next(): number | undefined;
  /** Moves to a moment, ringing what is due on the way in order. A moment in the past changes nothing. */
  advanceTo(at: number): void;
}

/** A clock that starts at a moment (epoch ms) and moves only by `advanceTo`. */
export function simulatedClock(start: number): SimulatedClock {
  let now = start;
  const alarms = new Set<Alarm>();
  const earliest = () => [...alarms].sort((a, b) => a.at - b.at)[0];
  return {
    now: () => now,
    at(at, callback) {
      const alarm = { at, callback };
      alarms.add(alarm);
      return () => alarms.delete(alarm);
    },
    next: () => earliest()?.at,
    advanceTo(at) {
      for (let alarm = earliest(); alarm !== undefined && alarm.at <= at; alarm = earliest()) {
        alarms.delete(alarm);
        now = Math.max(now, alarm.at);
        alarm.callback();
      }
      now = Math.max(now, at);
    },
  };
}

/**
 * The same clock, read as if it were later or earlier: a call that goes on from an earlier moment has its own time, and what
 * stands around it never goes back.
 *
 * @param behindMs how much earlier it shows.
 */
export function shiftedClock(clock: SimulatedClock, behindMs: number): SimulatedClock {
  return {
    now: () => clock.now() - behindMs,
    at: (at, callback) => clock.at(at + behindMs, callback),
    next() {
      const next = clock.next();
      return next === undefined ? undefined : next - behindMs;
    },
    advanceTo: (at) => clock.advanceTo(at + behindMs),
  };
}
