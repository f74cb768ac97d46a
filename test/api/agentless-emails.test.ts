import { describe, expect, it } from 'vitest';
import { emailFieldsOf } from '../../src/platform/email/email-fields.ts';
import { AGENTLESS_EMAILS, bodyOf, type EmailServer, openEmailServer, PLAIN_EMAIL } from './email-server.ts';

const MB = 1024 * 1024;

const NO_BODY = 'postino.error.reply.no.body';
const UNFIT = 'constraint.validation';

const MALFORMED: readonly (readonly [change: object, code: string, field: string])[] = [
  [{ textBody: undefined }, NO_BODY, 'textBody'],
  [{ textBody: '', htmlBody: '' }, NO_BODY, 'textBody'],
  [{ senderType: undefined }, UNFIT, 'senderType'],
  [{ senderType: 'Inbound' }, UNFIT, 'senderType'],
  [{ fromAddress: undefined }, UNFIT, 'fromAddress'],
  [{ fromAddress: 'hello@mail.example.com' }, UNFIT, 'fromAddress'],
  [{ fromAddress: { name: 'A' } }, UNFIT, 'fromAddress.email'],
  [{ toAddresses: { email: 'a@b.test' } }, UNFIT, 'toAddresses'],
  [{ toAddresses: [null] }, UNFIT, 'toAddresses.0'],
  [{ subject: 7 }, UNFIT, 'subject'],
  [{ subject: 'a\r\nBcc: eve@example.org' }, UNFIT, 'subject'],
  [{ fromAddress: { email: 'a@mail.example.com', name: 'A\nB' } }, UNFIT, 'fromAddress.name'],
  [{ subject: '\ud83d' }, UNFIT, 'subject'],
  [{ textBody: 'a\udc4bb' }, UNFIT, 'textBody'],
  [{ htmlBody: 'a\0b' }, UNFIT, 'htmlBody'],
  [{ conversationId: 1 }, UNFIT, 'conversationId'],
  [{ conversationId: '' }, UNFIT, 'conversationId'],
];

const NO_ADDRESSES = [
  '',
  'ada',
  '@example.org',
  'ada@',
  'ada@localhost',
  'ada@example.org, eve@example.org',
  'ada@example.org\r\nBcc: eve@example.org',
  'ada@exam\0ple.org',
  'Ada <ada@example.org>',
  '"ada lovelace"@example.org',
  'ada@eve@example.org',
  '.ada@example.org',
  'ada..b@example.org',
  'ada@[127.0.0.1]',
  'ada@127.0.0.1',
  'ada@example..org',
  'ada@-example.org',
  'ada@example.org/x',
  'ada@example.org(x)',
  'ädä@example.org',
  'ada@example.org ',
  `ada@${'a'.repeat(64)}.org`,
  `ada@${'abc.'.repeat(63)}org`,
];

async function refusalOf(change: object | string, local?: EmailServer) {
  const server = local ?? (await openEmailServer());
  const answer = await server.email(change);
  expect(await server.outbox()).toEqual([]);
  expect(answer.json()).toMatchObject({ status: answer.statusCode, errors: [] });
  return answer.json<{ code: string; status: number; message: string; details: { fieldName: string }[] }>();
}

