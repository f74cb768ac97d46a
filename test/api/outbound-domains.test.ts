import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type DomainServer, openDomainServer, openWithDns, SALES } from './domain-server.ts';

const HOUR = 60 * 60 * 1000;

describe('outbound domains', () => {
  it('M1 needs routing:email:manage; reading one takes routing:email:view as well', async () => {
    const local = await openDomainServer();
    await local.add(SALES);
    const one = `/${SALES}`;
    for (const [method, path, body] of [
      ['GET', ''],
      ['POST', '', { id: 'a.example.com', name: 'a' }],
      ['POST', '/simulated', { id: 'a.example.com', name: 'a' }],
      ['PATCH', one, {}],
      ['DELETE', one],
      ['GET', `${one}/activation`],
      ['PUT', `${one}/activation`],
      ['POST', `${one}/testconnection`],
    ] as const) {
      const refused = await local.ask(method, path, body, 'viewer');
      expect([refused.statusCode, refused.json().code], `${method} ${path}`).toEqual([
        403,
        'missing.permissions',
      ]);
    }
    expect((await local.ask('GET', one, undefined, 'viewer')).statusCode).toBe(200);
    const nobody = await local.ask('GET', one, undefined, 'nobody');
    expect(nobody.json()).toMatchObject({ status: 403, code: 'missing.any.permissions' });
  });

  it.each([
    ['example.com', 'sales.example.com'],
    ['example.co.uk', 'sales.example.co.uk'],
    ['Example.COM.', 'sales.example.com'],
    ['bücher.de', 'sales.xn--bcher-kva.de'],
    ['co.uk', 'a suffix under which others register domains'],
    ['com', 'a suffix under which others register domains'],
    ['shop.github.io', 'sales.shop.github.io'],
    ['github.io', 'a suffix under which others register domains'],
  ])('M2 refuses the root domain %s and says why', async (id, hint) => {
    const local = await openDomainServer();
    const refused = (await local.add(id)).json();
    expect(refused).toMatchObject({
      status: 400,
      code: 'attendant.domain.root',
      details: [{ fieldName: 'id' }],
    });
    expect(refused.message).toContain('Its CNAME record would send everything that is for the domain');
    expect(refused.message).toContain(hint);
  });

  it('M3 refuses a second one of the same name, however it is written', async () => {
    const local = await openDomainServer();
    expect((await local.add(SALES)).statusCode).toBe(202);
    for (const id of [SALES, 'SALES.Example.com', 'sales.example.com.', 'sales。example.com'])
      expect((await local.add(id)).json()).toMatchObject({ status: 409, code: 'attendant.domain.exists' });
    const [first, second] = await Promise.all([local.add('b.example.com'), local.add('b.example.com')]);
    expect([first.statusCode, second.statusCode].sort()).toEqual([202, 409]);
  });

  it('M4 answers the TXT and CNAME records to publish, with DMARC advice', async () => {
    const local = await openDomainServer();
    const created = await local.add(SALES, { senderType: 'EmailDomain' });
    expect(created.statusCode).toBe(202);
    expect(created.json()).toMatchObject({
      domainName: SALES,
      senderStatus: 'RequestReceived',
      dnsTxtSendingRecord: {
        host: expect.stringMatching(/^scph\d{4}\._domainkey\.sales\.example\.com$/),
        verificationStatus: 'Pending',
      },
      dnsCnameBounceRecord: {
        host: SALES,
        recordContents: 'sparkpostmail.com',
        verificationStatus: 'Pending',
      },
      dmarcVerificationResult: {
        status: 'NotPresent',
        records: [{ name: `_dmarc.${SALES}`, type: 'TXT', value: 'v=DMARC1; p=none' }],
      },
    });
    const read = (await local.ask('GET', `/${SALES}`)).json();
    const [record] = read.dkimVerificationResult.records;
    expect(read).toMatchObject({ id: SALES, name: SALES, dkimVerificationResult: { status: 'PENDING' } });
    expect(record.value).toBe(created.json().dnsTxtSendingRecord.recordContents);
    const [, key] = /^v=DKIM1; k=rsa; h=sha256; p=([A-Za-z0-9+/=]+)$/.exec(record.value) ?? [];
    const published = createPublicKey({ key: Buffer.from(key ?? '', 'base64'), format: 'der', type: 'spki' });
    expect(published.asymmetricKeyDetails?.modulusLength).toBe(2048);
  });

  it('M4 keeps the private key to itself: no answer and no log holds it', async () => {
    const local = await openDomainServer();
    const answers = [
      await local.add(SALES),
      await local.ask('GET'),
      await local.ask('GET', `/${SALES}?expand=settings`),
      await local.ask('PUT', `/${SALES}/activation`),
      await local.ask('PATCH', `/${SALES}`, { senderType: 'EmailSmtpDomain' }),
      await local.add(SALES),
    ];
    const key = await local.platform.outboundDomains.signingKey(SALES);
    const secret = key?.privateKey.split('\n')[3] ?? 'none';
    expect(secret).toHaveLength(64);
    for (const shown of [...answers.map(({ body }) => body), JSON.stringify(local.logged)]) {
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain('PRIVATE');
    }
  });

  it('M4 the key that signs is the one that is published, also for a domain of the seed file', async () => {
    const local = await openDomainServer({
      seed: { outboundDomains: [{ name: 'seed.example.com', provisioned: true }] },
    });
    await local.add(SALES);
    for (const name of [SALES, 'seed.example.com']) {
      const [first, second] = await Promise.all([
        local.platform.outboundDomains.signingKey(name),
        local.platform.outboundDomains.signingKey(name.toUpperCase()),
      ]);
      expect(second).toEqual(first);
      const [record] = (await local.ask('GET', `/${name}`)).json().dkimVerificationResult.records;
      const publicKey = createPublicKey(first?.privateKey ?? '').export({ type: 'spki', format: 'der' });
      expect(record).toMatchObject({
        name: `${first?.keySelector}._domainkey.${first?.domainName}`,
        value: expect.stringContaining(`p=${publicKey.toString('base64')}`),
      });
    }
    expect(await local.platform.outboundDomains.signingKey('none.example.com')).toBeUndefined();
  });

  it('M6 tells senders from when on e-mail is delivered: two hours after both records were first verified', async () => {
    const { local, dns, records, publish, activate } = await openWithDns();
    const { forSending } = local.platform.outboundDomains;
    expect(forSending('none.example.com')).toBeUndefined();
    expect(forSending(SALES)).toEqual({ isProvisioned: false });
    dns.zone.set(`${records.txt.host} TXT`, [records.txt.value.match(/.{1,255}/g) ?? []]);
    expect(await activate()).toEqual(['Verified', 'Pending', 'ProvisionRequestSentVendor']);
    expect(forSending(SALES)).toEqual({ isProvisioned: false });
    publish();
    const provisionedAt = local.clock.now();
    expect(await activate()).toEqual(['Verified', 'Verified', 'Provisioned']);
    expect(await sending(local)).toBe(
      'provisioned: until 2026-01-15T14:00:00.000Z e-mail is accepted, but its delivery fails (two hours after provisioning)',
    );
    local.clock.advance(2 * HOUR);
    expect(await sending(local)).toBe('e-mail goes out');
    await activate();
    expect(forSending(SALES)).toEqual({
      isProvisioned: true,
      provisionedAt,
      readyAt: provisionedAt + 2 * HOUR,
    });
  });

  it('M6 lets a provisioned domain of the seed file send at once', async () => {
    const local = await openDomainServer({
      seed: { outboundDomains: [{ name: 'seed.example.com', provisioned: true }] },
    });
    const { isProvisioned, readyAt } = local.platform.outboundDomains.forSending('seed.example.com') ?? {};
    expect([isProvisioned, readyAt]).toEqual([true, local.clock.now()]);
  });

  it('M8 M9 serves every mailbox and campaign: a sender asks for the domain alone, and nothing is registered', async () => {
    const { local, publish, activate } = await openWithDns();
    publish();
    await activate();
    const senders = ['hello', 'campaign-1', 'campaign-2', 'no-reply'].map((mailbox) => `${mailbox}@${SALES}`);
    for (const sender of senders) {
      const [, domain = ''] = sender.split('@');
      expect(local.platform.outboundDomains.forSending(domain)).toMatchObject({ isProvisioned: true });
      expect(await local.platform.outboundDomains.signingKey(domain)).toMatchObject({ domainName: SALES });
    }
    for (const path of ['mailboxes', 'campaigns', 'senders'])
      expect((await local.ask('POST', `/${SALES}/${path}`, {})).statusCode).toBe(404);
  });

  it.each([
    ['eu-central-1', 'eu.sparkpostmail.com'],
    ['eu-west-2', 'eu.sparkpostmail.com'],
    ['mypurecloud.de', 'eu.sparkpostmail.com'],
    ['us-east-1', 'sparkpostmail.com'],
    ['ap-northeast-1', 'sparkpostmail.com'],
    [undefined, 'sparkpostmail.com'],
  ])('M7 hosts an organization of region %s at %s', async (region, host) => {
    const organization = { name: 'Test', ...(region !== undefined && { region }) };
    const local = await openDomainServer({ seed: { organization } });
    await local.add(SALES);
    const [cname] = (await local.ask('GET', `/${SALES}`)).json().cnameVerificationResult.records;
    expect(cname).toEqual({ name: SALES, type: 'CNAME', value: host });
  });
});

async function sending(local: DomainServer): Promise<string> {
  const view = await local.inject({ method: 'GET', url: `/attendant/outbound-domains/${SALES}` });
  return view.json<{ sending: string }>().sending;
}
