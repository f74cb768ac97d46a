import type { Piece, ValueOrigin } from '../velocity/marked-text.ts';

/** Why a text cannot be sent: a value would leave its place, is missing where one is needed, or the template is wrong. */
export interface PlaceFault {
  /** `value`: it does not stay in its place; `missing`: there is none; `template`: no value has a part in it. */
  readonly kind: 'value' | 'missing' | 'template';
  /** What the value is called, such as `input.subject`. */
  readonly name?: string;
  /** The reference as the template has it. */
  readonly raw?: string;
  /** What is wrong, a sentence without a full stop. Never holds a value. */
  readonly what: string;
  /** What would be right. */
  readonly hint: string;
  /** The escape that is missing, such as `jsonString`; absent: no escape helps. */
  readonly escape?: string;
}

/** A piece that a value wrote. */
export type ValuePiece = Piece & { readonly from: ValueOrigin };

/** Whether a value wrote a piece. */
export function isValue(piece: Piece): piece is ValuePiece {
  return piece.from !== undefined;
}

/** A fault of the template itself. */
export function templateFault(what: string, hint: string): PlaceFault {
  return { kind: 'template', what, hint };
}

/** A value that is not there, where its place needs one. */
export function missingValue({ name, raw }: Pick<ValueOrigin, 'name' | 'raw'>, where: string): PlaceFault {
  const hint = `give \`${name}\` a value${otherRemedy(name)}`;
  return { kind: 'missing', name, raw, what: `${where} needs a value for \`${raw}\``, hint };
}

/** Names of the translation map stand by themselves; credentials and the like have no remedy but a value. */
function otherRemedy(name: string): string {
  if (/^input\b/i.test(name)) return ', or require it in the contract';
  return name.includes('.') ? '' : ', such as a default in translationMapDefaults';
}

/** A value that does not fit its place, for a reason and with a remedy of one's own. */
export function valueFault({ name, raw }: ValueOrigin, why: string, hint: string): PlaceFault {
  return { kind: 'value', name, raw, what: `\`${raw}\` ${why}`, hint };
}

/** A value with a character that would end or change what it stands in. */
export function characterFault(
  { text, from }: ValuePiece,
  at: number,
  { place, escape: wanted }: { readonly place: string; readonly escape?: string },
): PlaceFault {
  const why = `holds ${characterName(text, at)} (character ${at + 1}), which cannot stand in ${place}`;
  if (wanted === undefined) return valueFault(from, why, 'take it out before the call');
  return { ...valueFault(from, why, `write ${escaped(wanted, from.raw)}`), escape: wanted };
}

/** A reference with an escape around it; `$!` stays outermost, since it says to print nothing without a value. */
export function escaped(by: string, raw: string): string {
  return `${raw.startsWith('$!') ? '$!' : '$'}esc.${by}(${raw.replace(/^\$!/, '$')})`;
}

const NAMES: { readonly [character: string]: string } = {
  '"': 'a quotation mark',
  "'": 'an apostrophe',
  '\\': 'a backslash',
  '\n': 'a line break',
  '\r': 'a line break',
  '\t': 'a tab',
  ' ': 'a space',
  '/': 'a slash',
  '?': 'a question mark',
  '#': 'a number sign',
  '&': 'an ampersand',
  ';': 'a semicolon',
  '=': 'an equals sign',
  '%': 'a percent sign',
  '<': 'an angle bracket',
  '>': 'an angle bracket',
  ',': 'a comma',
  ':': 'a colon',
  '{': 'a brace',
  '}': 'a brace',
  '[': 'a square bracket',
  ']': 'a square bracket',
};

/** The kind of a character, never the character itself: it may be part of something private. */
function characterName(text: string, at: number): string {
  const code = text.charCodeAt(at);
  const known = NAMES[text.charAt(at)];
  if (known !== undefined) return known;
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return 'a control character';
  if (isLoneSurrogate(text, at)) return 'half a character';
  return code > 0x7f ? 'a character beyond ASCII' : 'a character';
}

/** Where a text first holds half of a character that takes two, or -1. */
export function loneSurrogateAt(text: string): number {
  return /[\ud800-\udfff]/.test(text) ? text.search(/\p{Surrogate}/u) : -1;
}

function isLoneSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code >= 0xd800 && code <= 0xdbff) return !isBetween(text.charCodeAt(at + 1), 0xdc00, 0xdfff);
  if (code >= 0xdc00 && code <= 0xdfff) return !isBetween(text.charCodeAt(at - 1), 0xd800, 0xdbff);
  return false;
}

function isBetween(code: number, low: number, high: number): boolean {
  return code >= low && code <= high;
}
