import { describe, expect, it } from 'vitest';
import { ACTIONS, type Action, openDataActionServer } from './data-action-server.ts';

interface Listing {
  readonly entities: readonly Action[];
  readonly total: number;
}

async function openWithThree() {
  const server = await openDataActionServer();
  await server.make();
  await server.make({ name: 'Answer', category: 'Answers', secure: true });
  const ids = async (query: string) =>
    (await server.ask('GET', `${ACTIONS}?${query}`)).json<Listing>().entities.map(({ name }) => name);
  return { server, ids };
}

describe('GET /api/v2/integrations/actions', () => {
  it('lists what files and the API hold, by name', async () => {
    const { server } = await openWithThree();
    const listing = (await server.ask('GET', ACTIONS)).json<Listing>();
    expect(listing).toMatchObject({ total: 3, pageSize: 25, pageNumber: 1, pageCount: 1 });
    expect(listing.entities).toEqual([
      expect.objectContaining({ name: 'Answer', integrationId: 'cloud', secure: true, version: 1 }),
      expect.objectContaining({ name: 'Find a queue', category: 'Queues' }),
      {
        id: 'look-up',
        name: 'Look up a customer',
        category: 'Customers',
        integrationId: 'crm',
        secure: true,
        version: 1,
        contract: {
          input: { inputSchemaUri: `${ACTIONS}/look-up/schemas/inputschema.json` },
          output: { successSchemaUri: `${ACTIONS}/look-up/schemas/successschema.json` },
        },
        selfUri: `${ACTIONS}/look-up`,
      },
    ]);
  });

  it('filters by name, category, ids, secure and authentication', async () => {
    const { ids } = await openWithThree();
    expect(await ids('name=OOK')).toEqual(['Look up a customer']);
    expect(await ids('category=queues')).toEqual(['Find a queue']);
    expect(await ids('ids=look-up,nothing')).toEqual(['Look up a customer']);
    expect(await ids('secure=TRUE')).toEqual(['Answer', 'Look up a customer']);
    expect(await ids('secure=false')).toEqual(['Find a queue']);
    expect(await ids('includeAuthActions=true')).toContain('Log in');
  });

  it('sorts, and keeps what was asked in the addresses of other pages', async () => {
    const { server, ids } = await openWithThree();
    expect(await ids('sortBy=name&sortOrder=DESC')).toEqual(['Look up a customer', 'Find a queue', 'Answer']);
    expect(await ids('sortBy=category')).toEqual(['Answer', 'Look up a customer', 'Find a queue']);
    expect(await ids('sortBy=version&sortOrder=asc')).toHaveLength(3);
    const page = await server.ask('GET', `${ACTIONS}?pageSize=1&secure=true`);
    expect(page.json()).toMatchObject({
      total: 2,
      nextUri: `${ACTIONS}?pageSize=1&pageNumber=2&secure=true`,
    });
  });

  it('shows the configuration where it is asked for; JSON trees become texts', async () => {
    const { server } = await openWithThree();
    const listing = (await server.ask('GET', `${ACTIONS}?includeConfig=true`)).json<Listing>();
    expect(listing.entities[2]?.['config']).toEqual({
      timeoutSeconds: 60,
      request: {
        requestUrlTemplate: 'https://crm.example.com/look-up',
        requestType: 'POST',
        headers: {},
        requestTemplate: '{\n  "key": "{{input.key}}"\n}',
        requestTemplateUri: `${ACTIONS}/look-up/templates/requesttemplate.vm`,
      },
      response: {
        translationMap: { found: '$.found' },
        translationMapDefaults: { found: '"nobody"' },
        successTemplate: '{\n  "found": "{{found}}"\n}',
        successTemplateUri: `${ACTIONS}/look-up/templates/successtemplate.vm`,
      },
    });
  });

  it.each([
    'pageSize=0',
    'pageNumber=x',
    'sortBy=size',
    'sortOrder=up',
    'secure=perhaps',
    'includeConfig=1',
    'includeAuthActions=no',
    `ids=${Array(51).fill('a').join(',')}`,
  ])('refuses a wrong query: %s', async (query) => {
    const { server } = await openWithThree();
    const field = query.split('=')[0];
    for (const path of [ACTIONS, `${ACTIONS}/drafts`]) {
      const refused = await server.ask('GET', `${path}?${query}`);
      expect(refused.json()).toMatchObject({
        status: 400,
        code: 'invalid.query.param.value',
        details: [{ fieldName: field }],
      });
    }
  });
});

