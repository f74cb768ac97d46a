import { describe, expect, it } from 'vitest';
import { openDomainServer, openWithDns, SALES } from './domain-server.ts';

describe('the activation of an outbound domain', () => {
  it('M5 verifies what is published, however DNS writes it', async () => {
    const { records, publish, activate, findings } = await openWithDns();
    const spaced = records.txt.value
      .replace('v=DKIM1; k=rsa; h=sha256; ', 'k=RSA ;  h=sha1 : sha256; s=email; ')
      .replace(/(.{60})$/, ' $1;');
    publish({ txt: spaced, cname: 'SparkPostMail.COM.' });
    expect(await activate()).toEqual(['Verified', 'Verified', 'Provisioned']);
    expect(await findings()).toMatchObject([{ finding: 'found' }, { finding: 'found' }]);
  });

  it('M5 leaves pending what is not published, also when DNS knows the name for what is below it', async () => {
    const { records, dns, activate, findings } = await openWithDns();
    expect(await activate()).toEqual(['Pending', 'Pending', 'ProvisionRequestSentVendor']);
    dns.zone.set(`${records.txt.host} TXT`, [records.txt.value.match(/.{1,255}/g) ?? []]);
    expect(await activate()).toEqual(['Verified', 'Pending', 'ProvisionRequestSentVendor']);
    expect((await findings())[1]).toMatchObject({
      finding: 'notPublished',
      message: `no CNAME record is published at ${SALES}`,
    });
  });

  it('M5 fails a name that holds other types of records', async () => {
    const { records, dns, activate, findings } = await openWithDns();
    dns.zone.set(`${SALES} A`, ['192.0.2.1']);
    dns.zone.set(`${SALES} MX`, ['10 mail.example.com']);
    dns.zone.set(`${records.txt.host} CNAME`, ['else.example.net']);
    dns.zone.set('else.example.net A', ['192.0.2.2']);
    expect(await activate()).toEqual(['Failed', 'Failed', 'Error']);
    expect(await findings()).toMatchObject([
      { finding: 'otherType', message: expect.stringContaining('has no TXT record but A, CNAME') },
      {
        finding: 'otherType',
        message: expect.stringContaining('A, MX: a CNAME can stand only where nothing else does'),
      },
    ]);
  });

  it.each([
    ['another key', (value: string) => value.replace(/.{20}$/, 'AAAAAAAAAAAAAAAAAAAA'), 'another public key'],
    ['half of the key', (value: string) => value.slice(0, 255), 'or not all of it'],
    ['a revoked key', () => 'v=DKIM1; p=', 'revoked'],
    ['another algorithm', (value: string) => value.replace('k=rsa', 'k=ed25519'), 'k= is not rsa'],
    ['another hash', (value: string) => value.replace('h=sha256', 'h=sha1'), 'h= leaves out sha256'],
    ['another service', (value: string) => `${value}; s=tlsrpt`, 's= leaves out email'],
    ['another version', (value: string) => value.replace('DKIM1', 'DKIM2'), 'v= is not DKIM1'],
    ['its quotes', (value: string) => `"${value}"`, 'quotes'],
    ['something else', () => 'google-site-verification=x', 'no DKIM record'],
  ])('M5 fails a TXT record with %s', async (_what, change, message) => {
    const { records, publish, activate, findings } = await openWithDns();
    publish({ txt: change(records.txt.value) });
    expect((await activate())[0]).toBe('Failed');
    expect((await findings())[0]).toMatchObject({
      finding: 'wrongValue',
      message: expect.stringContaining(message),
    });
  });

  it('M5 fails two TXT records at the name', async () => {
    const { records, dns, activate, findings } = await openWithDns();
    dns.zone.set(`${records.txt.host} TXT`, [records.txt.value.match(/.{1,255}/g) ?? [], 'v=DKIM1; p=old']);
    expect((await activate())[0]).toBe('Failed');
    expect((await findings())[0].message).toBe('2 TXT records stand there; leave one');
  });

  it.each([
    ['eu.sparkpostmail.com', 'the one of another hosting location'],
    ['sparkpostmail.com.example.com', 'it needs a dot at its end'],
    ['elsewhere.example.net', 'points to another host than sparkpostmail.com'],
  ])('M5 M7 fails a CNAME to %s', async (cname, message) => {
    const { publish, activate, findings } = await openWithDns();
    publish({ cname });
    expect(await activate()).toEqual(['Verified', 'Failed', 'Error']);
    expect((await findings())[1].message).toContain(message);
  });

  it.each(['SERVFAIL', 'REFUSED', 'silence'] as const)(
    'M5 leaves the states as they were when DNS answers with %s, and says so',
    async (trouble) => {
      const { records, dns, publish, activate, findings } = await openWithDns();
      dns.trouble.set(records.txt.host, trouble);
      publish();
      expect((await activate())[0]).toBe('Pending');
      dns.trouble.clear();
      expect(await activate()).toEqual(['Verified', 'Verified', 'Provisioned']);
      dns.trouble.set(records.txt.host, trouble).set(SALES, trouble);
      expect(await activate()).toEqual(['Verified', 'Verified', 'Provisioned']);
      expect((await findings())[1]).toMatchObject({ status: 'VERIFIED', finding: 'notChecked' });
    },
  );

  it('M5 fails what was verified and is gone; M6 once it is back, no second wait begins', async () => {
    const { local, dns, publish, activate } = await openWithDns();
    publish();
    await activate();
    const first = local.platform.outboundDomains.forSending(SALES);
    dns.zone.delete(`${SALES} CNAME`);
    local.clock.advance(60_000);
    expect(await activate()).toEqual(['Verified', 'Failed', 'Deprovisioned']);
    expect(await activate()).toEqual(['Verified', 'Failed', 'Deprovisioned']);
    expect(local.platform.outboundDomains.forSending(SALES)).toEqual({ ...first, isProvisioned: false });
    publish();
    expect(await activate()).toEqual(['Verified', 'Verified', 'Provisioned']);
    expect(local.platform.outboundDomains.forSending(SALES)).toEqual(first);
  });

  it('M5 a read shows the last look-up and asks nobody', async () => {
    const { local, dns, publish, activate } = await openWithDns();
    publish();
    await activate();
    const asked = dns.asked.length;
    expect((await local.ask('GET', `/${SALES}/activation`)).json().senderStatus).toBe('Provisioned');
    expect((await local.ask('GET', `/${SALES}`)).json()).toMatchObject({
      dkimVerificationResult: { status: 'VERIFIED' },
      cnameVerificationResult: { status: 'VERIFIED' },
    });
    expect(dns.asked).toHaveLength(asked);
  });

  it('M5 a domain that is removed, or made anew, during a look-up takes nothing from it', async () => {
    const { local, dns, records, publish } = await openWithDns();
    publish();
    dns.trouble.set(records.txt.host, 'silence');
    const looking = local.ask('PUT', `/${SALES}/activation`);
    while (!dns.asked.some((question) => question.includes('_domainkey'))) await new Promise(setImmediate);
    expect((await local.ask('DELETE', `/${SALES}`)).statusCode).toBe(204);
    expect((await local.add(SALES)).statusCode).toBe(202);
    expect((await looking).statusCode).toBe(404);
    expect((await local.ask('GET', `/${SALES}`)).json().cnameVerificationResult.status).toBe('PENDING');
  });

  it('M4 takes a simulated domain as published, without asking DNS', async () => {
    const { local, dns } = await openWithDns();
    const id = 'mock.example.com';
    const created = await local.ask('POST', '/simulated', { id, name: 'Mock' });
    expect([created.statusCode, created.json().senderType]).toEqual([202, 'MockEmailDomain']);
    expect((await local.ask('POST', '/simulated', { id: 'example.com', name: 'x' })).json().code).toBe(
      'attendant.domain.root',
    );
    const activated = (await local.ask('PUT', `/${id}/activation`)).json();
    expect(activated).toMatchObject({ senderStatus: 'Provisioned', domainName: id });
    expect(dns.asked).toEqual([]);
  });
});

