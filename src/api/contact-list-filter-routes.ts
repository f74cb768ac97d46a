import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { ContactFilters } from '../platform/contact-filters/contact-filters.ts';
import type { Platform } from '../platform/platform.ts';
import { done } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { pageListing } from './entity-listing.ts';
import { namedListing } from './named-listing.ts';
import { queryText } from './query.ts';

const PATH = '/api/v2/outbound/contactlistfilters';
const NO_CONTENT = 204;

interface FilterPath {
  readonly Params: { readonly contactListFilterId: string };
}

/** Contact list filters, as `/api/v2/outbound/contactlistfilters` has them. */
export function contactListFilterRoutes({
  oauth,
  outbound: { contactFilters },
}: Platform): FastifyPluginAsync {
  const needs = (permission: string) => ({ onRequest: authorized(oauth, { any: [permission] }) });
  const toView = needs('outbound:contactListFilter:view');
  const one = `${PATH}/:contactListFilterId`;
  return async (server) => {
    server.get(PATH, toView, async (request, reply) =>
      answer(request, reply, listing(request, contactFilters)),
    );
    server.post(PATH, needs('outbound:contactListFilter:add'), async (request, reply) =>
      answer(request, reply, await contactFilters.create(request.body)),
    );
    server.post(`${PATH}/bulk/retrieve`, toView, async (request, reply) =>
      answer(request, reply, retrieved(request, contactFilters)),
    );
    server.post(`${PATH}/preview`, needs('outbound:contact:view'), async (request, reply) =>
      answer(request, reply, await contactFilters.preview(request.body)),
    );
    server.get<FilterPath>(one, toView, async (request, reply) =>
      answer(request, reply, contactFilters.read(request.params.contactListFilterId)),
    );
    server.put<FilterPath>(one, needs('outbound:contactListFilter:edit'), async (request, reply) =>
      answer(request, reply, await contactFilters.change(request.params.contactListFilterId, request.body)),
    );
    server.delete<FilterPath>(one, needs('outbound:contactListFilter:delete'), async (request, reply) =>
      answer(request, reply, await contactFilters.remove(request.params.contactListFilterId), NO_CONTENT),
    );
  };
}

function listing(request: FastifyRequest, contactFilters: ContactFilters) {
  const listId = queryText(request, 'contactListId');
  return namedListing(request, PATH, (query) =>
    contactFilters.list(listId === undefined ? query : { ...query, listId }),
  );
}

function retrieved(request: FastifyRequest, contactFilters: ContactFilters) {
  const found = contactFilters.retrieve(request.body);
  if (!found.ok) return found;
  const entities = found.value;
  const page = { pageSize: Math.max(1, entities.length), pageNumber: 1 };
  return done(pageListing(request, `${PATH}/bulk/retrieve`, page, { entities, total: entities.length }));
}
