import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../authoring/json.ts';
import { isForbiddenKey } from '../authoring/load-gate.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { compilePattern } from './linear-pattern.ts';

/** Notes a fault of a contract. */
export type ContractFault = (
  severity: 'error' | 'warning',
  pointer: string,
  message: string,
  hint: string,
) => void;

/** What decides whether a value fits. Draft 4 and draft 7 agree on these but for the exclusive limits. */
const DECIDING = [
  ...['$ref', 'definitions', '$defs', 'type', 'enum', 'const'],
  ...['properties', 'required', 'additionalProperties', 'patternProperties', 'propertyNames'],
  ...['minProperties', 'maxProperties', 'dependencies'],
  ...['items', 'additionalItems', 'contains', 'minItems', 'maxItems', 'uniqueItems'],
  ...['minLength', 'maxLength', 'pattern', 'format'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'],
];
/** What tells something and decides nothing. `id` would let one schema pass for another. */
const TELLING = [
  ...['$schema', 'id', '$id', '$comment', 'title', 'description', 'default', 'examples', 'example'],
  ...['readOnly', 'writeOnly', 'deprecated', 'contentEncoding', 'contentMediaType'],
];
const FORMATS = [
  ...['date-time', 'date', 'time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6'],
  ...['uri', 'uri-reference', 'url', 'uuid', 'regex', 'json-pointer', 'phone', 'int32', 'int64'],
];
const SCHEMAS_BY_NAME = ['properties', 'definitions', '$defs', 'patternProperties', 'dependencies'];
const SCHEMA_LISTS = ['allOf', 'anyOf', 'oneOf'];
const SINGLE_SCHEMAS = [
  ...['items', 'additionalProperties', 'additionalItems', 'contains', 'propertyNames'],
  ...['not', 'if', 'then', 'else'],
];

/** A copy of a schema with what decides, in the words of draft 7. Its faults are noted on the way. */
export function cleanSchema(schema: Json, pointer: string, fault: ContractFault): JsonObject | boolean {
  if (typeof schema === 'boolean') return schema;
  if (!isJsonObject(schema)) {
    fault('error', pointer, 'A schema is an object', 'write {} for anything');
    return true;
  }
  checkKeywords(schema, pointer, fault);
  const entries = Object.entries(schema).filter(([key]) => DECIDING.includes(key));
  const copy = Object.fromEntries(
    entries.map(([key, value]) => [key, cleanValue(key, value, pointerTo(pointer, key), fault)]),
  );
  return asDraft7(copy);
}

function cleanValue(key: string, value: Json, pointer: string, fault: ContractFault): Json {
  if (SCHEMAS_BY_NAME.includes(key) && isJsonObject(value)) return cleanNamed(key, value, pointer, fault);
  if (SCHEMA_LISTS.includes(key) || (key === 'items' && Array.isArray(value))) {
    return Array.isArray(value)
      ? value.map((one: Json, i) => cleanSchema(one, pointerTo(pointer, i), fault))
      : value;
  }
  return SINGLE_SCHEMAS.includes(key) ? cleanSchema(value, pointer, fault) : value;
}

function cleanNamed(key: string, schemas: JsonObject, pointer: string, fault: ContractFault): JsonObject {
  return Object.fromEntries(
    Object.entries(schemas).flatMap(([name, schema]) => {
      const at = pointerTo(pointer, name);
      if (key === 'patternProperties') checkPattern(name, at, fault);
      if (isForbiddenKey(name)) {
        fault('error', at, `\`${name}\` cannot be a name in a contract`, 'choose another name');
        return [];
      }
      // Of `dependencies` some are lists of names.
      return [[name, Array.isArray(schema) ? schema : cleanSchema(schema, at, fault)]];
    }),
  );
}

/** Draft 4 has a limit and says beside it whether the limit itself is outside; draft 3 says `required` in the property. */
function asDraft7(schema: { [key: string]: Json }): JsonObject {
  const { exclusiveMinimum, exclusiveMaximum, minimum, maximum, ...rest } = schema;
  if (typeof rest['required'] === 'boolean') delete rest['required'];
  if (rest['type'] === 'any') delete rest['type'];
  if (!Array.isArray(rest['items'])) delete rest['additionalItems'];
  if (rest['if'] === undefined) {
    delete rest['then'];
    delete rest['else'];
  }
  return {
    ...rest,
    ...limits('minimum', 'exclusiveMinimum', minimum, exclusiveMinimum),
    ...limits('maximum', 'exclusiveMaximum', maximum, exclusiveMaximum),
  };
}

function limits(name: string, outside: string, limit: Json | undefined, isOutside: Json | undefined) {
  if (isOutside === true) return limit === undefined ? {} : { [outside]: limit };
  return {
    ...(limit !== undefined && { [name]: limit }),
    ...(isOutside !== undefined && isOutside !== false && { [outside]: isOutside }),
  };
}

function checkKeywords(schema: JsonObject, pointer: string, fault: ContractFault): void {
  const known = [...DECIDING, ...TELLING];
  for (const key of Object.keys(schema)) {
    if (known.includes(key) || key.startsWith('x-')) continue;
    const hint = didYouMean(key, known, 'remove it');
    fault(
      'warning',
      pointerTo(pointer, key),
      `\`${key}\` means nothing in a contract and is not checked`,
      hint,
    );
  }
  const pattern = own(schema, 'pattern');
  if (typeof pattern === 'string') checkPattern(pattern, pointerTo(pointer, 'pattern'), fault);
  checkFormat(own(schema, 'format'), pointerTo(pointer, 'format'), fault);
  if (typeof own(schema, 'required') === 'boolean') {
    const hint = 'beside "properties" write "required": ["name"]';
    fault(
      'warning',
      pointerTo(pointer, 'required'),
      '`required` is a list of names, and is ignored here',
      hint,
    );
  }
}

function checkPattern(source: string, pointer: string, fault: ContractFault): void {
  const compiled = compilePattern(source);
  if (compiled.ok) return;
  const hint = 'a pattern looks like ^[0-9]{5,15}$; enum and maxLength may do as well';
  fault('error', pointer, `The pattern cannot be used: ${compiled.message}`, hint);
}

function checkFormat(format: Json | undefined, pointer: string, fault: ContractFault): void {
  if (format === undefined || (typeof format === 'string' && FORMATS.includes(format))) return;
  const name = typeof format === 'string' ? format : JSON.stringify(format);
  fault(
    'warning',
    pointer,
    `There is no format \`${name.slice(0, 60)}\``,
    didYouMean(name, FORMATS, 'remove it'),
  );
}
