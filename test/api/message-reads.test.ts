import { describe, expect, it } from 'vitest';
import { CUSTOMER, GREETING_MESSAGE, openLocalServer, PLAIN_MESSAGE, TEST_SEED } from './local-server.ts';

const PATH = '/api/v2/conversations/messages';
const SEED = {
  ...TEST_SEED,
  oauthClients: [
    ...TEST_SEED.oauthClients,
    {
      id: 'reader',
      name: 'Reader',
      secret: 'reader-secret',
      localOnly: true,
      permissions: ['conversation:message:view'],
    },
  ],
};

async function open() {
  const local = await openLocalServer({ seed: SEED });
  const headers = await local.login('reader');
  const get = (url: string) => local.inject({ method: 'GET', url, headers });
  const bulk = (conversationId: string, payload: object) =>
    local.inject({ method: 'POST', url: `${PATH}/${conversationId}/messages/bulk`, headers, payload });
  return { local, get, bulk };
}

describe('reads of messages', () => {
  it('W4 shows what was sent and that it was delivered', async () => {
    const { local, get } = await open();
    const sent = (await local.send(GREETING_MESSAGE)).json();
    await local.platform.settled();
    const read = await get(`${PATH}/${sent.conversationId}/messages/${sent.id}`);
    expect(read.json()).toMatchObject({
      id: sent.id,
      status: 'delivery-success',
      normalizedMessage: {
        type: 'Structured',
        content: [{ template: { id: 'greeting', header: { text: 'Order #77' } } }],
      },
      normalizedReceipts: [
        { type: 'Receipt', status: 'Sent', isFinalReceipt: false },
        { type: 'Receipt', status: 'Delivered', isFinalReceipt: true },
      ],
    });
    expect((await get(`${PATH}/${sent.id}/details`)).json()).toEqual(read.json());
  });

  it('W8 says why a message failed', async () => {
    const { local, get } = await open();
    const url = `/attendant/outcomes/whatsapp/${CUSTOMER}`;
    await local.inject({ method: 'PUT', url, payload: { outcome: 'notOnWhatsApp' } });
    const { id } = (await local.send(PLAIN_MESSAGE)).json();
    await local.platform.settled();
    local.clock.advance(0);
    await local.platform.settled();
    expect((await get(`${PATH}/${id}/details`)).json()).toMatchObject({
      status: 'delivery-failed',
      normalizedReceipts: [
        { status: 'Sent', isFinalReceipt: false },
        {
          status: 'Failed',
          isFinalReceipt: true,
          reasons: [{ code: 'InvalidDestination', message: '131026: Message undeliverable' }],
        },
      ],
    });
  });

  it('reads several at once, and leaves out what is not of the conversation', async () => {
    const { local, bulk } = await open();
    const first = (await local.send(PLAIN_MESSAGE)).json();
    const second = (await local.send(PLAIN_MESSAGE)).json();
    const other = (await local.send({ ...PLAIN_MESSAGE, fromAddress: 'wa-2' })).json();
    const found = await bulk(first.conversationId, [first.id, other.id, 'nothing', second.id]);
    expect(found.json().entities).toMatchObject([{ id: first.id }, { id: second.id }]);
  });

  it.each([[{}], [[1]], [['x'.repeat(101)]], [Array(101).fill('a')]])('refuses %j', async (body) => {
    const { bulk } = await open();
    expect((await bulk('c-1', body)).statusCode).toBe(400);
  });

  it('says 404 of unknown messages, and 403 without the permission', async () => {
    const { local, get } = await open();
    expect((await get(`${PATH}/c-1/messages/m-1`)).statusCode).toBe(404);
    expect((await get(`${PATH}/m-1/details`)).statusCode).toBe(404);
    const headers = await local.login('sender');
    expect((await local.inject({ method: 'GET', url: `${PATH}/m-1/details`, headers })).statusCode).toBe(403);
  });
});
