import type { FastifyPluginAsync } from 'fastify';
import { readIdempotencyKey } from '../platform/idempotency.ts';
import type { Platform } from '../platform/platform.ts';
import { answer } from './answer.ts';
import { authorized, clientOf } from './authorized.ts';
import { sendRefusal } from './error-body.ts';

/** `POST /api/v2/conversations/messages/agentless` (W1–W5, W7). */
export function agentlessMessageRoutes({ oauth, agentlessMessages }: Platform): FastifyPluginAsync {
  return async (server) => {
    server.post(
      '/api/v2/conversations/messages/agentless',
      { onRequest: authorized(oauth, { all: ['conversation:message:create'] }) },
      async (request, reply) => {
        const key = readIdempotencyKey(request.headers['idempotency-key']);
        if (!key.ok) return sendRefusal(request, reply, key.refusal);
        const from = { clientId: clientOf(request).id, key: key.value, contextId: request.id };
        const { outcome, isReplayed } = await agentlessMessages.send(request.body, from);
        if (isReplayed) reply.header('idempotency-replayed', 'true');
        return answer(request, reply, outcome, 202);
      },
    );
  };
}
