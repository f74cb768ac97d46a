import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/authoring/json.ts';
import { compileValue } from '../../../src/runtime/expression/compile-value.ts';
import { convert, decimalJson, jsonNumber } from '../../../src/runtime/expression/conversion.ts';
import type { ValueType } from '../../../src/runtime/value-type.ts';
import { newReport, readerOf, scopeOf } from '../scope.ts';

const SCOPE = scopeOf({ d: 'decimal', money: 'currency', list: 'decimalCollection' });
const LONG = '0.1234567890123456789';

function evaluate(json: Json, values: JsonObject = {}, wanted: ValueType = 'any'): Json {
  const { report, faults } = newReport();
  const expression = compileValue(json, wanted, SCOPE, report);
  expect(faults).toEqual([]);
  return expression.evaluate(readerOf(values)) ?? null;
}

describe('R9 Decimals', () => {
  it.each([
    ['0.1', 0.1],
    ['1.10', 1.1],
    ['999999999999999.0', 999_999_999_999_999],
    [LONG, LONG],
    ['12345678901234567890.5', '12345678901234567890.5'],
    ['100000000000000000000', 100_000_000_000_000_000_000],
  ])('%s is %j in JSON: a number where that changes nothing', (text, json) => {
    expect(decimalJson(text)).toBe(json);
  });

  it('keep all their digits from expression to variable and back', () => {
    const written = convert(evaluate({ exp: `${LONG} + 0.0` }, {}, 'decimal'), 'decimal');
    expect(written).toBe(LONG);
    expect(evaluate({ exp: 'ToString(Flow.d)' }, { d: written ?? null })).toBe(LONG);
    expect(evaluate({ exp: 'Flow.d * 10' }, { d: written ?? null })).toBe('1.234567890123456789');
    expect(evaluate({ exp: 'ToString(Flow.list)' }, { list: [0.5, LONG] })).toBe(`0.5\n${LONG}`);
    expect(evaluate({ exp: 'Flow.money.amount' }, { money: { amount: LONG, code: 'EUR' } })).toBe(LONG);
  });

  it('keep them when a text is converted and when a variable is only handed on', () => {
    expect(evaluate(LONG, {}, 'decimal')).toBe(LONG);
    expect(evaluate({ var: 'Flow.d' }, { d: LONG }, 'decimal')).toBe(LONG);
  });

  it('are numbers to a JSONLogic rule, which knows no others', () => {
    expect(evaluate({ '<': [{ var: 'Flow.d' }, { var: 'Flow.d' }] }, { d: LONG })).toBe(false);
    expect(evaluate({ '+': [{ var: 'Flow.d' }, 1] }, { d: LONG })).toBeCloseTo(1.123, 3);
    expect(jsonNumber([LONG, 1, null])).toEqual([Number(LONG), 1, null]);
  });

  it('are amounts of currencies, too', () => {
    expect(evaluate({ exp: 'MakeCurrency(5.25, "USD")' })).toEqual({ amount: 5.25, code: 'USD' });
    expect(evaluate({ exp: `MakeCurrency(${LONG}, "USD")` })).toEqual({ amount: LONG, code: 'USD' });
  });
});
