import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { type MarkedText, type Piece, plainText, type ValueOrigin } from './marked-text.ts';
import type { Meter } from './velocity-meter.ts';

/** A value while a template is evaluated. Whatever comes from a name remembers it. */
export type Value =
  | { readonly type: 'null' }
  | { readonly type: 'text'; readonly text: MarkedText }
  | NumberValue
  | { readonly type: 'boolean'; readonly boolean: boolean; readonly from?: ValueOrigin }
  | { readonly type: 'list'; readonly list: readonly Json[]; readonly from?: ValueOrigin }
  | { readonly type: 'map'; readonly map: JsonObject; readonly from?: ValueOrigin };

/** A number; Java tells whole ones from decimal ones, which divide otherwise and print `.0`. */
export interface NumberValue {
  readonly type: 'number';
  readonly number: number;
  readonly isDecimal: boolean;
  readonly from?: ValueOrigin;
}

export const NULL: Value = { type: 'null' };

/** A value made of JSON. */
export function toValue(json: Json | undefined, from?: ValueOrigin): Value {
  const origin = from === undefined ? {} : { from };
  if (json === undefined || json === null) return NULL;
  if (typeof json === 'string') return { type: 'text', text: [{ text: json, ...origin }] };
  if (typeof json === 'number')
    return { type: 'number', number: json, isDecimal: !Number.isInteger(json), ...origin };
  if (typeof json === 'boolean') return { type: 'boolean', boolean: json, ...origin };
  return isJsonObject(json) ? { type: 'map', map: json, ...origin } : { type: 'list', list: json, ...origin };
}

/** A text that is one piece. */
export function textValue(text: string, from?: ValueOrigin): Value {
  return toValue(text, from);
}

/** A number; one that is none, as after a division by zero, is null as in Velocity. */
export function numberValue(number: number, isDecimal: boolean, from?: ValueOrigin): Value {
  if (!Number.isFinite(number)) return NULL;
  return { type: 'number', number, isDecimal, ...(from !== undefined && { from }) };
}

/** A value as JSON; texts lose where they came from, so ask originOf first. */
export function jsonOf(value: Value): Json {
  switch (value.type) {
    case 'null':
      return null;
    case 'text':
      return plainText(value.text);
    case 'number':
      return value.number;
    case 'boolean':
      return value.boolean;
    case 'list':
      return value.list;
    case 'map':
      return value.map;
  }
}

/** A value as it prints, or undefined for null. Lists and maps print as JSON. */
export function printed(value: Value, meter: Meter): MarkedText | undefined {
  if (value.type === 'null') return undefined;
  if (value.type === 'text') return value.text;
  const text = value.type === 'number' ? printedNumber(value) : JSON.stringify(jsonOf(value));
  meter.spend(text.length);
  return [{ text, ...(value.from !== undefined && { from: value.from }) }];
}

function printedNumber({ number, isDecimal }: NumberValue): string {
  const text = JSON.stringify(number);
  return isDecimal && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** Where a value came from, or undefined when the author wrote all of it. */
export function originOf(value: Value): ValueOrigin | undefined {
  if (value.type === 'null') return undefined;
  return value.type === 'text' ? originOfText(value.text) : value.from;
}

/** Where a text came from: all of it counts as a value's when any of it does. What it was escaped with is kept only when it is whole. */
function originOfText(text: MarkedText): ValueOrigin | undefined {
  return text.length === 1 ? text[0]?.from : joinedOrigin(text.map(({ from }) => from));
}

/** The origin of what was made out of several: the first names it, and one secret makes it secret. */
export function joinedOrigin(origins: readonly (ValueOrigin | undefined)[]): ValueOrigin | undefined {
  const known = origins.filter((origin) => origin !== undefined);
  const first = known.find(({ isSecret }) => isSecret) ?? known[0];
  return first === undefined ? undefined : unescaped(first);
}

/** The same origin for a text that has been changed, and is therefore no longer escaped. */
export function unescaped({ name, raw, isSecret }: ValueOrigin): ValueOrigin {
  return { name, raw, ...(isSecret === true && { isSecret }) };
}

/** One text after the other. Neighbours of one origin become one piece; a value that is empty keeps its own. */
export function joined(texts: readonly MarkedText[], meter: Meter): MarkedText {
  const pieces: Piece[] = [];
  let length = 0;
  for (const text of texts) {
    for (const piece of text) {
      length += piece.text.length;
      addPiece(pieces, piece);
    }
  }
  meter.spend(16 * (pieces.length + texts.length));
  meter.checkText(length);
  return pieces;
}

function addPiece(pieces: Piece[], piece: Piece): void {
  const last = pieces[pieces.length - 1];
  if (last !== undefined && last.from === piece.from)
    pieces[pieces.length - 1] = { ...last, text: last.text + piece.text };
  else if (piece.text !== '' || piece.from !== undefined) pieces.push(piece);
}
