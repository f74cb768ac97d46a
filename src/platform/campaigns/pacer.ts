/**
 * A little longer than a minute: what is counted elsewhere, by the carrier, may come 200 ms earlier or later than it was
 * handed over, and must be no more than the rate in any 60 seconds there, too.
 */
export const HANDED_OVER_MS = 60_200;
/** Longer yet, so that what is accepted finds its carrier free to take it. Costs 0.7 % of the rate. */
export const ACCEPTED_MS = 60_400;
/** How much of the time that it came late a pacer makes up for at once. */
const CATCH_UP_MS = 10_000;

/** A rate of messages. */
export interface Pacer {
  readonly perMinute: number;
  /** The distance of messages that go evenly. */
  readonly gapMs: number;
  /** How many may go now. */
  allowance(now: number): number;
  /** Counts messages that go now. */
  take(now: number, count: number): void;
  /** When the next may go, epoch ms; not later than `now` when it may go at once. */
  nextAt(now: number): number;
  /** A pacer with another rate that knows of the same messages. */
  withRate(perMinute: number): Pacer;
}

/**
 * Keeps a rate: evenly over the minute, and never more than it in any 60 seconds, however late it is asked (C7).
 *
 * P1: in any window of `windowMs` at most `perMinute` messages went; what it is opened with counts.
 * P2: while it is asked in time, messages go at equal distances; what it was asked late for follows, as far as P1 allows.
 *
 * @param gone     when messages went before, epoch ms, in ascending order; those of the last minute matter.
 * @param windowMs what is taken for a minute, a little longer than one.
 */
export function openPacer(
  perMinute: number,
  gone: readonly number[] = [],
  windowMs: number = ACCEPTED_MS,
): Pacer {
  const gap = windowMs / perMinute;
  // After a higher rate there are more to remember: a rate that is raised again must count them.
  const known = recent(gone, windowMs);
  const size = Math.max(perMinute, known.length);
  /** The times of the newest messages, as a ring: where the next goes stands the oldest. */
  const times = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  let place = 0;
  let slot = Number.NEGATIVE_INFINITY;

  function note(at: number): void {
    times[place] = at;
    place = (place + 1) % size;
  }

  /** The oldest of the newest `perMinute`, but for the `skipped` oldest. */
  const oldest = (skipped: number) =>
    times[(place + size - perMinute + skipped) % size] ?? Number.NEGATIVE_INFINITY;

  function allowance(now: number): number {
    const from = Math.max(nextSlot(now), now - CATCH_UP_MS);
    if (from > now) return 0;
    const evenly = slot === Number.NEGATIVE_INFINITY ? 1 : Math.floor((now - from) / gap) + 1;
    return freed(now, Math.min(evenly, perMinute));
  }

  /** How many of the `most` oldest went long enough ago. */
  function freed(now: number, most: number): number {
    let [low, high] = [0, most];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (isOver(oldest(middle - 1), now)) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Times to come are of a clock that was set back: they must not hold everything up until it has caught up. */
  const isOver = (at: number, now: number) => at <= now - windowMs || at > now;
  const nextSlot = (now: number) => (slot > now + windowMs ? now : slot);

  function take(now: number, count: number): void {
    const from = slot === Number.NEGATIVE_INFINITY ? now : Math.max(nextSlot(now), now - CATCH_UP_MS);
    slot = from + count * gap;
    for (let taken = 0; taken < count; taken++) note(now);
  }

  for (const at of known) note(at);
  const last = known.at(-1);
  if (last !== undefined) slot = last + gap;

  return {
    perMinute,
    gapMs: gap,
    allowance,
    take,
    nextAt(now) {
      const freedAt = isOver(oldest(0), now) ? now : oldest(0) + windowMs;
      return Math.max(now, Math.ceil(nextSlot(now)), freedAt);
    },
    withRate: (rate) => openPacer(rate, inOrder(times, place), windowMs),
  };
}

/** Those that count for a minute yet, as of the last. */
function recent(times: readonly number[], windowMs: number): readonly number[] {
  const last = times.at(-1) ?? 0;
  return times.filter((at) => at > last - windowMs);
}

function inOrder(times: Float64Array, place: number): readonly number[] {
  return [...times.subarray(place), ...times.subarray(0, place)].filter((at) => at > 0);
}
