import { describe, expect, it } from 'vitest';
import { openInboundServer, SUPPORT } from './inbound-server.ts';

const PATH = '/attendant/inbound-emails';
const MAIL = { from: 'ann@customer.example', to: `help@${SUPPORT}`, subject: 'Hello', text: 'Where is it?' };

async function openWithRoute() {
  const local = await openInboundServer({
    seed: { inboundDomains: [{ name: SUPPORT, routes: [{ pattern: 'help', queue: 'support' }] }] },
  });
  const bring = (payload: unknown, type = 'application/json') =>
    local.inject({
      method: 'POST',
      url: PATH,
      headers: { 'content-type': type },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
  return { ...local, bring };
}

describe('POST /attendant/inbound-emails', () => {
  it('E11 brings an e-mail in as JSON, and a reply to it into the same conversation', async () => {
    const local = await openWithRoute();
    const [first] = (
      await local.bring({ ...MAIL, messageId: '<1@customer.example>', fromName: 'Ann' })
    ).json().entities;
    expect(first).toMatchObject({
      kind: 'new',
      messageId: expect.any(String),
      conversationId: expect.any(String),
    });
    const [again] = (await local.bring({ ...MAIL, messageId: '<1@customer.example>' })).json().entities;
    expect(again).toEqual({ ...first, kind: 'known' });
    const [second] = (await local.bring({ ...MAIL, text: 'And?', inReplyTo: '<1@customer.example>' })).json()
      .entities;
    expect(second).toMatchObject({ kind: 'joined', conversationId: first.conversationId });
  });

  it('E11 brings an e-mail in as it comes over the wire', async () => {
    const local = await openWithRoute();
    const raw = `From: Ann <ann@customer.example>\r\nTo: =?utf-8?q?H=C3=A9lp?= <help@${SUPPORT}>\r\nSubject: =?utf-8?b?R3LDvMOfZQ==?=\r\n\r\nHallo`;
    const [taken] = (await local.bring(raw, 'message/rfc822')).json().entities;
    const message = local.platform.messages.one(taken.messageId);
    expect(message).toMatchObject({ subject: 'Grüße', text: 'Hallo', fromAddress: 'ann@customer.example' });
    expect(local.platform.interactions.store.one(taken.conversationId)?.state).toBe('waiting');
  });

  it('E11 is read over the API with its copies and a list of what was attached', async () => {
    const local = await openWithRoute();
    const raw = [
      `From: Ann <ann@customer.example>\r\nTo: help@${SUPPORT}\r\nCc: Bo <bo@customer.example>\r\nSubject: Photo`,
      'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n',
      '--b\r\nContent-Type: text/plain\r\n\r\nSee below',
      '--b\r\nContent-Type: image/png; name=a.png\r\nContent-Disposition: attachment; filename=a.png',
      'Content-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n--b--\r\n',
    ].join('\r\n');
    const [taken] = (await local.bring(raw, 'message/rfc822')).json().entities;
    const headers = await local.login('viewer');
    const url = `/api/v2/conversations/emails/${taken.conversationId}/messages/${taken.messageId}`;
    expect((await local.inject({ method: 'GET', url, headers })).json()).toMatchObject({
      cc: [{ email: 'bo@customer.example', name: 'Bo' }],
      attachments: [{ name: 'a.png', contentType: 'image/png', contentLength: 5, inlineImage: false }],
      emailSizeBytes: expect.any(Number),
    });
  });

  it.each([
    [{ from: undefined }, 400, 'from'],
    [{ from: 'ann' }, 400, 'from'],
    [{ from: 'ann@x.example\r\nBcc: y' }, 400, 'from'],
    [{ to: ['a@b.example'] }, 400, 'to'],
    [{ to: `nobody@${SUPPORT}` }, 404, 'to'],
    [{ subject: 'a\nb' }, 400, 'subject'],
    [{ subject: 'x'.repeat(999) }, 400, 'subject'],
    [{ text: 'nul\u0000' }, 400, 'text'],
    [{ text: '\ud800' }, 400, 'text'],
    [{ messageId: 'no brackets' }, 400, 'messageId'],
    [{ inReplyTo: '<a b@c>' }, 400, 'inReplyTo'],
    [{ unknownField: 1 }, 400, 'unknownField'],
  ])('E11 refuses %j', async (wrong, status, fieldName) => {
    const local = await openWithRoute();
    const refused = await local.bring({ ...MAIL, ...wrong });
    expect(refused.json()).toMatchObject({ status, details: [{ fieldName }] });
    expect(refused.json().message).not.toContain('nobody');
  });

  it.each(['', '{', '[]', 'null'])('E11 refuses the body %j', async (body) => {
    const local = await openWithRoute();
    expect((await local.bring(body)).statusCode).toBe(400);
  });

  it('E11 takes emoji and right-to-left text as they are', async () => {
    const local = await openWithRoute();
    const subject = '👩‍👩‍👧‍👦 مرحبا';
    const [taken] = (await local.bring({ ...MAIL, subject })).json().entities;
    expect(local.platform.messages.one(taken.messageId)?.subject).toBe(subject);
  });
});
