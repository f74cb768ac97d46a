import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/authoring/json.ts';
import { operationFor } from '../../../src/runtime/expression/architect/operations/index.ts';
import { RULES } from '../../../src/runtime/expression/architect/rules.ts';
import {
  functionSignatures,
  operatorSignatures,
} from '../../../src/runtime/expression/architect/signatures.ts';
import {
  FUNCTION_SIGNATURES,
  NEWER_FUNCTION_SIGNATURES,
} from '../../../src/runtime/expression/architect/signatures-functions.ts';
import { OPERATOR_SIGNATURES } from '../../../src/runtime/expression/architect/signatures-operators.ts';
import { ExpressionError } from '../../../src/runtime/expression/expression.ts';
import { evaluateText } from './evaluate.ts';
import cases from './operations.json' with { type: 'json' };

const RESULTS: { readonly [group: string]: { readonly [text: string]: Json } } = cases.results;
const RULE_CASES: { readonly [rule: string]: readonly Json[] } = cases.rules;

describe('Architect operations', () => {
  it('exist for every overload whose operands are all evaluated', () => {
    const names = Object.keys({ ...FUNCTION_SIGNATURES, ...NEWER_FUNCTION_SIGNATURES });
    const operators = Object.keys(OPERATOR_SIGNATURES).flatMap(operatorSignatures);
    const all = [...names.flatMap(functionSignatures), ...operators];
    const lazy = ['If', '?', 'and', 'or'];
    const wanted = all.filter(({ name }) => !lazy.includes(name));
    const absent = wanted.filter(({ overload, parameters }) => {
      const types = parameters.map(({ type }) => type);
      return operationFor(overload, types) === undefined;
    });
    expect(wanted.length).toBeGreaterThan(340);
    expect(absent.map(({ overload }) => overload)).toEqual([]);
  });

  for (const [group, results] of Object.entries(RESULTS))
    it.each(Object.entries(results))(`${group}: %s`, (text, result) => {
      expect(evaluateText(text)).toEqual(result);
    });

  it.each(Object.entries(cases.errors))('%s is an error in the call', (text, message) => {
    expect(() => evaluateText(text)).toThrow(new ExpressionError(message));
  });
});

describe('Architect operations on what is too large', () => {
  const long = `Replace(Replace(Replace(Replace("${'x'.repeat(200)}", "x", "${'y'.repeat(100)}"), "y", "zzzzz"), "z", "aaaaa"), "a", "b")`;

  it.each([
    [
      `Append(${Array.from({ length: 6 }, () => long).join(', ')})`,
      'the expression makes a text of more than 2097152 characters',
    ],
    [`Replace(${long}, "b", "12345")`, 'Replace makes a text of more than 2097152 characters'],
    [`Count(Split(${long}, ""))`, 'the expression makes a list of more than 200000 values'],
    [
      `ToString(Split(Left(${long}, 1000), ""), ${long})`,
      'the expression makes a text of more than 2097152 characters',
    ],
    [`JsonParse("${'['.repeat(20_000)}${']'.repeat(4)}")`, 'a text of 20004 characters is not JSON'],
    [`JsonParse("${'['.repeat(102)}${']'.repeat(102)}")`, 'the JSON nests more than 100 deep'],
  ])('refuse to make it (%#)', (text, message) => {
    expect(() => evaluateText(text)).toThrow(new ExpressionError(message));
  });
});

describe('Open questions of the expression language', () => {
  it('have a case each', () => {
    expect(Object.keys(RULE_CASES).sort()).toEqual(Object.keys(RULES).sort());
  });

  it.each(Object.entries(RULE_CASES))(
    '%s is told when a result depended on it',
    (rule, [text, result = null]) => {
      const told: string[] = [];
      expect(outcome(String(text), told)).toEqual(result);
      expect(told).toContain(rule);
    },
  );
});

/** The value, or the message of the error. */
function outcome(text: string, rules: string[]): Json {
  try {
    return evaluateText(text, rules);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return error.message;
  }
}
