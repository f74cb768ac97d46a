import { describe, expect, it } from 'vitest';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import { readResponse } from '../../src/actions/read-response.ts';
import { renderRequest } from '../../src/actions/render-request.ts';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { compiledOf, exportOf, type Said } from './hostile-desk.ts';

const URL = 'https://api.example.com/x';
/** Longest that one step may hold up everybody else, ms; many times what it takes here. */
const PATIENCE = 10_000;

const many = <T>(count: number, make: (i: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const named = (count: number, make: (i: number) => readonly [string, Json]): JsonObject =>
  Object.fromEntries(many(count, make));

function errorsOf(said: Partial<Said>): readonly string[] {
  const { dataAction, diagnostics } = compileDataAction(exportOf({ url: URL, ...said }), 'x.custom.json');
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(dataAction === undefined).toBe(errors.length > 0);
  return errors.map(({ code }) => code);
}

const body = (template: string): Partial<Said> => ({ method: 'POST', body: template });
const input = (schema: JsonObject): Partial<Said> => ({
  input: { type: 'object', properties: { a: schema } },
});

describe('a hostile definition', () => {
  it.each<[string, Partial<Said>, string]>([
    ['parentheses', body(`#if(${'('.repeat(60_000)}1${')'.repeat(60_000)})x#end`), 'VELOCITY'],
    ['negations', body(`#if(${'!'.repeat(120_000)}true)x#end`), 'VELOCITY'],
    ['lists', body(`#set($a=${'['.repeat(60_000)}`), 'VELOCITY'],
    ['conditions', body('#if(true)'.repeat(10_000) + '#end'.repeat(10_000)), 'VELOCITY'],
    ['calls', body('$esc.url('.repeat(14_000)), 'VELOCITY'],
    ['texts without an end', body('#set($a="'.repeat(14_000)), 'VELOCITY'],
    ['comments without an end', body('#*'.repeat(65_000)), 'VELOCITY'],
    ['classes', body('$input.class.forName("java.lang.Runtime").getRuntime().exec("id")'), 'VELOCITY'],
    ['constructors', body('${input.a.constructor.constructor("return process")()}'), 'VELOCITY'],
    ['files', body('#include("/etc/passwd")'), 'VELOCITY'],
    ['templates of others', body('#parse("/etc/passwd")'), 'VELOCITY'],
    ['paths of filters', { map: { a: `$${'[?(@'.repeat(200)}` } }, 'JSON_PATH'],
    ['a path of a megabyte', { map: { a: `$${'.a'.repeat(500_000)}` } }, 'JSON_PATH'],
    [
      'schemas',
      input(many(2000, (i) => i).reduce<JsonObject>((one) => ({ properties: { a: one } }), {})),
      'TOO_LARGE',
    ],
    [
      'references that multiply',
      {
        input: {
          $ref: '#/definitions/d0',
          definitions: named(30, (i) => [
            `d${i}`,
            { items: [1, 2].map(() => ({ $ref: `#/definitions/d${i + 1}` })) },
          ]),
        },
      },
      'CONTRACT',
    ],
    ['references elsewhere', input({ $ref: 'file:///etc/passwd' }), 'CONTRACT'],
    ['repetitions', input({ pattern: '^((((a{100}){100}){100}){100})$' }), 'CONTRACT'],
    [
      'patterns',
      { input: { properties: named(2000, (i) => [`a${i}`, { pattern: `^[a-z]{1,${900 + (i % 90)}}$` }]) } },
      'CONTRACT',
    ],
    ['alternatives', input({ anyOf: many(1500, () => ({ pattern: '^(a|b)*c$' })) }), 'CONTRACT'],
    [
      'looks at each element',
      { output: { allOf: many(1200, () => ({ items: { not: { type: 'object' } } })) } },
      'CONTRACT',
    ],
    ['a name of a megabyte', { other: { name: 'x'.repeat(1_000_000) } }, 'WRONG_VALUE'],
  ])(
    'is refused for its %s',
    (_case, said, code) => {
      expect(errorsOf(said)).toContain(code);
    },
    PATIENCE,
  );

  it.each<[string, { readonly [name: string]: string }]>([
    ['Host', { Host: 'evil.example.com' }],
    ['a length', { 'X-A\r\nContent-Length': '0' }],
    ['a second request', { 'X-A': 'b\r\n\r\nGET / HTTP/1.1' }],
    ['the connection', { Connection: 'X-A' }],
    ['an expectation', { Expect: '100-continue' }],
    ['a prototype with a break', { '__proto__\n': 'x' }],
    ['our own key', { 'idempotency-KEY': 'x' }],
  ])('D7 sends no header that sets %s', (_case, headers) => {
    const { dataAction } = compileDataAction(exportOf({ url: URL, headers }), 'x.custom.json');
    const sent = dataAction && renderRequest(dataAction, { input: {}, settings: {} });
    const names = sent?.ok === true ? Object.keys(sent.request.headers) : [];
    expect(names.filter((name) => name !== 'Content-Type')).toEqual([]);
  });

  it.each([
    'https://user:password@api.example.com/',
    'https://api.example.com@evil.example.com/',
    'https:\\\\evil.example.com/',
    'https:///evil.example.com/',
    'https://api.example.com:99999/',
    'https://${input.a}/',
    'https://${input.a}.com/',
    'https://x${input.a}.example.com/',
    'https://api.example.com${input.a}/',
    'https://api.example.com:${input.a}/',
    '${input.a}://api.example.com/',
    'https://api.example.com/../x',
    'https://api.example.com/%2e%2e/x',
    'https://api.example.com/.%2E',
    'https://api.example.com/x#y',
    'https://\u2024\u2024/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '//evil.example.com/',
  ])('D7 sends nothing to %s', (url) => {
    const { dataAction } = compileDataAction(exportOf({ url }), 'x.custom.json');
    const sent = dataAction && renderRequest(dataAction, { input: { a: 'evil' }, settings: {} });
    expect(sent?.ok ?? false).toBe(false);
  });
});

describe('a hostile template', () => {
  it.each<[string, string]>([
    ['doubles a text', `#set($x="aaaaaaaaaa")${'#set($x="$x$x")'.repeat(60)}$x`],
    ['doubles a list', `#set($x=[1])${'#set($x=[$x,$x])'.repeat(60)}$x`],
    ['multiplies by replacing', `#set($x="aa")${'#set($x=$x.replace("a","aaaaaaaaaa"))'.repeat(30)}$x`],
    ['repeats repetitions', `${'#foreach($i in [1..10000])'.repeat(8)}x${'#end'.repeat(8)}`],
  ])(
    'ends when it %s',
    (_case, template) => {
      const dataAction = compiledOf({ url: URL, ...body(template) });
      expect(renderRequest(dataAction, { input: {}, settings: {} })).toMatchObject({
        ok: false,
        failure: { errorCode: expect.stringMatching(/^request\./) },
      });
    },
    PATIENCE,
  );
});

describe('a hostile definition before a large answer', () => {
  const objects = JSON.stringify(many(200_000, () => ({ x: 1 })));
  const lists = `[${many(300_000, () => '"a"').join(',')}]`;

  it.each<[string, Partial<Said>, string]>([
    [
      'looks for 10,000 names everywhere',
      { map: Object.fromEntries(many(10_000, (i) => [`m${i}`, `$..a${i}`])), success: '{}' },
      objects,
    ],
    [
      'looks everywhere for everything',
      { map: { a: `$${'..*'.repeat(30)}` }, success: '{}' },
      `${'['.repeat(40)}${'0,'.repeat(100_000)}0${']'.repeat(40)}`,
    ],
    [
      'filters by what is below',
      { map: Object.fromEntries(many(300, (i) => [`m${i}`, `$..[?(@..x == ${i})]`])), success: '{}' },
      objects,
    ],
    [
      'compares elements again and again',
      { output: { type: 'array', allOf: many(150, () => ({ uniqueItems: true })) } },
      lists,
    ],
    [
      'has a pattern for each element',
      { output: { type: 'array', allOf: many(150, () => ({ items: { pattern: '^(a|b)*c?$' } })) } },
      lists,
    ],
  ])(
    'ends when it %s',
    (_case, said, answer) => {
      const dataAction = compiledOf({ url: URL, ...said });
      expect(readResponse(dataAction, { status: 200, headers: {}, body: answer })).toMatchObject({
        ok: false,
        failure: { errorCode: expect.stringMatching(/^(response\.path|output\.contract)$/) },
      });
    },
    PATIENCE,
  );
});
