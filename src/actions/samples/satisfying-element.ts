import type { Json } from '../../authoring/json.ts';
import { type JsonPath, type PathStep, readJsonPath } from '../json-path.ts';
import type { Condition, Operand } from '../json-path-conditions.ts';
import { textForPattern } from './text-for-pattern.ts';

/** A text that a filter wants of some length is made no longer than this. */
const MAX_LENGTH = 2000;

/** Puts a value into an element where a path leads. */
export type PlaceInElement = (element: Json | undefined, path: JsonPath, value: Json) => Json;

/** Whether a condition holds for an element by itself. */
export function isSatisfied(condition: Condition, element: Json): boolean {
  const step: PathStep = { descend: false, selector: { kind: 'filter', condition }, text: '' };
  const found = readJsonPath({ steps: [step], definite: false }, [element]);
  return found.kind === 'value' && Array.isArray(found.value) && found.value.length > 0;
}

/**
 * An element for which a condition holds.
 *
 * @param element what it has already; undefined for nothing.
 */
export function satisfyingElement(
  condition: Condition,
  element: Json | undefined,
  place: PlaceInElement,
): Json {
  if (element !== undefined && isSatisfied(condition, element)) return element;
  switch (condition.kind) {
    case 'and':
      return satisfyingElement(condition.right, satisfyingElement(condition.left, element, place), place);
    case 'or':
      return satisfyingElement(condition.left, element, place);
    case 'not':
      return element ?? {};
    case 'exists':
      return putOperand(condition.operand, element, 'text', place);
    case 'compare':
      return compared(condition, element, place);
  }
}

type Compare = Extract<Condition, { kind: 'compare' }>;

function compared(
  { operator, left, right }: Compare,
  element: Json | undefined,
  place: PlaceInElement,
): Json {
  if (left.kind === 'path' && right.kind === 'path')
    return putOperand(right, putOperand(left, element, 'a', place), 'a', place);
  const [path, other] = left.kind === 'path' ? [left, right] : [right, left];
  if (path.kind !== 'path') return element ?? {};
  const wanted = wantedValue(operator, other, path === left);
  return wanted === undefined ? (element ?? {}) : putOperand(path, element, wanted, place);
}

function putOperand(operand: Operand, element: Json | undefined, value: Json, place: PlaceInElement): Json {
  if (operand.kind !== 'path' || operand.from === '$') return element ?? {};
  const { definite } = operand.path;
  const wanted = definite || Array.isArray(value) ? value : [value];
  return place(element, operand.path, wanted);
}

/** A value that compares so; undefined where any does. */
function wantedValue(operator: Compare['operator'], other: Operand, isLeft: boolean): Json | undefined {
  if (other.kind === 'pattern') return textForPattern(other.pattern.source) ?? 'text';
  if (other.kind !== 'literal') return undefined;
  const { value } = other;
  switch (operator) {
    case '!=':
    case '!==':
      return different(value);
    case '<':
    case '>':
      return beside(value, (operator === '>') === isLeft);
    case 'in':
      return isLeft && Array.isArray(value) ? (value[0] ?? null) : [value];
    case 'contains':
      return typeof value === 'string' ? value : [value];
    case 'size':
      return typeof value === 'number' ? 'x'.repeat(Math.min(Math.max(value, 0), MAX_LENGTH)) : undefined;
    case 'empty':
      return value === true ? '' : 'text';
    case 'noneof':
      return ['none of them'];
    case 'nin':
      return isLeft ? 'none of them' : [];
    default:
      return value;
  }
}

function different(value: Json): Json {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return typeof value === 'string' ? `${value}x` : 'text';
}

function beside(value: Json, isAbove: boolean): Json {
  if (typeof value === 'number') return isAbove ? value + 1 : value - 1;
  if (typeof value === 'string') return isAbove ? `${value}x` : '';
  return value;
}
