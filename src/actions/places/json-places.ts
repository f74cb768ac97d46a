import type { Json } from '../../authoring/json.ts';
import type { Note } from '../operation.ts';
import { type MarkedText, plainText, type ValueOrigin } from '../velocity/marked-text.ts';
import { type JsonWalk, misplacedValue, startWalk, takeToken, type Wants } from './json-grammar.ts';
import { type JsonToken, type JsonTokens, jsonTokens, parsed } from './json-tokens.ts';
import { missingValue, type PlaceFault, type ValuePiece, valueFault } from './place-fault.ts';

/** What jsonPlaces returns: the text to be sent and what it is, or why it is not sent. */
export type JsonPlacesResult =
  | { readonly ok: true; readonly text: string; readonly value: Json; readonly notes: readonly Note[] }
  | { readonly ok: false; readonly fault: PlaceFault };

/** What may differ from one JSON text to another. */
export interface JsonPlacesOptions {
  /** What people call the text. Default: `body`. */
  readonly subject?: string;
  /**
   * For success templates: what the author wrote after the first complete value is ignored, as Genesys Cloud's reader
   * does, and names are the answer's own, so that only `__proto__` is refused.
   */
  readonly allowTrailing?: boolean;
  /** References that had no value and so printed themselves. */
  readonly unfilled?: readonly Pick<ValueOrigin, 'name' | 'raw'>[];
}

/** An output holds names of the answer, and may stand around an answer that nests as deep as answers may. */
const OUTPUT = { isForbidden: (key: string) => key === '__proto__', maxDepth: 100 };

/**
 * Decides whether a rendered JSON text may be sent: every value has stayed in its place (D7) and the whole is JSON.
 *
 * Within quotes of the author a value must not end them. Outside of them it is a number, word or one complete JSON value
 * at a value's place, or alone fills the brackets around it with complete elements or members.
 */
export function jsonPlaces(marked: MarkedText, options: JsonPlacesOptions = {}): JsonPlacesResult {
  const text = plainText(marked);
  const read = jsonTokens(marked);
  const { allowTrailing = false } = options;
  const walk = startWalk(text, read.tokens, allowTrailing ? OUTPUT : {});
  let end = 0;
  for (const [index, token] of read.tokens.entries()) {
    if (walk.wants === 'end' && allowTrailing && token.kind !== 'blank')
      return trailing(text, end, read.tokens.slice(index));
    const found = takeToken(walk, index);
    const fault = found === 'misfit' ? misfit(walk, index, token, options) : found;
    if (fault !== undefined) return refused(fault, text, token.start, options);
    if (walk.wants === 'end' && token.kind !== 'blank') end = token.end;
  }
  if (walk.wants === 'end' && (read.fault === undefined || allowTrailing)) return accepted(text, end, read);
  const fault = read.fault ?? tooShort(walk);
  return refused(fault, text, read.faultAt ?? text.length, options);
}

function accepted(text: string, end: number, { tokens, fault }: JsonTokens): JsonPlacesResult {
  const [only] = tokens;
  if (tokens.length === 1 && only?.kind === 'whole') return { ok: true, text, value: only.json, notes: [] };
  const sent = fault === undefined ? text : text.slice(0, end);
  const value = parsed(sent);
  if (value !== undefined) return { ok: true, text: sent, value, notes: [] };
  return refused({ kind: 'template', what: 'it cannot be read', hint: HINT }, text, 0, {});
}

/** The author's stray brackets are ignored; a value that would be ignored with them is not. */
function trailing(text: string, end: number, rest: readonly JsonToken[]): JsonPlacesResult {
  const lost = rest.find(isValueToken);
  if (lost !== undefined) {
    const fault = valueFault(
      lost.from.from,
      'stands after the end of the JSON',
      'remove it, or a bracket before it',
    );
    return { ok: false, fault };
  }
  const sent = text.slice(0, end);
  const note = {
    about: text.slice(end).trim().slice(0, 20),
    message: 'stands after the end of the JSON and is ignored',
    hint: 'remove it',
  };
  return { ok: true, text: sent, value: parsed(sent) ?? null, notes: [note] };
}

function isValueToken(token: JsonToken): token is JsonToken & { readonly from: ValuePiece } {
  return token.from !== undefined && token.kind !== 'blank';
}

/** Why a token cannot stand where it does: the value's fault, a value that is not there, or the author's. */
function misfit(walk: JsonWalk, index: number, token: JsonToken, options: JsonPlacesOptions): PlaceFault {
  if (isValueToken(token)) return misplacedValue(token, walk.wants);
  const unfilled = unfilledAt(walk.text, token.start, options);
  if (unfilled !== undefined) return printedItself(unfilled);
  const before = walk.tokens[index - 1];
  if (before?.kind === 'blank' && walk.wants.startsWith('value')) return nothingPrinted(before.from);
  return { kind: 'template', what: wanted(walk), hint: HINT };
}

const HINT = 'look for a comma, quotation mark or bracket too many or too few there';

function tooShort(walk: JsonWalk): PlaceFault {
  const blank = walk.tokens.findLast(({ kind }) => kind === 'blank');
  if (blank?.from !== undefined && walk.wants === 'value') return nothingPrinted(blank.from);
  const what = walk.tokens.length === 0 ? 'it is empty' : `it ends too early: ${wanted(walk)}`;
  return { kind: 'template', what, hint: HINT };
}

/** The reference whose own text covers a place of the rendered text. */
function unfilledAt(text: string, at: number, { unfilled = [] }: JsonPlacesOptions) {
  return unfilled.find(({ raw }) => {
    const start = text.indexOf(raw, Math.max(0, at - raw.length + 1));
    return start >= 0 && start <= at;
  });
}

function printedItself({ name, raw }: Pick<ValueOrigin, 'name' | 'raw'>): PlaceFault {
  const fault = missingValue({ name, raw }, 'JSON');
  return { ...fault, what: `\`${raw}\` has no value and printed itself, which is no JSON outside of quotes` };
}

function nothingPrinted({ from }: ValuePiece): PlaceFault {
  const fault = missingValue(from, 'JSON');
  return { ...fault, what: `\`${from.raw}\` printed nothing where JSON needs a value` };
}

const WANTED: { readonly [wants in Wants]: string } = {
  value: 'a value is wanted',
  valueOrEnd: 'a value or ] is wanted',
  name: 'a name in quotes is wanted',
  nameOrEnd: 'a name in quotes or } is wanted',
  colon: 'a colon is wanted',
  commaOrEnd: 'a comma or bracket is wanted',
  end: 'it goes on after its end',
};

function wanted({ wants }: JsonWalk): string {
  return WANTED[wants];
}

/** The author's own faults say where in the rendered text they stand. */
function refused(
  fault: PlaceFault,
  text: string,
  at: number,
  { subject = 'body' }: JsonPlacesOptions,
): JsonPlacesResult {
  if (fault.kind !== 'template') return { ok: false, fault };
  const before = text.slice(0, at).split('\n');
  const where = `line ${before.length}, character ${(before.at(-1) ?? '').length + 1} of the filled text`;
  return { ok: false, fault: { ...fault, what: `The ${subject} is no JSON: ${fault.what} (${where})` } };
}
