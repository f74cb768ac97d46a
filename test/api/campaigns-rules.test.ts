import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import {
  CAMPAIGNS,
  type CampaignServer,
  campaignSeed,
  openCampaignServer,
  phoneId,
} from './campaign-server.ts';

const ROWS = [[phoneId(1), 'Ann', '1']];
const WHATSAPP = {
  whatsAppColumns: ['number'],
  whatsAppIntegration: { id: 'wa-1' },
  contentTemplate: { id: 'plain' },
};

async function open(more: Partial<Parameters<typeof campaignSeed>[0]> = {}) {
  const server = await openCampaignServer(campaignSeed(more, 3));
  const list = await server.list({ rows: ROWS });
  const body = (change: JsonObject = {}) => ({
    name: 'Spring',
    contactList: { id: list },
    messagesPerMinute: 60,
    whatsAppConfig: WHATSAPP,
    ...change,
  });
  return { server, list, body, post: (change?: JsonObject) => server.ask('POST', CAMPAIGNS, body(change)) };
}

/** Says of the newest import of a list how it went. */
async function imported({ local }: CampaignServer, listId: string, state: string): Promise<void> {
  const listKey = local.platform.outbound.lists.one(listId)?.key;
  await local.database.commits.add(() => {
    local.database.sqlite
      .prepare(
        `insert into list_import (id, list_kind, list_key, state, on_error, done_bytes, row_count, kept_count, rejected_count,
           started_at) values (hex(randomblob(8)), 'contacts', ?, ?, 'skip', 0, 1, 1, 0, 1)`,
      )
      .run(listKey, state);
  });
}

const WRONG_SETTINGS: readonly (readonly [JsonObject, string, string])[] = [
  [{ messagesPerMinute: 3_001 }, 'attendant.campaign.rate.too.high', '3000'],
  [{ messagesPerMinute: 0 }, 'constraint.validation', 'messagesPerMinute'],
  [{ messagesPerMinute: 1.5 }, 'constraint.validation', 'messagesPerMinute'],
  [{ messagesPerMinute: '60' }, 'constraint.validation', 'messagesPerMinute'],
  [{ whatsAppConfig: null }, 'attendant.campaign.one.config', 'exactly one'],
  [{ ruleSets: [{ id: 'x' }] }, 'attendant.rule.sets.not.available', 'ruleSets'],
  [{ dncLists: [{ id: 'x' }] }, 'attendant.campaign.part.not.found', 'dncLists.0.id'],
  [{ contactListFilters: [{ id: 'x' }] }, 'attendant.campaign.part.not.found', 'contactListFilters.0.id'],
  [{ callableTimeSet: { id: 'x' } }, 'attendant.campaign.part.not.found', 'callableTimeSet.id'],
  [{ contactSorts: [{ fieldName: 'x' }] }, 'attendant.campaign.column.not.found', 'contactSorts.0'],
  [{ contactSorts: Array(5).fill({ fieldName: 'rank' }) }, 'constraint.validation', 'contactSorts'],
  [{ contactSorts: [{ fieldName: 'rank', direction: 'UP' }] }, 'constraint.validation', 'contactSorts'],
  [{ campaignStatus: 'running' }, 'constraint.validation', 'campaignStatus'],
];

const WRONG_WHATSAPP: readonly (readonly [JsonObject, string])[] = [
  [{ whatsAppIntegration: { id: 'nothing' } }, 'attendant.integration.not.found'],
  [{ whatsAppIntegration: { id: 'wa-off' } }, 'attendant.integration.not.active'],
  [{ contentTemplate: { id: 'nothing' } }, 'attendant.template.not.found'],
  [{ contentTemplate: { id: 'pending' } }, 'attendant.template.not.approved'],
  [{ contentTemplate: { id: 'rejected' } }, 'attendant.template.not.approved'],
  [{ contentTemplate: { id: 'only-second' } }, 'attendant.template.other.integration'],
  [{ contentTemplate: { id: 'greeting' } }, 'attendant.campaign.column.not.found'],
  [{ whatsAppColumns: [] }, 'constraint.validation'],
  [{ whatsAppColumns: ['nothing'] }, 'attendant.contact.list.no.column'],
];

