import { Type } from 'typebox';
import { ASK_DIFFERENCES, ASK_OUTPUTS, ASK_PATHS, ASK_SETTINGS, Question } from '../asking/ask-settings.ts';
import { type Asking, type AskSettings, answer, ask } from '../asking/asking.ts';
import { fillSlot, meantSlot } from '../asking/slots.ts';
import type { Expression } from '../expression/expression.ts';
import { defineFlowAction } from '../flow-action.ts';
import { BOT_FLOWS } from '../flow-types.ts';
import { SlotName, Value } from '../settings.ts';
import { textOr } from '../tell.ts';
import type { Target } from '../variables.ts';

interface SlotSettings extends AskSettings {
  readonly slot: Target;
  readonly customValidation?: Expression;
  readonly confirmationMode?: string;
  readonly confirmationQuestion?: Expression;
}

const SLOT: Asking<SlotSettings> = {
  kind: 'slot',
  understand({ slot, customValidation, confirmationMode, confirmationQuestion }, input, context) {
    const value = meantSlot(slot, input, context);
    // What validates and confirms it reads the slot.
    if (value === undefined || !fillSlot(slot, value, context)) return undefined;
    if (customValidation !== undefined && context.read(customValidation) !== true) {
      context.write(slot, undefined);
      return undefined;
    }
    if (confirmationMode !== 'always') return { answer: value };
    const confirmation = textOr(confirmationQuestion, 'confirmation', context, { input: input.text });
    return { answer: value, confirmation };
  },
  accept({ slot }, value, words, context) {
    context.emit('filledSlot', { slot: slot.name, value, words });
    return { next: true };
  },
  reject: ({ slot }, context) => context.write(slot, undefined),
};

/** Asks for the value of a slot. Architect: Ask for Slot. */
export const askForSlot = defineFlowAction({
  type: 'askForSlot',
  title: 'Ask for Slot',
  description:
    'Asks for the value of a slot, unless it is filled already, and goes on behind it. `nlu` in the flow says what fills a slot.',
  category: 'Bot',
  paths: ASK_PATHS,
  events: [
    'sentMessage',
    'filledSlot',
    'gotAnswer',
    'gotNoInput',
    'gotNoMatch',
    'askedForAgent',
    'failedRecognition',
  ],
  differences: [
    ...ASK_DIFFERENCES,
    'Guess: a slot that is filled already is not asked for again; Clear Slot empties it.',
  ],
  settings: Type.Object(
    {
      slot: SlotName({ description: 'The slot that is filled.' }),
      question: Question,
      ...ASK_SETTINGS,
      customValidation: Type.Optional(
        Value({
          type: 'boolean',
          description: 'Whether the value will do; it may read the slot. NOT_SET is no.',
        }),
      ),
      confirmationMode: Type.Optional(
        Type.String({
          enum: ['never', 'always'],
          default: 'never',
          description: 'Whether the customer is asked if the value is right.',
        }),
      ),
      confirmationQuestion: Type.Optional(
        Value({ type: 'communication', description: 'How that is asked; it may read the slot.' }),
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
  enter(settings, context) {
    if (context.valueOf(settings.slot) !== undefined) return { next: true };
    return ask(SLOT, settings, context);
  },
  resume: (settings, stimulus, wait, context) => answer(SLOT, settings, stimulus, wait, context),
});
