import { describe, expect, it } from 'vitest';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import type { DataAction } from '../../src/actions/data-action.ts';
import { readResponse } from '../../src/actions/read-response.ts';
import { type RenderedRequest, renderRequest } from '../../src/actions/render-request.ts';
import type { Json, JsonObject } from '../../src/authoring/json.ts';

const NAMES = ['id', 'text', 'number', 'list'];
const OUTPUTS = { name: { type: 'string' }, count: { type: 'integer' } };

function compiled(config: JsonObject, top: JsonObject): DataAction {
  const properties = Object.fromEntries(NAMES.map((name) => [name, { type: 'string' }]));
  const definition: Json = {
    name: 'Hostile',
    integrationType: 'custom-rest-actions',
    contract: {
      input: { inputSchema: { type: 'object', properties } },
      output: { successSchema: { type: 'object', properties: OUTPUTS, additionalProperties: false } },
    },
    config,
    ...top,
  };
  const { dataAction, diagnostics } = compileDataAction(definition, 'hostile.data-action.json');
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return dataAction;
}

const REQUEST = { requestType: 'POST' };
const TRANSLATION = { translationMap: { name: '$.name', count: '$.count' } };
const VELOCITY = compiled(
  {
    request: {
      ...REQUEST,
      requestUrlTemplate:
        'https://api.example.com/users/${input.id}/notes?text=$esc.url(${input.text})&q=${input.id}',
      headers: { 'X-Id': '${input.id}' },
      requestTemplate:
        '{"id": "${input.id}", "text": "$esc.jsonString(${input.text})", "number": ${input.number}, "list": [${input.list}]}',
    },
    response: { ...TRANSLATION, successTemplate: '{"name": ${name}, "count": ${count}}' },
  },
  {},
);
const TREE = compiled(
  {
    request: {
      ...REQUEST,
      requestUrlTemplate:
        'https://api.example.com/users/{{input.id}}/notes?text={{input.text}}&q={{input.id}}',
      headers: { 'X-Id': '{{input.id}}' },
      requestTemplate: {
        id: '{{input.id}}',
        text: '{{input.text}}',
        number: '{{input.number}}',
        list: ['{{input.list}}'],
      },
    },
    response: { ...TRANSLATION, successTemplate: { name: '{{name}}', count: '{{count}}' } },
  },
  { templates: 'handlebars' },
);
const DIALECTS = { velocity: VELOCITY, handlebars: TREE };
const FINE = { id: 'u1', text: 'hello', number: '7', list: '1' };

const HOSTILE = [
  ...[
    '"',
    '\\',
    '\\"',
    '", "admin": "1',
    '1, "admin": 1',
    '1}',
    '1], "x": [2',
    '{"__proto__": 1}',
    '__proto__',
  ],
  ...[
    '../../admin',
    '..',
    '.',
    '%2e%2e',
    '%2F',
    'a/b',
    'a\\b',
    'a?b=c',
    'a#b',
    'a&admin=1',
    'a;b',
    '//evil.example',
  ],
  ...[
    'a\r\nX-Admin: 1',
    'a\nb',
    '\u0000',
    '\ud800',
    '\u2028',
    '',
    ' ',
    '@evil.example/',
    'https://evil.example',
  ],
  ...[
    '${input.text}',
    '{{input.text}}',
    '$esc.jsonString("x")',
    '#set($a = 1)',
    '#foreach($i in [1..9])',
    '#*',
    '##',
  ],
  ...['${credentials.key}', '$input.class.forName("x")', '{{#each this}}', 'x'.repeat(9000), '['.repeat(60)],
];

/** What a receiver sees of a request, without its values. */
function shapeOf({ method, url, headers, body = '' }: RenderedRequest): unknown {
  const { protocol, host, pathname, hash, searchParams } = new URL(url);
  const sent = JSON.parse(body);
  return {
    receiver: [method, protocol, host, hash],
    path: pathname.split('/').map((part, index) => (index === 2 ? part !== '' : part)),
    query: [...searchParams.keys()],
    headers: Object.keys(headers).sort(),
    lines: Object.values(headers).some((value) => /[\r\n\0]/.test(value)),
    body: Object.keys(sent),
    list: Array.isArray(sent.list),
  };
}

