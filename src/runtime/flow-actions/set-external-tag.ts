import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { Value } from '../settings.ts';

/** Gives the conversation a tag of another system. Architect: Set External Tag. */
export const setExternalTag = defineFlowAction({
  type: 'setExternalTag',
  title: 'Set External Tag',
  description: 'Gives the conversation a tag by which another system knows it. NOT_SET removes it.',
  category: 'Data',
  events: ['setExternalTag'],
  differences: ['Guess: all of it, as only the name of the action is public.'],
  settings: Type.Object(
    { externalTag: Value({ type: 'string', description: 'The tag.' }) },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'externalTag',
  enter({ externalTag }, context) {
    const tag = context.read(externalTag);
    context.setFact('externalTag', tag);
    context.emit('setExternalTag', { externalTag: tag ?? null });
    return { next: true };
  },
});
