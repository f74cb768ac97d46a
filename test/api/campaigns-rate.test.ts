import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../files/folder.ts';
import { FakeClock } from '../support/fake-clock.ts';
import {
  CAMPAIGNS,
  type CampaignServer,
  campaignSeed,
  openCampaignServer,
  phoneId,
} from './campaign-server.ts';
import { mostInAMinute } from './fake-carrier.ts';

const MINUTE = 60_000;
const rows = (count: number) => Array.from({ length: count }, (_, index) => [phoneId(index + 1), 'x', '1']);
const seed = (perMinute = 3_000) => campaignSeed({ campaigns: { whatsappPerMinute: perMinute } }, 900);

/** When the messages of each campaign were accepted. */
function timesOf({ local }: CampaignServer, campaignId: string): readonly number[] {
  return local.database.sqlite
    .prepare<[string], number>(
      `select m.accepted_at from message m join campaign_run r on r.key = m.campaign_run
       join campaign c on c.key = r.campaign_key where c.id = ? order by m.sequence`,
    )
    .pluck()
    .all(campaignId);
}

/** How many of some times lie within a minute from another. */
const within = (times: readonly number[], from: number) =>
  times.filter((time) => time >= from && time < from + MINUTE).length;

describe('C7 messages a minute', () => {
  it('C7 are as many as the campaign says: at least 99 % in every minute, never more', async () => {
    const server = await openCampaignServer(seed());
    const id = await server.campaign(await server.list({ rows: rows(900) }), { messagesPerMinute: 300 });
    const from = server.clock.now();
    await server.start(id);
    await server.pass(3 * MINUTE);
    for (const minute of [0, 1, 2])
      expect(within(server.times(), from + minute * MINUTE)).toBeGreaterThanOrEqual(297);
    expect(mostInAMinute(server.times())).toBeLessThanOrEqual(300);
  });

  it('C7 are shared fairly by the campaigns of a channel, and what one leaves goes to the others', async () => {
    const server = await openCampaignServer(seed(300));
    const list = await server.list({ rows: rows(400) });
    const wishes = [300, 300, 300, 10];
    const ids = await Promise.all(
      wishes.map((messagesPerMinute) => server.campaign(list, { messagesPerMinute })),
    );
    for (const id of ids) await server.start(id);
    await server.pass(2 * MINUTE);
    const counts = ids.map((id) => timesOf(server, id).length);
    expect(mostInAMinute(server.times())).toBeLessThanOrEqual(300);
    expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(594);
    expect(counts[3]).toBeGreaterThanOrEqual(19);
    const [least, most] = [Math.min(...counts.slice(0, 3)), Math.max(...counts.slice(0, 3))];
    expect(most - least).toBeLessThanOrEqual(3);
  });

  it('C7 are shared fairly on each channel, whatever the rhythm of the others', async () => {
    const server = await openCampaignServer(
      campaignSeed({ campaigns: { whatsappPerMinute: 60, smsPerMinute: 60 } }, 400),
    );
    const list = await server.list({ rows: rows(100) });
    const columnNames = ['number', 'text'];
    const sms = await server.list({
      columnNames,
      rows: Array.from({ length: 100 }, (_, index) => [`+${phoneId(index + 1)}`, 'Hello']),
    });
    const ids = [await server.campaign(list), await server.campaign(list)];
    const smsConfig = {
      messageColumn: 'text',
      phoneColumn: 'number',
      senderSmsPhoneNumber: { phoneNumber: '+13175550190' },
    };
    ids.push(await server.campaign(sms, { whatsAppConfig: null, smsConfig }));
    await server.start(ids[0] ?? '');
    await server.start(ids[1] ?? '');
    // Half a gap later, so that the rounds of the channels take turns.
    await server.pass(500);
    await server.start(ids[2] ?? '');
    await server.pass(MINUTE);
    const [one = [], other = []] = ids.map((id) => timesOf(server, id));
    expect(one.length + other.length).toBeGreaterThanOrEqual(60);
    expect(Math.abs(one.length - other.length)).toBeLessThanOrEqual(2);
  });

  it('C7 can be changed while the campaign is on, up and down, and count what went before', async () => {
    const server = await openCampaignServer(seed());
    const id = await server.campaign(await server.list({ rows: rows(900) }), { messagesPerMinute: 100 });
    await server.start(id);
    await server.pass(MINUTE);
    const change = async (messagesPerMinute: number) => {
      const { body } = await server.ask('GET', `${CAMPAIGNS}/${id}`);
      return server.ask('PUT', `${CAMPAIGNS}/${id}`, { ...body, messagesPerMinute });
    };
    expect((await change(10)).body).toMatchObject({ campaignStatus: 'on', messagesPerMinute: 10 });
    const lowered = server.clock.now();
    await server.pass(MINUTE);
    expect(within(server.times(), lowered)).toBeLessThanOrEqual(10);
    expect((await change(200)).status).toBe(200);
    const raised = server.clock.now();
    await server.pass(MINUTE);
    expect(within(server.times(), raised)).toBeGreaterThanOrEqual(198);
    expect(mostInAMinute(server.times())).toBeLessThanOrEqual(210);
    expect((await change(3_001)).body).toMatchObject({ code: 'attendant.campaign.rate.too.high' });
  });

  it('C7 are kept over stops and starts: they are no way around the rate', async () => {
    const server = await openCampaignServer(seed(150));
    const list = await server.list({ rows: rows(900) });
    const ids = [
      await server.campaign(list, { messagesPerMinute: 100 }),
      await server.campaign(list, { messagesPerMinute: 100 }),
    ];
    for (let round = 0; round < 40; round++) {
      const id = ids[round % 2] ?? '';
      await server.start(id);
      await server.pass(1_000 + 137 * (round % 9));
      await server.stop(id);
      if (round % 5 === 0) await server.ask('DELETE', `${CAMPAIGNS}/${id}/progress`);
      await server.pass((round % 4) * 500);
    }
    for (const id of ids) expect(mostInAMinute(timesOf(server, id))).toBeLessThanOrEqual(100);
    expect(mostInAMinute(server.times())).toBeLessThanOrEqual(150);
    expect(server.times().length).toBeGreaterThan(80);
  });

  it('C7 are kept over a restart of the platform on the same file', async () => {
    const file = join(newFolder(), 'attendant.db');
    const clock = new FakeClock();
    const first = await openCampaignServer(seed(120), { file, clock });
    const list = await first.list({ rows: rows(900) });
    const ids = [
      await first.campaign(list, { messagesPerMinute: 100 }),
      await first.campaign(list, { messagesPerMinute: 100 }),
    ];
    for (const id of ids) await first.start(id);
    await first.pass(50_000);
    await first.local.close();
    for (const wait of [0, 3_000, 0, 10_000]) {
      clock.advance(wait);
      const next = await openCampaignServer(seed(120), { file, clock });
      await next.pass(20_000);
      await next.local.close();
    }
    const last = await openCampaignServer(seed(120), { file, clock });
    await last.pass(MINUTE);
    for (const id of ids) expect(mostInAMinute(timesOf(last, id))).toBeLessThanOrEqual(100);
    expect(mostInAMinute(last.times())).toBeLessThanOrEqual(120);
    expect(last.times().length).toBeGreaterThan(300);
  });

  it.each([3_000, 6_000, 9_000] as const)('C7 of e-mail are at most the %i of the platform', async (most) => {
    const server = await openCampaignServer(
      campaignSeed({ email: { campaignRatePerMinute: most }, campaigns: { whatsappPerMinute: 5 } }),
    );
    const list = await server.list({
      columnNames: ['mail'],
      settings: { emailColumns: [{ columnName: 'mail', type: 'x' }] },
      rows: [['ann@example.net']],
    });
    const emailConfig = {
      emailColumns: ['mail'],
      contentTemplate: { id: 'none' },
      fromAddress: { domain: { id: 'mail.example.com' }, localPart: 'news' },
    };
    const ask = (messagesPerMinute: number) =>
      server.ask('POST', CAMPAIGNS, {
        ...{ name: 'Mail', contactList: { id: list }, messagesPerMinute, emailConfig },
      });
    expect((await ask(most + 1)).body['message']).toContain(`not be more than ${most}`);
    expect((await ask(most)).body['message']).not.toContain('messagesPerMinute');
  });
});
