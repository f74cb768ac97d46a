import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { RESPONSES_PATH, responseEntity } from '../platform/responses/response-entity.ts';
import type { StoredResponse } from '../platform/responses/response-store.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { pageListing, readPage } from './entity-listing.ts';
import { localOnly } from './origin-gate.ts';
import { queryText } from './query.ts';

interface OnePath {
  readonly Params: { readonly responseId: string };
}

/** Responses, message templates among them, as Genesys Cloud has them (W4). */
export function responseRoutes({ oauth, responses, libraries }: Platform): FastifyPluginAsync {
  const needs = (permission: string) => ({ onRequest: authorized(oauth, { any: [permission] }) });
  const views = needs('responses:response:view');
  const one = `${RESPONSES_PATH}/:responseId`;
  const entity = (response: StoredResponse): JsonObject =>
    responseEntity(response, responses.librariesOf(response.id));
  const shown = (response: Outcome<StoredResponse>): Outcome<JsonObject> =>
    response.ok ? done(entity(response.value)) : response;

  return async (server) => {
    server.get(RESPONSES_PATH, views, async (request, reply) => {
      const page = readPage(request);
      if (!page.ok) return answer(request, reply, page);
      const libraryId = queryText(request, 'libraryId');
      if (libraryId === undefined) return answer(request, reply, NO_LIBRARY);
      if (libraries.store.one(libraryId) === undefined) return answer(request, reply, UNKNOWN_LIBRARY);
      const { pageSize: limit, pageNumber } = page.value;
      const entities = responses.store
        .page(libraryId, { limit, offset: (pageNumber - 1) * limit })
        .map(entity);
      const total = responses.store.count(libraryId);
      return answer(
        request,
        reply,
        done(pageListing(request, RESPONSES_PATH, page.value, { entities, total })),
      );
    });
    server.post(RESPONSES_PATH, needs('responses:response:add'), async (request, reply) =>
      answer(request, reply, shown(await responses.create(request.body))),
    );
    server.post(`${RESPONSES_PATH}/query`, views, async (request, reply) => {
      const found = responses.query(request.body);
      if (!found.ok) return answer(request, reply, found);
      const { total, pageSize, pageNumber } = found.value;
      const entities = found.value.responses.map(entity);
      const results = { entities, pageSize, pageNumber, total, pageCount: Math.ceil(total / pageSize) };
      return answer(request, reply, done({ results }));
    });
    server.get<OnePath>(one, views, async (request, reply) =>
      answer(request, reply, shown(responses.read(request.params.responseId))),
    );
    server.put<OnePath>(one, needs('responses:response:edit'), async (request, reply) =>
      answer(request, reply, shown(await responses.update(request.params.responseId, request.body))),
    );
    server.delete<OnePath>(one, needs('responses:response:delete'), async (request, reply) =>
      answer(request, reply, await responses.remove(request.params.responseId), 204),
    );
    server.put<{ Params: { id: string } }>(
      '/attendant/message-templates/:id/status',
      { onRequest: localOnly },
      async (request, reply) =>
        answer(request, reply, shown(await responses.putStatus(request.params.id, request.body))),
    );
  };
}

const NO_LIBRARY = refuse(
  'invalid.query.param.value',
  'libraryId is required: the library whose responses to list.',
  {
    field: 'libraryId',
  },
);
const UNKNOWN_LIBRARY = refuse('rms.library.not.found', 'The library could not be found.', {
  field: 'libraryId',
});
