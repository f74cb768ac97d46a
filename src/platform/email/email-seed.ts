import { type Static, Type } from 'typebox';
import { type EmailRates, RATES_PER_MINUTE } from './email-rate.ts';

/** The settings of e-mail. */
export const EmailSeed = Type.Object(
  {
    ratePerMinute: Type.Optional(
      Type.Enum([...RATES_PER_MINUTE.agentless], {
        description: 'How many agentless e-mails may go in 60 seconds; 600 by default',
      }),
    ),
    campaignRatePerMinute: Type.Optional(
      Type.Enum([...RATES_PER_MINUTE.campaign], {
        description: 'How many e-mails of campaigns may go in 60 seconds; 3000 by default',
      }),
    ),
  },
  { additionalProperties: false, description: 'The settings of e-mail' },
);
export type EmailSeed = Static<typeof EmailSeed>;

/** The rates of a seed; without one those of Genesys Cloud. */
export function ratesOf({ ratePerMinute, campaignRatePerMinute }: EmailSeed = {}): EmailRates {
  return {
    ...(ratePerMinute !== undefined && { agentless: ratePerMinute }),
    ...(campaignRatePerMinute !== undefined && { campaign: campaignRatePerMinute }),
  };
}
