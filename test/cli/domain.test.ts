import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AttendantDatabase } from '../../src/store/database.ts';
import { newFolder } from '../files/folder.ts';
import { type DnsServer, openDnsServer } from '../support/dns-server.ts';
import { run, start } from './run.ts';

const SALES = 'sales.example.com';

async function setUp() {
  const folder = newFolder();
  const data = join(folder, 'data');
  const dns = await openDnsServer();
  const domain = (...args: readonly string[]) => run(['domain', ...args, '--data', data]);
  const asking = (...args: readonly string[]) => domain(...args, '--resolver', dns.address);
  return { folder, data, dns, domain, asking };
}

/** Puts lines of a zone file into a server, as their owner would. */
function publish(dns: DnsServer, zoneFile: string): void {
  for (const line of zoneFile.split('\n')) {
    const [, name = '', type = '', data = ''] = /^(\S+)\. \d+ IN (TXT|CNAME) (.*)$/.exec(line) ?? [];
    if (name === '') continue;
    const strings = [...data.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
    dns.zone.set(`${name} ${type}`, type === 'TXT' ? [strings] : [data]);
  }
}

describe('attendant domain', () => {
  it('M4 prints records as lines of a zone file, TXT in strings of at most 255 bytes', async () => {
    const { domain } = await setUp();
    const added = await domain('add', 'Sales.Example.com.');
    expect([added.code, added.err]).toEqual([0, '']);
    expect(added.out).toContain(
      `Added ${SALES}. Publish these records, then: attendant domain activate ${SALES}`,
    );
    const { code, out } = await domain('records', SALES);
    expect(code).toBe(0);
    const [txt = '', cname, ...advice] = out.split('\n');
    expect(txt).toMatch(
      /^scph\d{4}\._domainkey\.sales\.example\.com\. 3600 IN TXT "v=DKIM1; k=rsa; h=sha256; p=[^"]+" "[^"]+"$/,
    );
    for (const [, text = ''] of txt.matchAll(/"([^"]*)"/g)) expect(text.length).toBeLessThanOrEqual(255);
    expect(cname).toBe('sales.example.com. 3600 IN CNAME sparkpostmail.com.');
    expect(advice).toEqual([
      '; where no DMARC policy covers the domain yet:',
      '; _dmarc.sales.example.com. 3600 IN TXT "v=DMARC1; p=none"',
      '',
    ]);
    const json = JSON.parse((await domain('records', SALES, '--json')).out);
    expect(json.records.map(({ zoneLine }: { zoneLine: string }) => zoneLine)).toEqual([txt, cname]);
    expect(JSON.stringify(json)).not.toContain('PRIVATE');
  });

  it('M5 M6 activates what was published from these lines, and states the two hours', async () => {
    const { dns, domain, asking } = await setUp();
    await domain('add', SALES);
    const early = await asking('activate', SALES);
    expect([early.code, early.out]).toEqual([1, expect.stringContaining('nothing is published at')]);
    publish(dns, (await domain('records', SALES)).out);
    const { code, out } = await asking('activate', SALES);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /^sales\.example\.com: provisioned: until \S+Z e-mail is accepted, but its delivery fails/,
      ),
    ]);
    expect(out.match(/VERIFIED/g)).toHaveLength(2);
    expect((await domain('list')).out).toMatch(
      /^sales\.example\.com {2}provisioned: until \S+Z e-mail is accepted/,
    );
    expect(JSON.parse((await domain('list', '--json')).out)).toMatchObject([
      { name: SALES, isProvisioned: true },
    ]);
  });

  it('M4 M5 rehearses before the domain is added, after it, and when all is there', async () => {
    const { data, dns, domain, asking } = await setUp();
    const before = await asking('check', SALES);
    expect([before.code, before.err]).toEqual([1, '']);
    expect(before.out).toContain(`the domain is not added yet: attendant domain add ${SALES}`);
    expect(AttendantDatabase.openToRead(join(data, 'attendant.db'))).toBeUndefined();
    await domain('add', SALES);
    const added = await asking('check', SALES);
    expect([added.code, added.out]).toEqual([1, expect.stringContaining('; publish it')]);
    publish(dns, (await domain('records', SALES)).out);
    dns.zone.set('sparkpostmail.com TXT', ['v=spf1 include:_spf.example.net ~all']);
    dns.zone.set('_spf.example.net TXT', ['v=spf1 ip4:192.0.2.0/24 -all']);
    dns.zone.set('_dmarc.example.com TXT', ['v=DMARC1; p=reject; adkim=s; rua=mailto:d@example.com']);
    const there = await asking('check', SALES);
    expect(there).toMatchObject({ code: 0, err: '' });
    expect(there.out).toMatch(/\n\nNothing is missing\.\n$/);
    expect(there.out.match(/^ {2}ok /gm)).toHaveLength(5);
    const json = JSON.parse((await asking('check', SALES, '--json')).out);
    expect(json).toMatchObject({ domain: SALES, isFine: true });
    expect(json.rows.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
      'ok',
    ]);
  });

  it('M2 rehearses a root domain and says why it is none to send from', async () => {
    const { asking } = await setUp();
    const { code, out } = await asking('check', 'example.com');
    expect([code, out]).toEqual([1, expect.stringContaining('Use a subdomain such as sales.example.com.')]);
  });

  it('M7 takes the region from the platform file', async () => {
    const { folder, domain } = await setUp();
    const platform = join(folder, 'eu.platform.json');
    const organization = { name: 'EU', region: 'eu-central-1' };
    writeFileSync(
      platform,
      JSON.stringify({ organization, oauthClients: [], whatsappIntegrations: [], templates: [] }),
    );
    const added = await domain('add', SALES, '--platform', platform);
    expect(added.out).toContain('sales.example.com. 3600 IN CNAME eu.sparkpostmail.com.');
  });

  it('reads while Attendant serves, and says what to use for changes', async () => {
    const { data, dns, domain, asking } = await setUp();
    await domain('add', SALES);
    const serving = start(['serve', '--port', '0', '--data', data]);
    await serving.printed('listens on');
    expect((await domain('records', SALES)).code).toBe(0);
    expect((await domain('list')).out).toContain('mail.attendant.example  e-mail goes out');
    expect((await asking('check', SALES)).code).toBe(1);
    const added = await domain('add', 'other.example.com');
    expect([added.code, added.out]).toEqual([1, '']);
    expect(added.err).toContain(
      'use its API, /api/v2/routing/email/outbound/domains (docs/domains.md), or stop it first',
    );
    expect(dns.asked.length).toBeGreaterThan(0);
    serving.stop();
    await serving.ended;
    expect((await domain('records', 'mail.attendant.example')).code).toBe(0);
  });

  it.each<[string, readonly string[], number, string]>([
    ['a name that is none', ['check', 'not a name'], 2, 'The name must be a domain name'],
    ['a name with an escape', ['check', '\u001b[2Jx.example.com'], 2, 'The name must be a domain name'],
    ['no name', ['check'], 2, 'missing required argument'],
    [
      'a resolver that is a name',
      ['check', SALES, '--resolver', 'dns.example.com'],
      2,
      '--resolver must be an IP address',
    ],
    ['a root domain', ['add', 'example.co.uk'], 1, 'The name is a root domain.'],
    ['a domain that is not there', ['records', SALES], 1, `No outbound domain ${SALES} is stored in`],
    ['a domain that is not there, to activate', ['activate', SALES], 1, 'No outbound domain has this id.'],
    ['a platform file that is not there', ['list', '--platform', 'nowhere.json'], 1, 'nowhere.json'],
  ])('refuses %s', async (_what, args, code, message) => {
    const { domain } = await setUp();
    const ran = await domain(...args);
    expect([ran.code, ran.out]).toEqual([code, '']);
    expect(ran.err).toContain(message);
  });

  it('shows nothing of DNS that would move the cursor', async () => {
    const { dns, asking } = await setUp();
    dns.zone.set(`_dmarc.${SALES} TXT`, ['v=DMARC1; p=\u001b[2J\r\nall is well']);
    const { out } = await asking('check', SALES);
    expect(out).not.toContain('\u001b');
    expect(out).toContain('passed over: its p= is not none, quarantine or reject');
  });
});
