import type { Json } from '../../../../authoring/json.ts';
import type { ArchitectType } from '../tree.ts';
import { itemOf } from './equality.ts';
import { textFormOf } from './text-form.ts';
import { decimal, decimalOf } from './values.ts';

/**
 * A variable's value as expressions have it: a Decimal is its text there and a number in a variable.
 *
 * @param value `undefined` is NOT_SET. A collection that was never set is empty.
 * @throws ExpressionError for what is no number.
 */
export function fromPlain(value: Json | undefined, type: ArchitectType): Json {
  if (value === undefined || value === null) return type.endsWith('[]') ? [] : null;
  if (itemOf(type) !== 'dec') return value;
  return Array.isArray(value) ? value.map((item: Json) => fromPlain(item, 'dec')) : decimal(decimalOf(value));
}

/**
 * An expression's value as variables, settings and texts have it: a Decimal as a number, audio as what is heard.
 *
 * @returns `undefined` for NOT_SET.
 */
export function toPlain(value: Json, type: ArchitectType): Json | undefined {
  if (value === null) return undefined;
  if (type === 'aud') return textFormOf('aud')(value, { now: '' }) ?? undefined;
  if (itemOf(type) !== 'dec') return value;
  return Array.isArray(value)
    ? value.map((item: Json) => toPlain(item, 'dec') ?? null)
    : decimalOf(value).toNumber();
}
