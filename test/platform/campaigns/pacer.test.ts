import { describe, expect, it } from 'vitest';
import { openPacer, type Pacer } from '../../../src/platform/campaigns/pacer.ts';
import { newRandom, type Random } from '../../support/random.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 15, 12);
const SEEDS = Array.from({ length: 25 }, (_, index) => index + 1);
const RATES = [1, 2, 7, 60, 100, 999, 3_000, 12_000];

/** Asks a pacer at times that `wait` decides, takes what it allows, and keeps when each message went. */
function play(pacer: Pacer, from: number, until: number, wait: () => number, times: number[] = []): number[] {
  for (let now = from; now <= until; now += wait()) takeAll(pacer, now, times);
  return times;
}

function takeAll(pacer: Pacer, now: number, times: number[], most = Number.POSITIVE_INFINITY): void {
  const count = Math.min(pacer.allowance(now), most);
  if (count > 0) pacer.take(now, count);
  for (let one = 0; one < count; one++) times.push(now);
}

/** The most messages in any 60 seconds. */
function mostInAMinute(times: readonly number[]): number {
  let [first, most] = [0, 0];
  for (const [index, time] of times.entries()) {
    while ((times[first] ?? 0) <= time - MINUTE) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/** The fewest messages in a minute that begins at a whole second, from the second minute on. */
function fewestInAMinute(times: readonly number[], from: number, until: number): number {
  let [low, high, fewest] = [0, 0, Number.POSITIVE_INFINITY];
  for (let second = from; second + MINUTE <= until; second += 1_000) {
    while ((times[low] ?? Number.POSITIVE_INFINITY) < second) low += 1;
    while ((times[high] ?? Number.POSITIVE_INFINITY) < second + MINUTE) high += 1;
    fewest = Math.min(fewest, high - low);
  }
  return fewest;
}

const ticks = (random: Random, most: number) => () => 1 + random.below(most);

describe('a pacer', () => {
  it.each(RATES)('C7 allows never more than %i in any 60 seconds, whenever it is asked', (rate) => {
    for (const seed of SEEDS) {
      const random = newRandom(seed);
      const stalls = () => (random.below(20) === 0 ? random.below(90_000) : 1 + random.below(400));
      const times = play(openPacer(rate), START, START + 10 * MINUTE, stalls);
      expect(times.length).toBeGreaterThan(0);
      expect(mostInAMinute(times)).toBeLessThanOrEqual(rate);
    }
  });

  it.each(RATES)(
    'C7 sends of %i at least 99 in a hundred in every minute while it is asked in time',
    (rate) => {
      for (const seed of SEEDS.slice(0, 5)) {
        const until = START + 5 * MINUTE;
        const times = play(openPacer(rate), START, until, ticks(newRandom(seed), 50));
        // Of seven a minute, a minute may hold six whole gaps.
        const least = Math.min(Math.floor(rate * 0.99), rate - 1);
        expect(fewestInAMinute(times, START, until)).toBeGreaterThanOrEqual(least);
        expect(mostInAMinute(times)).toBeLessThanOrEqual(rate);
      }
    },
  );

  it('C7 makes up for a stall of up to ten seconds, and for no more of a longer one', () => {
    for (const [stall, missed] of [
      [5_000, 0],
      [9_900, 0],
      [30_000, 20_000],
    ] as const) {
      const random = newRandom(stall);
      const pacer = openPacer(6_000);
      const times = play(pacer, START, START + 2 * MINUTE, ticks(random, 20));
      play(pacer, START + 2 * MINUTE + stall, START + 4 * MINUTE, ticks(random, 20), times);
      const expected = (4 * MINUTE - missed) / 10;
      expect(times.length).toBeGreaterThan(expected * 0.985);
      expect(times.length).toBeLessThanOrEqual(expected);
      expect(mostInAMinute(times)).toBeLessThanOrEqual(6_000);
    }
  });

  it('sends evenly: of 60 a minute one in each second', () => {
    const times = play(openPacer(60), START, START + MINUTE, () => 10);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(990);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(1_020);
  });

  it('C7 counts what went before it was opened', () => {
    for (const seed of SEEDS) {
      const random = newRandom(seed);
      const before = Array.from({ length: 100 }, () => START - random.below(MINUTE)).sort((a, b) => a - b);
      const times = play(openPacer(100, before), START, START + 3 * MINUTE, ticks(random, 300), [...before]);
      expect(mostInAMinute(times)).toBeLessThanOrEqual(100);
      expect(times.length).toBeGreaterThan(300);
    }
  });

  it('C7 knows the messages of its old rate after a change, up or down, as often as it comes', () => {
    for (const seed of SEEDS) {
      const random = newRandom(seed);
      let pacer = openPacer(100);
      const times: number[] = [];
      for (let now = START; now < START + 20 * MINUTE; now += 1 + random.below(2_000)) {
        if (random.below(15) === 0) pacer = pacer.withRate(random.pick([1, 10, 50, 100]));
        const before = times.length;
        takeAll(pacer, now, times);
        const inMinute = times.filter((time) => time > now - MINUTE).length;
        if (times.length > before) expect(inMinute).toBeLessThanOrEqual(pacer.perMinute);
      }
      expect(mostInAMinute(times)).toBeLessThanOrEqual(100);
      expect(times.length).toBeGreaterThan(100);
    }
  });

  it('says when the next may go: then it may, and not a millisecond before', () => {
    for (const seed of SEEDS) {
      const random = newRandom(seed);
      const pacer = openPacer(random.pick([1, 7, 60, 500]));
      for (let now = START, count = 0; count < 300; count++, now += random.below(3_000)) {
        const next = pacer.nextAt(now);
        expect(next).toBeGreaterThanOrEqual(now);
        if (next > now) expect(pacer.allowance(next - 1)).toBe(0);
        expect(pacer.allowance(next)).toBeGreaterThan(0);
        now = next;
        pacer.take(now, 1 + random.below(pacer.allowance(now)));
      }
    }
  });

  it('goes on when the clock was set back, without a burst', () => {
    for (const back of [10_000, 45_000, 3_600_000, 86_400_000]) {
      const pacer = openPacer(100);
      play(pacer, START, START + 3 * MINUTE, () => 50);
      const from = START + 3 * MINUTE - back;
      const times = play(pacer, from, from + 5 * MINUTE, () => 50);
      expect(mostInAMinute(times)).toBeLessThanOrEqual(100);
      expect(times.filter((time) => time < from + 1_000).length).toBeLessThanOrEqual(2);
      // Less than a minute back it waits for the clock to catch up; else it goes on at once.
      expect(times.length).toBeGreaterThan(100 * (back < MINUTE ? 4 - 0.1 : 5 - 0.1));
    }
  });
});
