import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { compileRule } from '../../src/runtime/expression/compile-rule.ts';
import { compileValue } from '../../src/runtime/expression/compile-value.ts';
import { convert, toText } from '../../src/runtime/expression/conversion.ts';
import { ExpressionError } from '../../src/runtime/expression/expression.ts';
import { FUNCTIONS } from '../../src/runtime/expression/functions.ts';
import { compileText } from '../../src/runtime/expression/text.ts';
import type { ValueType } from '../../src/runtime/value-type.ts';
import { newRandom, type Random } from '../support/random.ts';
import { newReport, readerOf, scopeOf } from './scope.ts';

const SCOPE = scopeOf({
  a: 'json',
  b: 'json',
  list: 'json',
  n: 'integer',
  s: 'string',
  p: 'phoneNumber',
  none: 'string',
});

/** json-logic-js as its authors made it, not as this program guards it. */
function untouchedJsonLogic(): { apply(rule: Json, data: Json): unknown } {
  const require = createRequire(import.meta.url);
  const path = require.resolve('json-logic-js');
  delete require.cache[path];
  return require(path);
}

function compiled(rule: Json) {
  const { report, faults } = newReport();
  return { expression: compileRule(rule, SCOPE, report), faults };
}

function evaluate(rule: Json, values: JsonObject = {}): Json | undefined {
  const { expression, faults } = compiled(rule);
  expect(faults).toEqual([]);
  return expression.evaluate(readerOf(values));
}

const SCALARS: readonly Json[] = [0, 1, -1, 2.5, '', '0', '1', 'a', 'abc', '12', true, false, null];
const BINARY = [
  '==',
  '===',
  '!=',
  '!==',
  '>',
  '>=',
  '<',
  '<=',
  '+',
  '-',
  '*',
  '/',
  '%',
  'in',
  'and',
  'or',
  'merge',
];
const OTHERS = [
  '!',
  '!!',
  'if',
  '?:',
  'cat',
  'substr',
  'min',
  'max',
  'map',
  'filter',
  'reduce',
  'all',
  'none',
  'some',
];

function randomValue(random: Random): Json {
  return random.below(3) > 0 ? random.pick(SCALARS) : [random.pick(SCALARS), random.pick(SCALARS)];
}

function randomRule(random: Random, depth: number, leaf: (random: Random) => Json): Json {
  if (depth === 0 || random.below(5) === 0) return leaf(random);
  const part = () => randomRule(random, depth - 1, leaf);
  const name = random.pick([...BINARY, ...OTHERS, 'list', 'less3', 'missing']);
  switch (name) {
    case 'list':
      return [part(), part()];
    case 'less3':
      return { '<': [part(), part(), part()] };
    case 'missing':
      return leaf === flowLeaf ? { missing: ['Flow.a', 'Flow.none', 'Flow.s'] } : part();
    case '!':
    case '!!':
      return { [name]: [part()] };
    case 'if':
    case '?:':
    case 'substr':
      return { [name]: [part(), part(), part()] };
    case 'map':
    case 'filter':
    case 'all':
    case 'none':
    case 'some':
      return { [name]: [part(), randomRule(random, depth - 1, itemLeaf)] };
    case 'reduce':
      return { reduce: [part(), randomRule(random, depth - 1, reduceLeaf), part()] };
    default:
      return { [name]: [part(), part()] };
  }
}

const flowLeaf = (random: Random): Json =>
  random.pick<Json>([
    ...SCALARS,
    { var: 'Flow.a' },
    { var: 'Flow.b' },
    { var: 'Flow.list' },
    { var: ['Flow.n', 7] },
    { var: 'Flow.s' },
    { var: 'Flow.none' },
  ]);
// Not `{ var: '0' }`: of a text, json-logic-js gives its first character and this program NOT_SET.
const itemLeaf = (random: Random): Json => random.pick<Json>([...SCALARS, { var: '' }, { var: '' }]);
const reduceLeaf = (random: Random): Json =>
  random.pick<Json>([...SCALARS, { var: 'current' }, { var: 'accumulator' }]);

