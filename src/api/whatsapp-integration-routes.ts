import type { FastifyPluginAsync } from 'fastify';
import type { JsonObject } from '../authoring/json.ts';
import type { Platform } from '../platform/platform.ts';
import { done, type Outcome } from '../platform/refusal.ts';
import {
  INTEGRATIONS_PATH,
  messagingIntegrationEntity,
  WHATSAPP_INTEGRATIONS_PATH,
  whatsAppIntegrationEntity,
} from '../platform/whatsapp-integrations/whatsapp-integration-entity.ts';
import type { WhatsAppIntegration } from '../platform/whatsapp-integrations/whatsapp-integration-store.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { entityListing } from './entity-listing.ts';

interface OnePath {
  readonly Params: { readonly integrationId: string };
}

/** WhatsApp integrations, as Genesys Cloud has them (W2). */
export function whatsAppIntegrationRoutes({
  oauth,
  whatsAppIntegrations: integrations,
}: Platform): FastifyPluginAsync {
  const needs = (permission: string) => ({ onRequest: authorized(oauth, { all: [permission] }) });
  const views = needs('messaging:integration:view');
  const edits = needs('messaging:integration:edit');
  const adds = needs('messaging:whatsappIntegration:add');
  const one = `${WHATSAPP_INTEGRATIONS_PATH}/:integrationId`;
  const signUps = `${WHATSAPP_INTEGRATIONS_PATH}/embeddedsignup`;
  const shown = (found: Outcome<WhatsAppIntegration>): Outcome<JsonObject> =>
    found.ok ? done(whatsAppIntegrationEntity(found.value, integrations.now())) : found;

  return async (server) => {
    server.get(INTEGRATIONS_PATH, views, async (request, reply) => {
      const all = integrations.store
        .all()
        .map((each) => messagingIntegrationEntity(each, integrations.now()));
      return answer(request, reply, entityListing(request, INTEGRATIONS_PATH, all));
    });
    server.get(WHATSAPP_INTEGRATIONS_PATH, views, async (request, reply) => {
      const all = integrations.store.all().map((each) => whatsAppIntegrationEntity(each, integrations.now()));
      return answer(request, reply, entityListing(request, WHATSAPP_INTEGRATIONS_PATH, all));
    });
    server.post(WHATSAPP_INTEGRATIONS_PATH, adds, async (request, reply) =>
      answer(request, reply, shown(await integrations.create(request.body))),
    );
    server.post(signUps, adds, async (request, reply) =>
      answer(request, reply, shown(await integrations.signUp(request.body))),
    );
    server.patch<OnePath>(`${signUps}/:integrationId`, edits, async (request, reply) =>
      answer(request, reply, shown(await integrations.activate(request.params.integrationId, request.body))),
    );
    server.get<OnePath>(one, views, async (request, reply) =>
      answer(request, reply, shown(integrations.read(request.params.integrationId))),
    );
    server.patch<OnePath>(one, edits, async (request, reply) =>
      answer(request, reply, shown(await integrations.update(request.params.integrationId, request.body))),
    );
    server.delete<OnePath>(one, needs('messaging:integration:delete'), async (request, reply) =>
      answer(request, reply, shown(await integrations.remove(request.params.integrationId))),
    );
  };
}
