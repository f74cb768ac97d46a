import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';
import { isForbiddenKey } from '../../authoring/load-gate.ts';
import { resolvedSchema } from '../contract-refs.ts';
import { compilePattern } from '../linear-pattern.ts';
import { sampleText } from './sample-text.ts';
import { textForPattern } from './text-for-pattern.ts';

/** How a sample is made. */
export interface SampleOptions {
  /** Whether optional properties are left out. Default: all are filled. */
  readonly onlyRequired?: boolean;
}

/** Schemas may nest and refer to each other; no sample goes deeper. */
const MAX_DEPTH = 30;
/** The lists of a sample hold no more than this together, whatever `minItems` says. */
const MAX_ITEMS = 1000;

interface Making extends SampleOptions {
  readonly root: JsonObject;
  /** How often the present value will be in the sample, since the elements of a list are alike. */
  readonly times: number;
}

/**
 * A JSON value that fits a schema of a contract: the same for the same schema, with plausible words by format and name.
 * Keywords that contradict each other, patterns that are not simple, and `not` may make it unfit.
 */
export function sampleOf(schema: JsonObject, options: SampleOptions = {}): Json {
  return valueFor(schema, '', 0, { root: schema, times: 1, ...options });
}

function valueFor(json: Json | undefined, name: string, depth: number, making: Making): Json {
  if (depth > MAX_DEPTH) return null;
  const schema = flattened(resolvedSchema(making.root, json), making);
  const given = givenValue(schema);
  if (given !== undefined) return given;
  switch (typeOf(schema)) {
    case 'object':
      return objectFor(schema, depth, making);
    case 'array':
      return listFor(schema, name, depth, making);
    case 'integer':
    case 'number':
      return numberFor(schema);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return textFor(schema, name);
  }
}

function givenValue(schema: JsonObject): Json | undefined {
  const fixed = own(schema, 'const');
  if (fixed !== undefined) return fixed;
  const choices = own(schema, 'enum');
  if (Array.isArray(choices)) return choices.find((choice: Json) => choice !== null) ?? null;
  const examples = own(schema, 'examples');
  return Array.isArray(examples) ? examples[0] : own(schema, 'example');
}

/** With all of `allOf` and the first of `anyOf` and `oneOf` written into it. */
function flattened(schema: JsonObject, making: Making): JsonObject {
  const all = listAt(schema, 'allOf');
  const parts = [...all, ...listAt(schema, 'anyOf').slice(0, 1), ...listAt(schema, 'oneOf').slice(0, 1)];
  return parts.reduce<JsonObject>((whole, part) => merged(whole, resolvedSchema(making.root, part)), schema);
}

function merged(whole: JsonObject, part: JsonObject): JsonObject {
  const properties = { ...objectAt(whole, 'properties'), ...objectAt(part, 'properties') };
  const required = [...listAt(whole, 'required'), ...listAt(part, 'required')];
  return { ...whole, ...part, ...(Object.keys(properties).length > 0 && { properties }), required };
}

function typeOf(schema: JsonObject): string {
  const type = own(schema, 'type');
  const [first] = (Array.isArray(type) ? type : [type]).filter((one) => one !== 'null');
  if (typeof first === 'string') return first;
  if (type === 'null') return 'null';
  if (isJsonObject(own(schema, 'properties'))) return 'object';
  if (own(schema, 'items') !== undefined) return 'array';
  return own(schema, 'minimum') !== undefined || own(schema, 'maximum') !== undefined ? 'number' : 'string';
}

function objectFor(schema: JsonObject, depth: number, making: Making): JsonObject {
  const required = listAt(schema, 'required');
  const entries = Object.entries(objectAt(schema, 'properties')).filter(
    ([name]) => making.onlyRequired !== true || required.includes(name),
  );
  const all = [...entries, ...undescribed(schema, required)];
  return Object.fromEntries(
    all.map(([name, property]) => [name, valueFor(property, name, depth + 1, making)]),
  );
}

