import { readFileSync } from 'node:fs';
import type { CarriersSeed } from '../platform/deliveries/carriers-seed.ts';
import type { Carriers } from '../platform/deliveries/deliveries.ts';
import type { SmtpSeed } from '../platform/email/email-seed.ts';
import type { CarrierGround } from '../platform/platform.ts';
import type { Clock } from '../ports.ts';
import { openSmtpCarrier } from './smtp/smtp-carrier.ts';
import type { SmtpSettings } from './smtp/smtp-settings.ts';

const SMTP_CONNECTIONS = 5;

/** What carriers take from the process they run in. */
export interface CarrierSurroundings {
  readonly clock: Clock;
  /** The value of an environment variable. */
  readonly secretOf: (name: string) => string | undefined;
}

/** The carriers that a platform file names, as openPlatform opens them. Passwords are there: missingCarrierSecrets names none. */
export function carriersOf(
  { email }: CarriersSeed,
  { clock, secretOf }: CarrierSurroundings,
): (ground: CarrierGround) => Carriers {
  return ({ domains }) => {
    if (email === undefined) return {};
    const { smtp } = email;
    const { bounceDomain } = smtp;
    return {
      email: openSmtpCarrier({
        ...smtpSettings(smtp, secretOf),
        ...(bounceDomain !== undefined && { bounceDomain }),
        domains,
        clock,
      }),
    };
  };
}

/** The environment variables that a platform file names for its carriers and that are not set. */
export function missingCarrierSecrets(
  { email }: CarriersSeed,
  secretOf: CarrierSurroundings['secretOf'],
): readonly string[] {
  return [email?.smtp.passwordEnv].flatMap((name) =>
    name === undefined || (secretOf(name) ?? '') !== '' ? [] : [name],
  );
}

function smtpSettings(smtp: SmtpSeed, secretOf: CarrierSurroundings['secretOf']): SmtpSettings {
  const { host, port, security, user, passwordEnv, caFile, maxConnections = SMTP_CONNECTIONS } = smtp;
  return {
    host,
    port,
    security,
    maxConnections,
    ...(user !== undefined && { login: { user, password: secretOf(passwordEnv ?? '') ?? '' } }),
    ...(caFile !== undefined && { ca: readFileSync(caFile, 'utf8') }),
  };
}
