import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { Agent } from '../platform/agents/agent.ts';
import { zonesOf } from '../platform/callable-times/zones-of-number.ts';
import type { Callback } from '../platform/callbacks/callback.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome, refuse } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { sendRefusal } from './error-body.ts';
import { isoTime } from './iso-time.ts';
import { localOnly } from './origin-gate.ts';
import { queryChoice, queryCount, queryText, queryTime } from './query.ts';

const STATES = ['scheduled', 'waiting', 'alerting', 'connected', 'disconnected', 'any'] as const;

const NO_CALLBACK = refuse('not.found', 'No callback has this id.');

interface IdPath {
  readonly Params: { readonly id: string };
}

/** The operator's view of agents and callbacks, and the agents' part in them. */
export function agentRoutes(platform: Platform): FastifyPluginAsync {
  const { agents, callbacks, queues } = platform;
  const entityOf = (callback: Callback) => callbackEntity(callback, queues.find(callback.queueId)?.name);
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get('/attendant/agents', async (_request, reply) =>
      reply.send({ entities: agents.store.all().map(agentEntity) }),
    );
    server.put<IdPath>('/attendant/agents/:id', async (request, reply) => {
      const outcome = await agents.change(request.params.id, request.body);
      // Somebody may be free now.
      callbacks.wake();
      return answer(request, reply, outcome.ok ? done(agentEntity(outcome.value)) : outcome);
    });
    server.get('/attendant/callbacks', async (request, reply) =>
      answer(request, reply, shown(request, platform)),
    );
    server.get<IdPath>('/attendant/callbacks/:id', async (request, reply) => {
      const callback = callbacks.store.one(request.params.id);
      const found = callback === undefined ? NO_CALLBACK : done(entityOf(callback));
      return answer(request, reply, found);
    });
    server.put<IdPath>('/attendant/callbacks/:id/schedule', async (request, reply) => {
      const outcome = await callbacks.reschedule(request.params.id, request.body);
      return answer(request, reply, outcome.ok ? done(entityOf(outcome.value)) : outcome);
    });
    for (const what of ['answer', 'decline', 'disconnect'] as const)
      server.post<IdPath>(`/attendant/callbacks/:id/${what}`, async (request, reply) => {
        const outcome = await callbacks.play(request.params.id, what);
        if (!outcome.ok) return sendRefusal(request, reply, outcome.refusal);
        return reply.send(entityOf(outcome.value));
      });
  };
}

function shown(request: FastifyRequest, { callbacks, queues }: Platform): Outcome<JsonObject> {
  const limit = queryCount(request, 'limit', { max: 1000, ifAbsent: 100 });
  if (!limit.ok) return limit;
  const state = queryChoice(request, 'state', STATES);
  if (!state.ok) return state;
  const named = queryText(request, 'queue');
  const queue = named === undefined ? undefined : (queues.find(named) ?? queues.named(named));
  if (named !== undefined && queue === undefined)
    return refuse('invalid.query.param.value', 'queue must be the id or name of a queue.', {
      field: 'queue',
    });
  const since = queryTime(request, 'since');
  if (!since.ok) return since;
  const until = queryTime(request, 'until');
  if (!until.ok) return until;
  const entities = callbacks.store
    .shown({
      ...(since.value === undefined ? {} : { since: since.value }),
      ...(until.value === undefined ? {} : { until: until.value }),
      limit: limit.value,
      ...(queue === undefined ? {} : { queueId: queue.id }),
      ...(state.value === undefined ? {} : { state: state.value }),
    })
    .map((callback) => callbackEntity(callback, queues.find(callback.queueId)?.name));
  return done({ entities });
}

function agentEntity({ plan, status, queueIds, offeredAt, ...agent }: Agent): JsonObject {
  return {
    ...agent,
    queueIds,
    status,
    ...plan,
    lastOfferedAt: isoTime(offeredAt === 0 ? null : offeredAt),
  };
}

/** The zone that was asked for; else that of the country of the number, where it has only one. */
function timeZoneOf({ timeDecision, numbers }: Callback['details']): string | null {
  if (timeDecision !== undefined) return timeDecision.timeZone;
  const zones = zonesOf(numbers[0] ?? '');
  return zones.length === 1 ? (zones[0] ?? null) : null;
}

function callbackEntity(callback: Callback, queueName: string | undefined): JsonObject {
  const { id, interactionId: conversationId, queueId, ownerId, agentId, state, priority, details } = callback;
  return {
    id,
    conversationId,
    queueId,
    queueName: queueName ?? null,
    ownerId,
    agentId,
    state,
    priority,
    numbers: details.numbers,
    userName: details.userName ?? null,
    callerId: details.callerId ?? null,
    callerIdName: details.callerIdName ?? null,
    preferredAgentIds: details.preferredAgentIds ?? [],
    createdAt: isoTime(callback.createdAt),
    scheduledAt: isoTime(callback.scheduledAt),
    timeZone: timeZoneOf(details),
    timeDecision: details.timeDecision === undefined ? null : { ...details.timeDecision },
    waitsSince: isoTime(callback.waitsSince),
    heldUntil: isoTime(callback.heldUntil),
    dueAt: isoTime(callback.dueAt),
    endedAt: isoTime(callback.endedAt),
  };
}
