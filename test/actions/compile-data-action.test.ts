import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import { explainTranslation } from '../../src/actions/explain-translation.ts';
import { readResponse } from '../../src/actions/read-response.ts';
import { renderRequest } from '../../src/actions/render-request.ts';
import type { Json, JsonObject } from '../../src/authoring/json.ts';

interface Changes {
  readonly top?: JsonObject;
  readonly request?: JsonObject;
  readonly response?: JsonObject;
  readonly input?: JsonObject;
  readonly output?: JsonObject;
}

function definition({ top, request, response, input, output }: Changes = {}): Json {
  return {
    name: 'Order',
    integrationType: 'custom-rest-actions',
    templates: 'handlebars',
    contract: {
      input: {
        inputSchema: {
          type: 'object',
          properties: { toAddress: { type: 'string' }, count: { type: 'integer' } },
          ...input,
        },
      },
      output: { successSchema: { type: 'object', properties: {}, ...output } },
    },
    config: {
      request: { requestType: 'POST', requestUrlTemplate: 'https://api.example.com/orders', ...request },
      response: { ...response },
    },
    ...top,
  };
}

const faultsOf = (changes: Changes) =>
  compileDataAction(definition(changes), 'order.data-action.json')
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, pointer }) => `${code} ${pointer}`);

function compile(changes: Changes = {}) {
  const { dataAction, diagnostics } = compileDataAction(definition(changes), 'order.data-action.json');
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics));
  return dataAction;
}

