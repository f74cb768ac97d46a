import type { InjectOptions } from 'fastify';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { type LocalServer, openLocalServer, TEST_SEED } from './local-server.ts';

const CLIENTS = '/api/v2/oauth/clients';
const ADMIN = {
  id: 'boss',
  name: 'May do everything',
  secret: 'boss-secret',
  localOnly: true,
  permissions: [],
  roles: [{ roleId: 'admin', divisionId: '*' }],
};
const SEED = {
  ...TEST_SEED,
  roles: [
    { id: 'reader', name: 'Reader', permissions: ['messaging:*:view', 'responses:response:view'] },
    { id: 'sales', name: 'Sales', permissions: ['oauth:client:*', 'messaging:*:*'] },
  ],
  divisions: [{ id: 'north', name: 'North' }],
  oauthClients: [
    ...TEST_SEED.oauthClients,
    ADMIN,
    {
      id: 'seller',
      name: 'Seller',
      secret: 'seller-secret',
      localOnly: true,
      permissions: [],
      roles: [{ roleId: 'sales' }],
    },
  ],
};
const READER = {
  name: 'Reads',
  authorizedGrantType: 'CLIENT-CREDENTIALS',
  roleDivisions: [{ roleId: 'reader', divisionId: '*' }],
};
const INTEGRATIONS = '/api/v2/conversations/messaging/integrations/whatsapp';

/** A server and what a client asks of it. */
async function open(as = 'boss') {
  const local = await openLocalServer({ seed: SEED });
  const token = await local.login(as);
  const ask = (method: InjectOptions['method'], url: string, body?: unknown) =>
    request(local, token, method, url, body);
  return { local, ask };
}

