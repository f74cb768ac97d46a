import type { JsonObject } from '../../authoring/json.ts';
import type { DnsRecord } from './domain-records.ts';
import type { PublishedDomain } from './outbound-domains.ts';
import type { RecordCheck } from './record-check.ts';
import { isProvisioned, readyAt } from './sending-state.ts';
import { zoneLine } from './zone-file.ts';

/** A domain as its operator sees it: what to publish, what was found, and from when on e-mail goes out. @param now epoch ms. */
export function domainView(domain: PublishedDomain, now: number): JsonObject {
  const { name, label, senderType, dkim, cname, dmarc, provisionedAt, checkedAt, records } = domain;
  return {
    name,
    label,
    senderType,
    isProvisioned: isProvisioned(domain),
    provisionedAt: timeOf(provisionedAt),
    readyAt: timeOf(provisionedAt && readyAt(provisionedAt)),
    checkedAt: timeOf(checkedAt),
    sending: sendingText(domain, now),
    records: [recordView(records.dkim, dkim), recordView(records.cname, cname)],
    dmarc: {
      status: dmarc.status,
      policy: dmarc.policy ?? null,
      message: dmarc.message,
      records: dmarc.records.map((record) => ({ ...record })),
    },
  };
}

/** The two-hour rule in words (M6). @param now epoch ms. */
export function sendingText(
  domain: Pick<PublishedDomain, 'dkim' | 'cname' | 'provisionedAt'>,
  now: number,
): string {
  const { provisionedAt } = domain;
  if (!isProvisioned(domain) || provisionedAt === undefined)
    return 'not provisioned: e-mail from it is refused until both records are verified';
  if (now >= readyAt(provisionedAt)) return 'e-mail goes out';
  return `provisioned: until ${timeOf(readyAt(provisionedAt))} e-mail is accepted, but its delivery fails (two hours after provisioning)`;
}

function recordView(record: DnsRecord, { status, finding }: RecordCheck): JsonObject {
  return {
    ...record,
    zoneLine: zoneLine(record),
    status,
    finding: finding.kind,
    message: finding.message,
    found: [...finding.values],
  };
}

function timeOf(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
