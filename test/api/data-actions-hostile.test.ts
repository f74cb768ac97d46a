import { describe, expect, it } from 'vitest';
import { newRandom, type Random } from '../support/random.ts';
import { ACTIONS, NEW_ACTION, openDataActionServer } from './data-action-server.ts';

const { contract, config } = NEW_ACTION;
const DEEP = `${'{"a":'.repeat(60)}1${'}'.repeat(60)}`;

function withRequest(changes: object) {
  return { ...NEW_ACTION, config: { ...config, request: { ...config.request, ...changes } } };
}

function withResponse(changes: object) {
  return { ...NEW_ACTION, config: { ...config, response: { ...config.response, ...changes } } };
}

describe('hostile bodies of data actions', () => {
  it.each<[string, unknown, string]>([
    ['no name', { ...NEW_ACTION, name: undefined }, 'name'],
    ['an empty name', { ...NEW_ACTION, name: '' }, 'name'],
    ['a name of spaces', { ...NEW_ACTION, name: '   ' }, 'name'],
    ['a name over 256 characters', { ...NEW_ACTION, name: 'x'.repeat(257) }, 'name'],
    ['a name of two lines', { ...NEW_ACTION, name: 'a\nb' }, 'name'],
    ['an unpaired surrogate', { ...NEW_ACTION, name: '\ud800' }, 'name'],
    ['no category', { ...NEW_ACTION, category: undefined }, 'category'],
    ['null for a category', { ...NEW_ACTION, category: null }, 'category'],
    ['a list for a category', { ...NEW_ACTION, category: ['x'] }, 'category'],
    ['no integration', { ...NEW_ACTION, integrationId: undefined }, 'integrationId'],
    ['a number for an integration', { ...NEW_ACTION, integrationId: 7 }, 'integrationId'],
    ['a text for true or false', { ...NEW_ACTION, secure: 'true' }, 'secure'],
    ['no contract', { ...NEW_ACTION, contract: undefined }, 'contract'],
    ['half a contract', { ...NEW_ACTION, contract: { input: contract.input } }, 'contract.output'],
    [
      'a text for a schema',
      { ...NEW_ACTION, contract: { ...contract, input: { inputSchema: '{}' } } },
      'contract.input.inputSchema',
    ],
    [
      'a list for a schema',
      { ...NEW_ACTION, contract: { ...contract, output: { successSchema: [] } } },
      'contract.output.successSchema',
    ],
    ['no configuration', { ...NEW_ACTION, config: undefined }, 'config'],
    ['a text for a configuration', { ...NEW_ACTION, config: 'x' }, 'config'],
    ['0 seconds', { ...NEW_ACTION, config: { ...config, timeoutSeconds: 0 } }, 'config.timeoutSeconds'],
    ['61 seconds', { ...NEW_ACTION, config: { ...config, timeoutSeconds: 61 } }, 'config.timeoutSeconds'],
    ['half a second', { ...NEW_ACTION, config: { ...config, timeoutSeconds: 1.5 } }, 'config.timeoutSeconds'],
    ['a tree for a template', withRequest({ requestTemplate: {} }), 'config.request.requestTemplate'],
    ['a number for a URL', withRequest({ requestUrlTemplate: 1 }), 'config.request.requestUrlTemplate'],
    ['a number for a header', withRequest({ headers: { a: 1 } }), 'config.request.headers.a'],
    [
      'a template that is only referred to',
      withRequest({ requestTemplate: undefined, requestTemplateUri: '/x' }),
      'config.request.requestTemplateUri',
    ],
    [
      'an output that is only referred to',
      withResponse({ successTemplate: undefined, successTemplateUri: 'file:///etc/passwd' }),
      'config.response.successTemplateUri',
    ],
    ['a list for a translation map', withResponse({ translationMap: [] }), 'config.response.translationMap'],
    [
      'a number for a default',
      withResponse({ translationMapDefaults: { a: 1 } }),
      'config.response.translationMapDefaults.a',
    ],
  ])('are answered 400 with the field: %s', async (_case, body, field) => {
    const server = await openDataActionServer();
    const refused = await server.ask('POST', ACTIONS, body);
    expect(refused.json()).toMatchObject({
      status: 400,
      code: 'constraint.validation',
      message: expect.stringContaining(field),
      details: [{ fieldName: field }],
    });
    expect((await server.ask('GET', ACTIONS)).json()).toMatchObject({ total: 1 });
  });

  it.each<[string, unknown]>([
    ['no body', undefined],
    ['half a JSON', '{"name":'],
    ['a list', []],
    ['a text', '"x"'],
    ['null', 'null'],
    ['too deep', DEEP],
    ['a prototype', '{"__proto__": {"version": 1}}'],
    ['a number that is too large', '{"version": 1e999}'],
  ])('are answered 400 wherever a body is read: %s', async (_case, body) => {
    const server = await openDataActionServer();
    const { id } = await server.make();
    await server.ask('POST', `${ACTIONS}/${id}/draft`);
    for (const [method, path] of [
      ['POST', ''],
      ['POST', '/drafts'],
      ['PATCH', `/${id}`],
      ['PATCH', `/${id}/draft`],
      ['POST', `/${id}/draft/publish`],
    ] as const)
      expect((await server.ask(method, ACTIONS + path, body)).statusCode).toBe(400);
    for (const path of ['test', 'execute', 'draft/test'])
      if (body !== undefined)
        expect((await server.ask('POST', `${ACTIONS}/${id}/${path}`, body)).statusCode).toBe(400);
    expect(server.ran).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['none', {}],
    ['a text', { version: '1' }],
    ['0', { version: 0 }],
    ['half', { version: 1.5 }],
    ['null', { version: null }],
  ])('are answered 400 for a version that is no whole number: %s', async (_case, body) => {
    const server = await openDataActionServer();
    const { id } = await server.make();
    await server.ask('POST', `${ACTIONS}/${id}/draft`);
    for (const [method, path] of [
      ['PATCH', `/${id}`],
      ['PATCH', `/${id}/draft`],
      ['POST', `/${id}/draft/publish`],
    ] as const)
      expect((await server.ask(method, ACTIONS + path, body)).json()).toMatchObject({
        status: 400,
        code: 'constraint.validation',
        details: [{ fieldName: 'version' }],
      });
  });

  it.each<[string, object]>([
    ['a forbidden address', withRequest({ requestUrlTemplate: 'file:///etc/passwd' })],
    [
      'code in a template',
      withRequest({ requestType: 'POST', requestTemplate: '$input.getClass().forName("x")' }),
    ],
    [
      'a template that never ends',
      withRequest({ requestType: 'POST', requestTemplate: '#foreach($a in $b)' }),
    ],
    ['a line break in a header', withRequest({ headers: { 'a\r\nb': 'x' } })],
    ['a path that is none', withResponse({ translationMap: { a: '$[?(' } })],
    [
      'a pattern that takes for ever',
      {
        ...NEW_ACTION,
        contract: {
          ...contract,
          input: {
            inputSchema: { type: 'object', properties: { id: { type: 'string', pattern: '(a+)+\\1' } } },
          },
        },
      },
    ],
    [
      'a schema that leads back to itself',
      {
        ...NEW_ACTION,
        contract: {
          ...contract,
          output: {
            successSchema: { $ref: '#/definitions/a', definitions: { a: { $ref: '#/definitions/a' } } },
          },
        },
      },
    ],
    [
      'a reserved input',
      {
        ...NEW_ACTION,
        contract: {
          ...contract,
          input: { inputSchema: { type: 'object', properties: { rawRequest: { type: 'string' } } } },
        },
      },
    ],
  ])('are not published, and told in the validation of a draft: %s', async (_case, body) => {
    const server = await openDataActionServer();
    const refused = await server.ask('POST', ACTIONS, body);
    expect(refused.json()).toMatchObject({ status: 400, code: 'attendant.action.not.valid' });
    const draft = (await server.ask('POST', `${ACTIONS}/drafts`, body)).json();
    const validation = (await server.ask('GET', `${draft.selfUri}/validation`)).json();
    expect(validation.valid).toBe(false);
    expect(validation.errors).toEqual(refused.json().errors);
  });

  it('keep to their own integration, whatever their contract calls itself', async () => {
    const server = await openDataActionServer();
    const { id } = await server.make({
      integrationType: 'attendant',
      integration: 'own',
      templates: 'handlebars',
    });
    expect(server.dataActions.ready(id, 'published')).toMatchObject({
      ok: true,
      value: { integrationType: 'purecloud-data-actions' },
    });
  });
});