describe('GET /api/v2/integrations/actions/categories', () => {
  it('lists each category once', async () => {
    const { server } = await openWithThree();
    await server.make();
    const names = async (query = '') =>
      (await server.ask('GET', `${ACTIONS}/categories${query}`)).json<Listing>().entities;
    expect(await names()).toEqual([{ name: 'Answers' }, { name: 'Customers' }, { name: 'Queues' }]);
    expect(await names('?sortOrder=desc&pageSize=1')).toEqual([{ name: 'Queues' }]);
    expect(await names('?secure=false')).toEqual([{ name: 'Customers' }, { name: 'Queues' }]);
    expect((await server.ask('GET', `${ACTIONS}/categories?secure=x`)).statusCode).toBe(400);
  });
});

describe('GET /api/v2/integrations/actions/{id}', () => {
  it('shows the contract only where it is asked for', async () => {
    const { server } = await openWithThree();
    const bare = (await server.ask('GET', `${ACTIONS}/look-up`)).json();
    expect(bare.contract.input.inputSchema).toBeUndefined();
    expect(bare.config).toBeUndefined();
    const expanded = (
      await server.ask('GET', `${ACTIONS}/look-up?expand=contract&includeConfig=true`)
    ).json();
    expect(expanded.contract.output.successSchema).toEqual({
      type: 'object',
      properties: { found: { type: 'string' } },
    });
    expect(expanded.config.timeoutSeconds).toBe(60);
  });

  it('flattens the contract as Architect does', async () => {
    const { server } = await openWithThree();
    const { id } = await server.make();
    const { contract } = (await server.ask('GET', `${ACTIONS}/${id}?expand=contract&flatten=true`)).json();
    expect(contract.input.inputSchemaFlattened).toEqual({
      type: 'object',
      properties: { id: { type: 'string' } },
      required: ['id'],
    });
    expect(contract.output.successSchemaFlattened).toEqual({
      schema: {
        type: 'object',
        properties: {
          'queue.name': { type: 'string' },
          'members.id': { type: 'array', items: { type: 'string' } },
        },
      },
      arrayProperties: ['members.id'],
    });
  });

  it('reads schemas and templates one by one', async () => {
    const { server } = await openWithThree();
    const { id } = await server.make();
    const read = (path: string) => server.ask('GET', `${ACTIONS}/${id}/${path}`);
    expect((await read('schemas/inputSchema.json')).json()).toMatchObject({ required: ['id'] });
    expect((await read('schemas/successschema.json?flatten=true')).json()).toMatchObject({
      properties: { 'queue.name': { type: 'string' } },
    });
    const template = await read('templates/requesttemplate.vm');
    expect(template.headers['content-type']).toContain('text/plain');
    expect(template.body).toBe('${input.rawRequest}');
    expect((await read('templates/successTemplate.vm')).body).toBe('{"queue": {"name": ${name}}}');
    for (const path of ['schemas/x.json', 'templates/inputschema.json', 'schemas/__proto__'])
      expect((await read(path)).json()).toMatchObject({ status: 404, code: 'not.found' });
    expect((await read('schemas/inputschema.json?flatten=x')).statusCode).toBe(400);
  });

  it.each(['nothing', '__proto__', 'constructor', '%00', 'a%2Fb', '..%2F..'])(
    'answers 404 for an id that nothing has: %s',
    async (id) => {
      const { server } = await openWithThree();
      for (const path of [
        '',
        '/draft',
        '/draft/validation',
        '/schemas/inputschema.json',
        '/templates/successtemplate.vm',
      ])
        expect((await server.ask('GET', `${ACTIONS}/${id}${path}`)).json()).toMatchObject({
          status: 404,
          code: 'not.found',
        });
    },
  );
});

