import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import type { CalledDataAction } from './data-action-book.ts';

/** Schema keywords that survive; exports mix in others, and `required` as a flag of each property. */
const KEPT = [
  'type',
  'description',
  'enum',
  'items',
  'properties',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
];
/** How deep a schema is copied. */
const MAX_DEPTH = 12;

/**
 * A definition of a data action that the import did not hold: its contract, and a request that leads nowhere. It is
 * valid, so that its flow can be checked and played, and says what is missing.
 */
export function dataActionStub(action: CalledDataAction): JsonObject {
  const { name, category, file, contract } = action;
  const source = contract === undefined ? 'how the flow uses it' : 'the contract in the export';
  return {
    name: name === '' ? file : name,
    description: `TO DO: the request. Imported from a flow, which does not hold it; inputs and outputs are from ${source}. Until "config" is filled in, every call fails.`,
    integrationType: 'purecloud-data-actions',
    ...(category === '' ? {} : { category }),
    templates: 'handlebars',
    contract: {
      input: {
        inputSchema: contract === undefined ? schemaOfUse(action.inputs) : cleaned(contract.inputs, 0),
      },
      output: {
        successSchema: contract === undefined ? schemaOfUse(action.outputs) : cleaned(contract.outputs, 0),
      },
    },
    config: {
      request: {
        requestType: 'POST',
        requestUrlTemplate: `/to-do/${file}`,
        requestTemplate: '{{input}}',
      },
    },
  };
}

function cleaned(schema: Json, depth: number): JsonObject {
  if (!isJsonObject(schema) || depth > MAX_DEPTH) return {};
  const required = schema['required'];
  const entries = KEPT.filter((key) => schema[key] !== undefined).map(
    (key) => [key, keyword(key, schema[key] ?? null, depth)] as const,
  );
  const copy: JsonObject = Object.fromEntries(entries);
  return {
    ...(depth === 0 ? { type: 'object' } : {}),
    ...copy,
    ...(Array.isArray(required) && required.length > 0 ? { required } : {}),
  };
}

function keyword(key: string, value: Json, depth: number): Json {
  if (key === 'items') return cleaned(value, depth + 1);
  if (key !== 'properties' || !isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cleaned(one, depth + 1)]));
}

/** JSON Schema types of the types of variables that carry no own members. */
const SCHEMA_TYPES: { readonly [type: string]: string } = {
  integer: 'integer',
  decimal: 'number',
  boolean: 'boolean',
  string: 'string',
  dateTime: 'string',
  duration: 'integer',
};

function schemaOfUse(names: ReadonlyMap<string, string>): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries([...names].map(([name, type]) => [name, typeSchema(type)])),
  };
}

function typeSchema(type: string): JsonObject {
  const isCollection = type.endsWith('Collection');
  const item = SCHEMA_TYPES[isCollection ? type.slice(0, -'Collection'.length) : type];
  const schema = item === undefined ? {} : { type: item };
  return isCollection ? { type: 'array', items: schema } : schema;
}
