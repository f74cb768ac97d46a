import { callBotAction } from '../call-bot-action.ts';

/** Runs a digital bot flow and comes back. Architect: Call Digital Bot Flow. */
export const callDigitalBotFlow = callBotAction({
  type: 'callDigitalBotFlow',
  title: 'Call Digital Bot Flow',
  description: 'Runs a digital bot flow until it exits, then goes on behind it with what the bot found out.',
  calls: ['digitalBot'],
  flowTypes: ['inboundMessage', 'inboundChat'],
});
