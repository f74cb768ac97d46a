import { ArchitectFault } from './fault.ts';
import { type Token, tokens } from './lexer.ts';
import { functionSignatures } from './signatures.ts';

/** An expression as written, without types. Parentheses leave no node. */
export type SyntaxNode = LiteralSyntax | NameSyntax | CallSyntax;

/** A value written in the text; of `nts` (NOT_SET) the text is empty. */
export interface LiteralSyntax {
  readonly kind: 'literal';
  readonly type: 'int' | 'dec' | 'str' | 'bln' | 'nts';
  /** Of a string what it holds; of a negative number with its minus. */
  readonly text: string;
  readonly pos: number;
  readonly depth: 1;
}

/** A dotted name: a variable, with members or not. */
export interface NameSyntax {
  readonly kind: 'name';
  /** `dot` is where the dot before it stands. */
  readonly parts: readonly { readonly text: string; readonly dot: number }[];
  readonly pos: number;
  readonly depth: 1;
}

/** A function or an operator. */
export interface CallSyntax {
  readonly kind: 'call';
  readonly isFunction: boolean;
  /** As written; `and` and `or` in lower case. */
  readonly name: string;
  readonly operands: readonly SyntaxNode[];
  readonly pos: number;
  /** How many nodes its longest branch has. */
  readonly depth: number;
}

/** Binary operators, loosest first; those of a row bind alike, from the left. */
const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['|'],
  ['&'],
  ['==', '!='],
  ['>=', '<=', '>', '<'],
  ['+', '-'],
  ['*', '/', '%'],
];
const AND_LEVEL = 1;

/** How deep function calls may nest. Architect's limit. */
const MAX_CALLS = 60;
/** How deep brackets, signs and the tree may nest: long sums make deep trees, and all of them are walked by recursion. */
const MAX_NESTING = 200;
const MAX_DEPTH = 500;

/** Reads an expression's text. @throws ArchitectFault */
export function parse(text: string): SyntaxNode {
  const reader = new TokenReader(tokens(text));
  const tree = expression(reader);
  if (reader.token.kind !== 'end')
    throw unexpected(reader.token, 'an operator or the end', hintBehind(tree, reader.token));
  return tree;
}

