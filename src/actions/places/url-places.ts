import type { Note } from '../operation.ts';
import {
  type MarkedText,
  type Piece,
  plainText,
  shownText,
  type ValueOrigin,
} from '../velocity/marked-text.ts';
import { refuseNamedValue } from './named-value.ts';
import { isValue, missingValue, type PlaceFault, templateFault, valueFault } from './place-fault.ts';
import { cutMarked, hasValue, isEmptied, splitMarked } from './split-marked.ts';
import { asOperatorText, authorityEnd, refuseOrigin } from './url-origin.ts';
import { encodeRest, noteUrlValue, PATH_PART, QUERY_PART, refuseUrlValue } from './url-value.ts';

/** Longest request line that receivers commonly take, in characters. */
const MAX_URL_LENGTH = 8000;

/** What urlPlaces returns. */
export type UrlPlacesResult =
  | {
      readonly ok: true;
      /** As it is sent: what must be is percent-encoded. */
      readonly url: string;
      /** The same with secrets masked. */
      readonly shown: string;
      /** The host as an operator may allow it, in lower case, `*` for a label that a value gives; only of absolute URLs. */
      readonly hostPattern?: string;
      readonly notes: readonly Note[];
    }
  | { readonly ok: false; readonly fault: PlaceFault };

/** What kind of URL is wanted. */
export interface UrlPlacesOptions {
  /** Whether it names its receiver, or is a path of a target. */
  readonly absolute: boolean;
  /** References that had no value and so printed themselves. */
  readonly unfilled?: readonly Pick<ValueOrigin, 'name' | 'raw'>[];
}

/**
 * Decides whether a rendered URL may be called: its author, or a credential of the operator, says where it goes; a value
 * is one segment of the path or the value of one parameter, or a part of these (D7).
 */
export function urlPlaces(
  marked: MarkedText,
  { absolute, unfilled = [] }: UrlPlacesOptions,
): UrlPlacesResult {
  const [first] = unfilled;
  if (first !== undefined) return { ok: false, fault: missingValue(first, 'the URL') };
  const text = tidied(marked);
  const owned = absolute ? asOperatorText(text) : text;
  const origin = absolute ? refuseOrigin(owned) : undefined;
  if (origin?.fault !== undefined) return { ok: false, fault: origin.fault };
  const fault = refuseRest(owned, absolute);
  if (fault !== undefined) return { ok: false, fault };
  const sent = text.map((piece) => ({ ...piece, text: encodeRest(piece.text) }));
  const url = plainText(sent);
  const flaw = refuseWhole(url, origin?.host);
  if (flaw !== undefined) return { ok: false, fault: flaw };
  const pattern = origin?.hostPattern === undefined ? {} : { hostPattern: origin.hostPattern };
  return { ok: true, url, shown: shownText(sent), ...pattern, notes: notesOf(owned) };
}

/** Line breaks come from directives between the parts of a URL; they and the space around it are no part of it. */
function tidied(text: MarkedText): MarkedText {
  const last = text.length - 1;
  return text.map((piece, index) =>
    isValue(piece) ? piece : tidiedPiece(piece, index === 0, index === last),
  );
}

function tidiedPiece({ text }: Piece, isFirst: boolean, isLast: boolean): Piece {
  const joined = /[\t\r\n]/.test(text) ? withoutBreaks(text) : text;
  const begun = isFirst ? joined.trimStart() : joined;
  return { text: isLast ? begun.trimEnd() : begun };
}

function withoutBreaks(text: string): string {
  const lines = text.split(/[\r\n]+/);
  const last = lines.length - 1;
  const trimmed = lines.map((line, index) => {
    const begun = index === 0 ? line : line.trimStart();
    return index === last ? begun : begun.trimEnd();
  });
  return trimmed.join('').replaceAll('\t', '');
}

