import type { JsonObject } from '../../authoring/json.ts';
import type { WhatsAppIntegration } from './whatsapp-integration-store.ts';

/** Where Genesys Cloud serves WhatsApp integrations. */
export const WHATSAPP_INTEGRATIONS_PATH = '/api/v2/conversations/messaging/integrations/whatsapp';

/** An integration in the shape of Genesys' `WhatsAppIntegration`. */
export function whatsAppIntegrationEntity(integration: WhatsAppIntegration): JsonObject {
  return {
    id: integration.id,
    name: integration.name,
    phoneNumber: integration.phoneNumber,
    status: integration.status === 'active' ? 'Active' : 'Inactive',
    dateCreated: new Date(integration.createdAt).toISOString(),
    dateModified: new Date(integration.modifiedAt).toISOString(),
    version: integration.version,
    createStatus: 'Completed',
    selfUri: `${WHATSAPP_INTEGRATIONS_PATH}/${encodeURIComponent(integration.id)}`,
  };
}
