import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import {
  dkimEntity,
  INBOUND_DOMAINS_PATH,
  inboundDomainEntity,
  mailFromEntity,
  verificationEntity,
} from '../platform/inbound-email/inbound-domain-entity.ts';
import type { InboundDomain } from '../platform/inbound-email/inbound-domain-store.ts';
import type { InboundDomains } from '../platform/inbound-email/inbound-domains.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { pageListing, readPage } from './entity-listing.ts';
import { sendRefusal } from './error-body.ts';
import { queryChoice, queryFlag, queryText } from './query.ts';

interface DomainPath {
  readonly Params: { readonly domainId: string };
}

const ONE = `${INBOUND_DOMAINS_PATH}/:domainId`;

/** Domains whose e-mail comes in, as Genesys Cloud has them. */
export function inboundDomainRoutes({ oauth, inboundDomains }: Platform): FastifyPluginAsync {
  const mayManage = { onRequest: authorized(oauth, { all: ['routing:email:manage'] }) };
  const mayView = { onRequest: authorized(oauth, { any: ['routing:email:manage', 'routing:email:view'] }) };
  return async (server) => {
    server.get(INBOUND_DOMAINS_PATH, mayManage, async (request, reply) =>
      answer(request, reply, listing(request, inboundDomains)),
    );
    server.post(INBOUND_DOMAINS_PATH, mayManage, async (request, reply) =>
      answer(request, reply, mapped(await inboundDomains.create(request.body), inboundDomainEntity)),
    );
    server.get<DomainPath>(ONE, mayView, async (request, reply) => {
      const expand = queryChoice(request, 'expand', ['settings']);
      if (!expand.ok) return sendRefusal(request, reply, expand.refusal);
      return answer(
        request,
        reply,
        mapped(inboundDomains.read(request.params.domainId), inboundDomainEntity),
      );
    });
    server.patch<DomainPath>(ONE, mayManage, async (request, reply) => {
      const changed = await inboundDomains.change(request.params.domainId, request.body);
      return answer(request, reply, mapped(changed, inboundDomainEntity));
    });
    server.delete<DomainPath>(ONE, mayManage, async (request, reply) => {
      const removed = await inboundDomains.remove(request.params.domainId);
      return removed.ok ? reply.code(200).send() : sendRefusal(request, reply, removed.refusal);
    });
    server.patch<DomainPath>(`${ONE}/validate`, mayManage, async (request, reply) => {
      const validated = await inboundDomains.validate(request.params.domainId, request.body);
      return answer(request, reply, mapped(validated, inboundDomainEntity));
    });
    server.post<DomainPath>(`${ONE}/testconnection`, mayManage, async (request, reply) =>
      answer(request, reply, inboundDomains.testConnection(request.params.domainId, request.body)),
    );
    await server.register(recordRoutes(inboundDomains, mayManage));
  };
}

/** What is published for a domain, and whether it is. */
function recordRoutes(
  inboundDomains: InboundDomains,
  mayManage: { readonly onRequest: ReturnType<typeof authorized> },
): FastifyPluginAsync {
  return async (server) => {
    server.get<DomainPath>(`${ONE}/verification`, mayManage, async (request, reply) =>
      answer(request, reply, mapped(inboundDomains.read(request.params.domainId), verificationEntity)),
    );
    server.post<DomainPath>(`${ONE}/verification`, mayManage, async (request, reply) =>
      answer(
        request,
        reply,
        mapped(await inboundDomains.verify(request.params.domainId), verificationEntity),
      ),
    );
    server.route<DomainPath>({
      method: ['GET', 'POST'],
      url: `${ONE}/dkim`,
      ...mayManage,
      handler: async (request, reply) =>
        answer(request, reply, mapped(inboundDomains.read(request.params.domainId), dkimEntity)),
    });
    server.get<DomainPath>(`${ONE}/mailfrom`, mayManage, async (request, reply) =>
      answer(request, reply, mapped(inboundDomains.read(request.params.domainId), mailFromOf)),
    );
    server.post<DomainPath>(`${ONE}/mailfrom`, mayManage, async (request, reply) => {
      const changed = await inboundDomains.putMailFrom(request.params.domainId, request.body);
      return answer(request, reply, mapped(changed, mailFromOf));
    });
  };
}

function mailFromOf({ settings }: InboundDomain): JsonObject {
  return mailFromEntity(settings);
}

function listing(request: FastifyRequest, inboundDomains: InboundDomains): Outcome<JsonObject> {
  const page = readPage(request);
  if (!page.ok) return page;
  const expand = queryChoice(request, 'expand', ['settings']);
  if (!expand.ok) return expand;
  // Without its statuses a domain is read no faster here: the parameter is checked and changes nothing.
  const excluded = queryFlag(request, 'excludeStatus');
  if (!excluded.ok) return excluded;
  const { pageSize, pageNumber } = page.value;
  const filter = (queryText(request, 'filter') ?? '').toLowerCase();
  const offset = (pageNumber - 1) * pageSize;
  const { domains, total } = inboundDomains.list(filter, { limit: pageSize, offset });
  const entities = domains.map(inboundDomainEntity);
  return done(pageListing(request, INBOUND_DOMAINS_PATH, page.value, { entities, total }));
}

function mapped(
  outcome: Outcome<InboundDomain>,
  entity: (domain: InboundDomain) => JsonObject,
): Outcome<JsonObject> {
  return outcome.ok ? done(entity(outcome.value)) : outcome;
}
