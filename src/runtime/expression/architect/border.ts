import type { Json } from '../../../authoring/json.ts';
import { SCALAR_TYPES, type ScalarType, type ValueType } from '../../value-type.ts';
import { decimal, decimalOf } from './operations/values.ts';
import type { ArchitectType } from './tree.ts';

/** Types of variables by Architect's code. */
const CODES: { readonly [type in ScalarType]: ArchitectType } = {
  string: 'str',
  integer: 'int',
  decimal: 'dec',
  boolean: 'bln',
  dateTime: 'dtm',
  duration: 'dur',
  phoneNumber: 'phn',
  queue: 'que',
  user: 'usr',
  json: 'jsn',
};

/** The code of a variable's type; `any` where that is not known before a call. */
export function architectType(type: ValueType): ArchitectType {
  return ARCHITECT_TYPES.get(type) ?? 'any';
}

/** The type of a variable that holds such a value; `any` for what no variable can hold by a type of its own. */
export function valueType(type: ArchitectType): ValueType {
  if (type === 'com') return 'string';
  return VALUE_TYPES.get(type) ?? 'any';
}

const BOTH = SCALAR_TYPES.flatMap((type): [ValueType, ArchitectType][] => [
  [type, CODES[type]],
  [`${type}Collection`, `${CODES[type]}[]`],
]);
const ARCHITECT_TYPES: ReadonlyMap<ValueType, ArchitectType> = new Map(BOTH);
const VALUE_TYPES: ReadonlyMap<ArchitectType, ValueType> = new Map(BOTH.map(([type, code]) => [code, type]));

/** A variable's value as expressions have it: a Decimal is a text, and a collection is empty where it is NOT_SET. */
export function fromVariable(value: Json | undefined, type: ArchitectType): Json {
  if (type.endsWith('[]')) return collection(value, type);
  if (value === undefined || value === null) return null;
  return type === 'dec' && typeof value === 'number' ? decimal(decimalOf(value)) : value;
}

function collection(value: Json | undefined, type: ArchitectType): Json {
  const items = Array.isArray(value) ? (value as readonly Json[]) : [];
  return type === 'dec[]' ? items.map((item) => fromVariable(item, 'dec')) : items;
}

/** An expression's result as variables hold it. NOT_SET is null. */
export function toVariable(value: Json, type: ArchitectType): Json {
  if (type === 'dec' && value !== null) return decimalOf(value).toNumber();
  if (type === 'dec[]' && Array.isArray(value)) return value.map((item: Json) => toVariable(item, 'dec'));
  return value;
}
