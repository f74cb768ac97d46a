import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';

/** Begins the next round of the innermost loop. Architect: Next Loop. */
export const loopNext = defineFlowAction({
  type: 'loopNext',
  title: 'Next Loop',
  description: 'Begins the next round of the innermost loop. It stands inside a loop path.',
  category: 'Logic',
  differences: [],
  settings: Type.Object({}, { additionalProperties: false }),
  outputs: [],
  terminates: true,
  leavesRound: 'next',
  enter: () => ({ loop: 'next' }),
});
