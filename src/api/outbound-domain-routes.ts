import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import {
  activationEntity,
  OUTBOUND_DOMAINS_PATH,
  outboundDomainEntity,
} from '../platform/domains/outbound-domain-entity.ts';
import type { PublishedDomain } from '../platform/domains/outbound-domains.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { pageListing, readPage } from './entity-listing.ts';
import { sendRefusal } from './error-body.ts';
import { queryChoice, queryText } from './query.ts';

interface DomainPath {
  readonly Params: { readonly domainId: string };
}

const ONE = `${OUTBOUND_DOMAINS_PATH}/:domainId`;

/** Outbound e-mail domains (M), as Genesys Cloud has them. */
export function outboundDomainRoutes({ oauth, outboundDomains }: Platform): FastifyPluginAsync {
  const mayManage = { onRequest: authorized(oauth, { all: ['routing:email:manage'] }) };
  const mayView = { onRequest: authorized(oauth, { any: ['routing:email:manage', 'routing:email:view'] }) };
  return async (server) => {
    server.get(OUTBOUND_DOMAINS_PATH, mayManage, async (request, reply) =>
      answer(request, reply, await listing(request, outboundDomains)),
    );
    server.post(OUTBOUND_DOMAINS_PATH, mayManage, async (request, reply) =>
      answer(request, reply, mapped(await outboundDomains.create(request.body), activationEntity), 202),
    );
    server.post(`${OUTBOUND_DOMAINS_PATH}/simulated`, mayManage, async (request, reply) => {
      const created = await outboundDomains.create(request.body, { simulated: true });
      return answer(request, reply, mapped(created, activationEntity), 202);
    });
    server.get<DomainPath>(ONE, mayView, async (request, reply) => {
      const expand = queryChoice(request, 'expand', ['settings']);
      if (!expand.ok) return sendRefusal(request, reply, expand.refusal);
      const found = await outboundDomains.read(request.params.domainId);
      return answer(
        request,
        reply,
        mapped(found, (domain) => outboundDomainEntity(domain, { expand: expand.value !== undefined })),
      );
    });
    server.patch<DomainPath>(ONE, mayManage, async (request, reply) => {
      const changed = await outboundDomains.change(request.params.domainId, request.body);
      return answer(
        request,
        reply,
        mapped(changed, (domain) => outboundDomainEntity(domain, { expand: true })),
      );
    });
    server.delete<DomainPath>(ONE, mayManage, async (request, reply) => {
      const removed = await outboundDomains.remove(request.params.domainId);
      return removed.ok ? reply.code(204).send() : sendRefusal(request, reply, removed.refusal);
    });
    server.get<DomainPath>(`${ONE}/activation`, mayManage, async (request, reply) =>
      answer(request, reply, mapped(await outboundDomains.read(request.params.domainId), activationEntity)),
    );
    server.put<DomainPath>(`${ONE}/activation`, mayManage, async (request, reply) =>
      answer(
        request,
        reply,
        mapped(await outboundDomains.activate(request.params.domainId), activationEntity),
      ),
    );
    server.post<DomainPath>(`${ONE}/testconnection`, mayManage, async (request, reply) =>
      answer(request, reply, outboundDomains.testConnection(request.params.domainId, request.body)),
    );
  };
}

async function listing(
  request: FastifyRequest,
  outboundDomains: Platform['outboundDomains'],
): Promise<Outcome<JsonObject>> {
  const page = readPage(request);
  if (!page.ok) return page;
  const expand = queryChoice(request, 'expand', ['settings']);
  if (!expand.ok) return expand;
  const { pageSize, pageNumber } = page.value;
  const offset = (pageNumber - 1) * pageSize;
  const found = await outboundDomains.list(queryText(request, 'filter') ?? '', { limit: pageSize, offset });
  const isWhole = { expand: expand.value !== undefined };
  const entities = found.domains.map((domain) => outboundDomainEntity(domain, isWhole));
  return done(pageListing(request, OUTBOUND_DOMAINS_PATH, page.value, { entities, total: found.total }));
}

function mapped(
  outcome: Outcome<PublishedDomain>,
  entity: (domain: PublishedDomain) => JsonObject,
): Outcome<JsonObject> {
  return outcome.ok ? done(entity(outcome.value)) : outcome;
}