/** Where in the tokens the parser is, and how deep. */
class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #nesting = 0;
  #calls = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get token(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '', pos: 1 };
  }

  take(): Token {
    const { token } = this;
    this.#at += 1;
    return token;
  }

  isSymbol(symbol: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === symbol;
  }

  takeSymbol(symbol: string): Token | undefined {
    return this.isSymbol(symbol) ? this.take() : undefined;
  }

  /** The operator of a level that stands here, `and` and `or` in any case. */
  takeOperator(names: readonly string[]): { name: string; pos: number } | undefined {
    const { kind, text, pos } = this.token;
    const name = kind === 'name' ? text.toLowerCase() : text;
    if ((kind !== 'name' && kind !== 'symbol') || !names.includes(name)) return undefined;
    this.take();
    return { name, pos };
  }

  nested<T>(read: (reader: TokenReader) => T): T {
    if (++this.#nesting > MAX_NESTING) throw tooDeep(this.token.pos, `${MAX_NESTING} brackets and signs`);
    const result = read(this);
    this.#nesting -= 1;
    return result;
  }

  inCall<T>(read: (reader: TokenReader) => T): T {
    if (++this.#calls > MAX_CALLS) throw tooDeep(this.token.pos, `${MAX_CALLS} function calls`);
    const result = read(this);
    this.#calls -= 1;
    return result;
  }
}

/** Branches of `?:` are no `or`; a further `?` takes all before it as its condition. Architect's grammar. */
function expression(reader: TokenReader): SyntaxNode {
  let node = binary(reader, 0);
  for (;;) {
    const mark = reader.takeSymbol('?');
    if (mark === undefined) return node;
    const yes = binary(reader, AND_LEVEL);
    if (reader.takeSymbol(':') === undefined)
      throw unexpected(
        reader.token,
        '":" and the other value of the "?"',
        reader.isSymbol('?') ? 'put the inner one into ( ): a ? (b ? c : d) : e' : undefined,
      );
    node = call('?', false, [node, yes, binary(reader, AND_LEVEL)], mark.pos);
  }
}

function binary(reader: TokenReader, level: number): SyntaxNode {
  const names = LEVELS[level];
  if (names === undefined) return power(reader);
  let left = binary(reader, level + 1);
  for (;;) {
    const operator = reader.takeOperator(names);
    if (operator === undefined) return left;
    left = call(operator.name, false, [left, binary(reader, level + 1)], operator.pos);
  }
}

function power(reader: TokenReader): SyntaxNode {
  const base = unary(reader);
  const operator = reader.takeSymbol('^');
  return operator === undefined ? base : call('^', false, [base, reader.nested(power)], operator.pos);
}

function unary(reader: TokenReader): SyntaxNode {
  const sign = reader.takeSymbol('!') ?? reader.takeSymbol('~');
  if (sign !== undefined) return call(sign.text, false, [reader.nested(unary)], sign.pos);
  const minus = reader.takeSymbol('-');
  if (minus === undefined) return primary(reader);
  const { kind } = reader.token;
  const operand = primary(reader);
  return operand.kind === 'literal' && (kind === 'integer' || kind === 'decimal')
    ? { ...operand, text: negated(operand.text), pos: minus.pos }
    : call('-', false, [operand], minus.pos);
}

/** Architect has no negative zero. */
function negated(number: string): string {
  return /[1-9]/.test(number) ? `-${number}` : number;
}

function primary(reader: TokenReader): SyntaxNode {
  const token = reader.take();
  const { kind, text, pos } = token;
  if (kind === 'integer') return literal('int', text, pos);
  if (kind === 'decimal') return literal('dec', text, pos);
  if (kind === 'string') return literal('str', text, pos);
  if (kind === 'name') return named(reader, token);
  if (kind !== 'symbol' || text !== '(') throw unexpected(token, 'a value');
  const inner = reader.nested(expression);
  if (reader.takeSymbol(')') === undefined) throw unclosed(reader.token, '(', ')', pos);
  if (reader.isSymbol('.') || reader.isSymbol('['))
    throw new ArchitectFault(
      reader.token.pos,
      'EXPRESSION_SYNTAX',
      `${reader.token.text} cannot follow a parenthesis`,
      'only variables and functions have members and items; use GetAt(…) or save the value first',
    );
  return inner;
}

function named(reader: TokenReader, token: Token): SyntaxNode {
  const { text, pos } = token;
  if (reader.isSymbol('(')) return accessed(reader, functionCall(reader, token));
  if (text === 'true' || text === 'false') return literal('bln', text, pos);
  if (text === 'NOT_SET') return literal('nts', '', pos);
  if (/^(and|or)$/i.test(text)) throw unexpected(token, 'a value');
  const parts = [{ text, dot: pos }];
  for (let dot = reader.takeSymbol('.'); dot !== undefined; dot = reader.takeSymbol('.'))
    parts.push({ text: memberName(reader).text, dot: dot.pos });
  return accessed(reader, { kind: 'name', parts, pos, depth: 1 });
}

function functionCall(reader: TokenReader, { text, pos }: Token): CallSyntax {
  const open = reader.take();
  const operands: SyntaxNode[] = [];
  if (reader.takeSymbol(')') !== undefined) return call(text, true, operands, pos);
  do operands.push(reader.inCall(expression));
  while (reader.takeSymbol(',') !== undefined);
  if (reader.takeSymbol(')') === undefined) throw unclosed(reader.token, '(', ')', open.pos);
  return call(text, true, operands, pos);
}

function accessed(reader: TokenReader, object: SyntaxNode): SyntaxNode {
  let node = object;
  for (;;) {
    const sign = reader.takeSymbol('.') ?? reader.takeSymbol('[');
    if (sign === undefined) return node;
    node = call(sign.text, false, [accessor(reader, sign), node], sign.pos);
  }
}

/** What follows a dot or stands in brackets. A member's name has the place of its dot, as in Architect's exports. */
function accessor(reader: TokenReader, sign: Token): SyntaxNode {
  if (sign.text === '.') return literal('str', memberName(reader).text, sign.pos);
  const index = reader.nested(expression);
  if (reader.takeSymbol(']') === undefined) throw unclosed(reader.token, '[', ']', sign.pos);
  return index;
}

function memberName(reader: TokenReader): Token {
  const token = reader.take();
  if (token.kind === 'name' || token.kind === 'string') return token;
  throw unexpected(token, 'the name of a member');
}

function literal(type: LiteralSyntax['type'], text: string, pos: number): LiteralSyntax {
  return { kind: 'literal', type, text, pos, depth: 1 };
}

function call(name: string, isFunction: boolean, operands: readonly SyntaxNode[], pos: number): CallSyntax {
  const depth = 1 + Math.max(0, ...operands.map((operand) => operand.depth));
  if (depth > MAX_DEPTH) throw tooDeep(pos, `${MAX_DEPTH} operations`);
  return { kind: 'call', isFunction, name, operands, pos, depth };
}

function tooDeep(pos: number, what: string): ArchitectFault {
  return new ArchitectFault(
    pos,
    'EXPRESSION_SIZE',
    `the expression nests more than ${what}`,
    'split it with Update Data',
  );
}

function unclosed(token: Token, open: string, close: string, pos: number): ArchitectFault {
  return new ArchitectFault(
    token.pos,
    'EXPRESSION_SYNTAX',
    `${close} is missing for the ${open} at character ${pos}`,
    token.kind === 'end' ? `add ${close}` : `before ${shown(token)} stands ${close}, a comma or an operator`,
  );
}

/** What authors who come from other languages write, and what it is here. */
const OTHER_LANGUAGES: { readonly [symbol: string]: string } = {
  '-': 'write one minus, or put the value into ( )',
  '&': 'both of two conditions are: a and b',
  '|': 'either of two conditions is: a or b',
  '>': 'unequal is !=',
};

/** What an author may have meant who writes a value behind a name or an expression. */
function hintBehind(tree: SyntaxNode, { kind, text }: Token): string | undefined {
  const isValue = kind !== 'symbol' && kind !== 'end';
  if (/^xor$/i.test(text)) return 'one of two conditions, and not both, is: a != b';
  const name = tree.kind === 'name' && tree.parts.length === 1 ? (tree.parts[0]?.text ?? '') : '';
  if (/^not$/i.test(name) && isValue) return 'the opposite of a condition is !(…)';
  if (functionSignatures(name).length > 0 && isValue)
    return `the values of a function stand in parentheses: ${name}(…)`;
  return isValue ? 'write an operator between two values, such as + or and' : undefined;
}

function unexpected(token: Token, wanted: string, better?: string): ArchitectFault {
  const { kind, text, pos } = token;
  const other = kind === 'symbol' && Object.hasOwn(OTHER_LANGUAGES, text) ? OTHER_LANGUAGES[text] : undefined;
  const hint = better ?? other;
  const message =
    kind === 'end'
      ? `the expression ends where ${wanted} is wanted`
      : `${shown(token)} stands where ${wanted} is wanted`;
  return new ArchitectFault(pos, 'EXPRESSION_SYNTAX', message, hint ?? `write ${wanted} here`);
}

function shown(token: Token): string {
  return token.kind === 'string' ? 'a text' : `\`${token.text}\``;
}
