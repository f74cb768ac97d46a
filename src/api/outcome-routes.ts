import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { StoredOutcome } from '../platform/outcomes/outcome-store.ts';
import { OUTCOME_PRESETS } from '../platform/outcomes/presets.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { sendRefusal } from './error-body.ts';
import { isoTime } from './iso-time.ts';
import { localOnly } from './origin-gate.ts';
import { queryCount } from './query.ts';

const PATH = '/attendant/outcomes';

interface OutcomePath {
  readonly Params: { readonly channel: string; readonly address: string };
}

/** The operator's script for the local outbox: `/attendant/outcomes`. */
export function outcomeRoutes({ outcomes }: Platform): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get(PATH, async (request, reply) => {
      const limit = queryCount(request, 'limit', { max: 1000, ifAbsent: 100 });
      if (!limit.ok) return sendRefusal(request, reply, limit.refusal);
      return reply.send({ entities: outcomes.all(limit.value).map(outcomeEntity) });
    });
    server.get(`${PATH}/presets`, async (_request, reply) =>
      reply.send({
        entities: Object.entries(OUTCOME_PRESETS).map(([name, preset]) => ({ name, ...preset })),
      }),
    );
    server.get<OutcomePath>(`${PATH}/:channel/:address`, async (request, reply) => {
      const { channel, address } = request.params;
      return answer(request, reply, shown(outcomes.read(channel, address)));
    });
    server.put<OutcomePath>(`${PATH}/:channel/:address`, async (request, reply) => {
      const { channel, address } = request.params;
      return answer(request, reply, shown(await outcomes.put(channel, address, request.body)));
    });
    server.delete<OutcomePath>(`${PATH}/:channel/:address`, async (request, reply) => {
      const { channel, address } = request.params;
      return answer(request, reply, await outcomes.remove(channel, address), 204);
    });
  };
}

function shown(stored: Outcome<StoredOutcome>): Outcome<JsonObject> {
  return stored.ok ? done(outcomeEntity(stored.value)) : stored;
}

function outcomeEntity({ channel, address, outcome, plan, modifiedAt }: StoredOutcome): JsonObject {
  const steps = plan.map((step) => ({ ...step }));
  return { channel, address, outcome, steps, dateModified: isoTime(modifiedAt) };
}
