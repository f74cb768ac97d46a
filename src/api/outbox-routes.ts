import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { Delivery } from '../platform/outbox/outbox-store.ts';
import type { Platform } from '../platform/platform.ts';
import { sendRefusal } from './error-body.ts';
import { isoTime } from './iso-time.ts';
import { localOnly } from './origin-gate.ts';
import { queryCount, queryText } from './query.ts';

/** The operator's view of what was sent: `GET /attendant/outbox?to=&channel=&limit=`, newest first. */
export function outboxRoutes({ outbox }: Platform): FastifyPluginAsync {
  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get('/attendant/outbox', async (request, reply) => {
      const limit = queryCount(request, 'limit', { max: 1000, ifAbsent: 100 });
      if (!limit.ok) return sendRefusal(request, reply, limit.refusal);
      const to = queryText(request, 'to');
      const channel = queryText(request, 'channel');
      const query = {
        limit: limit.value,
        ...(to === undefined ? {} : { to }),
        ...(channel === undefined ? {} : { channel }),
      };
      return reply.send({ entities: outbox.newest(query).map(deliveryEntity) });
    });
  };
}

function deliveryEntity(delivery: Delivery): JsonObject {
  const { queuedAt, sentAt, deliveredAt, ...rest } = delivery;
  return { ...rest, queuedAt: isoTime(queuedAt), sentAt: isoTime(sentAt), deliveredAt: isoTime(deliveredAt) };
}
