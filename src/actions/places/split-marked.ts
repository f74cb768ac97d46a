import { type MarkedText, plainText } from '../velocity/marked-text.ts';
import { isValue } from './place-fault.ts';

/**
 * The parts of a text between signs that its author wrote. The same signs within values part nothing: whether they may
 * stand there is for the place to say.
 *
 * @param limit at most so many parts; the last holds the rest.
 */
export function splitMarked(text: MarkedText, signs: string, limit = Number.POSITIVE_INFINITY): MarkedText[] {
  const parts: MarkedText[number][][] = [[]];
  for (const piece of text) {
    if (isValue(piece)) {
      parts.at(-1)?.push(piece);
      continue;
    }
    let from = 0;
    for (let at = 0; at < piece.text.length && parts.length < limit; at++) {
      if (!signs.includes(piece.text.charAt(at))) continue;
      if (at > from) parts.at(-1)?.push({ text: piece.text.slice(from, at) });
      parts.push([]);
      from = at + 1;
    }
    if (from < piece.text.length) parts.at(-1)?.push({ text: piece.text.slice(from) });
  }
  return parts;
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
