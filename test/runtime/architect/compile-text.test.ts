import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/authoring/json.ts';
import { compileValue } from '../../../src/runtime/expression/compile-value.ts';
import { ExpressionError } from '../../../src/runtime/expression/expression.ts';
import type { ValueType } from '../../../src/runtime/value-type.ts';
import { readerOf, scopeOf } from '../scope.ts';

const SCOPE = scopeOf({
  s: 'string',
  n: 'integer',
  d: 'decimal',
  b: 'boolean',
  at: 'dateTime',
  wait: 'duration',
  phone: 'phoneNumber',
  queue: 'queue',
  list: 'stringCollection',
  amounts: 'decimalCollection',
  json: 'json',
  address: 'externalAddress',
});

function compiled(value: Json, wanted: ValueType = 'any') {
  const faults: { pointer: string; code: string; message: string; hint: string }[] = [];
  const expression = compileValue(value, wanted, SCOPE, (pointer, code, message, hint) =>
    faults.push({ pointer, code, message, hint }),
  );
  return { expression, faults };
}

function evaluate(value: Json, values: JsonObject = {}, wanted: ValueType = 'any'): Json | undefined {
  const { expression, faults } = compiled(value, wanted);
  expect(faults).toEqual([]);
  return expression.evaluate(readerOf(values));
}

const CALCULATIONS: readonly [string, JsonObject, Json | undefined][] = [
  ['If(IsNotSetOrEmpty(Flow.s), 1, 2)', {}, 1],
  ['If(IsNotSetOrEmpty(Flow.s), 1, 2)', { s: 'x' }, 2],
  ['Append("Hello, ", Flow.s, "!")', { s: 'Ann' }, 'Hello, Ann!'],
  ['flow.N + 1', { n: 4 }, 5],
  ['Flow.d * 3', { d: 0.1 }, 0.3],
  ['Flow.n / 60', { n: 120 }, 2],
  ['ToString(Flow.n / 60)', { n: 120 }, '2.0'],
  ['Sum(Flow.amounts)', { amounts: [0.1, 0.2] }, 0.3],
  ['MakeList(0.5, 1.5)', {}, [0.5, 1.5]],
  ['Count(Flow.list)', {}, 0],
  ['Flow.list[1]', { list: ['a', 'b'] }, 'b'],
  ['Flow.phone.e164', { phone: { raw: '1', e164: '+13175550123' } }, '+13175550123'],
  ['ToString(Flow.json.a.b)', { json: { a: { b: 'x' } } }, 'x'],
  ['Flow.queue == NOT_SET', {}, true],
  ['Flow.b or 1 / Flow.n > 1', { b: true }, true],
  ['Flow.b and 1 / Flow.n > 1', { b: false }, false],
  ['If(Flow.b, 1 / Flow.n, 0.0)', {}, 0],
  ['Flow.b ? "yes" : "no"', {}, 'no'],
  ['ToString(NOT_SET)', {}, undefined],
  ['NOT_SET', {}, undefined],
  ['ToString(GetCurrentDateTimeUtc())', {}, '2026-01-05T10:00:00Z'],
  ['System.MaxInt', {}, 999_999_999_999_999],
  ['ToBool(Flow.b)', {}, undefined],
  ['ToPhoneNumber(Flow.s)', {}, undefined],
  ['ToLanguageSkill(ToLanguageSkill(NOT_SET))', {}, undefined],
  ['ToAudio(FindUserPrompt(NOT_SET))', {}, [{ silence: 0 }]],
  [
    'ToString(Flow.address)',
    { address: { zip: 'x', countryCode: 'US', city: 'Indianapolis', address1: '1 Main Street', state: ' ' } },
    '1 Main Street, Indianapolis, US',
  ],
];

/** These are errors in a call whose variables are NOT_SET. */
const REFUSED = [
  ['5 + Flow.n', '`+` got NOT_SET as value 2'],
  ['Left(Flow.s, 2)', '`Left` got NOT_SET as value 1'],
  ['!Flow.b', '`!` got NOT_SET as value 1'],
  ['Flow.b and true', '`and` got NOT_SET as value 1'],
  ['false or Flow.b', '`or` got NOT_SET as value 2'],
  ['Flow.phone.e164', 'NOT_SET'],
  ['ToString(1.5, Flow.n)', '`ToString` got NOT_SET as value 2'],
] as const;

/** A list makes the expression one that json-logic-js walks. */
function walked(exp: string): string {
  return `MakeList(${exp})[0]`;
}

