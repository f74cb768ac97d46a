import { Decimal } from 'decimal.js';
import { isJsonObject, type Json, type JsonObject } from '../../../../authoring/json.ts';
import { ExpressionError, MAX_TEXT } from '../../expression.ts';

/** Decimals of 40 significant digits, halves away from zero, never written with an exponent. Architect's limits. */
export const Decimals = Decimal.clone({
  defaults: true,
  precision: 40,
  rounding: Decimal.ROUND_HALF_UP,
  maxE: 1_000,
  minE: -1_000,
});

/** Integers that Architect holds, and milliseconds of a Duration: ±999,999,999,999,999. */
const MAX_INTEGER = 999_999_999_999_999;
/** Digits before and behind the point that a Decimal may have. */
const MAX_DIGITS = 40;
const END_OF_DECIMALS = new Decimals(10).pow(MAX_DIGITS);
/** Moments that Architect holds: the years 1800 to 2200. */
const MIN_MOMENT = Date.UTC(1800, 0);
const END_OF_MOMENTS = Date.UTC(2201, 0);
/** The longest list an expression may make. */
export const MAX_LIST = 200_000;

/** A Currency value read: either part may be NOT_SET. */
export interface Currency {
  readonly amount: Decimal | null;
  readonly code: string | null;
}

/** @throws ExpressionError for what is no whole number: a value out of JSON, for example. */
export function integerOf(value: Json | undefined): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw unfit(value, 'a whole number');
}

/** @throws ExpressionError */
export function decimalOf(value: Json | undefined): Decimal {
  if (typeof value === 'number' && Number.isFinite(value)) return new Decimals(value);
  if (typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)$/.test(value)) return new Decimals(value);
  throw unfit(value, 'a number');
}

/** @throws ExpressionError */
export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw unfit(value, 'a text');
}

/** @throws ExpressionError */
export function booleanOf(value: Json | undefined): boolean {
  if (typeof value === 'boolean') return value;
  throw unfit(value, 'true or false');
}

/** @returns epoch milliseconds. @throws ExpressionError */
export function momentOf(value: Json | undefined): number {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isFinite(at)) return at;
  throw unfit(value, 'a date and time');
}

/** @returns no items for NOT_SET: a collection is empty instead. @throws ExpressionError */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value as readonly Json[];
  throw unfit(value, 'a collection');
}

/** @throws ExpressionError */
export function objectOf(value: Json | undefined): JsonObject {
  if (isJsonObject(value)) return value;
  throw unfit(value, 'an object');
}

/** @throws ExpressionError */
export function currencyOf(value: Json | undefined): Currency {
  const { amount = null, code = null } = objectOf(value);
  return { amount: amount === null ? null : decimalOf(amount), code: code === null ? null : textOf(code) };
}

/** An Integer or the milliseconds of a Duration. @throws ExpressionError beyond Architect's range. */
export function integer(value: number): number {
  if (Math.abs(value) <= MAX_INTEGER) return value + 0; // no -0
  throw new ExpressionError(`the result is beyond ±${MAX_INTEGER}`);
}

/** A Decimal as its plain text with at least one decimal. @throws ExpressionError beyond 40 digits. */
export function decimal(value: Decimal): string {
  if (!value.isFinite() || value.abs().gte(END_OF_DECIMALS))
    throw new ExpressionError(`the result is not a number of at most ${MAX_DIGITS} digits`);
  const text = value.toDecimalPlaces(MAX_DIGITS).toFixed();
  if (/^-?0$/.test(text)) return '0.0';
  return text.includes('.') ? text : `${text}.0`;
}

/** A number with so many decimals, halves away from zero; zero has no sign. */
export function fixedText(value: Decimal, decimals: number): string {
  const text = value.toFixed(decimals);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/** A DateTime: UTC, whole seconds. @param at epoch ms. @throws ExpressionError outside 1800 to 2200. */
export function moment(at: number): string {
  if (at >= MIN_MOMENT && at < END_OF_MOMENTS) return `${new Date(at).toISOString().slice(0, 19)}Z`;
  throw new ExpressionError('the date is not between the years 1800 and 2200');
}

/** A Currency as JSON. */
export function currency({ amount, code }: Currency): JsonObject {
  return { amount: amount === null ? null : decimal(amount), code };
}

/** A whole number within bounds. @throws ExpressionError */
export function integerWithin(lowest: number, highest: number, value: Json | undefined): number {
  const number = integerOf(value);
  if (number >= lowest && number <= highest) return number;
  throw new ExpressionError(
    highest === Number.POSITIVE_INFINITY
      ? `a whole number from ${lowest} is needed, and this one is less`
      : `a whole number from ${lowest} to ${highest} is needed, and this one is not`,
  );
}

/** Texts joined. Their length is looked at before: the same long text many times over takes the memory of the process. */
export function joinedTexts(texts: readonly string[], between = ''): string {
  const length = texts.reduce((sum, text) => sum + text.length + between.length, 0);
  if (length > MAX_TEXT + between.length)
    throw new ExpressionError(`the expression makes a text of more than ${MAX_TEXT} characters`);
  return texts.join(between);
}

/** A list that is not too long. @throws ExpressionError */
export function boundedList(items: readonly Json[]): readonly Json[] {
  if (items.length <= MAX_LIST) return items;
  throw new ExpressionError(`the expression makes a list of more than ${MAX_LIST} values`);
}

/** The value itself is not repeated: messages go into transcripts and logs. */
export function unfit(value: Json | undefined, wanted: string): ExpressionError {
  if (value === null || value === undefined)
    return new ExpressionError(`NOT_SET stands where ${wanted} is needed`);
  const kind = Array.isArray(value)
    ? 'a collection'
    : isJsonObject(value)
      ? 'an object'
      : `a ${typeof value}`;
  return new ExpressionError(`${kind} stands where ${wanted} is needed`);
}
