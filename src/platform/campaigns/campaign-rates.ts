import { type Static, Type } from 'typebox';
import { CAMPAIGN_EMAILS_PER_MINUTE, type EmailSeed } from '../email/email-seed.ts';
import type { MessageChannel } from '../messages/message.ts';

/** What campaigns of a channel may send a minute together. E9 names the one of e-mail; the others are taken to be the same. [a guess] */
export const MESSAGES_PER_MINUTE = CAMPAIGN_EMAILS_PER_MINUTE[0];
/** As many as a machine might send; Genesys Cloud allows less. */
const MAX_MESSAGES_PER_MINUTE = 600_000;

const PerMinute = (channel: string) =>
  Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MAX_MESSAGES_PER_MINUTE,
      description: `How many messages all ${channel} campaigns may send in 60 seconds together; ${MESSAGES_PER_MINUTE} by default`,
    }),
  );

/** The settings of campaigns. */
export const CampaignsSeed = Type.Object(
  { whatsappPerMinute: PerMinute('WhatsApp'), smsPerMinute: PerMinute('SMS') },
  { additionalProperties: false, description: 'The settings of campaigns' },
);
export type CampaignsSeed = Static<typeof CampaignsSeed>;

/** What campaigns of a channel may send a minute together (C7). */
export function campaignRate(
  channel: MessageChannel,
  campaigns: CampaignsSeed = {},
  email: EmailSeed = {},
): number {
  const { whatsappPerMinute, smsPerMinute } = campaigns;
  const set = { whatsapp: whatsappPerMinute, sms: smsPerMinute, email: email.campaignRatePerMinute }[channel];
  return set ?? MESSAGES_PER_MINUTE;
}
