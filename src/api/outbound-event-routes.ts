import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import { EVENT_CATEGORIES, EVENT_LEVELS } from '../platform/event-log/outbound-event.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { pageListing, readPage } from './entity-listing.ts';
import { queryChoice, queryIsDescending } from './query.ts';

const PATH = '/api/v2/outbound/events';

interface EventPath {
  readonly Params: { readonly eventId: string };
}

/** The event log of campaigns, as `/api/v2/outbound/events` has it. */
export function outboundEventRoutes({ oauth, outbound }: Platform): FastifyPluginAsync {
  const needs = { onRequest: authorized(oauth, { any: ['outbound:eventLog:view'] }) };
  return async (server) => {
    server.get(PATH, needs, async (request, reply) => answer(request, reply, listing(request, outbound)));
    server.get<EventPath>(`${PATH}/:eventId`, needs, async (request, reply) =>
      answer(request, reply, outbound.eventLog.read(request.params.eventId)),
    );
  };
}

/** `filterType` changes nothing: levels and categories are compared as a whole. */
function listing(request: FastifyRequest, { eventLog }: Platform['outbound']): Outcome<JsonObject> {
  const page = readPage(request);
  if (!page.ok) return page;
  const level = queryChoice(request, 'level', EVENT_LEVELS);
  if (!level.ok) return level;
  const category = queryChoice(request, 'category', EVENT_CATEGORIES);
  if (!category.ok) return category;
  const sortBy = queryChoice(request, 'sortBy', ['timestamp', 'level', 'category']);
  if (!sortBy.ok) return sortBy;
  const isDescending = queryIsDescending(request);
  if (!isDescending.ok) return isDescending;
  const { pageSize, pageNumber } = page.value;
  const found = eventLog.list({
    ...(level.value === undefined ? {} : { level: level.value }),
    ...(category.value === undefined ? {} : { category: category.value }),
    sortBy: sortBy.value ?? 'timestamp',
    isDescending: isDescending.value,
    limit: pageSize,
    offset: (pageNumber - 1) * pageSize,
  });
  return done(pageListing(request, PATH, page.value, found));
}