/** Path and query. */
function refuseRest(text: MarkedText, absolute: boolean): PlaceFault | undefined {
  const rest = absolute ? dropped(text, authorityEnd(text)) : text;
  if (splitMarked(rest, '#', 2).length > 1)
    return templateFault('The URL has a part after #, which is never sent', 'remove it');
  const [path, query] = cutMarked(rest, '?');
  const [first] = path;
  if (!absolute && (first === undefined || isValue(first) || !/^\/(?!\/)/.test(first.text)))
    return templateFault('The URL does not begin with one /', 'write a path such as /api/v2/users');
  return refusePath(path) ?? (query === undefined ? undefined : refuseQuery(query));
}

/** What is left of a text without its first characters, which its author wrote. */
function dropped(text: MarkedText, count: number): MarkedText {
  let left = count;
  return text.flatMap((piece) => {
    const cut = Math.min(left, piece.text.length);
    left -= cut;
    return cut > 0 && cut === piece.text.length ? [] : [{ ...piece, text: piece.text.slice(cut) }];
  });
}

function refusePath(path: MarkedText): PlaceFault | undefined {
  const segments = splitMarked(path, '/');
  for (const [index, segment] of segments.entries()) {
    const fault = refuseSegment(segment) ?? refuseHalfCode(segment);
    if (fault !== undefined) return fault;
    const isBetween = index > 0 && index < segments.length - 1;
    if (isBetween && plainText(segment) === '') return NOTHING_BETWEEN;
  }
  return undefined;
}

const NOTHING_BETWEEN: PlaceFault = {
  kind: 'missing',
  what: 'The URL has nothing between two slashes',
  hint: 'give each input of the path a value, or remove a slash',
};

function refuseSegment(segment: MarkedText): PlaceFault | undefined {
  const values = segment.filter(isValue);
  const [first] = values;
  if (first !== undefined && isEmptied(segment)) return missingValue(first.from, 'the URL');
  for (const piece of values) {
    const fault = refuseUrlValue(piece, PATH_PART);
    if (fault !== undefined) return fault;
  }
  if (!/^(?:\.|%2e){1,2}$/i.test(plainText(segment))) return undefined;
  const maker = values.findLast(({ text }) => text !== '');
  const hint = 'a receiver may resolve it and so reach something else';
  if (maker === undefined) return templateFault('The URL has `.` or `..` as a part of its path', hint);
  return valueFault(maker.from, 'would make `.` or `..` a part of the URL', hint);
}

function refuseQuery(query: MarkedText): PlaceFault | undefined {
  for (const parameter of splitMarked(query, '&')) {
    const fault =
      refuseNamedValue(parameter, 'a parameter in the URL', QUERY_PART) ?? refuseHalfCode(parameter);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** A percent sign of the author must not take its digits from a value. */
function refuseHalfCode(text: MarkedText): PlaceFault | undefined {
  for (const [index, piece] of text.entries()) {
    const isHalf = !isValue(piece) && /%[0-9a-f]?$/i.test(piece.text);
    if (isHalf && hasValue(text.slice(index + 1)))
      return templateFault('The URL has a % directly before a value', 'write %25 for a percent sign');
  }
  return undefined;
}

/** What the parts did not show: the length, and whether a reader of URLs agrees about the receiver. */
function refuseWhole(url: string, host: string | undefined): PlaceFault | undefined {
  if (url.length > MAX_URL_LENGTH)
    return {
      kind: 'value',
      what: `The URL has more than ${MAX_URL_LENGTH} characters`,
      hint: 'send less in it',
    };
  if (hostOf(url) === (host ?? 'target')) return undefined;
  return templateFault('The URL cannot be read as it is written', 'look at its host and port');
}

function hostOf(url: string): string | undefined {
  try {
    return new URL(url, 'https://target').hostname;
  } catch {
    return undefined;
  }
}

function notesOf(text: MarkedText): readonly Note[] {
  const [, query = []] = cutMarked(text, '?');
  return query.filter(isValue).flatMap((piece) => noteUrlValue(piece, QUERY_PART));
}
