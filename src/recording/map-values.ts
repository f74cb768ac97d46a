import { isJsonObject, type Json } from '../authoring/json.ts';
import { MASK } from '../authoring/mask.ts';
import type { Rule, RuleOf } from './personal-data.ts';

/** What is made of each value, wherever it stands. */
export interface ValueMapper {
  readonly ruleOf: RuleOf;
  text(rule: Rule, text: string): string;
  number(rule: Rule, number: number): number;
}

/** Each value of a JSON document replaced; names of properties count as texts without a rule. */
export function mapJson(mapper: ValueMapper, json: Json, rule?: Rule): Json {
  if (typeof json === 'string')
    return isDocument(rule, json) ? mapText(mapper, json) : mapper.text(rule, json);
  if (typeof json === 'number') return mapper.number(rule, json);
  if (Array.isArray(json)) return json.map((element: Json) => mapJson(mapper, element, rule));
  if (!isJsonObject(json)) return json;
  const entries = Object.entries(json).map(([key, value]): [string, Json] => [
    mapper.text(undefined, key),
    mapJson(mapper, value, mapper.ruleOf(key, rule)),
  ]);
  return Object.fromEntries(entries);
}

/** JSON or XML within a text of JSON, as services wrap each other. */
function isDocument(rule: Rule, text: string): boolean {
  return rule === undefined && /^\s*[[{<]/.test(text);
}

/** The segments of the path and the values of the query replaced, as they read once decoded. The host stays. */
export function mapUrl(mapper: ValueMapper, url: string): string {
  const [, origin = '', path = '', query] = /^([a-z]+:\/\/[^/?]*)?([^?]*)(?:\?(.*))?$/is.exec(url) ?? [];
  const segments = path
    .split('/')
    .map((segment) => inEncoding(segment, (text) => mapper.text(undefined, text)));
  const params = query === undefined ? '' : `?${mapForm(mapper, query)}`;
  return `${origin}${segments.join('/')}${params}`;
}

/** `name=value&…` with each value replaced. */
function mapForm(mapper: ValueMapper, form: string): string {
  const pairs = form.split('&').map((pair) => {
    const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(pair) ?? [];
    if (value === undefined) return pair;
    const rule = mapper.ruleOf(decoded(name));
    return `${name}=${inEncoding(value.replaceAll('+', '%20'), (text) => mapper.text(rule, text), value)}`;
  });
  return pairs.join('&');
}

/** `"key": "value"` and `<key>value<`: a value with its key in a text that is no whole JSON. Bounded. */
const KEYED =
  /"([\w.-]{1,64})"\s{0,8}:\s{0,8}"((?:[^"\\]|\\.){1,4000})|<(?:[\w-]{1,32}:)?([\w.-]{1,64})(?:\s[^<>]{0,500})?>([^<>]{1,4000})(?=<)/gs;
const FORM = /^[\w.%~*-]+=[^\s<>{}"]*$/;

/** A text that may be a form, or hold JSON or XML, with each value replaced. */
export function mapText(mapper: ValueMapper, text: string): string {
  if (FORM.test(text)) return mapForm(mapper, text);
  let mapped = '';
  let at = 0;
  for (const match of text.matchAll(KEYED)) {
    const [whole, jsonKey, jsonValue, xmlKey, xmlValue] = match;
    const value = jsonValue ?? xmlValue ?? '';
    const begin = match.index + whole.length - value.length;
    mapped += mapper.text(undefined, text.slice(at, begin));
    mapped += inQuotes(value, (plain) => mapper.text(mapper.ruleOf(jsonKey ?? xmlKey ?? ''), plain));
    at = begin + value.length;
  }
  return mapped + mapper.text(undefined, text.slice(at));
}

/** A value as it stands between quotes; one with escapes is changed as it reads without them. */
function inQuotes(value: string, change: (text: string) => string): string {
  if (!value.includes('\\')) return change(value);
  try {
    const plain: unknown = JSON.parse(`"${value}"`);
    return JSON.stringify(change(String(plain))).slice(1, -1);
  } catch {
    return change(value);
  }
}

/** What is not changed keeps its own encoding; a mask stays readable. */
function inEncoding(encoded: string, change: (text: string) => string, original = encoded): string {
  const text = decoded(encoded);
  const changed = change(text);
  return changed === text ? original : changed.split(MASK).map(encodeURIComponent).join(MASK);
}

/** A text without its percent-encoding, or as it is where that is broken. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
