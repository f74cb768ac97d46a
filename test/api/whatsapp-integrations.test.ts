import { describe, expect, it } from 'vitest';
import { CUSTOMER, openLocalServer, PLAIN_MESSAGE, TEST_SEED } from './local-server.ts';

const ALL = '/api/v2/conversations/messaging/integrations';
const PATH = `${ALL}/whatsapp`;
const SEED = {
  ...TEST_SEED,
  oauthClients: [
    ...TEST_SEED.oauthClients,
    { id: 'admin', name: 'Admin', secret: 'admin-secret', localOnly: true, permissions: ['messaging:*:*'] },
  ],
};

async function open() {
  const local = await openLocalServer({ seed: SEED });
  const headers = await local.login('admin');
  const ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
    local.inject({ method, url, headers, ...(payload && { payload }) });
  return { local, ask };
}

describe('WhatsApp integrations', () => {
  it('W2 makes one with a certificate, sends from it, renames it and deletes it; its messages stay', async () => {
    const { local, ask } = await open();
    const made = await ask('POST', PATH, {
      name: 'New',
      phoneNumber: '+13175550188',
      wabaCertificate: 'secret-cert',
    });
    expect(made.json()).toMatchObject({ status: 'Active', createStatus: 'Completed', version: 1 });
    expect(made.body).not.toContain('secret-cert');
    const { id } = made.json();
    const sent = await local.send({ ...PLAIN_MESSAGE, fromAddress: id });
    expect(sent.statusCode).toBe(202);
    expect((await ask('PATCH', `${PATH}/${id}`, { name: 'Renamed' })).json()).toMatchObject({
      name: 'Renamed',
      version: 2,
    });
    expect((await ask('GET', ALL)).json().entities).toContainEqual(
      expect.objectContaining({ id, name: 'Renamed', messengerType: 'whatsapp', status: 'Active' }),
    );
    expect((await ask('DELETE', `${PATH}/${id}`)).statusCode).toBe(200);
    expect((await ask('GET', `${PATH}/${id}`)).statusCode).toBe(404);
    expect((await local.send({ ...PLAIN_MESSAGE, fromAddress: id })).json()).toMatchObject({
      code: 'attendant.integration.not.found',
    });
    expect(await local.outbox()).toMatchObject([{ fromAddress: id }]);
  });

  it('W2 signs one up: incomplete, nothing can be sent, until a number and a PIN activate it', async () => {
    const { local, ask } = await open();
    const begun = await ask('POST', `${PATH}/embeddedsignup`, {
      name: 'Sign-up',
      embeddedSignupAccessToken: 'token-x',
    });
    const { id } = begun.json();
    expect(begun.json()).toMatchObject({ status: 'Incomplete', createStatus: 'Initiated' });
    const refused = await local.send({ ...PLAIN_MESSAGE, fromAddress: id });
    expect(refused.json()).toMatchObject({ code: 'attendant.integration.not.active' });
    const activation = { phoneNumber: '+13175550189', pin: '123456' };
    const url = `${PATH}/embeddedsignup/${id}`;
    expect((await ask('PATCH', url, { ...activation, pin: '12' })).json()).toMatchObject({
      details: [{ fieldName: 'pin' }],
    });
    expect((await ask('PATCH', url, { ...activation, phoneNumber: '+13175550100' })).json()).toMatchObject({
      status: 409,
    });
    expect((await ask('PATCH', url, activation)).json()).toMatchObject({
      status: 'Active',
      phoneNumber: '+13175550189',
    });
    expect((await ask('PATCH', url, activation)).statusCode).toBe(200);
    expect((await ask('PATCH', url, { ...activation, phoneNumber: '+13175550187' })).json()).toMatchObject({
      status: 409,
    });
    expect((await local.send({ ...PLAIN_MESSAGE, fromAddress: id })).statusCode).toBe(202);
  });

  it('W2 is switched off and on by the operator', async () => {
    const { local } = await open();
    const url = '/attendant/whatsapp-integrations/wa-1/status';
    await local.inject({ method: 'PUT', url, payload: { status: 'inactive' } });
    expect((await local.send(PLAIN_MESSAGE)).json()).toMatchObject({
      code: 'attendant.integration.not.active',
    });
    await local.inject({ method: 'PUT', url, payload: { status: 'active' } });
    expect((await local.send(PLAIN_MESSAGE)).statusCode).toBe(202);
  });

  it.each([
    [{}, 'name'],
    [{ name: 'a\0', phoneNumber: '+13175550188', wabaCertificate: 'x' }, 'name'],
    [{ name: 'x'.repeat(201), phoneNumber: '+13175550188', wabaCertificate: 'x' }, 'name'],
    [{ name: 'New', phoneNumber: '13175550188', wabaCertificate: 'x' }, 'phoneNumber'],
    [{ name: 'New', phoneNumber: ['+13175550188'], wabaCertificate: 'x' }, 'phoneNumber'],
    [{ name: 'New', phoneNumber: '+13175550188' }, 'wabaCertificate'],
  ])('W2 refuses to make %j', async (body, fieldName) => {
    const { ask } = await open();
    expect((await ask('POST', PATH, body)).json()).toMatchObject({ status: 400, details: [{ fieldName }] });
  });

  it('W2 asks for the permissions of Genesys Cloud', async () => {
    const { local } = await open();
    const headers = await local.login('sender');
    for (const [method, url] of [
      ['POST', PATH],
      ['PATCH', `${PATH}/wa-1`],
      ['DELETE', `${PATH}/wa-1`],
      ['POST', `${PATH}/embeddedsignup`],
    ] as const)
      expect((await local.inject({ method, url, headers, payload: {} })).statusCode).toBe(403);
  });
});

