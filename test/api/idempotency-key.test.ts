import { describe, expect, it } from 'vitest';
import { GREETING_MESSAGE, openLocalServer, PLAIN_MESSAGE } from './local-server.ts';

describe('Idempotency-Key', () => {
  const headers = { 'idempotency-key': 'call-1:7' };

  it('answers a repeated request with the first result and sends once', async () => {
    const local = await openLocalServer();
    const first = await local.send(PLAIN_MESSAGE, headers);
    const again = await local.send(PLAIN_MESSAGE, headers);
    expect([again.statusCode, again.body]).toEqual([202, first.body]);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(await local.outbox()).toHaveLength(1);
  });

  it('answers two at once with one result', async () => {
    const local = await openLocalServer();
    await local.send(PLAIN_MESSAGE);
    const [first, second] = await Promise.all([
      local.send(GREETING_MESSAGE, headers),
      local.send(GREETING_MESSAGE, headers),
    ]);
    expect(second?.body).toBe(first?.body);
    expect(await local.outbox()).toHaveLength(2);
  });

  it('keeps a refusal too, with the contextId of the first request', async () => {
    const local = await openLocalServer();
    const other = { ...PLAIN_MESSAGE, toAddress: '4915112345678' };
    const first = await local.send(other, headers);
    await local.inject({
      method: 'PUT',
      url: '/attendant/consents/whatsapp/4915112345678',
      payload: { method: 'ivr', businessName: 'T' },
    });
    const again = await local.send(other, headers);
    expect([again.statusCode, again.body]).toEqual([400, first.body]);
    expect((await local.send(other, { 'idempotency-key': 'new' })).statusCode).toBe(202);
  });

  it('answers 409 when the key comes with another request', async () => {
    const local = await openLocalServer();
    await local.send(PLAIN_MESSAGE, headers);
    const other = await local.send(GREETING_MESSAGE, headers);
    expect(other.json()).toMatchObject({ status: 409, code: 'attendant.idempotency.key.reused' });
    expect(await local.outbox()).toHaveLength(1);
  });

  it.each(['', 'a b', 'é', 'x'.repeat(201)])('refuses the key %j', async (key) => {
    const local = await openLocalServer();
    const answer = await local.send(PLAIN_MESSAGE, { 'idempotency-key': key });
    expect(answer.json()).toMatchObject({ status: 400, code: 'attendant.idempotency.key.invalid' });
  });
});