describe('the DMARC policy of an outbound domain', () => {
  it.each<[string, { readonly [name: string]: readonly string[] }, object]>([
    ['its own', { [SALES]: ['v=DMARC1; p=reject; sp=none'] }, { status: 'Valid', detectedPolicy: 'reject' }],
    [
      'its organization’s',
      { 'example.com': ['v=DMARC1; p=quarantine'] },
      { status: 'Valid', detectedPolicy: 'quarantine' },
    ],
    [
      'one for subdomains',
      { 'example.com': ['v=DMARC1;p=reject;sp=none'] },
      { status: 'Valid', detectedPolicy: 'none' },
    ],
    ['none', {}, { status: 'NotPresent', records: [{ value: 'v=DMARC1; p=none' }] }],
    [
      'two',
      { [SALES]: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] },
      { status: 'Invalid', detectedPolicy: 'unknown' },
    ],
    [
      'a broken one',
      { [SALES]: ['v=DMARC1; p=everything'] },
      { status: 'Invalid', detectedPolicy: 'unknown' },
    ],
    [
      'only reports',
      { [SALES]: ['v=DMARC1; rua=mailto:a@example.com'] },
      { status: 'Valid', detectedPolicy: 'none' },
    ],
    ['others’ records', { [SALES]: ['hello', 'v=DMARC12; p=none'] }, { status: 'NotPresent' }],
  ])('M4 is found when it is %s', async (_what, records, expected) => {
    const { local, dns, activate } = await openWithDns();
    for (const [name, texts] of Object.entries(records)) dns.zone.set(`_dmarc.${name} TXT`, texts);
    local.clock.advance(1000);
    await activate();
    const { dmarcVerificationResult } = (await local.ask('GET', `/${SALES}`)).json();
    expect(dmarcVerificationResult).toMatchObject({
      ...expected,
      dateChecked: new Date(local.clock.now()).toISOString(),
    });
  });

  it('M4 stays as it was when DNS does not answer', async () => {
    const { local, dns, activate } = await openWithDns();
    dns.zone.set(`_dmarc.${SALES} TXT`, ['v=DMARC1; p=reject']);
    await activate();
    dns.trouble.set(`_dmarc.${SALES}`, 'SERVFAIL');
    local.clock.advance(1000);
    await activate();
    const { dmarcVerificationResult } = (await local.ask('GET', `/${SALES}`)).json();
    expect(dmarcVerificationResult).toMatchObject({ status: 'Valid', detectedPolicy: 'reject' });
  });
});

describe('without DNS', () => {
  it('M5 an activation answers, and says that nobody could be asked', async () => {
    const local = await openDomainServer();
    await local.add(SALES);
    const answer = await local.ask('PUT', `/${SALES}/activation`);
    expect(answer.json()).toMatchObject({ senderStatus: 'ProvisionRequestSentVendor' });
    const view = await local.inject({ method: 'GET', url: '/attendant/outbound-domains' });
    expect(view.json().entities[0].records[0]).toMatchObject({
      finding: 'notChecked',
      message: 'DNS could not be asked (no resolver is set up); what was known before still counts',
    });
  });
});
