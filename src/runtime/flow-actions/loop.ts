import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { TargetVariable, Value } from '../settings.ts';

/** Runs its `loop` path a number of times. Architect: Loop. Rounds count from 0; each round counts as an action. */
export const loop = defineFlowAction({
  type: 'loop',
  title: 'Loop',
  description:
    'Runs its loop path `count` times, then goes on behind it. Fewer than one round skips the path.',
  category: 'Logic',
  paths: {
    loop: 'another round begins',
  },
  differences: [
    'Any number of rounds is allowed; the limit of 10,000 actions holds. Architect takes literals from 1 to 99.',
    'Guess: the number of rounds is worked out once, and a loop whose number is NOT_SET is an error of the flow.',
    'Guess: rounds count from 0, each round counts as an action, and the variable keeps the last number afterwards.',
  ],
  settings: Type.Object(
    {
      count: Value({
        type: 'integer',
        description: 'How many rounds; worked out once, when the loop begins.',
      }),
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
  enter({ count, currentIndex }, context) {
    const before = context.loopProgress();
    const rounds = before?.rounds ?? context.read(count);
    if (typeof rounds !== 'number') {
      return { error: { errorType: 'NotSet', errorMessage: 'the number of rounds of the loop is NOT_SET' } };
    }
    const round = (before?.round ?? -1) + 1;
    if (round >= rounds) {
      context.setLoopProgress(undefined);
      return { next: true };
    }
    context.setLoopProgress({ round, rounds });
    if (currentIndex !== undefined) context.write(currentIndex, round);
    return { output: 'loop' };
  },
});
