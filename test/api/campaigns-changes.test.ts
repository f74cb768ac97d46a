import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import {
  CAMPAIGNS,
  type CampaignServer,
  campaignSeed,
  openCampaignServer,
  phoneId,
} from './campaign-server.ts';

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => [phoneId(index + 1), `Name ${index}`, '1']);
const written = (server: CampaignServer) => server.recipients().map((number) => Number(number) % 100_000);
const CONTACTS = (list: string) => `/api/v2/outbound/contactlists/${list}/contacts`;

async function running(count = 8, more: JsonObject = {}) {
  const server = await openCampaignServer(campaignSeed({}, 30));
  const list = await server.list({ rows: rows(count) });
  const id = await server.campaign(list, more);
  await server.start(id);
  const read = async () => (await server.ask('GET', `${CAMPAIGNS}/${id}`)).body;
  return {
    ...{ server, list, id, read },
    change: async (body: JsonObject) =>
      server.ask('PUT', `${CAMPAIGNS}/${id}`, { ...(await read()), ...body }),
    progress: async () => (await server.ask('GET', `${CAMPAIGNS}/${id}/progress`)).body,
    contact: (sequence: number) => server.local.platform.outbound.contacts.at(keyOf(server, list), sequence),
  };
}

const keyOf = ({ local }: CampaignServer, list: string) => local.platform.outbound.lists.one(list)?.key ?? 0;

describe('a campaign that is on', () => {
  it('does not take another list, channel, filter, sort, template or sender', async () => {
    const { server, change, read } = await running();
    const other = await server.list({ rows: rows(2) });
    const config = (await read())['whatsAppConfig'] as JsonObject;
    const smsConfig = {
      ...{ phoneColumn: 'number', messageColumn: 'name' },
      senderSmsPhoneNumber: { phoneNumber: '+13175550190' },
    };
    for (const body of [
      { contactList: { id: other } },
      { contactSorts: [{ fieldName: 'rank' }] },
      { whatsAppConfig: { ...config, whatsAppIntegration: { id: 'wa-2' } } },
      { whatsAppConfig: null, smsConfig },
    ])
      expect(await change(body), JSON.stringify(body)).toMatchObject({
        status: 400,
        body: { code: 'attendant.campaign.running', message: expect.stringContaining('stop it first') },
      });
    expect(await read()).toMatchObject({ campaignStatus: 'on', version: 2 });
  });

  it('takes another name, rate and what it does at the end, at once', async () => {
    const { server, change, id } = await running(30);
    expect(await change({ name: 'Renamed', messagesPerMinute: 600, alwaysRunning: true })).toMatchObject({
      status: 200,
      body: { name: 'Renamed', campaignStatus: 'on', messagesPerMinute: 600 },
    });
    await server.pass(3_500);
    expect(server.recipients()).toHaveLength(30);
    expect(await server.statusOf(id)).toBe('on');
    expect((await change({ campaignStatus: 'off' })).body).toMatchObject({ campaignStatus: 'off' });
    expect((await change({ campaignStatus: 'on' })).body).toMatchObject({ campaignStatus: 'on' });
  });

  it('skips contacts that were deleted, and writes to edited ones as they are', async () => {
    const { server, list, id, contact, progress } = await running(8);
    const third = String(contact(3)?.id);
    const fifth = contact(5);
    expect((await server.ask('DELETE', `${CONTACTS(list)}/${third}`)).status).toBeLessThan(300);
    const changed = await server.ask('PUT', `${CONTACTS(list)}/${fifth?.id}`, {
      contactListId: list,
      data: { number: phoneId(20), name: 'New', rank: '1' },
      callable: true,
    });
    expect(changed.status).toBe(200);
    await server.pass(60_000);
    expect(written(server)).toEqual([1, 2, 4, 20, 6, 7, 8]);
    expect(await server.statusOf(id)).toBe('complete');
    expect(await progress()).toMatchObject({
      numberOfContactsMessaged: 7,
      numberOfContactsSkipped: { CONTACT_DELETED: 1 },
      percentage: 100,
    });
  });

  it('leaves out contacts who are not to be written to: all, on the channel, in every column of it', async () => {
    const { server, list, contact, progress } = await running(8);
    const put = (sequence: number, more: JsonObject) =>
      server.ask('PUT', `${CONTACTS(list)}/${contact(sequence)?.id}`, {
        contactListId: list,
        data: { number: phoneId(sequence), name: 'x', rank: '1' },
        ...more,
      });
    const media = (status: JsonObject) => ({ callable: true, contactableStatus: { WhatsApp: status } });
    for (const [sequence, more] of [
      [2, { callable: false }],
      [3, media({ contactable: false })],
      [4, media({ contactable: true, columnStatus: { number: { contactable: false } } })],
      [5, media({ contactable: true, columnStatus: { rank: { contactable: false } } })],
      [6, { callable: true, contactableStatus: { Email: { contactable: false } } }],
    ] as const)
      expect((await put(sequence, more as JsonObject)).status, JSON.stringify(more)).toBe(200);
    await server.pass(60_000);
    expect(written(server)).toEqual([1, 5, 6, 7, 8]);
    expect(await progress()).toMatchObject({ numberOfContactsSkipped: { NOT_CONTACTABLE: 3 } });
  });

  it('skips addresses that are none, each with its reason, and goes on', async () => {
    const server = await openCampaignServer(campaignSeed({}, 3));
    const cells = [
      '',
      '  ',
      '+491500000001',
      'ann',
      '0123',
      '1'.repeat(400),
      phoneId(900),
      ` ${phoneId(2)} `,
    ];
    const list = await server.list({ rows: [...cells, phoneId(1)].map((cell) => [cell, '', '']) });
    const id = await server.campaign(list);
    await server.start(id);
    await server.pass(60_000);
    expect(written(server)).toEqual([2, 1]);
    const { body } = await server.ask('GET', `${CAMPAIGNS}/${id}/progress`);
    expect(body).toMatchObject({
      numberOfContactsSkipped: { NO_ADDRESS: 2, INVALID_ADDRESS: 4, NO_CONSENT: 1 },
      numberOfContactsMessaged: 2,
    });
  });

  it('C13 pays no heed to attempt limits and wrap-up codes of its list', async () => {
    const server = await openCampaignServer(campaignSeed({}, 3));
    const list = await server.list({
      rows: rows(3),
      settings: { more: { attemptLimits: { id: 'none-left' }, previewModeColumnName: 'name' } },
    });
    const id = await server.campaign(list);
    for (let time = 1; time <= 3; time++) {
      await server.start(id);
      await server.pass(60_000);
      expect(server.recipients()).toHaveLength(3 * time);
      await server.ask('DELETE', `${CAMPAIGNS}/${id}/progress`);
    }
  });
});

