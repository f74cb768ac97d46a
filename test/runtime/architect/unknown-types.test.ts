import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/authoring/json.ts';
import {
  compileExpressionText,
  isTextFault,
} from '../../../src/runtime/expression/architect/compile-text.ts';
import { functionSignatures } from '../../../src/runtime/expression/architect/signatures.ts';
import {
  FUNCTION_SIGNATURES,
  NEWER_FUNCTION_SIGNATURES,
} from '../../../src/runtime/expression/architect/signatures-functions.ts';
import { OPERATOR_SIGNATURES } from '../../../src/runtime/expression/architect/signatures-operators.ts';
import { ExpressionError } from '../../../src/runtime/expression/expression.ts';
import { newRandom } from '../../support/random.ts';
import { readerOf, scopeOf } from '../scope.ts';

const SCOPE = {
  ...scopeOf({ at: 'dateTime' }),
  task: new Map([
    ['task.x', { name: 'Task.x', type: 'any' as const }],
    ['task.y', { name: 'Task.y', type: 'any' as const }],
  ]),
};

/** What an expression gives when only the call tells the types of `Task.x` and `Task.y`. */
function evaluate(text: string, x: Json, y: Json = null): Json {
  const expression = compileExpressionText(text, 'any', SCOPE);
  if (isTextFault(expression)) throw new Error(expression.message);
  const set = Object.entries({ 'Task.x': x, 'Task.y': y }).filter(([, value]) => value !== null);
  const reader = { ...readerOf({ at: '2026-01-05T10:00:00Z' }), taskVariables: Object.fromEntries(set) };
  return expression.evaluate(reader) ?? null;
}

describe('R9 Operands whose type only the call tells choose the overload by their values', () => {
  it.each<readonly [text: string, x: Json, y: Json, result: Json]>([
    ['Task.x + 1', 2, null, 3],
    ['Task.x + 1', 2.5, null, 3.5],
    ['Task.x + "b"', 'a', null, 'ab'],
    ['Task.x + Task.y', 0.1, 0.2, 0.3],
    ['Task.x + Task.y', 'a', 'b', 'ab'],
    ['Task.x + MakeDuration(0, 0, 0, 1)', '2026-01-05T10:00:00Z', null, '2026-01-05T10:00:01Z'],
    ['Task.x + MakeDuration(0, 0, 0, 1)', 500, null, 1500],
    ['Task.x > Task.y', 2, 1.5, true],
    ['Task.x > Task.y', 'b', 'a', true],
    ['Task.x > Flow.at', '2026-01-05T10:00:01Z', null, true],
    ['Task.x == Task.y', 2, 2, true],
    ['Task.x == 5.0', 5, null, true],
    ['Task.x == NOT_SET', null, null, true],
    ['ToInt(Task.x)', '12', null, 12],
    ['ToInt(Task.x)', 12.7, null, 12],
    ['ToInt(Task.x)', true, null, 1],
    ['ToInt(Task.x)', null, null, null],
    ['ToString(Task.x)', ['a', 'b'], null, 'a\nb'],
    ['IsNotSetOrEmpty(Task.x)', [], null, true],
    ['IsNotSetOrEmpty(Task.x)', ['a'], null, false],
    ['Task.x[Task.y]', ['a', 'b'], 1, 'b'],
    ['Task.x[1]', ['a', 'b'], null, 'b'],
    ['Task.x[Task.y].name', [{ name: 'Ann' }], 0, 'Ann'],
    ['Sum(Task.x)', [1, 2], null, 3],
    ['Sum(Task.x)', [1, 2.5], null, 3.5],
    ['ToString(Task.x, 2)', 1.5, null, '1.50'],
    ['Task.x.amount * 2', { amount: 1.5, code: 'USD' }, null, 3],
    ['Task.x * 2', { amount: 1.5, code: 'USD' }, null, { amount: 3, code: 'USD' }],
    ['If(Task.x, Task.y, 1)', true, 2, 2],
    ['If(Task.x, Task.y, 1)', null, 2, 1],
    ['Task.x and Task.y', true, false, false],
    ['-Task.x', 2.5, null, -2.5],
    ['Round(Task.x)', 2.5, null, 3],
    ['Task.x == ToPhoneNumber("+13178723000")', { raw: 'x', isTel: true, e164: '+13178723000' }, null, true],
    ['Compare(Task.x, "b")', 'a', null, -1],
  ])('%s with %j and %j', (text, x, y, result) => {
    expect(evaluate(text, x, y)).toEqual(result);
  });

  it.each<readonly [text: string, x: Json, message: string]>([
    ['Task.x + 1', 'a', '`+` does not take String and Integer'],
    ['Task.x + 1', null, '`+` does not take NOT_SET and Integer'],
    ['Round(Task.x)', true, '`Round` does not take Boolean'],
    ['Task.x > 1', null, '`>` does not take NOT_SET and Integer'],
    ['Task.x and true', 1, 'a number stands where true or false is needed'],
    ['Task.x or true', null, '`or` got NOT_SET as value 1'],
    ['If(Task.x, 1, 2)', 'yes', 'a string stands where true or false is needed'],
  ])('%s with %j is an error in the call', (text, x, message) => {
    expect(() => evaluate(text, x)).toThrow(new ExpressionError(message));
  });
});

