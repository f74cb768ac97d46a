import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { pageListing, readPage } from './entity-listing.ts';
import { queryChoice, queryFlag, queryList, queryText } from './query.ts';

const PATH = '/api/v2/routing/queues';

interface QueuePath {
  readonly Params: { readonly queueId: string };
}

/** Queues, as `/api/v2/routing/queues` has them. */
export function queueRoutes({ oauth, queues }: Platform): FastifyPluginAsync {
  const needs = (permission: string) => ({ onRequest: authorized(oauth, { all: [permission] }) });
  return async (server) => {
    server.get(PATH, needs('routing:queue:view'), async (request, reply) =>
      answer(request, reply, listing(request, PATH, queues)),
    );
    for (const path of [`${PATH}/divisionviews`, `${PATH}/divisionviews/all`])
      server.get(path, needs('routing:queue:search'), async (request, reply) =>
        answer(request, reply, listing(request, path, queues)),
      );
    server.post(PATH, needs('routing:queue:add'), async (request, reply) =>
      answer(request, reply, await queues.create(request.body)),
    );
    server.get<QueuePath>(`${PATH}/:queueId`, needs('routing:queue:view'), async (request, reply) =>
      answer(request, reply, queues.read(request.params.queueId)),
    );
    server.put<QueuePath>(`${PATH}/:queueId`, needs('routing:queue:edit'), async (request, reply) =>
      answer(request, reply, await queues.change(request.params.queueId, request.body)),
    );
    server.delete<QueuePath>(`${PATH}/:queueId`, needs('routing:queue:delete'), async (request, reply) => {
      const isForced = queryFlag(request, 'forceDelete');
      if (!isForced.ok) return answer(request, reply, isForced);
      const { queueId } = request.params;
      return answer(request, reply, await queues.remove(queueId, { isForced: isForced.value ?? false }));
    });
  };
}

function listing(request: FastifyRequest, path: string, queues: Platform['queues']): Outcome<JsonObject> {
  const page = readPage(request);
  if (!page.ok) return page;
  const sortBy = queryChoice(request, 'sortBy', ['name', 'id', 'divisionId']);
  if (!sortBy.ok) return sortBy;
  const sortOrder = queryChoice(request, 'sortOrder', ['asc', 'desc']);
  if (!sortOrder.ok) return sortOrder;
  const { pageSize, pageNumber } = page.value;
  const name = queryText(request, 'name');
  const ids = queryIds(request, 'id');
  const divisionIds = queryIds(request, 'divisionId');
  const found = queues.list({
    ...(name === undefined ? {} : { name }),
    ...(ids === undefined ? {} : { ids }),
    ...(divisionIds === undefined ? {} : { divisionIds }),
    sortBy: sortBy.value ?? 'name',
    isDescending: sortOrder.value === 'desc',
    limit: pageSize,
    offset: (pageNumber - 1) * pageSize,
  });
  return done(pageListing(request, path, page.value, found));
}

/** Ids, each as a parameter of its own or all in one, with commas between; undefined when there are none. */
function queryIds(request: FastifyRequest, name: string): readonly string[] | undefined {
  const ids = queryList(request, name).flatMap((text) => text.split(','));
  return ids.length === 0 ? undefined : ids;
}
