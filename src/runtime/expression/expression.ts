import type { Json } from '../../authoring/json.ts';
import type { ValueType } from '../value-type.ts';
import type { VariableReader, VariableReference } from '../variables.ts';
import type { Shape } from './shape.ts';

/** A value of a flow, compiled: a literal, a JSONLogic rule or a text. */
export interface Expression {
  /** What it gives, as far as can be told before a call. */
  readonly type: ValueType;
  /** Variables it reads. */
  readonly reads: readonly VariableReference[];
  /** Its value when it is a literal. */
  readonly literal?: Json;
  /** What it does with which values; absent where that is not known. Made when it is asked for. */
  shape?(): Shape;
  /** @returns the value; `undefined` is NOT_SET. @throws ExpressionError when it cannot be evaluated. */
  evaluate(reader: VariableReader): Json | undefined;
}

/** An expression that went wrong in a call: the action cannot run and the flow's error handling begins. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** Longest text an expression may make: the longest response of a data action. */
export const MAX_TEXT = 2 * 1024 * 1024;
/** How many values and characters a list that an expression makes may hold, and how deep it may nest. */
const MAX_VALUES = 200_000;
const MAX_CHARACTERS = 2 * MAX_TEXT;
const MAX_RESULT_DEPTH = 100;

/**
 * Makes sure that a computed value is what JSON can hold, so that a stored call equals one that was not stored.
 *
 * @throws ExpressionError for what is no number (a division by zero), and for what is too large to keep.
 */
export function settled(value: Json): Json {
  if (typeof value === 'number') return finite(value);
  if (typeof value === 'string') return boundedText(value);
  if (typeof value === 'object' && value !== null)
    weigh(value, 0, { values: MAX_VALUES, characters: MAX_CHARACTERS });
  return value;
}

/** A text that is not too long. @throws ExpressionError */
export function boundedText(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  throw new ExpressionError(`the expression makes a text of more than ${MAX_TEXT} characters`);
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value + 0; // -0 would come back from the store as 0
  throw new ExpressionError('the expression gives no number: it divides by zero or reckons with a text');
}

function weigh(value: Json, depth: number, left: { values: number; characters: number }): void {
  if (typeof value === 'number') finite(value);
  left.characters -= typeof value === 'string' ? value.length : 0;
  if (--left.values < 0 || left.characters < 0 || depth > MAX_RESULT_DEPTH)
    throw new ExpressionError('the expression makes a list that is too large to keep');
  if (typeof value !== 'object' || value === null) return;
  for (const item of Object.values<Json>(value)) weigh(item, depth + 1, left);
}

/** An expression that always gives the same. */
export function literal(value: Json | undefined, type: ValueType): Expression {
  return {
    type,
    reads: [],
    ...(value === undefined ? {} : { literal: value }),
    shape: () => (value === undefined || value === null ? { kind: 'literal' } : { kind: 'literal', value }),
    evaluate: () => value,
  };
}
