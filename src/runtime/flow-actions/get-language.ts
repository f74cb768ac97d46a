import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { TargetVariable } from '../settings.ts';

/** Keeps the language of the conversation in a variable. Architect: Get Language. */
export const getLanguage = defineFlowAction({
  type: 'getLanguage',
  title: 'Get Language',
  description: 'Keeps the language tag of the conversation in a variable, in lower case.',
  category: 'Data',
  differences: [
    'Guess: name of the setting, and that it is the language now; public sources name the action only.',
  ],
  settings: Type.Object(
    { saveAs: TargetVariable({ type: 'string', description: 'The variable that gets it, such as en-us.' }) },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'saveAs',
  flowTypes: ['digitalBot'],
  enter({ saveAs }, context) {
    context.write(saveAs, context.language.toLowerCase());
    return { next: true };
  },
});
