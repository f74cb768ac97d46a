import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { BOT_FLOWS } from '../flow-types.ts';

/** Leaves the bot and goes back to the flow that called it. Architect: Exit Bot Flow. */
export const exitBotFlow = defineFlowAction({
  type: 'exitBotFlow',
  title: 'Exit Bot Flow',
  description: 'Leaves the bot. The flow that called it goes on; the exit reason is TriggeredByFlow.',
  category: 'Ending',
  differences: ['A bot that is run by itself is completed.'],
  settings: Type.Object({}, { additionalProperties: false }),
  outputs: [],
  terminates: true,
  flowTypes: BOT_FLOWS,
  enter: () => ({ exitFlow: { reason: 'TriggeredByFlow' } }),
});
