import { type MarkedText, type Piece, plainText } from '../velocity/marked-text.ts';
import { isValue } from './place-fault.ts';

/**
 * The parts of a text between each sign that its author wrote. The same sign within values parts nothing: whether it may
 * stand there is for the place to say.
 *
 * @param limit at most so many parts; the last holds the rest.
 */
export function splitMarked(
  text: MarkedText,
  sign: string,
  limit = Number.POSITIVE_INFINITY,
): readonly MarkedText[] {
  let part: Piece[] = [];
  const parts = [part];
  for (const piece of text) {
    let from = 0;
    for (let at = signAt(piece, sign, 0); at >= 0 && parts.length < limit; at = signAt(piece, sign, from)) {
      if (at > from) part.push({ text: piece.text.slice(from, at) });
      part = [];
      parts.push(part);
      from = at + 1;
    }
    if (from === 0) part.push(piece);
    else if (from < piece.text.length) part.push({ text: piece.text.slice(from) });
  }
  return parts;
}

function signAt(piece: Piece, sign: string, from: number): number {
  return isValue(piece) ? -1 : piece.text.indexOf(sign, from);
}

/** A text up to a sign of its author, and what comes after it; undefined where there is no such sign. */
export function cutMarked(text: MarkedText, sign: string): readonly [MarkedText, MarkedText | undefined] {
  const [before = [], after] = splitMarked(text, sign, 2);
  return [before, after];
}

/** Whether a value has a part in a text; one that printed nothing has not. */
export function hasValue(text: MarkedText): boolean {
  return text.some((piece) => isValue(piece) && piece.text !== '');
}

/** Whether nothing stands there although the author has put a value there. */
export function isEmptied(text: MarkedText): boolean {
  return text.some(isValue) && plainText(text) === '';
}
