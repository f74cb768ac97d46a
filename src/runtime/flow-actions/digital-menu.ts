import { Type } from 'typebox';
import { ASK_DIFFERENCES, ASK_OUTPUTS, ASK_PATHS, ASK_SETTINGS, Question } from '../asking/ask-settings.ts';
import { type Asking, type AskSettings, answer, ask } from '../asking/asking.ts';
import { defineFlowAction } from '../flow-action.ts';
import { Actions, TargetVariable } from '../settings.ts';
import { containsWords, plainText, plainWords } from '../understanding/plain-words.ts';

const SETTINGS = Type.Object(
  {
    question: Question,
    ...ASK_SETTINGS,
    choices: Type.Record(
      Type.String(),
      Type.Object(
        {
          value: Type.Optional(
            Type.String({ description: 'What a tap on its button sends; its name when absent.' }),
          ),
          terms: Type.Optional(
            Type.Array(Type.String({ minLength: 1 }), { description: 'Other words that choose it.' }),
          ),
          actions: Actions({ description: 'What happens then.' }),
        },
        { additionalProperties: false },
      ),
      { minProperties: 1, description: 'The choices by name, in the order shown.' },
    ),
    selection: Type.Optional(
      TargetVariable({ type: 'string', description: 'The variable that gets the value of the choice.' }),
    ),
    outputs: Type.Optional(
      Type.Object(ASK_OUTPUTS, { additionalProperties: false, description: 'Output paths.' }),
    ),
  },
  { additionalProperties: false },
);
type Choices = Type.Static<typeof SETTINGS>['choices'];
type MenuSettings = AskSettings & Pick<Type.Static<typeof SETTINGS>, 'choices' | 'selection'>;

const CHOICE: Asking<MenuSettings> = {
  kind: 'choice',
  quickReplies: ({ choices }) => Object.keys(choices),
  understand({ choices }, { text }) {
    const name = chosen(choices, text);
    return name === undefined ? undefined : { answer: name };
  },
  accept({ choices, selection }, name, words, context) {
    const choice = choices[String(name)];
    context.emit('gotAnswer', { question: 'choice', words, answer: name });
    if (selection !== undefined) context.write(selection, choice?.value ?? name);
    return { output: choice?.actions ?? String(name) };
  },
};

/** The choice that a text is, or the only one that it holds. */
function chosen(choices: Choices, text: string): string | undefined {
  const said = plainText(text);
  const names = Object.entries(choices).map(
    ([name, { value = name, terms = [] }]) => [name, [name, value, ...terms]] as const,
  );
  const exact = names.find(([, words]) => words.some((one) => plainText(one) === said));
  if (exact !== undefined) return exact[0];
  const all = plainWords(text);
  const held = names.filter(([, words]) => words.some((one) => containsWords(all, plainWords(one))));
  return held.length === 1 ? held[0]?.[0] : undefined;
}

/** Shows choices as buttons and takes the one that is tapped or written. Architect: Digital Menu. */
export const digitalMenu = defineFlowAction({
  type: 'digitalMenu',
  title: 'Digital Menu',
  description: 'Shows choices as buttons and leaves by the path of the one that is tapped or written.',
  category: 'Bot',
  paths: { 'each choice': 'it was tapped or written', ...ASK_PATHS },
  events: ['sentMessage', 'gotAnswer', 'gotNoInput', 'gotNoMatch'],
  differences: [
    ...ASK_DIFFERENCES,
    'Every presentation (quick replies, carousel, list picker) is a list of choices.',
    'Guess: words that hold the name of one choice only choose it.',
  ],
  settings: SETTINGS,
  outputs: ['maxNoInputs', 'maxNoMatches'] as string[],
  flowTypes: ['digitalBot'],
  goesOn: () => false,
  enter: (settings, context) => ask(CHOICE, settings, context),
  resume: (settings, stimulus, wait, context) => answer(CHOICE, settings, stimulus, wait, context),
});
