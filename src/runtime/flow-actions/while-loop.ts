import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { TargetVariable, Value } from '../settings.ts';

/** Runs its `loop` path as long as a condition holds. Architect: While Loop. */
export const whileLoop = defineFlowAction({
  type: 'whileLoop',
  title: 'While Loop',
  description:
    'Runs its loop path as long as a condition is true, then goes on behind it. The condition is asked before each round.',
  category: 'Logic',
  paths: { loop: 'the condition is true: another round begins' },
  differences: [
    'Guess: the names of its settings, as no public flow has one.',
    'Guess: a condition that is NOT_SET ends the loop.',
    'Guess: rounds count from 0, and each round counts as an action.',
  ],
  settings: Type.Object(
    {
      condition: Value({ type: 'boolean', description: 'Whether another round begins.' }),
      currentIndex: Type.Optional(
        TargetVariable({
          type: 'integer',
          description: 'The variable that gets the number of the round, from 0.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: ['loop'],
  loops: true,
  enter({ condition, currentIndex }, context) {
    const round = (context.loopProgress()?.round ?? -1) + 1;
    if (context.read(condition) !== true) {
      context.setLoopProgress(undefined);
      return { next: true };
    }
    // How many rounds there are nobody knows: at least this one.
    context.setLoopProgress({ round, rounds: round + 1 });
    if (currentIndex !== undefined) context.write(currentIndex, round);
    return { output: 'loop' };
  },
});
