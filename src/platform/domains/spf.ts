import type { DnsLookup } from './dns-lookup.ts';

/** RFC 7208, section 4.6.4: terms that ask DNS. */
const MAX_LOOK_UPS = 10;
const LOOK_UP_TERMS = ['include', 'a', 'mx', 'ptr', 'exists'];
const MECHANISM = /^[+?~-]?(all|include|a|mx|ptr|ip4|ip6|exists)(?:[:/](.*))?$/i;
const MODIFIER = /^([a-z][a-z0-9_.-]*)=(.*)$/i;

/** What is known of the SPF record at a name. */
export interface SpfCheck {
  readonly status: 'valid' | 'none' | 'invalid' | 'notChecked';
  readonly records: readonly string[];
  /** One sentence, without its full stop. */
  readonly message: string;
}

/** Ends a walk over included records: why receivers cannot use the whole. */
class SpfFault extends Error {
  constructor(
    readonly status: 'invalid' | 'notChecked',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Finds the SPF record of a domain and follows what it includes (RFC 7208): one record per name, known terms, at most
 * ten that ask DNS. A CNAME is followed, as by receivers.
 */
export async function checkSpf(dns: DnsLookup, domain: string): Promise<SpfCheck> {
  try {
    const records = await recordsAt(dns, domain);
    if (records.length === 0) return { status: 'none', records, message: `no SPF record at ${domain}` };
    return await judged(dns, domain, records);
  } catch (error) {
    if (error instanceof SpfFault) return { status: error.status, records: [], message: error.message };
    throw error;
  }
}

async function judged(dns: DnsLookup, domain: string, records: readonly string[]): Promise<SpfCheck> {
  try {
    const lookUps = await follow(dns, domain, records, { left: MAX_LOOK_UPS });
    if (/(^|\s)\+?all(\s|$)/i.test(records[0] ?? ''))
      return { status: 'invalid', records, message: 'it ends in +all, which lets everybody send' };
    return { status: 'valid', records, message: `${lookUps} of ${MAX_LOOK_UPS} look-ups` };
  } catch (error) {
    if (error instanceof SpfFault) return { status: error.status, records, message: error.message };
    throw error;
  }
}

async function recordsAt(dns: DnsLookup, domain: string): Promise<readonly string[]> {
  const answer = await dns.lookUp(domain, 'TXT');
  if (answer.kind === 'failed') throw new SpfFault('notChecked', `DNS could not be asked (${answer.reason})`);
  return answer.kind === 'records' ? answer.values.filter((text) => /^v=spf1(\s|$)/i.test(text)) : [];
}

/** @returns how many look-ups the record takes with all it includes. */
async function follow(
  dns: DnsLookup,
  domain: string,
  records: readonly string[],
  budget: { left: number },
): Promise<number> {
  const [record] = records;
  if (record === undefined || records.length > 1)
    throw new SpfFault(
      'invalid',
      `${domain} has ${record === undefined ? 'no' : records.length} SPF records; one is right`,
    );
  for (const term of record.split(/\s+/).slice(1).filter(Boolean)) {
    const target = spend(term, domain, budget);
    // What a macro stands for is known only for an e-mail.
    if (target !== undefined && !target.includes('%'))
      await follow(dns, target, await recordsAt(dns, target), budget);
  }
  return MAX_LOOK_UPS - budget.left;
}

/** Counts a term. @returns the domain whose record it takes in, if it does. */
function spend(term: string, domain: string, budget: { left: number }): string | undefined {
  const [, mechanism = '', value = ''] = MECHANISM.exec(term) ?? [];
  const [, modifier = '', target = ''] = mechanism === '' ? (MODIFIER.exec(term) ?? []) : [];
  if (mechanism === '' && modifier === '')
    throw new SpfFault('invalid', `the record at ${domain} has a term that is not SPF's`);
  const isRedirect = modifier.toLowerCase() === 'redirect';
  if (isRedirect || LOOK_UP_TERMS.includes(mechanism.toLowerCase())) budget.left -= 1;
  if (budget.left < 0) throw new SpfFault('invalid', `it takes more than ${MAX_LOOK_UPS} look-ups`);
  if (isRedirect) return target;
  return mechanism.toLowerCase() === 'include' ? value : undefined;
}
