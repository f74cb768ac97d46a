import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { nameIn, type ThingBook } from './thing-book.ts';

/** Archy's units of durations → milliseconds. */
const UNITS: { readonly [unit: string]: number } = {
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1000,
  ms: 1,
  milliseconds: 1,
};

/**
 * A value in Archy's form as flows here write it: a literal, `{ "lit": … }` or `{ "exp": … }`.
 *
 * @returns undefined for no value.
 */
export function nativeValue(json: Json | undefined, things: ThingBook): Json | undefined {
  if (json === undefined || json === null) return undefined;
  if (!isJsonObject(json)) return nativeLiteral(json, things);
  if (json['noValue'] === true || json['none'] === true) return undefined;
  const text = json['exp'] ?? json['var'];
  if (text !== undefined) return expression(String(text).trim(), things);
  if ('lit' in json) return nativeLiteral(json['lit'] ?? null, things);
  if (typeof json['tts'] === 'string') return plainText(json['tts']);
  return nativeLiteral(json, things);
}

/** Types whose literals are names of things of the organization. */
const THING_TYPES = [
  'queue',
  'user',
  'group',
  'skill',
  'languageSkill',
  'wrapupCode',
  'schedule',
  'scheduleGroup',
  'emergencyGroup',
] as const;

/** A value of a variable's type: literals of things are objects with name and id, JSON literals are no text. */
export function typedValue(json: Json | undefined, type: string, things: ThingBook): Json | undefined {
  const lit = isJsonObject(json) && 'lit' in json ? json['lit'] : undefined;
  const thing = THING_TYPES.find((one) => one === type);
  const name = nameIn(lit);
  if (thing !== undefined && name !== undefined && name !== '') return { lit: things.object(thing, name) };
  if (type === 'json' && typeof lit === 'string') return parsedJson(lit);
  if (type === 'string' && (typeof lit === 'number' || typeof lit === 'boolean')) return String(lit);
  return nativeValue(json, things);
}

/** JSON variables hold JSON text in Archy; text that is none stays a text. */
function parsedJson(text: string): Json | undefined {
  if (text.trim() === '') return undefined;
  try {
    return { lit: JSON.parse(text) as Json };
  } catch {
    return { lit: text };
  }
}

/** An Architect expression; what it names is noted. */
export function expression(text: string, things: ThingBook): JsonObject {
  things.addFromExpression(text);
  return { exp: text };
}

/** A text that holds no variables here: braces in it are meant. */
export function plainText(text: string): Json {
  return text.includes('{{') ? { lit: text } : text;
}

function nativeLiteral(lit: Json, things: ThingBook): Json | undefined {
  if (lit === null) return undefined;
  if (typeof lit === 'string') return plainText(lit);
  if (typeof lit !== 'object') return lit;
  if (Array.isArray(lit)) return list(lit, things);
  const length = milliseconds(lit as JsonObject);
  return length === undefined ? { lit } : { exp: durationText(length) };
}

/** Items that are literals make a literal; where one is an expression, all of it is. */
function list(items: readonly Json[], things: ThingBook): Json {
  const values = items.map((item) => nativeValue(item, things));
  const isExpression = (value: Json | undefined): boolean => isJsonObject(value) && 'exp' in value;
  if (values.some(isExpression)) return { exp: `MakeList(${values.map(operand).join(', ')})` };
  return {
    lit: values.map((value) => (isJsonObject(value) && 'lit' in value ? value['lit'] : value) ?? null),
  };
}

function operand(value: Json | undefined): string {
  if (isJsonObject(value)) return typeof value['exp'] === 'string' ? value['exp'] : 'NOT_SET';
  return value === undefined ? 'NOT_SET' : quoted(value);
}

/** A scalar as an Architect literal: texts between quotes. */
export function quoted(value: Json): string {
  return typeof value === 'string'
    ? `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
    : JSON.stringify(value);
}

/** The length of a duration in Archy's units, or undefined for another object. */
export function milliseconds(lit: JsonObject): number | undefined {
  const entries = Object.entries(lit);
  const isDuration = entries.every(
    ([unit, amount]) => Object.hasOwn(UNITS, unit) && typeof amount === 'number',
  );
  if (!isDuration) return undefined;
  return entries.reduce((sum, [unit, amount]) => sum + (UNITS[unit] ?? 0) * Number(amount), 0);
}

function durationText(length: number): string {
  const parts = [
    length / 86_400_000,
    (length / 3_600_000) % 24,
    (length / 60_000) % 60,
    (length / 1000) % 60,
  ].map(Math.trunc);
  return `MakeDuration(${[...parts, length % 1000].join(', ')})`;
}

/** A time in Archy's form as a number of seconds or an expression; undefined for no value. */
export function nativeSeconds(json: Json | undefined, things: ThingBook): Json | undefined {
  const lit = isJsonObject(json) && 'lit' in json ? json['lit'] : json;
  const length = isJsonObject(lit) && Object.keys(lit).length > 0 ? milliseconds(lit) : undefined;
  return length === undefined ? nativeValue(json, things) : length / 1000;
}

const SPOKEN = /^(?:Make|To)Communication\(\s*([\s\S]*?)\s*\)$/i;
const TEXT = /^"((?:[^"\\]|\\["\\])*)"$/;

/** What is told to somebody: an expression that only tells a text becomes the text. */
export function nativeCommunication(json: Json | undefined, things: ThingBook): Json | undefined {
  const value = nativeValue(json, things);
  const exp = isJsonObject(value) ? value['exp'] : undefined;
  if (typeof exp !== 'string') return value;
  const [, text] = TEXT.exec(innermost(exp)) ?? [];
  return text === undefined ? value : plainText(text.replaceAll(/\\(["\\])/g, '$1'));
}

/** What functions that only wrap a text are given: `MakeCommunication(ToCommunication("x"))` → `"x"`. */
function innermost(exp: string): string {
  const [, inner] = SPOKEN.exec(exp) ?? [];
  return inner === undefined ? exp : innermost(inner);
}
