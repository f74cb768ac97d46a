import { describe, expect, it } from 'vitest';
import { dmarcOutcome } from '../../src/platform/domains/alignment.ts';
import { isDmarcRecord, readDmarcRecord } from '../../src/platform/domains/dmarc.ts';
import type { DnsAnswer, DnsLookup } from '../../src/platform/domains/dns-lookup.ts';
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
    ['a redirect', { 'a.com': ['v=spf1 redirect=b.com'], 'b.com': ['v=spf1 -all'] }, 'valid', '1 of 10'],
  ])('M4 tells of %s', async (_what, records, status, message) => {
    const checked = await checkSpf(zoneOf(records), 'a.com');
    expect(checked).toMatchObject({ status, message: expect.stringContaining(message) });
  });
});
