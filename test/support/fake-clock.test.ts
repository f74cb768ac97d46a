import { describe, expect, it } from 'vitest';
import { FakeClock } from './fake-clock.ts';

describe('FakeClock', () => {
  it('calls back in order of time, then of asking, each at its own time', () => {
    const clock = new FakeClock(1000);
    const seen: string[] = [];
    clock.at(1300, () => seen.push(`c ${clock.now()}`));
    clock.at(1100, () => seen.push(`a ${clock.now()}`));
    clock.at(1100, () => clock.at(1200, () => seen.push(`b ${clock.now()}`)));
    clock.at(1600, () => seen.push('too early'));
    clock.advance(500);
    expect(seen).toEqual(['a 1100', 'b 1200', 'c 1300']);
    expect(clock.now()).toBe(1500);
  });

  it('forgets what was cancelled', () => {
    const clock = new FakeClock(0);
    const seen: string[] = [];
    clock.at(5, () => seen.push('x'))();
    clock.advance(10);
    expect(seen).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('throws when it is sent back', () => {
    expect(() => new FakeClock(1000).advance(-1)).toThrow('cannot go back');
    expect(() => new FakeClock(1000).advance(Number.NaN)).toThrow('cannot go back');
  });
});
