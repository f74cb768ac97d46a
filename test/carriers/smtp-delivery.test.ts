import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bodyOf, type EmailServer, openEmailServer } from '../api/email-server.ts';
import { newFolder } from '../files/folder.ts';
import { verifyDkim } from '../support/dkim.ts';
import { openScriptedSmtp } from '../support/scripted-smtp.ts';
import { openSmtpReceiver, RECEIVER_CERTIFICATE_FILE } from '../support/smtp-receiver.ts';

function through({ port }: { readonly port: number }, more = {}) {
  return { email: { smtp: { host: '127.0.0.1', port, security: 'none', ...more } } } as const;
}

/** Sends an e-mail and tells how it stands when nothing is under way any more. */
async function outcomeOf(local: EmailServer, change = {}) {
  const { id } = bodyOf(await local.email(change));
  return local.sent(id);
}

describe('e-mail through an SMTP server', () => {
  it('E12 is sent, signed by the key whose record the domain publishes', async () => {
    const receiver = await openSmtpReceiver();
    const login = { user: 'ann', passwordEnv: 'SMTP_PASSWORD', caFile: RECEIVER_CERTIFICATE_FILE };
    const local = await openEmailServer({ carriers: through(receiver, { security: 'starttls', ...login }) });
    const sent = await outcomeOf(local, { toAddresses: [{ email: 'ada@BÜCHER.example' }] });
    expect(sent).toMatchObject({ status: 'sent', carrier: 'smtp', errorCode: null });
    const [mail] = receiver.mails;
    expect(mail).toMatchObject({
      from: `bounce+${sent?.['messageId']}@mail.example.com`,
      // smtp-server shows internationalized domains as people read them.
      to: ['ada@bücher.example'],
      user: 'ann',
      isSecure: true,
    });
    expect(mail?.content).toContain('To: ada@xn--bcher-kva.example\r\n');
    expect(mail?.content).toContain(`Message-ID: ${sent?.['externalId']}`);

    const domain = await local.platform.outboundDomains.read('mail.example.com');
    const record = domain.ok ? domain.value.records.dkim : undefined;
    const key = Buffer.from(/p=(.*)$/.exec(record?.value ?? '')?.[1] ?? '', 'base64');
    const { isValid, tags } = verifyDkim(
      mail?.content ?? '',
      createPublicKey({ key, format: 'der', type: 'spki' }),
    );
    expect(isValid).toBe(true);
    expect(`${tags['s']}._domainkey.${tags['d']}`).toBe(record?.name);
  });

  it('M9 goes out for every sender of a domain, and bounces come back to the domain of the setting', async () => {
    const receiver = await openSmtpReceiver();
    const local = await openEmailServer({
      carriers: through(receiver, { bounceDomain: 'bounces.example.net' }),
    });
    for (const email of ['sales@mail.example.com', 'news@mail.example.com'])
      expect(await outcomeOf(local, { fromAddress: { email } })).toMatchObject({ status: 'sent' });
    for (const { from } of receiver.mails)
      expect(from).toMatch(/^bounce\+[0-9a-f-]{36}@bounces\.example\.net$/);
  });

  it('E10 carries the headers of its thread', async () => {
    const receiver = await openSmtpReceiver();
    const local = await openEmailServer({ carriers: through(receiver) });
    const first = await outcomeOf(local);
    await outcomeOf(local, { conversationId: first?.['conversationId'] });
    expect(receiver.mails[1]?.content).toContain(`In-Reply-To: ${first?.['externalId']}\r\n`);
    expect(receiver.mails[1]?.content).toContain(`References: ${first?.['externalId']}\r\n`);
  });

  it('is tried again when the server asks for it, under the same Message-ID, and arrives once', async () => {
    let refusals = 2;
    const receiver = await openSmtpReceiver(
      {},
      { recipient: () => (refusals-- > 0 ? '451 4.7.1 Greylisted' : undefined) },
    );
    const local = await openEmailServer({ carriers: through(receiver) });
    const { id } = bodyOf(await local.email());
    expect(await local.sent(id)).toMatchObject({ status: 'queued' });
    local.clock.advance(5_000);
    expect(await local.sent(id)).toMatchObject({ status: 'queued' });
    local.clock.advance(30_000);
    expect(await local.sent(id)).toMatchObject({ status: 'sent', errorCode: null });
    expect(receiver.mails).toHaveLength(1);
    expect(receiver.mails[0]?.content).toContain(`Message-ID: <${id}@mail.example.com>`);
  });

  it('fails with code and reason when the server refuses it, without the address', async () => {
    const receiver = await openSmtpReceiver(
      {},
      { recipient: () => '550 5.1.1 <ada@example.org> is unknown' },
    );
    const local = await openEmailServer({ carriers: through(receiver) });
    expect(await outcomeOf(local)).toMatchObject({
      status: 'failed',
      errorCode: '550 5.1.1',
      errorReason: 'The recipient’s mailbox does not exist.',
      sentAt: null,
    });
  });

  it('is unknown when the server had it and said nothing, and is never sent again, not even after a restart', async () => {
    const file = join(newFolder(), 'attendant.db');
    const server = await openScriptedSmtp({ '.': 'hang up' });
    const first = await openEmailServer({ file, carriers: through(server) });
    expect(await outcomeOf(first)).toMatchObject({
      status: 'unknown',
      errorReason: expect.stringContaining('bounce'),
    });
    first.clock.advance(24 * 60 * 60 * 1000);
    await first.platform.settled();
    await first.close();

    const second = await openEmailServer({ file, carriers: through(server), clock: first.clock });
    second.clock.advance(24 * 60 * 60 * 1000);
    expect(await second.outbox()).toMatchObject([{ status: 'unknown' }]);
    expect(server.whole()).toBe(1);
  });

  it('goes out after a restart when the server was down before', async () => {
    const file = join(newFolder(), 'attendant.db');
    const first = await openEmailServer({ file, carriers: through({ port: 1 }) });
    expect(await outcomeOf(first)).toMatchObject({ status: 'queued' });
    await first.close();

    const receiver = await openSmtpReceiver();
    first.clock.advance(60_000);
    const second = await openEmailServer({ file, carriers: through(receiver), clock: first.clock });
    expect(await second.outbox()).toMatchObject([{ status: 'sent' }]);
    expect(receiver.mails).toHaveLength(1);
  });

  it('many at once keep to the connections of the setting, and each arrives once', async () => {
    const receiver = await openSmtpReceiver();
    const local = await openEmailServer({ carriers: through(receiver, { maxConnections: 3 }) });
    await Promise.all(Array.from({ length: 40 }, () => local.email()));
    expect((await local.outbox()).map(({ status }) => status)).toEqual(Array(40).fill('sent'));
    expect(new Set(receiver.mails.map(({ from }) => from)).size).toBe(40);
    expect(receiver.mails).toHaveLength(40);
    expect(receiver.connections()).toBeLessThanOrEqual(3);
  });
});
