import { describe, expect, it } from 'vitest';
import {
  CAMPAIGNS,
  type CampaignServer,
  campaignSeed,
  openCampaignServer,
  phoneId,
} from './campaign-server.ts';

const DNC = '/api/v2/outbound/dnclists';
const rows = (count: number) => Array.from({ length: count }, (_, index) => [phoneId(index + 1), 'x', '1']);
const SEED = campaignSeed({}, 40);

/** Makes a do-not-contact list. @returns its id. */
async function dncList(server: CampaignServer, contactMethod: string, more = {}): Promise<string> {
  const name = `No ${contactMethod} ${Math.random()}`;
  const made = await server.ask('POST', DNC, { name, dncSourceType: 'rds', contactMethod, ...more });
  expect(made.status).toBe(200);
  return String(made.body['id']);
}

/** Puts numbers on a list, or takes them off. */
const change = (server: CampaignServer, id: string, action: string, numbers: readonly string[], more = {}) =>
  server.ask('PATCH', `${DNC}/${id}/whatsappnumbers`, { action, whatsAppNumbers: [...numbers], ...more });

/** Says of the newest import of a list how it went. */
async function imported({ local }: CampaignServer, id: string, state: string, rejected = 0): Promise<void> {
  const key = local.platform.outbound.dncLists.one(id)?.key;
  await local.database.commits.add(() => {
    local.database.sqlite
      .prepare(
        `insert into list_import (id, list_kind, list_key, state, on_error, done_bytes, row_count, kept_count, rejected_count,
           started_at) values (hex(randomblob(8)), 'dnc', ?, ?, 'skip', 0, 9, 9, ?, 1)`,
      )
      .run(key, state, rejected);
  });
}

const written = (server: CampaignServer) => server.recipients().map((number) => Number(number) % 100_000);

describe('C4 the do-not-contact lists of a campaign', () => {
  it('C4 are refused when they are empty, or their import failed wholly or in part, each with its reason', async () => {
    const server = await openCampaignServer(SEED);
    const list = await server.list({ rows: rows(3) });
    const id = await dncList(server, 'WhatsApp');
    const campaign = {
      ...{ name: 'C', contactList: { id: list }, messagesPerMinute: 60, dncLists: [{ id }] },
      whatsAppConfig: {
        ...{ whatsAppColumns: ['number'], whatsAppIntegration: { id: 'wa-1' } },
        contentTemplate: { id: 'plain' },
      },
    };
    const post = () => server.ask('POST', CAMPAIGNS, campaign);
    const wrong = (code: string, words: string) => ({
      status: 400,
      body: { code, message: expect.stringContaining(words), details: [{ fieldName: 'dncLists.0.id' }] },
    });
    expect(await post()).toMatchObject(wrong('attendant.dnc.list.empty', 'no entries'));
    expect((await change(server, id, 'Add', [phoneId(9)])).status).toBeLessThan(300);
    await imported(server, id, 'running');
    expect(await post()).toMatchObject(wrong('attendant.dnc.list.import.running', 'still running'));
    await imported(server, id, 'failed');
    expect(await post()).toMatchObject(wrong('attendant.dnc.list.import.failed', 'failed'));
    await imported(server, id, 'complete', 3);
    expect(await post()).toMatchObject(wrong('attendant.dnc.list.import.failed', '3 rows'));
    await imported(server, id, 'complete');
    expect((await post()).status).toBe(200);
    expect((await server.ask('DELETE', `${DNC}/${id}`)).body).toMatchObject({ code: 'dnc.list.in.use' });
  });

  it('C4 must be for the contact method of the campaign', async () => {
    const server = await openCampaignServer(SEED);
    const list = await server.list({ rows: rows(3) });
    for (const method of ['Phone', 'Any']) {
      const id = await dncList(server, method);
      const add = await server.ask('POST', `${DNC}/${id}/phonenumbers`, [`+${phoneId(9)}`]);
      expect(add.status).toBeLessThan(300);
      await server.campaign(list, { dncLists: [{ id }] });
    }
    const email = await dncList(server, 'Email');
    await server.ask('POST', `${DNC}/${email}/emailaddresses`, ['ann@example.net']);
    await expect(server.campaign(list, { dncLists: [{ id: email }] })).rejects.toThrow(
      'attendant.dnc.list.method',
    );
  });
});

