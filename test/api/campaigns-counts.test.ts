import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import {
  CAMPAIGNS,
  type CampaignServer,
  campaignSeed,
  openCampaignServer,
  phoneId,
} from './campaign-server.ts';

const rows = (count: number) => Array.from({ length: count }, (_, index) => [phoneId(index + 1), 'x', '1']);
/** A sender that may fail: Meta would block one with so many failures, which is another test's. */
const SEED = campaignSeed({}, 20);

const outcome = ({ local }: CampaignServer, n: number, what: Json) =>
  local.inject({
    method: 'PUT',
    url: `/attendant/outcomes/whatsapp/${phoneId(n)}`,
    payload: { outcome: what } as JsonObject,
  });

async function told(server: CampaignServer, id: string) {
  const { campaigns, lists } = server.local.platform.outbound;
  const campaign = campaigns.store.one(id);
  const list = campaign && lists.byKey(campaign.listKey);
  if (campaign === undefined || list === undefined) throw new Error('it is there');
  return { progress: campaigns.progressOf(campaign, list), minutes: campaigns.minutesOf(campaign) };
}

describe('C12 what a campaign tells of its messages', () => {
  it('C12 is how many stand where, as they come on, and how many were skipped why', async () => {
    const server = await openCampaignServer(SEED);
    const scripts: readonly (readonly [number, Json])[] = [
      [2, { failed: { code: '131026', reason: 'Not on WhatsApp' } }],
      [3, 'windowClosed'],
      [
        4,
        {
          steps: [
            { status: 'sent', afterMs: 30_000 },
            { status: 'delivered', afterMs: 60_000 },
            { status: 'read', afterMs: 60_000 },
          ],
        },
      ],
      [5, { steps: [{ status: 'sent', afterMs: 5_000 }] }],
    ];
    for (const [n, script] of scripts)
      expect((await outcome(server, n, script)).statusCode).toBeLessThan(300);
    const list = await server.list({ rows: [...rows(6), ['', '', ''], [phoneId(99), '', '']] });
    const id = await server.campaign(list);
    await server.start(id);
    await server.pass(20_000);
    expect((await told(server, id)).progress).toMatchObject({
      ...{ total: 8, messaged: 6, skipped: 2, percentage: 100 },
      messages: { delivered: 2, failed: 2, queued: 1, sent: 1 },
      skippedBy: { NO_ADDRESS: 1, NO_CONSENT: 1 },
    });
    expect(await server.statusOf(id)).toBe('complete');
    await server.pass(40_000);
    expect((await told(server, id)).progress.messages).toEqual({ delivered: 2, failed: 2, sent: 2 });
    await server.pass(200_000);
    const { progress, minutes } = await told(server, id);
    expect(progress.messages).toEqual({ delivered: 2, failed: 2, sent: 1, read: 1 });
    const sum = (name: string) => minutes.reduce((all, { counts }) => all + (counts[name] ?? 0), 0);
    expect([sum('messaged'), sum('skipped'), sum('failed'), sum('read')]).toEqual([6, 2, 2, 1]);
    expect(minutes.length).toBeGreaterThan(1);
  });

  it('C12 holds after a restart of counting: each start goes on where the last one stopped', async () => {
    const server = await openCampaignServer(SEED);
    const id = await server.campaign(await server.list({ rows: rows(10) }));
    for (let [time, before] = [0, 0]; time < 4; time++) {
      await server.start(id);
      await server.pass(1_500);
      await server.stop(id);
      const { body } = await server.ask('GET', `${CAMPAIGNS}/${id}/progress`);
      const messaged = Number(body['numberOfContactsMessaged']);
      expect(messaged).toBeGreaterThan(before);
      expect(messaged).toBe(server.recipients().length);
      expect(body).toMatchObject({ percentage: 10 * messaged, totalNumberOfContacts: 10 });
      before = messaged;
    }
  });

  it('C12 comes for several campaigns at once, in any order, without those that are not there', async () => {
    const server = await openCampaignServer(SEED);
    const list = await server.list({ rows: rows(2) });
    const ids = [await server.campaign(list), await server.campaign(list)];
    const many = await server.ask('POST', `${CAMPAIGNS}/progress`, [...ids, 'nothing', ids[0] ?? '']);
    const found = many.body as unknown as readonly { readonly campaign: { readonly id: string } }[];
    expect(found.map(({ campaign }) => campaign.id).sort()).toEqual([...ids].sort());
    expect((await server.ask('POST', `${CAMPAIGNS}/progress`, [])).body).toEqual([]);
    for (const body of [{}, ['x'.repeat(101)], [1], Array(101).fill('x')])
      expect((await server.ask('POST', `${CAMPAIGNS}/progress`, body)).status).toBe(400);
  });

  it('C12 forgets nothing of messages whose campaign is deleted, and counts nothing on', async () => {
    const server = await openCampaignServer(SEED);
    const steps = [
      { status: 'sent', afterMs: 1_000 },
      { status: 'delivered', afterMs: 60_000 },
    ];
    await outcome(server, 1, { steps });
    const id = await server.campaign(await server.list({ rows: rows(1) }));
    await server.start(id);
    await server.pass(2_000);
    expect((await server.ask('DELETE', `${CAMPAIGNS}/${id}`)).status).toBe(200);
    await server.pass(120_000);
    expect(server.local.logged).toEqual([]);
    expect((await server.local.outbox())[0]).toMatchObject({ status: 'delivered' });
    const count = (table: string) =>
      server.local.database.sqlite.prepare(`select count(*) from ${table}`).pluck().get();
    expect([count('campaign_tally'), count('campaign_minute')]).toEqual([0, 0]);
  });
});
