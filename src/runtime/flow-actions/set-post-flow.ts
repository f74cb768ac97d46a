import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { CALL_FLOWS } from '../flow-types.ts';
import { FlowName } from '../settings.ts';

/** Chooses the flow that runs once the agent has left, such as a survey. Architect: Set Post-Flow. */
export const setPostFlow = defineFlowAction({
  type: 'setPostFlow',
  title: 'Set Post-Flow',
  description: 'Chooses the flow that runs once the agent has left, such as a survey.',
  category: 'Agent',
  events: ['setPostFlow'],
  differences: [
    'Agents are not simulated beyond their answer: the flow is told in the transcript and does not run.',
    'Guess: the last one counts.',
  ],
  settings: Type.Object(
    { flow: FlowName('flow', { description: "The flow: its file's name without .flow.json." }) },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'flow',
  flowTypes: CALL_FLOWS,
  enter({ flow }, context) {
    context.setFact('postFlow', flow);
    context.emit('setPostFlow', { flow });
    return { next: true };
  },
});
