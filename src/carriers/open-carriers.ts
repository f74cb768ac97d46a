import { readFileSync } from 'node:fs';
import { openGuardedClient } from '../http/guarded-client.ts';
import type { Carrier } from '../platform/deliveries/carrier.ts';
import type { CarriersSeed } from '../platform/deliveries/carriers-seed.ts';
import type { Carriers } from '../platform/deliveries/deliveries.ts';
import type { SmtpSeed } from '../platform/email/email-seed.ts';
import type { CarrierGround } from '../platform/platform.ts';
import type { MetaSeed } from '../platform/whatsapp-integrations/meta-seed.ts';
import type { Clock, Log } from '../ports.ts';
import { openMetaCarrier } from './meta/meta-carrier.ts';
import type { MetaWebhookSettings } from './meta/meta-webhook.ts';
import { openSmtpCarrier } from './smtp/smtp-carrier.ts';
import type { SmtpSettings } from './smtp/smtp-settings.ts';

const SMTP_CONNECTIONS = 5;
const META_URL = 'https://graph.facebook.com';
const META_CONCURRENCY = 10;

/** What carriers take from the process they run in. */
export interface CarrierSurroundings {
  readonly clock: Clock;
  readonly log: Log;
  /** The value of an environment variable. */
  readonly secretOf: (name: string) => string | undefined;
}

/** The carriers that a platform file names, as openPlatform opens them. Passwords are there: missingCarrierSecrets names none. */
export function carriersOf(
  { email, whatsapp }: CarriersSeed,
  { clock, secretOf, log }: CarrierSurroundings,
): (ground: CarrierGround) => Carriers {
  return ({ domains }) => ({
    ...(email !== undefined && {
      email: openSmtpCarrier({
        ...smtpSettings(email.smtp, secretOf),
        ...(email.smtp.bounceDomain !== undefined && { bounceDomain: email.smtp.bounceDomain }),
        domains,
        clock,
      }),
    }),
    ...(whatsapp !== undefined && { whatsapp: metaCarrier(whatsapp.meta, { secretOf, log }) }),
  });
}

/** Goes nowhere but to Meta, or to the host and port that the operator wrote. */
function metaCarrier(
  meta: MetaSeed,
  { secretOf, log }: Pick<CarrierSurroundings, 'secretOf' | 'log'>,
): Carrier {
  const {
    baseUrl = META_URL,
    version,
    accessTokenEnv,
    phoneNumberIds,
    concurrency = META_CONCURRENCY,
  } = meta;
  const { protocol, hostname, port } = new URL(baseUrl);
  const ownHost = `${hostname}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}`;
  const http = openGuardedClient({
    allowedHosts: [meta.baseUrl === undefined ? hostname : ownHost],
    connectionsPerHost: concurrency,
  });
  const accessToken = secretOf(accessTokenEnv) ?? '';
  return openMetaCarrier({ baseUrl, version, accessToken, phoneNumberIds, concurrency }, { http, log });
}

/** The webhook that a platform file sets up, with its secrets; undefined for none. */
export function metaWebhookOf(
  { whatsapp }: CarriersSeed,
  secretOf: CarrierSurroundings['secretOf'],
): MetaWebhookSettings | undefined {
  if (whatsapp === undefined) return undefined;
  const { appSecretEnv, verifyTokenEnv, phoneNumberIds } = whatsapp.meta;
  const integrations = new Map(Object.entries(phoneNumberIds).map(([id, phoneNumber]) => [phoneNumber, id]));
  return {
    appSecret: secretOf(appSecretEnv) ?? '',
    verifyToken: secretOf(verifyTokenEnv) ?? '',
    integrations,
  };
}

/** The environment variables that a platform file names for its carriers and that are not set. */
export function missingCarrierSecrets(
  { email, whatsapp }: CarriersSeed,
  secretOf: CarrierSurroundings['secretOf'],
): readonly string[] {
  const { accessTokenEnv, appSecretEnv, verifyTokenEnv } = whatsapp?.meta ?? {};
  return [email?.smtp.passwordEnv, accessTokenEnv, appSecretEnv, verifyTokenEnv].flatMap((name) =>
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
