import type { JsonObject } from '../../authoring/json.ts';
import type { DmarcCheck } from './dmarc.ts';
import type { DnsRecord } from './domain-records.ts';
import type { PublishedDomain } from './outbound-domains.ts';
import type { RecordCheck, RecordStatus } from './record-check.ts';
import { isProvisioned } from './sending-state.ts';

/** Where Genesys Cloud serves outbound domains. */
export const OUTBOUND_DOMAINS_PATH = '/api/v2/routing/email/outbound/domains';

/** A domain in the shape of Genesys' `OutboundDomain`. @param expand whether `expand=settings` asks for more. */
export function outboundDomainEntity(
  domain: PublishedDomain,
  { expand = false }: { readonly expand?: boolean } = {},
): JsonObject {
  const { name, label, senderType, records, emailSetting } = domain;
  return {
    id: name,
    name: label,
    senderType,
    dkimVerificationResult: verificationResult(domain.dkim, records.dkim),
    cnameVerificationResult: verificationResult(domain.cname, records.cname),
    dmarcVerificationResult: dmarcResult(domain.dmarc),
    ...(expand && emailSetting !== undefined && { emailSetting: { ...emailSetting } }),
    selfUri: `${OUTBOUND_DOMAINS_PATH}/${encodeURIComponent(name)}`,
  };
}

/** A domain in the shape of Genesys' `EmailOutboundDomainResult`. */
export function activationEntity(domain: PublishedDomain): JsonObject {
  const { name, senderType, records, emailSetting } = domain;
  return {
    domainName: name,
    senderType,
    senderStatus: senderStatus(domain),
    dnsTxtSendingRecord: recordEntry(domain.dkim, records.dkim),
    dnsCnameBounceRecord: recordEntry(domain.cname, records.cname),
    dmarcVerificationResult: dmarcResult(domain.dmarc),
    ...(emailSetting !== undefined && { emailSetting: { ...emailSetting } }),
  };
}

function verificationResult({ status }: RecordCheck, record: DnsRecord): JsonObject {
  return { status, records: [{ ...record }] };
}

const ENTRY_STATUS: { readonly [status in RecordStatus]: string } = {
  PENDING: 'Pending',
  VERIFIED: 'Verified',
  FAILED: 'Failed',
};

function recordEntry({ status }: RecordCheck, { name, value }: DnsRecord): JsonObject {
  return { host: name, recordContents: value, verificationStatus: ENTRY_STATUS[status] };
}

function dmarcResult({ status, policy, records, checkedAt }: DmarcCheck): JsonObject {
  return {
    status,
    detectedPolicy: policy ?? (status === 'Invalid' ? 'unknown' : 'none'),
    dateChecked: new Date(checkedAt).toISOString(),
    records: records.map((record) => ({ ...record })),
  };
}

/** [a guess: Genesys publishes the words and not when each is used] */
function senderStatus(domain: PublishedDomain): string {
  const { dkim, cname, provisionedAt, checkedAt } = domain;
  if (isProvisioned(domain)) return 'Provisioned';
  if (provisionedAt !== undefined) return 'Deprovisioned';
  if (dkim.status === 'FAILED' || cname.status === 'FAILED') return 'Error';
  return checkedAt === undefined ? 'RequestReceived' : 'ProvisionRequestSentVendor';
}
