import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { CAMPAIGNS, campaignSeed, openCampaignServer, phoneId } from './campaign-server.ts';

const KINDS = ['messagingCampaign', 'emailCampaign', 'whatsAppCampaign'];
const OPERATIONS: readonly (readonly ['GET' | 'POST' | 'PUT' | 'DELETE', string, string])[] = [
  ['GET', CAMPAIGNS, 'view'],
  ['POST', CAMPAIGNS, 'add'],
  ['GET', `${CAMPAIGNS}/divisionviews`, 'search'],
  ['GET', `${CAMPAIGNS}/divisionviews/x`, 'search'],
  ['POST', `${CAMPAIGNS}/progress`, 'view'],
  ['GET', `${CAMPAIGNS}/x`, 'view'],
  ['PUT', `${CAMPAIGNS}/x`, 'edit'],
  ['DELETE', `${CAMPAIGNS}/x`, 'delete'],
  ['GET', `${CAMPAIGNS}/x/progress`, 'view'],
  ['DELETE', `${CAMPAIGNS}/x/progress`, 'recycle'],
  ['GET', `${CAMPAIGNS}/x/diagnostics`, 'view'],
  ['POST', `${CAMPAIGNS}/x/start`, 'start'],
  ['POST', `${CAMPAIGNS}/x/stop`, 'stop'],
  ['GET', '/api/v2/outbound/campaigns/all', 'view'],
  ['GET', '/api/v2/outbound/campaigns/all/divisionviews', 'search'],
];

const clients = OPERATIONS.map(([, , verb], index) => ({
  ...{ id: `only-${index}`, name: `Only ${index}`, secret: `only-${index}-secret`, localOnly: true },
  permissions: [`outbound:${KINDS[index % 3]}:${verb}`],
}));
const SEED = campaignSeed({}, 5);

