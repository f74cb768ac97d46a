import type { WhatsAppIntegrationStore } from '../whatsapp-integrations/whatsapp-integration-store.ts';
import { type InboundMessageParts, openInboundMessages } from './inbound-messages.ts';
import { type MessagingRouteSeed, plantMessagingRoutes } from './messaging-route-seed.ts';
import { messagingRouteStore } from './messaging-route-store.ts';
import { type OwnAddress, openRecipients } from './recipients.ts';

/** What the intake of messages is made of. */
export interface MessageIntakeParts extends Omit<InboundMessageParts, 'routes' | 'addresses'> {
  readonly integrations: WhatsAppIntegrationStore;
}

/** Opens the intake of messages, with the routes that say who gets them. */
export function openMessageIntake(parts: MessageIntakeParts) {
  const { database, clock, integrations } = parts;
  const routes = messagingRouteStore(database.sqlite);
  const integration = (idOrNumber: string) =>
    integrations.all().find(({ id, phoneNumber }) => id === idOrNumber || phoneNumber === idOrNumber);

  function own(): readonly OwnAddress[] {
    const channel = 'whatsapp' as const;
    return integrations.all().map((one) => ({ ...one, channel }));
  }

  return {
    inboundMessages: openInboundMessages({ ...parts, routes, addresses: { integration } }),
    recipients: openRecipients({ ...parts, routes, own }),
    /** Stores the routes of a seed. Belongs into a commit. */
    plantRoutes: (seeds: readonly MessagingRouteSeed[]) => plantMessagingRoutes({ routes, clock }, seeds),
  };
}
