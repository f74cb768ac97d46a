import { ArchitectFault } from './fault.ts';

/** A piece of an expression's text. `symbol` is an operator, a bracket, a comma or a dot. */
export interface Token {
  readonly kind: 'integer' | 'decimal' | 'string' | 'name' | 'symbol' | 'end';
  /** As written; of a string what it holds, escapes resolved. */
  readonly text: string;
  /** 1-based character where it begins. */
  readonly pos: number;
}

/** Longest text of an expression, in characters. Architect's limit. */
export const MAX_EXPRESSION = 32_000;
const MAX_INTEGER_DIGITS = 15;
const MAX_DECIMAL_DIGITS = 40;

const LETTER =
  'A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u1FFF\\u3040-\\u318F\\u3300-\\u337F\\u3400-\\u3D2D\\u4E00-\\u9FFF\\uF900-\\uFAFF';
const WHITE = /[ \t\n\r]+/y;
const NAME = new RegExp(`[${LETTER}$][${LETTER}0-9_]*`, 'y');
const NUMBER = /\d+\.\d*|\.\d+|\d+/y;
const SYMBOL = /==|!=|>=|<=|[-+*/%^&|~!<>?:()[\],.]/y;
const PLAIN_IN_STRING = /[^"\\]+/y;

const ESCAPES: { readonly [letter: string]: string } = {
  '"': '"',
  '\\': '\\',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Cuts an expression's text into tokens; the last one is `end`. @throws ArchitectFault */
export function tokens(text: string): readonly Token[] {
  if (text.length > MAX_EXPRESSION)
    throw new ArchitectFault(
      MAX_EXPRESSION,
      'EXPRESSION_SIZE',
      `the expression has ${text.length} characters; Architect takes ${MAX_EXPRESSION}`,
      'split it with Update Data',
    );
  const found: Token[] = [];
  let at = 0;
  for (;;) {
    at += match(WHITE, text, at)?.length ?? 0;
    if (at >= text.length) return [...found, { kind: 'end', text: '', pos: text.length + 1 }];
    const { token, end } = next(text, at);
    found.push(token);
    at = end;
  }
}

function next(text: string, at: number): { token: Token; end: number } {
  if (text[at] === '"') return string(text, at);
  const name = match(NAME, text, at);
  if (name !== undefined) return piece('name', name, at);
  const number = match(NUMBER, text, at);
  if (number !== undefined)
    return piece(number.includes('.') ? 'decimal' : 'integer', checked(number, at), at);
  const symbol = match(SYMBOL, text, at);
  if (symbol !== undefined) return piece('symbol', symbol, at);
  throw new ArchitectFault(
    at + 1,
    'EXPRESSION_SYNTAX',
    `${JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))} has no meaning here`,
    strayHint(text[at] ?? ''),
  );
}

function piece(kind: Token['kind'], text: string, at: number): { token: Token; end: number } {
  return { token: { kind, text, pos: at + 1 }, end: at + text.length };
}

function string(text: string, start: number): { token: Token; end: number } {
  let at = start + 1;
  let value = '';
  while (at < text.length) {
    if (text[at] === '"') return { token: { kind: 'string', text: value, pos: start + 1 }, end: at + 1 };
    const plain = match(PLAIN_IN_STRING, text, at);
    if (plain !== undefined) {
      value += plain;
      at += plain.length;
    } else {
      value += escaped(text, at);
      at += 2;
    }
  }
  throw new ArchitectFault(
    start + 1,
    'EXPRESSION_SYNTAX',
    'this text does not end',
    'close it with "; a " within it is written \\"',
  );
}

function escaped(text: string, at: number): string {
  const letter = text[at + 1] ?? '';
  const character = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
  if (character !== undefined) return character;
  throw new ArchitectFault(
    at + 1,
    'EXPRESSION_SYNTAX',
    `\\${letter} is no escape`,
    'a backslash is written \\\\; the others are \\" \\n \\r \\t',
  );
}

function checked(number: string, at: number): string {
  const isDecimal = number.includes('.');
  const digits = number.replace('.', '').replace(/^0+/, '').length;
  if (digits <= (isDecimal ? MAX_DECIMAL_DIGITS : MAX_INTEGER_DIGITS)) return number;
  throw new ArchitectFault(
    at + 1,
    'EXPRESSION_VALUE',
    `this number has ${digits} digits`,
    isDecimal ? `a Decimal holds ${MAX_DECIMAL_DIGITS}` : `an Integer holds ${MAX_INTEGER_DIGITS}`,
  );
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function strayHint(character: string): string {
  if (character === "'") return 'texts stand between "';
  if (character === '=') return 'equality is ==';
  if (character === '_') return 'a name begins with a letter';
  return 'leave it out, or put it into a "text"';
}
