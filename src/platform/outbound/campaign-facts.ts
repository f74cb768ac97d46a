import type { Clock } from '../../ports.ts';
import type { CampaignGround } from '../campaigns/campaign-ground.ts';
import { type CampaignsSeed, campaignRate } from '../campaigns/campaign-rates.ts';
import type { OutboundDomains } from '../domains/outbound-domains.ts';
import type { EmailSeed } from '../email/email-seed.ts';
import type { InboundDomainStore } from '../inbound-email/inbound-domain-store.ts';
import type { ResponseStore } from '../responses/response-store.ts';
import type { SmsNumberStore } from '../sms-numbers/sms-number-store.ts';
import type { WhatsAppIntegrationStore } from '../whatsapp-integrations/whatsapp-integration-store.ts';

/** What campaigns are sent with, as the platform keeps it. */
export interface SenderStores {
  readonly clock: Clock;
  readonly integrations: Pick<WhatsAppIntegrationStore, 'one'>;
  readonly responses: Pick<ResponseStore, 'one' | 'template'>;
  readonly smsNumbers: Pick<SmsNumberStore, 'byNumber'>;
  readonly outboundDomains: Pick<OutboundDomains, 'forSending'>;
  readonly inboundDomains: Pick<InboundDomainStore, 'route'>;
  readonly campaignSettings: CampaignsSeed | undefined;
  readonly emailSettings: EmailSeed | undefined;
}

/** What campaigns know of senders and templates. */
export function senderFacts(
  stores: SenderStores,
): Pick<
  CampaignGround,
  'now' | 'integration' | 'template' | 'response' | 'isSmsNumber' | 'domain' | 'replyAddress' | 'maxPerMinute'
> {
  return {
    now: () => stores.clock.now(),
    integration: stores.integrations.one,
    template: stores.responses.template,
    response: stores.responses.one,
    isSmsNumber: (number) => stores.smsNumbers.byNumber(number) !== undefined,
    domain: stores.outboundDomains.forSending,
    replyAddress(domainName, routeId) {
      const route = stores.inboundDomains.route(routeId);
      if (route?.domainName !== domainName || route.pattern === '*') return undefined;
      return `${route.pattern}@${domainName}`;
    },
    maxPerMinute: (channel) => campaignRate(channel, stores.campaignSettings, stores.emailSettings),
  };
}
