import { Type } from 'typebox';
import { ASK_DIFFERENCES, ASK_OUTPUTS, ASK_PATHS, ASK_SETTINGS } from '../asking/ask-settings.ts';
import { type Asking, type AskSettings, answer, ask } from '../asking/asking.ts';
import { defineFlowAction } from '../flow-action.ts';
import { BOT_FLOWS } from '../flow-types.ts';
import { TargetVariable, Value } from '../settings.ts';
import type { Target } from '../variables.ts';

type InputSettings = AskSettings & { readonly saveAs?: Target };

const INPUT: Asking<InputSettings> = {
  kind: 'input',
  understand: (_settings, { text }) => (text.trim() === '' ? undefined : { answer: text }),
  accept({ saveAs }, text, words, context) {
    context.emit('gotAnswer', { question: 'input', words, answer: text });
    if (saveAs !== undefined) context.write(saveAs, text);
    return { next: true };
  },
};

/** Waits until the customer says or writes anything. Architect: Wait for Input. */
export const waitForInput = defineFlowAction({
  type: 'waitForInput',
  title: 'Wait for Input',
  description: 'Waits until the customer says or writes anything, and goes on behind it.',
  category: 'Bot',
  paths: { maxNoInputs: ASK_PATHS.maxNoInputs, maxNoMatches: ASK_PATHS.maxNoMatches },
  events: ['gotAnswer', 'gotNoInput', 'sentMessage'],
  differences: [
    ...ASK_DIFFERENCES,
    'Guess: what was said is kept in `saveAs` only; the next question is asked anew.',
  ],
  settings: Type.Object(
    {
      question: Type.Optional(
        Value({ type: 'communication', description: 'What is said before; nothing when absent.' }),
      ),
      ...ASK_SETTINGS,
      saveAs: Type.Optional(
        TargetVariable({ type: 'string', description: 'The variable that gets what was said.' }),
      ),
      outputs: Type.Optional(
        Type.Object(ASK_OUTPUTS, { additionalProperties: false, description: 'Output paths.' }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: ['maxNoInputs', 'maxNoMatches'] as string[],
  flowTypes: BOT_FLOWS,
  goesOn: () => true,
  enter: (settings, context) => ask(INPUT, settings, context),
  resume: (settings, stimulus, wait, context) => answer(INPUT, settings, stimulus, wait, context),
});
