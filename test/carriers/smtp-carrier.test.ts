import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSmtpCarrier, type SmtpCarrierOptions } from '../../src/carriers/smtp/smtp-carrier.ts';
import { readBounceAddress } from '../../src/platform/email/bounce-address.ts';
import { type OutgoingEmail, outgoingEmail } from '../../src/platform/email/outgoing-email.ts';
import type { Message } from '../../src/platform/messages/message.ts';
import { type NewMessage, queuedMessage } from '../../src/platform/messages/message.ts';
import { verifyDkim } from '../support/dkim.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { openScriptedSmtp, type SmtpMove } from '../support/scripted-smtp.ts';
import { openSmtpReceiver, RECEIVER_CERTIFICATE } from '../support/smtp-receiver.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY = {
  domainName: 'mail.example.com',
  keySelector: 's1',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};
const DOMAINS: SmtpCarrierOptions['domains'] = {
  forSending: (name) => (name === 'mail.example.com' ? { isProvisioned: true, readyAt: 0 } : undefined),
  signingKey: async () => KEY,
};

function open(options: Partial<SmtpCarrierOptions> & { readonly port: number }) {
  const carrier = openSmtpCarrier({
    host: '127.0.0.1',
    security: 'none',
    maxConnections: 2,
    domains: DOMAINS,
    clock: new FakeClock(),
    ...options,
  });
  onTestFinished(() => carrier.close());
  return carrier;
}

function email(more: Partial<OutgoingEmail> = {}): Message {
  const message: NewMessage = outgoingEmail({
    id: 'id-1',
    interactionId: 'c-1',
    acceptedAt: Date.UTC(2026, 0, 15, 12),
    from: { address: 'hello@mail.example.com', domain: 'mail.example.com', name: 'Rossi & Söhne' },
    to: { address: 'ada@example.org', name: 'Ada' },
    subject: 'Grüße',
    text: 'It is on its way.\n.\nfrom here',
    thread: {},
    ...more,
  });
  return { ...queuedMessage(message), text: message.text, fields: message.fields ?? {} };
}

