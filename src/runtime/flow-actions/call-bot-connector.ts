import { foreignBotAction } from '../foreign-bot-action.ts';

/** Calls a bot of another maker, through the bot connector. Architect: Call Bot Connector. */
export const callBotConnector = foreignBotAction({
  type: 'callBotConnector',
  title: 'Call Bot Connector',
  whose: 'another maker, through the bot connector,',
});
