import { describe, expect, it } from 'vitest';
import { compileDataAction } from '../../../src/actions/compile-data-action.ts';
import type { DataAction } from '../../../src/actions/data-action.ts';
import { readResponse } from '../../../src/actions/read-response.ts';
import { answerFor } from '../../../src/actions/samples/answer-for.ts';
import type { Json, JsonObject } from '../../../src/authoring/json.ts';

interface Parts {
  readonly map?: JsonObject;
  readonly defaults?: JsonObject;
  readonly template?: Json;
  readonly outputs?: JsonObject;
}

function dataAction({ map = {}, defaults = {}, template, outputs }: Parts): DataAction {
  const isNative = typeof template === 'object';
  const { dataAction, diagnostics } = compileDataAction(
    {
      name: 'An action',
      integrationType: 'purecloud-data-actions',
      actionType: 'custom',
      ...(isNative && { templates: 'handlebars' }),
      contract: {
        input: { inputSchema: { type: 'object', properties: {} } },
        output: { successSchema: outputs ?? { type: 'object', properties: {}, additionalProperties: true } },
      },
      config: {
        request: { requestType: 'GET', requestUrlTemplate: '/api/v2/things' },
        response: {
          translationMap: map,
          translationMapDefaults: defaults,
          ...(template !== undefined && { successTemplate: template }),
        },
      },
    },
    'an-action.custom.json',
  );
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics));
  return dataAction;
}

const any = (output: Json) => ({
  type: 'object',
  properties: Object.fromEntries(Object.keys(output as JsonObject).map((name) => [name, {}])),
});

/** Builds an answer and reads it again. */
function roundTrip(parts: Parts, output: Json) {
  const action = dataAction({ outputs: any(output), ...parts });
  const answer = answerFor(action, output);
  if (!answer.ok) throw new Error(answer.reason);
  const read = readResponse(action, { status: 200, headers: {}, body: JSON.stringify(answer.body) });
  return { body: answer.body, isExact: answer.isExact, outputs: read.ok ? read.outputs : read.failure };
}

