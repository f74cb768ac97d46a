import type { DnsLookup, RecordType } from './dns-lookup.ts';
import type { DnsRecord } from './domain-records.ts';
import { BOUNCE_HOSTS } from './hosting.ts';
import type { Finding } from './record-check.ts';
import { readTagList } from './tag-list.ts';

/** What may stand at a name instead of the record that is wanted. */
const OTHER_TYPES: readonly RecordType[] = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT'];

/** Looks one record of a domain up and judges what stands there (M5). */
export async function lookAtRecord(dns: DnsLookup, wanted: DnsRecord): Promise<Finding> {
  const answer = await dns.lookUp(wanted.name, wanted.type);
  switch (answer.kind) {
    case 'failed':
      return notChecked(answer.reason);
    case 'noName':
      return finding('notPublished', `nothing is published at ${wanted.name}`);
    case 'noData':
      return lookForOthers(dns, wanted);
    default:
      return wanted.type === 'TXT' ? judgeDkim(wanted, answer.values) : judgeCname(wanted, answer.values);
  }
}

function finding(kind: Finding['kind'], message: string, values: readonly string[] = []): Finding {
  return { kind, message, values };
}

function notChecked(reason: string): Finding {
  return finding('notChecked', `DNS could not be asked (${reason})`);
}

/**
 * A name without the record that is wanted may hold others, or only have names below it: `sales.example.com` exists as soon
 * as its DKIM record does.
 */
async function lookForOthers(dns: DnsLookup, wanted: DnsRecord): Promise<Finding> {
  const types = OTHER_TYPES.filter((type) => type !== wanted.type);
  const answers = await Promise.all(types.map((type) => dns.lookUp(wanted.name, type)));
  const present = types.filter((_type, index) => answers[index]?.kind === 'records');
  if (present.length > 0) {
    const why =
      wanted.type === 'CNAME' ? ': a CNAME can stand only where nothing else does; remove them' : '';
    return finding(
      'otherType',
      `${wanted.name} has no ${wanted.type} record but ${present.join(', ')}${why}`,
    );
  }
  const silent = answers.find((answer) => answer.kind === 'failed');
  if (silent?.kind === 'failed') return notChecked(silent.reason);
  return finding('notPublished', `no ${wanted.type} record is published at ${wanted.name}`);
}

function judgeCname(wanted: DnsRecord, values: readonly string[]): Finding {
  const targets = values.map((value) => value.toLowerCase().replace(/\.$/, ''));
  if (targets.every((target) => target === wanted.value))
    return finding('found', `points to ${wanted.value}`, values);
  const [target = ''] = targets;
  return finding(
    'wrongValue',
    `points to another host than ${wanted.value}${cnameHint(target, wanted)}`,
    values,
  );
}

/** What people do: the host of the other location, or a zone file without the dot at the end. */
function cnameHint(target: string, { value }: DnsRecord): string {
  if (Object.values<string>(BOUNCE_HOSTS).includes(target)) return ', the one of another hosting location';
  if (target.startsWith(`${value}.`)) return '; in a zone file it needs a dot at its end';
  return '';
}

function judgeDkim(wanted: DnsRecord, values: readonly string[]): Finding {
  if (values.length > 1)
    return finding('wrongValue', `${values.length} TXT records stand there; leave one`, values);
  const fault = dkimFault(wanted.value, values[0] ?? '');
  return fault === undefined
    ? finding('found', 'the public key is published', values)
    : finding('wrongValue', fault, values);
}

/** RFC 6376, section 3.6.1. */
function dkimFault(wanted: string, text: string): string | undefined {
  const tags = readTagList(text);
  const key = (list: ReadonlyMap<string, string>) => list.get('p')?.replaceAll(/\s/g, '');
  const published = key(tags);
  if (/["\\]/.test(text)) return 'quotes or backslashes are part of the record; leave them out';
  if (published === undefined) return 'it is no DKIM record: it has no p=';
  if (published === '') return 'p= is empty, which says that the key is revoked';
  if (published !== key(readTagList(wanted))) return 'it holds another public key, or not all of it';
  if ((tags.get('v') ?? 'DKIM1') !== 'DKIM1') return 'v= is not DKIM1';
  if ((tags.get('k') ?? 'rsa').toLowerCase() !== 'rsa') return 'k= is not rsa';
  if (!lists(tags.get('h'), ['sha256'])) return 'h= leaves out sha256';
  if (!lists(tags.get('s'), ['*', 'email'])) return 's= leaves out email';
  return undefined;
}

function lists(value: string | undefined, any: readonly string[]): boolean {
  return value === undefined || value.split(':').some((part) => any.includes(part.trim().toLowerCase()));
}
