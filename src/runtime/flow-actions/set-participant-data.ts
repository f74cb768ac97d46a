import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { Value } from '../settings.ts';

/** Sets attributes of the customer participant; names are case-sensitive, values texts. Architect: Set Participant Data. */
export const setParticipantData = defineFlowAction({
  type: 'setParticipantData',
  title: 'Set Participant Data',
  description:
    'Sets attributes on the participant. They stay with the conversation, also after the flow. Names are case-sensitive; NOT_SET is written as an empty text.',
  category: 'Data',
  events: ['setParticipantData'],
  differences: [
    'Guess: NOT_SET is written as an empty text.',
    'There is no limit to the number and length of attributes.',
    'Attributes can be seen from outside at once.',
  ],
  settings: Type.Record(Type.String(), Value({ type: 'string', description: "The attribute's value." }), {
    minProperties: 1,
  }),
  outputs: [],
  enter(attributes, context) {
    for (const [name, expression] of Object.entries(attributes)) {
      const value = context.read(expression);
      const text = typeof value === 'string' ? value : '';
      context.setParticipantData(name, text);
      context.emit('setParticipantData', { name, value: text });
    }
    return { next: true };
  },
});
