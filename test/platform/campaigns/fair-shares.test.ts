import { describe, expect, it } from 'vitest';
import { fairShares } from '../../../src/platform/campaigns/fair-shares.ts';
import { newRandom } from '../../support/random.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

describe('fair shares', () => {
  it('add up to all there is, or all that is wanted, and give nobody more than they want', () => {
    const random = newRandom(1);
    for (let round = 0; round < 20_000; round++) {
      const wants = Array.from({ length: random.below(8) }, () => random.below(random.pick([2, 10, 500])));
      const available = random.below(random.pick([3, 50, 2_000])) - 1;
      const { shares } = fairShares(available, wants, random.below(8));
      expect(sum(shares)).toBe(Math.max(0, Math.min(available, sum(wants))));
      for (const [index, share] of shares.entries()) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(wants[index] ?? 0);
      }
    }
  });

  it('differ by one at most among those who want more than they get', () => {
    const random = newRandom(2);
    for (let round = 0; round < 20_000; round++) {
      const wants = Array.from({ length: 1 + random.below(7) }, () => random.below(40));
      const { shares } = fairShares(random.below(100), wants, random.below(wants.length));
      const unfilled = shares.filter((share, index) => share < (wants[index] ?? 0));
      const least = Math.min(...unfilled);
      expect(Math.max(...unfilled) - least).toBeLessThanOrEqual(unfilled.length > 0 ? 1 : 0);
      // Who got all they wanted got no more than one beyond those who did not.
      if (unfilled.length > 0) expect(Math.max(...shares)).toBeLessThanOrEqual(least + 1);
    }
  });

  it.each([1, 2, 3, 7, 20])('go round: over time each of %i gets the same', (count) => {
    const random = newRandom(count);
    const got = Array.from({ length: count }, () => 0);
    for (let [turn, first] = [0, 0]; turn < 500; turn++) {
      const dealt = fairShares(
        random.below(2 * count),
        got.map(() => 5),
        first,
      );
      first = dealt.next;
      for (const [index, share] of dealt.shares.entries()) got[index] = (got[index] ?? 0) + share;
      expect(Math.max(...got) - Math.min(...got)).toBeLessThanOrEqual(1);
    }
  });

  it('take any number there is', () => {
    expect(fairShares(Number.POSITIVE_INFINITY, [3, 0, 5], 1).shares).toEqual([3, 0, 5]);
    expect(fairShares(0, [3, 1], 1).shares).toEqual([0, 0]);
    expect(fairShares(-20, [3, 1], 1).shares).toEqual([0, 0]);
    expect(fairShares(9, [], 1).shares).toEqual([]);
  });
});