/** The value of a header, unfolded. */
function header(content: string, name: string): string | undefined {
  const head = content.slice(0, content.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim();
}

describe('the SMTP carrier', () => {
  it('sends one message to one recipient, and names itself in the envelope so that a bounce finds it', async () => {
    const receiver = await openSmtpReceiver();
    const thread = { inReplyTo: '<p@x.test>', references: ['<o@x.test>', '<p@x.test>'] };
    const replyTo = { address: 'desk@example.org' };
    expect(await open(receiver).send(email({ html: '<p>Hi</p>', thread, replyTo }))).toEqual({
      kind: 'sent',
    });
    const [mail] = receiver.mails;
    const { from = '', to, content = '' } = mail ?? {};
    expect(from).toBe('bounce+id-1@mail.example.com');
    expect(readBounceAddress(from)).toBe('id-1');
    expect(to).toEqual(['ada@example.org']);
    expect(header(content, 'from')).toMatch(/^=\?UTF-8\?.*\?= <hello@mail\.example\.com>$/);
    expect(header(content, 'to')).toBe('Ada <ada@example.org>');
    expect(header(content, 'reply-to')).toBe('desk@example.org');
    expect(header(content, 'message-id')).toBe('<id-1@mail.example.com>');
    expect(header(content, 'date')).toBe('Thu, 15 Jan 2026 12:00:00 +0000');
    expect(header(content, 'in-reply-to')).toBe('<p@x.test>');
    expect(header(content, 'references')).toBe('<o@x.test> <p@x.test>');
    expect(header(content, 'auto-submitted')).toBe('auto-generated');
    expect(header(content, 'list-unsubscribe')).toBeUndefined();
    expect(content).toContain('\r\n.\r\nfrom here');
  });

  it('signs with the domain’s key: the signature holds, and one changed letter breaks it', async () => {
    const receiver = await openSmtpReceiver();
    await open(receiver).send(email({ html: '<p>Hi 👋</p>' }));
    const content = receiver.mails[0]?.content ?? '';
    const signature = verifyDkim(content, publicKey);
    expect(signature).toMatchObject({
      isValid: true,
      tags: { d: 'mail.example.com', s: 's1', a: 'rsa-sha256' },
    });
    for (const name of ['from', 'to', 'subject', 'date', 'message-id', 'auto-submitted', 'mime-version'])
      expect(signature.tags['h']?.split(':')).toContain(name);
    expect(verifyDkim(content.replace('on its way', 'on its Way'), publicKey).isValid).toBe(false);
    expect(verifyDkim(content.replace('Ada <ada@', 'Eve <ada@'), publicKey).isValid).toBe(false);
  });

  it('takes a text that looks like a list of addresses, a header or a file for what it is', async () => {
    const receiver = await openSmtpReceiver();
    const name = 'x <eve@x.test>, "y';
    await open(receiver).send(
      email({
        to: { address: 'ada@example.org', name },
        subject: 'a\r\nBcc: eve@x.test',
        text: 'file:///etc/passwd',
        html: '<img src="file:///etc/passwd">',
      }),
    );
    const [mail] = receiver.mails;
    expect(mail?.to).toEqual(['ada@example.org']);
    expect(header(mail?.content ?? '', 'bcc')).toBeUndefined();
    expect(mail?.content).toContain('file:///etc/passwd');
    expect(mail?.content).not.toContain('root:');
  });

  it('writes the same message on every try', async () => {
    const receiver = await openSmtpReceiver();
    const carrier = open(receiver);
    await carrier.send(email({ html: '<p>Hi</p>' }));
    await carrier.send(email({ html: '<p>Hi</p>' }));
    const [first, second] = receiver.mails.map(({ content }) => content.slice(content.indexOf('\r\nFrom:')));
    expect(second).toBe(first);
  });

  it('M6 asks no server before the domain is ready, nor when it is not activated any more', async () => {
    const receiver = await openSmtpReceiver();
    const clock = new FakeClock();
    const readyAt = clock.now() + 1;
    const domains = { ...DOMAINS, forSending: () => ({ isProvisioned: true, readyAt }) };
    const carrier = open({ ...receiver, domains, clock });
    expect(await carrier.send(email())).toMatchObject({ kind: 'failed', code: 'attendant.domain.not.ready' });
    clock.advance(1);
    expect(await carrier.send(email())).toEqual({ kind: 'sent' });
    const gone = open({ ...receiver, domains: { ...DOMAINS, forSending: () => undefined } });
    expect(await gone.send(email())).toMatchObject({
      kind: 'failed',
      code: 'attendant.domain.not.activated',
    });
    expect(receiver.mails).toHaveLength(1);
  });
});

describe('a secured connection', () => {
  const login = { user: 'ann', password: 'secret' };

  it.each(['starttls', 'tls'] as const)('by %s checks the certificate and logs in', async (security) => {
    const receiver = await openSmtpReceiver({ secure: security === 'tls', authOptional: false });
    const ca = RECEIVER_CERTIFICATE;
    expect(await open({ ...receiver, security, ca, login }).send(email())).toEqual({ kind: 'sent' });
    expect(receiver.mails).toMatchObject([{ isSecure: true, user: 'ann' }]);

    expect(await open({ ...receiver, security, login }).send(email())).toMatchObject({
      kind: 'later',
      reason: expect.stringContaining('certificate'),
    });
    const wrong = open({ ...receiver, security, ca, login: { user: 'ann', password: 'wrong' } });
    const refused = await wrong.send(email());
    expect(refused).toMatchObject({ kind: 'later', code: '535 5.7.8' });
    expect(JSON.stringify(refused)).not.toContain('wrong');
    expect(receiver.mails).toHaveLength(1);
  });

  it('is not replaced by an open one where the server offers no STARTTLS', async () => {
    const receiver = await openSmtpReceiver({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    expect(await open({ ...receiver, security: 'starttls' }).send(email())).toMatchObject({ kind: 'later' });
    expect(receiver.mails).toEqual([]);
  });
});

describe('what follows from a server’s answer', () => {
  it.each([
    ['550 5.1.1 <ada@example.org>: no such user ada', 'failed', '550 5.1.1', 'mailbox does not exist'],
    ['550 Go away, ada@example.org', 'failed', '550', 'refused the recipient'],
    ['451 4.7.1 Greylisted', 'later', '451 4.7.1', 'policy'],
    ['452 4.2.2 Full', 'later', '452 4.2.2', 'full'],
  ])('RCPT TO: %s is %s', async (reply, kind, code, reason) => {
    const receiver = await openSmtpReceiver({}, { recipient: () => reply });
    const result = await open(receiver).send(email());
    expect(result).toMatchObject({ kind, code, reason: expect.stringContaining(reason) });
    expect(JSON.stringify(result)).not.toContain('ada');
  });

  it.each([
    ['552 5.3.4 Too big', 'failed', '552 5.3.4'],
    ['554 Spam', 'failed', '554'],
    ['451 4.3.0 Try later', 'later', '451 4.3.0'],
  ])('after the message: %s is %s', async (reply, kind, code) => {
    const receiver = await openSmtpReceiver({}, { message: () => reply });
    expect(await open(receiver).send(email())).toMatchObject({ kind, code });
  });

  it('a message over the size that the server names is refused before it is sent', async () => {
    const receiver = await openSmtpReceiver({ size: 1_000 });
    expect(await open(receiver).send(email({ text: 'a'.repeat(2_000) }))).toMatchObject({
      kind: 'failed',
      code: 'EMESSAGE',
      reason: expect.stringContaining('too large'),
    });
  });

  const quick = { connectMs: 300, silenceMs: 200, totalMs: 500, idleMs: 1_000 };
  const HANG_UP: SmtpMove = 'hang up';
  const SILENT: SmtpMove = 'say nothing';

  it.each([
    ['hangs up at once', { greeting: HANG_UP }, 'later'],
    ['does not greet', { greeting: SILENT }, 'later'],
    ['greets with 554', { greeting: '554 not you' }, 'later'],
    ['greets with 421', { greeting: '421 busy' }, 'later'],
    ['hangs up at EHLO', { EHLO: HANG_UP }, 'later'],
    ['hangs up at MAIL FROM', { MAIL: HANG_UP }, 'later'],
    ['refuses the sender', { MAIL: '550 5.1.8 no' }, 'failed'],
    ['hangs up at RCPT TO', { RCPT: HANG_UP }, 'later'],
    ['says nothing at RCPT TO', { RCPT: SILENT }, 'later'],
    ['closes with 421 at RCPT TO', { RCPT: '421 4.3.2 closing' }, 'later'],
    ['hangs up at DATA', { DATA: HANG_UP }, 'later'],
    ['refuses DATA', { DATA: '554 no' }, 'failed'],
    ['is out of step at DATA', { DATA: '503 what' }, 'later'],
    ['hangs up after the dot', { '.': HANG_UP }, 'unknown'],
    ['says nothing after the dot', { '.': SILENT }, 'unknown'],
    ['talks nonsense after the dot', { '.': 'what?' }, 'unknown'],
    ['closes with 421 after the dot', { '.': '421 4.3.2 closing' }, 'later'],
    ['refuses after the dot', { '.': '550 5.7.1 policy' }, 'failed'],
  ] as const)('a server that %s: %s → %s', async (_what, script, kind) => {
    const server = await openScriptedSmtp(script);
    expect(await open({ ...server, timeouts: quick }).send(email())).toMatchObject({ kind });
    expect(server.whole()).toBeLessThanOrEqual(1);
  });

  it('a server that hangs up within the message has not got it', async () => {
    const server = await openScriptedSmtp({ data: HANG_UP });
    const text = 'line\n'.repeat(600_000);
    expect(await open({ ...server, timeouts: quick }).send(email({ text }))).toMatchObject({ kind: 'later' });
    expect(server.whole()).toBe(0);
  });

  it('a server that nobody answers for has not got it', async () => {
    expect(await open({ port: 1 }).send(email())).toMatchObject({ kind: 'later', code: 'ECONNREFUSED' });
  });

  it('a server that trickles its answer is given up in time', async () => {
    let dots = 0;
    const server = await openScriptedSmtp({ EHLO: () => (dots++ === 0 ? '250-still' : SILENT) });
    expect(await open({ ...server, timeouts: { ...quick, silenceMs: 60_000 } }).send(email())).toMatchObject({
      kind: 'later',
      code: 'ETIMEDOUT',
    });
  });
});

describe('connections', () => {
  it('are kept for the next message, also after a refused one, and not more than the setting', async () => {
    const receiver = await openSmtpReceiver(
      {},
      { recipient: (address) => (address.startsWith('bad') ? '550 5.1.1 no' : undefined) },
    );
    const carrier = open(receiver);
    expect(carrier.concurrency).toBe(2);
    const bad = email({ to: { address: 'bad@example.org' } });
    for (const message of [email(), bad, email(), bad, email()]) await carrier.send(message);
    expect(receiver.connections()).toBe(1);
    await Promise.all([carrier.send(email()), carrier.send(email())]);
    expect(receiver.connections()).toBe(2);
    expect(receiver.mails).toHaveLength(5);
  });

  it('that were closed while they lay idle are replaced, and the message goes out once', async () => {
    let turn = 0;
    const server = await openScriptedSmtp({ MAIL: () => (turn++ === 1 ? 'hang up' : '250 ok') });
    const carrier = open(server);
    expect(await carrier.send(email())).toEqual({ kind: 'sent' });
    expect(await carrier.send(email())).toEqual({ kind: 'sent' });
    expect([server.whole(), server.connections()]).toEqual([2, 2]);
  });

  it('are not used for a second try once the message was written', async () => {
    let turn = 0;
    const server = await openScriptedSmtp({ '.': () => (turn++ === 1 ? 'hang up' : '250 taken') });
    const carrier = open(server);
    await carrier.send(email());
    expect(await carrier.send(email())).toMatchObject({ kind: 'unknown' });
    expect([server.whole(), server.connections()]).toEqual([2, 1]);
  });
});
