/**
 * JSONPath as Genesys Cloud reads it: the dialect of the Java library Jayway. A path is parsed once into steps
 * (json-path-parser.ts); reading does bounded work and never throws.
 *
 * As there, a path is unresolved when the part before its first indefinite step reaches nothing: `$.entities[*].id`
 * gives `[]` for an empty list, and nothing where `entities` itself is missing.
 */
import { isJsonObject, type Json, own } from '../authoring/json.ts';
import { type Condition, holds, type Operand } from './json-path-conditions.ts';
import { type FunctionName, functionResult } from './json-path-functions.ts';
import {
  MAX_VALUES_VISITED,
  type Reading,
  type SharedWork,
  TooMuchWork,
  visit,
} from './json-path-reading.ts';

/** One way of choosing among the children of a value. */
export type Selector =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'filter'; readonly condition: Condition };

/** A selector, applied to each value reached so far (`.x`) or to each of its descendants as well (`..x`). */
export interface PathStep {
  readonly descend: boolean;
  readonly selector: Selector;
  /** As its author wrote it. */
  readonly text: string;
}

/** A function at the end of a path, such as `.size()`. */
export interface FunctionCall {
  readonly name: FunctionName;
  readonly parameters: readonly Operand[];
}

/** A parsed path. */
export interface JsonPath {
  readonly steps: readonly PathStep[];
  readonly call?: FunctionCall;
  /** Whether it can only reach one value. An indefinite path gives an array of all it reaches. */
  readonly definite: boolean;
}

/** What a path gives. */
export type PathResult =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'unresolved' }
  | { readonly kind: 'tooMuchWork' };

const UNRESOLVED = { kind: 'unresolved' } as const;

/** Reads a path from a response body; its work is taken from what it shares with other paths, too. */
export function readJsonPath(path: JsonPath, root: Json, shared?: SharedWork): PathResult {
  const reading = beginReading(root, shared?.left);
  const before = reading.left;
  try {
    return resultOf(path, root, reading);
  } catch (error) {
    if (error instanceof TooMuchWork) return { kind: 'tooMuchWork' };
    throw error;
  } finally {
    if (shared !== undefined) shared.left -= before - reading.left;
  }
}

/** The values that each step of a path reaches; fewer than there are steps where that takes too much work. */
export function reachedByEachStep(path: JsonPath, root: Json): readonly (readonly Json[])[] {
  const reading = beginReading(root);
  const reached: (readonly Json[])[] = [];
  try {
    let values: readonly Json[] = [root];
    for (const [i, step] of path.steps.entries()) {
      values = takeStep(step, isMerge(path, i), values, reading);
      reached.push(values);
    }
  } catch (error) {
    if (!(error instanceof TooMuchWork)) throw error;
  }
  return reached;
}

function beginReading(root: Json, most = MAX_VALUES_VISITED): Reading {
  const reading: Reading = {
    root,
    left: Math.min(most, MAX_VALUES_VISITED),
    read: (path, start) => {
      const result = resultOf(path, start, reading);
      return result.kind === 'value' ? result.value : undefined;
    },
  };
  return reading;
}

/** Whether a step reaches one value at most. */
export function isDefiniteStep({ descend, selector }: PathStep): boolean {
  return !descend && (selector.kind === 'name' || selector.kind === 'index');
}

function resultOf(path: JsonPath, start: Json, reading: Reading): PathResult {
  let values: readonly Json[] = [start];
  let definite = true;
  for (const [i, step] of path.steps.entries()) {
    if (definite && values.some((value) => breaksOff(step, value))) return UNRESOLVED;
    values = takeStep(step, isMerge(path, i), values, reading);
    definite &&= isDefiniteStep(step);
  }
  if (path.call !== undefined) return called(path, path.call, values, reading);
  if (!path.definite) return { kind: 'value', value: values };
  const [value] = values;
  return value === undefined ? UNRESOLVED : { kind: 'value', value };
}

/** Several names at the end give one object with what there is of them. */
function isMerge(path: JsonPath, step: number): boolean {
  return path.call === undefined && step === path.steps.length - 1;
}

/** Whether Jayway would not go on with a step from a value that a definite path led to. */
function breaksOff({ descend, selector }: PathStep, value: Json): boolean {
  if (descend) return false;
  switch (selector.kind) {
    case 'name':
      return !isJsonObject(value) || own(value, selector.name) === undefined;
    case 'names':
      return !isJsonObject(value);
    case 'wildcard':
      return false;
    case 'filter':
      return typeof value !== 'object' || value === null;
    default:
      return !Array.isArray(value);
  }
}

