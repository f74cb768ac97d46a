import { Type } from 'typebox';
import { ASK_DIFFERENCES, ASK_OUTPUTS, ASK_PATHS, ASK_SETTINGS, Question } from '../asking/ask-settings.ts';
import { type Asking, type AskSettings, answer, ask, yesNoReplies } from '../asking/asking.ts';
import { defineFlowAction } from '../flow-action.ts';
import { BOT_FLOWS } from '../flow-types.ts';
import { Actions } from '../settings.ts';
import { yesOrNo } from '../understanding/slot-value.ts';

const YES_OR_NO: Asking<AskSettings> = {
  kind: 'boolean',
  quickReplies: (_settings, context) => yesNoReplies(context),
  understand(_settings, { text }, { language }) {
    const isYes = yesOrNo(text, language);
    return isYes === undefined ? undefined : { answer: isYes };
  },
  accept(_settings, isYes, words, context) {
    context.emit('gotAnswer', { question: 'boolean', words, answer: isYes });
    return { output: isYes === true ? 'yes' : 'no' };
  },
};

/** Asks a question that is answered by yes or no. Architect: Ask for Yes / No. */
export const askForBoolean = defineFlowAction({
  type: 'askForBoolean',
  title: 'Ask for Yes / No',
  description: 'Asks a question that the customer answers by yes or no.',
  category: 'Bot',
  paths: { yes: 'the answer is yes', no: 'the answer is no', ...ASK_PATHS },
  events: ['sentMessage', 'gotAnswer', 'gotNoInput', 'gotNoMatch', 'askedForAgent', 'failedRecognition'],
  differences: ASK_DIFFERENCES,
  settings: Type.Object(
    {
      question: Question,
      ...ASK_SETTINGS,
      outputs: Type.Optional(
        Type.Object(
          {
            yes: Type.Optional(Actions({ description: 'What happens on yes.' })),
            no: Type.Optional(Actions({ description: 'What happens on no.' })),
            ...ASK_OUTPUTS,
          },
          { additionalProperties: false, description: 'Output paths.' },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: ['yes', 'no', 'maxNoInputs', 'maxNoMatches'] as string[],
  flowTypes: BOT_FLOWS,
  goesOn: (wired) => !wired.has('yes') || !wired.has('no'),
  enter: (settings, context) => ask(YES_OR_NO, settings, context),
  resume: (settings, stimulus, wait, context) => answer(YES_OR_NO, settings, stimulus, wait, context),
});