describe('C2 the name of a campaign', () => {
  it('C2 may have spaces and special characters, and is unique in any case', async () => {
    const { server, post } = await open();
    const name = 'Frühling & Sommer: 50 % <b>"neu"</b> 🌷 /\\ 東京';
    const made = await post({ name });
    expect(made).toMatchObject({ status: 200, body: { name, version: 1, campaignStatus: 'off' } });
    expect(await post({ name: name.toUpperCase() })).toMatchObject({
      status: 400,
      body: { code: 'duplicate.name' },
    });
    const id = String(made.body['id']);
    const other = String((await post({ name: 'Other' })).body['id']);
    const renamed = await server.ask('PUT', `${CAMPAIGNS}/${other}`, {
      ...(await server.ask('GET', `${CAMPAIGNS}/${other}`)).body,
      name: name.toLowerCase(),
    });
    expect(renamed).toMatchObject({ status: 400, body: { code: 'duplicate.name' } });
    const same = await server.ask('PUT', `${CAMPAIGNS}/${id}`, { ...made.body, name: name.toUpperCase() });
    expect(same).toMatchObject({ status: 200, body: { version: 2, name: name.toUpperCase() } });
  });

  it('C2 is a text of 1 to 200 characters without control characters', async () => {
    const { post } = await open();
    for (const name of ['', '   ', 'x'.repeat(201), 'a\u0000b', 'a\nb', '\ud800', 7, null, { a: 1 }]) {
      const refused = await post({ name });
      expect(refused.status, JSON.stringify(name)).toBe(400);
      expect(String(refused.body['message'])).toMatch(/name/i);
    }
  });

  it('C2 there are at most 1,000; the next is refused, until one is deleted', async () => {
    const { server, post } = await open();
    const { id } = (await post({ name: 'First' })).body;
    await server.local.database.commits.add(() => {
      server.local.database.sqlite.exec(
        `with recursive counting (n) as (select 2 union all select n + 1 from counting where n < 1000)
         insert into campaign (id, name, name_key, division_id, channel, list_key, settings, status, errors, version,
           created_at, modified_at)
         select 'c' || n, 'N' || n, 'n' || n, division_id, channel, list_key, settings, 'off', '[]', 1, 1, 1
         from campaign, counting`,
      );
    });
    expect(await post({ name: 'One more' })).toMatchObject({
      status: 400,
      body: { code: 'max.entity.count.reached', message: expect.stringContaining('1000') },
    });
    expect((await server.ask('DELETE', `${CAMPAIGNS}/${id}`)).status).toBe(200);
    expect((await post({ name: 'One more' })).status).toBe(200);
    const listed = await server.ask('GET', `${CAMPAIGNS}?pageSize=100&pageNumber=10`);
    expect(listed.body).toMatchObject({ total: 1000, pageCount: 10 });
  });
});

describe('C3 the contact list of a campaign', () => {
  it.each([
    ['attendant.contact.list.empty', 'no contacts', {}],
    ['attendant.contact.list.no.column', 'no WhatsApp column', { whatsAppColumns: [] }],
    [
      'attendant.contact.list.no.column',
      'name is no WhatsApp column',
      { whatsAppColumns: [{ columnName: 'rank', type: 'x' }] },
    ],
  ])('C3 is refused with %s: %s', async (code, words, settings) => {
    const { server, post } = await open();
    const rows = code.endsWith('empty') ? [] : ROWS;
    const list = await server.list({ rows, settings });
    const columns = words.startsWith('name')
      ? { whatsAppConfig: { ...WHATSAPP, whatsAppColumns: ['name'] } }
      : {};
    expect(await post({ contactList: { id: list }, ...columns })).toMatchObject({
      status: 400,
      body: { code, message: expect.stringContaining(words) },
    });
  });

  it.each([
    ['running', 'attendant.contact.list.import.running', 'still running'],
    ['undoing', 'attendant.contact.list.import.running', 'still running'],
    ['failed', 'attendant.contact.list.import.failed', 'failed'],
  ])('C3 is refused while its newest import is %s', async (state, code, words) => {
    const { server, list, post } = await open();
    await imported(server, list, 'complete');
    const id = String((await post({ name: 'Before' })).body['id']);
    await imported(server, list, state);
    const wrong = { status: 400, body: { code, message: expect.stringContaining(words) } };
    expect(await post()).toMatchObject(wrong);
    expect(await server.start(id)).toMatchObject(wrong);
    const { body } = await server.ask('GET', `${CAMPAIGNS}/${id}`);
    expect(body).toMatchObject({ campaignStatus: 'invalid', errors: [{ error: code }] });
    expect(String(body['errors'])).not.toContain('undefined');

    await imported(server, list, 'complete');
    expect((await server.start(id)).status).toBe(204);
    const started = await server.ask('GET', `${CAMPAIGNS}/${id}`);
    expect(started.body['campaignStatus']).toMatch(/^(on|complete)$/);
    expect(started.body).not.toHaveProperty('errors');
  });

  it('C3 says everything that is wrong at once', async () => {
    const { server, post } = await open();
    const list = await server.list({ rows: [] });
    const refused = await post({
      contactList: { id: list },
      messagesPerMinute: 1_000_000,
      contactSorts: [{ fieldName: 'nothing' }],
    });
    expect(refused).toMatchObject({ status: 400, body: { code: 'attendant.contact.list.empty' } });
    const message = String(refused.body['message']);
    expect(message).toContain('no contacts');
    expect(message).toContain('messagesPerMinute');
    expect(message).toContain('contactSorts.0.fieldName');
  });

  it('C3 must be there', async () => {
    const { post } = await open();
    expect(await post({ contactList: { id: 'nothing' } })).toMatchObject({
      body: { code: 'contact.list.not.found' },
    });
  });
});