describe('a campaign that cannot go on', () => {
  const status = ({ local }: CampaignServer, kind: string, id: string, to: string) =>
    local.inject({ method: 'PUT', url: `/attendant/${kind}/${id}/status`, payload: { status: to } });

  it.each([
    ['message-templates', 'plain', 'rejected', 'approved', 'attendant.template.not.approved'],
    ['whatsapp-integrations', 'wa-1', 'inactive', 'active', 'attendant.integration.not.active'],
  ])(
    'is forced off when its %s %s is %s, and starts again when that is gone',
    async (kind, one, bad, good, code) => {
      const { server, id, read } = await running(8);
      await server.pass(2_500);
      expect((await status(server, kind, one, bad)).statusCode).toBeLessThan(300);
      await server.pass(5_000);
      expect(await read()).toMatchObject({ campaignStatus: 'forced_off', errors: [{ error: code }] });
      expect(server.recipients()).toHaveLength(3);
      const events = await server.ask('GET', '/api/v2/outbound/events?pageSize=25');
      expect(JSON.stringify(events.body)).toContain('CAMPAIGN_FORCE_STOPPED');
      expect(await server.start(id)).toMatchObject({ status: 400, body: { code } });
      expect(await read()).toMatchObject({ campaignStatus: 'invalid', errors: [{ error: code }] });
      await status(server, kind, one, good);
      expect((await server.start(id)).status).toBe(204);
      await server.pass(60_000);
      expect(written(server)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(await read()).toMatchObject({ campaignStatus: 'complete' });
    },
  );
});
