import type { Json } from '../authoring/json.ts';
import { isForbiddenKey } from '../authoring/load-gate.ts';
import type { JsonPath } from './json-path.ts';
import type { Comparison, Condition, Operand } from './json-path-conditions.ts';
import { type Cursor, eat, match, PathFault, parseText, skipSpace, startsWith } from './json-path-cursor.ts';
import { compilePattern } from './linear-pattern.ts';

/** Reads the steps of a path from where the cursor is. */
export type ParsePath = (cursor: Cursor) => JsonPath;

const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /[A-Za-z]+/y;
const SIGN = /===|!==|==|!=|=~|<=|>=|<|>/y;
const PATTERN = /\/((?:[^/\\]|\\.)*)\/([a-zA-Z]*)/y;
const WORDS = ['in', 'nin', 'contains', 'size', 'empty', 'all', 'subsetof', 'anyof', 'noneof'] as const;
const EXPECTED = "Compare with @.name, a number, true, false, null, /a pattern/ or a 'quoted text'";
/** How deep parentheses may nest. */
const MAX_NESTING = 50;

/** Reads what stands between `[?` and `]`. @throws PathFault */
export function parseFilter(cursor: Cursor, parsePath: ParsePath): Condition {
  skipSpace(cursor);
  const at = cursor.at;
  if (!eat(cursor, '(')) throw new PathFault('A filter is written [?( … )]', at);
  const condition = parseOr(cursor, parsePath, 0);
  closeParenthesis(cursor, at);
  return condition;
}

/** Reads operands between commas up to a closing mark. @throws PathFault */
export function parseOperands(cursor: Cursor, end: ')', parsePath: ParsePath): readonly Operand[] {
  const at = cursor.at - 1;
  const operands: Operand[] = [];
  for (skipSpace(cursor); !eat(cursor, end); skipSpace(cursor)) {
    if (cursor.at >= cursor.text.length) throw new PathFault('The parenthesis is not closed', at);
    if (operands.length > 0 && !eat(cursor, ',')) throw new PathFault('A comma is missing', cursor.at);
    skipSpace(cursor);
    operands.push(parseOperand(cursor, parsePath));
  }
  return operands;
}

function parseOr(cursor: Cursor, parsePath: ParsePath, depth: number): Condition {
  let left = parseAnd(cursor, parsePath, depth);
  for (skipSpace(cursor); eat(cursor, '||'); skipSpace(cursor))
    left = { kind: 'or', left, right: parseAnd(cursor, parsePath, depth) };
  return left;
}

function parseAnd(cursor: Cursor, parsePath: ParsePath, depth: number): Condition {
  let left = parseTerm(cursor, parsePath, depth);
  for (skipSpace(cursor); eat(cursor, '&&'); skipSpace(cursor)) {
    left = { kind: 'and', left, right: parseTerm(cursor, parsePath, depth) };
  }
  return left;
}

function parseTerm(cursor: Cursor, parsePath: ParsePath, depth: number): Condition {
  skipSpace(cursor);
  const at = cursor.at;
  if (depth > MAX_NESTING) throw new PathFault('The filter nests too deep', at);
  if (eat(cursor, '!')) return { kind: 'not', condition: parseTerm(cursor, parsePath, depth + 1) };
  if (eat(cursor, '(')) {
    const condition = parseOr(cursor, parsePath, depth + 1);
    closeParenthesis(cursor, at);
    return condition;
  }
  return parseComparison(cursor, parsePath);
}

function parseComparison(cursor: Cursor, parsePath: ParsePath): Condition {
  const left = parseOperand(cursor, parsePath);
  skipSpace(cursor);
  const operator = parseOperator(cursor);
  if (operator === undefined) return { kind: 'exists', operand: left };
  skipSpace(cursor);
  return { kind: 'compare', operator, left, right: parseOperand(cursor, parsePath) };
}

/** Words may be written in any case. */
function parseOperator(cursor: Cursor): Comparison | undefined {
  const sign = match(cursor, SIGN);
  if (sign !== undefined) return sign as Comparison;
  const at = cursor.at;
  const word = match(cursor, WORD);
  if (word === undefined) return undefined;
  const known = WORDS.find((one) => one === word.toLowerCase());
  if (known === undefined)
    throw new PathFault(`There is no operator \`${word}\`; known: ==, <, =~, ${WORDS.join(', ')}`, at);
  return known;
}

function parseOperand(cursor: Cursor, parsePath: ParsePath): Operand {
  if (eat(cursor, '@')) return { kind: 'path', from: '@', path: parsePath(cursor) };
  if (eat(cursor, '$')) return { kind: 'path', from: '$', path: parsePath(cursor) };
  if (startsWith(cursor, '/')) return parsePattern(cursor);
  return { kind: 'literal', value: parseLiteral(cursor) };
}

function parsePattern(cursor: Cursor): Operand {
  const at = cursor.at;
  const text = match(cursor, PATTERN);
  if (text === undefined) throw new PathFault('The pattern is not closed', at);
  const end = text.lastIndexOf('/');
  const compiled = compilePattern(text.slice(1, end).replaceAll('\\/', '/'), text.slice(end + 1));
  if (!compiled.ok) throw new PathFault(`The pattern cannot be used: ${compiled.message}`, at);
  return { kind: 'pattern', pattern: compiled.pattern };
}

function parseLiteral(cursor: Cursor): Json {
  if (startsWith(cursor, "'") || startsWith(cursor, '"')) return parseText(cursor);
  if (eat(cursor, '[')) return parseList(cursor);
  if (eat(cursor, '{')) return parseObject(cursor);
  const at = cursor.at;
  const number = match(cursor, NUMBER);
  if (number !== undefined) return Number(number);
  const word = match(cursor, WORD);
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  throw new PathFault(EXPECTED, at);
}

function parseList(cursor: Cursor): readonly Json[] {
  const values: Json[] = [];
  for (skipSpace(cursor); !eat(cursor, ']'); skipSpace(cursor)) {
    if (values.length > 0 && !eat(cursor, ',')) throw new PathFault('A comma or ] is missing', cursor.at);
    skipSpace(cursor);
    values.push(parseLiteral(cursor));
  }
  return values;
}

function parseObject(cursor: Cursor): Json {
  const entries: [string, Json][] = [];
  for (skipSpace(cursor); !eat(cursor, '}'); skipSpace(cursor)) {
    if (entries.length > 0 && !eat(cursor, ',')) throw new PathFault('A comma or } is missing', cursor.at);
    skipSpace(cursor);
    entries.push(parseEntry(cursor));
  }
  return Object.fromEntries(entries);
}

function parseEntry(cursor: Cursor): [string, Json] {
  const at = cursor.at;
  if (!startsWith(cursor, "'") && !startsWith(cursor, '"'))
    throw new PathFault('A quoted name is missing', at);
  const name = parseText(cursor);
  if (isForbiddenKey(name)) throw new PathFault(`\`${name}\` cannot be used in a path`, at);
  skipSpace(cursor);
  if (!eat(cursor, ':')) throw new PathFault('A colon is missing', cursor.at);
  skipSpace(cursor);
  return [name, parseLiteral(cursor)];
}

function closeParenthesis(cursor: Cursor, openedAt: number): void {
  skipSpace(cursor);
  if (!eat(cursor, ')')) throw new PathFault('The parenthesis is not closed', openedAt);
}