describe.each(Object.entries(DIALECTS))('a request in %s', (_dialect, dataAction) => {
  const render = (input: JsonObject) => renderRequest(dataAction, { input, settings: {} });
  const fine = render(FINE);
  if (!fine.ok) throw new Error(fine.failure.userMessage);
  const expected = shapeOf(fine.request);

  it.each(NAMES)('D7 keeps its structure whatever `%s` is', (name) => {
    for (const text of HOSTILE) {
      const result = render({ ...FINE, [name]: text });
      if (result.ok) expect(shapeOf(result.request), text).toEqual(expected);
      else expect(result.failure.errorCode, text).toMatch(/^(request\.value|input\.missing)$/);
    }
  });

  it('D7 prints values, and never reads them as templates', () => {
    for (const text of HOSTILE.filter((one) => /[$#{]/.test(one) && one.length < 100)) {
      const result = render({ ...FINE, text });
      expect(result.ok && JSON.parse(result.request.body ?? '').text, text).toBe(text);
      expect(result.ok && new URL(result.request.url).searchParams.get('text'), text).toBe(text);
    }
  });

  it('D8 tells of a refused value without telling it', () => {
    const secret = 'Secret4711';
    for (const name of NAMES) {
      const result = render({ ...FINE, [name]: `${secret}"/\n` });
      expect(JSON.stringify(result.ok ? '' : result.failure)).not.toContain(secret);
    }
  });
});

describe.each(Object.entries(DIALECTS))('an answer in %s', (_dialect, dataAction) => {
  const read = (body: string) => readResponse(dataAction, { status: 200, headers: {}, body });

  it('D7 keeps texts as they are, whatever they hold', () => {
    for (const text of HOSTILE) {
      const result = read(JSON.stringify({ name: text, count: 1 }));
      expect(result, text).toEqual({
        ok: true,
        output: expect.anything(),
        outputs: { name: text, count: 1 },
      });
    }
  });

  it.each([
    '{"name": "a", "count": {"a": 1}}',
    '{"name": ["a"], "count": 1}',
    '{"name": {"x": "\\", \\"count\\": 2"}, "count": 1}',
    '{"name": "a", "count": "1, \\"admin\\": true"}',
    '{"name": "a", "count": 1e999}',
    '{"name": "a", "count": ',
    '[',
    `${'['.repeat(51)}${']'.repeat(51)}`,
    `${'['.repeat(1_000_000)}`,
  ])('is refused when it is no such answer (%#)', (body) => {
    const result = read(body);
    expect(result.ok).toBe(false);
    expect(result.ok ? '' : result.failure.errorCode).toMatch(/^(response|output)\./);
  });

  it('keeps names that reach into prototypes out of its outputs', () => {
    const result = read('{"__proto__": {"name": "evil"}, "name": "a", "count": 1, "constructor": 1}');
    expect(result).toEqual({ ok: true, output: expect.anything(), outputs: { name: 'a', count: 1 } });
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect(({} as { name?: unknown }).name).toBeUndefined();
  });
});

describe('a reference that prints nothing', () => {
  const silent = (request: JsonObject) =>
    compiled(
      { request: { ...REQUEST, ...request }, response: {} },
      { integrationType: 'purecloud-data-actions' },
    );

  it.each(['/users/$!{input.id}', '/users/$!{input.id}/notes', '/users/$!esc.url(${input.id})'])(
    'D7 makes no other path of %s',
    (requestUrlTemplate) => {
      const dataAction = silent({ requestUrlTemplate });
      for (const input of [{}, { id: '' }]) {
        const result = renderRequest(dataAction, { input, settings: {} });
        expect(result.ok ? result.request.url : result.failure.errorCode).toBe('input.missing');
      }
    },
  );

  it('is named where JSON needs a value', () => {
    const dataAction = silent({
      requestUrlTemplate: '/users',
      requestTemplate: '{"a": $!{input.id}, "b": 1}',
    });
    const result = renderRequest(dataAction, { input: {}, settings: {} });
    expect(result.ok ? '' : result.failure.userMessage).toContain('`$!{input.id}` printed nothing');
  });
});