describe('compiling a data action', () => {
  it('gives names, defaults and outputs', () => {
    const dataAction = compile({ request: { requestTemplate: { from: '{{settings.from}}' } } });
    expect(dataAction).toMatchObject({
      id: 'order',
      name: 'Order',
      timeoutSeconds: 60,
      idempotent: false,
      onUnknownOutcome: 'fail',
      settings: ['from'],
    });
    expect(dataAction.inputs.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'toAddress string',
      'count integer',
    ]);
    expect(compile({ request: { requestType: 'GET' } }).idempotent).toBe(true);
  });

  it('accepts a draft-04 contract', () => {
    expect(
      faultsOf({ input: { $schema: 'http://json-schema.org/draft-04/schema#', id: 'x', title: 'T' } }),
    ).toEqual([]);
  });

  it('R10 finds all faults at once', () => {
    const { diagnostics } = compileDataAction(
      definition({
        top: { descripton: 'x', onUnknownOutcome: 'retry', sends: { channel: 'whatsapp', to: 'toAdress' } },
        request: {
          requestUrlTemplate: 'https://{{input.host}}/',
          headers: { Host: 'x' },
          requestTemplate: { to: '{{input.tpAddress}}', x: '{{' },
        },
        response: {
          translationMap: { id: '$.a[' },
          translationMapDefaults: { di: 1 },
          successTemplate: { id: '{{idd}}' },
        },
        input: { minProperties: -1 },
        output: { type: 'text' },
      }),
      'order.data-action.json',
    );
    expect(diagnostics.map(({ code, pointer }) => `${code} ${pointer}`).sort()).toEqual([
      'CONTRACT /contract/input/inputSchema/minProperties',
      'CONTRACT /contract/output/successSchema/type',
      'HEADER /config/request/headers/Host',
      'JSON_PATH /config/response/translationMap/id',
      'RETRY_NOT_SAFE /onUnknownOutcome',
      'TEMPLATE /config/request/requestTemplate/x',
      'UNKNOWN_INPUT /config/request/requestTemplate/to',
      'UNKNOWN_INPUT /sends/to',
      'UNKNOWN_SETTING /descripton',
      'UNKNOWN_TRANSLATION /config/response/successTemplate/id',
      'UNKNOWN_TRANSLATION /config/response/translationMapDefaults/di',
      'URL /config/request/requestUrlTemplate',
    ]);
    expect(diagnostics.find(({ code }) => code === 'UNKNOWN_INPUT')?.hint).toBe('did you mean `toAddress`?');
  });

  it.each(['velocity', 'mustache'])('tells the author of trees that %s is not their dialect', (templates) => {
    const trees = definition({ top: { templates }, request: { requestTemplate: { a: 1 } } });
    const { diagnostics } = compileDataAction(trees, 'x.json');
    expect(diagnostics.map(({ code }) => code)).toContain('DATA_ACTION_DIALECT');
  });

  it.each<Json>([null, 7, 'x', [], {}, { config: [] }, { contract: { input: null } }])(
    'never throws on %j',
    (json) => {
      const { dataAction, diagnostics } = compileDataAction(json, 'x.json');
      expect(dataAction).toBeUndefined();
      expect(diagnostics.length).toBeGreaterThan(0);
    },
  );

  it.each([
    ['http://{{input.toAddress}}/'],
    ['https://api.example.com{{input.toAddress}}'],
    ['https://api.example.com:{{input.count}}/'],
    ['{{input.toAddress}}'],
    ['{{settings.base}}/x'],
    ['//api.example.com/'],
    ['https://user:pw@api.example.com/'],
    ['https://api.example.com\\@evil.example/'],
    ['https://api.example.com:99999/'],
    ['ftp://api.example.com/'],
    ['/orders'],
    ['https://api.example.com/a b'],
    ['https://api.example.com/#x'],
  ])('refuses the address %s, whose receiver is not fixed', (requestUrlTemplate) => {
    expect(faultsOf({ request: { requestUrlTemplate } })).toEqual(['URL /config/request/requestUrlTemplate']);
  });

  it.each(['https://evil.example/', '//evil.example/', 'x', '{{input.toAddress}}/x'])(
    'refuses %s as a path of the platform',
    (url) => {
      const top = { integrationType: 'purecloud-data-actions' };
      expect(faultsOf({ top, request: { requestUrlTemplate: url } })).toEqual([
        'URL /config/request/requestUrlTemplate',
      ]);
    },
  );

  it.each<[string, JsonObject]>([
    ['a remote $ref', { properties: { a: { $ref: 'https://evil.example/s.json' } } }],
    ['a $ref to nothing', { properties: { a: { $ref: '#/definitions/b' } } }],
    [
      'a $ref in a circle',
      {
        definitions: { a: { $ref: '#/definitions/b' }, b: { items: { $ref: '#/definitions/a' } } },
        properties: { a: { $ref: '#/definitions/a' } },
      },
    ],
    [
      'a bomb of $refs',
      {
        definitions: Object.fromEntries(
          Array.from({ length: 21 }, (_, i): [string, Json] => {
            const next = { $ref: `#/definitions/d${i + 1}` };
            return [`d${i}`, i === 20 ? {} : { allOf: [next, next] }];
          }),
        ),
      },
    ],
    ['a pattern that looks ahead', { properties: { a: { type: 'string', pattern: '^(?=a)' } } }],
    ['a back-reference', { properties: { a: { type: 'string', pattern: '(a)\\1' } } }],
    ['a broken pattern', { properties: { a: { type: 'string', pattern: '^[z-a]$' } } }],
    ['a wrong keyword', { properties: { a: { type: 'strin' } } }],
    ['a reserved name', { properties: { rawRequest: { type: 'string' } } }],
    ['a name that reaches a prototype', { properties: JSON.parse('{"__proto__":{"type":"string"}}') }],
  ])('refuses a contract with %s', (_what, input) => {
    const faults = faultsOf({ input });
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.every((fault) => fault.startsWith('CONTRACT /contract/input'))).toBe(true);
  });

  it('accepts a pattern that cannot run away', () => {
    expect(
      faultsOf({ input: { properties: { a: { type: 'string', pattern: '^\\+?[0-9]{5,15}$' } } } }),
    ).toEqual([]);
  });

  it.each([
    ['Authorization', 'Bearer x'],
    ['Idempotency-Key', 'x'],
    ['Transfer-Encoding', 'chunked'],
    ['X-A\r\nX-B', 'x'],
    ['X-A', 'x\r\ny'],
    ['Content-Type', 'text/plain'],
  ])('refuses the header %j: %j', (name, value) => {
    expect(faultsOf({ request: { headers: { [name]: value } } })).toHaveLength(1);
  });

  it('refuses a body on GET', () => {
    expect(faultsOf({ request: { requestType: 'GET', requestTemplate: {} } })).toEqual([
      'BODY_NOT_ALLOWED /config/request/requestTemplate',
    ]);
  });
});

