import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { folderOf } from '../files/folder.ts';
import { withPlatform } from './campaign-data.ts';
import { run, start } from './run.ts';

const WHATSAPP = {
  whatsAppColumns: ['number'],
  whatsAppIntegration: { name: 'main whatsapp number' },
  contentTemplate: { name: 'order_news' },
};
const CAMPAIGN = {
  name: 'Order news',
  contactList: { name: 'customers' },
  messagesPerMinute: 60,
  whatsAppConfig: WHATSAPP,
};

/** A folder with a contact list in its database, and the command line for campaign files in it. */
async function setUp() {
  const folder = folderOf({
    'contacts.csv': 'number,name,order,rank,zone\n13175550201,Ann,A-1,1,Europe/Berlin\n',
  });
  const data = join(folder, 'data');
  const file = join(folder, 'x.campaign.json');
  const imported = await run([
    ...['campaign', 'import', join(folder, 'contacts.csv'), '--list', 'Customers', '--data', data],
    ...['--whatsapp-column', 'number', '--time-zone-column', 'zone'],
  ]);
  expect(imported.code).toBe(0);
  const create = async (content: JsonObject | string, ...more: readonly string[]) => {
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
    const ran = await run(['campaign', 'create', file, '--data', data, ...more]);
    return { ...ran, err: ran.err.replaceAll(`${folder}/`, '') };
  };
  return { folder, data, create };
}

beforeAll(async () => {
  await run(['campaign', 'create', 'no such file']);
});

