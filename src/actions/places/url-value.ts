import type { Note } from '../operation.ts';
import {
  characterFault,
  escaped,
  loneSurrogateAt,
  type PlaceFault,
  type ValuePiece,
  valueFault,
} from './place-fault.ts';

/** A part of a URL or form in which a value may stand. */
export interface UrlPart {
  /** What people call it. */
  readonly place: string;
  /** What would end it, or be read as something else. */
  readonly refused: string;
  /** The escape that keeps a value in it. */
  readonly escape: 'uriEncode' | 'url';
  /** Whether even the escaped forms of these would be unsafe: receivers resolve paths after decoding them. */
  readonly isDecoded?: true;
}

/** A part of a path. `;` begins parameters of a segment for some receivers. */
export const PATH_PART: UrlPart = {
  place: 'the path of the URL',
  refused: '/\\?#; ',
  escape: 'uriEncode',
  isDecoded: true,
};
/** The value of a query parameter. `;` parts parameters for some receivers. */
export const QUERY_PART: UrlPart = { place: 'the query of the URL', refused: '&#; ', escape: 'url' };
/** The value of a form field. */
export const FORM_PART: UrlPart = { place: 'a form field', refused: '&;', escape: 'url' };

const URL_ESCAPES = ['url', 'urlFormEncode', 'uriEncode'];
const ENCODED = /^(?:[\w.~!$'()*,:@+-]|%[0-9a-f]{2})*$/i;

/** Why a value cannot stand in a part of a URL, or undefined when it can. */
export function refuseUrlValue(piece: ValuePiece, part: UrlPart): PlaceFault | undefined {
  if (isUrlEncoded(piece)) return undefined;
  const { text } = piece;
  const at = firstRefused(text, part);
  if (at >= 0) return characterFault(piece, at, part);
  return part === FORM_PART ? undefined : refusePercent(piece, part);
}

/** Whether a value has been percent-encoded by its template and is still what came out of that. */
function isUrlEncoded({ text, from }: ValuePiece): boolean {
  return from.escapedBy !== undefined && URL_ESCAPES.includes(from.escapedBy) && ENCODED.test(text);
}

function firstRefused(text: string, { refused }: UrlPart): number {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x7f || refused.includes(text.charAt(at))) return at;
  }
  return loneSurrogateAt(text);
}

/** A percent sign must begin a whole code, and in a path not that of a sign with a meaning. */
function refusePercent(piece: ValuePiece, part: UrlPart): PlaceFault | undefined {
  for (const { 0: code, index } of piece.text.matchAll(/%(?:[0-9a-f]{2})?/gi)) {
    if (code === '%') return characterFault(piece, index, part);
    const sign = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (part.isDecoded !== true || isHarmless(sign, part)) continue;
    const why = `holds the code of a sign that has a meaning in ${part.place} (character ${index + 1})`;
    return valueFault(piece.from, why, 'take it out before the call');
  }
  if (part.isDecoded !== true || isDecodable(piece.text)) return undefined;
  return valueFault(piece.from, 'holds percent codes that are no UTF-8', 'take them out before the call');
}

/** Careless receivers read longer codes of a slash than there may be. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** An encoded percent sign is not: some receivers decode twice. */
function isHarmless(sign: string, part: UrlPart): boolean {
  return sign === ' ' || (sign !== '.' && sign !== '%' && firstRefused(sign, part) < 0);
}

/** What a receiver may read otherwise than people expect. */
export function noteUrlValue(piece: ValuePiece, part: UrlPart): readonly Note[] {
  if (isUrlEncoded(piece)) return [];
  const note = (message: string): Note => ({
    about: piece.from.raw,
    message,
    hint: `write ${escaped(part.escape, piece.from.raw)}`,
  });
  return [
    ...(piece.text.includes('+') ? [note(`holds a plus sign, which means a space in ${part.place}`)] : []),
    ...(part === FORM_PART && piece.text.includes('%')
      ? [note(`holds a percent sign, which begins a code in ${part.place}`)]
      : []),
  ];
}

/** Percent-encodes what may not stand in a URL as it is; what has a meaning there stays. */
export function encodeRest(text: string): string {
  if (!TO_ENCODE.test(text)) return text;
  const whole = text.replaceAll(/\p{Surrogate}/gu, '\ufffd');
  return whole.replaceAll(new RegExp(TO_ENCODE, 'g'), encodeURIComponent);
}

const TO_ENCODE = /[^\x21-\x7e]+|["<>\\^`{|}]/;
