import { describe, expect, it } from 'vitest';
import type { MessageChannel } from '../../src/platform/messages/message.ts';
import { CUSTOMER, type LocalServer, openLocalServer, PLAIN_MESSAGE } from './local-server.ts';

async function hear(local: LocalServer, channel: MessageChannel, address: string, text: string) {
  let heard = '';
  await local.database.commits.add(() => {
    heard = local.platform.consents.hear(channel, address, text, 'm-1');
  });
  return heard;
}

async function consentOf(local: LocalServer, channel: string, address: string) {
  return (await local.inject({ method: 'GET', url: `/attendant/consents/${channel}/${address}` })).json();
}

describe('what customers write about being written to', () => {
  it('W5 takes STOP for a withdrawal, keeps the message as evidence, and refuses from then on', async () => {
    const local = await openLocalServer();
    local.clock.advance(1000);
    expect(await hear(local, 'whatsapp', CUSTOMER, 'Stop.')).toBe('withdrawn');
    expect(await consentOf(local, 'whatsapp', CUSTOMER)).toMatchObject({
      status: 'withdrawn',
      method: 'test',
      withdrawnAt: '2026-01-15T12:00:01.000Z',
      history: [{ kind: 'granted' }, { kind: 'withdrawn', method: 'message', evidence: 'message m-1: STOP' }],
    });
    expect((await local.send(PLAIN_MESSAGE)).json()).toMatchObject({ code: 'attendant.consent.missing' });
    await hear(local, 'whatsapp', CUSTOMER, 'STOP');
    expect((await consentOf(local, 'whatsapp', CUSTOMER)).history).toHaveLength(2);
  });

  it.each<[MessageChannel, string, string]>([
    ['whatsapp', '4915112345678', 'STOPP'],
    ['whatsapp', '4915112345678', 'stop promotions'],
    ['whatsapp', '4915112345678', '配信停止'],
    ['sms', '+4915112345678', 'ＳＴＯＰ'],
    ['sms', '+4915112345678', ' "Unsubscribe!" '],
    ['sms', '+4915112345678', 'end'],
    ['email', 'Ann@Example.com', 'Abmelden'],
  ])('W5 hears %s %s: %s, also from those who never agreed', async (channel, address, text) => {
    const local = await openLocalServer();
    expect(await hear(local, channel, address, text)).toBe('withdrawn');
    const kept = channel === 'email' ? 'ann@example.com' : address;
    expect(await consentOf(local, channel, kept)).toMatchObject({
      address: kept,
      status: 'withdrawn',
      grantedAt: null,
      method: 'message',
    });
    expect(local.platform.consents.isWithdrawn(channel, address)).toBe(true);
  });

  it.each<[MessageChannel, string]>([
    ['whatsapp', 'Please stop by at eight'],
    ['whatsapp', 'END'],
    ['whatsapp', 'START'],
    ['whatsapp', ''],
    ['whatsapp', '\ud83d'],
    ['whatsapp', 'STOP '.repeat(100_000)],
    ['email', 'cancel'],
  ])('W5 hears nothing in %s %j', async (channel, text) => {
    const local = await openLocalServer();
    const address = channel === 'email' ? 'ann@example.com' : CUSTOMER;
    expect(await hear(local, channel, address, text.slice(0, 2000))).toBe('nothing');
  });

  it('W5 takes a withdrawal on SMS back for START, and only a withdrawal', async () => {
    const local = await openLocalServer();
    const number = '+4915112345678';
    expect(await hear(local, 'sms', number, 'START')).toBe('nothing');
    await hear(local, 'sms', number, 'STOP');
    expect(await hear(local, 'sms', number, 'unstop')).toBe('granted');
    expect(await consentOf(local, 'sms', number)).toMatchObject({
      status: 'granted',
      method: 'message',
      history: [{ kind: 'withdrawn' }, { kind: 'granted' }],
    });
  });
});

describe('WhatsApp’s window of 24 hours', () => {
  it('W4 is open for 24 hours after the customer wrote, and free text fails outside of it', async () => {
    const local = await openLocalServer();
    const { customerWindow, interactions, messages } = local.platform;
    const now = () => local.clock.now();
    expect(customerWindow.isOpen('wa-1', CUSTOMER, now())).toBe(false);
    expect(customerWindow.planFor('wa-1', CUSTOMER, now())).toMatchObject([{}, { code: '131047' }]);
    const from = { fromAddress: CUSTOMER, toAddress: 'wa-1', text: 'Hi', acceptedAt: now() };
    await local.database.commits.add(() => {
      const start = {
        ownAddress: 'wa-1',
        customerAddress: CUSTOMER,
        channel: 'whatsapp',
        direction: 'inbound',
      } as const;
      const { id } = interactions.begin(start);
      messages.add({ id: 'in-1', interactionId: id, channel: 'whatsapp', direction: 'inbound', ...from });
    });
    expect(customerWindow.isOpen('wa-1', CUSTOMER, now() + 24 * 3_600_000 - 1)).toBe(true);
    expect(customerWindow.planFor('wa-1', CUSTOMER, now())).toBeUndefined();
    expect(customerWindow.isOpen('wa-1', CUSTOMER, now() + 24 * 3_600_000)).toBe(false);
    expect(customerWindow.isOpen('wa-2', CUSTOMER, now())).toBe(false);
    expect((await local.send(PLAIN_MESSAGE)).statusCode).toBe(202);
  });
});
