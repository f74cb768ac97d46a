import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SendResult } from '../../src/platform/deliveries/carrier.ts';
import { newFolder } from '../files/folder.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { newRandom } from '../support/random.ts';
import {
  CAMPAIGNS,
  type CampaignServer,
  campaignSeed,
  openCampaignServer,
  phoneId,
} from './campaign-server.ts';
import { type FakeCarrier, fakeCarrier, mostInAMinute } from './fake-carrier.ts';

const MINUTE = 60_000;
const LATER: SendResult = { kind: 'later', code: '131000', reason: 'Try later.' };
const rows = (count: number) => Array.from({ length: count }, (_, index) => [phoneId(index + 1), 'x', '1']);
const SEED = campaignSeed({}, 1_500);

async function open(concurrency = 10) {
  const clock = new FakeClock();
  const carrier = fakeCarrier(clock, concurrency);
  const server = await openCampaignServer(SEED, { clock, platformOptions: { carriers: carrier.carriers } });
  return { server, carrier, clock };
}

const timesAt = ({ asked }: FakeCarrier) => asked.map(({ at }) => at);
const isOnce = ({ asked }: FakeCarrier) => new Set(asked.map(({ id }) => id)).size === asked.length;

async function messages(server: CampaignServer, id: string) {
  const { outbound } = server.local.platform;
  const campaign = outbound.campaigns.store.one(id);
  const list = campaign && outbound.lists.byKey(campaign.listKey);
  if (campaign === undefined || list === undefined) throw new Error('it is there');
  return outbound.campaigns.progressOf(campaign, list).messages;
}

