import { describe, expect, it } from 'vitest';
import { watchedClock } from '../../src/calling/watched-clock.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { settled } from './call-of.ts';

describe('watchedClock', () => {
  it('knows when the earliest of those who wait goes on', () => {
    const clock = new FakeClock(0);
    const watched = watchedClock(clock);
    expect(watched.next()).toBeUndefined();
    watched.at(50, () => {});
    const cancel = watched.at(20, () => {});
    expect(watched.next()).toBe(20);
    cancel();
    expect(watched.next()).toBe(50);
    clock.advance(50);
    expect(watched.next()).toBeUndefined();
  });

  it('tells as soon as somebody waits, and anew once nobody did', async () => {
    const clock = new FakeClock(0);
    const watched = watchedClock(clock);
    const told: number[] = [];
    void watched.waited().then(() => told.push(1));
    await settled();
    expect(told).toEqual([]);
    watched.at(10, () => {});
    await settled();
    expect(told).toEqual([1]);
    clock.advance(10);
    void watched.waited().then(() => told.push(2));
    await settled();
    expect(told).toEqual([1]);
    watched.at(30, () => {});
    await settled();
    expect(told).toEqual([1, 2]);
  });
});
