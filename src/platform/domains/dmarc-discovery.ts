import {
  type DmarcCheck,
  type DmarcPolicy,
  type DmarcRecord,
  isDmarcRecord,
  readDmarcRecord,
} from './dmarc.ts';
import type { DnsLookup } from './dns-lookup.ts';
import { organizationalDomain } from './domain-name.ts';
import { dmarcAdvice } from './domain-records.ts';

/** RFC 9989, section 4.10: a walk asks for at most eight names, the longest of them with eight labels. */
const MAX_WALK = 8;

/** A check, with what the record that covers the domain asks. */
export interface DiscoveredDmarc extends DmarcCheck {
  readonly record?: DmarcRecord;
}

/** What stands at one name: nothing, or records. */
interface Level {
  readonly name: string;
  readonly texts: readonly string[];
}

/**
 * Finds the DMARC record that covers a domain: its own, else the one of its organization (RFC 9989, section 4.10, with the
 * public suffix list for where the organization begins, as most receivers do).
 *
 * @param now epoch ms.
 * @returns `undefined` when DNS did not say enough to know.
 */
export async function discoverDmarc(
  dns: DnsLookup,
  domain: string,
  now: number,
): Promise<DiscoveredDmarc | undefined> {
  const levels = await Promise.all(walk(domain).map((name) => levelAt(dns, name)));
  const own = levels[0];
  if (own === undefined) return undefined;
  if (own.texts.length > 0) return judge(own, domain, now);
  if (levels.includes(undefined)) return undefined;
  const above = levels.flatMap((level) => (level === undefined || level.texts.length !== 1 ? [] : [level]));
  const covering = above.find(endsWalk) ?? above.at(-1);
  // Receivers pass over several records at one name; the owner should hear why none counts.
  const several = levels.find((level) => level !== undefined && level.texts.length > 1);
  const judged = covering ?? several;
  if (judged !== undefined) return judge(judged, domain, now);
  return {
    status: 'NotPresent',
    records: [dmarcAdvice(domain)],
    message:
      'no DMARC policy covers the domain; publish this record, and raise it to quarantine or reject later',
    checkedAt: now,
  };
}

/** The names that may hold the policy, nearest first. */
function walk(domain: string): readonly string[] {
  const root = organizationalDomain(domain) ?? domain;
  const labels = domain.split('.');
  const rootLength = root.split('.').length;
  const names = Array.from({ length: labels.length - rootLength + 1 }, (_, cut) =>
    labels.slice(cut).join('.'),
  );
  const [own = domain, ...parents] = names;
  return [own, ...parents.slice(-(MAX_WALK - 1))];
}

async function levelAt(dns: DnsLookup, domain: string): Promise<Level | undefined> {
  const name = `_dmarc.${domain}`;
  const answer = await dns.lookUp(name, 'TXT');
  if (answer.kind === 'failed') return undefined;
  return { name, texts: answer.kind === 'records' ? answer.values.filter(isDmarcRecord) : [] };
}

function endsWalk({ texts: [text = ''] }: Level): boolean {
  const record = readDmarcRecord(text);
  return typeof record !== 'string' && record.endsWalk;
}

function judge({ name, texts }: Level, domain: string, now: number): DiscoveredDmarc {
  const records = texts.map((value) => ({ name, type: 'TXT' as const, value }));
  const invalid = (message: string) => ({ status: 'Invalid' as const, records, message, checkedAt: now });
  if (texts.length > 1)
    return invalid(`${name} has ${texts.length} DMARC records, so receivers pass over all of them`);
  const record = readDmarcRecord(texts[0] ?? '');
  if (typeof record === 'string') return invalid(`the record at ${name} is passed over: ${record}`);
  const policy: DmarcPolicy = name === `_dmarc.${domain}` ? record.policy : record.subdomainPolicy;
  return {
    status: 'Valid',
    policy,
    records,
    record,
    message: `policy ${policy}, from ${name}`,
    checkedAt: now,
  };
}
