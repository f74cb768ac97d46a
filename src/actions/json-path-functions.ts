import { isJsonObject, type Json } from '../authoring/json.ts';

/** A function at the end of a path. */
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** The functions Jayway has. */
export const FUNCTION_NAMES = [
  'size',
  'length',
  'min',
  'max',
  'avg',
  'sum',
  'stddev',
  'first',
  'last',
  'index',
  'keys',
  'concat',
  'append',
] as const;

/**
 * What a function makes of a value, as Jayway has it: `size` and `length` count elements or keys and are null for
 * anything else.
 *
 * @returns undefined when there is nothing to make it of, such as the greatest number of none.
 */
export function functionResult(
  name: FunctionName,
  value: Json,
  parameters: readonly Json[],
): Json | undefined {
  switch (name) {
    case 'size':
    case 'length':
      return countOf(value);
    case 'keys':
      return isJsonObject(value) ? Object.keys(value) : null;
    case 'first':
      return elementOf(value, 0);
    case 'last':
      return elementOf(value, -1);
    case 'index':
      return typeof parameters[0] === 'number' ? elementOf(value, parameters[0]) : undefined;
    case 'concat':
      return [...textsOf(value), ...parameters.map(asText)].join('');
    case 'append':
      return Array.isArray(value) ? [...value, ...parameters] : value;
    default:
      return numberOf(name, [...numbersOf(value), ...numbersOf(parameters)]);
  }
}

function countOf(value: Json): number | null {
  if (Array.isArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : null;
}

function elementOf(value: Json, index: number): Json | undefined {
  return Array.isArray(value) ? value.at(index) : undefined;
}

function textsOf(value: Json): readonly string[] {
  return Array.isArray(value) ? value.filter((one: Json) => typeof one === 'string') : [];
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function numbersOf(value: Json): readonly number[] {
  return Array.isArray(value) ? value.filter((one: Json) => typeof one === 'number') : [];
}

function numberOf(
  name: 'min' | 'max' | 'avg' | 'sum' | 'stddev',
  numbers: readonly number[],
): number | undefined {
  if (numbers.length === 0) return undefined;
  const sum = numbers.reduce((total, number) => total + number, 0);
  const mean = sum / numbers.length;
  switch (name) {
    case 'min':
      return numbers.reduce((least, number) => Math.min(least, number));
    case 'max':
      return numbers.reduce((most, number) => Math.max(most, number));
    case 'avg':
      return mean;
    case 'sum':
      return sum;
    case 'stddev':
      return Math.sqrt(numbers.reduce((total, number) => total + (number - mean) ** 2, 0) / numbers.length);
  }
}
