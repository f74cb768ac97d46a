import { isJsonObject, type Json } from '../../authoring/json.ts';
import { isForbiddenKey, refuseNesting } from '../../authoring/load-gate.ts';
import { NotConvertible } from './not-convertible.ts';
import type { Guard, Hole, Part } from './template-parts.ts';

/** A hole, and what decides whether it is there at all. */
export interface Place extends Hole {
  readonly guard?: Guard;
}

/** A JSON value with places for values. */
export type HoledJson =
  | { readonly kind: 'fixed'; readonly value: null | boolean | number }
  /** Within quotation marks: literal texts and places in order. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Place)[] }
  /** Without quotation marks: a whole value. */
  | { readonly kind: 'value'; readonly place: Place }
  | { readonly kind: 'list'; readonly items: readonly HoledJson[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: HoledJson])[] };

/** Characters for private use, which mark places while JSON is read: in quotation marks, as a value, the end of a mark. */
const [WITHIN, WHOLE, END] = ['\ue000', '\ue001', '\ue002'];
/** Longer numbers would be rounded. */
const MAX_DIGITS = 15;
const MARKS = /[\ue000-\ue002]/;

/**
 * Reads JSON text with holes in it.
 *
 * @param keeps whether optional parts are there.
 * @param options.allowTrailing whether what the author wrote after the end is ignored, as in success templates.
 * @throws NotConvertible where it is no JSON, or a place is neither a value nor part of a text.
 */
export function jsonWithHoles(
  parts: readonly Part[],
  keeps: (guard: Guard) => boolean = () => true,
  options: { readonly allowTrailing?: boolean } = {},
): HoledJson {
  const places: Place[] = [];
  const text = marked(parts, keeps, places, options.allowTrailing === true);
  const nesting = refuseNesting(text);
  if (nesting !== undefined) throw new NotConvertible(`it ${nesting}`);
  return holed(parsed(text, places), places);
}

function parsed(text: string, places: readonly Place[]): Json {
  try {
    return JSON.parse(text);
  } catch {
    const index = new RegExp(`${WHOLE}(\\d+)`).exec(text)?.[1];
    const why = index === undefined ? 'it is no JSON' : 'native bodies are JSON with whole values in it';
    throw new NotConvertible(why, places[Number(index)]?.raw);
  }
}

/** Where a reader of JSON is in the text. */
interface Cursor {
  text: string;
  inString: boolean;
  /** Whether the last sign was a backslash within a text. */
  isEscaped: boolean;
  /** How many digits have just been read outside of texts. */
  digits: number;
  depth: number;
  isOver: boolean;
}

function marked(
  parts: readonly Part[],
  keeps: (guard: Guard) => boolean,
  places: Place[],
  allowTrailing: boolean,
): string {
  const cursor = { text: '', inString: false, isEscaped: false, digits: 0, depth: 0, isOver: false };
  const visit = (part: Part, guard?: Guard): void => {
    if (part.kind === 'literal') readLiteral(part.text, cursor, allowTrailing);
    else if (part.kind === 'hole') markHole({ ...part, ...(guard && { guard }) }, cursor, places);
    else if (guard !== undefined) throw new NotConvertible('native templates have no #if within #if', '#if');
    else if (keeps(part.guard)) for (const inner of part.parts) visit(inner, part.guard);
  };
  for (const part of parts) visit(part);
  return cursor.text;
}

function markHole(place: Place, cursor: Cursor, places: Place[]): void {
  if (cursor.isOver) throw new NotConvertible('it stands after the end of the JSON', place.raw);
  if (cursor.isEscaped) throw new NotConvertible('a backslash stands before it', place.raw);
  const index = places.push(place) - 1;
  cursor.text += cursor.inString ? `${WITHIN}${index}${END}` : `"${WHOLE}${index}${END}"`;
}

function readLiteral(text: string, cursor: Cursor, allowTrailing: boolean): void {
  if (MARKS.test(text)) throw new NotConvertible('it holds characters for private use');
  for (const sign of text) {
    if (cursor.isOver && allowTrailing) return;
    cursor.text += sign;
    if (cursor.isEscaped) cursor.isEscaped = false;
    else if (cursor.inString && sign === '\\') cursor.isEscaped = true;
    else if (sign === '"') cursor.inString = !cursor.inString;
    else if (!cursor.inString) readOutside(sign, cursor);
  }
}

function readOutside(sign: string, cursor: Cursor): void {
  cursor.digits = /\d/.test(sign) ? cursor.digits + 1 : 0;
  if (cursor.digits > MAX_DIGITS) throw new NotConvertible('a number has more digits than JSON keeps');
  if (sign === '{' || sign === '[') cursor.depth++;
  if (sign !== '}' && sign !== ']') return;
  cursor.depth--;
  cursor.isOver = cursor.depth === 0;
}

function holed(json: Json, places: readonly Place[]): HoledJson {
  if (typeof json === 'string') return holedText(json, places);
  if (json === null || typeof json !== 'object') return { kind: 'fixed', value: json };
  if (!isJsonObject(json)) return { kind: 'list', items: json.map((item) => holed(item, places)) };
  const entries = Object.entries(json).map(([key, value]) => {
    const index = new RegExp(`[${WITHIN}${WHOLE}](\\d+)`).exec(key)?.[1];
    if (index !== undefined)
      throw new NotConvertible('native templates have fixed names', places[Number(index)]?.raw);
    if (isForbiddenKey(key)) throw new NotConvertible(`\`${key}\` cannot be a name`, key);
    return [key, holed(value, places)] as const;
  });
  return { kind: 'object', entries };
}

function holedText(text: string, places: readonly Place[]): HoledJson {
  const whole = new RegExp(`^${WHOLE}(\\d+)${END}$`).exec(text)?.[1];
  const place = whole === undefined ? undefined : places[Number(whole)];
  if (place !== undefined) return { kind: 'value', place };
  const parts = text
    .split(new RegExp(`${WITHIN}(\\d+)${END}`))
    .map((part, at) => (at % 2 === 0 ? part : places[Number(part)]))
    .filter((part) => part !== undefined && part !== '');
  return { kind: 'text', parts: parts.filter((part) => part !== undefined) };
}
