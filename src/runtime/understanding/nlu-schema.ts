import { Type } from 'typebox';
import { Value } from '../settings.ts';
import { BUILT_IN_SLOT_TYPES } from './slot-value.ts';

const Exact = { additionalProperties: false } as const;
const Utterance = Type.String({ minLength: 1, maxLength: 500 });

/** `nlu` of a bot flow: what it understands. Architect keeps this in a natural language understanding domain. */
export const NluSchema = Type.Object(
  {
    intents: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Object(
          {
            utterances: Type.Optional(
              Type.Array(Utterance, {
                description: 'What customers say; `{slot}` stands for the value of a slot.',
              }),
            ),
            slots: Type.Optional(
              Type.Array(Type.String(), {
                description: 'Slots that such a sentence may fill; those its utterances name are among them.',
              }),
            ),
            confirmation: Type.Optional(
              Value({
                type: 'communication',
                description: 'How the customer is asked whether this is meant.',
              }),
            ),
          },
          Exact,
        ),
        { description: 'Intents by name.' },
      ),
    ),
    slotTypes: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Object(
          {
            pattern: Type.Optional(
              Type.String({
                minLength: 1,
                description: 'A regular expression; its first occurrence in what is said is the value.',
              }),
            ),
            values: Type.Optional(
              Type.Record(Type.String(), Type.Array(Type.String()), {
                description: 'Value: other words for it.',
              }),
            ),
          },
          Exact,
        ),
        { description: 'What may fill a slot, by a name: a pattern, or a list of values.' },
      ),
    ),
    slots: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        description: `Slot: its slot type, or one of ${BUILT_IN_SLOT_TYPES.join(', ')}. A slot that is not here takes what its variable's type tells.`,
      }),
    ),
    knowledge: Type.Optional(
      Type.Array(
        Type.Object(
          {
            questions: Type.Array(Utterance, { minItems: 1, description: 'Ways to ask it.' }),
            answer: Type.String({ minLength: 1, description: 'The answer.' }),
          },
          Exact,
        ),
        { description: 'What the knowledge base answers.' },
      ),
    ),
  },
  {
    ...Exact,
    description:
      'What a bot understands: intents with utterances, slots with their values, and answers it knows.',
  },
);
export type NluSource = Type.Static<typeof NluSchema>;