describe('C5 the division of a campaign', () => {
  it('C5 is the one given, else Home; one that is not there is refused', async () => {
    const { server, post } = await open({
      divisions: [{ id: 'north', name: 'North' }],
    } as Partial<Parameters<typeof campaignSeed>[0]>);
    expect((await post({ name: 'A' })).body).toMatchObject({ division: { name: 'Home' } });
    const given = await post({ name: 'B', division: { id: 'north' } });
    expect(given.body).toMatchObject({ division: { id: 'north', name: 'North' } });
    expect((await post({ name: 'C', division: { id: 'nowhere' } })).status).toBe(400);
    const kept = await server.ask('PUT', `${CAMPAIGNS}/${given.body['id']}`, {
      ...given.body,
      division: null,
    });
    expect(kept.body).toMatchObject({ division: { id: 'north' } });
    const found = await server.ask('GET', `${CAMPAIGNS}?divisionId=north`);
    expect(found.body).toMatchObject({ total: 1, entities: [{ name: 'B' }] });
  });
});

describe('C7 and C8, settings of a campaign', () => {
  it('C7 C8 C10 are refused, each with its reason', async () => {
    const { post } = await open();
    for (const [change, code, words] of WRONG_SETTINGS)
      expect(await post(change), JSON.stringify(change)).toMatchObject({
        status: 400,
        body: { code, message: expect.stringContaining(words) },
      });
  });

  it('C8 of a WhatsApp campaign are refused, each with its reason', async () => {
    const { post } = await open();
    for (const [change, code] of WRONG_WHATSAPP)
      expect(await post({ whatsAppConfig: { ...WHATSAPP, ...change } }), code).toMatchObject({
        status: 400,
        body: { code },
      });
  });

  it('C8 fills the parameters of a template from the columns of their names', async () => {
    const { server, body } = await open();
    const columnNames = ['number', '1', 'DAY', 'track'];
    const rows = [
      [phoneId(1), '#77', 'Friday', 'a77'],
      [phoneId(2), '{{day}}', '', 'b'],
      [phoneId(3), 'x\ny', 'Monday', 'c'],
    ];
    const list = await server.list({ columnNames, rows });
    const made = await server.ask('POST', CAMPAIGNS, {
      ...body({ contactList: { id: list }, campaignStatus: 'on' }),
      whatsAppConfig: { ...WHATSAPP, contentTemplate: { id: 'greeting' } },
    });
    expect(made.body).toMatchObject({ campaignStatus: 'on' });
    await server.pass(60_000);
    const outbox = await server.local.outbox();
    expect(outbox.map(({ text }) => text)).toEqual(['Order #77\nHello #77, it comes on Friday.']);
    const progress = await server.ask('GET', `${CAMPAIGNS}/${made.body['id']}/progress`);
    expect(progress.body).toMatchObject({ numberOfContactsSkipped: { INVALID_VALUE: 2 } });
  });
});
