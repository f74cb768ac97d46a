import { dkimPrefix } from './dkim-key.ts';

/** A DNS record as Genesys shows it. */
export interface DnsRecord {
  readonly name: string;
  readonly type: 'TXT' | 'CNAME';
  /** A TXT record's strings are joined. */
  readonly value: string;
}

/** The records that a domain needs (M4). */
export interface DomainRecords {
  readonly dkim: DnsRecord;
  readonly cname: DnsRecord;
  /** Advice: what to publish where no DMARC policy covers the domain. */
  readonly dmarc: DnsRecord;
}

/** The records to publish for a domain. @param bounceHost see BOUNCE_HOSTS. */
export function recordsOf(
  {
    name,
    selector,
    publicKey,
  }: { readonly name: string; readonly selector: string; readonly publicKey: string },
  bounceHost: string,
): DomainRecords {
  return {
    dkim: {
      name: `${dkimPrefix(selector)}${name}`,
      type: 'TXT',
      value: `v=DKIM1; k=rsa; h=sha256; p=${publicKey}`,
    },
    cname: { name, type: 'CNAME', value: bounceHost },
    dmarc: dmarcAdvice(name),
  };
}

/** The least that mailbox providers ask of bulk senders: a policy, even one that asks for nothing. */
export function dmarcAdvice(name: string): DnsRecord {
  return { name: `_dmarc.${name}`, type: 'TXT', value: 'v=DMARC1; p=none' };
}
