import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { BOT_FLOWS, CALL_FLOWS } from '../flow-types.ts';

/** Drops keys that were pressed and that nothing has taken yet. Architect: Clear Utterance. */
export const clearUtterance = defineFlowAction({
  type: 'clearUtterance',
  title: 'Clear Utterance',
  description: 'Drops keys that were pressed ahead and that nothing has taken yet.',
  category: 'Audio',
  events: ['clearedUtterance'],
  differences: ['Guess: all of it. No public source tells what this action does.'],
  settings: Type.Object({}, { additionalProperties: false }),
  outputs: [],
  flowTypes: [...CALL_FLOWS, ...BOT_FLOWS],
  enter(_settings, context) {
    let keys = '';
    for (let key = context.takeKey(); key !== undefined; key = context.takeKey()) keys += key;
    if (keys !== '') context.emit('clearedUtterance', { keys });
    return { next: true };
  },
});
