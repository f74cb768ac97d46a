import type { FastifyPluginAsync } from 'fastify';
import type { Platform } from '../platform/platform.ts';
import { done } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { sendRefusal } from './error-body.ts';
import { localOnly } from './origin-gate.ts';
import { queryCount, queryText } from './query.ts';

/** The operator's view of outbound domains: what was found, and what is missing. `/attendant/outbound-domains` */
export function domainViewRoutes({ outboundDomains }: Platform): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get('/attendant/outbound-domains', async (request, reply) => {
      const limit = queryCount(request, 'limit', { max: 1000, ifAbsent: 100 });
      if (!limit.ok) return sendRefusal(request, reply, limit.refusal);
      const filter = queryText(request, 'filter') ?? '';
      const { domains } = await outboundDomains.list(filter, { limit: limit.value, offset: 0 });
      return reply.send({ entities: domains.map((domain) => outboundDomains.view(domain)) });
    });
    server.get<{ Params: { domainName: string } }>(
      '/attendant/outbound-domains/:domainName',
      async (request, reply) => {
        const found = await outboundDomains.read(request.params.domainName);
        return answer(request, reply, found.ok ? done(outboundDomains.view(found.value)) : found);
      },
    );
  };
}
