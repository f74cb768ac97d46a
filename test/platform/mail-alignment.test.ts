import { describe, expect, it } from 'vitest';
import { dmarcOutcome } from '../../src/platform/domains/alignment.ts';
import { isDmarcRecord, readDmarcRecord } from '../../src/platform/domains/dmarc.ts';
import type { DnsAnswer, DnsLookup } from '../../src/platform/domains/dns-lookup.ts';
import { rehearse } from '../../src/platform/domains/rehearsal.ts';
import { checkSpf } from '../../src/platform/domains/spf.ts';

const RELAXED = { dkimAlignment: 'relaxed', spfAlignment: 'relaxed' } as const;
const STRICT = { dkimAlignment: 'strict', spfAlignment: 'strict' } as const;

/** A zone of TXT records; every other name is not there. */
function zoneOf(records: { readonly [name: string]: readonly string[] }): DnsLookup {
  return {
    async lookUp(name): Promise<DnsAnswer> {
      const values = Object.hasOwn(records, name) ? records[name] : undefined;
      return values === undefined ? { kind: 'noName' } : { kind: 'records', values };
    },
    close: () => undefined,
  };
}

describe('DMARC', () => {
  it.each([
    ['relaxed, DKIM of the organization', RELAXED, { from: 'mail.acme.com', dkimDomain: 'acme.com' }, 'pass'],
    ['relaxed, SPF of a sister', RELAXED, { from: 'acme.com', spfDomain: 'bounce.acme.com' }, 'pass'],
    ['strict, DKIM of the organization', STRICT, { from: 'mail.acme.com', dkimDomain: 'acme.com' }, 'fail'],
    ['strict, SPF of a sister', STRICT, { from: 'acme.com', spfDomain: 'bounce.acme.com' }, 'fail'],
    ['strict, DKIM of the same name', STRICT, { from: 'mail.acme.com', dkimDomain: 'mail.acme.com' }, 'pass'],
    ['both of the platform', RELAXED, { from: 'acme.com', dkimDomain: 'x.net', spfDomain: 'x.net' }, 'fail'],
    ['two organizations of one suffix', RELAXED, { from: 'shop.co.uk', dkimDomain: 'other.co.uk' }, 'fail'],
    [
      'one of the two is enough',
      RELAXED,
      { from: 'acme.com', dkimDomain: 'acme.com', spfDomain: 'x.net' },
      'pass',
    ],
    ['nothing passes', RELAXED, { from: 'acme.com' }, 'fail'],
    ['no record', undefined, { from: 'acme.com', dkimDomain: 'acme.com' }, 'none'],
  ] as const)('M4 decides as receivers do: %s', (_what, record, mail, outcome) => {
    expect(dmarcOutcome(record, mail)).toBe(outcome);
  });

  it.each([
    ['v=DMARC1; p=none', { policy: 'none', dkimAlignment: 'relaxed', hasReports: false }],
    [
      'v=DMARC1;p=REJECT;adkim=s;aspf=s;pct=50',
      { policy: 'reject', dkimAlignment: 'strict', spfAlignment: 'strict' },
    ],
    ['v=DMARC1; p=reject; sp=none', { policy: 'reject', subdomainPolicy: 'none' }],
    ['v=DMARC1; rua=mailto:d@acme.com', { policy: 'none', hasReports: true }],
    ['v=DMARC1; p=maybe', 'its p= is not none, quarantine or reject'],
    ['v=DMARC1', 'it has no p='],
  ])('M4 reads %s', (text, read) => {
    if (typeof read === 'string') expect(readDmarcRecord(text)).toBe(read);
    else expect(readDmarcRecord(text)).toMatchObject(read);
  });

  it('M4 passes over what is another record', () => {
    expect(['v=spf1 -all', 'DMARC1', 'v=DMARC10; p=none', ''].filter(isDmarcRecord)).toEqual([]);
  });
});