describe('attendant campaign create', () => {
  it('makes a campaign whose parts are named, and changes it by the same file', async () => {
    const { data, create } = await setUp();
    expect(await create(CAMPAIGN)).toEqual({
      code: 0,
      out: 'Stored the campaign Order news, which is off: 1 contact in Customers.\n',
      err: '',
    });
    const again = await create({ ...CAMPAIGN, name: 'ORDER NEWS', messagesPerMinute: 90 }, '--json');
    expect(JSON.parse(again.out)).toMatchObject({ ok: true, campaign: { messagesPerMinute: 90 } });
    await withPlatform(data, async ({ outbound: { campaigns } }) => {
      expect(campaigns.store.count()).toBe(1);
      expect(campaigns.store.named('order news')?.settings.whatsApp).toEqual({
        ...{ columns: ['number'], integrationId: 'whatsapp-main', templateId: 'order-news' },
      });
    });
  });

  it('works through the Attendant that serves', async () => {
    const { data, create } = await setUp();
    const serving = start(['serve', '--port', '0', '--data', data]);
    onTestFinished(async () => {
      serving.stop();
      await serving.ended;
    });
    await serving.printed('Ctrl-C stops it');
    expect(await create({ ...CAMPAIGN, contactList: { name: 'Custmers' } })).toMatchObject({
      code: 1,
      err: expect.stringContaining('did you mean `Customers`?'),
    });
    expect((await create(CAMPAIGN)).code).toBe(0);
  });

  it('takes a campaign as Genesys Cloud gives it out', async () => {
    const { create } = await setUp();
    const selfUri = '/api/v2/outbound/messagingcampaigns/1';
    const exported = {
      ...CAMPAIGN,
      ...{ id: '1', version: 7, campaignStatus: 'on', selfUri, errors: [], callableTimeSet: null },
      dateCreated: '2026-01-01T00:00:00.000Z',
      contactList: { id: 'of the cloud', name: 'Customers', selfUri: '/api/v2/outbound/contactlists/1' },
      ...{ dncLists: [], contactListFilters: [], alwaysRunning: false, contactSorts: [] },
    };
    expect(await create(exported)).toMatchObject({ code: 0, out: expect.stringContaining('is off') });
  });

  it('makes filters and callable times that the file holds, and changes them', async () => {
    const { data, create } = await setUp();
    const filter = (value: string) => ({
      name: 'Best',
      clauses: [{ predicates: [{ column: 'rank', columnType: 'numeric', operator: 'EQUALS', value }] }],
    });
    const times = {
      name: 'By day',
      callableTimes: [
        { timeZoneId: 'Europe/Berlin', timeSlots: [{ day: 1, startTime: '09:00', stopTime: '17:00' }] },
      ],
    };
    const campaign = { ...CAMPAIGN, contactListFilters: [filter('1')], callableTimeSet: times };
    expect(await create(campaign)).toMatchObject({ code: 0, err: '' });
    expect(await create({ ...campaign, contactListFilters: [filter('2')] })).toMatchObject({
      code: 0,
      err: '',
    });
    expect(await create({ ...campaign, callableTimeSet: { name: 'by DAY' } })).toMatchObject({ code: 0 });
    await withPlatform(data, async ({ outbound: { campaigns, contactFilters, callableTimeSets } }) => {
      const { contactListFilterIds = [], callableTimeSetId = '' } =
        campaigns.store.named('order news')?.settings ?? {};
      expect(contactFilters.one(contactListFilterIds[0] ?? '')).toMatchObject({ name: 'Best', version: 3 });
      expect(callableTimeSets.one(callableTimeSetId)).toMatchObject({ name: 'By day', version: 2 });
    });
    const wrong = { ...campaign, contactListFilters: [filter('many')] };
    expect((await create(wrong)).err).toMatch(
      /^x\.campaign\.json:\d+:\d+ error value\.did\.not\.match\.column\.type contactListFilters\.0: clauses\.0\.predicates\.0\.value must be a number/,
    );
  });

  it('tells all faults of the file itself at once, with their places', async () => {
    const { create } = await setUp();
    const { code, out, err } = await create(`{
  "name": "Order news",
  "contactLst": { "name": "Customers" },
  "messagesPerMinute": "60",
  "contactSorts": [{ "fieldName": "rank", "direction": "UP" }],
  "smsConfig": {},
  "whatsAppConfig": { "whatsAppColumns": [], "whatsAppIntegration": {}, "contentTemplate": { "nme": "x" } }
}
`);
    expect([code, out]).toEqual([1, '']);
    for (const line of [
      /^x\.campaign\.json:1:1 error MISSING_SETTING `contactList` is missing$/m,
      /^x\.campaign\.json:3:3 error UNKNOWN_SETTING `contactLst` is not known here\n {4}did you mean `contactList`\?$/m,
      /^x\.campaign\.json:4:3 error WRONG_TYPE `messagesPerMinute` must be a whole number, not "60"$/m,
      /^x\.campaign\.json:5:43 error WRONG_VALUE `direction` cannot be "UP"/m,
      /^x\.campaign\.json:6:3 error MISSING_SETTING `phoneColumn` is missing$/m,
      /^x\.campaign\.json:6:3 error WRONG_VALUE the campaign has 2 channels: whatsAppConfig, smsConfig/m,
      /^x\.campaign\.json:7:\d+ error UNKNOWN_SETTING `nme` is not known here\n {4}did you mean `name`\?$/m,
    ])
      expect(err).toMatch(line);
  });

  it('tells all that the platform finds wrong at once, with its places, and makes nothing', async () => {
    const { data, create } = await setUp();
    const wrong = {
      ...CAMPAIGN,
      dncLists: [{ name: 'Stopped' }],
      contactListFilters: [{ name: 'Best', clauses: [{ predicates: [] }] }, { id: 'f-2' }],
      contactSorts: [{ fieldName: 'rang' }],
      messagesPerMinute: 1_000_000,
      whatsAppConfig: { ...WHATSAPP, contentTemplate: { name: 'ordernews' } },
    };
    const { code, err } = await create(wrong);
    expect(code).toBe(1);
    for (const line of [
      /:\d+:\d+ error attendant\.campaign\.part\.not\.found dncLists\.0\.name must be the name of a do-not-contact list: there is no do-not-contact list yet\n/,
      /contactListFilters\.1\.id must be the id of a filter of this contact list: there is no filter/,
      /error attendant\.campaign\.column\.not\.found contactSorts\.0\.fieldName must be a column of the contact list/,
      /error attendant\.campaign\.rate\.too\.high messagesPerMinute must not be more than 3000/,
      /whatsAppConfig\.contentTemplate\.name must be the name of a WhatsApp message template: did you mean `order_news`\?\n/,
    ])
      expect(err).toMatch(line);
    expect(err.split('\n')).toHaveLength(6);
    const json = JSON.parse((await create(wrong, '--json')).out);
    expect(json).toMatchObject({ ok: false });
    expect(json.diagnostics).toHaveLength(5);
    await withPlatform(data, async ({ outbound: { campaigns, contactFilters } }) => {
      expect(campaigns.store.count()).toBe(0);
      expect(contactFilters.list(ALL).total).toBe(0);
    });
  });

  it('says of a name that several have that it is no name', async () => {
    const { data, create } = await setUp();
    await withPlatform(data, async ({ outbound: { contactFilters, lists } }) => {
      const contactList = { id: lists.named('customers')?.id ?? '' };
      const clauses = [{ predicates: [{ column: 'rank', operator: 'EQUALS', value: '1' }] }];
      for (const name of ['Best', 'best']) await contactFilters.create({ name, contactList, clauses });
    });
    const { code, err } = await create({ ...CAMPAIGN, contactListFilters: [{ name: 'BEST' }] });
    expect([code, err]).toEqual([
      1,
      expect.stringContaining(
        'contactListFilters.0.name is the name of 2 of the kind filter of this contact list',
      ),
    ]);
  });

  it.each<[string, string, string]>([
    ['no JSON', '{ "name": ', 'error JSON_SYNTAX'],
    ['a flow', '{ "startUp": { "task": "a" }, "tasks": {} }', 'this is a flow, not a campaign'],
    ['a list', '[]', 'this is a list, not a campaign'],
    ['a key of the prototype', '{ "__proto__": { "name": "x" }, "contactList": {} }', '__proto__'],
    [
      'rule sets',
      JSON.stringify({ ...CAMPAIGN, ruleSets: [{ name: 'x' }] }),
      'ruleSets are not available here',
    ],
  ])('refuses %s', async (_what, content, message) => {
    const { create } = await setUp();
    const { code, out, err } = await create(content);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(message);
  });

  it('refuses a file that is not there, and check finds faults of campaign files, too', async () => {
    const missing = await run(['campaign', 'create', 'flows/campaigns/order-news.campain.json']);
    expect(missing).toMatchObject({
      code: 1,
      err: expect.stringContaining('did you mean `order-news.campaign.json`?'),
    });
    const folder = folderOf({ 'a.campaign.json': { ...CAMPAIGN, messagesPerMinute: 0 } });
    const { code, out } = await run(['check', folder]);
    expect(code).toBe(1);
    expect(out).toMatch(/a\.campaign\.json:6:3 error WRONG_VALUE `messagesPerMinute` must be >= 1/);
    expect(await run(['check', 'flows/campaigns'])).toMatchObject({ code: 0, err: '' });
  });
});

const ALL = { nameMatch: 'Contains', sortBy: 'name', isDescending: false, limit: 100, offset: 0 } as const;
