import { describe, expect, it } from 'vitest';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import type { Operation } from '../../src/actions/operation.ts';
import { readResponse } from '../../src/actions/read-response.ts';
import { renderRequest } from '../../src/actions/render-request.ts';
import type { Json } from '../../src/authoring/json.ts';

const ANY = ['string', 'number', 'boolean', 'null', 'object', 'array'];
const INPUTS = { a: { type: ANY }, b: { type: ANY } };

function action(request: { [key: string]: Json }, response: { [key: string]: Json } = {}) {
  const { dataAction, diagnostics } = compileDataAction(
    {
      name: 'An export',
      integrationType: 'purecloud-data-actions',
      contract: {
        input: { inputSchema: { type: 'object', properties: INPUTS } },
        output: { successSchema: { type: 'object', properties: { x: { type: ANY }, y: { type: ANY } } } },
      },
      config: { request: { requestType: 'POST', requestUrlTemplate: '/x', ...request }, response },
    },
    'an-export.custom.json',
  );
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics));
  return dataAction;
}

/** The same numbers every time. */
function randomOf(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const PIECES = [
  'a',
  '7',
  '"',
  '\\',
  '/',
  '.',
  '..',
  '%2e',
  '%',
  '&',
  '=',
  '?',
  '#',
  ' ',
  '+',
  ',',
  '{',
  '}',
  '[',
  ']',
];
const MORE = [
  ':',
  '\n',
  '\r',
  '\u0000',
  'é',
  '😀',
  '\ud800',
  '$',
  '${input.b}',
  'null',
  '-1',
  '__proto__',
  '\\u0022',
  '<',
];

function randomValue(random: () => number): Json {
  const kinds: readonly (() => Json)[] = [
    () => Array.from({ length: Math.floor(random() * 4) }, () => pick([...PIECES, ...MORE], random)).join(''),
    () => Math.floor(random() * 2000) - 1000,
    () => random() * 1e20,
    () => random() < 0.5,
    () => null,
    () => [1, 'x'],
    () => ({ a: '"' }),
  ];
  return pick(
    [kinds[0], kinds[0], ...kinds].flatMap((one) => (one === undefined ? [] : [one])),
    random,
  )();
}

function pick<T>(from: readonly T[], random: () => number): T {
  const found = from[Math.floor(random() * from.length)];
  if (found === undefined) throw new Error('nothing to pick');
  return found;
}

const REQUESTS: readonly { [key: string]: string }[] = [
  { requestUrlTemplate: '/x/${input.a}/y?q=${input.b}' },
  { requestUrlTemplate: '/x/.${input.a}./${input.b}' },
  { requestUrlTemplate: '/x/$esc.uriEncode(${input.a})?q=$esc.url(${input.b})&r=1' },
  { requestUrlTemplate: ' /x/a b/${input.a}\n' },
  { requestUrlTemplate: '/x?${input.a}=${input.b}' },
  { requestTemplate: '{"a": "${input.a}", "b": ${input.b}}' },
  { requestTemplate: '{"a": "x ${input.a}${input.b} y"}' },
  { requestTemplate: '{"a": "$esc.jsonString(${input.a})", "b": [${input.b}]}' },
  { requestTemplate: '{"${input.a}": "${input.b}"}' },
  { requestTemplate: '{"a": 1${input.a}, "b": -${input.b}}' },
  { requestTemplate: '{"a": 1${input.b}}' },
  { requestTemplate: '{"a": "\\"${input.a}\\\\", "b": "${input.B}"}' },
  { requestTemplate: '[${input.a}, "${input.b}"]' },
  { requestTemplate: '${input.a}' },
  { requestTemplate: ' ${input.rawRequest}\n' },
  { requestTemplate: '{"a": "$!{input.a}", "b": $!input.b}' },
  { requestUrlTemplate: '/x/$!{input.a}/y?q=$esc.url($!{input.b})' },
];

describe('D2 the short way makes what the long way makes', () => {
  it.each(REQUESTS)('Q3 for requests of %j', (request) => {
    const dataAction = action(request);
    const random = randomOf(7);
    let sent = 0;
    for (let i = 0; i < 1500; i++) {
      const input = { ...(random() < 0.9 && { a: randomValue(random) }), b: randomValue(random) };
      const operations: Operation[] = [];
      const quick = renderRequest(dataAction, { input, settings: {} });
      const long = renderRequest(dataAction, { input, settings: {} }, operations);
      if (quick.ok && long.ok) {
        const { shown: _shown, ...request } = long.request;
        const { shown: _also, ...same } = quick.request;
        expect(same).toEqual(request);
        sent++;
      } else expect(quick).toEqual(long);
    }
    if (!JSON.stringify(request).includes('?${input')) expect(sent).toBeGreaterThan(0);
  });

  const TEMPLATES = [
    '{"x": ${x}, "y": [${y}, 1]}',
    '{"x": ${rawResult}}',
    '{"x": "a", "y": {"z": ${y}}}',
    '{"x": "${x}"}',
    '{${x}: 1, "y": ${y}}',
    '{"x": ${X}, "y": ${y}} }',
    '{"__proto__": ${x}, "y": ${y}}',
    '${rawResult}',
    '{"x": $!{x}, "y": $!y}',
    '{"x": ${z}}',
  ];
  it.each(TEMPLATES)('Q3 for answers to %j', (successTemplate) => {
    const translationMap = { x: '$.a', y: '$.b[*].c' };
    const random = randomOf(11);
    for (const translationMapDefaults of [{ x: '"d"', y: '[]' }, { x: 'no JSON' }, {}]) {
      const dataAction = action({}, { translationMap, translationMapDefaults, successTemplate });
      for (let i = 0; i < 300; i++) {
        const body = { ...(random() < 0.7 && { a: randomValue(random) }), b: [{ c: randomValue(random) }] };
        const response = { status: 200, headers: {}, body: JSON.stringify(body) };
        expect(readResponse(dataAction, response)).toEqual(readResponse(dataAction, response, []));
      }
    }
  });

  it('Q3 for an answer as deep as answers may be, in an output around it', () => {
    const dataAction = action({}, { successTemplate: '{"x": ${rawResult}}' });
    const body = `${'{"a":'.repeat(49)}{}${'}'.repeat(49)}`;
    const response = { status: 200, headers: {}, body };
    const quick = readResponse(dataAction, response);
    expect(quick.ok).toBe(true);
    expect(readResponse(dataAction, response, [])).toEqual(quick);
  });
});
