import { describe, expect, it } from 'vitest';
import { openWalk } from './campaign-walk.ts';

const STEPS = 120;

describe('campaigns, whatever is done to them', () => {
  it.each([1, 2, 3])(
    'C14 C7 C12 write to nobody twice, lose nobody, keep their rates and count right (%i)',
    {
      timeout: 120_000,
    },
    async (seed) => {
      const walk = await openWalk(seed);
      for (let step = 0; step < STEPS; step++) await walk.step();
      await walk.end();
      expect(walk.leftOut()).toEqual([]);
      expect(walk.asked.length).toBeGreaterThan(100);
    },
  );
});
