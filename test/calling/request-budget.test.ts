import { describe, expect, it } from 'vitest';
import type { CallReport } from '../../src/calling/call.ts';
import { createCalling } from '../../src/calling/calling.ts';
import { type BudgetLimits, createRequestBudget, type Turn } from '../../src/calling/request-budget.ts';
import { watchedClock } from '../../src/calling/watched-clock.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { newRandom, type Random } from '../support/random.ts';
import { answer, callOf, failure, settled } from './call-of.ts';

const MINUTE = 60_000;

function setUp(limits: BudgetLimits) {
  const clock = new FakeClock(0);
  const budget = createRequestBudget(limits, clock);
  return { clock, budget };
}

describe('the request budget', () => {
  it('B1 gives turns at once while there are any, then as the minute slides on', async () => {
    const { clock, budget } = setUp({ requestsPerMinute: 2 });
    await budget.take(MINUTE);
    clock.advance(10_000);
    await budget.take(MINUTE);
    const third = budget.take(2 * MINUTE).then(() => clock.now());
    const fourth = budget.take(2 * MINUTE).then(() => clock.now());
    for (let i = 0; i < 80; i++) {
      clock.advance(1000);
      await settled();
    }
    expect([await third, await fourth]).toEqual([MINUTE, 70_000]);
  });

  it('B1 gives no turn beyond those held at the same time until one is given back', async () => {
    const { budget } = setUp({ concurrent: 1 });
    const first = await budget.take(MINUTE);
    let second: Turn | undefined;
    void budget.take(MINUTE).then((turn) => {
      second = turn;
    });
    await settled();
    expect(second).toBeUndefined();
    if (first.ok) first.release();
    if (first.ok) first.release();
    await settled();
    expect(second?.ok).toBe(true);
    expect(budget.state().underWay).toBe(1);
  });

  it('B3 says at once that a turn would come too late, and when it would', async () => {
    const { clock, budget } = setUp({ requestsPerMinute: 1 });
    await budget.take(MINUTE);
    expect(await budget.take(MINUTE)).toEqual({ ok: false, freeAt: MINUTE });
    void budget.take(MINUTE + 1);
    expect(await budget.take(2 * MINUTE)).toEqual({ ok: false, freeAt: 2 * MINUTE });
    expect(clock.now()).toBe(0);
  });

  it('tells at the deadline that all places stayed taken', async () => {
    const { clock, budget } = setUp({ concurrent: 1 });
    await budget.take(MINUTE);
    const second = budget.take(1000);
    clock.advance(1000);
    expect(await second).toEqual({ ok: false });
    expect(budget.state().waiting).toBe(0);
  });

  it('B4 pauses when a receiver asks for it, a minute at most, and tells those who have no time for that', async () => {
    const { clock, budget } = setUp({ concurrent: 1 });
    const first = await budget.take(MINUTE);
    const hasNoTime = budget.take(5_000);
    const hasTime = budget.take(MINUTE).then(() => clock.now());
    budget.pauseUntil(10_000);
    expect(await hasNoTime).toEqual({ ok: false, freeAt: 10_000 });
    expect(budget.state()).toMatchObject({ waiting: 1, pausedUntil: 10_000, nextFreeAt: 10_000 });
    if (first.ok) first.release();
    clock.advance(10_000);
    expect(await hasTime).toBe(10_000);
    budget.pauseUntil(10_000_000);
    expect(budget.state().pausedUntil).toBe(70_000);
  });

  it('shows how it stands', async () => {
    const { clock, budget } = setUp({ requestsPerMinute: 2, concurrent: 5 });
    await budget.take(MINUTE);
    clock.advance(1000);
    expect(budget.state()).toEqual({
      requestsPerMinute: 2,
      concurrent: 5,
      used: 1,
      underWay: 1,
      waiting: 0,
      nextFreeAt: 1000,
    });
    await budget.take(MINUTE);
    void budget.take(2 * MINUTE);
    expect(budget.state()).toMatchObject({ used: 2, waiting: 1, nextFreeAt: 61_000 });
  });

  it('lets a call leave the queue when it is given up', async () => {
    const { clock, budget } = setUp({ requestsPerMinute: 1 });
    await budget.take(MINUTE);
    const abort = new AbortController();
    const waiting = budget.take(2 * MINUTE, abort.signal);
    abort.abort();
    expect(await waiting).toEqual({ ok: false });
    expect(await budget.take(2 * MINUTE, abort.signal)).toEqual({ ok: false });
    expect(clock.pending).toBe(0);
  });
});

/** One that asks for a turn, and what became of it. */
interface Asker {
  readonly askedAt: number;
  readonly deadline: number;
  readonly aborts: boolean;
  endedAt?: number;
  turn?: Turn;
}

