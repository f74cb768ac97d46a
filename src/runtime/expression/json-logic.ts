import jsonLogic, { type RulesLogic } from 'json-logic-js';
import { isJsonObject, type Json, own } from '../../authoring/json.ts';
import { ExpressionError } from './expression.ts';
import { FUNCTIONS } from './functions.ts';

/** Longest text and longest list an operator may make, and how many operators one rule may run (SECURITY.md). */
export const MAX_TEXT = 1_000_000;
export const MAX_ITEMS = 10_000;
export const MAX_OPERATIONS = 100_000;

/** What `var` reads from at the top of a rule; inside `map`, `filter` and their kin it is the item. */
export interface RuleData {
  /** @returns the value of a compiled variable name; `null` is NOT_SET. */
  readRule(name: string): Json;
}

let operationsLeft = MAX_OPERATIONS;

/**
 * Evaluates a rule that `compileRule` has checked, with json-logic-js.
 *
 * @throws ExpressionError when it grows or runs beyond its budget.
 */
export function applyRule(rule: Json, data: RuleData): Json {
  operationsLeft = MAX_OPERATIONS;
  return jsonLogic.apply(rule as unknown as RulesLogic, data) as Json;
}

/** Reads an own property by JSONLogic's path; never one of a prototype. */
function readPath(data: unknown, path: Json, otherwise: Json): Json {
  if (path === null || path === '') return data as Json;
  let value = data as Json | undefined;
  for (const key of String(path).split('.')) {
    spend(1);
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
    throw new ExpressionError(`the expression runs more than ${MAX_OPERATIONS} operations`);
}

function bounded(text: string): string {
  if (text.length > MAX_TEXT)
    throw new ExpressionError(`the expression makes a text of more than ${MAX_TEXT} characters`);
  return text;
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
  spend(parts.length);
  return bounded(parts.join(''));
}

function merge(...lists: readonly Json[]): Json {
  const merged = lists.flat(1) as Json[];
  spend(merged.length);
  if (merged.length > MAX_ITEMS)
    throw new ExpressionError(`the expression makes a list of more than ${MAX_ITEMS} items`);
  return merged;
}

jsonLogic.rm_operation('log');
jsonLogic.rm_operation('method');
jsonLogic.add_operation('var', variable);
jsonLogic.add_operation('missing', missing);
jsonLogic.add_operation('cat', concatenate);
jsonLogic.add_operation('merge', merge);
for (const [name, definition] of Object.entries(FUNCTIONS)) {
  jsonLogic.add_operation(name, (...values: readonly Json[]) => {
    spend(1);
    return definition.run(...values) ?? null;
  });
}
