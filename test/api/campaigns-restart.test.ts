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
import { type FakeCarrier, fakeCarrier } from './fake-carrier.ts';

const SEED = campaignSeed({ campaigns: { whatsappPerMinute: 600_000 } }, 300);
const rows = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => [phoneId(from + index), 'x', String((7 * index) % 50)]);
const BY_RANK = { contactSorts: [{ fieldName: 'rank', numeric: true }] };
const numbers = (count: number) => rows(count).map(([number]) => number ?? '');
const sorted = (texts: readonly string[]) => [...texts].sort();

/** Servers one after the other on the same file and clock, like processes that die and come back. */
function lives(carrier?: (clock: FakeClock) => FakeCarrier) {
  const file = join(newFolder(), 'attendant.db');
  const clock = new FakeClock();
  const outside = carrier?.(clock);
  const platformOptions = outside === undefined ? {} : { platformOptions: { carriers: outside.carriers } };
  return { outside, clock, next: () => openCampaignServer(SEED, { file, clock, ...platformOptions }) };
}

describe('C14 stop, start, reset, delete', () => {
  it('C14 a stop in the middle and a start lose nobody and write to nobody twice', async () => {
    const server = await openCampaignServer(SEED);
    const id = await server.campaign(await server.list({ rows: rows(200) }));
    for (let round = 0; round < 8; round++) {
      await server.start(id);
      await server.pass(3_700);
      await server.stop(id);
      expect(await server.statusOf(id)).toBe('off');
      const before = server.recipients().length;
      await server.pass(10_000);
      expect(server.recipients().length).toBe(before);
    }
    await server.start(id);
    await server.pass(240_000);
    expect(server.recipients()).toEqual(numbers(200));
    expect(await server.statusOf(id)).toBe('complete');
  });

  it('C14 a reset of the progress lets the next start write to everybody again, and is refused while it is on', async () => {
    const server = await openCampaignServer(SEED);
    const id = await server.campaign(await server.list({ rows: rows(5) }));
    const reset = () => server.ask('DELETE', `${CAMPAIGNS}/${id}/progress`);
    await server.start(id);
    expect(await reset()).toMatchObject({ status: 400, body: { code: 'attendant.campaign.running' } });
    await server.pass(60_000);
    await server.start(id);
    await server.pass(60_000);
    expect(server.recipients()).toEqual(numbers(5));
    expect((await reset()).status).toBe(204);
    expect(await server.statusOf(id)).toBe('off');
    const progress = await server.ask('GET', `${CAMPAIGNS}/${id}/progress`);
    expect(progress.body).toMatchObject({
      numberOfContactsMessaged: 0,
      totalNumberOfContacts: 5,
      percentage: 0,
    });
    await server.start(id);
    await server.pass(60_000);
    expect(server.recipients()).toEqual([...numbers(5), ...numbers(5)]);
  });

  it('C14 a deleted campaign leaves its messages, and nothing else; one that is on is not deleted', async () => {
    const server = await openCampaignServer(SEED);
    const id = await server.campaign(await server.list({ rows: rows(20) }));
    const remove = () => server.ask('DELETE', `${CAMPAIGNS}/${id}`);
    await server.start(id);
    await server.pass(5_000);
    expect(await remove()).toMatchObject({ status: 400, body: { code: 'attendant.campaign.running' } });
    await server.stop(id);
    expect((await remove()).status).toBe(200);
    expect((await server.ask('GET', `${CAMPAIGNS}/${id}`)).status).toBe(404);
    await server.pass(60_000);
    expect(server.recipients()).toHaveLength(5);
    const left = ['campaign', 'campaign_run', 'campaign_contact', 'campaign_tally', 'campaign_minute'].map(
      (table) => server.local.database.sqlite.prepare(`select count(*) from ${table}`).pluck().get(),
    );
    expect(left).toEqual([0, 0, 0, 0, 0]);
  });

  it('C14 of a delete and a start at the same moment one wins, whole', async () => {
    for (const order of ['start first', 'delete first']) {
      const server = await openCampaignServer(SEED);
      const id = await server.campaign(await server.list({ rows: rows(20) }));
      await server.start(id);
      await server.pass(5_000);
      await server.stop(id);
      const { campaigns } = server.local.platform.outbound;
      const both =
        order === 'start first'
          ? [campaigns.start(id), campaigns.remove(id)]
          : [campaigns.remove(id), campaigns.start(id)];
      await Promise.all(both);
      await server.pass(60_000);
      const known = await server.ask('GET', `${CAMPAIGNS}/${id}`);
      if (known.status === 404) expect(server.recipients()).toHaveLength(5);
      else {
        expect(known.body).toMatchObject({ campaignStatus: 'complete' });
        const progress = await server.ask('GET', `${CAMPAIGNS}/${id}/progress`);
        expect(progress.body).toMatchObject({ numberOfContactsMessaged: 20 });
      }
    }
  });
});

