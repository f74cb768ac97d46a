import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { Value } from '../settings.ts';

/** Gives the caller back to the agent who started the secure flow. Architect: Return to Agent. */
export const returnToAgent = defineFlowAction({
  type: 'returnToAgent',
  title: 'Return to Agent',
  description: 'Ends a secure flow that an agent started: the agent has the caller again.',
  category: 'Ending',
  events: ['returnedToAgent'],
  differences: ['There is no agent who started the flow: the call ends here as handed over.'],
  settings: Type.Object(
    {
      reasonCode: Type.Optional(Value({ type: 'string', description: 'What the agent is told.' })),
    },
    { additionalProperties: false },
  ),
  outputs: [],
  flushes: true,
  terminates: true,
  flowTypes: ['secureCall'],
  enter({ reasonCode }, context) {
    const reason = reasonCode === undefined ? undefined : context.read(reasonCode);
    context.emit('returnedToAgent', reason === undefined ? {} : { reasonCode: reason });
    return { end: { reason: 'transferred', detail: 'back to the agent' } };
  },
});
