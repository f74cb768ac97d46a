import jsonLogic, { type RulesLogic } from 'json-logic-js';
import { isJsonObject, type Json, own } from '../../authoring/json.ts';
import { overloads } from './architect/signatures.ts';
import { boundedText, ExpressionError } from './expression.ts';
import { FUNCTIONS } from './functions.ts';

/** How much one rule may do: a part evaluated, 64 characters or 8 values handed on, each count one (SECURITY.md). */
const MAX_OPERATIONS = 1_000_000;
/** How much all rules of one step of a call may do together: a loop over costly rules must not hold up the other calls. */
const MAX_STEP_OPERATIONS = 5_000_000;
/** How many values a list may hold while a rule runs, those of the lists in it included. */
const MAX_LIST = 200_000;

/** What `var` reads from at the top of a rule; inside `map`, `filter` and their kin it is the item. */
export interface RuleData {
  /** @returns the value of a compiled variable name; `null` is NOT_SET. */
  readRule(name: string): Json;
  /** Does the work of one of Architect's overloads in the rule; each has its number as its first value. */
  call?(number: number, values: readonly Json[]): Json;
}

let operationsLeft = MAX_OPERATIONS;
let stepOperationsLeft = MAX_STEP_OPERATIONS;
let isRunning = false;

/** Begins the budget that the rules of one step share. */
export function beginStepBudget(): void {
  stepOperationsLeft = MAX_STEP_OPERATIONS;
}

/**
 * Evaluates a rule that `compileRule` has checked, with json-logic-js. A rule within a rule shares its budget.
 *
 * @throws ExpressionError when it grows or runs beyond its budget.
 */
export function applyRule(rule: Json, data: RuleData): Json {
  if (isRunning) return jsonLogic.apply(rule as unknown as RulesLogic, data) as Json;
  const budget = Math.min(MAX_OPERATIONS, stepOperationsLeft);
  operationsLeft = budget;
  isRunning = true;
  try {
    return jsonLogic.apply(rule as unknown as RulesLogic, data) as Json;
  } finally {
    isRunning = false;
    stepOperationsLeft -= budget - operationsLeft;
  }
}

/** Reads an own property by JSONLogic's path; never one of a prototype. */
function readPath(data: unknown, path: Json, otherwise: Json): Json {
  if (path === null || path === '') return data as Json;
  let value = data as Json | undefined;
  for (const key of String(path).split('.')) {
    value = member(value, key);
    if (value === undefined) return otherwise;
  }
  return value ?? null;
}

/** Own item or property of a value; `undefined` when it has none. */
export function member(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(key)];
  return isJsonObject(value) ? own(value, key) : undefined;
}

function isRuleData(data: unknown): data is RuleData {
  return (
    typeof data === 'object' && data !== null && 'readRule' in data && typeof data.readRule === 'function'
  );
}

function spend(operations: number): void {
  operationsLeft -= operations;
  if (operationsLeft < 0)
    throw new ExpressionError(
      `the expression runs more than ${MAX_OPERATIONS} operations, or its step more than ${MAX_STEP_OPERATIONS}`,
    );
}

/** Sizes of lists and objects that were looked through; a list may hold the same list many times over. */
const sizes = new WeakMap<object, number>();

/** How many values and stretches of 64 characters a value holds: what reading it through costs. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return 1 + (value.length >> 6);
  if (typeof value !== 'object' || value === null) return 1;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  let size = 1;
  for (const item of Object.values(value)) size += sizeOf(item);
  if (size > MAX_LIST)
    throw new ExpressionError(`the expression makes a list of more than ${MAX_LIST} values`);
  sizes.set(value, size);
  return size;
}

function variable(this: unknown, path: Json = '', otherwise: Json = null): Json {
  if (!isRuleData(this)) return readPath(this, path, otherwise);
  return this.readRule(String(path)) ?? otherwise;
}

/** Which of the names have no value; as json-logic-js has it, but over own properties. */
function missing(this: unknown, ...names: readonly Json[]): Json {
  const wanted = Array.isArray(names[0]) ? (names[0] as readonly Json[]) : names;
  return wanted.filter((name) => {
    const value = variable.call(this, name);
    return value === null || value === '';
  });
}

function concatenate(...parts: readonly Json[]): string {
  return boundedText(parts.join(''));
}

function merge(...lists: readonly Json[]): Json {
  return lists.flat(1) as Json[];
}

/** At least so many of the names must have a value, or the absent ones are given back. */
function missingSome(this: unknown, needed: Json, names: Json): Json {
  const wanted = Array.isArray(names) ? (names as readonly Json[]) : [names];
  const absent = missing.call(this, wanted) as readonly Json[];
  return wanted.length - absent.length >= Number(needed) ? [] : absent;
}

/** One of Architect's overloads; which work it is for the types at hand was settled when the rule was compiled. */
function callOverload(this: unknown, number: Json, ...values: readonly Json[]): Json {
  if (isRuleData(this) && this.call !== undefined) return this.call(Number(number), values);
  throw new ExpressionError('the expression calls a function that is not there');
}

// json-logic-js calls itself by this name, so every part of a rule comes past here.
const applyPart = jsonLogic.apply;
jsonLogic.apply = (rule, data) => {
  spend(1);
  const value: unknown = applyPart(rule, data);
  spend(typeof value === 'string' ? value.length >> 6 : sizeOf(value) >> 3);
  return value;
};

jsonLogic.rm_operation('log');
jsonLogic.rm_operation('method');
jsonLogic.add_operation('var', variable);
jsonLogic.add_operation('missing', missing);
jsonLogic.add_operation('missing_some', missingSome);
jsonLogic.add_operation('cat', concatenate);
jsonLogic.add_operation('merge', merge);
for (const [name, definition] of Object.entries(FUNCTIONS)) {
  jsonLogic.add_operation(name, (...values: readonly Json[]) => definition.run(...values) ?? null);
}
for (const overload of overloads()) jsonLogic.add_operation(overload, callOverload);
