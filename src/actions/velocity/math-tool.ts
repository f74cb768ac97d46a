import type { Method, Tool } from './velocity-method.ts';
import { originOfAll, textOf } from './velocity-method.ts';
import { NULL, type NumberValue, numberValue, type Value } from './velocity-value.ts';

const NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/**
 * `$math`: VelocityTools' MathTool. Texts that are numbers count as numbers; anything else gives null. What is whole
 * stays whole when all its numbers are.
 *
 * @see https://velocity.apache.org/tools/2.0/apidocs/org/apache/velocity/tools/generic/MathTool.html
 */
export const mathTool: Tool = {
  name: 'math',
  methods: {
    abs: one((number, isDecimal) => [Math.abs(number), isDecimal]),
    add: several((sum, number) => sum + number),
    ceil: one((number) => [Math.ceil(number), false]),
    div: several((quotient, number) => quotient / number),
    floor: one((number) => [Math.floor(number), false]),
    idiv: whole((quotient, number) => (number === 0 ? Number.NaN : Math.trunc(quotient / number))),
    max: several((most, number) => Math.max(most, number)),
    min: several((least, number) => Math.min(least, number)),
    mod: whole((left, number) => left % number),
    mul: several((product, number) => product * number),
    pow: several((power, number) => power ** number, 2),
    round: one((number) => [Math.round(number), false]),
    roundTo: { minimum: 2, maximum: 2, run: roundTo },
    sub: several((difference, number) => difference - number),
    toDouble: one((number) => [number, true]),
    toInteger: one((number) => [Math.trunc(number), false]),
    toNumber: one((number, isDecimal) => [number, isDecimal]),
  },
  constants: {},
};

/** A value as a number, or undefined when it is none. */
export function numberOf(value: Value | undefined): NumberValue | undefined {
  if (value?.type === 'number') return value;
  const text = textOf(value);
  if (text === undefined || !NUMBER.test(text)) return undefined;
  return { type: 'number', number: Number(text), isDecimal: text.includes('.') };
}

function one(calculate: (number: number, isDecimal: boolean) => readonly [number, boolean]): Method {
  return {
    minimum: 1,
    maximum: 1,
    run(values) {
      const number = numberOf(values[0]);
      if (number === undefined) return NULL;
      const [result, isDecimal] = calculate(number.number, number.isDecimal);
      return numberValue(result, isDecimal, originOfAll(values));
    },
  };
}

function several(
  calculate: (left: number, right: number) => number,
  maximum = Number.POSITIVE_INFINITY,
): Method {
  return {
    minimum: 2,
    maximum,
    run(values, meter) {
      meter.spend(values.length);
      const numbers = values.map((value) => numberOf(value));
      const known = numbers.filter((number) => number !== undefined);
      if (known.length < numbers.length) return NULL;
      const result = known.map(({ number }) => number).reduce(calculate);
      const isDecimal = known.some((number) => number.isDecimal) || !Number.isInteger(result);
      return numberValue(result, isDecimal, originOfAll(values));
    },
  };
}

/** Of two numbers, whose decimals are cut off first. */
function whole(calculate: (left: number, right: number) => number): Method {
  return {
    minimum: 2,
    maximum: 2,
    run(values) {
      const [left, right] = values.map((value) => numberOf(value));
      if (left === undefined || right === undefined) return NULL;
      const result = calculate(Math.trunc(left.number), Math.trunc(right.number));
      return numberValue(result, false, originOfAll(values));
    },
  };
}

function roundTo(values: readonly Value[]): Value {
  const [decimals, number] = values.map((value) => numberOf(value));
  if (decimals === undefined || number === undefined) return NULL;
  const factor = 10 ** Math.trunc(decimals.number);
  return numberValue(Math.round(number.number * factor) / factor, true, originOfAll(values));
}
