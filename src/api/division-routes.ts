import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import { DIVISIONS_PATH, divisionEntity } from '../platform/authorization/division-entity.ts';
import type { Division } from '../platform/authorization/division-store.ts';
import { MAX_DIVISIONS } from '../platform/authorization/divisions.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { authorized, NO_PERMISSION } from './authorized.ts';
import { cursorListing } from './cursor-listing.ts';
import { entityListing } from './entity-listing.ts';
import { queryFlag, queryList, queryText } from './query.ts';

interface DivisionPath {
  readonly Params: { readonly divisionId: string };
}

/** Divisions, as Genesys Cloud has them (O1). */
export function divisionRoutes({ oauth, divisions }: Platform): FastifyPluginAsync {
  const needs = (...all: readonly string[]) => ({ onRequest: authorized(oauth, { all }) });
  const needsAny = (...any: readonly string[]) => ({ onRequest: authorized(oauth, { any }) });
  const anyone = { onRequest: authorized(oauth, NO_PERMISSION) };
  const one = `${DIVISIONS_PATH}/:divisionId`;

  /** Shows divisions, with what is in them when the query asks for that. */
  function show(request: FastifyRequest): Outcome<(division: Division) => JsonObject> {
    const isCounted = queryFlag(request, 'objectCount');
    if (!isCounted.ok) return isCounted;
    return done((division) =>
      divisionEntity(division, isCounted.value === true ? divisions.objectCounts(division.id) : undefined),
    );
  }

  return async (server) => {
    server.get(DIVISIONS_PATH, anyone, async (request, reply) => {
      const entity = show(request);
      if (!entity.ok) return answer(request, reply, entity);
      const found = asked(request, divisions.store.all()).map(entity.value);
      return answer(request, reply, entityListing(request, DIVISIONS_PATH, found));
    });
    server.get(`${DIVISIONS_PATH}/query`, anyone, async (request, reply) => {
      const found = asked(request, divisions.store.all()).map((division) => divisionEntity(division));
      return answer(request, reply, cursorListing(request, `${DIVISIONS_PATH}/query`, found));
    });
    server.get(`${DIVISIONS_PATH}/home`, anyone, async (request, reply) =>
      answer(request, reply, done(divisionEntity(divisions.homeDivision()))),
    );
    server.get(`${DIVISIONS_PATH}/limit`, anyone, async (_request, reply) =>
      reply.type('application/json').send(String(MAX_DIVISIONS)),
    );
    const seesDeleted = needsAny('authorization:divisionDeleted:view');
    server.get(`${DIVISIONS_PATH}/deleted`, seesDeleted, async (request, reply) => {
      const found = divisions.store.deleted().map((division) => divisionEntity(division));
      return answer(request, reply, entityListing(request, `${DIVISIONS_PATH}/deleted`, found));
    });
    server.get<DivisionPath>(one, anyone, async (request, reply) => {
      const entity = show(request);
      if (!entity.ok) return answer(request, reply, entity);
      const found = divisions.one(request.params.divisionId);
      const unknown = refuse('not.found', 'No division has this id.');
      return answer(request, reply, found === undefined ? unknown : done(entity.value(found)));
    });
    const adds = needs('authorization:division:add', 'authorization:grant:add');
    server.post(DIVISIONS_PATH, adds, async (request, reply) =>
      answer(request, reply, shown(await divisions.create(request.body))),
    );
    server.put<DivisionPath>(one, needsAny('authorization:division:edit'), async (request, reply) =>
      answer(request, reply, shown(await divisions.update(request.params.divisionId, request.body))),
    );
    server.delete<DivisionPath>(one, needsAny('authorization:division:delete'), async (request, reply) => {
      const isForced = queryFlag(request, 'force');
      if (!isForced.ok) return answer(request, reply, isForced);
      const force = isForced.value === true;
      const removed = await divisions.remove(request.params.divisionId, { force });
      return answer(request, reply, removed.ok ? done(undefined) : removed, 204);
    });
    const restores = needsAny('authorization:division:add');
    server.post<DivisionPath>(`${one}/restore`, restores, async (request, reply) =>
      answer(request, reply, shown(await divisions.restore(request.params.divisionId, request.body))),
    );
  };
}

function shown(division: Outcome<Division>): Outcome<JsonObject> {
  return division.ok ? done(divisionEntity(division.value)) : division;
}

/** Those that `id` names, if it stands in the query, and whose name holds `name`, in any case. */
function asked(request: FastifyRequest, all: readonly Division[]): readonly Division[] {
  const ids = queryList(request, 'id');
  const part = (queryText(request, 'name') ?? '').toLowerCase();
  return all.filter(
    ({ id, name }) => (ids.length === 0 || ids.includes(id)) && name.toLowerCase().includes(part),
  );
}
