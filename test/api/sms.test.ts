import { describe, expect, it } from 'vitest';
import { openLocalServer, TEST_SEED } from './local-server.ts';

const OURS = '+13175550199';
const THEIRS = '+4915112345678';
const SMS = { fromAddress: OURS, toAddress: THEIRS, toAddressMessengerType: 'sms', textBody: 'Hello.' };
const NUMBERS = '/api/v2/routing/sms/phonenumbers';
const ADDRESSES = '/api/v2/routing/sms/addresses';
const SEED = {
  ...TEST_SEED,
  smsNumbers: [{ id: 'sms-1', phoneNumber: OURS, name: 'Main' }],
  oauthClients: [
    ...TEST_SEED.oauthClients,
    {
      id: 'numbers',
      name: 'Numbers',
      secret: 'numbers-secret',
      localOnly: true,
      permissions: ['sms:phoneNumber:*'],
    },
  ],
};

async function open() {
  const local = await openLocalServer({ seed: SEED });
  const headers = await local.login('numbers');
  const ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
    local.inject({ method, url, headers, ...(payload && { payload }) });
  return { local, ask };
}

describe('agentless SMS', () => {
  it('W10 sends an SMS from a number of ours, without a template and without a charge', async () => {
    const { local } = await open();
    const sent = await local.send(SMS);
    expect(sent.statusCode).toBe(202);
    expect(sent.json()).toMatchObject({
      fromAddress: OURS,
      toAddress: THEIRS,
      messengerType: 'sms',
      message: {
        status: 'queued',
        normalizedMessage: { type: 'Text', text: 'Hello.', channel: { platform: 'Sms' } },
      },
    });
    expect((await local.outbox())[0]).toMatchObject({ channel: 'sms', text: 'Hello.', status: 'delivered' });
    const conversation = local.platform.interactions.store.one(sent.json().conversationId);
    expect(conversation).toMatchObject({ channel: 'sms', isBilled: false, state: 'disconnected' });
    expect((await local.send(SMS)).json().conversationId).toBe(sent.json().conversationId);
  });

  it.each([765, 766])('W10 counts %i characters, emoji as one each', async (length) => {
    const { local } = await open();
    const answer = await local.send({ ...SMS, textBody: `${'x'.repeat(length - 2)}👋ש` });
    expect(answer.statusCode).toBe(length === 765 ? 202 : 400);
    if (length > 765) expect(answer.json()).toMatchObject({ details: [{ fieldName: 'textBody' }] });
  });

  it.each([
    ['no text', { textBody: undefined }, 'constraint.validation', 'textBody'],
    ['a blank text', { textBody: ' \n' }, 'constraint.validation', 'textBody'],
    ['a NUL', { textBody: 'a\0b' }, 'constraint.validation', 'textBody'],
    ['half a surrogate pair', { textBody: 'a\ud83d' }, 'constraint.validation', 'textBody'],
    ['a text that is none', { textBody: ['a'] }, 'constraint.validation', 'textBody'],
    [
      'a template',
      { messagingTemplate: { responseId: 'plain' } },
      'constraint.validation',
      'messagingTemplate',
    ],
    ['a phone ID', { toAddress: '4915112345678' }, 'attendant.address.not.e164', 'toAddress'],
    ['a number with spaces', { toAddress: '+49 151 12345678' }, 'attendant.address.not.e164', 'toAddress'],
    ['a number of nobody', { fromAddress: '+13175550198' }, 'attendant.sms.number.not.found', 'fromAddress'],
    ['an id for a number', { fromAddress: 'sms-1' }, 'attendant.address.not.e164', 'fromAddress'],
  ])('W10 refuses %s', async (_case, change, code, fieldName) => {
    const { local } = await open();
    const answer = await local.send({ ...SMS, ...change });
    expect(answer.json()).toMatchObject({ status: 400, code, details: [{ fieldName }] });
    expect(answer.body).not.toContain('15112345678');
  });

  it('W10 takes line breaks, emoji and right-to-left text as they are', async () => {
    const { local } = await open();
    const textBody = 'a\r\nb\t👋🏽 שלום "${x}" {{1}}';
    await local.send({ ...SMS, textBody });
    expect((await local.outbox())[0]?.['text']).toBe(textBody);
  });

  it('W10 needs no recorded consent, but refuses whoever has withdrawn', async () => {
    const { local } = await open();
    expect((await local.send(SMS)).statusCode).toBe(202);
    const url = `/attendant/consents/sms/${THEIRS}`;
    const withdrawn = await local.inject({ method: 'DELETE', url });
    expect(withdrawn.json()).toMatchObject({ status: 'withdrawn', grantedAt: null, method: 'operator' });
    expect((await local.send(SMS)).json()).toMatchObject({
      status: 400,
      code: 'attendant.consent.withdrawn',
    });
    await local.inject({ method: 'PUT', url, payload: { method: 'web form', businessName: 'Test' } });
    expect((await local.send(SMS)).statusCode).toBe(202);
  });

  it('W7 keeps out of an SMS conversation that an agent is in, unless told to join', async () => {
    const { local } = await open();
    const { conversationId } = (await local.send(SMS)).json();
    await local.inject({
      method: 'PUT',
      url: `/attendant/whatsapp-conversations/${conversationId}/state`,
      payload: { state: 'connected' },
    });
    expect((await local.send(SMS)).json()).toMatchObject({
      status: 409,
      code: 'attendant.conversation.connected',
    });
    expect((await local.send({ ...SMS, useExistingActiveConversation: true })).statusCode).toBe(202);
  });
});