describe('any body', () => {
  const ODD: readonly unknown[] = [
    null,
    true,
    -1,
    1.5,
    '',
    '\0',
    '\ud800',
    'x'.repeat(5000),
    '#if(',
    '#foreach($a in [1..99999])#foreach($b in [1..99999])x#end#end',
    '$[?(@.a =~ /(a+)+$/)]',
    'https://a@b/',
    [],
    {},
    { a: null },
    { $ref: '#' },
  ];

  it.each([1, 2, 3])('is answered, and never with 500: %i', async (seed) => {
    const server = await openDataActionServer();
    const random = newRandom(seed);
    for (let i = 0; i < 60; i++) {
      const body = broken(structuredClone({ ...NEW_ACTION, version: 1 }), random);
      const made = await server.ask('POST', `${ACTIONS}/drafts`, body);
      const { selfUri = `${ACTIONS}/look-up/draft` } = made.json();
      const answers = [
        made,
        await server.ask('POST', ACTIONS, body),
        await server.ask('GET', `${selfUri}/validation`),
        await server.ask('GET', `${selfUri}?expand=contract&flatten=true&includeConfig=true`),
        await server.ask('PATCH', selfUri, broken(structuredClone({ ...NEW_ACTION, version: 1 }), random)),
        await server.ask('POST', `${selfUri}/publish`, { version: 2 }),
      ];
      for (const { statusCode } of answers) expect(statusCode, JSON.stringify(body)).toBeLessThan(500);
    }
    expect(server.logged.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  /** A body with one to three of its values taken out or replaced by odd ones. */
  function broken(body: object, random: Random): object {
    for (let left = 1 + random.below(3); left > 0; left--) {
      const [holder, key] = random.pick(placesIn(body));
      if (random.below(5) === 0) Reflect.deleteProperty(holder, key);
      else Reflect.set(holder, key, structuredClone(random.pick(ODD)));
    }
    return body;
  }

  function placesIn(value: object): (readonly [holder: object, key: string])[] {
    return Object.entries(value).flatMap(([key, child]) => [
      [value, key] as const,
      ...(typeof child === 'object' && child !== null ? placesIn(child) : []),
    ]);
  }
});
