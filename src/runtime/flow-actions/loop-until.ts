import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { BOT_FLOWS } from '../flow-types.ts';
import { Value } from '../settings.ts';

/** Runs its path again and again until a condition holds. Architect: Loop Until. */
export const loopUntil = defineFlowAction({
  type: 'loopUntil',
  title: 'Loop Until',
  description: 'Runs its loop path until a condition holds after a round, then goes on behind it.',
  category: 'Bot',
  paths: { loop: 'another round begins' },
  differences: [
    'Guess: the condition is worked out after each round, and NOT_SET is no; public sources name the action only.',
  ],
  settings: Type.Object(
    { condition: Value({ type: 'boolean', description: 'Whether it is enough.' }) },
    { additionalProperties: false },
  ),
  outputs: ['loop'],
  loops: true,
  flowTypes: BOT_FLOWS,
  enter({ condition }, context) {
    const round = (context.loopProgress()?.round ?? -1) + 1;
    if (round > 0 && context.read(condition) === true) {
      context.setLoopProgress(undefined);
      return { next: true };
    }
    context.setLoopProgress({ round, rounds: Number.MAX_SAFE_INTEGER });
    return { output: 'loop' };
  },
});
