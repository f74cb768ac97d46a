import type { FastifyPluginAsync } from 'fastify';
import type { Platform } from '../platform/platform.ts';
import { done, refuse } from '../platform/refusal.ts';
import {
  WHATSAPP_INTEGRATIONS_PATH,
  whatsAppIntegrationEntity,
} from '../platform/whatsapp-integrations/whatsapp-integration-entity.ts';
import { answer } from './answer.ts';
import { authorized } from './authorized.ts';
import { entityListing } from './entity-listing.ts';

/** Reads of WhatsApp integrations, as Genesys Cloud has them. */
export function whatsAppIntegrationRoutes({ oauth, integrations }: Platform): FastifyPluginAsync {
  const onRequest = authorized(oauth, { all: ['messaging:integration:view'] });
  return async (server) => {
    server.get(WHATSAPP_INTEGRATIONS_PATH, { onRequest }, async (request, reply) => {
      const all = integrations.all().map(whatsAppIntegrationEntity);
      return answer(request, reply, entityListing(request, WHATSAPP_INTEGRATIONS_PATH, all));
    });
    server.get<{ Params: { integrationId: string } }>(
      `${WHATSAPP_INTEGRATIONS_PATH}/:integrationId`,
      { onRequest },
      async (request, reply) => {
        const found = integrations.one(request.params.integrationId);
        const unknown = refuse('not.found', 'No WhatsApp integration has this id.');
        return answer(request, reply, found === undefined ? unknown : done(whatsAppIntegrationEntity(found)));
      },
    );
  };
}