describe('C1 the operations of campaigns', () => {
  it('C1 need a token, and each its permission, of any kind of campaign', async () => {
    const server = await openCampaignServer({
      ...SEED,
      oauthClients: [...(SEED.oauthClients ?? []), ...clients],
    });
    const { local } = server;
    const nobody = await local.login('nobody');
    for (const [index, [method, url, verb]] of OPERATIONS.entries()) {
      expect((await local.inject({ method, url })).statusCode, url).toBe(401);
      const refused = await local.inject({ method, url, headers: nobody });
      expect(refused.statusCode, url).toBe(403);
      expect(refused.json().message, url).toContain(`:${verb}`);
      const allowed = await local.inject({ method, url, headers: await local.login(`only-${index}`) });
      expect([200, 400, 404], `${method} ${url} ${allowed.body}`).toContain(allowed.statusCode);
    }
  });

  it('answer 404 for ids of no campaign, however they look', async () => {
    const server = await openCampaignServer(SEED);
    for (const id of ['nothing', '__proto__', '%00', 'x'.repeat(300), "'; drop table campaign; --"])
      for (const [method, url, verb] of OPERATIONS) {
        if (!url.includes('/x')) continue;
        const body = verb === 'edit' ? { name: 'a' } : undefined;
        const answer = await server.ask(method, url.replace('/x', `/${encodeURIComponent(id)}`), body);
        expect([400, 404, 414], `${method} ${url} ${id}`).toContain(answer.status);
      }
  });

  it('refuse bodies that are not what they should be, and keep nothing of them', async () => {
    const server = await openCampaignServer(SEED);
    const list = await server.list({ rows: [[phoneId(1), 'x', '1']] });
    const good = {
      ...{ name: 'Good', contactList: { id: list }, messagesPerMinute: 60 },
      whatsAppConfig: {
        ...{ whatsAppColumns: ['number'], whatsAppIntegration: { id: 'wa-1' } },
        contentTemplate: { id: 'plain' },
      },
    };
    const wrong: readonly Json[] = [null, [], 'x', 7, {}, { name: 'x' }];
    const values: readonly Json[] = [
      null,
      [],
      'x',
      -1,
      1e300,
      {},
      { id: null },
      { id: 7 },
      [[]],
      { __proto__: 1 },
      true,
    ];
    const fields = [
      'contactList',
      'messagesPerMinute',
      'whatsAppConfig',
      'dncLists',
      'contactSorts',
      'alwaysRunning',
      'contactListFilters',
      'callableTimeSet',
      'division',
      'campaignStatus',
      'version',
      'dynamicContactQueueingSettings',
    ];
    const bodies = [
      ...wrong,
      ...fields.flatMap((field) => values.map((value) => ({ ...good, [field]: value }))),
      ...values.map((value) => ({
        ...good,
        whatsAppConfig: { ...good.whatsAppConfig, contentTemplate: value },
      })),
    ];
    for (const body of bodies) {
      const answer = await server.ask('POST', CAMPAIGNS, body);
      expect([200, 400], JSON.stringify(body)).toContain(answer.status);
      if (answer.status === 200) await server.ask('DELETE', `${CAMPAIGNS}/${answer.body['id']}`);
      else expect(String(answer.body['message']).length).toBeGreaterThan(10);
    }
    expect((await server.ask('GET', CAMPAIGNS)).body).toMatchObject({ total: 0 });
  });

  it('keep what the official SDK gives back, and refuse an old version', async () => {
    const server = await openCampaignServer(SEED);
    const list = await server.list({ rows: [[phoneId(1), 'x', '1']] });
    const id = await server.campaign(list, {
      ...{ dynamicContactQueueingSettings: { sort: true, filter: false }, alwaysRunning: true },
      contactSorts: [{ fieldName: 'rank', direction: 'DESC', numeric: true }, { fieldName: 'name' }],
    });
    const read = async () => (await server.ask('GET', `${CAMPAIGNS}/${id}`)).body;
    const before = await read();
    const { body } = await server.ask('PUT', `${CAMPAIGNS}/${id}`, before);
    expect(body).toEqual({ ...before, version: 2, dateModified: body['dateModified'] });
    expect(body).toMatchObject({
      ...{ dynamicContactQueueingSettings: { sort: true, filter: false }, alwaysRunning: true },
      contactSorts: [
        { fieldName: 'rank', direction: 'DESC', numeric: true },
        { fieldName: 'name', direction: 'ASC', numeric: false },
      ],
    });
    expect(await server.ask('PUT', `${CAMPAIGNS}/${id}`, before)).toMatchObject({
      status: 409,
      body: { code: 'invalid.update.wrong.version' },
    });
    expect(await read()).toEqual(body);
  });

  it('list campaigns by name, status, type, list and template, in order, page by page', async () => {
    const server = await openCampaignServer(SEED);
    const [one, two] = [
      await server.list({ rows: [[phoneId(1), 'x', '1']] }),
      await server.list({ rows: [[phoneId(1), 'x', '1']] }),
    ];
    for (const [name, list] of [
      ['b_1', one],
      ['A%', one],
      ['c*', two],
      ['_x', two],
    ] as const)
      await server.campaign(list, { name });
    const names = async (query: string) => {
      const { body } = await server.ask('GET', `${CAMPAIGNS}?${query}`);
      return (body['entities'] as readonly { readonly name: string }[]).map(({ name }) => name);
    };
    expect(await names('')).toEqual(['_x', 'A%', 'b_1', 'c*']);
    expect(await names('sortOrder=descending&pageSize=2')).toEqual(['c*', 'b_1']);
    expect(await names('pageSize=2&pageNumber=2')).toEqual(['b_1', 'c*']);
    expect(await names(`name=${encodeURIComponent('*%')}`)).toEqual(['A%']);
    expect(await names('name=B_1')).toEqual(['b_1']);
    expect(await names('name=b?1')).toEqual([]);
    expect(await names('name=*_*')).toEqual(['_x', 'b_1']);
    expect(await names(`contactListId=${two}`)).toEqual(['_x', 'c*']);
    expect(await names('contentTemplateId=plain&type=WHATSAPP&campaignStatus=off')).toHaveLength(4);
    expect(await names('type=EMAIL')).toEqual([]);
    expect((await server.ask('GET', `${CAMPAIGNS}?campaignStatus=never`)).status).toBe(400);
    expect((await server.ask('GET', `${CAMPAIGNS}?pageSize=0`)).status).toBe(400);
    expect((await server.ask('GET', `${CAMPAIGNS}?name=${'x'.repeat(5_000)}`)).status).toBeLessThan(500);
  });
});
