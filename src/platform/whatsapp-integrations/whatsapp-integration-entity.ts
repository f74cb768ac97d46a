import type { JsonObject } from '../../authoring/json.ts';
import type { SenderQuality } from './sender-quality.ts';
import { isBlocked, type WhatsAppIntegration } from './whatsapp-integration-store.ts';

/** Where Genesys Cloud serves integrations of messaging, and those of WhatsApp. */
export const INTEGRATIONS_PATH = '/api/v2/conversations/messaging/integrations';
export const WHATSAPP_INTEGRATIONS_PATH = `${INTEGRATIONS_PATH}/whatsapp`;

const STATUSES = { active: 'Active', inactive: 'Inactive', incomplete: 'Incomplete' } as const;

function statusOf(integration: WhatsAppIntegration, now: number): string {
  return isBlocked(integration, now) ? 'Error' : STATUSES[integration.status];
}

/** An integration in the shape of Genesys' `WhatsAppIntegration`; a blocked one is in error and says why. */
export function whatsAppIntegrationEntity(integration: WhatsAppIntegration, now: number): JsonObject {
  const { id, name, phoneNumber, version } = integration;
  return {
    id,
    name,
    phoneNumber,
    status: statusOf(integration, now),
    dateCreated: new Date(integration.createdAt).toISOString(),
    dateModified: new Date(integration.modifiedAt).toISOString(),
    version,
    ...(isBlocked(integration, now) ? { activationErrorInfo: blockedError(integration) } : {}),
    createStatus: integration.status === 'incomplete' ? 'Initiated' : 'Completed',
    selfUri: `${WHATSAPP_INTEGRATIONS_PATH}/${encodeURIComponent(id)}`,
  };
}

/** An integration in the shape of Genesys' `MessagingIntegration`, as the list of all kinds has it. */
export function messagingIntegrationEntity(integration: WhatsAppIntegration, now: number): JsonObject {
  const {
    phoneNumber: _number,
    activationErrorInfo: _error,
    createStatus: _status,
    ...shared
  } = whatsAppIntegrationEntity(integration, now) as { [key: string]: JsonObject[string] };
  return { ...(shared as JsonObject), messengerType: 'whatsapp' };
}

/** An integration as the operator sees it (W8). */
export function senderEntity(
  integration: WhatsAppIntegration,
  quality: SenderQuality,
  now: number,
): JsonObject {
  const { id, name, phoneNumber, status, blockedUntil } = integration;
  const isNow = isBlocked(integration, now);
  return {
    id,
    name,
    phoneNumber,
    status,
    quality: { ...quality },
    isBlocked: isNow,
    blockedUntil: isNow && blockedUntil !== null ? new Date(blockedUntil).toISOString() : null,
  };
}

function blockedError({ blockedUntil }: WhatsAppIntegration): JsonObject {
  const until = new Date(blockedUntil ?? 0).toISOString();
  return {
    code: 'attendant.sender.blocked',
    status: 400,
    message: `Too many messages went to numbers that are not on WhatsApp; blocked until ${until}.`,
  };
}
