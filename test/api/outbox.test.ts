import { describe, expect, it } from 'vitest';
import { CUSTOMER, GREETING_MESSAGE, openLocalServer, PLAIN_MESSAGE } from './local-server.ts';

const PATH = '/attendant/outbox';

async function openOutbox() {
  const local = await openLocalServer();
  for (const message of [PLAIN_MESSAGE, GREETING_MESSAGE, PLAIN_MESSAGE]) {
    expect((await local.send(message)).statusCode).toBe(202);
    await local.platform.settled();
  }
  const get = async (path: string) => (await local.inject({ url: `${PATH}${path}` })).json();
  const ids: readonly string[] = (await local.outbox()).map(({ messageId }) => String(messageId));
  const found = async (query: string) =>
    (await get(`?${query}`)).entities.map(({ messageId }: { messageId: string }) => ids.indexOf(messageId));
  return { local, get, ids, found };
}

describe('the outbox', () => {
  it('is searched by text, address, channel and status, a page at a time', async () => {
    const { get, ids, found } = await openOutbox();
    expect(await found('text=FRIDAY')).toEqual([1]);
    expect(await found(`text=${CUSTOMER.slice(3, 9)}&channel=whatsapp`)).toEqual([0, 1, 2]);
    expect(await found('channel=sms')).toEqual([]);
    expect(await found('status=delivered&text=hello.')).toEqual([0, 2]);
    expect(await found('status=failed')).toEqual([]);
    expect(await found('text=%25')).toEqual([]);
    expect(await found(`limit=1&after=${ids[0]}`)).toEqual([1]);
    expect(await found(`to=${CUSTOMER}&after=${ids[1]}`)).toEqual([2]);
    expect(await get('?after=nobody')).toMatchObject({ status: 400, details: [{ fieldName: 'after' }] });
  });

  it('has all of one message, with the parts of its template filled in', async () => {
    const { get, ids } = await openOutbox();
    expect(await get(`/${ids[1]}`)).toMatchObject({
      messageId: ids[1],
      status: 'delivered',
      template: {
        name: 'greeting',
        header: 'Order #77',
        body: 'Hello Ann, it comes on Friday.',
        buttons: [],
      },
    });
    expect(await get('/nobody')).toMatchObject({ status: 404 });
    expect(await get(`/${ids[1]}/html`)).toMatchObject({ status: 404, message: 'This message has no HTML.' });
  });

  it('is for this machine only', async () => {
    const { local, ids } = await openOutbox();
    for (const path of ['', `/${ids[0]}`, `/${ids[0]}/html`]) {
      const answer = await local.inject({ url: `${PATH}${path}`, remoteAddress: '203.0.113.7' });
      expect(answer.statusCode, path).toBe(403);
    }
  });
});
