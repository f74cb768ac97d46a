import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import { INBOUND_DOMAINS_PATH } from '../platform/inbound-email/inbound-domain-entity.ts';
import type { InboundRoute } from '../platform/inbound-email/inbound-domain-store.ts';
import { inboundRouteEntity, inboundRoutesPath } from '../platform/inbound-email/inbound-route-entity.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { pageListing, readPage } from './entity-listing.ts';
import { sendRefusal } from './error-body.ts';
import { queryText } from './query.ts';

interface DomainPath {
  readonly Params: { readonly domainName: string };
}

interface RoutePath {
  readonly Params: { readonly domainName: string; readonly routeId: string };
}

const ALL = `${INBOUND_DOMAINS_PATH}/:domainName/routes`;
const ONE = `${ALL}/:routeId`;

/** Routes of inbound e-mail: which mailbox goes to which flow or queue. */
export function inboundRouteRoutes({ oauth, inboundRoutes, queues }: Platform): FastifyPluginAsync {
  const mayManage = { onRequest: authorized(oauth, { all: ['routing:email:manage'] }) };
  const mayView = { onRequest: authorized(oauth, { any: ['routing:email:view', 'routing:email:manage'] }) };
  const entity = (route: InboundRoute) => inboundRouteEntity(route, (id) => queues.find(id)?.name);
  const mapped = (route: Outcome<InboundRoute>): Outcome<JsonObject> =>
    route.ok ? done(entity(route.value)) : route;

  function listing(request: FastifyRequest<DomainPath>): Outcome<JsonObject> {
    const page = readPage(request);
    if (!page.ok) return page;
    const { pageSize, pageNumber } = page.value;
    const { domainName } = request.params;
    const slice = { limit: pageSize, offset: (pageNumber - 1) * pageSize };
    const found = inboundRoutes.list(domainName, queryText(request, 'pattern') ?? '', slice);
    if (!found.ok) return found;
    const { routes, total } = found.value;
    const listed = { entities: routes.map(entity), total };
    return done(pageListing(request, inboundRoutesPath(domainName), page.value, listed));
  }

  return async (server) => {
    server.get<DomainPath>(ALL, mayView, async (request, reply) => answer(request, reply, listing(request)));
    server.post<DomainPath>(ALL, mayManage, async (request, reply) =>
      answer(request, reply, mapped(await inboundRoutes.create(request.params.domainName, request.body))),
    );
    server.get<RoutePath>(ONE, mayView, async (request, reply) => {
      const { domainName, routeId } = request.params;
      return answer(request, reply, mapped(inboundRoutes.read(domainName, routeId)));
    });
    server.put<RoutePath>(ONE, mayManage, async (request, reply) => {
      const { domainName, routeId } = request.params;
      return answer(request, reply, mapped(await inboundRoutes.replace(domainName, routeId, request.body)));
    });
    server.delete<RoutePath>(ONE, mayManage, async (request, reply) => {
      const { domainName, routeId } = request.params;
      const removed = await inboundRoutes.remove(domainName, routeId);
      return removed.ok ? reply.code(200).send() : sendRefusal(request, reply, removed.refusal);
    });
  };
}
