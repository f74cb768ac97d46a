import { isJsonObject, type Json, pointerTo } from '../../authoring/json.ts';
import { isForbiddenKey } from '../../authoring/load-gate.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import type { ValueType } from '../value-type.ts';
import {
  isNameFault,
  type NameScope,
  readVariable,
  type VariableReader,
  type VariableReference,
} from '../variables.ts';
import { compileExpressionText, isTextFault, type TextFault } from './architect/compile-text.ts';
import { jsonNumber } from './conversion.ts';
import { type Expression, ExpressionError, literal, settled } from './expression.ts';
import { FAST_OPERATORS, type Operand } from './fast-path.ts';
import { applyRule } from './json-logic.ts';
import { OPERATORS, type OperatorDefinition } from './operators.ts';
import { referenceReader } from './read-reference.ts';
import { ruleShape, type Shape } from './shape.ts';

/** How deep a rule may nest. */
const MAX_RULE_DEPTH = 60;

/** Tells of a fault at a JSON Pointer below the rule. */
export type Report = (pointer: string, code: string, message: string, hint: string) => void;

interface Compiled {
  /** The rule as json-logic-js gets it: variables replaced by their number in `reads`. */
  readonly rule: Json;
  readonly type: ValueType | 'number';
  /** Absent when json-logic-js has to walk the rule. */
  readonly fast?: Operand;
}

interface Context {
  readonly scope: NameScope;
  readonly report: Report;
  readonly reads: VariableReference[];
  /** What json-logic-js reads by number: variables, and all that it must not walk itself. */
  readonly operands: Operand[];
}

/**
 * Checks a JSONLogic rule wholly and compiles it: known operators, their arity, one operator per object, literal
 * `var` names that exist.
 */
export function compileRule(json: Json, scope: NameScope, report: Report): Expression {
  const context: Context = { scope, report, reads: [], operands: [] };
  const { rule, type, fast } = compile(json, '', 0, context);
  const operand = fast ?? walking(rule, context.operands);
  return {
    type: type === 'number' ? 'decimal' : type,
    reads: context.reads,
    shape: () => ruleShape(json, scope, (exp) => architectShape(exp, scope)),
    evaluate: (reader) => evaluate(operand, reader) ?? undefined,
  };
}

/** JavaScript gives up with a RangeError where a comparison would make too long a text of a list. */
function evaluate(operand: Operand, reader: VariableReader): Json {
  try {
    return settled(operand(reader));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ExpressionError('the expression makes a text or a list that is too large', { cause: error });
  }
}

/**
 * Compiles `{"exp": "…"}`, an Architect expression.
 *
 * @param wanted the type it must give; Architect's rules convert it.
 */
export function compileArchitect(
  json: Json,
  wanted: ValueType,
  scope: NameScope,
  report: Report,
): Expression {
  const result = typeof json === 'string' ? compileExpressionText(json, wanted, scope) : NO_TEXT;
  if (!isTextFault(result)) return result;
  report('/exp', result.code, result.message, result.hint);
  return literal(undefined, 'any');
}

function architectShape(json: Json, scope: NameScope): Shape {
  return compileArchitect(json, 'any', scope, () => {}).shape?.() ?? { kind: 'opaque' };
}

const NO_TEXT: TextFault = {
  code: 'EXPRESSION_SYNTAX',
  message: '`exp` needs the text of an expression',
  hint: 'write {"exp": "Flow.x + 1"}',
};

/** An Architect expression within a rule; its result takes part as JSONLogic has it. */
function compileWithin(json: Json, pointer: string, context: Context): Compiled {
  const report: Report = (below, ...told) => context.report(`${pointer}${below}`, ...told);
  const expression = compileArchitect(json, 'any', context.scope, report);
  context.reads.push(...expression.reads);
  return numbered((reader) => expression.evaluate(reader) ?? null, expression.type, context);
}

/** Evaluates a compiled rule with json-logic-js. */
function walking(rule: Json, operands: readonly Operand[]): Operand {
  return (reader) => applyRule(rule, { readRule: (number) => operands[Number(number)]?.(reader) ?? null });
}

/** A part that json-logic-js gets as a variable, its number. */
function numbered(fast: Operand, type: ValueType, context: Context, otherwise: Json = null): Compiled {
  context.operands.push(fast);
  return { rule: { var: [String(context.operands.length - 1), otherwise] }, type, fast };
}