describe('C11 numbers on a do-not-contact list', () => {
  it('C11 are never messaged: also those that were put on it a moment before', async () => {
    const server = await openCampaignServer(SEED);
    const list = await server.list({ rows: rows(10) });
    const [whatsApp, phone] = [await dncList(server, 'WhatsApp'), await dncList(server, 'Phone')];
    await change(server, whatsApp, 'Add', [phoneId(2)]);
    // The number of an SMS list is the number of a phone ID.
    await server.ask('POST', `${DNC}/${phone}/phonenumbers`, [`+${phoneId(4)}`]);
    const id = await server.campaign(list, { dncLists: [{ id: whatsApp }, { id: phone }] });
    await server.start(id);
    await server.pass(4_500);
    expect(written(server)).toEqual([1, 3, 5, 6, 7]);
    // The next one: put on the list half a second before its turn.
    await change(server, whatsApp, 'Add', [phoneId(8)]);
    await server.pass(60_000);
    expect(written(server)).toEqual([1, 3, 5, 6, 7, 9, 10]);
    const progress = await server.ask('GET', `${CAMPAIGNS}/${id}/progress`);
    expect(progress.body).toMatchObject({
      numberOfContactsSkipped: { ON_DNC_LIST: 3 },
      numberOfContactsMessaged: 7,
      percentage: 100,
    });
  });

  it('C11 count until they expire, and no longer when they are taken off', async () => {
    const server = await openCampaignServer(SEED);
    const list = await server.list({ rows: rows(6) });
    const id = await dncList(server, 'WhatsApp');
    const expirationDateTime = new Date(server.clock.now() + 3 * 60_000)
      .toISOString()
      .replace(/:\d\d\.\d+Z$/, 'Z');
    await change(server, id, 'Add', [phoneId(1), phoneId(6)], { expirationDateTime });
    await change(server, id, 'Add', [phoneId(5), phoneId(30)]);
    const campaign = await server.campaign(list, { dncLists: [{ id }], messagesPerMinute: 1 });
    await server.start(campaign);
    await server.pass(60_500);
    await change(server, id, 'Remove', [phoneId(5)]);
    await server.pass(600_000);
    expect(written(server)).toEqual([2, 3, 4, 5, 6]);
  });

  it('C11 of a list that excludes by a column of its own count for that column', async () => {
    const server = await openCampaignServer(SEED);
    const list = await server.list({ rows: [...rows(2), [phoneId(3), 'vip', '1']] });
    const id = await dncList(server, 'Any', { dncSourceType: 'rds_custom', customExclusionColumn: 'name' });
    const added = await server.ask('PATCH', `${DNC}/${id}/customexclusioncolumns`, {
      action: 'Add',
      customExclusionColumnEntries: ['vip'],
    });
    expect(added.status).toBeLessThan(300);
    await server.start(await server.campaign(list, { dncLists: [{ id }] }));
    await server.pass(60_000);
    expect(written(server)).toEqual([1, 2]);
  });

  it('C11 a list can be left out or taken while the campaign is on', async () => {
    const server = await openCampaignServer(SEED);
    const list = await server.list({ rows: rows(6) });
    const id = await dncList(server, 'WhatsApp');
    await change(server, id, 'Add', [phoneId(3), phoneId(5)]);
    const campaign = await server.campaign(list, { dncLists: [{ id }] });
    await server.start(campaign);
    await server.pass(2_500);
    const { body } = await server.ask('GET', `${CAMPAIGNS}/${campaign}`);
    expect((await server.ask('PUT', `${CAMPAIGNS}/${campaign}`, { ...body, dncLists: [] })).status).toBe(200);
    await server.pass(60_000);
    expect(written(server)).toEqual([1, 2, 4, 5, 6]);
  });
});
