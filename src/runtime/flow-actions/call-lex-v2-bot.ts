import { foreignBotAction } from '../foreign-bot-action.ts';

/** Calls a bot of Amazon Lex V2. Architect: Call Lex V2 Bot. */
export const callLexV2Bot = foreignBotAction({
  type: 'callLexV2Bot',
  title: 'Call Lex V2 Bot',
  whose: 'Amazon Lex V2',
});
