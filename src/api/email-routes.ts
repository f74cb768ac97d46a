import type { FastifyPluginAsync } from 'fastify';
import { MAX_BODY_BYTES } from '../platform/email/send-email-request.ts';
import { readIdempotencyKey } from '../platform/idempotency.ts';
import type { Platform } from '../platform/platform.ts';
import { answer } from './answer.ts';
import { authorized, clientOf } from './authorized.ts';
import { sendRefusal } from './error-body.ts';

/** JSON may write each byte of a body as six (`\u0041`); the rest is room for the other fields and a body just over. */
const MAX_REQUEST_BYTES = 6 * MAX_BODY_BYTES + 1024 * 1024;

/** `POST /api/v2/conversations/emails/agentless` (E). */
export function emailRoutes({ oauth, agentlessEmails }: Platform): FastifyPluginAsync {
  return async (server) => {
    server.post(
      '/api/v2/conversations/emails/agentless',
      {
        bodyLimit: MAX_REQUEST_BYTES,
        onRequest: authorized(oauth, {
          any: ['conversation:email:create', 'conversation:agentlessEmail:send'],
        }),
      },
      async (request, reply) => {
        const key = readIdempotencyKey(request.headers['idempotency-key']);
        if (!key.ok) return sendRefusal(request, reply, key.refusal);
        const from = { clientId: clientOf(request).id, key: key.value, contextId: request.id };
        const { outcome, isReplayed } = await agentlessEmails.send(request.body, from);
        if (isReplayed) reply.header('idempotency-replayed', 'true');
        return answer(request, reply, outcome);
      },
    );
  };
}
