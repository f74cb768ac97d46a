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

const Host = Type.String({
  pattern: '^[A-Za-z0-9:.-]{1,253}$',
  description: 'The name or address of the SMTP server',
});

/** An SMTP server that takes what is sent. */
export const SmtpSeed = Type.Object(
  {
    host: Host,
    port: Type.Integer({
      minimum: 1,
      maximum: 65_535,
      description: 'Usually 587 with starttls, 465 with tls',
    }),
    security: Type.Enum(['starttls', 'tls', 'none'], {
      description: 'How the connection is secured; the certificate is checked. none: not at all',
    }),
    user: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    passwordEnv: Type.Optional(
      Type.String({
        pattern: '^[A-Z][A-Z0-9_]*$',
        description: 'The environment variable that holds the password of `user`',
      }),
    ),
    caFile: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Certificates to trust in place of the public ones: a PEM file, relative to this file',
      }),
    ),
    maxConnections: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 50, description: 'Connections at once; 5 by default' }),
    ),
    bounceDomain: Type.Optional(
      Type.String({
        pattern: '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$',
        maxLength: 190,
        description: 'The domain that bounces come back to; the domain that sends by default',
      }),
    ),
  },
  { additionalProperties: false, description: 'An SMTP server that takes all e-mail' },
);
export type SmtpSeed = Static<typeof SmtpSeed>;