describe('rendering a request', () => {
  const render = (changes: Changes, input: JsonObject) =>
    renderRequest(compile(changes), { input, settings: { key: 'k' } });

  it('keeps types, drops what has no value, and shows objects within a text as JSON', () => {
    const requestTemplate = {
      n: '{{input.count}}',
      missing: '{{input.toAddress}}',
      text: 'n={{input.count}} {{input.toAddress}}.',
      list: [
        '{{input.toAddress}}',
        'x',
        { id: '1', v: '{{input.toAddress}}' },
        { id: '2', v: '{{input.count}}' },
      ],
      all: '{{input}}',
      braces: '\\{{x}}',
      fixed: [1, null, true],
    };
    const result = render({ request: { requestTemplate } }, { count: 3 });
    expect(result.ok && JSON.parse(result.request.body ?? '')).toEqual({
      n: 3,
      text: 'n=3 .',
      list: ['x', { id: '2', v: 3 }],
      all: { count: 3 },
      braces: '{{x}}',
      fixed: [1, null, true],
    });
  });

  it('leaves an object or a list out that holds nothing but values that are missing', () => {
    const to = '{{input.toAddress}}';
    const requestTemplate = {
      replyTo: { email: to },
      deep: { deeper: { one: to }, list: [to, { two: to }] },
      numbers: [to],
      named: { type: 'x', email: to },
      told: { text: `to ${to}` },
      empty: {},
      none: [],
      parameters: [{ id: '1', value: to }],
    };
    const result = render({ request: { requestTemplate } }, {});
    expect(result.ok && JSON.parse(result.request.body ?? '')).toEqual({
      named: { type: 'x' },
      told: { text: 'to ' },
      empty: {},
      none: [],
      parameters: [],
    });
    const hollow = render({ request: { requestTemplate: { email: to } } }, {});
    expect(hollow.ok && hollow.request.body).toBe('{}');
  });

  it('D7 percent-encodes values of the path and the query', () => {
    const url = 'https://api.example.com/a/{{input.toAddress}}/b?q={{input.toAddress}}&n={{input.count}}';
    const result = render({ request: { requestUrlTemplate: url } }, { toAddress: 'x/../&y=1#?é' });
    const encoded = 'x%2F..%2F%26y%3D1%23%3F%C3%A9';
    expect(result.ok && result.request.url).toBe(`https://api.example.com/a/${encoded}/b?q=${encoded}&n=`);
  });

  it.each([
    ['{{input.toAddress}}', '.'],
    ['{{input.toAddress}}', '..'],
    ['.{{input.toAddress}}', '.'],
    ['%2e{{input.toAddress}}', '.'],
    ['{{input.toAddress}}', ''],
  ])('D7 refuses the segment %s with %j', (segment, toAddress) => {
    expect(
      render({ request: { requestUrlTemplate: `https://api.example.com/${segment}/x` } }, { toAddress }).ok,
    ).toBe(false);
  });

  it.each(['a\r\nX-Evil: 1', 'a\n', 'a\u0000', 'a\u2028', '👋'])('D7 refuses %j in a header', (toAddress) => {
    const result = render({ request: { headers: { 'X-To': '{{input.toAddress}}' } } }, { toAddress });
    expect(result).toMatchObject({ ok: false, failure: { errorCode: 'request.value' } });
    expect(JSON.stringify(result)).not.toContain('Evil');
  });

  it('leaves a header out that has no value', () => {
    const result = render(
      { request: { headers: { 'X-To': '{{input.toAddress}}', 'X-Key': '{{settings.key}}' } } },
      {},
    );
    expect(result.ok && result.request.headers).toEqual({ 'X-Key': 'k' });
  });

  it('D4 refuses an input that nests too deep', () => {
    let deep: Json = {};
    for (let i = 0; i < 60; i++) deep = { a: deep };
    expect(render({}, { deep })).toMatchObject({ ok: false, failure: { errorCode: 'input.contract' } });
  });
});

