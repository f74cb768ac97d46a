import { isJsonObject, type Json } from '../../../authoring/json.ts';
import { SCALAR_TYPES, TYPE_CODES, type ValueType } from '../../value-type.ts';
import { decimalJson } from '../conversion.ts';
import { decimal, decimalOf } from './operations/values.ts';
import type { ArchitectType } from './tree.ts';

/** The code of a variable's type; `any` where that is not known before a call. */
export function architectType(type: ValueType): ArchitectType {
  return ARCHITECT_TYPES.get(type) ?? 'any';
}

/** The type of a variable that holds such a value; `any` for what no variable can hold by a type of its own. */
export function valueType(type: ArchitectType): ValueType {
  return VALUE_TYPES.get(type) ?? 'any';
}

const BOTH: readonly (readonly [ValueType, ArchitectType])[] = [
  ['audio', 'aud'],
  ...SCALAR_TYPES.flatMap((type): [ValueType, ArchitectType][] => [
    [type, TYPE_CODES[type]],
    [`${type}Collection`, `${TYPE_CODES[type]}[]`],
  ]),
];
const ARCHITECT_TYPES: ReadonlyMap<ValueType, ArchitectType> = new Map(BOTH);
const VALUE_TYPES: ReadonlyMap<ArchitectType, ValueType> = new Map(BOTH.map(([type, code]) => [code, type]));

/** A variable's value as expressions have it: a Decimal is a text, and a collection is empty where it is NOT_SET. */
export function fromVariable(value: Json | undefined, type: ArchitectType): Json {
  if (type.endsWith('[]')) return collection(value, type);
  if (value === undefined || value === null) return null;
  if (type === 'dec') return typeof value === 'number' ? decimal(decimalOf(value)) : value;
  return type === 'cur' ? withAmount(value, (amount) => fromVariable(amount, 'dec')) : value;
}

function collection(value: Json | undefined, type: ArchitectType): Json {
  const items = Array.isArray(value) ? (value as readonly Json[]) : [];
  if (type !== 'dec[]' && type !== 'cur[]') return items;
  return items.map((item) => fromVariable(item, type.slice(0, -'[]'.length)));
}

/** An expression's result as variables hold it. NOT_SET is null. */
export function toVariable(value: Json, type: ArchitectType): Json {
  if (value === null) return null;
  if (type === 'dec') return typeof value === 'string' ? decimalJson(value) : value;
  if (type === 'cur') return withAmount(value, (amount) => toVariable(amount, 'dec'));
  if ((type !== 'dec[]' && type !== 'cur[]') || !Array.isArray(value)) return value;
  return value.map((item: Json) => toVariable(item, type.slice(0, -'[]'.length)));
}

function withAmount(money: Json, change: (amount: Json) => Json): Json {
  return isJsonObject(money) ? { ...money, amount: change(money['amount'] ?? null) } : money;
}
