import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { addMilestone, OUTCOME_FLOWS } from '../flow-outcomes.ts';
import { ThingName } from '../settings.ts';

/** Notes that a milestone was reached. Architect: Add Flow Milestone. */
export const addFlowMilestone = defineFlowAction({
  type: 'addFlowMilestone',
  title: 'Add Flow Milestone',
  description: 'Notes that the conversation reached a milestone, on the way to an outcome or by itself.',
  category: 'Data',
  events: ['addedFlowMilestone'],
  differences: ['The last 100 milestones of a conversation are kept; Genesys keeps 20 of each outcome.'],
  settings: Type.Object(
    {
      flowMilestone: ThingName('flowMilestone', { description: 'Name of the milestone.' }),
      flowOutcome: Type.Optional(ThingName('flowOutcome', { description: 'The outcome it belongs to.' })),
    },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'flowMilestone',
  flowTypes: OUTCOME_FLOWS,
  enter({ flowMilestone, flowOutcome }, context) {
    addMilestone(flowMilestone, flowOutcome, context);
    context.emit('addedFlowMilestone', {
      flowMilestone,
      ...(flowOutcome === undefined ? {} : { flowOutcome }),
    });
    return { next: true };
  },
});
