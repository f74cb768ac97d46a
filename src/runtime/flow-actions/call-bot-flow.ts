import { callBotAction } from '../call-bot-action.ts';

/** Runs a bot flow and comes back. Architect: Call Bot Flow. */
export const callBotFlow = callBotAction({
  type: 'callBotFlow',
  title: 'Call Bot Flow',
  description: 'Runs a bot flow until it exits, then goes on behind it with what the bot found out.',
  calls: ['botFlow', 'digitalBot'],
  flowTypes: ['inboundCall', 'outboundCall', 'inqueueCall', 'inboundMessage', 'inboundChat'],
});
