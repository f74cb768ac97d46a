import type { FastifyPluginAsync } from 'fastify';
import type { Platform } from '../platform/platform.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { namedListing } from './named-listing.ts';

const PATH = '/api/v2/outbound/callabletimesets';
const ONE = `${PATH}/:callableTimeSetId`;

interface SetPath {
  readonly Params: { readonly callableTimeSetId: string };
}

/** Callable time sets, as `/api/v2/outbound/callabletimesets` has them. */
export function callableTimeSetRoutes({ oauth, outbound }: Platform): FastifyPluginAsync {
  const { callableTimeSets } = outbound;
  const needs = (verb: string) => ({
    onRequest: authorized(oauth, { any: [`outbound:callableTimeSet:${verb}`] }),
  });
  return async (server) => {
    server.get(PATH, needs('view'), async (request, reply) =>
      answer(request, reply, namedListing(request, PATH, callableTimeSets.list)),
    );
    server.post(PATH, needs('add'), async (request, reply) =>
      answer(request, reply, await callableTimeSets.create(request.body)),
    );
    server.get<SetPath>(ONE, needs('view'), async (request, reply) =>
      answer(request, reply, callableTimeSets.read(request.params.callableTimeSetId)),
    );
    server.put<SetPath>(ONE, needs('edit'), async (request, reply) =>
      answer(request, reply, await callableTimeSets.change(request.params.callableTimeSetId, request.body)),
    );
    server.delete<SetPath>(ONE, needs('delete'), async (request, reply) =>
      answer(request, reply, await callableTimeSets.remove(request.params.callableTimeSetId)),
    );
  };
}