describe('POST /api/v2/conversations/emails/agentless', () => {
  it('E13 accepts an e-mail over the API, answers in Genesys’ shape and delivers it', async () => {
    const local = await openEmailServer();
    const answer = await local.email({
      fromAddress: { email: 'Hello@MAIL.example.com', name: 'Rossi & Söhne 👋' },
      toAddresses: [{ email: 'ada@example.org', name: 'Ada' }],
      replyToAddress: { email: 'desk@example.org' },
      htmlBody: '<p>It is on its way.</p>',
    });
    expect(answer.statusCode).toBe(200);
    const { id, conversationId } = bodyOf(answer);
    expect(bodyOf(answer)).toEqual({
      id,
      conversationId,
      senderType: 'Outbound',
      fromAddress: { email: 'Hello@MAIL.example.com', name: 'Rossi & Söhne 👋' },
      toAddresses: [{ email: 'ada@example.org', name: 'Ada' }],
      replyToAddress: { email: 'desk@example.org' },
      subject: 'Your order',
      dateCreated: '2026-01-15T12:00:00.000Z',
      selfUri: `/api/v2/conversations/emails/${conversationId}/messages/${id}`,
    });
    expect(await local.sent(id)).toMatchObject({
      conversationId,
      channel: 'email',
      fromAddress: 'Hello@mail.example.com',
      toAddress: 'ada@example.org',
      subject: 'Your order',
      text: 'It is on its way.',
      status: 'delivered',
      externalId: `<${id}@mail.example.com>`,
    });
  });

  it.each(['sender', 'creator'])('E1 takes either permission: %s', async (client) => {
    const local = await openEmailServer();
    expect((await local.email({}, { client })).statusCode).toBe(200);
  });

  it('E1 refuses a client without permission, and a request without a token', async () => {
    const local = await openEmailServer();
    expect((await local.email({}, { client: 'nobody' })).json()).toMatchObject({
      status: 403,
      code: 'missing.any.permissions',
    });
    const answer = await local.inject({ method: 'POST', url: AGENTLESS_EMAILS, payload: PLAIN_EMAIL });
    expect(answer.json()).toMatchObject({ status: 401, code: 'authentication.required' });
    expect(await local.outbox()).toEqual([]);
  });

  it.each(['hello@example.com', 'hello@other.example.com', 'hello@new.example.com', 'a@x.mail.example.com'])(
    'E2 refuses to send from %s, whose domain is not activated',
    async (email) => {
      expect(await refusalOf({ fromAddress: { email } })).toMatchObject({
        status: 400,
        code: 'email.error.domain.not.verified',
        details: [{ fieldName: 'fromAddress.email' }],
      });
    },
  );

  it('M8 sends from any mailbox of the domain, and writes an internationalized domain as A-labels', async () => {
    const local = await openEmailServer();
    for (const email of ['a@mail.example.com', 'b.c+d@mail.example.com', 'x@BÜCHER.example.com'])
      expect((await local.email({ fromAddress: { email } })).statusCode).toBe(200);
    expect((await local.outbox()).map(({ fromAddress }) => fromAddress)).toEqual([
      'x@xn--bcher-kva.example.com',
      'b.c+d@mail.example.com',
      'a@mail.example.com',
    ]);
  });

  it.each([
    ['none', []],
    ['two', [{ email: 'ada@example.org' }, { email: 'eve@example.org' }]],
  ])('E3 refuses %s recipients', async (_case, toAddresses) => {
    const refusal = await refusalOf({ toAddresses });
    expect(refusal).toMatchObject({
      status: 400,
      code: 'constraint.validation',
      details: [{ fieldName: 'toAddresses' }],
    });
    expect(refusal.message).toContain('exactly one');
  });

  it('E4 takes a subject of 400 characters, whatever their size, and refuses one of 401', async () => {
    const local = await openEmailServer();
    expect(await refusalOf({ subject: '👋'.repeat(401) }, local)).toMatchObject({
      status: 400,
      code: 'constraint.validation',
      details: [{ fieldName: 'subject' }],
    });
    expect((await local.email({ subject: '👋'.repeat(400) })).statusCode).toBe(200);
    expect((await local.email({ subject: undefined })).statusCode).toBe(200);
  });

  it.each([
    ['plain letters', 'a'.repeat(3 * MB), undefined],
    ['letters of two bytes', 'é'.repeat(1.5 * MB), undefined],
    ['text and HTML together', 'a'.repeat(MB), 'b'.repeat(2 * MB)],
    ['JSON escapes', '\u0001'.repeat(3 * MB), undefined],
  ])('E5 takes a body of 3 MB, %s, and refuses one byte more', async (_case, textBody, htmlBody) => {
    const local = await openEmailServer();
    const field = htmlBody === undefined ? 'textBody' : 'htmlBody';
    const over =
      htmlBody === undefined ? { textBody: `${textBody}a` } : { textBody, htmlBody: `${htmlBody}b` };
    expect(await refusalOf(over, local)).toMatchObject({
      status: 400,
      code: 'constraint.validation',
      details: [{ fieldName: field }],
    });
    expect((await local.email({ textBody, htmlBody })).statusCode).toBe(200);
  });

  it('E6 refuses attachments; an empty list attaches nothing', async () => {
    const local = await openEmailServer();
    for (const attachments of [[{ name: 'a.pdf' }], {}, 'a.pdf', 0])
      expect(await refusalOf({ attachments }, local)).toMatchObject({
        status: 400,
        code: 'attendant.email.attachments',
        details: [{ fieldName: 'attachments' }],
      });
    expect((await local.email({ attachments: [] })).statusCode).toBe(200);
  });

  it('E7 takes 64 characters before the @ and refuses 65', async () => {
    const local = await openEmailServer();
    const long = { email: `${'a'.repeat(65)}@example.org` };
    for (const [change, fieldName] of [
      [{ toAddresses: [long] }, 'toAddresses.0.email'],
      [{ fromAddress: { email: `${'a'.repeat(65)}@mail.example.com` } }, 'fromAddress.email'],
      [{ replyToAddress: long }, 'replyToAddress.email'],
    ] as const)
      expect(await refusalOf(change, local)).toMatchObject({
        status: 400,
        code: 'constraint.validation',
        message: expect.stringContaining('64'),
        details: [{ fieldName }],
      });
    expect(
      (await local.email({ toAddresses: [{ email: `${'a'.repeat(64)}@example.org` }] })).statusCode,
    ).toBe(200);
  });

  it('E8 takes a display name of 64 characters and refuses 65', async () => {
    const local = await openEmailServer();
    const named = (length: number, email: string) => ({ email, name: '名'.repeat(length) });
    for (const [change, fieldName] of [
      [{ toAddresses: [named(65, 'ada@example.org')] }, 'toAddresses.0.name'],
      [{ fromAddress: named(65, 'hello@mail.example.com') }, 'fromAddress.name'],
      [{ replyToAddress: named(65, 'ada@example.org') }, 'replyToAddress.name'],
    ] as const)
      expect(await refusalOf(change, local)).toMatchObject({
        status: 400,
        code: 'constraint.validation',
        details: [{ fieldName }],
      });
    expect((await local.email({ toAddresses: [named(64, 'ada@example.org')] })).statusCode).toBe(200);
  });

  it('refuses what is not well formed, naming the field', async () => {
    const local = await openEmailServer();
    for (const [change, code, fieldName] of MALFORMED)
      expect(await refusalOf(change, local)).toMatchObject({ status: 400, code, details: [{ fieldName }] });
  });

  it('refuses what is no address, without repeating it', async () => {
    const local = await openEmailServer();
    for (const email of NO_ADDRESSES) {
      const refusal = await refusalOf({ toAddresses: [{ email }] }, local);
      expect(refusal, email).toMatchObject({
        status: 400,
        code: 'email.error.invalid.email',
        details: [{ fieldName: 'toAddresses.0.email' }],
      });
      if (email.length > 3) expect(refusal.message).not.toContain(email);
    }
  });

  it('delivers right-to-left text, line separators and fields it does not know', async () => {
    const local = await openEmailServer();
    const text = 'שלום\u202e\u2028👨‍👩‍👧‍👦 {{x}} ${y}\r\n.\r\n';
    const answer = await local.email({ subject: 'مرحبا\u202e', textBody: text, somethingElse: { a: [1] } });
    expect(await local.sent(bodyOf(answer)['id'])).toMatchObject({ subject: 'مرحبا\u202e', text });
  });

  it('sends once for one Idempotency-Key, and refuses the key for another e-mail', async () => {
    const local = await openEmailServer();
    const headers = { 'idempotency-key': 'call-1:7' };
    const first = await local.email({}, { headers });
    const again = await local.email({}, { headers });
    expect([again.statusCode, again.body]).toEqual([200, first.body]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect((await local.email({ subject: 'Other' }, { headers })).json()).toMatchObject({
      status: 409,
      code: 'attendant.idempotency.key.reused',
    });
    expect(await local.outbox()).toHaveLength(1);
  });
});

describe('threads', () => {
  it('E10 begins a conversation for each e-mail without a conversationId', async () => {
    const local = await openEmailServer();
    const [first, second] = [bodyOf(await local.email()), bodyOf(await local.email())];
    expect(first['conversationId']).not.toBe(second['conversationId']);
    expect(local.platform.interactions.store.one(String(first['conversationId']))).toMatchObject({
      channel: 'email',
      direction: 'outbound',
      state: 'disconnected',
      ownAddress: 'hello@mail.example.com',
      customerAddress: 'ada@example.org',
      subject: 'Your order',
    });
  });

  it('E10 threads e-mails with one conversationId by In-Reply-To and References', async () => {
    const local = await openEmailServer();
    const { conversationId, id } = bodyOf(await local.email());
    const ids = [`<${id}@mail.example.com>`];
    for (let count = 2; count <= 25; count += 1) {
      const next = bodyOf(
        await local.email({ conversationId, fromAddress: { email: `n${count}@mail.example.com` } }),
      );
      expect(next['conversationId']).toBe(conversationId);
      const message = local.platform.messages.one(String(next['id']));
      expect(message?.externalId).toBe(`<${next['id']}@mail.example.com>`);
      const { inReplyTo, references = [] } = emailFieldsOf(message ?? { fields: {} });
      expect(inReplyTo).toBe(ids.at(-1));
      expect(references).toEqual(ids.length <= 20 ? ids : [ids[0], ...ids.slice(-19)]);
      ids.push(`<${next['id']}@mail.example.com>`);
    }
    expect(local.platform.messages.ofInteraction(String(conversationId))).toHaveLength(25);
  });

  it('E10 refuses a conversation that there is not, and one of another channel', async () => {
    const local = await openEmailServer();
    expect(await refusalOf({ conversationId: 'nothing' }, local)).toMatchObject({
      status: 404,
      code: 'conversation.error.conversation.not.found',
      details: [{ fieldName: 'conversationId' }],
    });
    const { platform, database } = local;
    const start = {
      id: 'wa',
      channel: 'whatsapp',
      direction: 'inbound',
      ownAddress: 'a',
      customerAddress: 'b',
    } as const;
    await database.commits.add(() => void platform.interactions.begin(start));
    expect(await refusalOf({ conversationId: 'wa' }, local)).toMatchObject({
      status: 400,
      code: 'attendant.conversation.not.email',
    });
  });
});

describe('the two hours after provisioning', () => {
  it('M6 are accepted and fail with that reason; after them e-mail goes out, for every sender of the domain (M9)', async () => {
    const local = await openEmailServer();
    const headers = { ...(await local.login('postmaster')), 'content-type': 'application/json' };
    const domains = '/api/v2/routing/email/outbound/domains';
    const id = 'fresh.example.com';
    const payload = JSON.stringify({ id, name: id });
    await local.inject({ method: 'POST', url: `${domains}/simulated`, headers, payload });
    await local.inject({ method: 'PUT', url: `${domains}/${id}/activation`, headers });

    const early = await local.email({ fromAddress: { email: `hello@${id}` } });
    expect(early.statusCode).toBe(200);
    expect(await local.sent(bodyOf(early)['id'])).toMatchObject({
      status: 'failed',
      errorCode: 'attendant.domain.not.ready',
      errorReason: expect.stringContaining('2026-01-15T14:00:00.000Z'),
      failedAt: '2026-01-15T12:00:00.000Z',
    });
    local.clock.advance(2 * 60 * 60 * 1000);
    await local.relogin();
    const ready = await local.email({ fromAddress: { email: `others@${id}` } });
    expect(await local.sent(bodyOf(ready)['id'])).toMatchObject({ status: 'delivered' });
  });
});

describe('what becomes of an e-mail', () => {
  it('E12 is what an operator wrote down for the address: queued, sent, bounced with code and reason', async () => {
    const local = await openEmailServer();
    const steps = [
      { status: 'sent', afterMs: 1_000 },
      { status: 'bounced', afterMs: 2_000, code: '5.1.1', reason: 'No such mailbox' },
    ];
    await local.inject({
      method: 'PUT',
      url: '/attendant/outcomes/email/ADA@example.org',
      payload: { outcome: { steps } },
    });
    const { id } = bodyOf(await local.email());
    expect(await local.sent(id)).toMatchObject({ status: 'queued', sentAt: null });
    local.clock.advance(1_000);
    expect(await local.sent(id)).toMatchObject({ status: 'sent', errorCode: null });
    local.clock.advance(2_000);
    expect(await local.sent(id)).toMatchObject({
      status: 'bounced',
      errorCode: '5.1.1',
      errorReason: 'No such mailbox',
      sentAt: '2026-01-15T12:00:01.000Z',
      failedAt: '2026-01-15T12:00:03.000Z',
    });
  });
});