describe('{"exp": …}', () => {
  it.each(CALCULATIONS)('%s with %j gives %j', (exp, values, expected) => {
    expect(evaluate({ exp }, values)).toEqual(expected);
  });

  it('gives the same where json-logic-js walks it as where closures run it', () => {
    const small = CALCULATIONS.filter(([exp, , expected]) => exp !== 'NOT_SET' && !Array.isArray(expected));
    for (const [exp, values, expected] of small)
      expect(evaluate({ exp: walked(exp) }, values), exp).toEqual(expected);
    for (const [exp, message] of REFUSED) expect(() => evaluate({ exp: walked(exp) }), exp).toThrow(message);
  });

  it('runs as many operations as may nest', () => {
    expect(evaluate({ exp: `Flow.n${' + 1'.repeat(498)}` }, { n: 2 })).toBe(500);
  });

  it.each<[string, ValueType, Json]>([
    ['Flow.n', 'string', '5'],
    ['"7"', 'integer', 7],
    ['Flow.n', 'decimal', 5],
    ['"PT1M"', 'duration', 60_000],
    ['"true"', 'boolean', true],
    ['2.50', 'decimal', 2.5],
    ['2.50', 'json', 2.5],
    ['MakeCommunication("a ", "b")', 'string', 'a b'],
  ])('%s becomes %s by itself', (exp, wanted, expected) => {
    const { expression, faults } = compiled({ exp }, wanted);
    expect(faults).toEqual([]);
    if (wanted !== 'json') expect(expression.type).toBe(wanted);
    expect(expression.evaluate(readerOf({ n: 5 }))).toEqual(expected);
  });

  it('tells its type and the variables it reads', () => {
    const { expression } = compiled({ exp: 'Length(Append(Flow.s, Flow.S))' });
    expect(expression.type).toBe('integer');
    expect(expression.reads.map(({ name }) => name)).toEqual(['Flow.s', 'Flow.s']);
    expect(compiled({ exp: '"x"' }).expression).toMatchObject({ literal: 'x', type: 'string' });
  });

  it('stands within a JSONLogic rule, too', () => {
    expect(evaluate({ '==': [{ exp: 'Flow.n + 1' }, 5] }, { n: 4 })).toBe(true);
    expect(evaluate({ '==': [{ exp: 'Flow.n + 1' }, 5] }, { n: 5 })).toBe(false);
  });

  it.each(REFUSED)('%s is an error in the call when the variable is NOT_SET', (exp, message) => {
    const { expression, faults } = compiled({ exp });
    expect(faults).toEqual([]);
    expect(() => expression.evaluate(readerOf({}))).toThrow(ExpressionError);
    expect(() => expression.evaluate(readerOf({}))).toThrow(message);
  });

  it('S stops a text that grows too long, alone and within a rule', () => {
    const doubled = 'Append(Flow.s, Flow.s, Flow.s, Flow.s, Flow.s, Flow.s, Flow.s, Flow.s)';
    const values = { s: 'x'.repeat(500_000) };
    expect(() => evaluate({ exp: doubled }, values)).toThrow(ExpressionError);
    expect(() => evaluate({ '!': [{ exp: doubled }] }, values)).toThrow(ExpressionError);
  });

  it('tells where a fault is, with a caret, and what would fit', () => {
    expect(compiled({ exp: 'Append("a", Uper(Flow.s))' }).faults).toEqual([
      {
        pointer: '/exp',
        code: 'UNKNOWN_FUNCTION',
        message:
          'there is no function `Uper` (character 13)\n    Append("a", Uper(Flow.s))\n                ^',
        hint: 'did you mean `Upper`?',
      },
    ]);
    expect(compiled({ '!': { exp: '1 +' } }).faults).toMatchObject([{ pointer: '/!/0/exp' }]);
    expect(compiled({ exp: 'Flow.at' }, 'boolean').faults).toMatchObject([{ code: 'WRONG_TYPE' }]);
  });

  it('keeps names of overloads out of authors’ own rules', () => {
    expect(compiled({ 'Left(str,int)': [0, 'abc', 1] }).faults).toMatchObject([{ code: 'UNKNOWN_OPERATOR' }]);
    const within = compiled({ map: [{ var: 'Flow.list' }, { 'Left(str,int)': [0, 'abc', 1] }] });
    expect(within.faults).toMatchObject([{ code: 'UNKNOWN_OPERATOR' }]);
  });
});
