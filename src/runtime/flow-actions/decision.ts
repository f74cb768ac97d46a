import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { Value } from '../settings.ts';

/** Leaves by `yes` only when the condition is true; false and NOT_SET leave by `no`. Architect: Decision. */
export const decision = defineFlowAction({
  type: 'decision',
  title: 'Decision',
  description: 'Goes one of two ways. Only true is yes; false and NOT_SET are no.',
  category: 'Logic',
  paths: {
    yes: 'the condition is true',
    no: 'it is false or NOT_SET',
  },
  differences: [
    "In Architect the condition is a Boolean expression. Here a rule may also give a number or a text, which is converted as Architect's `ToBool` does; a text that says neither is no.",
  ],
  settings: Type.Object(
    { condition: Value({ type: 'boolean', description: 'A rule that gives true or false.' }) },
    { additionalProperties: false },
  ),
  outputs: ['yes', 'no'],
  holds: ({ condition }, output) => [{ value: condition, isSo: output === 'yes' }],
  enter({ condition }, context) {
    return { output: context.read(condition) === true ? 'yes' : 'no' };
  },
});