describe('reading an answer', () => {
  const read = (changes: Changes, body: string, status = 200) =>
    readResponse(compile(changes), { status, headers: {}, body });
  const properties = (names: JsonObject) => ({ output: { properties: names } });

  it('flattens objects and lists of objects as Architect does', () => {
    const output = {
      properties: {
        conversation: { type: 'object', properties: { id: { type: 'string' } } },
        records: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              id: { type: 'string' },
              a: { type: 'object', properties: { t: { type: 'number' } } },
            },
          },
        },
        tags: { type: 'array', items: { type: 'string' } },
        raw: { type: 'object' },
      },
    };
    const body = {
      conversation: { id: 'c' },
      records: [{ id: '1', a: { t: 1 } }, { id: '2' }],
      tags: ['x'],
      raw: { k: 1 },
      other: 1,
    };
    expect(read({ output }, JSON.stringify(body))).toEqual({
      ok: true,
      output: expect.anything(),
      outputs: {
        'conversation.id': 'c',
        'records.id': ['1', '2'],
        'records.a.t': [1, null],
        tags: ['x'],
        raw: { k: 1 },
      },
    });
    expect(
      compile({ output }).outputs.map(
        ({ name, type, isCollection }) => `${name} ${type}${isCollection ? '[]' : ''}`,
      ),
    ).toEqual([
      'conversation.id string',
      'records.id string[]',
      'records.a.t number[]',
      'tags string[]',
      'raw object',
    ]);
  });

  it('D5 takes defaults for what does not resolve, keeps null, and fills the template', () => {
    const changes = {
      ...properties({ a: {}, b: {}, c: {}, text: {} }),
      response: {
        translationMap: { x: '$.x', y: '$.y', z: '$.z' },
        translationMapDefaults: { x: 5, y: 6 },
        successTemplate: { a: '{{x}}', b: '{{y}}', c: '{{z}}', text: 'x={{x}}' },
      },
    };
    expect(read(changes, '{"y":null}')).toEqual({
      ok: true,
      output: expect.anything(),
      outputs: { a: 5, b: null, text: 'x=5' },
    });
  });

  it.each([
    ['its first element', '{"all":[{"id":"a"},{"id":"b"}]}', 'a'],
    ['an element that is null', '{"all":[{"id":null}]}', null],
    ['the default for an empty list', '{"all":[]}', 'none'],
    ['the default where there is no list', '{}', 'none'],
  ])('D5 takes the first element of a list: %s', (_what, body, id) => {
    const response = {
      translationMap: { id: { path: '$.all[*].id', first: true } },
      translationMapDefaults: { id: 'none' },
    };
    expect(read({ ...properties({ id: {} }), response }, body)).toEqual({
      ok: true,
      output: expect.anything(),
      outputs: { id },
    });
  });

  it('R10 tells once what is wrong with an entry of the translation map', () => {
    const translationMap = {
      a: { path: '$.a' },
      b: 5,
      c: { path: '$.c', first: false },
      d: { path: '$[', first: true },
    };
    const at = '/config/response/translationMap';
    expect(faultsOf({ response: { translationMap } })).toEqual([
      `MISSING_SETTING ${at}/a`,
      `WRONG_TYPE ${at}/b`,
      `WRONG_VALUE ${at}/c/first`,
      `JSON_PATH ${at}/d`,
    ]);
  });

  it('D5 finds no first element of what is no list', () => {
    const response = { translationMap: { id: { path: '$.id', first: true } } };
    expect(read({ ...properties({ id: {} }), response }, '{"id":"a"}')).toEqual({
      ok: true,
      output: expect.anything(),
      outputs: {},
    });
  });

  it.each([
    ['[]', 'found nothing, so its default 1 stands in: the list is empty'],
    ['5', 'found nothing, so its default 1 stands in: what the path finds is no list'],
    ['[7]', 'found 7'],
  ])('D6 explains what a first element is made of: %s', (body, message) => {
    const response = {
      translationMap: { x: { path: '$.x', first: true } },
      translationMapDefaults: { x: 1 },
    };
    const action = compile({ ...properties({ x: {} }), response });
    const notes = explainTranslation(action.response.map, { x: 1 }, { x: JSON.parse(body) });
    expect(notes).toEqual([{ about: 'x', message }]);
  });

  it.each([
    ['response.notJson', '{"a":'],
    ['response.tooDeep', '['.repeat(51) + ']'.repeat(51)],
    ['response.tooLarge', `"${'x'.repeat(2 * 1024 * 1024)}"`],
    ['output.contract', '[1]'],
  ])('D3 ends with %s', (errorCode, body) => {
    expect(read({}, body)).toMatchObject({ ok: false, failure: { errorCode, status: 200 } });
  });

  it('drops keys that reach a prototype, however they are written', () => {
    const changes = properties({ raw: { type: 'object' } });
    const result = read(changes, '{"raw":{"a":1,"__proto__":{"b":1},"\\u005f_pr\\u006fto__":{"c":1}}}');
    expect(JSON.stringify(result)).toBe('{"ok":true,"outputs":{"raw":{"a":1}},"output":{"raw":{"a":1}}}');
  });

  it('survives an error body of any shape', () => {
    for (const body of [
      'null',
      '7',
      '[]',
      '{"code":7,"details":[1,null],"messageParams":[]}',
      '['.repeat(10_000),
    ]) {
      expect(read({}, body, 500)).toMatchObject({
        ok: false,
        failure: { errorCode: 'http.500', status: 500 },
      });
    }
  });
});

it('the two shipped definitions say where they send', () => {
  const file = 'flows/data-actions/send-whatsapp.data-action.json';
  const { dataAction } = compileDataAction(JSON.parse(readFileSync(file, 'utf8')), file);
  expect(dataAction).toMatchObject({
    id: 'send-whatsapp',
    sends: { channel: 'whatsapp', to: 'toAddress' },
    idempotent: 'byKey',
    onUnknownOutcome: 'retry',
  });
});
