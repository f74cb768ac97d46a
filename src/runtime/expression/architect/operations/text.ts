import type { Json } from '../../../../authoring/json.ts';
import { boundedText, ExpressionError, MAX_TEXT } from '../../expression.ts';
import { depends } from '../rules.ts';
import type { CallFacts } from '../tree.ts';
import type { OperationGroup } from './operation-group.ts';
import { foldCase } from './text-order.ts';
import { booleanOf, boundedList, integerWithin, joinedTexts, MAX_LIST, textOf } from './values.ts';

/** Functions on texts. */
export const TEXT: OperationGroup = {
  'Append(str?,str...?)': (texts) => joinedTexts(texts.map((text) => (text === null ? '' : textOf(text)))),
  'Left(str,int)': ([text, length]) => textOf(text).slice(0, atLeast(0, length)),
  'Right(str,int)': ([text, length]) => {
    const whole = textOf(text);
    return whole.slice(Math.max(0, whole.length - atLeast(0, length)));
  },
  'Substring(str,int,int)': ([text, start, length]) => {
    const first = atLeast(0, start);
    return textOf(text).slice(first, first + atLeast(0, length));
  },
  'Length(str)': ([text], facts) => {
    const whole = textOf(text);
    if (/[\ud800-\udfff]/.test(whole)) depends(facts, 'SURROGATE_PAIRS');
    return whole.length;
  },
  'Lower(str)': ([text]) => boundedText(textOf(text).toLowerCase()),
  'Upper(str)': ([text]) => boundedText(textOf(text).toUpperCase()),
  'Trim(str)': ([text]) => trimStart(trimEnd(textOf(text))),
  'LTrim(str)': ([text]) => trimStart(textOf(text)),
  'RTrim(str)': ([text]) => trimEnd(textOf(text)),
  'Reverse(str)': ([text]) => Array.from(textOf(text)).reverse().join(''),
  'Replace(str,str,str?)': ([text, find, by]) =>
    replaced(textOf(text), textOf(find), by === null ? '' : textOf(by)),
  'Split(str,str)': ([text, delimiter]) => split(textOf(text), textOf(delimiter)),
  'Contains(str,str)': ([text, part]) => textOf(text).includes(textOf(part)),
  'Contains(str,str,bln)': ([text, part, ignoreCase]) => {
    const fold = folding(ignoreCase);
    return fold(textOf(text)).includes(fold(textOf(part)));
  },
  'FindString(str,str)': ([text, part], facts) => found(textOf(text), textOf(part), 1, facts),
  'FindString(str,str,bln)': ([text, part, ignoreCase], facts) => {
    const fold = folding(ignoreCase);
    return found(fold(textOf(text)), fold(textOf(part)), 1, facts);
  },
  'FindString(str,str,int)': ([text, part, occurrence], facts) =>
    found(textOf(text), textOf(part), atLeast(1, occurrence), facts),
  'FindString(str,str,int,bln)': ([text, part, occurrence, ignoreCase], facts) => {
    const fold = folding(ignoreCase);
    return found(fold(textOf(text)), fold(textOf(part)), atLeast(1, occurrence), facts);
  },
};

function atLeast(lowest: number, value: Json | undefined): number {
  return integerWithin(lowest, Number.POSITIVE_INFINITY, value);
}

/** Only these four characters count as blank. */
function trimStart(text: string): string {
  return text.replace(/^[ \t\r\n]+/, '');
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\r\n'.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

function folding(ignoreCase: Json | undefined): (text: string) => string {
  return booleanOf(ignoreCase) ? foldCase : (text) => text;
}

function replaced(text: string, find: string, by: string): string {
  if (find === '') return text;
  const parts = text.split(find);
  // Said before it is made: a long text in place of every letter of another takes the memory of the process.
  const length = text.length + (parts.length - 1) * (by.length - find.length);
  if (length > MAX_TEXT)
    throw new ExpressionError(`Replace makes a text of more than ${MAX_TEXT} characters`);
  return parts.join(by);
}

/** An empty delimiter splits between all characters. */
function split(text: string, delimiter: string): readonly Json[] {
  if (text === '') return [''];
  if (delimiter !== '') return boundedList(text.split(delimiter, MAX_LIST + 1));
  return boundedList(Array.from(text.slice(0, 2 * MAX_LIST + 2)));
}

/** Index of the n-th occurrence, or -1. */
function found(text: string, part: string, occurrence: number, facts: CallFacts): number {
  if (part === '') {
    depends(facts, 'EMPTY_SEARCH');
    return 0;
  }
  let at = text.indexOf(part);
  for (let count = 1; count < occurrence && at >= 0; count++) {
    const next = text.indexOf(part, at + 1);
    if (next >= 0 && next < at + part.length) depends(facts, 'OVERLAPPING_SEARCH');
    at = next;
  }
  return at;
}
