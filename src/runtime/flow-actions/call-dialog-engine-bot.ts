import { foreignBotAction } from '../foreign-bot-action.ts';

/** Calls a bot of Genesys Dialog Engine. Architect: Call Dialog Engine Bot. */
export const callDialogEngineBot = foreignBotAction({
  type: 'callDialogEngineBot',
  title: 'Call Dialog Engine Bot',
  whose: 'Genesys Dialog Engine',
});