describe('C14 a restart of the platform on the same file', () => {
  it('C14 goes on with what is on, again and again, in order', async () => {
    const { next, clock } = lives();
    let server = await next();
    const id = await server.campaign(await server.list({ rows: rows(50) }));
    await server.start(id);
    for (let life = 0; life < 6; life++) {
      await server.pass(4_321);
      await server.local.die();
      clock.advance(life * 500);
      server = await next();
    }
    await server.pass(120_000);
    expect(server.recipients()).toEqual(numbers(50));
    expect(await server.statusOf(id)).toBe('complete');
  });

  it('C14 goes on with a list that was half sorted: those who are queued keep their places', async () => {
    const { next } = lives();
    let server = await next();
    const list = await server.list({ rows: rows(200) });
    const id = await server.campaign(list, { ...BY_RANK, messagesPerMinute: 6_000 });
    const stage = () => server.local.database.sqlite.prepare('select stage from campaign_run').pluck().get();
    // Dies in the commits after the start, one after the other.
    for (const after of [1, 2, 3, 4]) {
      await server.local.platform.outbound.campaigns.start(id);
      for (let turn = 0; turn < after; turn++) await new Promise((resolve) => setImmediate(resolve));
      await server.local.die();
      server = await next();
      expect(['sorting', 'feeding']).toContain(stage());
      expect(await server.statusOf(id)).toMatch(/on|complete/);
    }
    await server.pass(60_000);
    const byRank = [...rows(200)].map((row, index) => ({ row, index }));
    byRank.sort((a, b) => Number(a.row[2]) - Number(b.row[2]) || a.index - b.index);
    expect(server.recipients()).toEqual(byRank.map(({ row }) => row[0]));
    expect(await server.statusOf(id)).toBe('complete');
  });

  it('C14 ends what was stopping when its messages are out', async () => {
    const { next, outside, clock } = lives((time) => fakeCarrier(time, 1));
    outside?.answerWith(() => ({ kind: 'sent' }), 3_000);
    let server = await next();
    const id = await server.campaign(await server.list({ rows: rows(30) }));
    await server.start(id);
    await server.pass(8_000);
    await server.stop(id);
    expect(await server.statusOf(id)).toBe('stopping');
    await server.local.die();
    outside?.answerWith(() => ({ kind: 'sent' }));
    clock.advance(1_000);
    server = await next();
    await server.pass(30_000);
    expect(await server.statusOf(id)).toBe('off');
    const before = outside?.asked.length;
    await server.start(id);
    await server.pass(60_000);
    expect(await server.statusOf(id)).toBe('complete');
    expect(before).toBeLessThan(30);
    expect(sorted(outside?.asked.map(({ to }) => to) ?? [])).toEqual(sorted(numbers(30)));
    const { messages } = progress(server, id);
    // The one that the carrier was asked for when the process died.
    expect(messages).toEqual({ sent: 29, unknown: 1 });
  });

  it('C14 ends what was being forced off, too', async () => {
    const { next, outside } = lives((time) => fakeCarrier(time, 1));
    outside?.answerWith(() => ({ kind: 'sent' }), 3_000);
    let server = await next();
    const id = await server.campaign(await server.list({ rows: rows(30) }));
    await server.start(id);
    await server.pass(5_000);
    const rejected = await server.local.inject({
      method: 'PUT',
      url: '/attendant/message-templates/plain/status',
      payload: { status: 'rejected' },
    });
    expect(rejected.statusCode).toBeLessThan(300);
    await server.pass(2_000);
    expect(await server.statusOf(id)).toBe('forced_stopping');
    await server.local.die();
    outside?.answerWith(() => ({ kind: 'sent' }));
    server = await next();
    await server.pass(30_000);
    expect(await server.statusOf(id)).toBe('forced_off');
    expect((await server.ask('GET', `${CAMPAIGNS}/${id}`)).body).toMatchObject({
      errors: [{ error: 'attendant.template.not.approved' }],
    });
  });

  it('C14 lets what is off be off, and what is complete be complete', async () => {
    const { next } = lives();
    let server = await next();
    const list = await server.list({ rows: rows(3) });
    const [off, complete] = [await server.campaign(list), await server.campaign(list)];
    await server.start(off);
    await server.stop(off);
    await server.start(complete);
    await server.pass(60_000);
    const before = server.recipients();
    await server.local.die();
    server = await next();
    await server.pass(600_000);
    expect([await server.statusOf(off), await server.statusOf(complete)]).toEqual(['off', 'complete']);
    expect(server.recipients()).toEqual(before);
  });
});

function progress({ local }: CampaignServer, id: string) {
  const { campaigns, lists } = local.platform.outbound;
  const campaign = campaigns.store.one(id);
  const list = campaign && lists.byKey(campaign.listKey);
  if (campaign === undefined || list === undefined) throw new Error('it is there');
  return campaigns.progressOf(campaign, list);
}
