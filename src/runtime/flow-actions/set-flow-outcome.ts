import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { endOutcome, OUTCOME_FLOWS } from '../flow-outcomes.ts';
import { ThingName } from '../settings.ts';

/** Says how a flow outcome ended. Architect: Set Flow Outcome. */
export const setFlowOutcome = defineFlowAction({
  type: 'setFlowOutcome',
  title: 'Set Flow Outcome',
  description:
    'Says whether a flow outcome was reached. It may be set again: the last value is reported when the flow ends.',
  category: 'Data',
  events: ['setFlowOutcome'],
  differences: ['An outcome that was not begun begins when it is set.'],
  settings: Type.Object(
    {
      flowOutcome: ThingName('flowOutcome', { description: 'Name of the outcome.' }),
      value: Type.Union([Type.Literal('success'), Type.Literal('failure')], {
        description: 'Whether it was reached.',
      }),
    },
    { additionalProperties: false },
  ),
  outputs: [],
  flowTypes: OUTCOME_FLOWS,
  enter({ flowOutcome, value }, context) {
    endOutcome(flowOutcome, value, context);
    context.emit('setFlowOutcome', { flowOutcome, value });
    return { next: true };
  },
});
