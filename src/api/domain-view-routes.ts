import type { FastifyPluginAsync } from 'fastify';
import type { PublishedDomain } from '../platform/domains/outbound-domains.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { sendRefusal } from './error-body.ts';
import { localOnly } from './origin-gate.ts';
import { queryCount, queryText } from './query.ts';

const PATH = '/attendant/outbound-domains';

interface DomainPath {
  readonly Params: { readonly domainName: string };
}

/** Outbound domains for the operator: what to publish, what was found, and what is missing. `/attendant/outbound-domains` */
export function domainViewRoutes({ outboundDomains }: Platform): FastifyPluginAsync {
  const viewed = (found: Outcome<PublishedDomain>) =>
    found.ok ? done(outboundDomains.view(found.value)) : found;
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get(PATH, async (request, reply) => {
      const limit = queryCount(request, 'limit', { max: 1000, ifAbsent: 100 });
      if (!limit.ok) return sendRefusal(request, reply, limit.refusal);
      const filter = queryText(request, 'filter') ?? '';
      const { domains } = await outboundDomains.list(filter, { limit: limit.value, offset: 0 });
      return reply.send({ entities: domains.map((domain) => outboundDomains.view(domain)) });
    });
    server.post(PATH, async (request, reply) =>
      answer(request, reply, viewed(await outboundDomains.create(request.body)), 201),
    );
    server.get<DomainPath>(`${PATH}/:domainName`, async (request, reply) =>
      answer(request, reply, viewed(await outboundDomains.read(request.params.domainName))),
    );
    server.put<DomainPath>(`${PATH}/:domainName/activation`, async (request, reply) =>
      answer(request, reply, viewed(await outboundDomains.activate(request.params.domainName))),
    );
  };
}
