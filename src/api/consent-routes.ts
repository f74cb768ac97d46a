import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { Consent, ConsentEvent } from '../platform/consents/consent-store.ts';
import type { ConsentRecord } from '../platform/consents/consents.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { answer } from './answer.ts';
import { sendRefusal } from './error-body.ts';
import { isoTime } from './iso-time.ts';
import { localOnly } from './origin-gate.ts';
import { queryChoice, queryCount, queryText } from './query.ts';

interface ConsentPath {
  readonly Params: { readonly channel: string; readonly address: string };
}

/** The operator's consent register (W5): `/attendant/consents`. */
export function consentRoutes({ consents }: Platform): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get('/attendant/consents', async (request, reply) => {
      const limit = queryCount(request, 'limit', { max: 1000, ifAbsent: 100 });
      if (!limit.ok) return sendRefusal(request, reply, limit.refusal);
      const status = queryChoice(request, 'status', ['granted', 'withdrawn']);
      if (!status.ok) return sendRefusal(request, reply, status.refusal);
      const channel = queryText(request, 'channel');
      const text = queryText(request, 'text');
      const found = consents.newest({
        limit: limit.value,
        ...(channel !== undefined && channel !== '' && { channel }),
        ...(text !== undefined && text !== '' && { text }),
        ...(status.value !== undefined && { status: status.value }),
      });
      return reply.send({ entities: found.map(consentEntity) });
    });
    server.get<ConsentPath>('/attendant/consents/:channel/:address', async (request, reply) => {
      const { channel, address } = request.params;
      return answer(request, reply, recordEntity(consents.read(channel, address)));
    });
    server.put<ConsentPath>('/attendant/consents/:channel/:address', async (request, reply) => {
      const { channel, address } = request.params;
      return answer(request, reply, recordEntity(await consents.grant(channel, address, request.body)));
    });
    server.delete<ConsentPath>('/attendant/consents/:channel/:address', async (request, reply) => {
      const { channel, address } = request.params;
      return answer(
        request,
        reply,
        recordEntity(await consents.withdraw(channel, address, request.body ?? undefined)),
      );
    });
  };
}

function recordEntity(outcome: Outcome<ConsentRecord>): Outcome<JsonObject> {
  if (!outcome.ok) return outcome;
  return done({ ...consentEntity(outcome.value), history: outcome.value.history.map(eventEntity) });
}

function consentEntity({
  channel,
  address,
  status,
  method,
  businessName,
  evidence,
  grantedAt,
  withdrawnAt,
}: Consent): JsonObject {
  return {
    channel,
    address,
    status,
    method,
    businessName,
    evidence,
    grantedAt: isoTime(grantedAt),
    withdrawnAt: isoTime(withdrawnAt),
  };
}

function eventEntity(event: ConsentEvent): JsonObject {
  return { ...event, at: isoTime(event.at) };
}
