import { isIP } from 'node:net';

/** The types of records that are looked up. */
export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'MX' | 'NS' | 'TXT';

/** What DNS said about one name and type. */
export type DnsAnswer =
  /** TXT: the strings of each record joined; MX: `preference host`; names without their last dot. */
  | { readonly kind: 'records'; readonly values: readonly string[] }
  /** The name does not exist (NXDOMAIN). */
  | { readonly kind: 'noName' }
  /** The name exists, without records of this type (NODATA). */
  | { readonly kind: 'noData' }
  /** No answer, or one that says nothing: a time-out, a refusal, a failing server. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Asks DNS. It never throws for trouble on the way. */
export interface DnsLookup {
  lookUp(name: string, type: RecordType): Promise<DnsAnswer>;
  /** Gives up what is under way: it is answered as failed. */
  close(): void;
}

/** Stands in where nobody may be asked. */
export const NO_DNS: DnsLookup = {
  lookUp: async () => ({ kind: 'failed', reason: 'no resolver is set up' }),
  close: () => {},
};

/**
 * Reads a DNS server: an IPv4 or IPv6 address with or without a port, such as `127.0.0.1:5353` or `[::1]:53`.
 *
 * @returns it as Node's resolver takes it, or `undefined`.
 */
export function readDnsServer(text: string): string | undefined {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^[\]]+?))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const isPort = port === undefined || (Number(port) >= 1 && Number(port) <= 65_535);
  if (!isPort) return undefined;
  if (bracketed !== undefined && isIP(bracketed) === 6) return `[${bracketed}]:${port ?? 53}`;
  if (plain !== undefined && isIP(plain) === 4) return `${plain}:${port ?? 53}`;
  return isIP(text) === 6 ? `[${text}]:53` : undefined;
}
