import { describe, expect, it } from 'vitest';
import { openDomainServer } from './domain-server.ts';

const LABEL_63 = 'a'.repeat(63);

describe('the name of an outbound domain', () => {
  it.each([
    ['Sales.EXAMPLE.com.', 'sales.example.com'],
    ['bücher.example.com', 'xn--bcher-kva.example.com'],
    [`${LABEL_63}.example.com`, `${LABEL_63}.example.com`],
    ['mail.example.co.uk', 'mail.example.co.uk'],
  ])('M2 may be %s', async (name, read) => {
    const local = await openDomainServer();
    expect((await local.add(name)).json()).toMatchObject({ domainName: read });
    expect((await local.ask('GET', `/${read}`)).json()).toMatchObject({ id: read });
  });

  it.each([
    ...['example.com', 'example.co.uk', 'co.uk', 'com', 'shop.github.io', 'localhost'],
    ...['', ' ', 'a b.example.com', '.example.com', 'a..example.com', '-a.example.com', 'a-.example.com'],
    ...[
      'a_b.example.com',
      'a.example.com\r\nx',
      'a\u0000.example.com',
      '\u202ea.example.com',
      '\ud800.example.com',
    ],
    ...[
      `a${LABEL_63}.example.com`,
      `${`${LABEL_63}.`.repeat(4)}com`,
      'x'.repeat(5_000),
      '192.0.2.1',
      '[::1]',
      '0x7f.1',
    ],
    ...['http://a.example.com', 'a@example.com', '%61.example.com', '../../etc/passwd', '💌', '__proto__'],
  ])('M2 is refused, with the field named: %j', async (name) => {
    const local = await openDomainServer();
    const answer = await local.add(name);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().details[0].fieldName).toMatch(/^(id|name)$/);
    expect((await local.ask('GET')).json()).toMatchObject({ total: 0 });
  });

  it.each([null, 1, true, [], ['sales.example.com'], {}])('is refused as %j', async (name) => {
    const local = await openDomainServer();
    const answer = await local.ask('POST', '', { id: name, name, senderType: 'EmailDomain' });
    expect(answer.statusCode).toBe(400);
  });

  it('M3 differs from the inbound domains of the organization', async () => {
    const local = await openDomainServer({
      seed: { inboundDomains: [{ name: 'support.example.com', routes: [] }] },
    });
    const answer = await local.add('Support.example.com');
    expect(answer.statusCode).toBe(400);
    expect(answer.json().details[0].fieldName).toMatch(/^(id|name)$/);
    expect(answer.json().message).toContain('inbound');
  });
});
