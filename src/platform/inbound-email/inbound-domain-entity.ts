import type { JsonObject } from '../../authoring/json.ts';
import type { InboundDomain, MxStatus } from './inbound-domain-store.ts';

/** Where Genesys Cloud serves inbound domains. */
export const INBOUND_DOMAINS_PATH = '/api/v2/routing/email/domains';

/** A domain in the shape of Genesys' `InboundDomain`. */
export function inboundDomainEntity({ name, isSubDomain, mxStatus, settings }: InboundDomain): JsonObject {
  const { mailFromSettings, ...others } = settings;
  return {
    id: name,
    name,
    mxRecordStatus: mxStatus,
    subDomain: isSubDomain,
    ...others,
    ...(mailFromSettings !== undefined && { mailFromSettings: mailFromEntity(settings) }),
    selfUri: `${INBOUND_DOMAINS_PATH}/${encodeURIComponent(name)}`,
  };
}

const VERIFICATIONS: { readonly [status in MxStatus]: string } = {
  VALID: 'VERIFIED',
  INVALID: 'FAILED',
  NOT_AVAILABLE: 'PENDING',
};

/** Whether mail for a domain comes in, in the shape of Genesys' `VerificationResult`. */
export function verificationEntity({ name, mxStatus }: InboundDomain): JsonObject {
  const advice = { name, type: 'MX', value: `10 the host that Attendant's SMTP listener is reached at` };
  return { status: VERIFICATIONS[mxStatus], records: mxStatus === 'VALID' ? [] : [advice] };
}

/** The DKIM state of an inbound domain: nothing is sent from one here, so nothing is to be published. */
export function dkimEntity(): JsonObject {
  return { status: 'UNKNOWN', records: [] };
}

/** Where bounces of replies come back to, in the shape of Genesys' `MailFromResult`. Its records are not looked up. */
export function mailFromEntity(settings: JsonObject): JsonObject {
  const { mailFromDomain = '' } = (settings['mailFromSettings'] ?? {}) as JsonObject;
  return { status: 'UNKNOWN', records: [], mailFromDomain };
}
