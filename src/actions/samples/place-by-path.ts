/**
 * Builds JSON backwards: puts values where paths lead. Paths share what they share, so that several can be put into one
 * body. What cannot be built is a CannotBuild; whether the paths then read what was put is for the caller to check.
 */
import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import { type FunctionCall, isDefiniteStep, type JsonPath, type PathStep } from '../json-path.ts';
import type { Condition } from '../json-path-conditions.ts';
import { isSatisfied, satisfyingElement } from './satisfying-element.ts';

/** Why a value cannot be put where a path leads. */
export class CannotBuild extends Error {}

/** Lists are made no longer than this. */
const MAX_LENGTH = 2000;

/** What is left of a path. */
interface Rest {
  readonly steps: readonly PathStep[];
  readonly call: FunctionCall | undefined;
  /** Whether a value that is there already stays, where two are wanted at one place. */
  readonly keeps: boolean;
}

/** How a value is put. */
export interface PlaceOptions {
  /** Whether what filters ask for counts more than the value. Default: two values for one place cannot be built. */
  readonly filtersWin?: boolean;
}

/**
 * A body in which a path gives a value.
 *
 * @param body  what there is already; undefined for nothing.
 * @param value for an indefinite path a list, with one element for each value it is to reach.
 * @throws CannotBuild
 */
export function placeByPath(
  body: Json | undefined,
  { steps, call }: JsonPath,
  value: Json,
  { filtersWin: keeps = false }: PlaceOptions = {},
): Json {
  if (call === undefined || steps[0]?.descend !== true) return put(body, { steps, call, keeps }, value);
  const found = forCall(undefined, call, value);
  return put(body, { steps, call: undefined, keeps }, Array.isArray(found) ? found : [found]);
}

function put(node: Json | undefined, rest: Rest, value: Json): Json {
  const [step, ...steps] = rest.steps;
  if (step === undefined)
    return rest.call === undefined ? settle(node, value, rest.keeps) : forCall(node, rest.call, value);
  const tail = { ...rest, steps };
  if (step.descend) return putDeep(node, step, tail, value);
  const { selector } = step;
  switch (selector.kind) {
    case 'name':
      return putName(node, selector.name, tail, value);
    case 'names':
      if (steps.length === 0 && rest.call === undefined) return settle(node, value, rest.keeps);
      return putName(node, selector.names[0] ?? '', tail, Array.isArray(value) ? (value[0] ?? null) : value);
    case 'index':
      return putIndex(node, selector.index, tail, value);
    case 'indexes':
      return putEach(node, valuesOf(value), tail, (i) => selector.indexes[i] ?? MAX_LENGTH);
    case 'slice':
      return putEach(node, valuesOf(value), tail, (i) => Math.max(0, selector.from ?? 0) + i);
    case 'wildcard':
      return putEach(node, valuesOf(value), tail, (i) => i);
    case 'filter':
      return putFiltered(node, selector.condition, tail, value);
  }
}

function putName(node: Json | undefined, name: string, tail: Rest, value: Json): Json {
  const object = asObject(node);
  return { ...object, [name]: put(own(object, name), tail, value) };
}

function putIndex(node: Json | undefined, index: number, tail: Rest, value: Json): Json {
  const list = asList(node);
  const at = index >= 0 ? index : Math.max(0, list.length + index);
  if (at >= MAX_LENGTH) throw new CannotBuild('a list would become too long');
  const length = Math.max(list.length, at + 1);
  return Array.from({ length }, (_, i) => (i === at ? put(list[i], tail, value) : (list[i] ?? {})));
}

/** Spreads values over the elements of a list; where the path goes on indefinitely, one element takes them all. */
function putEach(
  node: Json | undefined,
  values: readonly Json[],
  tail: Rest,
  place: (i: number) => number,
): Json {
  if (!isDefinite(tail)) return putIndex(node, place(0), tail, values);
  if (isJsonObject(node) && Object.keys(node).length > 0)
    throw new CannotBuild('an object and a list are wanted at one place');
  return values.reduce<Json>((list, value, i) => putIndex(list, place(i), tail, value), asList(node));
}

