import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import { type LocalServer, openLocalServer, TEST_SEED } from './local-server.ts';

const PERMISSIONS = ['view', 'add', 'edit', 'delete', 'search'].map((verb) => `routing:queue:${verb}`);
const SEED: PlatformSeed = {
  ...TEST_SEED,
  oauthClients: [
    { id: 'admin', name: 'Admin', secret: 'admin-secret', localOnly: true, permissions: PERMISSIONS },
    { id: 'nobody', name: 'Nobody', secret: 'nobody-secret', localOnly: true, permissions: [] },
  ],
  queues: [
    { id: 'support', name: 'Support', description: 'Help' },
    { id: 'sales', name: 'Sales_EU' },
  ],
  users: [{ id: 'ann', name: 'Ann', queues: ['support', 'Sales_EU', 'Sales_EU'] }],
};

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

async function admin(local: LocalServer) {
  const headers = { ...(await local.login('admin')), 'content-type': 'application/json' };
  return async (method: Method, url: string, body?: Json | undefined) => {
    const answer = await local.inject({
      method,
      url: `/api/v2/routing/queues${url}`,
      headers,
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
  };
}

async function opened() {
  const local = await openLocalServer({ seed: SEED });
  return { local, ask: await admin(local) };
}

describe('queues', () => {
  it('are made, read, changed and removed', async () => {
    const { ask } = await opened();
    const made = await ask('POST', '', {
      name: 'Orders',
      description: 'Orders only',
      mediaSettings: { callback: { alertingTimeoutSeconds: 20, unknown: 1 } },
      bullseye: { rings: [] },
    });
    expect(made).toMatchObject({
      status: 200,
      body: { name: 'Orders', memberCount: 0, mediaSettings: { callback: { alertingTimeoutSeconds: 20 } } },
    });
    expect(made.body.mediaSettings.callback).not.toHaveProperty('unknown');
    const changed = await ask('PUT', `/${made.body.id}`, { name: 'Orders 2' });
    expect(changed.body).toMatchObject({ id: made.body.id, name: 'Orders 2' });
    expect(changed.body).not.toHaveProperty('description');
    expect((await ask('GET', `/${made.body.id}`)).body).toEqual(changed.body);
    expect((await ask('DELETE', `/${made.body.id}`)).status).toBe(200);
    expect(await ask('GET', `/${made.body.id}`)).toMatchObject({
      status: 404,
      body: { code: 'resource.not.found' },
    });
  });

  it('are copied from another with sourceQueueId', async () => {
    const { ask } = await opened();
    const made = await ask('POST', '', { name: 'Copy', sourceQueueId: 'support' });
    expect(made.body).toMatchObject({ name: 'Copy', description: 'Help' });
    expect(await ask('POST', '', { name: 'Copy 2', sourceQueueId: 'none' })).toMatchObject({
      status: 404,
      body: { details: [{ fieldName: 'sourceQueueId' }] },
    });
  });

  it('have names of their own, in any case', async () => {
    const { ask } = await opened();
    for (const [method, url] of [
      ['POST', ''],
      ['PUT', '/sales'],
    ] as const)
      expect(await ask(method, url, { name: 'SUPPORT' })).toMatchObject({
        status: 400,
        body: { code: 'duplicate.name', details: [{ fieldName: 'name' }] },
      });
    expect((await ask('PUT', '/support', { name: 'SUPPORT' })).status).toBe(200);
  });

  it('are found by name, with asterisks, ids and divisions, in pages and both orders', async () => {
    const { ask } = await opened();
    const names = async (query: string) =>
      (await ask('GET', query)).body.entities.map(({ name }: { name: string }) => name);
    expect(await names('')).toEqual(['Sales_EU', 'Support']);
    expect(await names('?sortOrder=desc')).toEqual(['Support', 'Sales_EU']);
    expect(await names('?name=support')).toEqual(['Support']);
    expect(await names('?name=supp')).toEqual([]);
    expect(await names('?name=*PPOR*')).toEqual(['Support']);
    expect(await names('?name=Sales%25EU')).toEqual([]);
    expect(await names('?name=Sales_EU')).toEqual(['Sales_EU']);
    expect(await names('?id=sales&id=none')).toEqual(['Sales_EU']);
    expect(await names('?divisionId=none')).toEqual([]);
    expect(await names('/divisionviews?sortBy=id')).toEqual(['Sales_EU', 'Support']);
    expect(await names('/divisionviews/all')).toEqual(['Sales_EU', 'Support']);
    expect((await ask('GET', '?pageSize=1&pageNumber=2')).body).toMatchObject({
      total: 2,
      pageCount: 2,
      entities: [{ name: 'Support', memberCount: 1 }],
    });
  });

  it.each<[string, Json, string, string]>([
    ['no name', {}, 'required.field.missing', 'name'],
    ['an empty name', { name: '' }, 'constraint.validation', 'name'],
    ['a name of null', { name: null }, 'constraint.validation', 'name'],
    ['a name with CRLF', { name: 'a\r\nb' }, 'constraint.validation', 'name'],
    ['a name with NUL', { name: 'a\u0000b' }, 'constraint.validation', 'name'],
    ['a name too long', { name: 'x'.repeat(201) }, 'constraint.validation', 'name'],
    [
      'an unknown division',
      { name: 'q', division: { id: 'x' } },
      'attendant.division.not.found',
      'division.id',
    ],
    ['a division that is a text', { name: 'q', division: 'x' }, 'constraint.validation', 'division'],
    [
      'K7 ownership of more than 7 days',
      { name: 'q', agentOwnedRouting: { maxOwnedCallbackHours: 169 } },
      'constraint.validation',
      'agentOwnedRouting.maxOwnedCallbackHours',
    ],
    [
      'K7 a delay of more than 30 days',
      { name: 'q', agentOwnedRouting: { maxOwnedCallbackDelayHours: 721 } },
      'constraint.validation',
      'agentOwnedRouting.maxOwnedCallbackDelayHours',
    ],
    [
      'K7 ownership of less than an hour',
      { name: 'q', agentOwnedRouting: { maxOwnedCallbackHours: 0 } },
      'constraint.validation',
      'agentOwnedRouting.maxOwnedCallbackHours',
    ],
  ])('refuse %s', async (_what, body, code, fieldName) => {
    const { ask } = await opened();
    expect(await ask('POST', '', body)).toMatchObject({
      status: 400,
      body: { code, details: [{ fieldName }] },
    });
  });

  it('take emoji, right-to-left text, lone surrogates and 200 characters as a name', async () => {
    const { ask } = await opened();
    for (const name of ['☎️ Rückruf', 'מוקד', 'x\ud800', 'x'.repeat(200)])
      expect((await ask('POST', '', { name })).status).toBe(200);
  });

  it('K7 take the largest and smallest settings of ownership', async () => {
    const { ask } = await opened();
    for (const [held, ahead] of [
      [1, 1],
      [168, 720],
    ] as const) {
      const agentOwnedRouting = {
        enableAgentOwnedCallbacks: true,
        maxOwnedCallbackHours: held,
        maxOwnedCallbackDelayHours: ahead,
      };
      const made = await ask('POST', '', { name: `q${held}`, agentOwnedRouting });
      expect(made.body).toMatchObject({ agentOwnedRouting });
    }
  });

  it('need a permission each', async () => {
    const { local } = await opened();
    const headers = await local.login('nobody');
    const answer = await local.inject({ method: 'GET', url: '/api/v2/routing/queues', headers });
    expect(answer.statusCode).toBe(403);
  });

  it('of flows and of the platform are one', async () => {
    const { platform } = await openLocalServer({
      seed: SEED,
      flowQueues: [
        { id: 'made-of-name', name: 'Support' },
        { id: 'other', name: 'Other' },
      ],
    });
    expect(platform.queues.find('made-of-name')).toBeUndefined();
    expect(platform.queues.named('support')?.id).toBe('support');
    expect(platform.queues.find('other')?.name).toBe('Other');
  });
});

describe('a queue that was read', () => {
  it('C5 is taken back as it is: its division is the Home that there is', async () => {
    const { local, ask } = await opened();
    const { body } = await ask('GET', '/support');
    expect(body.division.id).toBe(local.platform.divisions.homeDivision().id);
    expect((await ask('PUT', '/support', body)).status).toBe(200);
  });
});
