import { isJsonObject, type Json, own } from '../../authoring/json.ts';
import { SCALAR_TYPES, type ScalarType, THING_TYPES, type ValueType } from '../value-type.ts';
import { parseDuration } from './architect/operations/durations.ts';
import { Decimals, decimal, decimalOf } from './architect/operations/values.ts';
import { ExpressionError } from './expression.ts';
import { toPhoneNumber } from './phone-number.ts';

/** Integers that Architect holds: ±999,999,999,999,999. */
const MAX_INTEGER = 999_999_999_999_999;
/** Moments that Architect holds: the years 1800 to 2200. */
const MIN_DATE = Date.UTC(1800, 0);
const END_OF_DATES = Date.UTC(2201, 0);
const DATE = /^\d{4}-\d\d-\d\d$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * A value made to fit a variable's type, as Architect converts at the root of an expression.
 *
 * @returns `undefined` (NOT_SET) for NOT_SET and for text that is blank where a number is wanted.
 * @throws ExpressionError when the value cannot be of that type.
 */
export function convert(value: Json | undefined, type: ValueType): Json | undefined {
  if (value === undefined || value === null) return type === 'json' ? (value ?? undefined) : undefined;
  const run = CONVERTERS.get(type);
  return run === undefined ? value : run(value);
}

type Convert = (value: Json) => Json | undefined;

function scalarConverter(type: ScalarType): Convert {
  const own = CONVERT[type];
  if (own !== undefined) return own;
  if (THING_TYPES.has(type)) return toReference;
  return (value) => {
    if (isJsonObject(value)) return value;
    throw unfit(value, type);
  };
}

function collectionConverter(type: ScalarType): Convert {
  return (value) => {
    if (!Array.isArray(value)) throw unfit(value, `${type}Collection`);
    return value.map((one: Json) => convert(one, type) ?? null);
  };
}

/** How values become those of a type that is no object of its own. */
const CONVERT: { readonly [type in ScalarType]?: Convert } = {
  string: toText,
  communication: toText,
  integer: toInteger,
  decimal: toDecimal,
  boolean: toBoolean,
  dateTime: toDateTime,
  date: toDate,
  time: toTime,
  duration: toDuration,
  currency: toCurrency,
  phoneNumber: toPhone,
  json: (value) => value,
};

/** By every type of a variable; `any` and `audio` have none: a value stays what it is. */
const CONVERTERS: ReadonlyMap<ValueType, Convert> = new Map(
  SCALAR_TYPES.flatMap((type): [ValueType, Convert][] => [
    [type, scalarConverter(type)],
    [`${type}Collection`, collectionConverter(type)],
  ]),
);

/** The text of a value, as it is read out, written to participant data or put into another text. */
export function toText(value: Json): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item) => (item === null ? '' : toText(item))).join('\n');
  if (!isJsonObject(value)) return String(value);
  const texts = TEXT_MEMBERS.map((name) => own(value, name));
  const text = texts.find((one) => typeof one === 'string');
  if (typeof text === 'string') return text;
  const { amount, code } = value;
  return amount === undefined ? JSON.stringify(value) : [amount, code].filter(isSet).map(String).join(' ');
}

/** What stands for an object in a text: the first of these that it has. */
const TEXT_MEMBERS = ['e164', 'uri', 'raw', 'name', 'username', 'display', 'id'];

function isSet(value: Json | undefined): boolean {
  return value !== null && value !== undefined;
}

function toInteger(value: Json): number | undefined {
  const number = toNumber(value, 'integer');
  if (number === undefined) return undefined;
  if (typeof value === 'string' && !Number.isInteger(number)) throw unfit(value, 'integer');
  const whole = Math.trunc(number);
  if (Math.abs(whole) > MAX_INTEGER) throw unfit(value, 'integer');
  return whole;
}

function toDecimal(value: Json): number | string | undefined {
  const number = toNumber(value, 'decimal');
  return typeof value === 'string' && number !== undefined ? decimalJson(value.trim()) : number;
}

/**
 * A Decimal as JSON has it: a number, or its text where a number would change it (more than about 15 digits).
 *
 * @param text `12.5`, without an exponent.
 */
export function decimalJson(text: string): number | string {
  const number = Number(text);
  // As many digits come back from a JSON number as they went in.
  if (text.length <= 16 || new Decimals(number).equals(text)) return number;
  return decimal(decimalOf(text));
}

/** A decimal as a JSON number, its digits beyond the 17th dropped: for what reckons in JSON numbers. */
export function jsonNumber(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item: Json) => jsonNumber(item) ?? null);
  return typeof value === 'string' && value !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}

function toNumber(value: Json, type: string): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (isJsonObject(value) && 'amount' in value)
    return isSet(value['amount']) ? toNumber(value['amount'] ?? null, type) : undefined;
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

/** Whole milliseconds; of a text, as ISO 8601 has it, too: `PT1M30S`. */
function toDuration(value: Json): number | undefined {
  const isText = typeof value === 'string' && /^\s*-?P/i.test(value);
  return isText ? (parseDuration(value, { now: '' }) ?? undefined) : toInteger(value);
}

/** `2026-01-05`, a day that there is. */
function toDate(value: Json): string {
  const text = typeof value === 'string' ? value.trim() : '';
  const at = DATE.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (at >= MIN_DATE && at < END_OF_DATES && dateTimeText(at).startsWith(text)) return text;
  throw unfit(value, 'date');
}

/** `14:30:00`; the seconds may be left out. */
function toTime(value: Json): string {
  const text = typeof value === 'string' ? value.trim() : '';
  const whole = /^\d\d:\d\d$/.test(text) ? `${text}:00` : text;
  if (TIME.test(whole)) return whole;
  throw unfit(value, 'time');
}

/** `{ "amount": 5.25, "code": "USD" }`, either of them null where it is NOT_SET; of a number, without a code. */
function toCurrency(value: Json): Json | undefined {
  if (typeof value === 'number') return { amount: value, code: null };
  if (typeof value === 'string') return currencyOfText(value);
  const { amount = null, code = null } = isJsonObject(value) ? value : { amount: false };
  if (code !== null && typeof code !== 'string') throw unfit(value, 'currency');
  if (amount !== null && typeof amount !== 'number' && typeof amount !== 'string')
    throw unfit(value, 'currency');
  return { amount: amount === null ? null : (toDecimal(amount) ?? null), code };
}

function currencyOfText(text: string): Json | undefined {
  if (text.trim() === '') return undefined;
  const [amount = '', code = '', ...more] = text.trim().split('|', 3);
  if (more.length > 0) throw unfit(text, 'currency');
  return { amount: toDecimal(amount) ?? null, code: code === '' ? null : code.toUpperCase() };
}

function toPhone(value: Json): Json {
  if (typeof value === 'string') return toPhoneNumber(value);
  if (isJsonObject(value) && typeof own(value, 'raw') === 'string') return value;
  throw unfit(value, 'phoneNumber');
}

function toReference(value: Json): Json {
  if (typeof value === 'string') return { name: value };
  if (isJsonObject(value) && ['name', 'id', 'username'].some((key) => typeof own(value, key) === 'string'))
    return value;
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
