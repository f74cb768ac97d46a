import { isJsonObject, type Json, own } from '../../authoring/json.ts';
import { itemType, type ScalarType, type ValueType } from '../value-type.ts';
import { ExpressionError } from './expression.ts';
import { toPhoneNumber } from './phone-number.ts';

/** Integers that Architect holds: ±999,999,999,999,999. */
const MAX_INTEGER = 999_999_999_999_999;
/** Moments that Architect holds: the years 1800 to 2200. */
const MIN_DATE = Date.UTC(1800, 0);
const END_OF_DATES = Date.UTC(2201, 0);
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * A value made to fit a variable's type, as Architect converts at the root of an expression.
 *
 * @returns `undefined` (NOT_SET) for NOT_SET and for text that is blank where a number is wanted.
 * @throws ExpressionError when the value cannot be of that type.
 */
export function convert(value: Json | undefined, type: ValueType): Json | undefined {
  if (value === undefined || value === null) return type === 'json' ? (value ?? undefined) : undefined;
  if (type === 'any' || type === 'json') return value;
  const item = itemType(type);
  if (item === undefined) return CONVERT[type as ScalarType](value);
  if (!Array.isArray(value)) throw unfit(value, type);
  return value.map((one: Json) => convert(one, item) ?? null);
}

const CONVERT: { readonly [type in ScalarType]: (value: Json) => Json | undefined } = {
  string: toText,
  integer: toInteger,
  decimal: toDecimal,
  boolean: toBoolean,
  dateTime: toDateTime,
  duration: toInteger,
  phoneNumber: toPhone,
  queue: toReference,
  user: toReference,
  json: (value) => value,
};

/** The text of a value, as it is read out, written to participant data or put into another text. */
export function toText(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item) => (item === null ? '' : toText(item))).join('\n');
  if (!isJsonObject(value)) return String(value);
  const named = own(value, 'e164') ?? own(value, 'uri') ?? own(value, 'raw') ?? own(value, 'name');
  return typeof named === 'string' ? named : JSON.stringify(value);
}

function toInteger(value: Json): number | undefined {
  const number = toNumber(value, 'integer');
  if (number === undefined) return undefined;
  if (typeof value === 'string' && !Number.isInteger(number)) throw unfit(value, 'integer');
  const whole = Math.trunc(number);
  if (Math.abs(whole) > MAX_INTEGER) throw unfit(value, 'integer');
  return whole;
}

function toDecimal(value: Json): number | undefined {
  return toNumber(value, 'decimal');
}

function toNumber(value: Json, type: string): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') throw unfit(value, type);
  if (value.trim() === '') return undefined;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(value.trim())) throw unfit(value, type);
  return Number(value);
}

function toBoolean(value: Json): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') throw unfit(value, 'boolean');
  if (/^(true|t|1)$/i.test(value)) return true;
  return /^(false|f|0)$/i.test(value) ? false : undefined;
}

function toDateTime(value: Json): string {
  const at =
    typeof value === 'number'
      ? value * 1000
      : typeof value === 'string' && DATE_TIME.test(value)
        ? Date.parse(value)
        : Number.NaN;
  if (!(at >= MIN_DATE && at < END_OF_DATES)) throw unfit(value, 'dateTime');
  return dateTimeText(at);
}

/** A moment as Architect writes it: `2026-01-05T10:00:00Z`, UTC, whole seconds. @param at epoch ms. */
export function dateTimeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function toPhone(value: Json): Json {
  if (typeof value === 'string') return toPhoneNumber(value);
  if (isJsonObject(value) && typeof own(value, 'raw') === 'string') return value;
  throw unfit(value, 'phoneNumber');
}

function toReference(value: Json): Json {
  if (typeof value === 'string') return { name: value };
  if (isJsonObject(value) && typeof own(value, 'name') === 'string') return value;
  throw unfit(value, 'object with a name');
}

/** The value itself is not repeated: it may be a number or a name, and the message goes into transcripts and logs. */
function unfit(value: Json, type: string): ExpressionError {
  return new ExpressionError(`${kindOf(value)} cannot be read as ${type}`);
}

function kindOf(value: Json): string {
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  if (Array.isArray(value)) return 'a collection';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
