/**
 * JSONPath as Genesys Cloud reads it: the dialect of the Java library Jayway, without its regular expressions.
 * A path is parsed once into steps (json-path-parser.ts); reading does bounded work and never throws.
 */
import { isJsonObject, type Json, own } from '../authoring/json.ts';

/** One way of choosing among the children of a value. */
export type Selector =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'filter'; readonly condition: Condition };

/** A selector, applied to each value reached so far (`.x`) or to each of its descendants as well (`..x`). */
export interface PathStep {
  readonly descend: boolean;
  readonly selector: Selector;
}

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

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'nin';

/** What a condition compares: a fixed value, or a path from the present element (`@`) or the whole body (`$`). */
export type Operand =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'path'; readonly from: '@' | '$'; readonly path: JsonPath };

/** A parsed path. */
export interface JsonPath {
  readonly steps: readonly PathStep[];
  /** Whether it ends in `.size()` or `.length()`: the number of elements, keys or characters. */
  readonly counts: boolean;
  /** Whether it can only reach one value. An indefinite path gives an array of all it reaches. */
  readonly definite: boolean;
}

/** What a path gives. A definite path that reaches nothing is unresolved; an indefinite one gives an empty array. */
export type PathResult =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'unresolved' }
  | { readonly kind: 'tooMuchWork' };

/** Values a single path may look at. A 2 MB body holds less than half of this. */
export const MAX_VALUES_VISITED = 2_000_000;

interface Reading {
  readonly root: Json;
  left: number;
}

class TooMuchWork extends Error {}

/** Reads a path from a response body. */
export function readJsonPath(path: JsonPath, root: Json): PathResult {
  try {
    return resultOf(path, root, { root, left: MAX_VALUES_VISITED });
  } catch (error) {
    if (error instanceof TooMuchWork) return { kind: 'tooMuchWork' };
    throw error;
  }
}

function resultOf(path: JsonPath, start: Json, reading: Reading): PathResult {
  let values: readonly Json[] = [start];
  for (const step of path.steps) values = takeStep(step, values, reading);
  if (path.counts) values = values.flatMap((value) => countOf(value));
  if (!path.definite) return { kind: 'value', value: values };
  const [value] = values;
  return value === undefined ? { kind: 'unresolved' } : { kind: 'value', value };
}

function takeStep(
  { descend, selector }: PathStep,
  values: readonly Json[],
  reading: Reading,
): readonly Json[] {
  const found: Json[] = [];
  for (const value of values) {
    if (descend) descendInto(value, selector, reading, found);
    else select(value, selector, reading, found);
  }
  return found;
}

/** Depth first, parents before children, as Jayway does. Bodies nest at most 50 levels, so recursion is safe. */
function descendInto(value: Json, selector: Selector, reading: Reading, found: Json[]): void {
  select(value, selector, reading, found);
  for (const child of childrenOf(value)) descendInto(child, selector, reading, found);
}

function select(value: Json, selector: Selector, reading: Reading, found: Json[]): void {
  visit(reading, 1);
  switch (selector.kind) {
    case 'name':
      if (isJsonObject(value)) push(found, own(value, selector.name));
      return;
    case 'index':
      if (Array.isArray(value)) push(found, value.at(selector.index));
      return;
    case 'indexes':
      if (Array.isArray(value)) for (const index of selector.indexes) push(found, value.at(index));
      return;
    case 'slice':
      if (Array.isArray(value)) pushAll(found, value.slice(selector.from, selector.to), reading);
      return;
    case 'wildcard':
      pushAll(found, childrenOf(value), reading);
      return;
    case 'filter':
      filter(value, selector.condition, reading, found);
  }
}

/** Jayway filters the elements of an array; an object is tried itself. */
function filter(value: Json, condition: Condition, reading: Reading, found: Json[]): void {
  const candidates: readonly Json[] = Array.isArray(value) ? value : isJsonObject(value) ? [value] : [];
  for (const candidate of candidates) {
    visit(reading, 1);
    if (holds(condition, candidate, reading)) found.push(candidate);
  }
}

function holds(condition: Condition, element: Json, reading: Reading): boolean {
  switch (condition.kind) {
    case 'or':
      return holds(condition.left, element, reading) || holds(condition.right, element, reading);
    case 'and':
      return holds(condition.left, element, reading) && holds(condition.right, element, reading);
    case 'not':
      return !holds(condition.condition, element, reading);
    case 'exists':
      return operandValue(condition.operand, element, reading) !== undefined;
    case 'compare':
      return compare(
        condition.operator,
        operandValue(condition.left, element, reading),
        operandValue(condition.right, element, reading),
        reading,
      );
  }
}

/** An indefinite path that reaches nothing counts as absent, so that `[?(@..x)]` asks whether there is one. */
function operandValue(operand: Operand, element: Json, reading: Reading): Json | undefined {
  if (operand.kind === 'literal') return operand.value;
  const result = resultOf(operand.path, operand.from === '@' ? element : reading.root, reading);
  if (result.kind !== 'value') return undefined;
  return !operand.path.definite && Array.isArray(result.value) && result.value.length === 0
    ? undefined
    : result.value;
}

function compare(
  operator: Comparison,
  left: Json | undefined,
  right: Json | undefined,
  reading: Reading,
): boolean {
  switch (operator) {
    case '==':
      return equal(left, right, reading);
    case '!=':
      return !equal(left, right, reading);
    case 'in':
      return isIn(left, right, reading);
    case 'nin':
      return !isIn(left, right, reading);
    default:
      return isOrdered(operator, left, right);
  }
}

function isIn(left: Json | undefined, right: Json | undefined, reading: Reading): boolean {
  return Array.isArray(right) && right.some((element) => equal(left, element, reading));
}

/** Numbers with numbers and texts with texts; anything else has no order. */
function isOrdered(
  operator: '<' | '<=' | '>' | '>=',
  left: Json | undefined,
  right: Json | undefined,
): boolean {
  const comparable =
    (typeof left === 'number' && typeof right === 'number') ||
    (typeof left === 'string' && typeof right === 'string');
  if (!comparable) return false;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

function equal(left: Json | undefined, right: Json | undefined, reading: Reading): boolean {
  visit(reading, 1);
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((value, i) => equal(value, right[i], reading));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => equal(left[key], own(right, key), reading))
  );
}

function countOf(value: Json): readonly number[] {
  if (typeof value === 'string' || Array.isArray(value)) return [value.length];
  return isJsonObject(value) ? [Object.keys(value).length] : [];
}

function childrenOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
}

function push(found: Json[], value: Json | undefined): void {
  if (value !== undefined) found.push(value);
}

function pushAll(found: Json[], values: readonly Json[], reading: Reading): void {
  visit(reading, values.length);
  for (const value of values) found.push(value);
}

function visit(reading: Reading, values: number): void {
  reading.left -= values;
  if (reading.left < 0) throw new TooMuchWork();
}