function compile(json: Json, pointer: string, depth: number, context: Context): Compiled {
  if (depth > MAX_RULE_DEPTH)
    return fault(
      context,
      pointer,
      'RULE_DEPTH',
      `the rule nests more than ${MAX_RULE_DEPTH} deep`,
      'split it with Update Data',
    );
  if (Array.isArray(json)) return compileList(json, pointer, depth, context);
  if (!isJsonObject(json)) return { rule: json, type: literalType(json), fast: () => json };
  const [name, ...more] = Object.keys(json);
  if (name === undefined || more.length > 0) {
    return fault(
      context,
      pointer,
      'RULE_SHAPE',
      'a rule is an object with exactly one operator',
      'for an object as a value write {"lit": { … }}',
    );
  }
  if (name === 'exp') return compileWithin(json[name] ?? null, pointer, context);
  if (name === 'lit') return numbered(() => json['lit'] ?? null, 'json', context);
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (operator === undefined) return unknownOperator(context, pointer, name);
  const operands = json[name] ?? null;
  return compileOperator(
    name,
    operator,
    Array.isArray(operands) ? operands : [operands],
    pointerTo(pointer, name),
    depth,
    context,
  );
}

function compileList(json: readonly Json[], pointer: string, depth: number, context: Context): Compiled {
  const items = json.map((item, index) => compile(item, pointerTo(pointer, index), depth + 1, context));
  const fast = allFast(items);
  return {
    rule: items.map((item) => item.rule),
    type: 'any',
    ...(fast && { fast: (reader) => fast.map((item) => item(reader)) }),
  };
}

function compileOperator(
  name: string,
  operator: OperatorDefinition,
  operands: readonly Json[],
  pointer: string,
  depth: number,
  context: Context,
): Compiled {
  if (operands.length < operator.minimum || operands.length > operator.maximum) {
    return fault(
      context,
      pointer,
      'RULE_ARITY',
      `\`${name}\` got ${operands.length} values`,
      arityHint(operator),
    );
  }
  if (name === 'var') return compileVariable(operands, pointer, depth, context);
  if (name === 'missing' || name === 'missing_some') return compileMissing(name, operands, pointer, context);
  const compiled = operands.map((operand, index) =>
    operator.iterates && index === 1
      ? compileItemRule(operand, pointerTo(pointer, index), depth + 1, context)
      : compile(operand, pointerTo(pointer, index), depth + 1, context),
  );
  const operandsFast = allFast(compiled);
  const fast =
    operandsFast && Object.hasOwn(FAST_OPERATORS, name) ? FAST_OPERATORS[name]?.(operandsFast) : undefined;
  return {
    rule: { [name]: compiled.map((one) => one.rule) },
    type: resultType(operator, name, compiled),
    ...(fast && { fast }),
  };
}

function compileVariable(
  operands: readonly Json[],
  pointer: string,
  depth: number,
  context: Context,
): Compiled {
  const [path, otherwise] = operands;
  if (typeof path !== 'string' || path === '') {
    return fault(
      context,
      pointer,
      'RULE_VARIABLE',
      '`var` needs the name of a variable',
      'write {"var": "Flow.name"}',
    );
  }
  const reference = readVariable(context.scope, path);
  if (isNameFault(reference))
    return fault(context, pointer, reference.code, reference.message, reference.hint);
  context.reads.push(reference);
  const read = depth === 0 ? referenceReader(reference) : numberReader(reference);
  if (typeof otherwise === 'object' && otherwise !== null)
    return fault(
      context,
      pointer,
      'RULE_VARIABLE',
      'the second value of `var` must be a literal',
      'use {"if": [ … ]} to compute it',
    );
  const fallback = otherwise ?? null;
  return numbered((reader) => read(reader) ?? fallback, reference.type, context);
}

/** JSONLogic reckons in numbers; a decimal of many digits is a text unless it is only handed on. */
function numberReader(reference: VariableReference): (reader: VariableReader) => Json | undefined {
  const read = referenceReader(reference);
  const isDecimal = reference.type === 'decimal' || reference.type === 'decimalCollection';
  return isDecimal ? (reader) => jsonNumber(read(reader)) : read;
}

