import { Type } from 'typebox';
import type { Json, JsonObject } from '../../authoring/json.ts';
import { toText } from '../expression/conversion.ts';
import type { Expression } from '../expression/expression.ts';
import { type ActionContext, defineFlowAction } from '../flow-action.ts';
import { Value } from '../settings.ts';
import { textOf } from '../tell.ts';

const Addresses = (description: string) => Type.Optional(Value({ description }));

/** Answers an e-mail and goes on at once. Architect: Send Auto Reply. */
export const sendAutoReply = defineFlowAction({
  type: 'sendAutoReply',
  title: 'Send Auto Reply',
  description: 'Answers the e-mail that runs the flow, and goes on at once. It always goes to who wrote it.',
  category: 'Message',
  events: ['sentAutoReply'],
  differences: [
    'The answer stands in the transcript; it is not sent to a mail server.',
    'Guess: a body that is NOT_SET or blank is not sent; the transcript shows an empty one.',
  ],
  settings: Type.Object(
    {
      body: Value({ type: 'string', description: 'The body, HTML.' }),
      from: Type.Optional(Value({ description: "The address it comes from; the route's own when absent." })),
      replyTo: Addresses('Where answers to it go.'),
      cc: Addresses('Who gets a copy: an address, or a collection of them.'),
      bcc: Addresses('Who gets a copy that the others do not see.'),
      replyMode: Type.Optional(
        Type.String({
          enum: ['replyToSender', 'replyToAll'],
          default: 'replyToSender',
          description: 'Whether the others that the e-mail went to get the answer, too.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [],
  short: 'body',
  flowTypes: ['inboundEmail'],
  enter({ body, from, replyTo, cc, bcc, replyMode = 'replyToSender' }, context) {
    context.emit('sentAutoReply', {
      body: textOf(body, context),
      replyMode,
      ...addresses({ from, replyTo, cc, bcc }, context),
    });
    return { next: true };
  },
});

/** Who is named, as texts; what is NOT_SET is left out. */
function addresses(
  given: { readonly [name: string]: Expression | undefined },
  context: Pick<ActionContext, 'read'>,
): JsonObject {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, expression]): [string, Json][] => {
      const value = expression === undefined ? undefined : context.read(expression);
      if (value === undefined || value === null) return [];
      return [[name, Array.isArray(value) ? value.map((one: Json) => toText(one)) : toText(value)]];
    }),
  );
}
