import type { FastifyPluginAsync } from 'fastify';
import { Type } from 'typebox';
import { MESSAGE_CONVERSATIONS_PATH, messageData } from '../platform/agentless-messages/message-data.ts';
import type { Message } from '../platform/messages/message.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { requestCheck } from '../platform/request-check.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';

/** The most ids of one bulk request. [a guess: Genesys publishes no figure] */
const MAX_BULK = 100;

const checkBulk = requestCheck(
  Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: MAX_BULK }),
);

interface OneMessage {
  readonly Params: { readonly conversationId: string; readonly messageId: string };
}

/** Reads of WhatsApp messages and SMS with what became of them, as Genesys Cloud has them. */
export function messageReadRoutes({ oauth, messages }: Platform): FastifyPluginAsync {
  const views = {
    onRequest: authorized(oauth, { any: ['conversation:message:view', 'conversation:webmessaging:view'] }),
  };

  function find(id: string, conversationId?: string): Message | undefined {
    const message = messages.one(id);
    const isHere = conversationId === undefined || message?.interactionId === conversationId;
    return isHere && message?.channel !== 'email' ? message : undefined;
  }

  function read(id: string, conversationId?: string): Outcome<unknown> {
    const message = find(id, conversationId);
    return message === undefined ? UNKNOWN : done(messageData(message));
  }

  return async (server) => {
    server.get<OneMessage>(
      `${MESSAGE_CONVERSATIONS_PATH}/:conversationId/messages/:messageId`,
      views,
      async (request, reply) =>
        answer(request, reply, read(request.params.messageId, request.params.conversationId)),
    );
    // The parameter has the name of its neighbour's, because the router wants one name for one place.
    server.get<{ Params: { conversationId: string } }>(
      `${MESSAGE_CONVERSATIONS_PATH}/:conversationId/details`,
      views,
      async (request, reply) => answer(request, reply, read(request.params.conversationId)),
    );
    server.post<OneMessage>(
      `${MESSAGE_CONVERSATIONS_PATH}/:conversationId/messages/bulk`,
      views,
      async (request, reply) => {
        const asked = checkBulk(request.body);
        if (!asked.ok) return answer(request, reply, asked);
        const { conversationId } = request.params;
        const found = asked.value.flatMap((id) => find(id, conversationId) ?? []);
        return answer(request, reply, done({ entities: found.map(messageData) }));
      },
    );
  };
}

const UNKNOWN = refuse('not.found', 'No message has this id.');
