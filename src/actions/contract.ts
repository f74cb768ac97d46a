/**
 * The contract of a data action: JSON Schemas of what goes in and what comes out. Only what can be checked in bounded
 * time is allowed, since definitions come from anywhere: see KEYWORDS, pattern-rule.ts and MAX_SCHEMA_VALUES.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../authoring/json.ts';
import { isForbiddenKey } from '../authoring/load-gate.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { refusePattern } from './pattern-rule.ts';

/** A schema may hold this many schemas when every `$ref` is replaced by what it refers to. */
export const MAX_SCHEMA_VALUES = 5000;
/** `uniqueItems` compares every pair. */
export const MAX_UNIQUE_ITEMS = 1000;

/** Says what does not fit, or undefined when all fits. No value appears in the sentence. */
export type ContractCheck = (value: Json) => string | undefined;

/** What a schema may say. Draft 4 and draft 7 agree on these. */
const KEYWORDS = [
  ...[
    '$schema',
    '$ref',
    '$comment',
    'id',
    '$id',
    'title',
    'description',
    'default',
    'examples',
    'definitions',
    '$defs',
  ],
  ...[
    'type',
    'enum',
    'const',
    'properties',
    'required',
    'additionalProperties',
    'minProperties',
    'maxProperties',
  ],
  ...['items', 'additionalItems', 'minItems', 'maxItems', 'uniqueItems'],
  ...['minLength', 'maxLength', 'pattern', 'format'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['allOf', 'anyOf', 'oneOf', 'not'],
];
const KNOWN = new Set(KEYWORDS);
const SCHEMAS_BY_NAME = new Set(['properties', 'definitions', '$defs']);
const SCHEMA_LISTS = new Set(['allOf', 'anyOf', 'oneOf']);
const SINGLE_SCHEMAS = new Set(['items', 'additionalProperties', 'additionalItems', 'not']);
/** Names and examples change nothing, and `id` would let one schema pass for another. */
const DROPPED = new Set(['$schema', 'id', '$id', 'examples', 'default', '$comment']);

/**
 * Checks one schema of a contract and makes its check.
 *
 * @param pointer where it stands in the file.
 * @returns the check, or every fault found.
 */
export function compileContract(
  schema: Json | undefined,
  file: string,
  pointer: string,
): { readonly check?: ContractCheck; readonly diagnostics: readonly Diagnostic[] } {
  if (!isJsonObject(schema)) return { diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const fault: Fault = (at, message, hint) => {
    diagnostics.push({ severity: 'error', code: 'CONTRACT', file, pointer: at, message, hint });
  };
  const cleaned = clean(schema, pointer, fault);
  if (own(schema, 'type') !== 'object') {
    fault(pointerTo(pointer, 'type'), 'A contract describes an object', 'write "type": "object"');
  }
  refuseUnboundedRefs(schema, pointer, fault);
  if (diagnostics.length > 0) return { diagnostics };
  const check = compile(cleaned, pointer, fault);
  return check === undefined ? { diagnostics } : { check, diagnostics };
}

type Fault = (pointer: string, message: string, hint: string) => void;

/** A copy of a schema with the keywords that count, its faults noted on the way. */
function clean(schema: Json, pointer: string, fault: Fault): JsonObject | boolean {
  if (typeof schema === 'boolean') return schema;
  if (!isJsonObject(schema)) {
    fault(pointer, 'A schema is an object', 'write {} for anything');
    return true;
  }
  checkKeywords(schema, pointer, fault);
  const entries = Object.entries(schema).filter(([key]) => KNOWN.has(key) && !DROPPED.has(key));
  const copy = Object.fromEntries(
    entries.map(([key, value]) => [key, cleanValue(key, value, pointerTo(pointer, key), fault)]),
  );
  if (!Array.isArray(own(schema, 'items'))) delete copy['additionalItems'];
  return copy;
}

function cleanValue(key: string, value: Json, pointer: string, fault: Fault): Json {
  if (SCHEMAS_BY_NAME.has(key) && isJsonObject(value)) return cleanNamed(value, pointer, fault);
  if (SCHEMA_LISTS.has(key) || (key === 'items' && Array.isArray(value))) {
    return Array.isArray(value)
      ? value.map((one: Json, i) => clean(one, pointerTo(pointer, i), fault))
      : value;
  }
  return SINGLE_SCHEMAS.has(key) ? clean(value, pointer, fault) : value;
}

function cleanNamed(schemas: JsonObject, pointer: string, fault: Fault): JsonObject {
  return Object.fromEntries(
    Object.entries(schemas).flatMap(([name, schema]) => {
      const at = pointerTo(pointer, name);
      if (isForbiddenKey(name))
        fault(at, `\`${name}\` cannot be a name in a contract`, 'choose another name');
      return isForbiddenKey(name) ? [] : [[name, clean(schema, at, fault)]];
    }),
  );
}

function checkKeywords(schema: JsonObject, pointer: string, fault: Fault): void {
  for (const key of Object.keys(schema)) {
    if (!KNOWN.has(key))
      fault(
        pointerTo(pointer, key),
        `A contract cannot use \`${key}\``,
        didYouMean(key, KEYWORDS, 'remove it'),
      );
  }
  const pattern = own(schema, 'pattern');
  const refusal = typeof pattern === 'string' ? refusePattern(pattern) : undefined;
  if (refusal !== undefined) {
    const hint = 'a pattern looks like ^[0-9]{5,15}$; enum and maxLength may do as well';
    fault(pointerTo(pointer, 'pattern'), `The pattern could take too long: ${refusal}`, hint);
  }
  const maxItems = own(schema, 'maxItems');
  if (
    own(schema, 'uniqueItems') === true &&
    !(typeof maxItems === 'number' && maxItems <= MAX_UNIQUE_ITEMS)
  ) {
    fault(
      pointerTo(pointer, 'uniqueItems'),
      '`uniqueItems` needs a limit',
      `add "maxItems", at most ${MAX_UNIQUE_ITEMS}`,
    );
  }
}

/** Local references that exist and do not lead back to themselves, and not so many that they multiply without end. */
function refuseUnboundedRefs(root: JsonObject, pointer: string, fault: Fault): void {
  let left = MAX_SCHEMA_VALUES;
  const reported = new Set<string>();
  const refuse = (ref: string, at: string, message: string, hint: string) => {
    if (!reported.has(ref)) fault(at, message, hint);
    reported.add(ref);
  };
  const walk = (value: Json, at: string, within: readonly string[]): void => {
    if (--left < 0) return;
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) walk(item, pointerTo(at, i), within);
    }
    if (!isJsonObject(value)) return;
    for (const [key, child] of Object.entries(value)) {
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
  if (left < 0)
    fault(
      pointer,
      'The contract is too large',
      `it may hold ${MAX_SCHEMA_VALUES} values, references followed`,
    );
}

/** What a local `$ref` (`#/definitions/x`) refers to, or undefined. */
export function resolveRef(root: JsonObject, ref: string): Json | undefined {
  if (!ref.startsWith('#/')) return undefined;
  const keys = ref
    .slice(2)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduce<Json | undefined>((at, key) => (isJsonObject(at) ? own(at, key) : undefined), root);
}

const OPTIONS = {
  strict: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  ownProperties: true,
  validateFormats: false,
  allErrors: false,
  logger: false,
} as const;

let metaSchema: Ajv | undefined;

/** A fresh Ajv for each schema, so that no definition sees another's; only the meta-schema, slow to compile, is shared. */
function compile(schema: JsonObject | boolean, pointer: string, fault: Fault): ContractCheck | undefined {
  metaSchema ??= new Ajv(OPTIONS);
  try {
    if (metaSchema.validateSchema(schema))
      return checkOf(new Ajv({ ...OPTIONS, meta: false, validateSchema: false }).compile(schema));
    for (const error of metaSchema.errors ?? []) {
      fault(
        pointer + error.instancePath,
        `The schema ${error.message ?? 'is not valid'}`,
        'see JSON Schema, draft 7',
      );
    }
  } catch (error) {
    fault(
      pointer,
      `The schema cannot be used: ${error instanceof Error ? error.message : 'unknown fault'}`,
      'see JSON Schema, draft 7',
    );
  }
  return undefined;
}

function checkOf(validate: ValidateFunction): ContractCheck {
  return (value) => {
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    const name = error?.instancePath.slice(1).replaceAll('/', '.') ?? '';
    return `${name === '' ? 'it' : `\`${name}\``} ${error?.message ?? 'does not fit'}`;
  };
}
