/** What is wrong at one place of a text that should be JSON. */
export interface SyntaxFault {
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

/** Says what is wrong where a JSON parser gave up, with a hint for what people most often mean. */
export function syntaxFault(text: string, line: number, column: number): SyntaxFault {
  const offset = offsetOf(text, line, column);
  if (endsTooEarly(text, offset)) {
    const end = placeOf(text, text.trimEnd().length);
    return { ...end, message: 'this is not complete JSON', hint: END_HINT };
  }
  const before = text.slice(Math.max(0, offset - 200), offset).trimEnd();
  const here = text.slice(offset, offset + 200);
  const found = nameOf(here);
  const message =
    found === '' ? 'this is not complete JSON' : `this is not valid JSON: ${found} cannot stand here`;
  return { line, column, message, hint: hintFor(before, here.trimStart()) };
}

const END_HINT = 'the text ends too early: a bracket or a quote is not closed';

/** The parser points at its start, or at the last token, when the text just stops with brackets open. */
function endsTooEarly(text: string, offset: number): boolean {
  const rest = text.slice(offset).trimEnd();
  const isStart = text.slice(0, offset).trim() === '';
  return (rest.length <= 1 || isStart) && /[[{:,]$/.test(text.trimEnd()) && !/^[\]}]/.test(rest);
}

/** What begins here. The author's texts and numbers are not repeated: they may be secret. */
function nameOf(here: string): string {
  if (here.startsWith('"')) return 'a text';
  if (/^-?\d/.test(here)) return 'a number';
  const found = /^(\w{1,30}|\S)/u.exec(here)?.[0];
  return found === undefined ? '' : `\`${found}\``;
}

const WHAT_STANDS_HERE: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [/^$/, END_HINT],
  [/^(\/\/|\/\*|#)/, 'JSON has no comments; an action can have a "note"'],
  [/^'/, 'texts stand between double quotes'],
  [/^[“”„«»]/, 'texts stand between straight double quotes: "'],
  [/^(True|False|None)\b/, 'write true, false or null'],
  [/^\.\d/, 'a number begins with a digit: 0.5'],
  [/^0\d/, 'a number does not begin with 0'],
  [/^\\/, 'after \\ only " \\ / b f n r t, or u and four digits, can stand'],
  [/^;/, 'a comma is needed here'],
  [/^=/, 'a colon is needed here'],
];

function hintFor(before: string, here: string): string {
  const known = WHAT_STANDS_HERE.find(([pattern]) => pattern.test(here));
  if (known !== undefined) return known[1];
  if (/[,[{]$/.test(before) && here.startsWith(',')) return 'remove one of the commas';
  if (before.endsWith(',') && /^[}\]]/.test(here)) return 'remove the comma before it';
  if (/^[}\]]/.test(here)) return 'there is a bracket too many, or one that does not match';
  if (/["\]}\w]$/.test(before) && /^["[{\w]/.test(here)) return 'a comma or a colon is missing before it';
  return /^[A-Za-z_$]/.test(here)
    ? 'names and texts stand between double quotes'
    : 'look just before this place';
}

/** The first text that does not end in its line, or holds a tab: JSON forbids both, and a lenient parser takes them. */
export function unclosedText(text: string): SyntaxFault | undefined {
  let start: number | undefined;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) start = start === undefined ? at : undefined;
    else if (start !== undefined && code < FIRST_PRINTABLE) return controlInText(text, start, at);
    else if (start !== undefined && code === BACKSLASH && text.charCodeAt(at + 1) >= FIRST_PRINTABLE) at++;
  }
  return start === undefined ? undefined : controlInText(text, start, text.length);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;

function controlInText(text: string, start: number, at: number): SyntaxFault {
  const isLineEnd = at === text.length || /[\r\n]/.test(text.charAt(at));
  if (isLineEnd)
    return {
      ...placeOf(text, start),
      message: 'this text does not end in its line',
      hint: 'close it with "; a line break within a text is written \\n',
    };
  return {
    ...placeOf(text, at),
    message: 'a tab or another control character stands in a text',
    hint: 'write \\t for a tab',
  };
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

function offsetOf(text: string, line: number, column: number): number {
  let offset = 0;
  for (let at = 1; at < line; at++) offset = text.indexOf('\n', offset) + 1;
  return offset + column - 1;
}