describe('the rehearsal of a domain', () => {
  const rehearsed = (dns: DnsLookup) =>
    rehearse({ dns, name: 'mail.acme.com', isAdded: false, bounceHost: 'sparkpostmail.com', now: 0 });
  const verdictOf = async (dns: DnsLookup, start: string) => {
    const { rows } = await rehearsed(dns);
    return rows.find(({ record }) => record.startsWith(start));
  };

  it('M4 does not take a record of the domain’s own for one of the bounce host', async () => {
    const dns = zoneOf({ 'mail.acme.com': ['v=spf1 -all'], '_dmarc.mail.acme.com': ['v=DMARC1; p=reject'] });
    expect(await verdictOf(dns, 'TXT mail.acme.com (SPF)')).toMatchObject({ verdict: 'advice' });
    expect(await verdictOf(dns, 'alignment')).toMatchObject({
      verdict: 'missing',
      found: [],
      hint: 'receivers would refuse the e-mail (p=reject)',
    });
  });

  it('M5 says of nothing that it is wrong while DNS does not answer', async () => {
    const silent: DnsLookup = {
      lookUp: async () => ({ kind: 'failed', reason: 'silence' }),
      close: () => undefined,
    };
    const { rows, isFine } = await rehearsed(silent);
    expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
    expect(rows.at(-1)?.hint).toBe('known once DNS answers');
    expect(isFine).toBe(false);
  });

  it('M4 tells of two DMARC records at the organization', async () => {
    const dns = zoneOf({ '_dmarc.acme.com': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] });
    expect(await verdictOf(dns, 'TXT _dmarc')).toMatchObject({
      verdict: 'wrong',
      hint: expect.stringContaining('2 DMARC records'),
    });
  });
});

describe('SPF', () => {
  const includes = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`i${index}.net`, ['v=spf1 ip4:192.0.2.1 -all']]),
    );
  const many = (count: number) =>
    `v=spf1 ${Array.from({ length: count }, (_, index) => `include:i${index}.net`).join(' ')} -all`;

  it.each([
    ['one record', { 'a.com': ['v=spf1 ip4:192.0.2.0/24 -all', 'other'] }, 'valid', '0 of 10 look-ups'],
    ['ten look-ups', { 'a.com': [many(10)], ...includes(10) }, 'valid', '10 of 10'],
    ['eleven look-ups', { 'a.com': [many(11)], ...includes(11) }, 'invalid', 'more than 10 look-ups'],
    ['two records', { 'a.com': ['v=spf1 -all', 'v=spf1 ~all'] }, 'invalid', '2 SPF records'],
    ['none', { 'a.com': ['hello'] }, 'none', 'no SPF record'],
    ['no name', {}, 'none', 'no SPF record'],
    ['everybody', { 'a.com': ['v=spf1 +all'] }, 'invalid', '+all'],
    ['a term of another kind', { 'a.com': ['v=spf1 ipv4:1.2.3.4 -all'] }, 'invalid', 'not SPF'],
    ['an include without a record', { 'a.com': ['v=spf1 include:b.com -all'] }, 'invalid', 'no SPF records'],
    ['an include of itself', { 'a.com': ['v=spf1 include:a.com -all'] }, 'invalid', 'more than 10 look-ups'],
    [
      'everybody by a redirect',
      { 'a.com': ['v=spf1 redirect=b.com'], 'b.com': ['v=spf1 all'] },
      'invalid',
      '+all',
    ],
    [
      'everybody by an include',
      { 'a.com': ['v=spf1 include:b.com -all'], 'b.com': ['v=spf1 +all'] },
      'invalid',
      '+all',
    ],
    [
      'an include that is only softened',
      { 'a.com': ['v=spf1 ?include:b.com -all'], 'b.com': ['v=spf1 +all'] },
      'valid',
      '1 of 10',
    ],
    [
      'what stands behind all',
      { 'a.com': ['v=spf1 -all include:gone.com redirect=gone.com'] },
      'valid',
      '0 of 10',
    ],
    ['an address that is none', { 'a.com': ['v=spf1 ip4:999.1.1.1 -all'] }, 'invalid', 'no IPv4 address'],
    ['an ip4 without an address', { 'a.com': ['v=spf1 ip4 -all'] }, 'invalid', 'no IPv4 address'],
    [
      'a network that is too narrow',
      { 'a.com': ['v=spf1 ip4:192.0.2.0/33 -all'] },
      'invalid',
      'no IPv4 address',
    ],
    ['an IPv6 network', { 'a.com': ['v=spf1 ip6:2001:db8::/32 -all'] }, 'valid', '0 of 10'],
    ['two redirects', { 'a.com': ['v=spf1 redirect=b.com redirect=c.com'] }, 'invalid', 'two redirect='],
    [
      'an include without a name',
      { 'a.com': ['v=spf1 include: -all'] },
      'invalid',
      'include: without a domain',
    ],
    ['a redirect', { 'a.com': ['v=spf1 redirect=b.com'], 'b.com': ['v=spf1 -all'] }, 'valid', '1 of 10'],
  ])('M4 tells of %s', async (_what, records, status, message) => {
    const checked = await checkSpf(zoneOf(records), 'a.com');
    expect(checked).toMatchObject({ status, message: expect.stringContaining(message) });
  });
});
