import { type Static, Type } from 'typebox';
import { EMAILS_PER_MINUTE } from './email-rate.ts';

/** E9: how many e-mails the campaigns of an organization may send a minute; the first is the default. */
export const CAMPAIGN_EMAILS_PER_MINUTE = [3_000, 6_000, 9_000] as const;

/** The settings of e-mail. */
export const EmailSeed = Type.Object(
  {
    ratePerMinute: Type.Optional(
      Type.Enum([...EMAILS_PER_MINUTE], {
        description: 'How many agentless e-mails may go in 60 seconds; 600 by default',
      }),
    ),
    campaignRatePerMinute: Type.Optional(
      Type.Enum([...CAMPAIGN_EMAILS_PER_MINUTE], {
        description: 'How many e-mails of campaigns may go in 60 seconds; 3000 by default',
      }),
    ),
  },
  { additionalProperties: false, description: 'The settings of e-mail' },
);
export type EmailSeed = Static<typeof EmailSeed>;

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
