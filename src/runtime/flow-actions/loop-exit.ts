import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';

/** Leaves the innermost loop and goes on behind it. Architect: Exit Loop. */
export const loopExit = defineFlowAction({
  type: 'loopExit',
  title: 'Exit Loop',
  description: 'Leaves the innermost loop and goes on behind it. It stands inside a loop path.',
  category: 'Logic',
  differences: ['Guess: the variable with the number of the round keeps its value.'],
  settings: Type.Object({}, { additionalProperties: false }),
  outputs: [],
  terminates: true,
  leavesRound: 'exit',
  enter: () => ({ loop: 'exit' }),
});
