import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import type { ResponseLibrary } from '../platform/responses/library-store.ts';
import { LIBRARIES_PATH, libraryEntity } from '../platform/responses/response-entity.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { pageListing, readPage } from './entity-listing.ts';
import { queryText } from './query.ts';

interface OnePath {
  readonly Params: { readonly libraryId: string };
}

/** Libraries of responses, as Genesys Cloud has them (W4). */
export function responseLibraryRoutes({ oauth, libraries }: Platform): FastifyPluginAsync {
  const needs = (permission: string) => ({ onRequest: authorized(oauth, { any: [permission] }) });
  const views = needs('responses:library:view');
  const one = `${LIBRARIES_PATH}/:libraryId`;
  const shown = (library: Outcome<ResponseLibrary>): Outcome<JsonObject> =>
    library.ok ? done(libraryEntity(library.value)) : library;

  return async (server) => {
    server.get(LIBRARIES_PATH, views, async (request, reply) => {
      const page = readPage(request);
      if (!page.ok) return answer(request, reply, page);
      const prefix = queryText(request, 'libraryPrefix') ?? '';
      const { pageSize: limit, pageNumber } = page.value;
      const found = libraries.store.page(prefix, { limit, offset: (pageNumber - 1) * limit });
      const list = { entities: found.map(libraryEntity), total: libraries.store.count(prefix) };
      return answer(request, reply, done(pageListing(request, LIBRARIES_PATH, page.value, list)));
    });
    server.post(LIBRARIES_PATH, needs('responses:library:add'), async (request, reply) =>
      answer(request, reply, shown(await libraries.create(request.body))),
    );
    server.post(`${LIBRARIES_PATH}/bulk`, views, async (request, reply) => {
      const found = libraries.bulk(request.body);
      const listed = found.ok ? done({ entities: found.value.map(libraryEntity) }) : found;
      return answer(request, reply, listed);
    });
    server.get<OnePath>(one, views, async (request, reply) =>
      answer(request, reply, shown(libraries.read(request.params.libraryId))),
    );
    const edits = { onRequest: authorized(oauth, { all: ['responses:library:edit'] }) };
    server.put<OnePath>(one, edits, async (request, reply) =>
      answer(request, reply, shown(await libraries.update(request.params.libraryId, request.body))),
    );
    server.delete<OnePath>(one, needs('responses:library:delete'), async (request, reply) =>
      answer(request, reply, await libraries.remove(request.params.libraryId), 204),
    );
  };
}
