import { describe, expect, it } from 'vitest';
import { CUSTOMER, GREETING_MESSAGE, openLocalServer, PLAIN_MESSAGE } from './local-server.ts';

async function refusalOf(
  body: unknown,
): Promise<{ code: string; status: number; message: string; details: { fieldName: string }[] }> {
  const local = await openLocalServer();
  const answer = await local.send(body);
  expect(await local.outbox()).toEqual([]);
  expect(answer.json()).toMatchObject({
    status: answer.statusCode,
    contextId: answer.headers['inin-correlation-id'],
    errors: [],
  });
  return answer.json();
}

describe('POST /api/v2/conversations/messages/agentless', () => {
  it('accepts a message, answers in Genesys’ shape and delivers it', async () => {
    const local = await openLocalServer();
    const answer = await local.send(GREETING_MESSAGE);
    expect(answer.statusCode).toBe(202);
    const body = answer.json();
    expect(body).toMatchObject({
      id: expect.any(String),
      conversationId: expect.any(String),
      fromAddress: 'wa-1',
      toAddress: CUSTOMER,
      messengerType: 'whatsapp',
      timestamp: '2026-01-15T12:00:00.000Z',
      message: {
        status: 'queued',
        direction: 'outbound',
        normalizedMessage: {
          type: 'Structured',
          content: [
            {
              contentType: 'Notification',
              template: {
                id: 'greeting',
                body: {
                  text: 'Hello Ann, it comes on Friday.',
                  parameters: [
                    { name: '1', text: 'Ann' },
                    { name: 'day', text: 'Friday' },
                  ],
                },
              },
            },
          ],
        },
      },
    });
    expect(body.selfUri).toBe(`/api/v2/conversations/messages/${body.conversationId}/messages/${body.id}`);
    expect(await local.outbox()).toEqual([
      {
        messageId: body.id,
        conversationId: body.conversationId,
        clientId: 'sender',
        channel: 'whatsapp',
        fromAddress: 'wa-1',
        toAddress: CUSTOMER,
        templateId: 'greeting',
        subject: null,
        text: 'Order #77\nHello Ann, it comes on Friday.',
        status: 'delivered',
        carrier: 'outbox',
        externalId: null,
        errorCode: null,
        errorReason: null,
        queuedAt: '2026-01-15T12:00:00.000Z',
        sentAt: '2026-01-15T12:00:00.000Z',
        deliveredAt: '2026-01-15T12:00:00.000Z',
        readAt: null,
        failedAt: null,
      },
    ]);
  });

  it('W2 refuses a fromAddress that is no integration, or one that is not active', async () => {
    expect(await refusalOf({ ...PLAIN_MESSAGE, fromAddress: '+13175550100' })).toMatchObject({
      status: 400,
      code: 'attendant.integration.not.found',
    });
    expect(await refusalOf({ ...PLAIN_MESSAGE, fromAddress: 'wa-off' })).toMatchObject({
      status: 400,
      code: 'attendant.integration.not.active',
    });
  });

  it('W3 refuses an E.164 number, describes the right form and does not repeat the number', async () => {
    const refusal = await refusalOf({ ...PLAIN_MESSAGE, toAddress: `+${CUSTOMER}` });
    expect(refusal).toMatchObject({
      status: 400,
      code: 'attendant.address.not.phone.id',
      details: [{ fieldName: 'toAddress' }],
    });
    expect(refusal.message).toContain('without +');
    expect(refusal.message).not.toContain(CUSTOMER);
  });

  it.each([
    '1',
    '0123456789',
    '1317 555 0123',
    '1317-5550123',
    '1234567890123456',
    'ann',
    '١٣١٧٥٥٥٠١٢٣',
    '13175550123\n',
  ])('W3 refuses %j', async (toAddress) => {
    expect(await refusalOf({ ...PLAIN_MESSAGE, toAddress })).toMatchObject({
      code: 'attendant.address.not.phone.id',
    });
  });

  it.each([
    ['no template', undefined, 'attendant.template.required'],
    ['an unknown template', { responseId: 'nothing' }, 'attendant.template.not.found'],
    ['a pending template', { responseId: 'pending' }, 'attendant.template.not.approved'],
    ['a rejected template', { responseId: 'rejected' }, 'attendant.template.not.approved'],
    [
      'a template of another integration',
      { responseId: 'only-second' },
      'attendant.template.other.integration',
    ],
    [
      'a carousel',
      { responseId: 'plain', carouselParameters: { cardParameters: [] } },
      'attendant.carousel.not.available',
    ],
    [
      'both names of the body parameters',
      { responseId: 'plain', parameters: [], bodyParameters: [] },
      'constraint.validation',
    ],
  ])('W4 refuses %s', async (_case, messagingTemplate, code) => {
    expect(await refusalOf({ ...PLAIN_MESSAGE, messagingTemplate })).toMatchObject({ status: 400, code });
  });

  it.each([
    [
      'a parameter too few',
      { bodyParameters: [{ id: '1', value: 'Ann' }] },
      'parameters.mismatch',
      'bodyParameters',
    ],
    [
      'a parameter too many',
      { bodyParameters: [...GREETING_MESSAGE.messagingTemplate.bodyParameters, { id: 'x', value: 'y' }] },
      'parameters.mismatch',
      'bodyParameters',
    ],
    [
      'another id',
      {
        bodyParameters: [
          { id: '1', value: 'Ann' },
          { id: '2', value: 'Friday' },
        ],
      },
      'parameters.mismatch',
      'bodyParameters',
    ],
    [
      'an id twice',
      {
        bodyParameters: [
          { id: '1', value: 'Ann' },
          { id: '1', value: 'Bob' },
        ],
      },
      'parameters.mismatch',
      'bodyParameters',
    ],
    ['none for the header', { headerParameters: [] }, 'parameters.mismatch', 'headerParameters'],
    [
      'an empty text',
      { headerParameters: [{ id: '1', value: '  ' }] },
      'parameter.kind',
      'headerParameters.0.value',
    ],
    [
      'a line break in a text',
      { headerParameters: [{ id: '1', value: 'a\nb' }] },
      'parameter.kind',
      'headerParameters.0.value',
    ],
    [
      'a NUL in a text',
      { headerParameters: [{ id: '1', value: 'a\0b' }] },
      'parameter.kind',
      'headerParameters.0.value',
    ],
    [
      'half a surrogate pair',
      { headerParameters: [{ id: '1', value: '\ud83d' }] },
      'parameter.kind',
      'headerParameters.0.value',
    ],
    [
      'a space in a web address',
      { buttonUrlParameters: [{ id: 'track', value: 'a b' }] },
      'parameter.kind',
      'buttonUrlParameters.0.value',
    ],
    [
      'a header that grows too long',
      { headerParameters: [{ id: '1', value: 'x'.repeat(60) }] },
      'text.too.long',
      '',
    ],
  ])('W4 refuses %s', async (_case, change, code, field) => {
    const refusal = await refusalOf({
      ...GREETING_MESSAGE,
      messagingTemplate: { ...GREETING_MESSAGE.messagingTemplate, ...change },
    });
    expect(refusal).toMatchObject({ status: 400, code: `attendant.template.${code}` });
    expect(refusal.details[0]?.fieldName).toContain(field);
  });

  it('W4 takes `parameters`, the older name, for those of the body', async () => {
    const local = await openLocalServer();
    const { bodyParameters: parameters, ...rest } = GREETING_MESSAGE.messagingTemplate;
    expect(
      (await local.send({ ...GREETING_MESSAGE, messagingTemplate: { ...rest, parameters } })).statusCode,
    ).toBe(202);
  });

  it('W4 fills a parameter as it is: emoji, right-to-left text, braces and dollar signs', async () => {
    const local = await openLocalServer();
    const value = '👋🏽 שלום $& {{day}} "x"';
    const bodyParameters = [
      { id: '1', value },
      { id: 'day', value: 'Friday' },
    ];
    await local.send({
      ...GREETING_MESSAGE,
      messagingTemplate: { ...GREETING_MESSAGE.messagingTemplate, bodyParameters },
    });
    expect((await local.outbox())[0]?.['text']).toBe(`Order #77\nHello ${value}, it comes on Friday.`);
  });

  it('W5 refuses a number without a granted consent, before and after a withdrawal', async () => {
    const local = await openLocalServer();
    const other = { ...PLAIN_MESSAGE, toAddress: '4915112345678' };
    const refused = await local.send(other);
    expect(refused.json()).toMatchObject({ status: 400, code: 'attendant.consent.missing' });
    expect(refused.body).not.toContain('4915112345678');
    const url = '/attendant/consents/whatsapp/4915112345678';
    await local.inject({ method: 'PUT', url, payload: { method: 'ivr', businessName: 'Test' } });
    expect((await local.send(other)).statusCode).toBe(202);
    await local.inject({ method: 'DELETE', url });
    expect((await local.send(other)).json()).toMatchObject({ code: 'attendant.consent.missing' });
  });

  it('W7 begins a conversation, continues a disconnected one and refuses a connected one', async () => {
    const local = await openLocalServer();
    const first = (await local.send(PLAIN_MESSAGE)).json();
    const second = (await local.send(PLAIN_MESSAGE)).json();
    expect(second.conversationId).toBe(first.conversationId);
    const url = `/attendant/whatsapp-conversations/${first.conversationId}/state`;
    expect(
      (await local.inject({ method: 'PUT', url, payload: { state: 'connected' } })).json(),
    ).toMatchObject({ state: 'connected' });
    const refused = await local.send(PLAIN_MESSAGE);
    expect(refused.json()).toMatchObject({ status: 409, code: 'attendant.conversation.connected' });
    const forced = await local.send({ ...PLAIN_MESSAGE, useExistingActiveConversation: true });
    expect(forced.json()).toMatchObject({ conversationId: first.conversationId });
    const elsewhere = await local.send({ ...PLAIN_MESSAGE, fromAddress: 'wa-2' });
    expect(elsewhere.json().conversationId).not.toBe(first.conversationId);
  });

  it('W7 continues a conversation that waits in a queue: no agent is in it', async () => {
    const local = await openLocalServer();
    const start = {
      ownAddress: 'wa-1',
      customerAddress: CUSTOMER,
      channel: 'whatsapp',
      direction: 'inbound',
    } as const;
    await local.database.commits.add(() => {
      local.platform.interactions.begin({ ...start, id: 'waiting-1', state: 'waiting' });
    });
    expect((await local.send(PLAIN_MESSAGE)).json()).toMatchObject({ conversationId: 'waiting-1' });
    expect(local.platform.interactions.store.one('waiting-1')?.state).toBe('waiting');
  });

  it('W7 lets one of two racing requests begin the conversation, and the other continue it', async () => {
    const local = await openLocalServer();
    await local.send(PLAIN_MESSAGE);
    const both = await Promise.all([1, 2].map(() => local.send({ ...PLAIN_MESSAGE, fromAddress: 'wa-2' })));
    expect(new Set(both.map((answer) => answer.json().conversationId)).size).toBe(1);
  });

  it('W9 counts each conversation it began once, however many messages it holds', async () => {
    const local = await openLocalServer();
    for (const fromAddress of ['wa-1', 'wa-1', 'wa-2']) await local.send({ ...PLAIN_MESSAGE, fromAddress });
    const list = await local.inject({ method: 'GET', url: '/attendant/whatsapp-conversations' });
    expect(list.json()).toMatchObject({
      billedConversations: 2,
      entities: [{ isBilled: true }, { isBilled: true }],
    });
  });

  it.each(['open', 'webmessaging', 'apple'])(
    'refuses %s messages clearly',
    async (toAddressMessengerType) => {
      const refusal = await refusalOf({ ...PLAIN_MESSAGE, toAddressMessengerType, textBody: 'x' });
      expect(refusal).toMatchObject({ status: 400, code: 'attendant.channel.not.available' });
      expect(refusal.message).toContain('whatsapp or sms');
    },
  );
});
