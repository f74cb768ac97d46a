import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { BOT_FLOWS } from '../flow-types.ts';
import { Value } from '../settings.ts';
import { tell, textOf } from '../tell.ts';

/** Says or writes something to the customer of a bot and goes on at once. Architect: Communicate. */
export const communicate = defineFlowAction({
  type: 'communicate',
  title: 'Communicate',
  description:
    'Tells the customer of a bot something, spoken on the phone and in writing elsewhere, and goes on at once. Nothing cuts it short.',
  category: 'Bot',
  events: ['sentMessage'],
  differences: ['Guess: what is NOT_SET or blank is not told.'],
  settings: Type.Object(
    { communication: Value({ type: 'communication', description: 'What is told.' }) },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'communication',
  flowTypes: BOT_FLOWS,
  enter({ communication }, context) {
    tell(context, textOf(communication, context), { bargeIn: false });
    return { next: true };
  },
});