describe('GET /api/v2/integrations', () => {
  it('lists the integrations, all or some, and reads one', async () => {
    const server = await openDataActionServer();
    const ids = async (query: string) =>
      (await server.ask('GET', `/api/v2/integrations?${query}`)).json<Listing>().entities.map(({ id }) => id);
    expect(await ids('')).toEqual(['crm', 'cloud', 'own']);
    expect(await ids('ids=own,cloud')).toEqual(['cloud', 'own']);
    expect(await ids('integrationType=custom-rest-actions')).toEqual(['crm']);
    expect((await server.ask('GET', '/api/v2/integrations/crm')).json()).toMatchObject({
      id: 'crm',
      name: 'Customers',
      integrationType: { id: 'custom-rest-actions' },
      intendedState: 'ENABLED',
      reportedState: { code: 'ACTIVE' },
    });
    expect((await server.ask('GET', '/api/v2/integrations/x')).statusCode).toBe(404);
  });
});

describe('permissions', () => {
  const READS = ['', '/drafts', '/categories', '/look-up', '/look-up/schemas/inputschema.json'];

  it('O1 lets viewers read, in either of the two ways, and nobody else', async () => {
    const server = await openDataActionServer({ clients: ['viewer', 'bridge', 'nobody'] });
    for (const path of READS) {
      for (const client of ['viewer', 'bridge'])
        expect((await server.ask('GET', ACTIONS + path, undefined, client)).statusCode).toBe(200);
      expect((await server.ask('GET', ACTIONS + path, undefined, 'nobody')).json()).toMatchObject({
        status: 403,
        code: 'missing.any.permissions',
      });
      expect((await server.inject({ method: 'GET', url: ACTIONS + path })).statusCode).toBe(401);
    }
  });

  it.each([
    ['POST', ''],
    ['POST', '/drafts'],
    ['PATCH', '/look-up'],
    ['DELETE', '/look-up'],
    ['POST', '/look-up/draft'],
    ['PATCH', '/look-up/draft'],
    ['DELETE', '/look-up/draft'],
    ['POST', '/look-up/draft/publish'],
    ['GET', '/look-up/draft/validation'],
    ['POST', '/look-up/test'],
    ['POST', '/look-up/draft/test'],
    ['POST', '/look-up/execute'],
  ] as const)('O1 asks more than viewing for %s %s, before the body is read', async (method, path) => {
    const server = await openDataActionServer({ clients: ['viewer'] });
    const refused = await server.ask(method, ACTIONS + path, method === 'GET' ? undefined : '{', 'viewer');
    expect(refused.json()).toMatchObject({ status: 403, code: 'missing.any.permissions' });
    const unknown = await server.inject({ method, url: ACTIONS + path });
    expect(unknown.json()).toMatchObject({ status: 401, code: 'authentication.required' });
    expect(server.ran).toEqual([]);
  });

  it('O1 lets bridge:actions:execute run what is published, and no draft', async () => {
    const server = await openDataActionServer({ clients: ['worker', 'bridge'] });
    const { id } = await server.make();
    const run = (path: string) => server.ask('POST', `${ACTIONS}/${id}/${path}`, { id: 'q1' }, 'bridge');
    expect((await run('test')).statusCode).toBe(200);
    expect((await run('execute')).statusCode).toBe(200);
    expect((await run('draft/test')).statusCode).toBe(403);
    expect((await server.ask('GET', '/api/v2/integrations', undefined, 'bridge')).statusCode).toBe(403);
  });
});
