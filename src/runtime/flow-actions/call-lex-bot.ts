import { foreignBotAction } from '../foreign-bot-action.ts';

/** Calls a bot of Amazon Lex. Architect: Call Lex Bot. */
export const callLexBot = foreignBotAction({
  type: 'callLexBot',
  title: 'Call Lex Bot',
  whose: 'Amazon Lex',
});
