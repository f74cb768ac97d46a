import { checkSteps } from './check-steps.ts';
import { eat, faultAt, nested, peek, type Reader, take } from './velocity-reader.ts';
import type { Expression, Operator, Reference, Step } from './velocity-template.ts';
import { isToolName } from './velocity-tools.ts';

const START = /\$!?(?:\{[A-Za-z_]|[A-Za-z_])/y;
const OPENING = /\$!?\{?/y;
const NAME = /[A-Za-z_][A-Za-z0-9_-]*/y;
/** A plain name ends before a hyphen that nothing follows, as in `$from-$to`. */
const PLAIN_NAME = /[A-Za-z_][A-Za-z0-9_]*(?:-+[A-Za-z0-9_]+)*/y;
const PROPERTY_DOT = /\.(?=[A-Za-z])/y;
const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:\d+\.\.(?=.)|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)/y;
const WORD = /(?:true|false|null)(?![A-Za-z0-9_])/y;
/** A name without its `$`. */
const BARE_NAME = /[A-Za-z_][A-Za-z0-9_.-]{0,60}/y;
const NOT = /!(?!=)|not(?![A-Za-z0-9_])/y;

/** Operators from the weakest to the strongest. */
const RANKS: readonly RegExp[] = [
  /\|\||or(?![A-Za-z0-9_])/y,
  /&&|and(?![A-Za-z0-9_])/y,
  /==|!=|(?:eq|ne)(?![A-Za-z0-9_])/y,
  /<=|>=|<|>|(?:lt|le|gt|ge)(?![A-Za-z0-9_])/y,
  /[+-]/y,
  /[*/%]/y,
];
const WORDS: { readonly [word: string]: Operator } = {
  or: '||',
  and: '&&',
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};

/** Whether a reference begins at the cursor. Another `$` is text. */
export function startsReference(reader: Reader): boolean {
  return peek(reader, START) !== undefined;
}

/** Reads a reference, whose tools and methods must be known. */
export function readReference(reader: Reader, backslashes = 0): Reference {
  const at = reader.at;
  const opening = take(reader, OPENING) ?? '';
  const isFormal = opening.endsWith('{');
  const root = take(reader, isFormal ? NAME : PLAIN_NAME) ?? '';
  const isTool = isToolName(root);
  const listedAt = reader.shared.references.length;
  const steps = readSteps(reader, isFormal);
  if (isFormal && !eat(reader, '}')) throw unclosed(reader, at);
  checkSteps(root, steps, (message, hint) => faultAt(reader, at, message, hint));
  const raw = reader.text.slice(at, reader.at);
  const reference: Reference = {
    kind: 'reference',
    root,
    steps,
    raw,
    isSilent: opening.includes('!'),
    isTool,
    backslashes,
  };
  if ((!isTool || steps.length === 0) && backslashes % 2 === 0) list(reader, reference, at, listedAt);
  return reference;
}

/** Notes a reference, before those that stand in its arguments. */
function list({ shared, offset }: Reader, reference: Reference, at: number, listedAt: number): void {
  const { root, steps, raw, isSilent } = reference;
  const place = shared.placeOf(offset + at);
  const isAssigned = shared.assigned.has(root);
  shared.references.splice(listedAt, 0, { root, path: pathOf(steps), raw, isSilent, isAssigned, ...place });
}

/** The names that are read before the first method or computed index. */
export function pathOf(steps: readonly Step[]): readonly string[] {
  const names: string[] = [];
  for (const step of steps) {
    const name =
      step.kind === 'property' ? step.name : step.kind === 'index' ? fixedName(step.index) : undefined;
    if (name === undefined) break;
    names.push(name);
  }
  return names;
}

function fixedName(index: Expression): string | undefined {
  return index.kind === 'constant' && typeof index.value === 'string' ? index.value : undefined;
}

function unclosed(reader: Reader, at: number): Error {
  const shown = reader.text.slice(at, reader.at);
  const hint = 'a reference is written ${input.name}; names hold letters, digits, _ and -';
  return faultAt(reader, at, `The brace of \`${shown}\` is not closed`, hint);
}

function readSteps(reader: Reader, isFormal: boolean): readonly Step[] {
  const steps: Step[] = [];
  for (;;) {
    if (reader.text.charAt(reader.at) === '[') steps.push(readIndex(reader));
    else if (take(reader, PROPERTY_DOT) !== undefined) steps.push(readMember(reader, isFormal));
    else return steps;
  }
}

function readMember(reader: Reader, isFormal: boolean): Step {
  const name = take(reader, isFormal ? NAME : PLAIN_NAME) ?? '';
  if (!eat(reader, '(')) return { kind: 'property', name };
  return { kind: 'call', name, values: readList(reader, ')') };
}

function readIndex(reader: Reader): Step {
  const at = reader.at++;
  const index = readExpression(reader);
  take(reader, SPACE);
  if (eat(reader, ']')) return { kind: 'index', index };
  throw faultAt(reader, at, 'The bracket is not closed', 'write ${name} where the bracket is no index');
}

/** Expressions with commas between them, up to a closing sign. */
function readList(reader: Reader, close: string): readonly Expression[] {
  const values: Expression[] = [];
  for (;;) {
    take(reader, SPACE);
    if (values.length === 0 && eat(reader, close)) return values;
    values.push(readExpression(reader));
    take(reader, SPACE);
    if (eat(reader, close)) return values;
    if (!eat(reader, ','))
      throw faultAt(
        reader,
        reader.at,
        `A comma or \`${close}\` is missing`,
        'check the quotation marks, too',
      );
  }
}

/** Reads an expression: the argument of a method, or what stands in the parenthesis of a directive. */
export function readExpression(reader: Reader): Expression {
  return nested(reader, () => readRank(reader, 0));
}

function readRank(reader: Reader, rank: number): Expression {
  const operator = RANKS[rank];
  if (operator === undefined) return readUnary(reader);
  const first = readRank(reader, rank + 1);
  const rest: { operator: Operator; operand: Expression }[] = [];
  for (take(reader, SPACE); ; take(reader, SPACE)) {
    const sign = take(reader, operator);
    if (sign === undefined) break;
    rest.push({ operator: WORDS[sign] ?? (sign as Operator), operand: readRank(reader, rank + 1) });
  }
  return rest.length === 0 ? first : { kind: 'chain', first, rest };
}

function readUnary(reader: Reader): Expression {
  take(reader, SPACE);
  if (take(reader, NOT) === undefined) return readPrimary(reader);
  return { kind: 'not', operand: nested(reader, () => readUnary(reader)) };
}

function readPrimary(reader: Reader): Expression {
  if (startsReference(reader)) return readReference(reader);
  const sign = reader.text.charAt(reader.at);
  if (sign === '"' || sign === "'") return readQuoted(reader, sign);
  if (eat(reader, '[')) return readBracket(reader);
  if (eat(reader, '{')) return readMap(reader);
  if (eat(reader, '(')) return readParenthesis(reader);
  return readWord(reader);
}

function readWord(reader: Reader): Expression {
  const number = take(reader, NUMBER);
  if (number !== undefined) return numberOf(reader, number);
  const word = take(reader, WORD);
  if (word !== undefined) return { kind: 'constant', value: word === 'null' ? null : word === 'true' };
  const name = peek(reader, BARE_NAME);
  const hint =
    name === undefined
      ? 'write a "quoted text", a number, true, false, null, a list or a reference'
      : `write \${${name}} for a value, or "${name}" for a text`;
  throw faultAt(reader, reader.at, 'A value is missing', hint);
}

/** `1..5` is a range: its dots belong to no number. */
function numberOf(reader: Reader, text: string): Expression {
  if (!text.endsWith('..')) return { kind: 'number', number: Number(text), isDecimal: /[.eE]/.test(text) };
  reader.at -= 2;
  return { kind: 'number', number: Number(text.slice(0, -2)), isDecimal: false };
}

function readParenthesis(reader: Reader): Expression {
  const at = reader.at - 1;
  const inner = readExpression(reader);
  take(reader, SPACE);
  if (eat(reader, ')')) return inner;
  throw faultAt(reader, at, 'The parenthesis is not closed', 'write ) where it ends');
}

function readBracket(reader: Reader): Expression {
  const start = reader.at;
  take(reader, SPACE);
  if (eat(reader, ']')) return { kind: 'list', items: [] };
  const from = readExpression(reader);
  take(reader, SPACE);
  if (eat(reader, '..')) return readRange(reader, from, start);
  if (eat(reader, ']')) return { kind: 'list', items: [from] };
  if (!eat(reader, ','))
    throw faultAt(reader, reader.at, 'A comma or `]` is missing', 'write ["a", "b"] or [1..5]');
  return { kind: 'list', items: [from, ...readList(reader, ']')] };
}

function readRange(reader: Reader, from: Expression, start: number): Expression {
  const to = readExpression(reader);
  take(reader, SPACE);
  if (eat(reader, ']')) return { kind: 'range', from, to };
  throw faultAt(reader, start - 1, 'The range is not closed', 'write [1..5]');
}

function readMap(reader: Reader): Expression {
  const entries: [Expression, Expression][] = [];
  for (;;) {
    take(reader, SPACE);
    if (entries.length === 0 && eat(reader, '}')) return { kind: 'map', entries };
    const key = readExpression(reader);
    take(reader, SPACE);
    if (!eat(reader, ':')) throw faultAt(reader, reader.at, 'A colon is missing', 'write {"name": "value"}');
    entries.push([key, readExpression(reader)]);
    take(reader, SPACE);
    if (eat(reader, '}')) return { kind: 'map', entries };
    if (!eat(reader, ','))
      throw faultAt(reader, reader.at, 'A comma or `}` is missing', 'write {"name": "value"}');
  }
}

/** Text in double quotes is a template of its own; in single quotes nothing is replaced. A doubled quote stands for one. */
function readQuoted(reader: Reader, quote: string): Expression {
  const start = reader.at + 1;
  const end = endOfQuoted(reader, quote, start);
  reader.at = end + 1;
  const text = reader.text.slice(start, end).replaceAll(quote + quote, quote);
  if (quote === "'" || !/[$#\\]/.test(text)) return { kind: 'constant', value: text };
  const inner: Reader = { ...reader, text, at: 0, offset: reader.offset + start };
  return { kind: 'interpolated', body: nested(inner, () => inner.shared.readAll(inner)) };
}

/** As Velocity 1.7: a backslash before a double quote keeps it within the text, unless no other would close it. */
function endOfQuoted(reader: Reader, quote: string, start: number): number {
  const { text } = reader;
  for (let at = start; at < text.length; at++) {
    const sign = text.charAt(at);
    const isKept =
      sign === '\\' && quote === '"' && text.charAt(at + 1) === '"' && text.indexOf('"', at + 2) >= 0;
    const isDoubled = sign === quote && text.charAt(at + 1) === quote;
    if (isKept || isDoubled) at++;
    else if (sign === quote) return at;
  }
  throw faultAt(reader, start - 1, 'The quotation mark is not closed', `write ${quote} where the text ends`);
}
