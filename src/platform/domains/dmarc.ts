import type { DnsRecord } from './domain-records.ts';
import { readTagList } from './tag-list.ts';

export const DMARC_POLICIES = ['none', 'quarantine', 'reject'] as const;
export type DmarcPolicy = (typeof DMARC_POLICIES)[number];

/** How near the domain of a signature or envelope must be to the From domain: the same organization, or the same name. */
export type AlignmentMode = 'relaxed' | 'strict';

/** What a DMARC record asks of receivers (RFC 9989). */
export interface DmarcRecord {
  readonly policy: DmarcPolicy;
  /** For subdomains without a record of their own. */
  readonly subdomainPolicy: DmarcPolicy;
  readonly dkimAlignment: AlignmentMode;
  readonly spfAlignment: AlignmentMode;
  readonly hasReports: boolean;
  /** `psd=n`: this is an organization's own domain, whatever stands above it. */
  readonly endsWalk: boolean;
}

/** What is known of the DMARC policy that covers a domain, in Genesys' words. */
export interface DmarcCheck {
  readonly status: 'NotPresent' | 'Invalid' | 'Valid';
  readonly policy?: DmarcPolicy;
  /** The records found; where there are none, the one to publish. */
  readonly records: readonly DnsRecord[];
  /** One sentence, without its full stop, for the owner of the domain. */
  readonly message: string;
  /** When DNS was asked, epoch ms. */
  readonly checkedAt: number;
}

/** Whether a TXT record means to be a DMARC record: others at the name are passed over. */
export function isDmarcRecord(text: string): boolean {
  return /^v\s*=\s*DMARC1\s*(;|$)/.test(text);
}

/** Reads a DMARC record, or says why receivers pass it over. Unknown tags do not matter. */
export function readDmarcRecord(text: string): DmarcRecord | string {
  const tags = readTagList(text);
  const wanted = tags.get('p')?.toLowerCase();
  const policy = DMARC_POLICIES.find((one) => one === wanted);
  const hasReports = tags.has('rua');
  // With an address for reports a policy that cannot be read counts as none.
  if (policy === undefined && !hasReports)
    return wanted === undefined ? 'it has no p=' : 'its p= is not none, quarantine or reject';
  const sp = tags.get('sp')?.toLowerCase();
  return {
    policy: policy ?? 'none',
    subdomainPolicy: DMARC_POLICIES.find((one) => one === sp) ?? policy ?? 'none',
    dkimAlignment: modeOf(tags.get('adkim')),
    spfAlignment: modeOf(tags.get('aspf')),
    hasReports,
    endsWalk: tags.get('psd')?.toLowerCase() === 'n',
  };
}

function modeOf(value: string | undefined): AlignmentMode {
  return value?.toLowerCase() === 's' ? 'strict' : 'relaxed';
}