/** Values of all shapes, hostile ones among them. */
const VALUES: readonly Json[] = [
  null,
  '',
  'a',
  '12',
  '-1.5',
  '2026-01-05T10:00:00Z',
  '2026-01-05',
  '10:00:00',
  'tel:+13175550123',
  '0.1234567890123456789',
  0,
  1,
  -3,
  2.5,
  1e15,
  1e300,
  true,
  false,
  [],
  [1, 2],
  [1, 2.5],
  ['a', null],
  [null],
  [[1]],
  [{ amount: 1, code: 'USD' }],
  {},
  { amount: 1.5, code: 'USD' },
  { amount: 'x', code: 5 },
  { raw: 'x', isTel: true, e164: '+13175550123' },
  { id: 'q1', name: 'Sales' },
  { name: 5 },
  { id: 'a@b.c', name: 'A' },
  { a: { b: [1] } },
];

/** Every function and operator called with `Task.x` and `Task.y` in all places. */
function calls(): readonly string[] {
  const names = Object.keys({ ...FUNCTION_SIGNATURES, ...NEWER_FUNCTION_SIGNATURES });
  const functions = names.flatMap((name) => {
    const counts = new Set(functionSignatures(name).map(({ parameters }) => parameters.length));
    return [...counts].map(
      (count) => `${name}(${Array.from({ length: count }, (_, i) => (i % 2 ? 'Task.y' : 'Task.x')).join()})`,
    );
  });
  const binary = Object.keys(OPERATOR_SIGNATURES).filter((name) => !['~', '!', '?', '.', '['].includes(name));
  const others = [
    '~Task.x',
    '!Task.x',
    '-Task.x',
    'Task.x ? Task.y : 1',
    'Task.x.name',
    'Task.x[0]',
    'Task.x[Task.y]',
  ];
  return [...functions, ...binary.map((name) => `Task.x ${name} Task.y`), ...others];
}

describe('Every function and operator on values of unknown type', () => {
  it('gives a value or an error of expressions, whatever the values are', () => {
    const random = newRandom(7);
    const given = { results: 0, errors: 0 };
    for (const text of calls())
      for (let round = 0; round < 60; round++) {
        const [x, y] = [random.pick(VALUES), random.pick(VALUES)];
        try {
          JSON.stringify(evaluate(text, x, y));
          given.results += 1;
        } catch (error) {
          const isRefused = error instanceof Error && error.constructor === Error;
          if (!(error instanceof ExpressionError) && !isRefused)
            throw new Error(`${text} with ${JSON.stringify([x, y])}`, { cause: error });
          given.errors += 1;
        }
      }
    expect(given.results).toBeGreaterThan(1_000);
    expect(given.errors).toBeGreaterThan(1_000);
  });
});
