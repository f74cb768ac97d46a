import { Type } from 'typebox';
import { defineFlowAction } from '../flow-action.ts';
import { Value } from '../settings.ts';
import { textOf } from '../tell.ts';

/** Writes a message to the customer and goes on at once. Architect: Send Response. */
export const sendResponse = defineFlowAction({
  type: 'sendResponse',
  title: 'Send Response',
  description: 'Writes a message to the customer and goes on at once; it does not wait for a reply.',
  category: 'Message',
  events: ['sentMessage'],
  differences: [
    'Guess: a message that is NOT_SET or blank is not sent; the transcript shows an empty one.',
    'Whether the message is delivered is not simulated.',
  ],
  settings: Type.Object(
    {
      message: Value({ type: 'string', description: 'What is written.' }),
      style: Type.Optional(
        Type.String({
          enum: ['standard', 'notice'],
          default: 'standard',
          description: 'How a chat shows it.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'message',
  flowTypes: ['inboundMessage', 'inboundChat'],
  enter({ message, style }, context) {
    const text = textOf(message, context);
    context.emit('sentMessage', { text, ...(style === undefined ? {} : { style }) });
    return { next: true };
  },
});
