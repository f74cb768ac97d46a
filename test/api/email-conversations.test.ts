import { describe, expect, it } from 'vitest';
import { bodyOf, openEmailServer } from './email-server.ts';

const EMAILS = '/api/v2/conversations/emails';

describe(`GET ${EMAILS}/{conversationId}`, () => {
  it('E12 tells what became of each e-mail of a thread, and why the newest failed', async () => {
    const local = await openEmailServer();
    const named = { toAddresses: [{ email: 'ada@example.org', name: 'Ada' }] };
    const first = bodyOf(await local.email(named));
    const { conversationId } = first;
    const failed = { failed: { code: '5.2.2', reason: 'Full' } };
    await local.inject({
      method: 'PUT',
      url: '/attendant/outcomes/email/ada@example.org',
      payload: { outcome: failed },
    });
    local.clock.advance(1_000);
    const second = bodyOf(await local.email({ ...named, conversationId }));
    await local.platform.settled();

    const answer = await local.read(`${EMAILS}/${conversationId}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      id: conversationId,
      participants: [
        {
          name: 'Ada',
          address: 'ada@example.org',
          purpose: 'customer',
          state: 'disconnected',
          direction: 'outbound',
          startTime: '2026-01-15T12:00:00.000Z',
          subject: 'Your order',
          messagesSent: 2,
          messageId: second['id'],
          errorInfo: { code: '5.2.2', message: 'Full' },
          attendantDeliveries: [
            { messageId: first['id'], status: 'delivered', statusTime: '2026-01-15T12:00:00.000Z' },
            { messageId: second['id'], status: 'failed', errorCode: '5.2.2', errorReason: 'Full' },
          ],
        },
      ],
      selfUri: `${EMAILS}/${conversationId}`,
    });
  });

  it('lists the e-mails, page by page, with the beginning of each', async () => {
    const local = await openEmailServer();
    const { conversationId } = bodyOf(
      await local.email({ textBody: 'a'.repeat(5_000), htmlBody: '<p>1</p>' }),
    );
    const second = bodyOf(await local.email({ conversationId, textBody: 'two' }));
    await local.email({ conversationId, textBody: 'three' });
    const path = `${EMAILS}/${conversationId}/messages`;
    const all = (await local.read(path)).json();
    expect(all).toMatchObject({
      total: 3,
      pageCount: 1,
      pageNumber: 1,
      selfUri: `${path}?pageSize=25&pageNumber=1`,
    });
    expect(all.entities.map(({ textBodyPreview }: { textBodyPreview: string }) => textBodyPreview)).toEqual([
      'a'.repeat(200),
      'two',
      'three',
    ]);
    const page = (
      await local.read(`${path}?pageSize=1&pageNumber=2&includeAgentlessStitchedMessages=true`)
    ).json();
    expect(page).toMatchObject({ total: 3, pageCount: 3 });
    expect(page.entities).toEqual([
      {
        id: second['id'],
        from: { email: 'hello@mail.example.com' },
        to: [{ email: 'ada@example.org' }],
        cc: [],
        bcc: [],
        subject: 'Your order',
        attachments: [],
        textBodyPreview: 'two',
        time: '2026-01-15T12:00:00.000Z',
        historyIncluded: false,
        attendantDelivery: {
          messageId: second['id'],
          direction: 'outbound',
          status: 'delivered',
          acceptedTime: '2026-01-15T12:00:00.000Z',
          statusTime: '2026-01-15T12:00:00.000Z',
        },
        selfUri: `${path}/${second['id']}`,
      },
    ]);
  });

  it('reads one e-mail whole', async () => {
    const local = await openEmailServer();
    const sent = bodyOf(
      await local.email({
        fromAddress: { email: 'hello@mail.example.com', name: 'Rossi & Söhne' },
        replyToAddress: { email: 'desk@example.org', name: 'Desk' },
        htmlBody: '<p>It is on its way.</p>',
      }),
    );
    expect((await local.read(String(sent['selfUri']))).json()).toMatchObject({
      id: sent['id'],
      from: { email: 'hello@mail.example.com', name: 'Rossi & Söhne' },
      replyTo: { email: 'desk@example.org', name: 'Desk' },
      textBody: 'It is on its way.',
      htmlBody: '<p>It is on its way.</p>',
      attendantDelivery: { status: 'delivered' },
    });
  });

  it('knows no e-mail of another conversation, no conversation of another channel, and nobody without a token', async () => {
    const local = await openEmailServer();
    const [one, other] = [bodyOf(await local.email()), bodyOf(await local.email())];
    const { platform, database } = local;
    const start = {
      id: 'wa',
      channel: 'whatsapp',
      direction: 'inbound',
      ownAddress: 'a',
      customerAddress: 'b',
    } as const;
    await database.commits.add(() => void platform.interactions.begin(start));
    const unknown = { status: 404, code: 'conversation.error.conversation.not.found' };
    for (const id of ['wa', 'nothing', '%00', '..%2f'])
      for (const path of ['', '/messages', '/messages/x'])
        expect((await local.read(`${EMAILS}/${id}${path}`)).json()).toMatchObject(unknown);
    const strange = await local.read(`${EMAILS}/${one['conversationId']}/messages/${other['id']}`);
    expect(strange.json()).toMatchObject({ status: 404, code: 'not.found' });
    const url = `${EMAILS}/${one['conversationId']}`;
    expect((await local.inject({ method: 'GET', url })).json()).toMatchObject({ status: 401 });
    for (const query of ['pageSize=0', 'pageNumber=x', 'includeAgentlessStitchedMessages=maybe'])
      expect((await local.read(`${url}/messages?${query}`)).json()).toMatchObject({
        status: 400,
        code: 'invalid.query.param.value',
      });
  });
});
