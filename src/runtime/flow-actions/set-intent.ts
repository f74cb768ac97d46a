import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { BOT_FLOWS } from '../flow-types.ts';
import { Value } from '../settings.ts';
import { textOf } from '../tell.ts';

/** Sets the intent that the caller of the bot gets. Architect: Set Intent. */
export const setIntent = defineFlowAction({
  type: 'setIntent',
  title: 'Set Intent',
  description: 'Sets the intent that the flow which called the bot gets.',
  category: 'Bot',
  events: ['setIntent'],
  differences: ['Guess: NOT_SET takes the intent away.'],
  settings: Type.Object(
    { intent: Value({ type: 'string', description: 'The name of the intent.' }) },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'intent',
  flowTypes: BOT_FLOWS,
  enter({ intent }, context) {
    const name = textOf(intent, context);
    context.setIntent(name === '' ? undefined : name);
    context.emit('setIntent', { intent: name === '' ? null : name });
    return { next: true };
  },
});
