import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import { senderEntity } from '../platform/whatsapp-integrations/whatsapp-integration-entity.ts';
import type { WhatsAppIntegration } from '../platform/whatsapp-integrations/whatsapp-integration-store.ts';
import { answer } from './answer.ts';
import { localOnly } from './origin-gate.ts';

const PATH = '/attendant/whatsapp-integrations';

interface OnePath {
  readonly Params: { readonly id: string };
}

/** The operator's view of WhatsApp senders: their quality, whether they are blocked, and the way to lift that (W8). */
export function whatsAppSenderRoutes({
  whatsAppIntegrations: integrations,
  senderQuality,
}: Platform): FastifyPluginAsync {
  const entity = (found: WhatsAppIntegration): JsonObject =>
    senderEntity(found, senderQuality.qualityOf(found, integrations.now()), integrations.now());
  const shown = (found: Outcome<WhatsAppIntegration>): Outcome<JsonObject> =>
    found.ok ? done(entity(found.value)) : found;

  return async (server) => {
    server.addHook('onRequest', localOnly);
    server.get(PATH, async (_request, reply) =>
      reply.send({ entities: integrations.store.all().map(entity) }),
    );
    server.get<OnePath>(`${PATH}/:id`, async (request, reply) =>
      answer(request, reply, shown(integrations.read(request.params.id))),
    );
    server.put<OnePath>(`${PATH}/:id/status`, async (request, reply) =>
      answer(request, reply, shown(await integrations.putStatus(request.params.id, request.body))),
    );
    server.post<OnePath>(`${PATH}/:id/unblock`, async (request, reply) =>
      answer(request, reply, shown(await integrations.unblock(request.params.id))),
    );
  };
}
