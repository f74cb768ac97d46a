import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { MessageExcerpt } from '../platform/messages/message.ts';
import type { Platform } from '../platform/platform.ts';
import { sendRefusal } from './error-body.ts';
import { isoTime } from './iso-time.ts';
import { localOnly } from './origin-gate.ts';
import { queryCount, queryText } from './query.ts';

/** The operator's view of what was sent: `GET /attendant/outbox?to=&channel=&limit=`, newest first. */
export function outboxRoutes({ messages }: Platform): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get('/attendant/outbox', async (request, reply) => {
      const limit = queryCount(request, 'limit', { max: 1000, ifAbsent: 100 });
      if (!limit.ok) return sendRefusal(request, reply, limit.refusal);
      const to = queryText(request, 'to');
      const channel = queryText(request, 'channel');
      const query = {
        limit: limit.value,
        ...(to === undefined ? {} : { to }),
        ...(channel === undefined ? {} : { channel }),
      };
      return reply.send({ entities: messages.newest(query).map(deliveryEntity) });
    });
  };
}

function deliveryEntity(message: MessageExcerpt): JsonObject {
  const { id: messageId, interactionId: conversationId, clientId, channel, fromAddress, toAddress } = message;
  const { templateId, subject, text, status, carrier, externalId, errorCode, errorReason } = message;
  return {
    messageId,
    conversationId,
    clientId,
    channel,
    fromAddress,
    toAddress,
    templateId,
    subject,
    text,
    status,
    carrier,
    externalId,
    errorCode,
    errorReason,
    queuedAt: isoTime(message.acceptedAt),
    sentAt: isoTime(message.sentAt),
    deliveredAt: isoTime(message.deliveredAt),
    readAt: isoTime(message.readAt),
    failedAt: isoTime(message.failedAt),
  };
}
