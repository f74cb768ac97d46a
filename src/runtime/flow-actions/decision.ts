import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { Value } from '../settings.ts';

/** Leaves by `yes` only when the condition is true; false and NOT_SET leave by `no`. Architect: Decision. */
export const decision = defineFlowAction({
  type: 'decision',
  title: 'Decision',
  description: 'Goes one of two ways. Only true is yes; false and NOT_SET are no.',
  settings: Type.Object(
    { condition: Value({ type: 'boolean', description: 'A rule that gives true or false.' }) },
    { additionalProperties: false },
  ),
  outputs: ['yes', 'no'],
  enter({ condition }, context) {
    return { output: context.read(condition) === true ? 'yes' : 'no' };
  },
});
