import type { Json } from '../authoring/json.ts';
import { isForbiddenKey } from '../authoring/load-gate.ts';
import type { Comparison, Condition, JsonPath, Operand, PathStep, Selector } from './json-path.ts';

/** Longest path that is read, in characters. The longest of 230 paths in public data actions has 110. */
export const MAX_PATH_LENGTH = 1000;

/** What parseJsonPath returns; `column` is 1-based within the text. */
export type ParsedPath =
  | { readonly ok: true; readonly path: JsonPath }
  | {
      readonly ok: false;
      readonly fault: { readonly message: string; readonly hint: string; readonly column: number };
    };

const HINT = "paths look like $.conversationId, $.entities[0].id or $.participants[?(@.purpose=='agent')].id";
const NAME = /[^\s.[\]()'",=<>!&|@$*?]+/y;
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const INTEGER = /-?\d{1,9}/y;
const COMPARISON = /==|!=|<=|>=|<|>|\bin\b|\bnin\b/y;
const SPACE = /\s+/y;

interface Cursor {
  readonly text: string;
  at: number;
}

class PathFault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/**
 * Parses a JSONPath. `$` may be left out, and a dot may stand before a bracket (`$.['x']`), as Genesys Cloud allows.
 * Differs from Jayway: `=~`, functions other than `size()` and `length()`, and lists of names are refused.
 */
export function parseJsonPath(text: string): ParsedPath {
  const cursor = { text, at: 0 };
  try {
    if (text.length > MAX_PATH_LENGTH)
      throw new PathFault(`The path has more than ${MAX_PATH_LENGTH} characters`, 0);
    skipSpace(cursor);
    const path = parseWholePath(cursor);
    skipSpace(cursor);
    if (cursor.at < text.length) throw new PathFault('The path cannot go on like this', cursor.at);
    return { ok: true, path };
  } catch (error) {
    if (!(error instanceof PathFault)) throw error;
    return { ok: false, fault: { message: error.message, hint: HINT, column: error.at + 1 } };
  }
}

function parseWholePath(cursor: Cursor): JsonPath {
  if (cursor.at >= cursor.text.length) throw new PathFault('The path is empty', 0);
  if (eat(cursor, '$')) return parseSteps(cursor);
  if (startsWith(cursor, '.') || startsWith(cursor, '[')) return parseSteps(cursor);
  const first: PathStep = { descend: false, selector: { kind: 'name', name: parseName(cursor) } };
  return parseSteps(cursor, first);
}

function parseSteps(cursor: Cursor, ...first: readonly PathStep[]): JsonPath {
  const steps: PathStep[] = [...first];
  for (;;) {
    if (eat(cursor, '..')) steps.push({ descend: true, selector: parseDotted(cursor) });
    else if (startsWith(cursor, '.') && isCount(cursor)) break;
    else if (eat(cursor, '.')) steps.push({ descend: false, selector: parseDotted(cursor) });
    else if (startsWith(cursor, '[')) steps.push({ descend: false, selector: parseBracket(cursor) });
    else break;
  }
  return pathOf(steps, cursor);
}

function pathOf(steps: readonly PathStep[], cursor: Cursor): JsonPath {
  const counts = eat(cursor, '.size()') || eat(cursor, '.length()');
  const definite = steps.every(
    ({ descend, selector }) => !descend && (selector.kind === 'name' || selector.kind === 'index'),
  );
  return { steps, counts, definite };
}

function isCount(cursor: Cursor): boolean {
  return startsWith(cursor, '.size()') || startsWith(cursor, '.length()');
}

function parseDotted(cursor: Cursor): Selector {
  if (eat(cursor, '*')) return { kind: 'wildcard' };
  if (startsWith(cursor, '[')) return parseBracket(cursor);
  return { kind: 'name', name: parseName(cursor) };
}

function parseName(cursor: Cursor): string {
  const at = cursor.at;
  const name = match(cursor, NAME);
  if (name === undefined) throw new PathFault('A name is missing', at);
  if (startsWith(cursor, '('))
    throw new PathFault(`The function ${name}() is not known here; size() and length() are`, at);
  return allowed(name, at);
}

function parseBracket(cursor: Cursor): Selector {
  const at = cursor.at;
  cursor.at++;
  skipSpace(cursor);
  const selector = parseInBracket(cursor, at);
  skipSpace(cursor);
  if (!eat(cursor, ']')) throw new PathFault('The bracket is not closed', at);
  return selector;
}

function parseInBracket(cursor: Cursor, at: number): Selector {
  if (eat(cursor, '*')) return { kind: 'wildcard' };
  if (eat(cursor, '?')) return { kind: 'filter', condition: parseFilter(cursor) };
  if (startsWith(cursor, "'") || startsWith(cursor, '"')) {
    return { kind: 'name', name: allowed(parseText(cursor), at + 1) };
  }
  return parseIndexes(cursor, at);
}

function parseIndexes(cursor: Cursor, at: number): Selector {
  const from = integer(cursor);
  if (eat(cursor, ':')) {
    const to = integer(cursor);
    return { kind: 'slice', ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  }
  if (from === undefined)
    throw new PathFault('Between brackets stands a number, a quoted name, * or a filter', at + 1);
  const indexes = [from];
  for (skipSpace(cursor); eat(cursor, ','); skipSpace(cursor)) {
    skipSpace(cursor);
    const index = integer(cursor);
    if (index === undefined) throw new PathFault('A number is missing after the comma', cursor.at);
    indexes.push(index);
  }
  return indexes.length === 1 ? { kind: 'index', index: from } : { kind: 'indexes', indexes };
}

function parseFilter(cursor: Cursor): Condition {
  skipSpace(cursor);
  const at = cursor.at;
  if (!eat(cursor, '(')) throw new PathFault('A filter is written [?( … )]', at);
  const condition = parseOr(cursor);
  closeParenthesis(cursor, at);
  return condition;
}

function parseOr(cursor: Cursor): Condition {
  let left = parseAnd(cursor);
  for (skipSpace(cursor); eat(cursor, '||'); skipSpace(cursor))
    left = { kind: 'or', left, right: parseAnd(cursor) };
  return left;
}

function parseAnd(cursor: Cursor): Condition {
  let left = parseTerm(cursor);
  for (skipSpace(cursor); eat(cursor, '&&'); skipSpace(cursor)) {
    left = { kind: 'and', left, right: parseTerm(cursor) };
  }
  return left;
}

function parseTerm(cursor: Cursor): Condition {
  skipSpace(cursor);
  const at = cursor.at;
  if (eat(cursor, '!')) return { kind: 'not', condition: parseTerm(cursor) };
  if (eat(cursor, '(')) {
    const condition = parseOr(cursor);
    closeParenthesis(cursor, at);
    return condition;
  }
  return parseComparison(cursor);
}

function parseComparison(cursor: Cursor): Condition {
  const left = parseOperand(cursor);
  skipSpace(cursor);
  if (startsWith(cursor, '=~'))
    throw new PathFault('Regular expressions (=~) cannot be used here', cursor.at);
  const operator = match(cursor, COMPARISON);
  if (operator === undefined) return { kind: 'exists', operand: left };
  skipSpace(cursor);
  return { kind: 'compare', operator: operator as Comparison, left, right: parseOperand(cursor) };
}

function parseOperand(cursor: Cursor): Operand {
  if (eat(cursor, '@')) return { kind: 'path', from: '@', path: parseSteps(cursor) };
  if (eat(cursor, '$')) return { kind: 'path', from: '$', path: parseSteps(cursor) };
  return { kind: 'literal', value: parseLiteral(cursor) };
}

function parseLiteral(cursor: Cursor): Json {
  if (startsWith(cursor, "'") || startsWith(cursor, '"')) return parseText(cursor);
  if (eat(cursor, '[')) return parseList(cursor);
  const at = cursor.at;
  const number = match(cursor, NUMBER);
  if (number !== undefined) return Number(number);
  const word = match(cursor, NAME);
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  throw new PathFault("Compare with @.name, a number, true, false, null or a 'quoted text'", at);
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

function parseText(cursor: Cursor): string {
  const at = cursor.at;
  const quote = cursor.text[cursor.at++];
  let text = '';
  while (cursor.at < cursor.text.length) {
    const char = cursor.text[cursor.at++];
    if (char === quote) return text;
    text += char === '\\' ? (cursor.text[cursor.at++] ?? '') : char;
  }
  throw new PathFault('The quotation mark is not closed', at);
}

function integer(cursor: Cursor): number | undefined {
  skipSpace(cursor);
  const digits = match(cursor, INTEGER);
  return digits === undefined ? undefined : Number(digits);
}

function allowed(name: string, at: number): string {
  if (isForbiddenKey(name)) throw new PathFault(`\`${name}\` cannot be used in a path`, at);
  return name;
}

function closeParenthesis(cursor: Cursor, openedAt: number): void {
  skipSpace(cursor);
  if (!eat(cursor, ')')) throw new PathFault('The parenthesis is not closed', openedAt);
}

function skipSpace(cursor: Cursor): void {
  match(cursor, SPACE);
}

function startsWith(cursor: Cursor, text: string): boolean {
  return cursor.text.startsWith(text, cursor.at);
}

function eat(cursor: Cursor, text: string): boolean {
  if (!startsWith(cursor, text)) return false;
  cursor.at += text.length;
  return true;
}

/** Whatever a sticky expression matches here, which is then behind the cursor. */
function match(cursor: Cursor, expression: RegExp): string | undefined {
  expression.lastIndex = cursor.at;
  const found = expression.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}
