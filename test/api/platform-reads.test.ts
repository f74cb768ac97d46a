import { describe, expect, it } from 'vitest';
import { CUSTOMER, openLocalServer, PLAIN_MESSAGE } from './local-server.ts';

const INTEGRATIONS = '/api/v2/conversations/messaging/integrations/whatsapp';

describe('reads in Genesys’ shapes', () => {
  it('lists WhatsApp integrations in pages', async () => {
    const local = await openLocalServer();
    const headers = await local.login();
    const page = await local.inject({
      method: 'GET',
      url: `${INTEGRATIONS}?pageSize=2&pageNumber=2`,
      headers,
    });
    expect(page.json()).toEqual({
      entities: [
        expect.objectContaining({
          id: 'wa-2',
          name: 'Second',
          status: 'Active',
          version: 1,
          selfUri: `${INTEGRATIONS}/wa-2`,
        }),
      ],
      pageSize: 2,
      pageNumber: 2,
      total: 3,
      pageCount: 2,
      firstUri: `${INTEGRATIONS}?pageSize=2&pageNumber=1`,
      selfUri: `${INTEGRATIONS}?pageSize=2&pageNumber=2`,
      lastUri: `${INTEGRATIONS}?pageSize=2&pageNumber=2`,
      previousUri: `${INTEGRATIONS}?pageSize=2&pageNumber=1`,
    });
    const wrong = await local.inject({ method: 'GET', url: `${INTEGRATIONS}?pageSize=0`, headers });
    expect(wrong.json()).toMatchObject({ status: 400, code: 'invalid.query.param.value' });
  });

  it('reads one WhatsApp integration', async () => {
    const local = await openLocalServer();
    const headers = await local.login();
    const one = await local.inject({ method: 'GET', url: `${INTEGRATIONS}/wa-off`, headers });
    expect(one.json()).toMatchObject({ id: 'wa-off', status: 'Inactive', phoneNumber: '+13175550102' });
    const none = await local.inject({ method: 'GET', url: `${INTEGRATIONS}/nothing`, headers });
    expect(none.json()).toMatchObject({ status: 404, code: 'not.found' });
  });

  it('reads a message template as a response', async () => {
    const local = await openLocalServer();
    const headers = await local.login();
    const one = await local.inject({
      method: 'GET',
      url: '/api/v2/responsemanagement/responses/greeting',
      headers,
    });
    expect(one.json()).toMatchObject({
      id: 'greeting',
      responseType: 'MessagingTemplate',
      libraries: [{ id: expect.any(String) }],
      texts: [{ content: 'Hello {{1}}, it comes on {{day}}.', contentType: 'text/plain' }],
      messagingTemplate: { whatsApp: { name: 'greeting', language: 'en_US', templateStatus: 'approved' } },
    });
    const none = await local.inject({
      method: 'GET',
      url: '/api/v2/responsemanagement/responses/nothing',
      headers,
    });
    expect(none.json()).toMatchObject({ status: 404, code: 'rms.response.not.found' });
  });
});

describe('the operator’s reads', () => {
  it('lists the outbox newest first, by address and channel, up to a limit', async () => {
    const local = await openLocalServer();
    for (const fromAddress of ['wa-1', 'wa-2', 'wa-1']) await local.send({ ...PLAIN_MESSAGE, fromAddress });
    await local.platform.settled();
    const senders = async (query: string) => {
      const answer = await local.inject({ method: 'GET', url: `/attendant/outbox?${query}` });
      return answer.json().entities.map((one: { fromAddress: string }) => one.fromAddress);
    };
    expect(await senders(`to=${CUSTOMER}&channel=whatsapp&limit=2`)).toEqual(['wa-1', 'wa-2']);
    expect(await senders('channel=email')).toEqual([]);
    expect(await senders('to=1')).toEqual([]);
    const wrong = await local.inject({ method: 'GET', url: '/attendant/outbox?limit=many' });
    expect(wrong.json()).toMatchObject({
      status: 400,
      code: 'invalid.query.param.value',
      details: [{ fieldName: 'limit' }],
    });
  });

  it('refuses an unknown conversation and an unknown state', async () => {
    const local = await openLocalServer();
    const put = (payload: object) =>
      local.inject({ method: 'PUT', url: '/attendant/whatsapp-conversations/x/state', payload });
    expect((await put({ state: 'connected' })).json()).toMatchObject({
      status: 404,
      code: 'attendant.conversation.not.found',
    });
    expect((await put({ state: 'alerting' })).json()).toMatchObject({
      status: 400,
      details: [{ fieldName: 'state' }],
    });
  });
});
