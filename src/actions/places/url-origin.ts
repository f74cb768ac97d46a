import type { MarkedText } from '../velocity/marked-text.ts';
import { plainText } from '../velocity/marked-text.ts';
import {
  isValue,
  missingValue,
  type PlaceFault,
  templateFault,
  type ValuePiece,
  valueFault,
} from './place-fault.ts';

/** Where a URL goes, or why nobody can tell from its template. */
export interface UrlOrigin {
  readonly fault?: PlaceFault;
  /** In lower case, without port. */
  readonly host?: string;
  /** The host with `*` for each label that a value gives. */
  readonly hostPattern?: string;
}

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const AUTHORITY = /^(\[[0-9a-f:.]+\]|[a-z0-9._*-]+)(?::(\d{1,5}))?$/i;
/** What stands for the label of a value while the author's part is read; no author's host can hold it. */
const ANY_LABEL = '*';

/** The text in which what the operator's credentials say of scheme and host counts as the author's. */
export function asOperatorText(text: MarkedText): MarkedText {
  let before = '';
  return text.map((piece) => {
    const isOwn = isValue(piece) && isCredential(piece) && !/^[a-z]+:\/\/[^/?#]*[/?#]/i.test(before);
    before += piece.text;
    return isOwn ? { text: piece.text } : piece;
  });
}

function isCredential({ from }: ValuePiece): boolean {
  return from.isSecret === true || from.name.startsWith('credentials.');
}

/** Where path, query or the end begins, in characters of the whole text. */
export function authorityEnd(text: MarkedText): number {
  const plain = plainText(text);
  const scheme = plain.indexOf('://') + 3;
  const length = plain.slice(scheme).search(/[/?#\\]/);
  return length < 0 ? plain.length : scheme + length;
}

/** Reads scheme, host and port, which no value may choose; only one label at the front of a host may be a value. */
export function refuseOrigin(text: MarkedText): UrlOrigin {
  const [scheme] = text;
  if (scheme === undefined || isValue(scheme) || !/^https?:\/\//i.test(scheme.text))
    return { fault: noScheme(text) };
  const parts = spanned(text, authorityEnd(text));
  for (const [index, piece] of parts.entries()) {
    const fault = isValue(piece) ? refuseLabel(parts, piece, index) : undefined;
    if (fault !== undefined) return { fault };
  }
  const written = parts.map((piece) => (isValue(piece) ? ANY_LABEL : piece.text)).join('');
  const read = AUTHORITY.exec(written.replace(/^https?:\/\//i, ''));
  const isAuthors = !parts.some((piece) => !isValue(piece) && piece.text.includes(ANY_LABEL));
  if (read === null || !isAuthors || Number(read[2] ?? 0) > 65_535) return { fault: UNREADABLE };
  const host = plainText(parts)
    .replace(/^https?:\/\//i, '')
    .replace(/:\d+$/, '')
    .toLowerCase();
  return { host, hostPattern: (read[1] ?? '').toLowerCase() };
}

const UNREADABLE = templateFault(
  'The URL has no host that can be read',
  'write scheme and host out, without user name, such as https://api.example.com/orders',
);

function noScheme(text: MarkedText): PlaceFault {
  const [first] = text;
  if (first === undefined || !isValue(first)) return UNREADABLE;
  return notYours(first);
}

function notYours({ from }: ValuePiece): PlaceFault {
  const hint = 'write scheme and host out, such as https://api.example.com/orders/${input.id}';
  return valueFault(from, 'would choose where the request goes', hint);
}

/** The pieces of the first characters of a text. */
function spanned(text: MarkedText, end: number): MarkedText {
  let at = 0;
  return text.flatMap((piece) => {
    const start = at;
    at += piece.text.length;
    return start > end || (start === end && start > 0 && piece.text !== '')
      ? []
      : [{ ...piece, text: piece.text.slice(0, end - start) }];
  });
}

/** A value may be one whole label when the author names at least two after it, such as `.example.com`. */
function refuseLabel(parts: MarkedText, piece: ValuePiece, index: number): PlaceFault | undefined {
  const before = parts[index - 1];
  const after = parts[index + 1];
  const isAlone =
    before !== undefined && !isValue(before) && /(?:\/\/|\.)$/.test(before.text) && after !== undefined;
  if (
    !isAlone ||
    isValue(after) ||
    !/^\.[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*(?::\d+)?$/i.test(after.text)
  )
    return notYours(piece);
  if (piece.text === '') return missingValue(piece.from, 'the URL');
  if (LABEL.test(piece.text)) return undefined;
  const hint = 'letters, digits and hyphens, such as `eu` for eu.example.com';
  return valueFault(piece.from, 'is no single part of a host name', hint);
}
