import { Type } from 'typebox';
import { conversationAttribute } from '../conversation-data.ts';
import { defineFlowAction } from '../flow-action.ts';
import { TargetVariable, Value } from '../settings.ts';

/** Reads attributes of a participant of a conversation. Architect: Get Conversation Data. */
export const getConversationData = defineFlowAction({
  type: 'getConversationData',
  title: 'Get Conversation Data',
  description:
    'Reads attributes of a participant of a conversation, of this one or of another that the environment has. An attribute that is not there gives NOT_SET.',
  category: 'Data',
  paths: {
    found: 'the participant has at least one of the attributes',
    notFound: 'it has none, or the conversation is not known or NOT_SET',
  },
  differences: [
    'Other conversations are those of the environment, and those the flow wrote to.',
    'Every conversation has one participant with attributes here: the customer.',
    'Guess: one attribute that is there is enough for found.',
  ],
  settings: Type.Object(
    {
      conversationId: Type.Optional(
        Value({ type: 'string', description: 'Id of the conversation; without it, this one.' }),
      ),
      participantId: Type.Optional(
        Value({ type: 'string', description: 'Id of the participant; without it, the customer.' }),
      ),
      attributes: Type.Record(Type.String(), TargetVariable({ type: 'string' }), {
        minProperties: 1,
        description: 'Attribute: the variable that gets it. Names differ by case.',
      }),
    },
    { additionalProperties: false },
  ),
  outputs: ['found', 'notFound'],
  flowTypes: ['workflow'],
  enter({ conversationId, attributes }, context) {
    const id = conversationId === undefined ? context.conversationId : context.read(conversationId);
    const values = Object.entries(attributes).map(
      ([name, target]) =>
        [target, typeof id === 'string' ? conversationAttribute(id, name, context) : undefined] as const,
    );
    if (values.every(([, value]) => value === undefined)) return { output: 'notFound' };
    for (const [target, value] of values) context.write(target, value);
    return { output: 'found' };
  },
});