describe('SMS numbers', () => {
  it('W10 buys, lists, reads, changes and gives back a number', async () => {
    const { local, ask } = await open();
    const address = (
      await ask('POST', ADDRESSES, {
        name: 'Head office',
        street: '1 Main St',
        city: 'Indianapolis',
        region: 'IN',
        postalCode: '46204',
        countryCode: 'US',
      })
    ).json();
    const order = {
      phoneNumber: '+13175550177',
      phoneNumberType: 'tollfree',
      countryCode: 'US',
      addressId: address.id,
    };
    const bought = await ask('POST', NUMBERS, order);
    expect(bought.statusCode).toBe(200);
    const { id } = bought.json();
    expect(bought.json()).toMatchObject({
      phoneNumber: '+13175550177',
      phoneNumberStatus: 'ACTIVE',
      version: 1,
    });
    expect((await ask('POST', NUMBERS, order)).json()).toMatchObject({
      status: 409,
      code: 'attendant.sms.number.taken',
    });
    const list = await ask('GET', `${NUMBERS}?phoneNumberType=tollfree`);
    expect(list.json()).toMatchObject({ total: 1, entities: [{ id, addressId: { id: address.id } }] });
    expect((await ask('GET', `${NUMBERS}?phoneNumber=%2B1317`)).json().total).toBe(2);
    expect((await ask('PATCH', `${NUMBERS}/${id}`, {})).json()).toMatchObject({ version: 2 });
    expect((await local.send({ ...SMS, fromAddress: '+13175550177' })).statusCode).toBe(202);
    expect((await ask('DELETE', `${ADDRESSES}/${address.id}`)).json()).toMatchObject({ status: 409 });
    expect((await ask('DELETE', `${NUMBERS}/${id}`)).statusCode).toBe(202);
    expect((await ask('GET', `${NUMBERS}/${id}`)).statusCode).toBe(404);
    expect((await ask('DELETE', `${ADDRESSES}/${address.id}`)).statusCode).toBe(204);
    expect((await local.send({ ...SMS, fromAddress: '+13175550177' })).statusCode).toBe(400);
  });

  it.each([
    [{}, 'phoneNumber'],
    [{ phoneNumber: '13175550177', phoneNumberType: 'local', countryCode: 'US' }, 'phoneNumber'],
    [{ phoneNumber: '+13175550177', phoneNumberType: 'fax', countryCode: 'US' }, 'phoneNumberType'],
    [{ phoneNumber: '+13175550177', phoneNumberType: 'local', countryCode: 'USA' }, 'countryCode'],
    [
      { phoneNumber: '+13175550177', phoneNumberType: 'local', countryCode: 'US', addressId: 'x' },
      'addressId',
    ],
    [{ phoneNumber: '+13175550177', phoneNumberType: 'local', countryCode: 'US', name: 'a\r\nb' }, 'name'],
  ])('W10 refuses to buy %j', async (order, fieldName) => {
    const { ask } = await open();
    expect((await ask('POST', NUMBERS, order)).json()).toMatchObject({
      status: 400,
      details: [{ fieldName }],
    });
  });
});