/** What a schema requires and has no property for: it fits whatever further properties must fit. */
function undescribed(schema: JsonObject, required: readonly Json[]): readonly (readonly [string, Json])[] {
  const others = own(schema, 'additionalProperties');
  if (others === false) return [];
  const properties = objectAt(schema, 'properties');
  return required.flatMap((name) =>
    typeof name !== 'string' || Object.hasOwn(properties, name) || isForbiddenKey(name)
      ? []
      : [[name, isJsonObject(others) ? others : {}] as const],
  );
}

function listFor(schema: JsonObject, name: string, depth: number, making: Making): readonly Json[] {
  const items = own(schema, 'items');
  if (Array.isArray(items)) return items.map((item: Json) => valueFor(item, name, depth + 1, making));
  const least = Math.max(numberAt(schema, 'minItems') ?? 1, 1);
  const count = Math.min(least, numberAt(schema, 'maxItems') ?? least, Math.ceil(MAX_ITEMS / making.times));
  const within = { ...making, times: making.times * Math.max(count, 1) };
  const element = valueFor(items, singular(name), depth + 1, within);
  const isVaried = own(schema, 'uniqueItems') === true;
  return Array.from({ length: count }, (_, i) => (isVaried ? varied(element, i) : element));
}

function singular(name: string): string {
  return name.replace(/ies$/, 'y').replace(/s$/, '');
}

function varied(element: Json, i: number): Json {
  if (i === 0) return element;
  if (typeof element === 'number') return element + i;
  return typeof element === 'string' ? `${element}${i}` : element;
}

/** 1 where it fits, else the nearest that does. */
function numberFor(schema: JsonObject): number {
  const step = numberAt(schema, 'multipleOf') ?? (typeOf(schema) === 'integer' ? 1 : undefined);
  const least = limitOf(schema, 'minimum', 'exclusiveMinimum', step ?? 0.5);
  const most = limitOf(schema, 'maximum', 'exclusiveMaximum', -(step ?? 0.5));
  const wanted = Math.max(least ?? Math.min(1, most ?? 1), Math.min(1, most ?? 1));
  return step === undefined ? wanted : Math.ceil(wanted / step) * step;
}

/** Draft 4 says by a boolean that the limit itself is outside; later drafts have a limit of its own for that. */
function limitOf(schema: JsonObject, name: string, outside: string, step: number): number | undefined {
  const limit = numberAt(schema, name);
  const exclusive = own(schema, outside);
  if (exclusive === true) return limit === undefined ? undefined : limit + step;
  return typeof exclusive === 'number' ? exclusive + step : limit;
}

function textFor(schema: JsonObject, name: string): string {
  const pattern = own(schema, 'pattern');
  const format = own(schema, 'format');
  const text = sampleText(name, typeof format === 'string' ? format : undefined);
  const fitted = fitLength(text, schema);
  return typeof pattern === 'string' ? matching(pattern, fitted, schema) : fitted;
}

function matching(pattern: string, text: string, schema: JsonObject): string {
  const compiled = compilePattern(pattern);
  if (!compiled.ok || compiled.pattern.finds(text)) return text;
  const made = textForPattern(pattern);
  return made !== undefined && compiled.pattern.finds(made) && fitLength(made, schema) === made ? made : text;
}

function fitLength(text: string, schema: JsonObject): string {
  const least = Math.min(numberAt(schema, 'minLength') ?? 0, 10_000);
  return text.padEnd(least, 'x').slice(0, numberAt(schema, 'maxLength'));
}

function numberAt(schema: JsonObject, key: string): number | undefined {
  const value = own(schema, key);
  return typeof value === 'number' ? value : undefined;
}

function listAt(schema: JsonObject, key: string): readonly Json[] {
  const value = own(schema, key);
  return Array.isArray(value) ? value : [];
}

function objectAt(schema: JsonObject, key: string): JsonObject {
  const value = own(schema, key);
  return isJsonObject(value) ? value : {};
}
