import { Type } from 'typebox';
import { didYouMean } from '../../authoring/suggest.ts';
import { defineFlowAction } from '../flow-action.ts';
import { languageIn } from '../language.ts';

/** Changes the language of what is said from the next task or menu on. Architect: Set Language. */
export const setLanguage = defineFlowAction({
  type: 'setLanguage',
  title: 'Set Language',
  description:
    'Changes the language of what is said from the next task or menu on, and of words that callers say.',
  category: 'Data',
  events: ['setLanguage'],
  differences: [
    'Guess: the new language begins with the next task or menu.',
    'Audio that is queued already stays in the language it was queued in.',
  ],
  settings: Type.Object(
    { language: Type.String({ description: 'A language tag that the flow has, such as de-DE.' }) },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'language',
  check({ language }, tools) {
    if (languageIn(tools.languages, language) !== undefined) return;
    tools.report(
      'error',
      '/language',
      'UNKNOWN_LANGUAGE',
      `the flow has no language \`${language}\``,
      didYouMean(language, tools.languages, 'add it to "languages"'),
    );
  },
  enter({ language }, context) {
    const tag = languageIn(context.languages, language) ?? language;
    context.setLanguage(tag);
    context.emit('setLanguage', { language: tag });
    return { next: true };
  },
});
