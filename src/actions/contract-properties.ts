import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import { resolvedSchema } from './contract-refs.ts';

/** An input or output as a flow sees it. */
export interface ContractProperty {
  /** Outputs of nested objects have dotted names, such as `conversation.id`. */
  readonly name: string;
  /** `object` is a JSON value taken whole; `any` when the contract does not say. */
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'any';
  /** Whether it holds a list of such values. */
  readonly isCollection: boolean;
  readonly isRequired: boolean;
  /** The keys that lead to it. In a list of objects each element is asked for the keys after the list. */
  readonly path: readonly string[];
}

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'object']);

/** The inputs of a data action: the properties of its input schema. */
export function inputsOf(schema: JsonObject): readonly ContractProperty[] {
  return propertiesOf(schema).map(([name, property]) =>
    leafOf(schema, resolvedSchema(schema, property), [name], isRequired(schema, name)),
  );
}

/** What Architect calls an answer that is a list itself. */
const ROOT = 'Root';

/**
 * The outputs of a data action, flattened as Architect shows them: nested objects become dotted names, and a list of
 * objects one collection for each of their properties. Lists within lists stay whole. When the answer itself is a
 * list, its outputs are `Root.name`, or `Root` for a list of simple values; that these names are Genesys' is a guess.
 */
export function outputsOf(schema: JsonObject): readonly ContractProperty[] {
  const root = resolvedSchema(schema, schema);
  if (typeOf(root) !== 'array') return flatten(schema, root, [], true, false);
  const elements = resolvedSchema(schema, own(root, 'items'));
  if (!hasProperties(elements)) return [{ ...leafOf(schema, root, [], true), name: ROOT }];
  const outputs = flatten(schema, elements, [], true, true);
  return outputs.map((output) => ({ ...output, name: `${ROOT}.${output.name}` }));
}

/** The flattened outputs of an answer that fits its contract. What is absent is left out. */
export function flattenOutputs(outputs: readonly ContractProperty[], value: Json): JsonObject {
  const flat: { [name: string]: Json } = {};
  for (const { name, path } of outputs) {
    const found = readPath(value, path, 0);
    if (found !== undefined) flat[name] = found;
  }
  return flat;
}

/** Collections of one list stay parallel: an element without the property counts as null. */
function readPath(value: Json, path: readonly string[], at: number): Json | undefined {
  const key = path[at];
  if (key === undefined) return value;
  if (Array.isArray(value)) return value.map((element: Json) => readPath(element, path, at) ?? null);
  if (!isJsonObject(value)) return undefined;
  const child = own(value, key);
  return child === undefined ? undefined : readPath(child, path, at + 1);
}

function flatten(
  root: JsonObject,
  schema: JsonObject,
  path: readonly string[],
  required: boolean,
  inList: boolean,
): readonly ContractProperty[] {
  const properties = propertiesOf(schema);
  return properties.flatMap(([name, raw]) => {
    const property = resolvedSchema(root, raw);
    const isNeeded = required && isRequired(schema, name);
    const elements = resolvedSchema(root, own(property, 'items'));
    if (hasProperties(property)) return flatten(root, property, [...path, name], isNeeded, inList);
    if (!inList && typeOf(property) === 'array' && hasProperties(elements)) {
      return flatten(root, elements, [...path, name], isNeeded, true);
    }
    const leaf = leafOf(root, property, [...path, name], isNeeded);
    return [inList ? { ...leaf, type: leaf.isCollection ? 'object' : leaf.type, isCollection: true } : leaf];
  });
}

function leafOf(
  root: JsonObject,
  schema: JsonObject,
  path: readonly string[],
  required: boolean,
): ContractProperty {
  const isCollection = typeOf(schema) === 'array';
  const type = typeOf(isCollection ? resolvedSchema(root, own(schema, 'items')) : schema);
  return {
    name: path.join('.'),
    type: isLeafType(type) ? type : 'any',
    isCollection,
    isRequired: required,
    path,
  };
}

function isLeafType(
  type: string | undefined,
): type is 'string' | 'number' | 'integer' | 'boolean' | 'object' {
  return type !== undefined && TYPES.has(type);
}

function propertiesOf(schema: JsonObject): readonly (readonly [string, Json])[] {
  const properties = own(schema, 'properties');
  return isJsonObject(properties) ? Object.entries(properties) : [];
}

function hasProperties(schema: JsonObject): boolean {
  return propertiesOf(schema).length > 0 && [undefined, 'object'].includes(typeOf(schema));
}

function isRequired(schema: JsonObject, name: string): boolean {
  const required = own(schema, 'required');
  return Array.isArray(required) && required.includes(name);
}

/** The one type a schema names, null aside. */
function typeOf(schema: JsonObject): string | undefined {
  const type = own(schema, 'type');
  const types = (Array.isArray(type) ? type : [type]).filter((one) => one !== 'null');
  return types.length === 1 && typeof types[0] === 'string' ? types[0] : undefined;
}
