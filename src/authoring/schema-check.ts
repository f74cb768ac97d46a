import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { TSchema } from 'typebox';
import type { Diagnostic, Place } from './diagnostic.ts';
import type { Json } from './json.ts';
import { didYouMean } from './suggest.ts';

/** Our own schema keywords, which say something to the compiler or the reference and nothing to Ajv. */
const OWN_KEYWORDS = ['x-kind', 'x-type', 'x-branch', 'x-thing', 'markdownDescription', 'enumDescriptions'];

/** Checks JSON against one of our own schemas and says each fault as a sentence. Made once per schema: compiling is slow. */
export function schemaCheck(schema: TSchema): (json: Json, place: Place) => Diagnostic[] {
  let validate: ValidateFunction | undefined;
  return (json, place) => {
    validate ??= ajv().compile(schema);
    if (validate(json)) return [];
    return (validate.errors ?? []).filter(saysSomething).map((error) => toDiagnostic(error, place));
  };
}

let shared: Ajv | undefined;

/**
 * One Ajv for all of our own schemas. Most of a short command's time is compiling them: they are not checked against
 * the meta-schema again (strict mode still refuses what it does not know), and the code is not optimized.
 */
function ajv(): Ajv {
  shared ??= newAjv();
  return shared;
}

function newAjv(): Ajv {
  const made = new Ajv({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    ownProperties: true,
    verbose: true,
    meta: false,
    validateSchema: false,
    code: { optimize: false },
  });
  for (const keyword of OWN_KEYWORDS) made.addKeyword(keyword);
  return made;
}

/** `anyOf` and `if` only repeat that something below them did not fit. */
function saysSomething(error: ErrorObject): boolean {
  return error.keyword !== 'if' && error.keyword !== 'propertyNames';
}

function toDiagnostic(error: ErrorObject, place: Place): Diagnostic {
  const pointer = place.pointer + error.instancePath;
  const at = { file: place.file, pointer, severity: 'error' } as const;
  const name = lastKey(pointer);
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return { ...at, ...unknownKey(error), pointer: `${pointer}/${escapeKey(extraKey(error))}` };
    case 'required':
      return {
        ...at,
        code: 'MISSING_SETTING',
        message: `\`${String(error.params['missingProperty'])}\` is missing`,
        ...hintOf(error, String(error.params['missingProperty'])),
      };
    case 'enum':
      return {
        ...at,
        code: 'WRONG_VALUE',
        message: `\`${name}\` cannot be ${show(error.data)}`,
        hint: didYouMean(
          typeof error.data === 'string' ? error.data : show(error.data),
          (error.params['allowedValues'] as readonly unknown[]).map(String),
          'nothing is allowed here',
        ),
      };
    case 'const':
      return {
        ...at,
        code: 'WRONG_VALUE',
        message: `\`${name}\` must be ${show(error.params['allowedValue'])}`,
      };
    case 'type':
      return {
        ...at,
        code: 'WRONG_TYPE',
        message: `\`${name}\` must be ${typeNames(error.params['type'])}, not ${kindOf(error.data)}`,
      };
    default:
      return {
        ...at,
        code: 'WRONG_VALUE',
        message: `\`${name}\` ${error.message ?? 'does not fit'}${error.keyword === 'pattern' ? patternHint(error) : ''}`,
      };
  }
}

function unknownKey(error: ErrorObject): { code: string; message: string; hint: string } {
  const known = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
  const key = extraKey(error);
  return {
    code: 'UNKNOWN_SETTING',
    message: `\`${key}\` is not known here`,
    hint: didYouMean(key, known, 'remove it'),
  };
}

function extraKey(error: ErrorObject): string {
  return String(error.params['additionalProperty'] ?? error.params['unevaluatedProperty']);
}

function hintOf(error: ErrorObject, key: string): { hint?: string } {
  const properties = error.parentSchema?.['properties'] as
    | Record<string, { description?: string }>
    | undefined;
  const description = properties?.[key]?.description;
  return description === undefined ? {} : { hint: description };
}

function patternHint(error: ErrorObject): string {
  const description = (error.parentSchema as { description?: string } | undefined)?.description;
  return description === undefined ? '' : ` (${description})`;
}

function typeNames(type: unknown): string {
  const types = (Array.isArray(type) ? type : [type]).map((name) => TYPE_NAMES[String(name)] ?? String(name));
  return types.length === 1 ? (types[0] ?? '') : `${types.slice(0, -1).join(', ')} or ${types.at(-1)}`;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'null',
};

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : show(value);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function lastKey(pointer: string): string {
  const last = pointer.split('/').at(-1) ?? '';
  return last === '' ? 'the file' : last.replaceAll('~1', '/').replaceAll('~0', '~');
}

function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
