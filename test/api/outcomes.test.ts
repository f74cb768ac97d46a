import { describe, expect, it } from 'vitest';
import { CUSTOMER, openLocalServer, PLAIN_MESSAGE, TEST_SEED } from './local-server.ts';

const URL = `/attendant/outcomes/whatsapp/${CUSTOMER}`;

describe('scripted outcomes', () => {
  it.each([
    ['notOnWhatsApp', 'failed', '131026'],
    ['windowClosed', 'failed', '131047'],
    ['notDeliveredByMeta', 'failed', '131049'],
    ['optedOut', 'failed', '131050'],
    ['delivered', 'delivered', null],
  ])('W8 a message is accepted, and then what %s says becomes of it', async (outcome, status, errorCode) => {
    const local = await openLocalServer();
    const put = await local.inject({ method: 'PUT', url: URL, payload: { outcome } });
    expect(put.json()).toMatchObject({ channel: 'whatsapp', address: CUSTOMER, outcome });
    expect((await local.send(PLAIN_MESSAGE)).statusCode).toBe(202);
    await local.platform.settled();
    local.clock.advance(0);
    expect((await local.outbox())[0]).toMatchObject({ status, errorCode });
  });

  it('W8 keeps to the times of the steps, the first as well', async () => {
    const local = await openLocalServer();
    const steps = [
      { status: 'sent', afterMs: 1000 },
      { status: 'delivered', afterMs: 2000 },
      { status: 'read', afterMs: 3000 },
    ];
    await local.inject({ method: 'PUT', url: URL, payload: { outcome: { steps } } });
    await local.send(PLAIN_MESSAGE);
    const seen: unknown[] = [];
    for (const ms of [999, 1, 1999, 1, 3000]) {
      await local.platform.settled();
      local.clock.advance(ms);
      seen.push((await local.outbox())[0]?.['status']);
    }
    expect(seen).toEqual(['queued', 'sent', 'sent', 'delivered', 'read']);
  });

  it('W8 takes any failure of a carrier, until the outcome is removed', async () => {
    const local = await openLocalServer();
    const failed = { code: '131042', reason: 'Business eligibility payment issue' };
    await local.inject({
      method: 'PUT',
      url: `/attendant/outcomes/whatsapp/+${CUSTOMER}`,
      payload: { outcome: { failed } },
    });
    await local.send(PLAIN_MESSAGE);
    expect((await local.outbox())[0]).toMatchObject({
      status: 'failed',
      errorCode: '131042',
      errorReason: failed.reason,
    });
    expect((await local.inject({ method: 'GET', url: '/attendant/outcomes' })).json().entities).toMatchObject(
      [{ address: CUSTOMER, outcome: { failed }, steps: [{ status: 'failed', afterMs: 0, ...failed }] }],
    );
    expect((await local.inject({ method: 'DELETE', url: URL })).statusCode).toBe(204);
    expect((await local.inject({ method: 'GET', url: URL })).statusCode).toBe(404);
    expect((await local.inject({ method: 'DELETE', url: URL })).statusCode).toBe(404);
    await local.send(PLAIN_MESSAGE);
    expect((await local.outbox())[0]).toMatchObject({ status: 'delivered' });
  });

  it('W8 reads outcomes from the seed', async () => {
    const local = await openLocalServer({
      seed: {
        ...TEST_SEED,
        outcomes: [{ channel: 'whatsapp', address: CUSTOMER, outcome: 'notOnWhatsApp' }],
      },
    });
    await local.send(PLAIN_MESSAGE);
    await local.platform.settled();
    local.clock.advance(0);
    expect((await local.outbox())[0]).toMatchObject({ status: 'failed', errorCode: '131026' });
  });

  it('lists the presets, each with what it does', async () => {
    const local = await openLocalServer();
    const { entities } = (await local.inject({ method: 'GET', url: '/attendant/outcomes/presets' })).json();
    expect(entities).toContainEqual(
      expect.objectContaining({ name: 'notOnWhatsApp', channels: ['whatsapp'], about: expect.any(String) }),
    );
  });

  it.each([
    [URL, undefined, 'bad.request'],
    [URL, {}, 'constraint.validation'],
    [URL, { outcome: 'lost' }, 'constraint.validation'],
    [URL, { outcome: 'bounced' }, 'constraint.validation'],
    [URL, { outcome: ['delivered'] }, 'constraint.validation'],
    [URL, { outcome: { failed: { code: 'a\r\nb', reason: 'x' } } }, 'constraint.validation'],
    [URL, { outcome: { failed: { code: '1', reason: '\ud83d' } } }, 'constraint.validation'],
    [URL, { outcome: { steps: [] } }, 'constraint.validation'],
    [URL, { outcome: { steps: [{ status: 'sent', afterMs: -1 }] } }, 'constraint.validation'],
    [
      URL,
      {
        outcome: {
          steps: [
            { status: 'read', afterMs: 0 },
            { status: 'sent', afterMs: 0 },
          ],
        },
      },
      'constraint.validation',
    ],
    [URL, { outcome: 'delivered', more: 1 }, 'constraint.validation'],
    ['/attendant/outcomes/fax/1', { outcome: 'delivered' }, 'not.found'],
    ['/attendant/outcomes/whatsapp/ann', { outcome: 'delivered' }, 'attendant.address.not.phone.id'],
    ['/attendant/outcomes/sms/0123', { outcome: 'delivered' }, 'attendant.address.not.e164'],
    ['/attendant/outcomes/email/ann', { outcome: 'delivered' }, 'attendant.address.not.email'],
  ])('refuses PUT %s %j', async (url, payload, code) => {
    const local = await openLocalServer();
    const answer = await local.inject({ method: 'PUT', url, ...(payload === undefined ? {} : { payload }) });
    expect(answer.json()).toMatchObject({ code });
  });
});
