import { describe, expect, it } from 'vitest';
import { compileContract } from '../../src/actions/contract.ts';
import { flattenOutputs, outputsOf } from '../../src/actions/contract-properties.ts';
import type { Json, JsonObject } from '../../src/authoring/json.ts';

function checkOf(schema: JsonObject) {
  const { check, diagnostics } = compileContract(schema, 'a.json', '/s');
  if (check === undefined) throw new Error(JSON.stringify(diagnostics));
  return check;
}

function property(schema: JsonObject) {
  return checkOf({ type: 'object', properties: { a: schema } });
}

const fits = (schema: JsonObject, a: Json) => property(schema)({ a }) === undefined;

describe('a contract of draft 4', () => {
  it.each<[JsonObject, Json, Json]>([
    [{ type: 'number', minimum: 1, exclusiveMinimum: true }, 1.5, 1],
    [{ type: 'number', minimum: 1, exclusiveMinimum: false }, 1, 0.5],
    [{ type: 'number', maximum: 5, exclusiveMaximum: true }, 4, 5],
    [{ type: 'number', exclusiveMaximum: 5 }, 4, 5],
    [{ type: ['string', 'null'] }, null, 1],
    [{ type: 'string', pattern: '^(?:a|b)+$', id: 'x' }, 'abba', 'abc'],
    [
      { type: 'array', uniqueItems: true },
      [{ a: 1, b: 2 }, { a: 1 }],
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    ],
    [{ type: 'string', minLength: 1, maxLength: 2 }, 'ab', 'abc'],
    [{ dependencies: { x: ['y'] } }, { x: 1, y: 1 }, { x: 1 }],
    [{ patternProperties: { '^n_': { type: 'number' } } }, { n_a: 1, b: 'x' }, { n_a: 'x' }],
    [JSON.parse('{"if":{"type":"string"},"then":{"minLength":2}}'), 1, 'a'],
  ])('D1 checks %j', (schema, right, wrong) => {
    expect([fits(schema, right), fits(schema, wrong)]).toEqual([true, false]);
  });

  it('D2 takes a list as an answer, and one of which nothing is said', () => {
    expect(checkOf({ type: 'array', items: { type: 'string' } })(['a'])).toBeUndefined();
    expect(checkOf({ type: 'array', items: { type: 'string' } })([1])).toContain('must be string');
    expect(checkOf({ title: 'Anything' })({ a: 1 })).toBeUndefined();
  });

  it('says what does not fit without the value', () => {
    expect(property({ type: 'string' })({ a: 4711 })).toBe('`a` must be string');
  });
});

describe('diagnostics of a contract', () => {
  const found = (schema: JsonObject) =>
    compileContract({ type: 'object', ...schema }, 'a.json', '').diagnostics.map(
      ({ severity, pointer, message, hint }) => `${severity} ${pointer} ${message}; ${hint}`,
    );

  it.each<[JsonObject, string]>([
    [
      { propertis: {} },
      'warning /propertis `propertis` means nothing in a contract and is not checked; did you mean `properties`?',
    ],
    [
      { properties: { a: { format: 'datetime' } } },
      'warning /properties/a/format There is no format `datetime`; did you mean `date-time`?',
    ],
    [
      { properties: { a: { required: true } } },
      'warning /properties/a/required `required` is a list of names, and is ignored here; beside "properties" write "required": ["name"]',
    ],
    [
      { properties: { a: { pattern: '(a)\\1' } } },
      'error /properties/a/pattern The pattern cannot be used: back-references such as \\1 are not possible; a pattern looks like ^[0-9]{5,15}$; enum and maxLength may do as well',
    ],
  ])('tell of %j', (schema, expected) => {
    expect(found(schema)).toEqual([expected]);
  });

  it('are none for what only tells something', () => {
    expect(
      found({ readOnly: true, 'x-note': 1, example: {}, properties: { a: { format: 'uuid' } } }),
    ).toEqual([]);
  });

  it('keep a check where there are only warnings', () => {
    expect(compileContract({ type: 'object', surprise: 1 }, 'a.json', '').check).toBeDefined();
  });
});

describe('the work of a contract', () => {
  it('is bounded for patterns', () => {
    const check = property({ type: 'array', items: { type: 'string', pattern: '(.{0,40}){0,20}' } });
    expect(check({ a: Array.from({ length: 200 }, () => 'a'.repeat(10_000)) })).toBe(
      'it holds too much text for its patterns and lists',
    );
    expect(check({ a: ['abcx'] })).toBeUndefined();
  });

  it('is bounded for unique elements', () => {
    const list = Array.from({ length: 50_000 }, (_, i) => ({ i }));
    expect(fits({ type: 'array', uniqueItems: true }, list)).toBe(true);
  });
});

describe('D1 outputs of a list', () => {
  const items = { type: 'object', properties: { id: { type: 'string' }, n: { type: 'integer' } } };

  it('are collections below Root', () => {
    const outputs = outputsOf({ type: 'array', items });
    expect(outputs.map(({ name, type, isCollection }) => [name, type, isCollection])).toEqual([
      ['Root.id', 'string', true],
      ['Root.n', 'integer', true],
    ]);
    expect(flattenOutputs(outputs, [{ id: 'a', n: 1 }, { id: 'b' }])).toEqual({
      'Root.id': ['a', 'b'],
      'Root.n': [1, null],
    });
  });

  it('are one collection where its elements are simple', () => {
    const outputs = outputsOf({ type: 'array', items: { type: 'string' } });
    expect(flattenOutputs(outputs, ['a', 'b'])).toEqual({ Root: ['a', 'b'] });
  });
});

it('R10 says of a contract with thousands of inputs that it is too large', () => {
  const properties = Object.fromEntries(
    Array.from({ length: 4000 }, (_, i) => [`a${i}`, { type: 'string' }]),
  );
  const { check, diagnostics } = compileContract({ type: 'object', properties }, 'a.json', '/s');
  if (check !== undefined) return expect(check({ a1: 1 })).toContain('a1');
  expect(diagnostics.map(({ message }) => message)).toEqual(['The contract is too large']);
});
