import { isForbiddenKey } from '../authoring/load-gate.ts';
import { didYouMean } from '../authoring/suggest.ts';
import type { FunctionCall, JsonPath, PathStep, Selector } from './json-path.ts';
import { isDefiniteStep } from './json-path.ts';
import { type Cursor, eat, match, PathFault, parseText, skipSpace, startsWith } from './json-path-cursor.ts';
import { parseFilter, parseOperands } from './json-path-filter-parser.ts';
import { FUNCTION_NAMES, type FunctionName } from './json-path-functions.ts';

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
const NAME = /[^\s.[\]()'",=<>!&|*?]+/y;
const INTEGER = /-?\d{1,9}/y;

/** Parses a JSONPath. `$` may be left out, and a dot may stand before a bracket (`$.['x']`), as Jayway allows. */
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
  if (eat(cursor, '$') || eat(cursor, '@')) return parseSteps(cursor);
  if (startsWith(cursor, '.') || startsWith(cursor, '[')) return parseSteps(cursor);
  return startsWith(cursor, '*') ? parseSteps(cursor, parseDotted(cursor)) : parseBare(cursor);
}

function parseBare(cursor: Cursor): JsonPath {
  const call = parseCall(cursor);
  if (call !== undefined) return pathOf([], call);
  return parseSteps(cursor, { kind: 'name', name: parseName(cursor) });
}

function parseSteps(cursor: Cursor, first?: Selector): JsonPath {
  const steps: PathStep[] =
    first === undefined
      ? []
      : [{ descend: false, selector: first, text: cursor.text.slice(0, cursor.at).trim() }];
  for (;;) {
    const from = cursor.at;
    const add = (descend: boolean, selector: Selector) =>
      steps.push({ descend, selector, text: cursor.text.slice(from, cursor.at) });
    if (eat(cursor, '..')) add(true, parseDotted(cursor));
    else if (eat(cursor, '.')) {
      const call = parseCall(cursor);
      if (call !== undefined) return pathOf(steps, call);
      add(false, parseDotted(cursor));
    } else if (startsWith(cursor, '[')) add(false, parseBracket(cursor));
    else return pathOf(steps);
  }
}

/** `..x.size()` gives one value; several names at the end give one object. */
function pathOf(steps: readonly PathStep[], call?: FunctionCall): JsonPath {
  if (call !== undefined && steps[0]?.descend === true) return { steps, call, definite: true };
  const definite = steps.every(
    (step, i) => isDefiniteStep(step) || (call === undefined && i === steps.length - 1 && isMerged(step)),
  );
  return call === undefined ? { steps, definite } : { steps, call, definite };
}

function isMerged({ descend, selector }: PathStep): boolean {
  return !descend && selector.kind === 'names';
}

const CALL = /[A-Za-z]\w*(?=\()/y;

function parseCall(cursor: Cursor): FunctionCall | undefined {
  const at = cursor.at;
  const name = match(cursor, CALL);
  if (name === undefined) return undefined;
  if (!isFunction(name)) {
    const hint = didYouMean(name, FUNCTION_NAMES, '');
    throw new PathFault(`There is no function ${name}(); ${hint}`, at);
  }
  cursor.at++;
  const parameters = parseOperands(cursor, ')', parseSteps);
  return { name, parameters };
}

function isFunction(name: string): name is FunctionName {
  return FUNCTION_NAMES.some((known) => known === name);
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
  if (eat(cursor, '?')) return { kind: 'filter', condition: parseFilter(cursor, parseSteps) };
  return isQuote(cursor) ? parseNames(cursor) : parseIndexes(cursor, at);
}

function isQuote(cursor: Cursor): boolean {
  return startsWith(cursor, "'") || startsWith(cursor, '"');
}

function parseNames(cursor: Cursor): Selector {
  const names: string[] = [];
  do {
    skipSpace(cursor);
    const at = cursor.at;
    if (!isQuote(cursor)) throw new PathFault('A quoted name is missing after the comma', at);
    names.push(allowed(parseText(cursor), at));
    skipSpace(cursor);
  } while (eat(cursor, ','));
  const [name] = names;
  return names.length === 1 && name !== undefined ? { kind: 'name', name } : { kind: 'names', names };
}

function parseIndexes(cursor: Cursor, at: number): Selector {
  const from = integer(cursor);
  skipSpace(cursor);
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

function integer(cursor: Cursor): number | undefined {
  skipSpace(cursor);
  const digits = match(cursor, INTEGER);
  return digits === undefined ? undefined : Number(digits);
}

function allowed(name: string, at: number): string {
  if (isForbiddenKey(name)) throw new PathFault(`\`${name}\` cannot be used in a path`, at);
  return name;
}