function putFiltered(node: Json | undefined, condition: Condition, tail: Rest, value: Json): Json {
  const list = [...asList(node)];
  const matching = [...list.keys()].filter((i) => isSatisfied(condition, list[i] ?? null));
  const values = valuesOf(value);
  for (const [i, one] of (isDefinite(tail) ? values : [values]).entries()) {
    const at = matching[i] ?? list.length;
    const before =
      list[at] ?? (tail.keeps ? satisfyingElement(condition, undefined, placeByPath) : undefined);
    list[at] = satisfyingElement(condition, put(before, tail, one), placeByPath);
  }
  return list;
}

/** One value goes straight into an object; several into a list of objects. */
function putDeep(node: Json | undefined, step: PathStep, tail: Rest, value: Json): Json {
  const direct = { ...step, descend: false };
  if (step.selector.kind === 'filter') return putFiltered(node, step.selector.condition, tail, value);
  if (step.selector.kind !== 'name') throw new CannotBuild(`what \`${step.text}\` finds is not known`);
  const values = valuesOf(value);
  const each = isDefinite(tail) ? values : [values];
  const [first] = each;
  if (first === undefined) return node ?? {};
  const rest = { ...tail, steps: [direct, ...tail.steps] };
  if (each.length === 1 && !Array.isArray(node)) return put(node, rest, first);
  if (isJsonObject(node) && Object.keys(node).length > 0)
    return { ...node, list: putDeep(own(node, 'list') ?? [], step, tail, value) };
  return each.reduce<Json>((list, one, i) => putIndex(list, i, rest, one), asList(node));
}

function valuesOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  throw new CannotBuild('its path gives a list');
}

function isDefinite({ steps }: Rest): boolean {
  return steps.every((step) => isDefiniteStep(step) || step.selector.kind === 'names');
}

/** Something of which a function makes a value. */
function forCall(node: Json | undefined, { name }: FunctionCall, value: Json): Json {
  switch (name) {
    case 'size':
    case 'length':
      return ofLength(node, value);
    case 'keys':
      return { ...Object.fromEntries(valuesOf(value).map((key) => [String(key), null])), ...asObject(node) };
    case 'first':
      return putIndex(node, 0, { steps: [], call: undefined, keeps: false }, value);
    case 'append':
    case 'stddev':
      throw new CannotBuild(`${name}() is not reckoned backwards`);
    default:
      return settle(node, [value]);
  }
}

function ofLength(node: Json | undefined, value: Json): Json {
  const list = asList(node);
  if (typeof value !== 'number' || value < list.length || value > MAX_LENGTH || !Number.isInteger(value))
    throw new CannotBuild('a list of that length is not possible');
  return Array.from({ length: value }, (_, i) => list[i] ?? {});
}

/** An empty object fills a place that nothing is known of. */
function asObject(node: Json | undefined): JsonObject {
  if (node === undefined || isJsonObject(node)) return node ?? {};
  throw new CannotBuild('an object and something else are wanted at one place');
}

function asList(node: Json | undefined): readonly Json[] {
  if (Array.isArray(node)) return node;
  if (node === undefined || (isJsonObject(node) && Object.keys(node).length === 0)) return [];
  throw new CannotBuild('a list and something else are wanted at one place');
}

/** Both of two values for one place. */
function settle(node: Json | undefined, value: Json, keeps = false): Json {
  if (node === undefined || JSON.stringify(node) === JSON.stringify(value)) return value;
  if (isJsonObject(node) && isJsonObject(value)) {
    const both = Object.entries(value).map(([key, child]) => [key, settle(own(node, key), child, keeps)]);
    return { ...node, ...Object.fromEntries(both) };
  }
  if (isJsonObject(node) && Object.keys(node).length === 0) return value;
  if (Array.isArray(node) && Array.isArray(value) && node.length <= value.length)
    return value.map((child: Json, i) => settle(node[i], child, keeps));
  if (keeps) return node;
  throw new CannotBuild('two values are wanted at one place');
}