describe('answerFor', () => {
  it('gives a list where a tree takes its first element', () => {
    const first = dataAction({
      map: { id: { path: "$.all[?(@.kind=='a')].id", first: true }, one: { path: '$.list', first: true } },
      template: { id: '{{id}}', one: '{{one}}' },
      outputs: { type: 'object', properties: { id: { type: 'string' }, one: { type: 'integer' } } },
    });
    expect(answerFor(first, { id: 'x', one: 5 })).toEqual({
      ok: true,
      isExact: true,
      body: { all: [{ kind: 'a', id: 'x' }], list: [5] },
    });
  });

  it.each<[string, Json, Json]>([
    ['$.a.b', 'v', { a: { b: 'v' } }],
    ['.a', 'v', { a: 'v' }],
    ['$[1].a', 'v', [{}, { a: 'v' }]],
    ['$.a[-1]', 'v', { a: ['v'] }],
    ['$.a[*].b', ['v', 'w'], { a: [{ b: 'v' }, { b: 'w' }] }],
    ['$.a[*].b[*]', ['v', 'w'], { a: [{ b: ['v', 'w'] }] }],
    ['$.a[-1000:].b', ['v', 'w'], { a: [{ b: 'v' }, { b: 'w' }] }],
    [
      "$.p[?(@.x=='a')].b",
      ['v', 'w'],
      {
        p: [
          { b: 'v', x: 'a' },
          { b: 'w', x: 'a' },
        ],
      },
    ],
    ["$.p[?(@.x=='a' && @.n > 3)].b", ['v'], { p: [{ b: 'v', x: 'a', n: 4 }] }],
    ["$.p[?(@.x=='a' || @.x=='b')].b", ['v'], { p: [{ b: 'v', x: 'a' }] }],
    ["$.p[?(@.b != '')].b", ['v'], { p: [{ b: 'v' }] }],
    ['$.p[?(@.t)].b', ['v'], { p: [{ b: 'v', t: 'text' }] }],
    ["$.p[?('agent' in @.q[*].purpose)].b", ['v'], { p: [{ b: 'v', q: [{ purpose: 'agent' }] }] }],
    ['$.p[?(@.x =~ /ab+c/)].b', ['v'], { p: [{ b: 'v', x: 'abc' }] }],
    ['$..b', ['v'], { b: 'v' }],
    ['$.a..b', ['v', 'w'], { a: [{ b: 'v' }, { b: 'w' }] }],
    ["$..data[?(@.m=='x')].s", [{ n: 1 }], { data: [{ s: { n: 1 }, m: 'x' }] }],
    ['$.a.size()', 2, { a: [{}, {}] }],
    ["$.a[?(@.x=='a')].m.length()", [1], { a: [{ m: [{}], x: 'a' }] }],
    ['$.a.sum()', 5, { a: [5] }],
    ["$['a','b']", { a: 1, b: 2 }, { a: 1, b: 2 }],
  ])('builds %s backwards', (path, value, body) => {
    expect(roundTrip({ map: { x: path }, template: { out: '{{x}}' } }, { out: value })).toEqual({
      body,
      isExact: true,
      outputs: { out: value },
    });
  });

  it('lets paths share what they share', () => {
    const map = {
      ids: '$.entities[*].id',
      names: '$.entities[*].name',
      count: '$.entities.size()',
      page: '$.page',
    };
    const output = { ids: ['a', 'b'], names: ['x', 'y'], count: 2, page: 1 };
    expect(
      roundTrip(
        { map, template: { ids: '{{ids}}', names: '{{names}}', count: '{{count}}', page: '{{page}}' } },
        output,
      ),
    ).toEqual({
      body: {
        page: 1,
        entities: [
          { id: 'a', name: 'x' },
          { id: 'b', name: 'y' },
        ],
      },
      isExact: true,
      outputs: output,
    });
  });

  it.each<[string, JsonObject, string | undefined, JsonObject]>([
    ['a value', { x: '$.a' }, '{"o": ${x}}', { o: 'v' }],
    ['a value in quotes', { x: '$.a' }, '{"o": "$esc.jsonEncode(${x})"}', { o: '"v"' }],
    [
      'the first of an array',
      { x: "$.p[?(@.a=='b')].c" },
      '{"o": ${successTemplateUtils.firstFromArray("${x}", "$esc.quote$esc.quote")}}',
      { o: 'v' },
    ],
    ['the whole answer', {}, '${rawResult}', { o: { n: [1] } }],
    ['no template', {}, undefined, { o: { n: [1] } }],
    ['one name alone', { x: '$.searchRecords' }, '${x}', { o: 'v' }],
    ['what a condition allows', { x: '$.a', y: '$.b' }, '{#if(${x} != "")"o": ${y}#end}', { o: 1 }],
  ])('D2 finds values in a Velocity template: %s', (_what, map, template, output) => {
    const trip = roundTrip({ map, ...(template !== undefined && { template }) }, output);
    expect(trip).toMatchObject({ isExact: true, outputs: output });
  });

  it.each<[string, JsonObject, string, JsonObject, JsonObject]>([
    ['a number in quotes', { x: '$.a' }, '{"o": "${x}"}', { o: '5' }, { a: 5 }],
    [
      'two of them',
      { x: '$.a', y: '$.b' },
      '{"o": "${x} of ${y}", "p": ${y}}',
      { o: 'text', p: 2 },
      { a: 1, b: 1 },
    ],
    ['a reckoned number', { x: '$.a' }, '{"o": $math.add(${x}, 1)}', { o: 2 }, { a: 1 }],
    [
      'a loop',
      { x: '$.list[*].id' },
      '{"o": [#foreach($i in $x)"$i"#if($foreach.hasNext),#end#end]}',
      { o: ['v'] },
      { list: [{ id: 'text' }] },
    ],
  ])('D2 makes an answer that a template can use: %s', (_what, map, template, output, body) => {
    expect(roundTrip({ map, template }, output).body).toEqual(body);
  });

  it('gives another output where a filter wants it so', () => {
    const trip = roundTrip(
      { map: { x: "$.s[?(@.direction=='outbound')].direction" }, template: '{"o": ${x}}' },
      { o: ['v'] },
    );
    expect(trip).toEqual({
      body: { s: [{ direction: 'outbound' }] },
      isExact: false,
      outputs: { o: ['outbound'] },
    });
  });

  it('leaves defaults to stand in', () => {
    const trip = roundTrip(
      { map: { x: '$.a', y: '$.b' }, defaults: { y: '1' }, template: '{"o": ${x}, "p": ${y}}' },
      { o: 'v' },
    );
    expect(trip.body).toEqual({ a: 'v' });
  });

  it('gives a value where a default of an export is no JSON', () => {
    const trip = roundTrip(
      { map: { x: '$.a', y: '$.b' }, defaults: { y: 'UNKNOWN' }, template: '{"o": ${x}, "p": ${y}}' },
      { o: 'v' },
    );
    expect(trip.body).toEqual({ a: 'v', b: 'text' });
  });

  it.each<[string, Parts, string]>([
    ['a template that is no JSON', { template: '{rawResult}' }, 'The success template gives no JSON'],
    [
      'a function that is not reckoned backwards',
      { map: { x: '$.a.stddev()' }, template: '{"o": ${x}}', outputs: any({ o: 1 }) },
      'no answer was found for the path of `x`: stddev() is not reckoned backwards',
    ],
    [
      'two values at one place',
      { map: { x: '$.a', y: '$.a.b' }, template: '{"o": ${x}, "p": ${y}}', outputs: any({ o: 1, p: 1 }) },
      'no answer was found for the path of `y`: an object and something else are wanted at one place',
    ],
  ])('says why there is no answer: %s', (_what, parts, reason) => {
    const answer = answerFor(dataAction(parts), { o: 'v', p: 'w' });
    expect(answer).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });
});
