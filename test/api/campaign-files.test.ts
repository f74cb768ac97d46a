import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { campaignSeed, openCampaignServer, phoneId } from './campaign-server.ts';

const CAMPAIGN = {
  name: 'Summer',
  contactList: { name: 'PEOPLE' },
  messagesPerMinute: 600,
  whatsAppConfig: {
    whatsAppColumns: ['number'],
    whatsAppIntegration: { name: 'main' },
    contentTemplate: { name: 'plain' },
  },
};

async function open() {
  const server = await openCampaignServer(campaignSeed({}, 2));
  const rows = [
    [phoneId(1), '=Ann', '1'],
    [phoneId(2), '+4930', '2'],
    ['', 'a,"b"\nc', '3'],
  ];
  await server.list({ name: 'People', rows });
  return { server, put: (body: Json) => server.ask('POST', '/attendant/campaigns', body) };
}

describe('POST /attendant/campaigns', () => {
  it('makes the campaign of a file, and changes the one of its name', async () => {
    const { server, put } = await open();
    const made = await put(CAMPAIGN);
    expect(made).toMatchObject({ status: 200, body: { name: 'Summer', status: 'off', channel: 'whatsapp' } });
    const changed = await put({ ...CAMPAIGN, name: 'SUMMER', messagesPerMinute: 60 });
    expect(changed.body).toMatchObject({ id: made.body['id'] ?? '', name: 'SUMMER', messagesPerMinute: 60 });
    await server.start(String(made.body['id']));
    expect(await put({ ...CAMPAIGN, messagesPerMinute: 90 })).toMatchObject({ status: 200 });
    expect(await put({ ...CAMPAIGN, contactSorts: [{ fieldName: 'rank' }] })).toMatchObject({
      status: 400,
      body: { code: 'attendant.campaign.running' },
    });
  });

  it('tells all that is wrong with an SMS campaign at once', async () => {
    const { put } = await open();
    const { whatsAppConfig: _, ...rest } = CAMPAIGN;
    const smsConfig = {
      ...{ messageColumn: 'text', phoneColumn: 'number', contentTemplate: { name: 'nothing' } },
      senderSmsPhoneNumber: { phoneNumber: '+13175550999' },
    };
    const { status, body } = await put({ ...rest, smsConfig, division: { name: 'Elsewhere' } });
    expect(status).toBe(400);
    const errors = body['errors'] as readonly JsonObject[];
    expect(errors.map(({ details }) => (details as readonly JsonObject[])[0]?.['fieldName'])).toEqual([
      'division.name',
      'smsConfig.contentTemplate.name',
      'smsConfig.senderSmsPhoneNumber.phoneNumber',
    ]);
  });

  it.each<[string, Json]>([
    ['nothing', null],
    ['a list', []],
    ['a name that is a number', { ...CAMPAIGN, name: 7 }],
    ['a list that is a name', { ...CAMPAIGN, contactList: 'People' }],
    ['a reference without words', { ...CAMPAIGN, contactList: {} }],
    ['a reference of another kind', { ...CAMPAIGN, dncLists: [{ name: ['x'] }] }],
    ['a name of a million characters', { ...CAMPAIGN, contactList: { name: 'x'.repeat(1_000_000) } }],
    ['a name with a control character', { ...CAMPAIGN, contactList: { name: 'a\u0000b' } }],
    ['a name of the prototype', { ...CAMPAIGN, contactList: { name: 'constructor' } }],
    ['clauses that are a text', { ...CAMPAIGN, contactListFilters: [{ name: 'x', clauses: 'all' }] }],
    ['a filter without a name', { ...CAMPAIGN, contactListFilters: [{ clauses: [] }] }],
    ['callable times that are none', { ...CAMPAIGN, callableTimeSet: { name: 'x', callableTimes: [{}] } }],
    [
      'eleven filters',
      { ...CAMPAIGN, contactListFilters: Array.from({ length: 11 }, () => ({ name: 'x' })) },
    ],
    ['two channels', { ...CAMPAIGN, smsConfig: { ...SMS } }],
  ])('refuses %s and stores nothing', async (_what, body) => {
    const { server, put } = await open();
    const answer = await put(body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body).length).toBeLessThan(2_000_000);
    expect(server.local.platform.outbound.campaigns.store.count()).toBe(0);
    expect(server.local.logged).toEqual([]);
  });

  it('is for the operator alone', async () => {
    const server = await openCampaignServer(campaignSeed());
    for (const url of ['/attendant/campaigns', '/attendant/contact-lists', '/attendant/dnc-lists']) {
      const headers = { host: 'other.example' };
      expect((await server.local.inject({ method: 'POST', url, headers, payload: {} })).statusCode).toBe(403);
      expect((await server.local.inject({ method: 'GET', url, headers })).statusCode).toBe(403);
    }
  });
});

