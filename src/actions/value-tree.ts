import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import {
  fillTemplate,
  isConstant,
  type PathTemplate,
  pathsOf,
  solePath,
  type TemplatePath,
} from '../authoring/path-template.ts';

/** A JSON value whose texts may hold paths, parsed before any value enters it: a value can never become structure (D7). */
export type ValueTree =
  | { readonly kind: 'fixed'; readonly value: Json }
  | { readonly kind: 'value'; readonly path: TemplatePath }
  | { readonly kind: 'text'; readonly template: PathTemplate }
  | { readonly kind: 'list'; readonly items: readonly ValueTree[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, tree: ValueTree])[] };

/**
 * Parses a JSON value into a tree.
 *
 * @param parse reads one text; it notes faults itself and returns undefined for them.
 * @param keys  the keys and indexes that lead to this value.
 */
export function parseValueTree(
  json: Json,
  parse: (text: string, keys: readonly (string | number)[]) => PathTemplate | undefined,
  keys: readonly (string | number)[] = [],
): ValueTree {
  if (typeof json === 'string') return leafOf(json, parse(json, keys));
  if (Array.isArray(json)) {
    return settled(
      { kind: 'list', items: json.map((item: Json, i) => parseValueTree(item, parse, [...keys, i])) },
      json,
    );
  }
  if (!isJsonObject(json)) return { kind: 'fixed', value: json };
  const entries = Object.entries(json).map(
    ([key, value]) => [key, parseValueTree(value, parse, [...keys, key])] as const,
  );
  return settled({ kind: 'object', entries }, json);
}

/**
 * Fills a tree. A text that is exactly one path keeps the type of the value; where there is no value the property is
 * left out, and so is a property whose object or list holds nothing but such paths, when none has a value. An element of a
 * list is left out when it holds paths and none of them has a value. Within a longer text a missing value is empty, and
 * objects appear as JSON.
 *
 * @returns undefined when the whole tree is one path without a value.
 */
export function fillValueTree(
  tree: ValueTree,
  read: (path: TemplatePath) => Json | undefined,
): Json | undefined {
  switch (tree.kind) {
    case 'fixed':
      return tree.value;
    case 'value':
      return read(tree.path);
    case 'text':
      return fillTemplate(tree.template, (path) => asText(read(path)));
    case 'list':
      return tree.items.flatMap((item) => {
        const value = hasValue(item, read) ? fillValueTree(item, read) : undefined;
        return value === undefined ? [] : [value];
      });
    case 'object':
      return fillObject(tree.entries, read);
  }
}

/** A value as it stands within a longer text: texts as they are, nothing for null and absence, else JSON. */
export function asText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

function fillObject(
  entries: readonly (readonly [string, ValueTree])[],
  read: (path: TemplatePath) => Json | undefined,
): JsonObject {
  const object: { [key: string]: Json } = {};
  for (const [key, tree] of entries) {
    const value = fillValueTree(tree, read);
    if (value !== undefined && !isHollow(tree, value)) object[key] = value;
  }
  return object;
}

/** Whether nothing is left of an object or list that was to hold values and nothing else. */
function isHollow(tree: ValueTree, value: Json): boolean {
  if (tree.kind !== 'list' && tree.kind !== 'object') return false;
  return Object.keys(value ?? {}).length === 0 && hasOnlyPaths(tree);
}

function hasOnlyPaths(tree: ValueTree): boolean {
  if (tree.kind !== 'list' && tree.kind !== 'object') return tree.kind === 'value';
  return branchesOf(tree).every(hasOnlyPaths);
}

/** Whether a tree is fixed, or one of its paths has a value. */
function hasValue(tree: ValueTree, read: (path: TemplatePath) => Json | undefined): boolean {
  switch (tree.kind) {
    case 'fixed':
      return true;
    case 'value':
      return read(tree.path) !== undefined;
    case 'text':
      return pathsOf(tree.template).some((path) => read(path) !== undefined);
    default:
      return branchesOf(tree).some((child) => child.kind !== 'fixed' && hasValue(child, read));
  }
}

function branchesOf(tree: Extract<ValueTree, { kind: 'list' | 'object' }>): readonly ValueTree[] {
  return tree.kind === 'list' ? tree.items : tree.entries.map(([, child]) => child);
}

function leafOf(text: string, template: PathTemplate | undefined): ValueTree {
  if (template === undefined) return { kind: 'fixed', value: text };
  if (isConstant(template)) return { kind: 'fixed', value: fillTemplate(template, () => '') };
  const path = solePath(template);
  return path === undefined ? { kind: 'text', template } : { kind: 'value', path };
}

/** A branch without paths needs no filling. Its texts may have been escaped, so that the parsed ones count. */
function settled(tree: Extract<ValueTree, { kind: 'list' | 'object' }>, json: Json): ValueTree {
  if (!branchesOf(tree).every((child) => child.kind === 'fixed')) return tree;
  return { kind: 'fixed', value: fillValueTree(tree, () => undefined) ?? json };
}
