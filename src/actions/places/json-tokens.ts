import type { Json } from '../../authoring/json.ts';
import type { MarkedText, Piece, ValueOrigin } from '../velocity/marked-text.ts';
import {
  characterFault,
  escaped,
  isValue,
  type PlaceFault,
  templateFault,
  type ValuePiece,
  valueFault,
} from './place-fault.ts';

/** A part of a JSON text that knows whether a value wrote it, or had a part in it. */
export type JsonToken = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'sign'; readonly sign: string; readonly from?: undefined }
  | { readonly kind: 'string' | 'scalar'; readonly from?: ValuePiece }
  /** A value that is one complete list, object or text in JSON. */
  | { readonly kind: 'whole'; readonly from: ValuePiece; readonly json: Json }
  /** A value outside of quotes that is none of the others: elements or members that fill their brackets, or a fault. */
  | { readonly kind: 'filling'; readonly from: ValuePiece }
  /** A value that printed nothing. */
  | { readonly kind: 'blank'; readonly from: ValuePiece }
);

/** The tokens up to the end or the first fault, which begins at a character of the whole text. */
export interface JsonTokens {
  readonly tokens: readonly JsonToken[];
  readonly fault?: PlaceFault;
  readonly faultAt?: number;
}

/**
 * Reads a text as JSON tokens, each value in its place: within quotes of the author it must not end them, outside of
 * them it is judged as a whole.
 */
export function jsonTokens(text: MarkedText): JsonTokens {
  const lexer = startLexer();
  for (const piece of text) {
    const fault =
      lexer.open !== 'string' && isValue(piece) ? readValue(lexer, piece) : readPiece(lexer, piece);
    if (fault !== undefined) return { tokens: lexer.tokens, fault, faultAt: lexer.at };
  }
  if (lexer.open === 'string') return { tokens: lexer.tokens, fault: unclosed(lexer), faultAt: lexer.start };
  close(lexer, lexer.at);
  return { tokens: lexer.tokens };
}

/** How far the text has been read. */
interface Lexer {
  readonly tokens: JsonToken[];
  /** Where the present piece begins in the whole text. */
  at: number;
  /** The token that has begun. */
  open: 'string' | 'scalar' | undefined;
  start: number;
  /** The value that has a part in it. */
  from: ValuePiece | undefined;
  /** How many characters the present escape still wants: 1 after a backslash, then up to 4 digits. */
  escapeLeft: number;
  isUnicode: boolean;
  /** The piece that began the present escape. */
  escapeIn: Piece | undefined;
}

/** All its fields are there from the beginning: this is the hot path of every request. */
function startLexer(): Lexer {
  return {
    tokens: [],
    at: 0,
    open: undefined,
    start: 0,
    from: undefined,
    escapeLeft: 0,
    isUnicode: false,
    escapeIn: undefined,
  };
}

const SCALAR = /^[A-Za-z0-9+.-]+$/;
const WITHIN_QUOTES = { place: 'a text in quotes', escape: 'jsonString' };
const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** A value outside of quotes: one token of its own, or a part of a number or word together with its neighbours. */
function readValue(lexer: Lexer, piece: ValuePiece): undefined {
  const { text } = piece;
  const at = lexer.at;
  lexer.at += text.length;
  const [start, end] = trimmed(text);
  if (SCALAR.test(text.slice(start, end))) {
    if (start > 0) close(lexer, at);
    begin(lexer, 'scalar', at + start);
    lexer.from = piece;
    if (end < text.length) close(lexer, at + end);
    return;
  }
  if (text !== '') close(lexer, at);
  const span = { start: at, end: lexer.at, from: piece };
  lexer.tokens.push(start === end ? { kind: 'blank', ...span } : wholeOrFilling(piece, span));
}

/** Where a text begins and ends beside the white space that JSON knows. */
function trimmed(text: string): readonly [start: number, end: number] {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text.charAt(start))) start++;
  while (end > start && isBlank(text.charAt(end - 1))) end--;
  return [start, end];
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}

function wholeOrFilling(
  piece: ValuePiece,
  span: { start: number; end: number; from: ValuePiece },
): JsonToken {
  const json = parsed(piece.text);
  return json === undefined ? { kind: 'filling', ...span } : { kind: 'whole', json, ...span };
}