describe('a campaign with a carrier outside', () => {
  it('C12 counts what the carrier took, refused and did not answer; nothing unknown is sent again', async () => {
    const { server, carrier } = await open();
    const kinds: readonly SendResult[] = [
      { kind: 'sent' },
      { kind: 'failed', code: '131026', reason: 'Not on WhatsApp.' },
      { kind: 'unknown', reason: 'No answer.' },
    ];
    carrier.answerWith(({ toAddress }) => kinds[Number(toAddress) % 3] ?? { kind: 'sent' });
    const id = await server.campaign(await server.list({ rows: rows(30) }), { messagesPerMinute: 3_000 });
    await server.start(id);
    await server.pass(3_600_000);
    expect(await messages(server, id)).toEqual({ sent: 10, failed: 10, unknown: 10 });
    expect(isOnce(carrier)).toBe(true);
    expect(await server.statusOf(id)).toBe('complete');
  });

  it('C7 is held up by a carrier that is slow: nothing piles up, and nothing follows in a burst', async () => {
    const { server, carrier } = await open(2);
    carrier.answerWith(() => ({ kind: 'sent' }), 10_000);
    const id = await server.campaign(await server.list({ rows: rows(1_000) }), { messagesPerMinute: 300 });
    await server.start(id);
    await server.pass(3 * MINUTE);
    // Two at once, ten seconds each.
    expect(carrier.asked.length).toBeLessThanOrEqual(38);
    expect(Number((await messages(server, id))['queued'])).toBeLessThanOrEqual(102);
    carrier.answerWith(() => ({ kind: 'sent' }));
    await server.pass(4 * MINUTE);
    expect(mostInAMinute(timesAt(carrier))).toBeLessThanOrEqual(300);
    expect(carrier.asked.length).toBe(1_000);
    expect(isOnce(carrier)).toBe(true);
  });

  it('C7 counts every try of a carrier that is down for a while: never more than the rate in any 60 seconds', async () => {
    for (const seed of [1, 2, 3]) {
      const { server, carrier, clock } = await open();
      const random = newRandom(seed);
      const [from, until] = [clock.now() + 20_000, clock.now() + 100_000];
      carrier.answerWith(() => {
        const isDown = clock.now() >= from && clock.now() < until;
        return isDown || random.below(20) === 0
          ? { ...LATER, afterMs: random.below(40_000) }
          : { kind: 'sent' };
      });
      const id = await server.campaign(await server.list({ rows: rows(400) }), { messagesPerMinute: 100 });
      await server.start(id);
      await server.pass(12 * MINUTE);
      expect(mostInAMinute(timesAt(carrier))).toBeLessThanOrEqual(100);
      expect(new Set(carrier.asked.map(({ to }) => to)).size).toBe(400);
      expect(await server.statusOf(id)).toBe('complete');
    }
  });

  it('C7 shares the rate of the channel by the carrier’s count, too', async () => {
    const clock = new FakeClock();
    const carrier = fakeCarrier(clock);
    const seed = { ...SEED, campaigns: { whatsappPerMinute: 120 } };
    const server = await openCampaignServer(seed, { clock, platformOptions: { carriers: carrier.carriers } });
    carrier.answerWith((_message, tries) => (tries < 3 ? LATER : { kind: 'sent' }));
    const list = await server.list({ rows: rows(100) });
    for (const messagesPerMinute of [100, 100, 40])
      await server.start(await server.campaign(list, { messagesPerMinute }));
    await server.pass(15 * MINUTE);
    expect(mostInAMinute(timesAt(carrier))).toBeLessThanOrEqual(120);
    expect(carrier.asked.length).toBe(900);
  });

  it('C14 that is stopped lets out what it handed over, and is off then; a start goes on with the others', async () => {
    const { server, carrier } = await open(1);
    carrier.answerWith(() => ({ kind: 'sent' }), 2_000);
    const id = await server.campaign(await server.list({ rows: rows(40) }), { messagesPerMinute: 60 });
    await server.start(id);
    await server.pass(10_500);
    await server.stop(id);
    expect(await server.statusOf(id)).toBe('stopping');
    expect((await server.ask('DELETE', `${CAMPAIGNS}/${id}`)).body).toMatchObject({
      code: 'attendant.campaign.running',
    });
    await server.pass(MINUTE);
    expect(await server.statusOf(id)).toBe('off');
    const before = carrier.asked.length;
    expect(before).toBeLessThan(40);
    expect(await messages(server, id)).toEqual({ sent: before });
    await server.start(id);
    await server.pass(5 * MINUTE);
    expect(carrier.asked.length).toBe(40);
    expect(isOnce(carrier)).toBe(true);
  });

  it('C7 keeps the rate over a restart, by the carrier’s count, tries and all', async () => {
    const file = join(newFolder(), 'attendant.db');
    const clock = new FakeClock();
    const carrier = fakeCarrier(clock);
    const random = newRandom(7);
    carrier.answerWith(() => (random.below(3) === 0 ? LATER : { kind: 'sent' }));
    let server = await openCampaignServer(SEED, {
      file,
      clock,
      platformOptions: { carriers: carrier.carriers },
    });
    const id = await server.campaign(await server.list({ rows: rows(150) }), { messagesPerMinute: 60 });
    await server.start(id);
    for (let life = 0; life < 6; life++) {
      await server.pass(5_000 + random.below(20_000));
      await server.local.close();
      clock.advance(random.below(3) * random.below(5_000));
      server = await openCampaignServer(SEED, {
        file,
        clock,
        platformOptions: { carriers: carrier.carriers },
      });
    }
    await server.pass(10 * MINUTE);
    expect(mostInAMinute(timesAt(carrier))).toBeLessThanOrEqual(60);
    expect(new Set(carrier.asked.map(({ to }) => to)).size).toBe(150);
    expect(await server.statusOf(id)).toBe('complete');
  });

  it('C14 is forced off when its sender is blocked, lets out what it can, and starts again when the reason is gone', async () => {
    const { server, carrier } = await open();
    carrier.answerWith(() => ({ kind: 'failed', code: '131026', reason: 'Not on WhatsApp.' }));
    const id = await server.campaign(await server.list({ rows: rows(200) }), { messagesPerMinute: 600 });
    await server.start(id);
    await server.pass(2 * MINUTE);
    const { body } = await server.ask('GET', `${CAMPAIGNS}/${id}`);
    expect(body).toMatchObject({
      campaignStatus: 'forced_off',
      errors: [{ error: 'attendant.sender.blocked' }],
    });
    const before = carrier.asked.length;
    expect(before).toBeLessThan(200);
    const refused = await server.start(id);
    expect(refused).toMatchObject({ status: 400, body: { code: 'attendant.sender.blocked' } });
    expect(await server.statusOf(id)).toBe('invalid');

    const lifted = await server.local.inject({
      method: 'POST',
      url: '/attendant/whatsapp-integrations/wa-1/unblock',
    });
    expect(lifted.statusCode).toBeLessThan(300);
    carrier.answerWith(() => ({ kind: 'sent' }));
    expect((await server.start(id)).status).toBe(204);
    await server.pass(MINUTE);
    expect(carrier.asked.length).toBe(200);
    expect(isOnce(carrier)).toBe(true);
    expect(await server.statusOf(id)).toBe('complete');
  });
});