/** `missing` names variables too; what it gives back are their names as declared. */
function compileMissing(
  name: string,
  operands: readonly Json[],
  pointer: string,
  context: Context,
): Compiled {
  const counts = name === 'missing_some';
  const listed = counts ? operands[1] : Array.isArray(operands[0]) ? operands[0] : operands;
  const names = Array.isArray(listed) ? (listed as readonly Json[]) : [listed ?? null];
  const found = names.map((one) => compileVariable([one], pointer, 1, context));
  const needed = counts && typeof operands[0] === 'number' ? operands[0] : undefined;
  const read: Operand = (reader) => {
    const absent = names.filter((_, index) => isAbsent(found[index]?.fast?.(reader)));
    return needed !== undefined && names.length - absent.length >= needed ? [] : absent;
  };
  return numbered(read, 'any', context);
}

function isAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '';
}

/** The rule that runs over items: its `var`s are paths within an item. It is checked for operators and shape only. */
function compileItemRule(json: Json, pointer: string, depth: number, context: Context): Compiled {
  checkItemRule(json, pointer, depth, context);
  return { rule: json, type: 'any' };
}

function checkItemRule(json: Json, pointer: string, depth: number, context: Context): void {
  if (depth > MAX_RULE_DEPTH) {
    context.report(
      pointer,
      'RULE_DEPTH',
      `the rule nests more than ${MAX_RULE_DEPTH} deep`,
      'split it with Update Data',
    );
  } else if (Array.isArray(json)) {
    for (const [index, item] of json.entries())
      checkItemRule(item, pointerTo(pointer, index), depth + 1, context);
  } else if (isJsonObject(json)) checkItemOperator(json, pointer, depth, context);
}

function checkItemOperator(
  json: { readonly [key: string]: Json },
  pointer: string,
  depth: number,
  context: Context,
): void {
  const [name, ...more] = Object.keys(json);
  if (name === undefined || more.length > 0) {
    context.report(
      pointer,
      'RULE_SHAPE',
      'a rule is an object with exactly one operator',
      'write {"operator": [ … ]}',
    );
  } else if (!Object.hasOwn(OPERATORS, name)) unknownOperator(context, pointer, name);
  else if (name === 'var') checkItemPath(json['var'] ?? null, pointerTo(pointer, name), context);
  else checkItemRule(json[name] ?? null, pointerTo(pointer, name), depth + 1, context);
}

function checkItemPath(operand: Json, pointer: string, context: Context): void {
  const path = Array.isArray(operand) ? operand[0] : operand;
  const isLiteral = typeof path === 'string' || typeof path === 'number' || path === undefined;
  if (isLiteral && !String(path).split('.').some(isForbiddenKey)) return;
  context.report(
    pointer,
    'RULE_VARIABLE',
    '`var` needs a literal path within the item',
    'write {"var": "name"} or {"var": ""} for the item itself',
  );
}

function resultType(
  operator: OperatorDefinition,
  name: string,
  operands: readonly Compiled[],
): ValueType | 'number' {
  if (operator.type === 'number')
    return operands.every((one) => one.type === 'integer') && name !== '/' ? 'integer' : 'number';
  if (operator.type !== 'same') return operator.type;
  const results =
    name === 'and' || name === 'or'
      ? operands
      : operands.filter((_, index) => index % 2 === 1 || index === operands.length - 1);
  const [first] = results;
  return first !== undefined && results.every((one) => one.type === first.type) ? first.type : 'any';
}

function allFast(compiled: readonly Compiled[]): readonly Operand[] | undefined {
  const fast = compiled.map((one) => one.fast);
  return fast.every((one) => one !== undefined) ? fast : undefined;
}

function literalType(json: Json): ValueType {
  if (typeof json === 'string') return 'string';
  if (typeof json === 'boolean') return 'boolean';
  if (typeof json === 'number') return Number.isInteger(json) ? 'integer' : 'decimal';
  return 'any';
}

function arityHint(operator: OperatorDefinition): string {
  if (operator.minimum === operator.maximum) return `it takes ${operator.minimum}`;
  return operator.maximum >= 1_000
    ? `it takes ${operator.minimum} or more`
    : `it takes ${operator.minimum} to ${operator.maximum}`;
}

function unknownOperator(context: Context, pointer: string, name: string): Compiled {
  const hint = didYouMean(name, Object.keys(OPERATORS), '');
  const message = `there is no operator \`${name}\``;
  return fault(context, pointer, 'UNKNOWN_OPERATOR', message, hint);
}

function fault(context: Context, pointer: string, code: string, message: string, hint: string): Compiled {
  context.report(pointer, code, message, hint);
  return { rule: null, type: 'any', fast: () => null };
}
