import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../authoring/json.ts';
import type { ContractFault } from './contract-cleaning.ts';

/** A schema may hold this many values when every `$ref` is replaced by what it refers to. */
const MAX_SCHEMA_VALUES = 5000;

/** Schemas that may stand beside another one for the same value; each is another look at all of it. */
const MAX_ALTERNATIVES = 200;
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const SINGLE = ['not', 'if', 'then', 'else', 'contains', 'propertyNames'];

/** Reading one takes milliseconds when it is long. */
const MAX_PATTERNS = 200;

/** Whether a schema has so many patterns that reading them alone takes long; the fault is noted. */
export function holdsTooManyPatterns(root: JsonObject, pointer: string, fault: ContractFault): boolean {
  let left = MAX_PATTERNS;
  const waiting: Json[] = [root];
  for (let value = waiting.pop(); value !== undefined && left >= 0; value = waiting.pop()) {
    if (isJsonObject(value)) left -= patternsOf(value);
    if (typeof value === 'object' && value !== null)
      for (const one of Object.values(value)) waiting.push(one);
  }
  if (left < 0) fault('error', pointer, 'The contract has too many patterns', `it may have ${MAX_PATTERNS}`);
  return left < 0;
}

function patternsOf(schema: JsonObject): number {
  const named = own(schema, 'patternProperties');
  const isOne = typeof own(schema, 'pattern') === 'string';
  return (isOne ? 1 : 0) + (isJsonObject(named) ? Object.keys(named).length : 0);
}

/** Local references that exist and do not lead back to themselves, and not so many that they multiply without end. */
export function refuseUnboundedRefs(root: JsonObject, pointer: string, fault: ContractFault): void {
  let left = MAX_SCHEMA_VALUES;
  let alternatives = MAX_ALTERNATIVES;
  const reported = new Set<string>();
  const refuse = (ref: string, at: string, message: string, hint: string) => {
    if (!reported.has(ref)) fault('error', at, message, hint);
    reported.add(ref);
  };
  const walk = (value: Json, at: string, within: readonly string[]): void => {
    if (--left < 0) return;
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) walk(item, pointerTo(at, i), within);
    }
    if (!isJsonObject(value)) return;
    for (const [key, child] of Object.entries(value)) {
      alternatives -= alternativesOf(key, child);
      if (key === '$ref' && typeof child === 'string') follow(child, pointerTo(at, key), within);
      else walk(child, pointerTo(at, key), within);
    }
  };
  const follow = (ref: string, at: string, within: readonly string[]): void => {
    const target = resolveRef(root, ref);
    if (target === undefined) {
      refuse(ref, at, `\`${ref}\` is not in this contract`, 'refer to #/definitions/<name>');
    } else if (within.includes(ref)) {
      refuse(ref, at, `\`${ref}\` leads back to itself`, 'write the levels out');
    } else walk(target, at, [...within, ref]);
  };
  walk(root, pointer, []);
  if (left < 0) {
    const hint = `it may hold ${MAX_SCHEMA_VALUES} values, references followed`;
    fault('error', pointer, 'The contract is too large', hint);
  } else if (alternatives < 0) {
    const hint = `allOf, anyOf, oneOf, not, if and contains may hold ${MAX_ALTERNATIVES} schemas, references followed`;
    fault('error', pointer, 'The contract asks too much of each value', hint);
  }
}

function alternativesOf(key: string, child: Json): number {
  if (LISTS.includes(key) && Array.isArray(child)) return child.length;
  return SINGLE.includes(key) ? 1 : 0;
}

/** What a local `$ref` (`#/definitions/x`) refers to, or undefined. */
function resolveRef(root: JsonObject, ref: string): Json | undefined {
  if (!ref.startsWith('#/')) return undefined;
  const keys = ref
    .slice(2)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<Json | undefined>((at, key) => (isJsonObject(at) ? own(at, key) : undefined), root);
}

/** References follow each other no further than this. */
const MAX_HOPS = 50;

/** A schema, or what its `$ref` refers to. Anything that is no schema, or leads back to itself, allows everything. */
export function resolvedSchema(root: JsonObject, schema: Json | undefined): JsonObject {
  let at = schema;
  for (let hops = 0; hops < MAX_HOPS; hops++) {
    if (!isJsonObject(at)) return {};
    const ref = own(at, '$ref');
    if (typeof ref !== 'string') return at;
    at = resolveRef(root, ref);
  }
  return {};
}
