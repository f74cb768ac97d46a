import { Type } from 'typebox';
import { Actions, Value } from '../settings.ts';

const Text = (description: string) => Value({ type: 'communication', description });

/** Settings of every action that asks; `question` is what each has besides. */
export const ASK_SETTINGS = {
  noInput: Type.Optional(Text('Asked instead of the question after silence; absent: the question again.')),
  noMatch: Type.Optional(
    Text('Asked instead of the question after an answer that is not understood; absent: the question again.'),
  ),
  noInputReprompts: Type.Optional(
    Type.Array(Text('What is asked the n-th time.'), {
      description:
        'Asked after the first, second … silence, in place of `noInput`; then it is enough. An empty list asks once.',
    }),
  ),
  noMatchReprompts: Type.Optional(
    Type.Array(Text('What is asked the n-th time.'), {
      description:
        'Asked after the first, second … answer that is not understood, in place of `noMatch`; then it is enough. An empty list asks once.',
    }),
  ),
} as const;

/** The question of an action that asks. */
export const Question = Text('What is asked.');

/** Output paths of every action that asks, for its schema. */
export const ASK_OUTPUTS = {
  maxNoInputs: Type.Optional(Actions({ description: 'What happens when nothing came often enough.' })),
  maxNoMatches: Type.Optional(
    Actions({ description: 'What happens when it was not understood often enough.' }),
  ),
} as const;

/** When those paths are taken, for the reference. */
export const ASK_PATHS = {
  maxNoInputs: 'nothing came, often enough; without this path the bot gives up',
  maxNoMatches: 'it was not understood, often enough; without this path the bot gives up',
} as const;

/** How asking differs from Genesys, for the reference. */
export const ASK_DIFFERENCES = [
  'Understanding is simulated (docs/flows.md, Bots): words are compared, nothing is learnt. A test can say what was understood instead.',
  'Guess: `noInputsMax` and `noMatchesMax` count how often it asks again, so the failure after them is the one too many.',
  'Guess: on the phone the keys 1 and 2 are yes and no.',
] as const;
