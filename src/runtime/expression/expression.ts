import type { Json } from '../../authoring/json.ts';
import type { ValueType } from '../value-type.ts';
import type { VariableReader, VariableReference } from '../variables.ts';

/** A value of a flow, compiled: a literal, a JSONLogic rule or a text. */
export interface Expression {
  /** What it gives, as far as can be told before a call. */
  readonly type: ValueType;
  /** Variables it reads. */
  readonly reads: readonly VariableReference[];
  /** Its value when it is a literal. */
  readonly literal?: Json;
  /** @returns the value; `undefined` is NOT_SET. @throws ExpressionError when it cannot be evaluated. */
  evaluate(reader: VariableReader): Json | undefined;
}

/** An expression that went wrong in a call: the action cannot run and the flow's error handling begins. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** An expression that always gives the same. */
export function literal(value: Json | undefined, type: ValueType): Expression {
  return { type, reads: [], ...(value === undefined ? {} : { literal: value }), evaluate: () => value };
}