function request(
  local: LocalServer,
  headers: { readonly authorization: string },
  method: InjectOptions['method'],
  url: string,
  body?: unknown,
) {
  const json = { 'content-type': 'application/json', ...headers };
  return local.inject({
    ...(method !== undefined && { method }),
    url,
    headers: body === undefined ? headers : json,
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
}

async function made(ask: Awaited<ReturnType<typeof open>>['ask'], change: object = {}) {
  const answer = await ask('POST', CLIENTS, { ...READER, ...change });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<{ readonly id: string; readonly secret: string } & JsonObject>();
}

describe('/api/v2/oauth/clients', () => {
  it('O1 makes a client with a secret that is shown once and logs in with its roles', async () => {
    const { local, ask } = await open();
    const client = await made(ask, { description: 'For reports', accessTokenValiditySeconds: 300 });
    expect(client).toEqual({
      id: expect.any(String),
      name: 'Reads',
      description: 'For reports',
      secret: expect.stringMatching(/^[\w-]{43}$/),
      accessTokenValiditySeconds: 300,
      authorizedGrantType: 'CLIENT-CREDENTIALS',
      roleIds: ['reader'],
      roleDivisions: [{ roleId: 'reader', divisionId: '*' }],
      scope: [],
      state: 'active',
      dateCreated: expect.stringMatching(/Z$/),
      dateModified: expect.stringMatching(/Z$/),
      createdBy: { id: 'boss', selfUri: `${CLIENTS}/boss` },
      modifiedBy: { id: 'boss', selfUri: `${CLIENTS}/boss` },
      selfUri: `${CLIENTS}/${client.id}`,
    });
    const { secret, ...rest } = client;
    expect((await ask('GET', `${CLIENTS}/${client.id}`)).json()).toEqual(rest);
    const token = await local.login(client.id, secret);
    expect((await request(local, token, 'GET', INTEGRATIONS)).statusCode).toBe(200);
    expect((await local.send({}, token)).json()).toMatchObject({ status: 403, code: 'missing.permissions' });
    local.clock.advance(300_000);
    expect((await request(local, token, 'GET', INTEGRATIONS)).statusCode).toBe(401);
  });

  it('O1 lists all clients, no secret among them', async () => {
    const { ask } = await open();
    const { secret } = await made(ask);
    const answer = await ask('GET', CLIENTS);
    expect(answer.json()).toMatchObject({ total: 5, pageCount: 1, pageNumber: 1 });
    expect(answer.json<{ entities: object[] }>().entities).toHaveLength(5);
    expect(answer.body).not.toContain('"secret"');
    expect(answer.body).not.toContain(secret);
  });

  it.each<[string, object, string, string]>([
    ['no grant type', { authorizedGrantType: undefined }, 'grant.type.required', 'authorizedGrantType'],
    ['a grant for people', { authorizedGrantType: 'CODE' }, 'bad.grant.type', 'authorizedGrantType'],
    ['no roles', { roleDivisions: [] }, 'missing.client.roles', 'roleDivisions'],
    [
      'an unknown role',
      { roleDivisions: [{ roleId: 'x', divisionId: '*' }] },
      'attendant.role.not.found',
      'roleDivisions.0.roleId',
    ],
    ['an unknown role id', { roleDivisions: [], roleIds: ['x'] }, 'attendant.role.not.found', 'roleIds.0'],
    [
      'an unknown division',
      { roleDivisions: [{ roleId: 'reader', divisionId: 'x' }] },
      'attendant.division.not.found',
      'roleDivisions.0.divisionId',
    ],
    [
      'a token life under 5 minutes',
      { accessTokenValiditySeconds: 299 },
      'constraint.validation',
      'accessTokenValiditySeconds',
    ],
    [
      'a token life over 48 hours',
      { accessTokenValiditySeconds: 172_801 },
      'constraint.validation',
      'accessTokenValiditySeconds',
    ],
    ['no name', { name: undefined }, 'constraint.validation', 'name'],
    ['a name of nothing', { name: ' ' }, 'constraint.validation', 'name'],
    ['a name with a line break', { name: 'a\r\nb' }, 'constraint.validation', 'name'],
    ['a lone surrogate', { description: '\ud800' }, 'constraint.validation', 'description'],
    ['an unknown state', { state: 'asleep' }, 'constraint.validation', 'state'],
    ['a date that is none', { dateToDelete: 'soon' }, 'constraint.validation', 'dateToDelete'],
    [
      'a date out of range',
      { dateToDelete: '2026-13-01T00:00:00Z' },
      'constraint.validation',
      'dateToDelete',
    ],
    ['an object for an array', { roleDivisions: {} }, 'constraint.validation', 'roleDivisions'],
  ])('O1 refuses %s and names the field', async (_case, change, code, field) => {
    const { ask } = await open();
    const answer = await ask('POST', CLIENTS, { ...READER, ...change });
    expect(answer.json()).toMatchObject({ status: 400, code, details: [{ fieldName: field }] });
  });

  it.each([
    ['GET', CLIENTS, 'oauth:client:view'],
    ['GET', `${CLIENTS}/boss`, 'oauth:client:view'],
    ['POST', CLIENTS, 'oauth:client:add'],
    ['PUT', `${CLIENTS}/boss`, 'oauth:client:edit'],
    ['POST', `${CLIENTS}/boss/secret`, 'oauth:client:edit'],
    ['DELETE', `${CLIENTS}/boss`, 'oauth:client:delete'],
  ] as const)('O1 asks for a permission: %s %s', async (method, url, permission) => {
    const { ask } = await open('sender');
    expect((await ask(method, url)).json()).toMatchObject({
      status: 403,
      code: 'missing.any.permissions',
      messageParams: { permissions: permission },
    });
  });

  it('O1 answers 404 for a client there is not', async () => {
    const { ask } = await open();
    for (const [method, url, body] of [
      ['GET', `${CLIENTS}/x`],
      ['PUT', `${CLIENTS}/x`, READER],
      ['POST', `${CLIENTS}/x/secret`],
      ['DELETE', `${CLIENTS}/x`],
    ] as const) {
      expect((await ask(method, url, body)).json(), `${method} ${url}`).toMatchObject({ code: 'not.found' });
    }
  });

  it('O1 holds roleIds without divisions in the Home division', async () => {
    const { local, ask } = await open();
    const client = await made(ask, { roleDivisions: undefined, roleIds: ['reader'] });
    const home = local.platform.divisions.homeDivision().id;
    expect(client['roleDivisions']).toEqual([{ roleId: 'reader', divisionId: home }]);
  });

  it('O1 takes back roles at once, and a disabled client is refused with its tokens', async () => {
    const { local, ask } = await open();
    const client = await made(ask);
    const token = await local.login(client.id, client.secret);
    const reads = async () => (await request(local, token, 'GET', INTEGRATIONS)).statusCode;
    expect(await reads()).toBe(200);
    const sales = [{ roleId: 'sales', divisionId: 'north' }];
    await ask('PUT', `${CLIENTS}/${client.id}`, { ...READER, roleDivisions: sales });
    expect(await reads()).toBe(200);
    expect(local.platform.oauthClients.one(client.id)).toMatchObject({ value: { roles: sales } });
    const disabled = await ask('PUT', `${CLIENTS}/${client.id}`, { ...READER, state: 'disabled' });
    expect(disabled.json()).toMatchObject({ state: 'disabled', roleDivisions: READER.roleDivisions });
    expect(await reads()).toBe(401);
    expect(await local.login(client.id, client.secret)).toEqual({ authorization: 'Bearer undefined' });
    const stays = await ask('PUT', `${CLIENTS}/${client.id}`, { ...READER, roleDivisions: undefined });
    expect(stays.json()).toMatchObject({ state: 'disabled', roleDivisions: READER.roleDivisions });
    await ask('PUT', `${CLIENTS}/${client.id}`, { ...READER, state: 'active' });
    const again = await local.login(client.id, client.secret);
    expect((await request(local, again, 'GET', INTEGRATIONS)).statusCode).toBe(200);
    expect(await reads(), 'a token of before stays ended').toBe(401);
  });

  it('O1 gives a new secret, and the old one ends with its tokens', async () => {
    const { local, ask } = await open();
    const client = await made(ask);
    const token = await local.login(client.id, client.secret);
    const renewed = (await ask('POST', `${CLIENTS}/${client.id}/secret`)).json<{ secret: string }>();
    expect(renewed.secret).not.toBe(client.secret);
    expect((await request(local, token, 'GET', INTEGRATIONS)).statusCode).toBe(401);
    expect(await local.login(client.id, client.secret)).toEqual({ authorization: 'Bearer undefined' });
    const fresh = await local.login(client.id, renewed.secret);
    expect((await request(local, fresh, 'GET', INTEGRATIONS)).statusCode).toBe(200);
  });

  it('O1 deletes an inactive client only, and its tokens with it', async () => {
    const { local, ask } = await open();
    const client = await made(ask);
    const token = await local.login(client.id, client.secret);
    expect((await ask('DELETE', `${CLIENTS}/${client.id}`)).json()).toMatchObject({
      status: 400,
      code: 'cannot.delete.client',
    });
    await ask('PUT', `${CLIENTS}/${client.id}`, { ...READER, state: 'inactive' });
    expect((await ask('DELETE', `${CLIENTS}/${client.id}`)).statusCode).toBe(204);
    expect((await ask('GET', `${CLIENTS}/${client.id}`)).statusCode).toBe(404);
    expect((await request(local, token, 'GET', INTEGRATIONS)).statusCode).toBe(401);
  });

  it('O1 forgets what a seeded client was allowed by itself when it is deleted', async () => {
    const { ask } = await open();
    const sender = (await ask('GET', `${CLIENTS}/sender`)).json<JsonObject>();
    expect(sender['roleIds']).toEqual(['client:sender']);
    expect((await ask('PUT', `${CLIENTS}/sender`, { ...sender, state: 'inactive' })).statusCode).toBe(200);
    expect((await ask('DELETE', `${CLIENTS}/sender`)).statusCode).toBe(204);
    const roleDivisions = [{ roleId: 'client:sender', divisionId: '*' }];
    expect((await ask('POST', CLIENTS, { ...READER, roleDivisions })).json()).toMatchObject({
      code: 'attendant.role.not.found',
    });
  });

  it('O1 lets nobody hand out, or take over, more than they have', async () => {
    const { local, ask } = await open('seller');
    const home = local.platform.divisions.homeDivision().id;
    const asks = (roleDivisions: object) => ask('POST', CLIENTS, { ...READER, roleDivisions });
    expect((await asks([{ roleId: 'admin', divisionId: home }])).json()).toMatchObject({
      status: 403,
      code: 'not.authorized',
    });
    expect((await asks([{ roleId: 'sales', divisionId: 'north' }])).statusCode, 'elsewhere').toBe(403);
    expect((await asks([{ roleId: 'sales', divisionId: '*' }])).statusCode, 'everywhere').toBe(403);
    expect((await asks([{ roleId: 'sales', divisionId: home }])).statusCode).toBe(200);
    expect((await ask('POST', `${CLIENTS}/boss/secret`)).statusCode).toBe(403);
    const raised = { ...READER, roleDivisions: [{ roleId: 'admin', divisionId: '*' }] };
    expect((await ask('PUT', `${CLIENTS}/seller`, raised)).statusCode).toBe(403);
    expect((await ask('PUT', `${CLIENTS}/boss`, raised)).statusCode, 'what it has stays').toBe(200);
  });

  it('O1 keeps a client made with a secret of a file to this machine', async () => {
    const { local, ask } = await open();
    const client = await made(ask);
    expect(local.platform.oauthClients.one(client.id)).toMatchObject({ value: { client: { localOnly: 1 } } });
  });
});
