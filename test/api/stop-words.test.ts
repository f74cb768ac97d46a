import { describe, expect, it } from 'vitest';
import type { MessageChannel } from '../../src/platform/messages/message.ts';
import { openEmailServer } from './email-server.ts';
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

describe('STOP on its way in', () => {
  it('W5 withdraws with the WhatsApp message that says it, and the next message is refused', async () => {
    const local = await openLocalServer();
    const payload = { channel: 'whatsapp', to: 'wa-1', from: CUSTOMER, text: 'Stop' };
    const { id } = (
      await local.inject({ method: 'POST', url: '/attendant/inbound-messages', payload })
    ).json();
    await local.platform.settled();
    expect(await consentOf(local, 'whatsapp', CUSTOMER)).toMatchObject({
      status: 'withdrawn',
      history: [{}, { evidence: `message ${id}: STOP` }],
    });
    expect((await local.send(PLAIN_MESSAGE)).json()).toMatchObject({ code: 'attendant.consent.missing' });
  });

  it('W5 withdraws with an e-mail whose subject says it; then no e-mail goes to that address, in any case', async () => {
    const local = await openEmailServer({
      seed: {
        queues: [{ id: 'support', name: 'Support' }],
        inboundDomains: [{ name: 'in.example.com', routes: [{ pattern: 'help', queue: 'support' }] }],
      },
    });
    expect((await local.email()).statusCode).toBeLessThan(300);
    const mail = {
      from: 'Ada@example.org',
      to: 'help@in.example.com',
      subject: 'Unsubscribe',
      text: 'Dear all,\nthank you.',
    };
    const taken = await local.inject({ method: 'POST', url: '/attendant/inbound-emails', payload: mail });
    expect(taken.statusCode).toBeLessThan(300);
    expect(await consentOf(local, 'email', 'ada@example.org')).toMatchObject({ status: 'withdrawn' });
    const refused = await local.email({ toAddresses: [{ email: 'ADA@example.org' }] });
    expect(refused.json()).toMatchObject({ status: 400, code: 'attendant.consent.withdrawn' });
  });
});
