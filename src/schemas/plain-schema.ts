import type { TSchema } from 'typebox';
import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';

/** Keywords of ours that mean something to the compiler and nothing to an editor. */
const OWN_KEYWORDS = ['x-kind', 'x-type', 'x-branch', 'x-thing'];

/** Keywords whose value holds schemas by name: the names are the author's, not keywords. */
const SCHEMAS_BY_NAME = ['properties', 'patternProperties', 'definitions', 'dependencies'];

/**
 * A schema of ours as any JSON Schema reader understands it: each `x-kind` becomes a reference to its definition.
 *
 * @param definitions where the definitions are, seen from the file the schema goes to; ends with a `/`.
 */
export function plainSchema(schema: TSchema, definitions: string): JsonObject {
  // TypeBox keeps notes of its own that are no JSON.
  return plainKeywords(JSON.parse(JSON.stringify(schema)) as JsonObject, definitions);
}

/** A reference with words of its own beside it; draft-07 ignores what stands directly beside `$ref`. */
export function referTo(reference: string, about: JsonObject = {}): JsonObject {
  return { ...about, allOf: [{ $ref: reference }] };
}

function plain(json: Json, definitions: string): Json {
  if (Array.isArray(json)) return json.map((item: Json) => plain(item, definitions));
  return isJsonObject(json) ? plainKeywords(json, definitions) : json;
}

function plainKeywords(schema: JsonObject, definitions: string): JsonObject {
  const entries = Object.entries(schema)
    .filter(([keyword]) => !OWN_KEYWORDS.includes(keyword))
    .map(([keyword, value]): [string, Json] => [keyword, keywordValue(keyword, value, definitions)]);
  const kind = schema['x-kind'];
  if (typeof kind !== 'string') return Object.fromEntries(entries);
  return referTo(`${definitions}${kind}`, { ...Object.fromEntries(entries), ...described(schema) });
}

function keywordValue(keyword: string, value: Json, definitions: string): Json {
  if (!SCHEMAS_BY_NAME.includes(keyword) || !isJsonObject(value)) return plain(value, definitions);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner, definitions)]));
}

/** The type a value must have is told in words: a rule's type cannot be told by a schema. */
function described(schema: JsonObject): JsonObject {
  const { description, 'x-type': type } = schema;
  const words = [description, type === undefined ? undefined : `Type: ${String(type)}.`];
  const text = words.filter((part) => part !== undefined).join(' ');
  return text === '' ? {} : { description: text };
}