/** A day of a busy budget: askers, holders, pauses and givers-up, all by chance. */
async function playDay(random: Random, limits: Required<BudgetLimits>, steps: number) {
  const fake = new FakeClock(0);
  const clock = watchedClock(fake);
  const budget = createRequestBudget(limits, clock);
  /** Stops at every alarm, so that what follows from it happens at its time. */
  const pass = async (ms: number) => {
    const until = clock.now() + ms;
    while (clock.now() < until) {
      fake.advanceTo(Math.max(clock.now(), Math.min(until, clock.next() ?? until)));
      await settled();
    }
  };
  const askers: Asker[] = [];
  let held = 0;
  let mostHeld = 0;
  const ask = () => {
    const now = clock.now();
    const abort = new AbortController();
    const asker: Asker = {
      askedAt: now,
      deadline: now + 1 + random.below(MINUTE),
      aborts: random.below(20) === 0,
    };
    askers.push(asker);
    void budget.take(asker.deadline, abort.signal).then((turn) => {
      asker.turn = turn;
      asker.endedAt = clock.now();
      if (!turn.ok) return;
      mostHeld = Math.max(mostHeld, ++held);
      clock.at(clock.now() + random.below(8_000), () => {
        held--;
        turn.release();
      });
    });
    if (asker.aborts) clock.at(now + random.below(5_000), () => abort.abort());
  };
  for (let step = 0; step < steps; step++) {
    for (let i = random.below(4); i > 0; i--) ask();
    if (random.below(50) === 0) budget.pauseUntil(clock.now() + random.below(20_000));
    await settled();
    await pass(random.below(2_000));
  }
  await pass(3 * MINUTE);
  return { askers, mostHeld, left: budget.state(), pending: fake.pending };
}

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('by chance, seed %i', (seed) => {
  const random = newRandom(seed);
  const limits = { requestsPerMinute: 1 + random.below(30), concurrent: 1 + random.below(8) };
  const day = playDay(random, limits, 400);
  const served = async () => (await day).askers.filter(({ turn }) => turn?.ok === true);

  it('B1 never gives more turns in any 60 seconds, nor more at the same time', async () => {
    const given = (await served()).map(({ endedAt = 0 }) => endedAt).sort((a, b) => a - b);
    expect(given.length).toBeGreaterThan(limits.requestsPerMinute);
    for (const [index, at] of given.entries()) {
      const next = given[index + limits.requestsPerMinute];
      expect(next === undefined || next - at >= MINUTE, `${at} and ${next}`).toBe(true);
    }
    expect((await day).mostHeld).toBeLessThanOrEqual(limits.concurrent);
  });

  it('B2 gives them in the order they were asked for', async () => {
    const given = (await served()).map(({ endedAt = 0 }) => endedAt);
    expect(given).toEqual([...given].sort((a, b) => a - b));
  });

  it('B3 answers everybody by his deadline, with a turn only before it', async () => {
    for (const { endedAt = Number.NaN, deadline, turn } of (await day).askers) {
      expect(endedAt).toBeLessThanOrEqual(deadline);
      if (turn?.ok === true) expect(endedAt).toBeLessThan(deadline);
    }
  });

  it('leaves nothing behind', async () => {
    const { left, pending } = await day;
    expect(left).toMatchObject({ underWay: 0, waiting: 0 });
    expect(pending).toBe(0);
  });
});

describe('a call with a budget', () => {
  it('D6 reports how long it waited for its turn', async () => {
    const { clock, budget } = setUp({ requestsPerMinute: 1 });
    const calling = createCalling({ clock, random: () => 1 });
    const reports: CallReport[] = [];
    await budget.take(MINUTE);
    clock.advance(20_000);
    const more = { budget, report: (report: CallReport) => reports.push(report) };
    const sending = calling.send(callOf(clock, {}, more), async () => answer(200));
    await settled();
    clock.advance(40_000);
    expect(await sending).toEqual(answer(200));
    expect(reports).toEqual([
      { name: 'Wait for the request budget', success: true, result: { waitedMs: 40_000 } },
    ]);
  });

  it('fails at once when its turn would come too late', async () => {
    const { clock, budget } = setUp({ requestsPerMinute: 1 });
    const calling = createCalling({ clock, random: () => 1 });
    await budget.take(MINUTE);
    clock.advance(1000);
    const call = callOf(clock, {}, { budget, deadline: 10_000 });
    expect(await calling.send(call, async () => answer(200))).toEqual({
      ok: false,
      failure: 'budgetExhausted',
      message:
        'The request budget is used up; the next turn would come in 59 seconds, after the time-out of the data action',
    });
  });

  it('B4 pauses the budget for all after a 429 with Retry-After, and gives its turn back', async () => {
    const { clock, budget } = setUp({ requestsPerMinute: 100 });
    const calling = createCalling({ clock, random: () => 1 });
    await calling.send(callOf(clock, {}, { budget }), async () => answer(429, { 'retry-after': '7' }));
    expect(budget.state()).toMatchObject({ underWay: 0, pausedUntil: 7000 });
  });

  it('takes a turn for each try, and none for an answer from the cache', async () => {
    const { clock, budget } = setUp({ requestsPerMinute: 100 });
    const calling = createCalling({ clock, random: () => 0 });
    const answers = [failure('unreachable'), answer(200)];
    const call = callOf(clock, { retry: {}, cache: { seconds: 60 } }, { budget });
    const sending = calling.send(call, async () => answers.shift() ?? failure('refused'));
    await settled();
    clock.advance(1);
    await sending;
    await calling.send(call, async () => failure('refused'));
    expect(budget.state().used).toBe(2);
  });
});
