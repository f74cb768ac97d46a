import { Type } from 'typebox';
import { setConversationAttributes } from '../conversation-data.ts';
import { defineFlowAction } from '../flow-action.ts';
import { Value } from '../settings.ts';

/** Sets attributes on a participant of a conversation. Architect: Set Conversation Data. */
export const setConversationData = defineFlowAction({
  type: 'setConversationData',
  title: 'Set Conversation Data',
  description: 'Sets attributes on a participant of a conversation, of this one or of another.',
  category: 'Data',
  paths: {
    success: 'the attributes were set',
    failure: 'the conversation is NOT_SET',
  },
  events: ['setConversationData', 'setParticipantData', 'failedLookup'],
  differences: [
    'Nothing reaches another conversation: this one remembers what was set, and a transcript tells it.',
    'Every conversation has one participant with attributes here: the customer.',
    'Guess: NOT_SET is written as an empty text.',
  ],
  settings: Type.Object(
    {
      conversationId: Type.Optional(
        Value({ type: 'string', description: 'Id of the conversation; without it, this one.' }),
      ),
      participantId: Type.Optional(
        Value({ type: 'string', description: 'Id of the participant; without it, the customer.' }),
      ),
      attributes: Type.Record(Type.String(), Value({ type: 'string' }), {
        minProperties: 1,
        description: 'Attribute: value. Names differ by case.',
      }),
    },
    { additionalProperties: false },
  ),
  outputs: ['success', 'failure'],
  flowTypes: ['workflow'],
  enter({ conversationId, attributes }, context) {
    const id = conversationId === undefined ? context.conversationId : context.read(conversationId);
    if (typeof id !== 'string' || id === '') {
      const errorMessage = 'The conversation is NOT_SET.';
      context.emit('failedLookup', { conversation: null, errorType: 'NotSet', errorMessage });
      return { output: 'failure' };
    }
    const values = Object.entries(attributes).map(([name, value]): [string, string] => {
      const text = context.read(value);
      return [name, typeof text === 'string' ? text : ''];
    });
    setConversationAttributes(id, Object.fromEntries(values), context);
    return { output: 'success' };
  },
});
