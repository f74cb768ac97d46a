import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeDns } from '../../src/dns/node-dns.ts';
import { openDnsServer } from '../support/dns-server.ts';

const NAME = 'k1._domainkey.sales.example.com';
const LONG = `v=DKIM1; p=${'A'.repeat(400)}`;

async function setUp() {
  const server = await openDnsServer();
  const dns = nodeDns({ servers: [server.address], timeoutMs: 100 });
  onTestFinished(() => dns.close());
  return { server, dns };
}

describe('the resolver', () => {
  it('M5 joins the strings of a TXT record', async () => {
    const { server, dns } = await setUp();
    server.zone.set(`${NAME} TXT`, [[LONG.slice(0, 255), LONG.slice(255)], 'second']);
    expect(await dns.lookUp(NAME, 'TXT')).toEqual({ kind: 'records', values: [LONG, 'second'] });
  });

  it('M5 tells a name that is not there from one without such records', async () => {
    const { server, dns } = await setUp();
    server.zone.set(`${NAME} A`, ['127.0.0.1']);
    expect(await dns.lookUp('none.example.com', 'TXT')).toEqual({ kind: 'noName' });
    expect(await dns.lookUp(NAME, 'TXT')).toEqual({ kind: 'noData' });
    expect(await dns.lookUp('sales.example.com', 'CNAME')).toEqual({ kind: 'noData' });
  });

  it('M5 asks over TCP for what is too long for UDP', async () => {
    const { server, dns } = await setUp();
    server.zone.set(`${NAME} TXT`, [LONG.slice(0, 200)]);
    server.truncated.add(NAME);
    expect(await dns.lookUp(NAME, 'TXT')).toEqual({ kind: 'records', values: [LONG.slice(0, 200)] });
    expect(server.asked).toEqual([`udp ${NAME} TXT`, `tcp ${NAME} TXT`]);
  });

  it('M5 follows a CNAME to the records of its target', async () => {
    const { server, dns } = await setUp();
    server.zone.set('sales.example.com CNAME', ['SparkPostMail.com.']);
    server.zone.set('sparkpostmail.com TXT', ['v=spf1 ~all']);
    server.zone.set('sparkpostmail.com MX', ['10 smtp.sparkpostmail.com']);
    expect(await dns.lookUp('sales.example.com', 'TXT')).toEqual({
      kind: 'records',
      values: ['v=spf1 ~all'],
    });
    expect(await dns.lookUp('sales.example.com', 'MX')).toMatchObject({
      values: ['10 smtp.sparkpostmail.com'],
    });
    expect(await dns.lookUp('sales.example.com', 'CNAME')).toMatchObject({ kind: 'records' });
  });

  it('M5 does not keep answers: what was just published is found', async () => {
    const { server, dns } = await setUp();
    expect(await dns.lookUp(NAME, 'TXT')).toEqual({ kind: 'noName' });
    server.zone.set(`${NAME} TXT`, ['one']);
    expect(await dns.lookUp(NAME, 'TXT')).toEqual({ kind: 'records', values: ['one'] });
    server.zone.set(`${NAME} TXT`, ['two']);
    expect(await dns.lookUp(NAME, 'TXT')).toEqual({ kind: 'records', values: ['two'] });
  });

  it.each([
    ['SERVFAIL', 'the DNS server failed'],
    ['REFUSED', 'the DNS server refused to answer'],
    ['silence', 'no answer in time'],
  ] as const)('M5 learns nothing from %s', async (trouble, reason) => {
    const { server, dns } = await setUp();
    server.zone.set(`${NAME} TXT`, ['there']);
    server.trouble.set(NAME, trouble);
    expect(await dns.lookUp(NAME, 'TXT')).toEqual({ kind: 'failed', reason });
  });

  it('M5 says when there is no server, and when it was given up', async () => {
    const { server, dns } = await setUp();
    server.trouble.set(NAME, 'silence');
    const pending = dns.lookUp(NAME, 'TXT');
    dns.close();
    expect(await pending).toEqual({ kind: 'failed', reason: 'the look-up was given up' });
    const nowhere = nodeDns({ servers: ['127.0.0.1:9'], timeoutMs: 100 });
    expect(await nowhere.lookUp(NAME, 'TXT')).toEqual({
      kind: 'failed',
      reason: 'no DNS server could be reached',
    });
  });

  it.each(['', '.', 'a..b', 'x'.repeat(64), `${'x.'.repeat(130)}com`, 'a b', '\0', '💥.com', '*'])(
    'M5 never throws for the name %j',
    async (name) => {
      const { dns } = await setUp();
      expect(['noName', 'noData', 'failed']).toContain((await dns.lookUp(name, 'TXT')).kind);
    },
  );
});
