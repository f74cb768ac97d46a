import type { FastifyPluginAsync } from 'fastify';
import type { WebhookPort } from '../platform/webhooks/webhook-port.ts';
import { sendRefusal } from './error-body.ts';

/** What Meta sends at most. */
const MAX_BYTES = 3 * 1024 * 1024;

const UNSIGNED = { code: 'not.authorized', message: 'The request does not come from the carrier.' } as const;

/** Where Meta reports: `/webhooks/meta`. Open to other machines, because every report is signed. */
export function webhookRoutes(meta: WebhookPort): FastifyPluginAsync {
  return async (server) => {
    // The signature is over the bytes as they came.
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BYTES }, (_request, body, parsed) =>
      parsed(null, body),
    );
    const config = { isPublic: true } as const;
    server.get('/webhooks/meta', { config }, async (request, reply) => {
      const challenge = meta.verify(request.query as { readonly [name: string]: unknown });
      if (challenge === undefined) return sendRefusal(request, reply, UNSIGNED);
      return reply.type('text/plain').send(challenge);
    });
    server.post('/webhooks/meta', { config, bodyLimit: MAX_BYTES }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const isTaken = await meta.accept(body, request.headers['x-hub-signature-256']?.toString());
      return isTaken ? reply.send({}) : sendRefusal(request, reply, UNSIGNED);
    });
  };
}
