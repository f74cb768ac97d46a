import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { Message } from '../platform/messages/message.ts';
import type { Platform } from '../platform/platform.ts';
import { done } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { isoTime } from './iso-time.ts';
import { localOnly } from './origin-gate.ts';

/** The operator's way to play a customer without a carrier: `/attendant/inbound-messages`. */
export function inboundMessageRoutes({ inboundMessages }: Platform): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.post('/attendant/inbound-messages', async (request, reply) => {
      const played = await inboundMessages.play(request.body);
      return answer(request, reply, played.ok ? done(receivedEntity(played.value)) : played, 202);
    });
  };
}

function receivedEntity({ id, interactionId, channel, acceptedAt }: Message): JsonObject {
  return { id, conversationId: interactionId, channel, receivedAt: isoTime(acceptedAt) };
}
