import type { Clock, Ids, Log } from '../ports.ts';
import type { AttendantDatabase } from '../store/database.ts';
import { openAgentlessMessages } from './agentless-messages/agentless-messages.ts';
import { openConsents } from './consents/consents.ts';
import { messageTemplateStore } from './message-templates/message-template-store.ts';
import { openOauth } from './oauth/oauth.ts';
import { localCarrier } from './outbox/local-carrier.ts';
import { outboxStore } from './outbox/outbox-store.ts';
import { plantSeed } from './plant-seed.ts';
import type { PlatformSeed } from './platform-seed.ts';
import { openWhatsAppConversations } from './whatsapp-conversations/whatsapp-conversations.ts';
import { whatsAppIntegrationStore } from './whatsapp-integrations/whatsapp-integration-store.ts';

/** What a platform is made of. */
export interface PlatformOptions {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** What to start with, checked by checkPlatformSeed; absent to go on with what is stored. */
  readonly seed?: PlatformSeed;
  /** The value of an environment variable, for the seed's `secretEnv`. */
  readonly secretOf?: (name: string) => string | undefined;
}

/**
 * Opens the local agentless platform on a database: plants the seed, then delivers what a crash left in the outbox.
 * The database stays the caller's; call `close` before closing it.
 */
export async function openPlatform(options: PlatformOptions) {
  const { database, clock, ids, log, seed, secretOf = () => undefined } = options;
  const shared = { database, clock };
  const oauth = openOauth(shared);
  const integrations = whatsAppIntegrationStore(database.sqlite);
  const templates = messageTemplateStore(database.sqlite);
  const consents = openConsents(shared);
  const whatsAppConversations = openWhatsAppConversations(shared);
  const outbox = outboxStore(database.sqlite);
  const carrier = localCarrier({ ...shared, outbox, log });
  const stores = {
    integrations,
    templates,
    consents: consents.store,
    conversations: whatsAppConversations.store,
  };
  const agentlessMessages = openAgentlessMessages({ ...shared, ...stores, ids, outbox, carrier });

  if (seed !== undefined) {
    const leftOut = await plantSeed({ ...shared, ...stores, oauth }, seed, secretOf);
    if (leftOut.length > 0) log.warn('OAuth clients without a secret cannot log in', { clientIds: leftOut });
  }
  if (outbox.countQueued() > 0) carrier.wake();

  return {
    oauth,
    integrations,
    templates,
    consents,
    whatsAppConversations,
    agentlessMessages,
    outbox,
    /** Resolves when everything accepted so far is delivered. */
    settled: carrier.settled,
    /** Ends the platform; resolves when nothing of it will touch the database any more. */
    close: carrier.settled,
  };
}

/** What openPlatform resolves to. */
export type Platform = Awaited<ReturnType<typeof openPlatform>>;
