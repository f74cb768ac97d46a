import { Type } from 'typebox';
import { LAST_ANSWER } from '../asking/ask-for-intent-action.ts';
import { LOW_CONFIDENCE } from '../asking/leaving.ts';
import { defineFlowAction } from '../flow-action.ts';
import { BOT_FLOWS } from '../flow-types.ts';
import { TargetVariable, Value } from '../settings.ts';
import { textOf } from '../tell.ts';
import { knowledgeAnswer } from '../understanding/understand.ts';

/** Asks the knowledge base. Architect: Search Knowledge. */
export const searchKnowledge = defineFlowAction({
  type: 'searchKnowledge',
  title: 'Search Knowledge',
  description: 'Looks for an answer among those that `nlu.knowledge` of the flow holds.',
  category: 'Bot',
  paths: { found: 'there is an answer', notFound: 'there is none, or nothing was asked' },
  events: ['searchedKnowledge'],
  differences: ['Guess: names of settings and paths; public sources name the action only.'],
  settings: Type.Object(
    {
      query: Value({ type: 'string', description: 'What is looked for.' }),
      saveAs: Type.Optional(
        TargetVariable({ type: 'string', description: 'The variable that gets the answer.' }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: ['found', 'notFound'],
  short: 'query',
  flowTypes: BOT_FLOWS,
  enter({ query, saveAs }, context) {
    const text = textOf(query, context);
    const { collectionLowConfidenceThreshold: least = LOW_CONFIDENCE } = context.bot.settings;
    const answer = knowledgeAnswer(context.bot.nlu, text, least)?.answer;
    context.emit('searchedKnowledge', { query: text, answer: answer ?? null });
    if (saveAs !== undefined) context.write(saveAs, answer);
    if (answer === undefined) return { output: 'notFound' };
    context.setFact(LAST_ANSWER, answer);
    return { output: 'found' };
  },
});
