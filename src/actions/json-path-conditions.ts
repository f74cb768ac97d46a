/** The conditions within `[?( … )]`, as Jayway decides them. */
import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import type { JsonPath } from './json-path.ts';
import { type Reading, visit } from './json-path-reading.ts';
import type { LinearPattern } from './linear-pattern.ts';

/** A condition within `[?( … )]`. */
export type Condition =
  | { readonly kind: 'or' | 'and'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'exists'; readonly operand: Operand }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Operand;
      readonly right: Operand;
    };

/** How two operands are compared. */
export type Comparison =
  | ('==' | '!=' | '===' | '!==' | '<' | '<=' | '>' | '>=' | '=~')
  | ('in' | 'nin' | 'contains' | 'size' | 'empty' | 'all' | 'subsetof' | 'anyof' | 'noneof');

/** What a condition compares: a fixed value, a pattern, or a path from the present element (`@`) or the body (`$`). */
export type Operand =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'pattern'; readonly pattern: LinearPattern }
  | { readonly kind: 'path'; readonly from: '@' | '$'; readonly path: JsonPath };

/** What an operand gives for an element; undefined is a path that reaches nothing. */
type Value = Json | undefined;

/** Characters of a text times the size of a pattern that count as one value looked at. */
const STEPS_PER_VISIT = 8;

/** Whether a condition holds for an element. */
export function holds(condition: Condition, element: Json, reading: Reading): boolean {
  switch (condition.kind) {
    case 'or':
      return holds(condition.left, element, reading) || holds(condition.right, element, reading);
    case 'and':
      return holds(condition.left, element, reading) && holds(condition.right, element, reading);
    case 'not':
      return !holds(condition.condition, element, reading);
    case 'exists':
      return exists(condition.operand, element, reading);
    case 'compare':
      return compare(condition, element, reading);
  }
}

/** Null is there. An indefinite path is there when it reaches something: `[?(@..x)]` asks whether there is one. */
function exists(operand: Operand, element: Json, reading: Reading): boolean {
  const value = operandValue(operand, element, reading);
  const isEmptyList =
    operand.kind === 'path' && !operand.path.definite && Array.isArray(value) && value.length === 0;
  return value !== undefined && !isEmptyList;
}

function operandValue(operand: Operand, element: Json, reading: Reading): Value {
  if (operand.kind === 'literal') return operand.value;
  if (operand.kind === 'pattern') return undefined;
  return reading.read(operand.path, operand.from === '@' ? element : reading.root);
}

function compare(
  { operator, left, right }: Extract<Condition, { kind: 'compare' }>,
  element: Json,
  reading: Reading,
): boolean {
  const [a, b] = [operandValue(left, element, reading), operandValue(right, element, reading)];
  switch (operator) {
    case '==':
      return equal(a, b, reading);
    case '!=':
      return !equal(a, b, reading);
    case '===':
      return sameType(a, b) && equal(a, b, reading);
    case '!==':
      return !(sameType(a, b) && equal(a, b, reading));
    case '=~':
      return matches(left, right, a, b, reading);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return isOrdered(operator, a, b);
    default:
      return compareList(operator, a, b, reading);
  }
}

/** A missing value equals nothing, not even another. A number equals the text that writes it. */
function equal(left: Value, right: Value, reading: Reading): boolean {
  visit(reading, 1);
  if (left === undefined || right === undefined) return false;
  if (left === right) return true;
  if (typeof left === 'string' && typeof right === 'number') return left === String(right);
  if (typeof left === 'number' && typeof right === 'string')
    return isNumberText(right) && left === Number(right);
  return equalWithin(left, right, reading);
}

/** Within lists and objects types count. */
function equalWithin(left: Value, right: Value, reading: Reading): boolean {
  visit(reading, 1);
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((value, i) => equalWithin(value, right[i], reading));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = keysOf(left, reading);
  return (
    keys.length === keysOf(right, reading).length &&
    keys.every((key) => equalWithin(left[key], own(right, key), reading))
  );
}

/** Listing the keys of a large object is work, too. */
function keysOf(value: JsonObject, reading: Reading): readonly string[] {
  const keys = Object.keys(value);
  visit(reading, keys.length);
  return keys;
}

function isNumberText(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
}

function sameType(left: Value, right: Value): boolean {
  return kindOf(left) === kindOf(right);
}

function kindOf(value: Value): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'object' : typeof value;
}

/** Numbers are compared as numbers, and as texts where the other is a text; anything else has no order. */
function isOrdered(operator: '<' | '<=' | '>' | '>=', left: Value, right: Value): boolean {
  const kinds = [typeof left, typeof right];
  if (!kinds.every((kind) => kind === 'number' || kind === 'string')) return false;
  const [a, b] =
    typeof left === 'number' && typeof right === 'number' ? [left, right] : [String(left), String(right)];
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

/** A pattern has to match the whole text; of a list any element. What is no text counts as an empty one. */
function matches(left: Operand, right: Operand, a: Value, b: Value, reading: Reading): boolean {
  const pattern = patternOf(left) ?? patternOf(right);
  if (pattern === undefined || left.kind === right.kind) return false;
  const value = left.kind === 'pattern' ? b : a;
  return (Array.isArray(value) ? value : [value]).some((one) => {
    const text = textOf(one);
    visit(reading, 1 + (text.length * pattern.size) / STEPS_PER_VISIT);
    return pattern.matches(text);
  });
}

function patternOf(operand: Operand): LinearPattern | undefined {
  return operand.kind === 'pattern' ? operand.pattern : undefined;
}

function textOf(value: Value): string {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

type ListComparison = Exclude<Comparison, '==' | '!=' | '===' | '!==' | '<' | '<=' | '>' | '>=' | '=~'>;

function compareList(operator: ListComparison, left: Value, right: Value, reading: Reading): boolean {
  switch (operator) {
    case 'in':
      return isIn(left, right, reading);
    case 'nin':
      return right !== undefined && !isIn(left, right, reading);
    case 'contains':
      return contains(left, right, reading);
    case 'size':
      return typeof right === 'number' && sizeOf(left) === Math.trunc(right);
    case 'empty':
      return isEmpty(left, reading) === right;
    case 'all':
      return Array.isArray(left) && Array.isArray(right) && right.every((one) => isIn(one, left, reading));
    case 'subsetof':
      return Array.isArray(left) && Array.isArray(right) && left.every((one) => isIn(one, right, reading));
    case 'anyof':
      return Array.isArray(left) && Array.isArray(right) && left.some((one) => isIn(one, right, reading));
    case 'noneof':
      return Array.isArray(left) && Array.isArray(right) && !left.some((one) => isIn(one, right, reading));
  }
}

function isIn(value: Value, list: Value, reading: Reading): boolean {
  return Array.isArray(list) && list.some((element) => equal(value, element, reading));
}

function contains(left: Value, right: Value, reading: Reading): boolean {
  if (typeof left === 'string' && typeof right === 'string') {
    visit(reading, 1 + left.length / STEPS_PER_VISIT);
    return left.includes(right);
  }
  return isIn(right, left, reading);
}

function sizeOf(value: Value): number | undefined {
  return typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
}

function isEmpty(value: Value, reading: Reading): boolean | undefined {
  if (isJsonObject(value)) return keysOf(value, reading).length === 0;
  const size = sizeOf(value);
  return size === undefined ? undefined : size === 0;
}
