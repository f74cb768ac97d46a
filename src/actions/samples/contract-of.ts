import { isJsonObject, type Json, type JsonObject, own } from '../../authoring/json.ts';

/** What contractOf returns. */
export interface ContractOfSample {
  readonly contract: JsonObject;
  /** What a sample cannot tell, as sentences without full stops. Names only, no values. */
  readonly notes: readonly string[];
}

const DRAFT = 'http://json-schema.org/draft-04/schema#';
const INPUT_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** A contract for the output of which a JSON value is a sample, as Genesys Cloud writes contracts. */
export function contractOf(sample: Json, title = 'Output'): ContractOfSample {
  const notes: string[] = [];
  const schema = schemaOf([sample], '', notes);
  return { contract: { $schema: DRAFT, title, description: '', ...schema }, notes };
}

/**
 * A contract for the input of which a JSON object is a sample. Inputs are single values in Genesys Cloud: parts of
 * objects become inputs of their own, and a list becomes a text.
 */
export function inputContractOf(sample: JsonObject, title = 'Input'): ContractOfSample {
  const notes: string[] = [];
  const properties = inputsIn(sample, [], notes);
  const contract = {
    $schema: DRAFT,
    title,
    description: '',
    type: 'object',
    required: Object.keys(properties),
    properties,
    additionalProperties: true,
  };
  return { contract, notes };
}

function inputsIn(
  sample: JsonObject,
  path: readonly string[],
  notes: string[],
): { readonly [name: string]: JsonObject } {
  const entries = Object.entries(sample).flatMap(([key, value]) => {
    const keys = [...path, key];
    if (isJsonObject(value)) return Object.entries(partsOf(value, keys, notes));
    const name = inputName(keys, notes);
    if (!Array.isArray(value)) return [[name, schemaOf([value], keys.join('.'), notes)] as const];
    notes.push(
      `\`${keys.join('.')}\` is a list, and inputs are single values: \`${name}\` is a text that holds JSON, such as ["a","b"]`,
    );
    return [[name, { type: 'string', description: 'A list, as JSON text' }] as const];
  });
  return Object.fromEntries(entries);
}

function partsOf(value: JsonObject, keys: readonly string[], notes: string[]) {
  const parts = inputsIn(value, keys, notes);
  const names = Object.keys(parts).map((name) => `\`${name}\``);
  notes.push(
    `\`${keys.join('.')}\` is an object, and inputs are single values: its parts are ${names.join(', ')}; the request template puts them together again`,
  );
  return parts;
}

/** `customer.first name` as `customerFirstName`. */
function inputName(keys: readonly string[], notes: string[]): string {
  const words = keys.flatMap((key, i) =>
    INPUT_NAME.test(key) && i === 0 ? [key] : key.split(/[^A-Za-z0-9]+/),
  );
  const name = words
    .filter((word) => word !== '')
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
    .replace(/^[^A-Za-z]+/, '');
  const sound = name === '' ? 'value' : name;
  if (keys.length === 1 && keys[0] !== sound)
    notes.push(`\`${keys[0]}\` cannot be the name of an input: it is \`${sound}\` now`);
  return sound;
}

/** One schema for several samples of one place. */
function schemaOf(samples: readonly Json[], at: string, notes: string[]): JsonObject {
  const known = samples.filter((sample) => sample !== null);
  const kinds = new Set(known.map(kindOf));
  if (known.length < samples.length && known.length > 0) notes.push(`\`${at}\` was null at times`);
  if (kinds.size === 2 && kinds.has('integer') && kinds.has('number')) return { type: 'number' };
  if (kinds.size > 1) return anything(at, `held values of several types (${[...kinds].join(', ')})`, notes);
  const [kind] = kinds;
  if (kind === undefined) return anything(at, 'was null', notes);
  if (kind === 'object') return objectSchema(known.filter(isJsonObject), at, notes);
  if (kind === 'array') return listSchema(known.filter(isList).flat(), at, notes);
  return { type: kind };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function anything(at: string, why: string, notes: string[]): JsonObject {
  notes.push(`\`${at}\` ${why}, so that its type is not known: {} allows anything`);
  return {};
}

function objectSchema(samples: readonly JsonObject[], at: string, notes: string[]): JsonObject {
  const names = [...new Set(samples.flatMap((sample) => Object.keys(sample)))];
  const required = names.filter((name) => samples.every((sample) => Object.hasOwn(sample, name)));
  const properties = Object.fromEntries(
    names.map((name) => {
      const having = samples.filter((sample) => Object.hasOwn(sample, name));
      const values = having.map((sample) => own(sample, name) ?? null);
      return [name, schemaOf(values, joined(at, name), notes)];
    }),
  );
  return {
    type: 'object',
    ...(required.length > 0 && { required }),
    properties,
    additionalProperties: true,
  };
}

function listSchema(elements: readonly Json[], at: string, notes: string[]): JsonObject {
  if (elements.length > 0) return { type: 'array', items: schemaOf(elements, `${at}[]`, notes) };
  notes.push(`\`${at}\` was an empty list, so that its elements are not known`);
  return { type: 'array', items: {} };
}

function joined(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}

function kindOf(value: Json): 'object' | 'array' | 'string' | 'boolean' | 'integer' | 'number' {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'string') return 'string';
  return typeof value === 'boolean' ? 'boolean' : 'object';
}
