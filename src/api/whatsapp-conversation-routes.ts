import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { Interaction } from '../platform/interactions/interaction.ts';
import type { Platform } from '../platform/platform.ts';
import { done } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { sendRefusal } from './error-body.ts';
import { isoTime } from './iso-time.ts';
import { localOnly } from './origin-gate.ts';
import { queryCount } from './query.ts';

/** The operator's view of WhatsApp conversations, the count of billed ones (W9), and the agent's part in them (W7). */
export function whatsAppConversationRoutes({ interactions, agentPart }: Platform): FastifyPluginAsync {
  const { store } = interactions;
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get('/attendant/whatsapp-conversations', async (request, reply) => {
      const limit = queryCount(request, 'limit', { max: 1000, ifAbsent: 100 });
      if (!limit.ok) return sendRefusal(request, reply, limit.refusal);
      return reply.send({
        billedConversations: store.countBilled('whatsapp'),
        entities: store.newest('whatsapp', limit.value).map(conversationEntity),
      });
    });
    server.put<{ Params: { id: string } }>(
      '/attendant/whatsapp-conversations/:id/state',
      async (request, reply) => {
        const outcome = await agentPart.putState(request.params.id, request.body);
        return answer(request, reply, outcome.ok ? done(conversationEntity(outcome.value)) : outcome);
      },
    );
  };
}

function conversationEntity(interaction: Interaction): JsonObject {
  const { id, ownAddress: integrationId, customerAddress: address, state, isBilled } = interaction;
  return {
    id,
    integrationId,
    address,
    state,
    isBilled,
    beganAt: isoTime(interaction.beganAt),
    updatedAt: isoTime(interaction.updatedAt),
  };
}
