import { isJsonObject, type Json } from '../../../authoring/json.ts';
import { SCALAR_TYPES, TYPE_CODES, type ValueType } from '../../value-type.ts';
import { decimalJson } from '../conversion.ts';
import { itemOf } from './operations/equality.ts';
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

/** How a variable's value becomes one of an expression. */
export type FromVariable = (value: Json | undefined) => Json;

/** How values of a type come in: a Decimal is a text, and a collection is empty where it is NOT_SET. Made once for a place. */
export function fromVariable(type: ArchitectType): FromVariable {
  if (type === 'dec') return decimalIn;
  if (type === 'cur') return (value) => withAmount(value ?? null, decimalIn);
  if (!type.endsWith('[]')) return scalarIn;
  const item = itemOf(type);
  if (item !== 'dec' && item !== 'cur') return listIn;
  const read = fromVariable(item);
  return (value) => listIn(value).map(read);
}

function scalarIn(value: Json | undefined): Json {
  return value ?? null;
}

function decimalIn(value: Json | undefined): Json {
  return typeof value === 'number' ? decimal(decimalOf(value)) : (value ?? null);
}

function listIn(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** How an expression's result goes out to a variable; NOT_SET is null. Undefined where it stays what it is. */
export function toVariable(type: ArchitectType): ((value: Json) => Json) | undefined {
  if (type === 'dec') return decimalOut;
  if (type === 'cur') return (value) => withAmount(value, decimalOut);
  const item = itemOf(type);
  if (item === type || (item !== 'dec' && item !== 'cur')) return undefined;
  const write = item === 'dec' ? decimalOut : (value: Json) => withAmount(value, decimalOut);
  return (value) => (Array.isArray(value) ? value.map((one: Json) => write(one)) : value);
}

function decimalOut(value: Json): Json {
  return typeof value === 'string' ? decimalJson(value) : value;
}

function withAmount(money: Json, change: (amount: Json) => Json): Json {
  return isJsonObject(money) ? { ...money, amount: change(money['amount'] ?? null) } : money;
}
