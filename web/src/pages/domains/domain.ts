import type { Tone } from '../../parts/badge.tsx';

/** A domain in `GET /attendant/outbound-domains`. */
export interface Domain {
  readonly name: string;
  readonly isProvisioned: boolean;
  readonly provisionedAt: string | null;
  /** From when on e-mail goes out. */
  readonly readyAt: string | null;
  readonly checkedAt: string | null;
  /** A sentence without its full stop. */
  readonly sending: string;
  readonly records: readonly PublishedRecord[];
  readonly dmarc: {
    readonly status: 'NotPresent' | 'Invalid' | 'Valid';
    readonly policy: string | null;
    readonly message: string;
    readonly records: readonly DnsRecord[];
  };
}

/** A DNS record. */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** A record to publish, with what was found at its name. */
export interface PublishedRecord extends DnsRecord {
  readonly zoneLine: string;
  readonly status: 'PENDING' | 'VERIFIED' | 'FAILED';
  readonly message: string;
  readonly found: readonly string[];
}

/** How far a record is, for people. */
export const RECORD_STATUS: { readonly [status in PublishedRecord['status']]: readonly [Tone, string] } = {
  PENDING: ['warn', 'pending'],
  VERIFIED: ['good', 'verified'],
  FAILED: ['bad', 'failed'],
};

/** Whether a DMARC policy covers the domain, for people. */
export const DMARC_STATUS: { readonly [status in Domain['dmarc']['status']]: readonly [Tone, string] } = {
  NotPresent: ['warn', 'none'],
  Invalid: ['bad', 'invalid'],
  Valid: ['good', 'valid'],
};

/** Where domains are read and made. */
export const DOMAINS_PATH = '/attendant/outbound-domains';
