import type { InjectOptions } from 'fastify';
import { describe, expect, it } from 'vitest';
import { openLocalServer, TEST_SEED } from './local-server.ts';

const DIVISIONS = '/api/v2/authorization/divisions';
const SEED = {
  ...TEST_SEED,
  divisions: [
    { id: 'north', name: 'North', description: 'Cold' },
    { id: 'south', name: 'South' },
  ],
  oauthClients: [
    ...TEST_SEED.oauthClients,
    {
      id: 'boss',
      name: 'Boss',
      secret: 'boss-secret',
      localOnly: true,
      permissions: [],
      roles: [{ roleId: 'admin', divisionId: '*' }],
    },
    {
      id: 'northerner',
      name: 'Northerner',
      secret: 'northerner-secret',
      localOnly: true,
      permissions: ['conversation:message:create'],
      roles: [
        { roleId: 'writer', divisionId: 'north' },
        { roleId: 'writer', divisionId: 'south' },
      ],
    },
  ],
  roles: [{ id: 'writer', name: 'Writer', permissions: ['conversation:*:*', 'outbound:campaign:view'] }],
};

async function open(as = 'boss') {
  // Hashing a secret takes long on purpose: only the clients that are needed.
  const oauthClients = SEED.oauthClients.filter(({ id }) => id === as || id === 'northerner');
  const local = await openLocalServer({ seed: { ...SEED, oauthClients } });
  const { authorization } = await local.login(as);
  const ask = (method: NonNullable<InjectOptions['method']>, url: string, body?: unknown) =>
    local.inject({
      method,
      url,
      headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
  return { local, ask };
}

function names(answer: { json(): { entities: readonly { name: string }[] } }): readonly string[] {
  return answer.json().entities.map(({ name }) => name);
}

describe('/api/v2/authorization/divisions', () => {
  it('O1 has a Home division from the start, the same after a restart', async () => {
    const { local, ask } = await open('nobody');
    const home = (await ask('GET', `${DIVISIONS}/home`)).json<{ id: string }>();
    expect(home).toEqual({
      id: expect.any(String),
      name: 'Home',
      description: '',
      homeDivision: true,
      selfUri: `${DIVISIONS}/${home.id}`,
    });
    expect((await ask('GET', `${DIVISIONS}/${home.id}`)).json()).toEqual(home);
    expect(local.platform.divisions.divisionExists(home.id)).toBe(true);
    expect(local.platform.divisions.divisionExists('west')).toBe(false);
  });

  it('O1 lists divisions by name, by id and by page', async () => {
    const { ask } = await open('nobody');
    expect(names(await ask('GET', DIVISIONS))).toEqual(['Home', 'North', 'South']);
    expect(names(await ask('GET', `${DIVISIONS}?name=OUT`))).toEqual(['South']);
    expect(names(await ask('GET', `${DIVISIONS}?id=north&id=south`))).toEqual(['North', 'South']);
    const second = await ask('GET', `${DIVISIONS}?pageSize=2&pageNumber=2`);
    expect(second.json()).toMatchObject({ total: 3, pageCount: 2, entities: [{ id: 'south' }] });
    expect((await ask('GET', `${DIVISIONS}?objectCount=true`)).json()).toMatchObject({
      entities: [{ objectCounts: {} }, {}, {}],
    });
    expect((await ask('GET', `${DIVISIONS}?objectCount=maybe`)).statusCode).toBe(400);
    expect((await ask('GET', `${DIVISIONS}?pageSize=501`)).json()).toMatchObject({
      status: 400,
      code: 'invalid.query.param.value',
      details: [{ fieldName: 'pageSize' }],
    });
    expect((await ask('GET', `${DIVISIONS}/limit`)).json()).toBe(50);
  });

  it('O1 walks through divisions by cursor, forth and back', async () => {
    const { ask } = await open('nobody');
    const first = await ask('GET', `${DIVISIONS}/query?pageSize=2`);
    expect(names(first)).toEqual(['Home', 'North']);
    const { nextUri, previousUri } = first.json<{ nextUri: string; previousUri?: string }>();
    expect(previousUri).toBeUndefined();
    const second = await ask('GET', nextUri);
    expect(names(second)).toEqual(['South']);
    expect(names(await ask('GET', second.json<{ previousUri: string }>().previousUri))).toEqual([
      'Home',
      'North',
    ]);
    expect((await ask('GET', `${DIVISIONS}/query?after=x`)).statusCode).toBe(400);
    expect((await ask('GET', `${DIVISIONS}/query?pageSize=201`)).statusCode).toBe(400);
  });

  it('O1 makes, changes, deletes and restores a division', async () => {
    const { ask } = await open();
    const made = await ask('POST', DIVISIONS, { name: 'West', description: 'Wild' });
    expect(made.statusCode).toBe(200);
    const { id } = made.json<{ id: string }>();
    expect(made.json()).toMatchObject({ name: 'West', description: 'Wild', homeDivision: false });
    const changed = await ask('PUT', `${DIVISIONS}/${id}`, { name: 'Far West', description: '' });
    expect(changed.json()).toMatchObject({ id, name: 'Far West', description: '' });
    expect((await ask('DELETE', `${DIVISIONS}/${id}`)).statusCode).toBe(204);
    for (const [method, url] of [
      ['GET', `${DIVISIONS}/${id}`],
      ['DELETE', `${DIVISIONS}/${id}`],
    ] as const)
      expect((await ask(method, url)).json()).toMatchObject({ status: 404, code: 'not.found' });
    expect(names(await ask('GET', `${DIVISIONS}/deleted`))).toEqual(['Far West']);
    expect(names(await ask('GET', DIVISIONS))).not.toContain('Far West');
    const restored = await ask('POST', `${DIVISIONS}/${id}/restore`, { name: 'West again' });
    expect(restored.json()).toMatchObject({ id, name: 'West again' });
    expect((await ask('POST', `${DIVISIONS}/${id}/restore`, {})).statusCode).toBe(404);
  });

  it.each<[string, object, number, string]>([
    ['no name', { description: '' }, 400, 'constraint.validation'],
    ['no description', { name: 'West' }, 400, 'constraint.validation'],
    ['a name of nothing', { name: ' ', description: '' }, 400, 'constraint.validation'],
    ['a name too long', { name: 'x'.repeat(201), description: '' }, 400, 'constraint.validation'],
    ['null for a name', { name: null, description: '' }, 400, 'constraint.validation'],
    ['a name that is taken', { name: 'nORTH', description: '' }, 409, 'attendant.division.name.taken'],
  ])('O1 refuses %s', async (_case, body, status, code) => {
    const { ask } = await open();
    expect((await ask('POST', DIVISIONS, body)).json()).toMatchObject({ status, code });
    expect((await ask('PUT', `${DIVISIONS}/south`, body)).json()).toMatchObject({ status, code });
  });

  it('O1 keeps the Home division and one with grants, unless forced', async () => {
    const { local, ask } = await open();
    const home = local.platform.divisions.homeDivision().id;
    expect((await ask('DELETE', `${DIVISIONS}/${home}?force=true`)).json()).toMatchObject({
      code: 'attendant.division.home',
    });
    expect((await ask('DELETE', `${DIVISIONS}/north`)).json()).toMatchObject({
      status: 409,
      code: 'attendant.division.in.use',
    });
    expect((await ask('DELETE', `${DIVISIONS}/north?force=true`)).statusCode).toBe(204);
    expect(local.platform.oauthClients.one('northerner')).toMatchObject({
      value: { roles: [{ roleId: 'client:northerner' }, { roleId: 'writer', divisionId: 'south' }] },
    });
  });

  it('O1 keeps a division that another system has objects in', async () => {
    const { local, ask } = await open();
    local.platform.divisions.countObjects({ kind: 'QUEUE', count: (id) => (id === 'south' ? 2 : 0) });
    expect((await ask('GET', `${DIVISIONS}/south?objectCount=true`)).json()).toMatchObject({
      objectCounts: { QUEUE: 2 },
    });
    expect((await ask('DELETE', `${DIVISIONS}/south?force=true`)).statusCode).toBe(409);
  });

  it('O1 has at most 50 divisions', async () => {
    const { ask } = await open();
    for (let made = 3; made < 50; made++)
      expect((await ask('POST', DIVISIONS, { name: `D${made}`, description: '' })).statusCode).toBe(200);
    const more = await ask('POST', DIVISIONS, { name: 'One more', description: '' });
    expect(more.json()).toMatchObject({ status: 400, code: 'attendant.division.limit' });
  });

  it.each([
    ['POST', DIVISIONS, 'missing.permissions'],
    ['GET', `${DIVISIONS}/deleted`, 'missing.any.permissions'],
    ['PUT', `${DIVISIONS}/north`, 'missing.any.permissions'],
    ['DELETE', `${DIVISIONS}/north`, 'missing.any.permissions'],
    ['POST', `${DIVISIONS}/north/restore`, 'missing.any.permissions'],
  ] as const)('O1 asks for a permission: %s %s', async (method, url, code) => {
    const { ask } = await open('sender');
    expect((await ask(method, url)).json()).toMatchObject({ status: 403, code });
  });
});

describe('permissions', () => {
  it('O1 are held where a role is held, everywhere when they are a client’s own, and by wildcard', async () => {
    const { local } = await open();
    const { authorization } = await local.login('northerner');
    const found = local.platform.oauth.authenticate(authorization, { isLocal: true });
    if (!found.ok) throw new Error('the token is valid');
    const client = found.value;
    expect(client.divisionsOf('conversation:message:create')).toBe('all');
    expect(client.divisionsOf('outbound:campaign:view')).toEqual(new Set(['north', 'south']));
    expect(client.divisionsOf('conversation:email:create')).toEqual(new Set(['north', 'south']));
    expect(client.has('outbound:campaign:edit')).toBe(false);
    expect(client.divisionsOf('outbound:campaign:edit')).toEqual(new Set());
    expect(client.has('conversation:message')).toBe(false);
    expect(client.has('*:*:*')).toBe(false);
  });
});