function randomValues(random: Random): JsonObject {
  return {
    a: randomValue(random),
    b: randomValue(random),
    list: [randomValue(random), randomValue(random), randomValue(random)],
    n: random.pick([0, 3, -2, null]),
    s: random.pick(['', 'x', '12', null]),
    none: null,
  };
}

/** NOT_SET has no key in what json-logic-js reads. */
function present(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** What a rule gives, or that it gives no number. */
function outcome(run: () => unknown): Json {
  try {
    const value = run() ?? null;
    return holdsNoNumber(value) ? 'no number' : (JSON.parse(JSON.stringify(value)) as Json);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return 'no number';
  }
}

function holdsNoNumber(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return Array.isArray(value) && value.some(holdsNoNumber);
}

describe('a JSONLogic rule', () => {
  it('R9 gives what json-logic-js gives, on 20,000 random rules and data', () => {
    const random = newRandom(1);
    const original = untouchedJsonLogic();
    let numbers = 0;
    for (let round = 0; round < 20_000; round++) {
      const rule = randomRule(random, 3, flowLeaf);
      const values = randomValues(random);
      const expected = outcome(() => original.apply(rule, { Flow: present(values) }));
      const got = outcome(() => evaluate(rule, values));
      expect({ rule, values, result: got }).toEqual({ rule, values, result: expected });
      if (expected === 'no number') numbers++;
    }
    expect(numbers).toBeLessThan(10_000);
  });

  it('gives the same by the fast path and by the walked one', () => {
    const random = newRandom(2);
    for (let round = 0; round < 10_000; round++) {
      const rule = randomRule(random, 2, flowLeaf);
      const values = randomValues(random);
      const fast = outcome(() => evaluate(rule, values));
      const walked = outcome(() => evaluate({ if: [rule] }, values));
      expect({ rule, values, result: walked }).toEqual({ rule, values, result: fast });
    }
  });

  it.each<[Json, JsonObject, Json | undefined]>([
    [{ cat: [{ lit: 'x' }, 'y'] }, {}, 'xy'],
    [{ if: [{ missing: ['Flow.s', 'Flow.none'] }, 'absent', 'there'] }, { s: 'x' }, 'absent'],
    [{ missing: ['Flow.s', 'flow.NONE'] }, { s: 'x' }, ['flow.NONE']],
    [{ missing_some: [1, ['Flow.s', 'Flow.none']] }, { s: 'x' }, []],
    [{ missing_some: [2, ['Flow.s', 'Flow.none']] }, { s: 'x' }, ['Flow.none']],
    [{ var: 'flow.S' }, { s: 'x' }, 'x'],
    [{ var: 'Flow.p.E164' }, { p: { raw: '1', e164: '+1' } }, '+1'],
    [{ var: 'Flow.a.b.0' }, { a: { b: [7] } }, 7],
    [{ var: 'Flow.a.toString' }, { a: {} }, undefined],
    [{ var: ['Flow.none', 'else'] }, {}, 'else'],
    [{ if: [false, 1] }, {}, undefined],
    [{ '+': ['1', '2'] }, {}, 3],
    [{ map: [{ var: 'Flow.list' }, { Upper: [{ var: 'name' }] }] }, { list: [{ name: 'a' }] }, ['A']],
    [{ map: [{ var: 'Flow.list' }, { missing_some: [1, ['x']] }] }, { list: [{}] }, [['x']]],
  ])('%j with %j gives %j', (rule, values, expected) => {
    expect(evaluate(rule, values)).toEqual(expected);
  });

  it.each<[string, Json, string, string]>([
    ['an operator that is not there', { upper: ['x'] }, 'UNKNOWN_OPERATOR', ''],
    ['an Architect expression that is no text', { exp: 5 }, 'EXPRESSION_SYNTAX', '/exp'],
    ['log', { log: 'x' }, 'UNKNOWN_OPERATOR', ''],
    ['method', { method: ['x', 'toString'] }, 'UNKNOWN_OPERATOR', ''],
    ['a walk over prototypes in an operator', { 'cat.prototype.constructor': ['x'] }, 'UNKNOWN_OPERATOR', ''],
    ['an operator every object has', { toString: [] }, 'UNKNOWN_OPERATOR', ''],
    ['a walk over prototypes in var', { var: 'constructor.constructor' }, 'UNKNOWN_VARIABLE', '/var'],
    ['var of a computed name', { var: { cat: ['Flow.', 'a'] } }, 'RULE_VARIABLE', '/var'],
    ['a rule hidden in what var falls back to', { var: ['Flow.a', [{ log: 1 }]] }, 'RULE_VARIABLE', '/var'],
    ['two keys', { '==': [1, 1], '!': [1] }, 'RULE_SHAPE', ''],
    ['no key', { cat: [{}] }, 'RULE_SHAPE', '/cat/0'],
    ['too few values', { '==': [1] }, 'RULE_ARITY', '/=='],
    ['too many values', { '!': [1, 2] }, 'RULE_ARITY', '/!'],
    ['an unknown operator within an item', { map: [[1], { log: 1 }] }, 'UNKNOWN_OPERATOR', '/map/1'],
    ['two keys within an item', { map: [[1], { cat: ['x'], '!': 1 }] }, 'RULE_SHAPE', '/map/1'],
    ['a prototype within an item', { map: [[1], { var: '__proto__.x' }] }, 'RULE_VARIABLE', '/map/1/var'],
    ['a computed path within an item', { map: [[1], { var: { var: 'x' } }] }, 'RULE_VARIABLE', '/map/1/var'],
    ['a deep nest', nested(70), 'RULE_DEPTH', `${'/!/0'.repeat(60)}/!/0`],
    ['a deep nest within an item', { map: [[1], nested(70)] }, 'RULE_DEPTH', ''],
  ])('refuses %s', (_what, rule, code, pointer) => {
    const [first, ...more] = compiled(rule).faults;
    expect(first?.code).toBe(code);
    if (pointer !== '') expect(first?.pointer).toBe(pointer);
    expect(more).toEqual([]);
  });
});

function nested(depth: number): Json {
  return depth === 0 ? true : { '!': [nested(depth - 1)] };
}

const ITEMS = Array.from({ length: 1000 }, (_, index) => index);
const TWICE = [{ var: 'accumulator' }, { var: 'accumulator' }];

describe('a hostile rule ends in an ExpressionError within a second', () => {
  it.each<[string, Json]>([
    ['a text that doubles', { reduce: [ITEMS, { cat: TWICE }, 'x'] }],
    ['a list that doubles', { reduce: [ITEMS, { merge: TWICE }, [1]] }],
    ['a list of lists that doubles, made a text', { cat: [{ reduce: [ITEMS, TWICE, 'x'] }] }],
    ['a list of lists that doubles, compared', { '==': [{ reduce: [ITEMS, TWICE, 'x'] }, 'x'] }],
    ['a list of lists that doubles, given back', { reduce: [ITEMS, TWICE, 'x'] }],
    ['a list nested deep', { reduce: [ITEMS, [{ var: 'accumulator' }], 'x'] }],
    ['map in map in map', { map: [ITEMS, { map: [ITEMS, { map: [ITEMS, 1] }] }] }],
    ['all in all in all', { all: [ITEMS, { all: [ITEMS, { all: [ITEMS, { '==': [1, 1] }] }] }] }],
    [
      'a long text read again and again',
      { map: [ITEMS, { map: [ITEMS, { in: ['y', 'x'.repeat(100_000)] }] }] },
    ],
    ['a text replaced by a long one', { Replace: ['x'.repeat(10_000), 'x', 'y'.repeat(10_000)] }],
    ['no number', { '/': [1, 0] }],
    ['no number in a list', { map: [[1, 0], { '/': [1, { var: '' }] }] }],
    [
      'a comparison of huge lists',
      { '==': [Array.from({ length: 600 }, () => ({ var: 'Flow.list' })), 'x'] },
    ],
  ])('%s', (_what, rule) => {
    const { expression, faults } = compiled(rule);
    expect(faults).toEqual([]);
    const reader = readerOf({ list: ['x'.repeat(1_000_000)] });
    const begun = performance.now();
    expect(() => expression.evaluate(reader)).toThrow(ExpressionError);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it('a text that takes a long variable many times', () => {
    const { report } = newReport();
    const text = compileText('{{Flow.s}}'.repeat(100), SCOPE, report);
    expect(() => text.fill(readerOf({ s: 'x'.repeat(100_000) }))).toThrow(ExpressionError);
  });
});

describe('conversion', () => {
  it.each<[Json | undefined, ValueType, Json | undefined]>([
    [undefined, 'string', undefined],
    [null, 'integer', undefined],
    [null, 'json', undefined],
    [{ a: 1 }, 'json', { a: 1 }],
    [1, 'any', 1],
    ['12', 'integer', 12],
    [' -12 ', 'integer', -12],
    ['', 'integer', undefined],
    ['  ', 'decimal', undefined],
    [2.9, 'integer', 2],
    [-2.9, 'integer', -2],
    [true, 'integer', 1],
    ['2.50', 'decimal', 2.5],
    ['.5', 'decimal', 0.5],
    [999_999_999_999_999, 'integer', 999_999_999_999_999],
    ['TRUE', 'boolean', true],
    ['f', 'boolean', false],
    ['1', 'boolean', true],
    ['yes', 'boolean', undefined],
    [0, 'boolean', false],
    [7, 'string', '7'],
    [true, 'string', 'true'],
    ['2026-01-05T11:00:00+01:00', 'dateTime', '2026-01-05T10:00:00Z'],
    ['2026-01-05T10:00:00.999Z', 'dateTime', '2026-01-05T10:00:00Z'],
    [1_767_607_200, 'dateTime', '2026-01-05T10:00:00Z'],
    [1500, 'duration', 1500],
    ['Sales', 'queue', { name: 'Sales' }],
    [{ name: 'Ann', id: '1' }, 'user', { name: 'Ann', id: '1' }],
    [['1', '', 3], 'integerCollection', [1, null, 3]],
    ['nonsense', 'phoneNumber', { raw: 'nonsense', isTel: false, isSip: false, isGlobal: false }],
  ])('%j as %s gives %j', (value, type, expected) => {
    expect(convert(value, type)).toEqual(expected);
  });

  it.each<[Json, ValueType]>([
    ['12.5', 'integer'],
    ['12a', 'integer'],
    ['1e3', 'decimal'],
    ['0x10', 'integer'],
    [1_000_000_000_000_000, 'integer'],
    [[1], 'boolean'],
    [{}, 'integer'],
    ['2026-13-45T10:00:00Z', 'dateTime'],
    ['5 January', 'dateTime'],
    [999_999_999_999_999, 'dateTime'],
    ['1799-12-31T23:59:59Z', 'dateTime'],
    [7, 'phoneNumber'],
    [7, 'queue'],
    ['a', 'stringCollection'],
    [['x'], 'integerCollection'],
  ])('%j is no %s', (value, type) => {
    expect(() => convert(value, type)).toThrow(ExpressionError);
  });

  it.each<[Json, string]>([
    ['x', 'x'],
    [1.5, '1.5'],
    [['a', null, 'b'], 'a\n\nb'],
    [{ raw: '1', e164: '+1' }, '+1'],
    [{ raw: 'sip:a@b', uri: 'sip:a@b' }, 'sip:a@b'],
    [{ name: 'Sales', id: '1' }, 'Sales'],
    [{ k: 1 }, '{"k":1}'],
  ])('the text of %j is %j', (value, expected) => {
    expect(toText(value)).toBe(expected);
  });

  it('gives every part of a phone number', () => {
    expect(convert('tel:+13175550123', 'phoneNumber')).toEqual({
      raw: 'tel:+13175550123',
      scheme: 'tel',
      uri: 'tel:+13175550123',
      e164: '+13175550123',
      dialingCode: '1',
      subscriberNumber: '3175550123',
      isTel: true,
      isSip: false,
      isGlobal: true,
    });
  });
});

const FUNCTION_CASES: readonly (readonly [string, readonly Json[], Json | undefined])[] = [
  ['Append', ['a', null, 1, 'b'], 'a1b'],
  ['Contains', ['Hello', 'ell'], true],
  ['Contains', ['Hello', 'ELL'], false],
  ['IsNotSetOrEmpty', [null], true],
  ['IsNotSetOrEmpty', [''], true],
  ['IsNotSetOrEmpty', [[]], true],
  ['IsNotSetOrEmpty', [0], false],
  ['IsSet', [null], false],
  ['IsSet', [''], true],
  ['Left', ['abc', 2], 'ab'],
  ['Left', ['abc', 9], 'abc'],
  ['Length', ['abc'], 3],
  ['Lower', ['ÄB'], 'äb'],
  ['Replace', ['+1 317', '+', ''], '1 317'],
  ['Replace', ['aaa', 'a', '$&'], '$&$&$&'],
  ['Replace', ['abc', '', 'x'], 'abc'],
  ['Replace', ['abc', 'b', null], 'ac'],
  ['Right', ['abc', 2], 'bc'],
  ['Right', ['abc', 0], ''],
  ['ToPhoneNumber', [null], undefined],
  ['ToString', [7], '7'],
  ['ToString', [null], undefined],
  ['Upper', ['ab'], 'AB'],
];

describe('functions', () => {
  it.each(FUNCTION_CASES)('%s of %j gives %j', (name, values, expected) => {
    expect(evaluate({ [name]: [...values] })).toEqual(expected);
  });

  it('all have a case', () => {
    const cases = new Set(FUNCTION_CASES.map(([name]) => name));
    expect(Object.keys(FUNCTIONS).filter((name) => !cases.has(name))).toEqual([]);
  });

  it.each<[string, readonly Json[], string]>([
    ['Upper', [null], 'Upper got NOT_SET where it needs a text'],
    ['Length', [5], 'Length needs a text'],
    ['Left', ['abc', -1], 'Left needs a whole number of characters from 0'],
    ['Right', ['abc', 1.5], 'Right needs a whole number of characters from 0'],
    ['Replace', [null, 'a', 'b'], 'Replace got NOT_SET where it needs a text'],
    ['Contains', ['abc', null], 'Contains got NOT_SET where it needs a text'],
  ])('%s of %j says: %s', (name, values, message) => {
    expect(() => evaluate({ [name]: [...values] })).toThrow(message);
  });
});

describe('a value', () => {
  it.each<[Json, ValueType, string]>([
    ['x', 'integer', 'WRONG_TYPE'],
    [{ '==': [1, 1] }, 'dateTime', 'WRONG_TYPE'],
    [[1], 'integer', 'WRONG_TYPE'],
    ['{{Flow.nope}}', 'string', 'UNKNOWN_VARIABLE'],
    ['{{Flow.s.e164}}', 'string', 'UNKNOWN_MEMBER'],
    ['{{#if x}}', 'string', 'TEXT_TEMPLATE'],
  ])('%j where %s is wanted is a %s', (json, wanted, code) => {
    const { report, faults } = newReport();
    compileValue(json, wanted, SCOPE, report);
    expect(faults).toEqual([{ code, pointer: '' }]);
  });

  it.each<[Json, ValueType, Json | undefined]>([
    [null, 'string', undefined],
    ['5', 'integer', 5],
    [5, 'string', '5'],
    [{ lit: { a: [1] } }, 'json', { a: [1] }],
    [{ lit: '{{not filled}}' }, 'string', '{{not filled}}'],
    ['{{Flow.n}}', 'integer', 3],
    ['n is {{Flow.n}}, none is {{Flow.none}}', 'string', 'n is 3, none is '],
    [{ var: 'Flow.n' }, 'string', '3'],
    [[{ var: 'Flow.n' }, 4], 'json', [3, 4]],
  ])('%j as %s gives %j', (json, wanted, expected) => {
    const { report, faults } = newReport();
    const expression = compileValue(json, wanted, SCOPE, report);
    expect(faults).toEqual([]);
    expect(expression.evaluate(readerOf({ n: 3, none: null }))).toEqual(expected);
  });
});