/** After `..` a function takes all that was found; else it takes each value by itself. */
function called(path: JsonPath, call: FunctionCall, values: readonly Json[], reading: Reading): PathResult {
  const parameters = call.parameters.flatMap((parameter) => parameterValues(parameter, reading));
  if (call.name === 'concat') visit(reading, JSON.stringify(parameters).length);
  const [first] = path.steps;
  if (first?.descend === true) {
    const isCount = call.name === 'size' || call.name === 'length';
    const found = isCount ? values.flatMap((value) => childrenOf(value)) : values;
    visit(reading, workOf(call.name, found));
    return asResult(functionResult(call.name, found, parameters));
  }
  const results = values.flatMap((value) => {
    visit(reading, workOf(call.name, value));
    const result = functionResult(call.name, value, parameters);
    return result === undefined ? [] : [result];
  });
  return path.definite ? asResult(results[0]) : { kind: 'value', value: results };
}

/** Some functions look at each element, and one at every character. */
function workOf(name: FunctionName, value: Json): number {
  if (['size', 'length', 'first', 'last', 'index'].includes(name) && Array.isArray(value)) return 1;
  const children = childrenOf(value);
  if (name !== 'concat') return 1 + children.length;
  return children.reduce<number>((work, one) => work + (typeof one === 'string' ? one.length : 1), 1);
}

function asResult(value: Json | undefined): PathResult {
  return value === undefined ? UNRESOLVED : { kind: 'value', value };
}

function parameterValues(parameter: Operand, reading: Reading): readonly Json[] {
  if (parameter.kind === 'literal') return [parameter.value];
  if (parameter.kind === 'pattern') return [];
  const value = reading.read(parameter.path, reading.root);
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function takeStep(
  { descend, selector }: PathStep,
  merges: boolean,
  values: readonly Json[],
  reading: Reading,
): readonly Json[] {
  const found: Json[] = [];
  for (const value of values) {
    if (descend) descendInto(value, selector, merges, reading, found);
    else select(value, selector, merges, reading, found);
  }
  return found;
}

/**
 * Depth first, parents before children, as Jayway does. Bodies nest at most 50 levels, so recursion is safe. A filter
 * is asked of each object once, and several names only find objects that have them all.
 */
function descendInto(
  value: Json,
  selector: Selector,
  merges: boolean,
  reading: Reading,
  found: Json[],
): void {
  const isObject = isJsonObject(value);
  const skips =
    (selector.kind === 'filter' && !isObject) ||
    (selector.kind === 'names' &&
      merges &&
      !(isObject && selector.names.every((name) => Object.hasOwn(value, name))));
  if (skips) visit(reading, 1);
  else select(value, selector, merges, reading, found);
  for (const child of childrenOf(value)) descendInto(child, selector, merges, reading, found);
}

function select(value: Json, selector: Selector, merges: boolean, reading: Reading, found: Json[]): void {
  visit(reading, 1);
  switch (selector.kind) {
    case 'name':
      if (isJsonObject(value)) push(found, own(value, selector.name));
      return;
    case 'names':
      selectNames(value, selector.names, merges, found);
      return;
    case 'index':
      if (Array.isArray(value)) push(found, value.at(selector.index));
      return;
    case 'indexes':
      if (Array.isArray(value)) for (const index of selector.indexes) push(found, value.at(index));
      return;
    case 'slice':
      if (Array.isArray(value)) pushAll(found, sliceOf(value, selector), reading);
      return;
    case 'wildcard':
      pushAll(found, childrenOf(value), reading);
      return;
    case 'filter':
      filter(value, selector.condition, reading, found);
  }
}

function selectNames(value: Json, names: readonly string[], merges: boolean, found: Json[]): void {
  if (!isJsonObject(value)) return;
  const present = names.filter((name) => Object.hasOwn(value, name));
  if (merges) found.push(Object.fromEntries(present.map((name) => [name, value[name] ?? null])));
  else for (const name of present) push(found, own(value, name));
}

/** With both ends given, Jayway counts from the one to the other as they are written: `[1:-1]` is empty. */
function sliceOf(list: readonly Json[], { from, to }: { readonly from?: number; readonly to?: number }) {
  if (from === undefined || to === undefined) return list.slice(from, to);
  if (from >= 0 || to < 0) return from >= to ? [] : list.slice(from, to);
  return [...list.slice(from), ...list.slice(0, to)];
}

/** Jayway filters the elements of an array; an object is tried itself. */
function filter(value: Json, condition: Condition, reading: Reading, found: Json[]): void {
  const candidates: readonly Json[] = Array.isArray(value) ? value : isJsonObject(value) ? [value] : [];
  for (const candidate of candidates) {
    visit(reading, 1);
    if (holds(condition, candidate, reading)) found.push(candidate);
  }
}

function childrenOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? Object.values(value) : [];
}

function push(found: Json[], value: Json | undefined): void {
  if (value !== undefined) found.push(value);
}

function pushAll(found: Json[], values: readonly Json[], reading: Reading): void {
  visit(reading, values.length);
  for (const value of values) found.push(value);
}
