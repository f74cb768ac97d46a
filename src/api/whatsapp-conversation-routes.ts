import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { Platform } from '../platform/platform.ts';
import { done } from '../platform/refusal.ts';
import type { WhatsAppConversation } from '../platform/whatsapp-conversations/whatsapp-conversation-store.ts';
import { answer } from './answer.ts';
import { sendRefusal } from './error-body.ts';
import { isoTime } from './iso-time.ts';
import { localOnly } from './origin-gate.ts';
import { queryCount } from './query.ts';

/** The operator's view of WhatsApp conversations, the count of billed ones (W9), and the agent's part in them (W7). */
export function whatsAppConversationRoutes({ whatsAppConversations }: Platform): FastifyPluginAsync {
  const { store } = whatsAppConversations;
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get('/attendant/whatsapp-conversations', async (request, reply) => {
      const limit = queryCount(request, 'limit', { max: 1000, ifAbsent: 100 });
      if (!limit.ok) return sendRefusal(request, reply, limit.refusal);
      return reply.send({
        billedConversations: store.countBilled(),
        entities: store.newest(limit.value).map(conversationEntity),
      });
    });
    server.put<{ Params: { id: string } }>(
      '/attendant/whatsapp-conversations/:id/state',
      async (request, reply) => {
        const outcome = await whatsAppConversations.putState(request.params.id, request.body);
        return answer(request, reply, outcome.ok ? done(conversationEntity(outcome.value)) : outcome);
      },
    );
  };
}

function conversationEntity({
  id,
  integrationId,
  address,
  state,
  billed,
  beganAt,
  updatedAt,
}: WhatsAppConversation): JsonObject {
  return {
    id,
    integrationId,
    address,
    state,
    isBilled: billed === 1,
    beganAt: isoTime(beganAt),
    updatedAt: isoTime(updatedAt),
  };
}
