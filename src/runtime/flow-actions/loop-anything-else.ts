import { Type } from 'typebox';
import { ASK_DIFFERENCES, ASK_OUTPUTS, ASK_PATHS, ASK_SETTINGS } from '../asking/ask-settings.ts';
import { type Asking, type AskSettings, answer, ask, yesNoReplies } from '../asking/asking.ts';
import { defaultText } from '../default-texts.ts';
import { defineFlowAction } from '../flow-action.ts';
import { BOT_FLOWS } from '../flow-types.ts';
import { Actions, Value } from '../settings.ts';
import { yesOrNo } from '../understanding/slot-value.ts';

const ANYTHING_ELSE: Asking<AskSettings> = {
  kind: 'boolean',
  question: ({ language }) => defaultText('anythingElse', language),
  quickReplies: (_settings, context) => yesNoReplies(context),
  understand(_settings, { text }, { language }) {
    const isYes = yesOrNo(text, language);
    return isYes === undefined ? undefined : { answer: isYes };
  },
  accept(_settings, isYes, words, context) {
    context.emit('gotAnswer', { question: 'boolean', words, answer: isYes });
    if (isYes === true) return { output: 'loop' };
    context.setLoopProgress(undefined);
    return { next: true };
  },
};

/** Runs its path, then asks whether there is anything else, and runs it again on yes. Architect: Loop Anything Else. */
export const loopAnythingElse = defineFlowAction({
  type: 'loopAnythingElse',
  title: 'Loop Anything Else',
  description:
    'Runs its loop path, then asks whether there is anything else: yes runs it again, no goes on behind it.',
  category: 'Bot',
  paths: { loop: 'a round begins', ...ASK_PATHS },
  events: ['sentMessage', 'gotAnswer', 'gotNoInput'],
  differences: [
    ...ASK_DIFFERENCES,
    'Guess: it asks after each round; public sources name the action and its time-out only.',
  ],
  settings: Type.Object(
    {
      question: Type.Optional(
        Value({ type: 'communication', description: 'How it asks for more; a default text when absent.' }),
      ),
      ...ASK_SETTINGS,
      outputs: Type.Optional(
        Type.Object(
          { loop: Type.Optional(Actions({ description: 'What happens in each round.' })), ...ASK_OUTPUTS },
          { additionalProperties: false, description: 'Output paths.' },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: ['loop', 'maxNoInputs', 'maxNoMatches'] as string[],
  loops: true,
  flowTypes: BOT_FLOWS,
  goesOn: () => true,
  enter(settings, context) {
    const round = (context.loopProgress()?.round ?? -1) + 1;
    context.setLoopProgress({ round, rounds: Number.MAX_SAFE_INTEGER });
    return round === 0 ? { output: 'loop' } : ask(ANYTHING_ELSE, settings, context);
  },
  resume: (settings, stimulus, wait, context) => answer(ANYTHING_ELSE, settings, stimulus, wait, context),
});
