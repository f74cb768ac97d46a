import type { Clock } from '../ports.ts';
import { plantConsents } from './consents/consent-seed.ts';
import type { ConsentStore } from './consents/consent-store.ts';
import type { OutboundDomainStore } from './domains/outbound-domain-store.ts';
import { plantDomains } from './domains/plant-domains.ts';
import type { Interactions } from './interactions/interactions.ts';
import { type AccessGround, plantAccess } from './oauth/plant-access.ts';
import type { Outcomes } from './outcomes/outcomes.ts';
import type { PlatformSeed } from './platform-seed.ts';
import type { ResponseStore } from './responses/response-store.ts';
import type { SmsNumbers } from './sms-numbers/sms-numbers.ts';
import type { WhatsAppIntegrationStore } from './whatsapp-integrations/whatsapp-integration-store.ts';

/** Where a seed goes. */
export interface SeedGround extends AccessGround {
  readonly clock: Clock;
  readonly integrations: WhatsAppIntegrationStore;
  readonly responses: ResponseStore;
  readonly consents: ConsentStore;
  readonly interactions: Interactions;
  readonly outboundDomains: OutboundDomainStore;
  readonly outcomes: Outcomes;
  readonly smsNumbers: SmsNumbers;
}

/**
 * Stores what a seed holds. What has the same id is brought up to date; nothing is deleted. Consents and conversations
 * are added only where none is on record: a withdrawal outlives the seed.
 *
 * @param secretOf the value of an environment variable; a client whose variable is not set cannot log in and is left out.
 * @returns the ids of the clients left out.
 */
export async function plantSeed(
  ground: SeedGround,
  seed: PlatformSeed,
  secretOf: (name: string) => string | undefined,
): Promise<readonly string[]> {
  const leftOut = await plantAccess(ground, seed, secretOf);
  await ground.database.commits.add(() => plantRows(ground, seed, ground.clock.now()));
  return leftOut;
}

function plantRows(ground: SeedGround, seed: PlatformSeed, now: number): void {
  for (const integration of seed.whatsappIntegrations) ground.integrations.plant(integration, now);
  for (const template of seed.templates) ground.responses.plant(template, now);
  plantDomains({ store: ground.outboundDomains, clock: ground.clock }, seed.outboundDomains ?? []);
  ground.smsNumbers.plant(seed.smsNumbers ?? []);
  ground.outcomes.plant(seed.outcomes ?? []);
  plantConsents(ground.consents, seed.consents ?? [], now);
  for (const {
    id,
    integrationId: ownAddress,
    address: customerAddress,
    state,
  } of seed.whatsappConversations ?? []) {
    if (ground.interactions.store.one(id) !== undefined) continue;
    const start = {
      id,
      channel: 'whatsapp',
      direction: 'inbound',
      ownAddress,
      customerAddress,
      state,
    } as const;
    const begun = ground.interactions.begin(start);
    if (state === 'connected') ground.interactions.add(begun, { purpose: 'agent', state });
  }
}
