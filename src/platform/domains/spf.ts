import { isIP } from 'node:net';
import type { DnsLookup } from './dns-lookup.ts';

/** RFC 7208, section 4.6.4: terms that ask DNS. */
const MAX_LOOK_UPS = 10;
const LOOK_UP_TERMS = ['include', 'a', 'mx', 'ptr', 'exists'];
const MECHANISM = /^([+?~-])?(all|include|a|mx|ptr|ip4|ip6|exists)(?:[:/](.*))?$/i;
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
  const budget = { left: MAX_LOOK_UPS };
  try {
    const letsAllSend = await follow(dns, domain, records, budget);
    if (letsAllSend)
      return { status: 'invalid', records, message: 'it ends in +all, which lets everybody send' };
    return { status: 'valid', records, message: `${MAX_LOOK_UPS - budget.left} of ${MAX_LOOK_UPS} look-ups` };
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

/**
 * Goes through a record as receivers do: its terms in order as far as `all`, and its redirect where it has no `all`.
 *
 * @returns whether it lets everybody send, by itself or by what it takes in.
 */
async function follow(
  dns: DnsLookup,
  domain: string,
  records: readonly string[],
  budget: { left: number },
): Promise<boolean> {
  const [record] = records;
  if (record === undefined || records.length > 1)
    throw new SpfFault(
      'invalid',
      `${domain} has ${record === undefined ? 'no' : records.length} SPF records; one is right`,
    );
  const terms = record
    .split(/\s+/)
    .slice(1)
    .filter(Boolean)
    .map((term) => readTerm(term, domain));
  const redirects = terms.filter(({ name }) => name === 'redirect=');
  if (redirects.length > 1) throw new SpfFault('invalid', `the record at ${domain} has two redirect=`);

  const takeIn = async ({ value }: Term): Promise<boolean> =>
    // What a macro stands for is known only for an e-mail.
    !value.includes('%') && (await follow(dns, value, await recordsAt(dns, value), budget));
  for (const term of terms.filter(({ name }) => !name.endsWith('='))) {
    if (term.name === 'all') return term.qualifier === '+';
    spend(term, budget);
    if (term.name === 'include' && (await takeIn(term)) && term.qualifier === '+') return true;
  }
  const [redirect] = redirects;
  if (redirect === undefined) return false;
  spend(redirect, budget);
  return takeIn(redirect);
}

/** A mechanism, or a modifier: its name ends in `=`. */
interface Term {
  readonly qualifier: string;
  readonly name: string;
  readonly value: string;
}

/** Reads a term; receivers pass over a record with one that is not SPF's, wherever it stands. */
function readTerm(text: string, domain: string): Term {
  const fault = (why: string) => new SpfFault('invalid', `the record at ${domain} has ${why}`);
  const [, qualifier = '+', mechanism, value = ''] = MECHANISM.exec(text) ?? [];
  if (mechanism === undefined) {
    const [, modifier, target = ''] = MODIFIER.exec(text) ?? [];
    if (modifier === undefined) throw fault("a term that is not SPF's");
    const name = `${modifier.toLowerCase()}=`;
    if (name === 'redirect=' && target === '') throw fault('a redirect= without a domain');
    return { qualifier, name, value: target };
  }
  const name = mechanism.toLowerCase();
  if ((name === 'include' || name === 'exists') && value === '') throw fault(`${name}: without a domain`);
  if (name === 'ip4' && !isNetwork(value, 4)) throw fault('an ip4: that is no IPv4 address or network');
  if (name === 'ip6' && !isNetwork(value, 6)) throw fault('an ip6: that is no IPv6 address or network');
  return { qualifier, name, value };
}

function isNetwork(text: string, version: 4 | 6): boolean {
  const [address = '', length = '0', ...more] = text.split('/');
  const isLength = /^\d{1,3}$/.test(length) && Number(length) <= (version === 4 ? 32 : 128);
  return isIP(address) === version && isLength && more.length === 0;
}

function spend({ name }: Term, budget: { left: number }): void {
  if (name === 'redirect=' || LOOK_UP_TERMS.includes(name)) budget.left -= 1;
  if (budget.left < 0) throw new SpfFault('invalid', `it takes more than ${MAX_LOOK_UPS} look-ups`);
}
