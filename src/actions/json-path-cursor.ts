/** Where the reading of a path's text is. */
export interface Cursor {
  readonly text: string;
  at: number;
}

/** A fault in a path, with its place from 0. */
export class PathFault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const SPACE = /\s+/y;

/** Moves behind blanks. */
export function skipSpace(cursor: Cursor): void {
  match(cursor, SPACE);
}

/** Whether a text stands here. */
export function startsWith(cursor: Cursor, text: string): boolean {
  return cursor.text.startsWith(text, cursor.at);
}

/** Moves behind a text if it stands here. */
export function eat(cursor: Cursor, text: string): boolean {
  if (!startsWith(cursor, text)) return false;
  cursor.at += text.length;
  return true;
}

/** Whatever a sticky expression matches here, which is then behind the cursor. */
export function match(cursor: Cursor, expression: RegExp): string | undefined {
  expression.lastIndex = cursor.at;
  const found = expression.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

/** A text in single or double quotation marks. @throws PathFault */
export function parseText(cursor: Cursor): string {
  const at = cursor.at;
  const quote = cursor.text[cursor.at++];
  let text = '';
  while (cursor.at < cursor.text.length) {
    const char = cursor.text[cursor.at++];
    if (char === quote) return text;
    text += char === '\\' ? parseEscape(cursor) : char;
  }
  throw new PathFault('The quotation mark is not closed', at);
}

const ESCAPES: { readonly [char: string]: string } = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
const CODE = /u[0-9a-fA-F]{4}/y;

function parseEscape(cursor: Cursor): string {
  const code = match(cursor, CODE);
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
  const char = cursor.text[cursor.at++] ?? '';
  return ESCAPES[char] ?? char;
}