/** The JSON that a text is, or undefined when it is none. */
export function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The author's text, or a value within the author's quotes. */
function readPiece(lexer: Lexer, piece: Piece): PlaceFault | undefined {
  const { text } = piece;
  const straddle = text === '' ? undefined : straddling(lexer, piece);
  if (straddle !== undefined) return straddle;
  if (isValue(piece)) lexer.from = piece;
  for (let i = 0; i < text.length; i++) {
    if (lexer.open === 'string' && lexer.escapeLeft === 0) i = plainUntil(text, i);
    if (i === text.length) break;
    const fault = lexer.open === 'string' ? readInString(lexer, piece, i) : readOutside(lexer, text, i);
    if (fault === undefined) continue;
    lexer.at += i;
    return fault;
  }
  lexer.at += text.length;
  return undefined;
}

/** Where the next sign stands that means something within quotes, or the end. */
function plainUntil(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE || code === BACKSLASH || code < 0x20) return i;
  }
  return text.length;
}

function readInString(lexer: Lexer, piece: Piece, i: number): PlaceFault | undefined {
  const code = piece.text.charCodeAt(i);
  if (lexer.escapeLeft > 0) return readEscape(lexer, piece, i);
  if (code === BACKSLASH) {
    lexer.escapeLeft = 1;
    lexer.isUnicode = false;
    lexer.escapeIn = piece;
  } else if (code === QUOTE) {
    if (isValue(piece)) return characterFault(piece, i, WITHIN_QUOTES);
    close(lexer, lexer.at + i + 1);
  } else if (code < 0x20) {
    if (isValue(piece)) return characterFault(piece, i, WITHIN_QUOTES);
    return templateFault('a text in quotes holds a line break or tab', 'write \\n or \\t for it');
  }
  return undefined;
}

function readEscape(lexer: Lexer, piece: Piece, i: number): PlaceFault | undefined {
  const character = piece.text.charAt(i);
  const isRight = (lexer.isUnicode ? /[0-9a-f]/i : /["\\/bfnrtu]/).test(character);
  if (!isRight && isValue(piece)) {
    const why = 'holds a backslash that begins no JSON escape';
    return { ...valueFault(piece.from, why, remedy(piece.from)), escape: 'jsonString' };
  }
  if (!isRight) return templateFault('a backslash begins no JSON escape', 'write \\\\ for a backslash');
  if (!lexer.isUnicode && character === 'u') {
    lexer.isUnicode = true;
    lexer.escapeLeft = 4;
  } else lexer.escapeLeft--;
  return undefined;
}

/** A half escape would take its other half from text that somebody else wrote. */
function straddling({ escapeLeft, escapeIn }: Lexer, { from }: Piece): PlaceFault | undefined {
  if (escapeLeft === 0 || escapeIn === undefined) return undefined;
  if (isValue(escapeIn)) return endsInEscape(escapeIn);
  if (from === undefined) return undefined;
  const what = `a backslash stands directly before \`${from.raw}\` and would change the value`;
  return templateFault(what, 'remove it, or write \\\\ for a backslash');
}

function endsInEscape({ from }: ValuePiece): PlaceFault {
  const why = 'ends with a backslash, which would change the text after it';
  return { ...valueFault(from, why, remedy(from)), escape: 'jsonString' };
}

function remedy({ raw }: ValueOrigin): string {
  return `write ${escaped('jsonString', raw)}`;
}

function readOutside(lexer: Lexer, text: string, i: number): undefined {
  const at = lexer.at + i;
  const character = text.charAt(i);
  if (isBlank(character)) return close(lexer, at);
  if (character !== '"' && !isSign(character)) return begin(lexer, 'scalar', at);
  close(lexer, at);
  if (character === '"') begin(lexer, 'string', at);
  else lexer.tokens.push({ kind: 'sign', sign: character, start: at, end: at + 1 });
}

function isSign(character: string): boolean {
  switch (character) {
    case '{':
    case '}':
    case '[':
    case ']':
    case ':':
    case ',':
      return true;
    default:
      return false;
  }
}

function begin(lexer: Lexer, kind: 'string' | 'scalar', at: number): undefined {
  if (lexer.open !== undefined) return;
  lexer.open = kind;
  lexer.start = at;
  lexer.from = undefined;
}

function close(lexer: Lexer, end: number): undefined {
  const { open: kind, start, from } = lexer;
  if (kind === undefined) return;
  lexer.open = undefined;
  lexer.tokens.push(from === undefined ? { kind, start, end } : { kind, start, end, from });
}

function unclosed({ escapeLeft, escapeIn }: Lexer): PlaceFault {
  if (escapeLeft > 0 && escapeIn !== undefined && isValue(escapeIn)) return endsInEscape(escapeIn);
  return templateFault('a quotation mark is not closed', 'write a quotation mark at the end of the text');
}