const SMS = {
  ...{ messageColumn: 'name', phoneColumn: 'number' },
  senderSmsPhoneNumber: { phoneNumber: '+13175550190' },
};

describe('GET /attendant/campaigns/{id}/results.csv', () => {
  it('C12 has a row for each contact, which no spreadsheet runs', async () => {
    const { server, put } = await open();
    await put(CAMPAIGN);
    const csv = (query = '') =>
      server.local.inject({ method: 'GET', url: `/attendant/campaigns/summer/results.csv${query}` });
    expect((await csv()).body).toMatch(/^contactId,number,name,rank,outcome,[\w,]+\r\n$/);
    await server.start(String((await server.ask('GET', '/attendant/campaigns/summer')).body['id']));
    await server.pass(60_000);
    const answer = await csv('?bom=true');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="results.csv"',
    });
    const rows: readonly JsonObject[] = parse(answer.body, { columns: true, bom: true });
    expect(rows.map(({ name, outcome, deliveryStatus }) => [name, outcome, deliveryStatus])).toEqual([
      ["'=Ann", 'messaged', 'delivered'],
      ["'+4930", 'messaged', 'delivered'],
      ['a,"b"\nc', 'NO_ADDRESS', ''],
    ]);
    const none = await server.local.inject({ method: 'GET', url: '/attendant/campaigns/winter/results.csv' });
    expect([none.statusCode, none.json().code]).toEqual([404, 'attendant.campaign.not.found']);
  });
});

describe('/attendant/contact-lists and /attendant/dnc-lists', () => {
  it('find lists by name or id, with their size, and make them', async () => {
    const { server } = await open();
    const people = (await server.ask('GET', '/attendant/contact-lists/people')).body;
    expect(people).toMatchObject({ name: 'People', size: 3, columnNames: ['number', 'name', 'rank'] });
    expect((await server.ask('GET', `/attendant/contact-lists/${people['id']}`)).body).toEqual(people);
    const made = await server.ask('POST', '/attendant/dnc-lists', { name: 'Never', dncSourceType: 'rds' });
    expect(made.status).toBe(200);
    expect((await server.ask('GET', '/attendant/dnc-lists')).body).toMatchObject({
      total: 1,
      entities: [{ name: 'Never', size: 0 }],
    });
    expect(await server.ask('POST', '/attendant/contact-lists', { name: 'People' })).toMatchObject({
      status: 400,
    });
    expect(await server.ask('GET', '/attendant/dnc-lists/people')).toMatchObject({ status: 404 });
  });

  it('name the newest import of a list', async () => {
    const { server } = await open();
    const { id } = (await server.ask('GET', '/attendant/contact-lists/people')).body;
    await server.local.inject({
      ...{ method: 'POST', url: `/attendant/contact-lists/${id}/imports` },
      ...{ headers: { 'content-type': 'text/csv' }, payload: 'number,name,rank\n1,a,2\n' },
    });
    const { newestImportId } = (await server.ask('GET', '/attendant/contact-lists/PEOPLE')).body;
    expect((await server.ask('GET', `/attendant/imports/${newestImportId}`)).body).toMatchObject({
      state: 'complete',
      importedCount: 1,
    });
  });
});