describe('the quality of a WhatsApp sender', () => {
  const senders = '/attendant/whatsapp-integrations';

  async function sendUndeliverable(local: Awaited<ReturnType<typeof openLocalServer>>, count: number) {
    for (let index = 0; index < count; index += 1) await local.send(PLAIN_MESSAGE);
    await local.platform.settled();
    local.clock.advance(0);
    await local.platform.settled();
  }

  async function opened() {
    const { local, ask } = await open();
    await local.inject({
      method: 'PUT',
      url: `/attendant/outcomes/whatsapp/${CUSTOMER}`,
      payload: { outcome: 'notOnWhatsApp' },
    });
    const sender = async () => (await local.inject({ method: 'GET', url: `${senders}/wa-1` })).json();
    return { local, ask, sender };
  }

  it('W8 falls from GREEN to YELLOW to RED, and then the sender is blocked', async () => {
    const { local, ask, sender } = await opened();
    expect((await sender()).quality).toEqual({ rating: 'GREEN', messages: 0, undeliverable: 0 });
    await sendUndeliverable(local, 5);
    expect((await sender()).quality).toEqual({ rating: 'YELLOW', messages: 5, undeliverable: 5 });
    await sendUndeliverable(local, 5);
    expect(await sender()).toMatchObject({ quality: { rating: 'RED' }, isBlocked: false });
    await sendUndeliverable(local, 10);
    expect(await sender()).toMatchObject({ isBlocked: true, blockedUntil: '2026-01-16T12:00:00.000Z' });
    expect((await local.send(PLAIN_MESSAGE)).json()).toMatchObject({
      status: 400,
      code: 'attendant.sender.blocked',
    });
    expect((await local.send({ ...PLAIN_MESSAGE, fromAddress: 'wa-2' })).statusCode).toBe(202);
    expect((await ask('GET', `${PATH}/wa-1`)).json()).toMatchObject({
      status: 'Error',
      activationErrorInfo: { code: 'attendant.sender.blocked' },
    });
  });

  it('W8 is lifted by the operator, or by time; what was before counts no more', async () => {
    const { local, sender } = await opened();
    await sendUndeliverable(local, 20);
    const lifted = await local.inject({ method: 'POST', url: `${senders}/wa-1/unblock` });
    expect(lifted.json()).toMatchObject({ isBlocked: false, quality: { rating: 'GREEN', messages: 0 } });
    local.clock.advance(1);
    await sendUndeliverable(local, 1);
    expect(await sender()).toMatchObject({ isBlocked: false, quality: { undeliverable: 1 } });
    await sendUndeliverable(local, 19);
    expect(await sender()).toMatchObject({ isBlocked: true });
    local.clock.advance(24 * 60 * 60 * 1000);
    expect(await sender()).toMatchObject({ isBlocked: false, blockedUntil: null });
  });

  it('W8 counts a few failures among many messages for little', async () => {
    const { local, sender } = await opened();
    await sendUndeliverable(local, 10);
    await local.inject({ method: 'DELETE', url: `/attendant/outcomes/whatsapp/${CUSTOMER}` });
    for (let index = 0; index < 200; index += 1) await local.send(PLAIN_MESSAGE);
    expect((await sender()).quality).toEqual({ rating: 'GREEN', messages: 210, undeliverable: 10 });
  });
});
