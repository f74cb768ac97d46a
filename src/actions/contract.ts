/**
 * The contract of a data action: JSON Schemas of what goes in and what comes out, draft 4 or draft 7. Definitions come
 * from anywhere, so every check is bounded: contract-refs.ts bounds what a schema can become, linear-pattern.ts what a
 * pattern can cost, and `uniqueItems` compares no pairs.
 */
import { Ajv, type FuncKeywordDefinition, type ValidateFunction } from 'ajv';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject, own, pointerTo } from '../authoring/json.ts';
import { type ContractFault, cleanSchema } from './contract-cleaning.ts';
import { holdsTooManyPatterns, refuseUnboundedRefs } from './contract-refs.ts';
import { compilePattern } from './linear-pattern.ts';

/** Characters times the size of their pattern that one value may cost to check; about a second. */
const MAX_PATTERN_STEPS = 50_000_000;

/** Says what does not fit, or undefined when all fits. No value appears in the sentence. */
export type ContractCheck = (value: Json) => string | undefined;

/**
 * Checks one schema of a contract and makes its check.
 *
 * @param pointer where it stands in the file.
 * @returns the check unless there is an error, and every fault found.
 */
export function compileContract(
  schema: Json | undefined,
  file: string,
  pointer: string,
): { readonly check?: ContractCheck; readonly diagnostics: readonly Diagnostic[] } {
  if (!isJsonObject(schema)) return { diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const fault: ContractFault = (severity, at, message, hint) => {
    diagnostics.push({ severity, code: 'CONTRACT', file, pointer: at, message, hint });
  };
  if (holdsTooManyPatterns(schema, pointer, fault)) return { diagnostics };
  const cleaned = cleanSchema(schema, pointer, fault);
  checkRoot(schema, pointer, fault);
  refuseUnboundedRefs(schema, pointer, fault);
  const isUsable = () => diagnostics.every(({ severity }) => severity !== 'error');
  const check = isUsable() ? compile(cleaned, pointer, fault) : undefined;
  return check === undefined || !isUsable() ? { diagnostics } : { check, diagnostics };
}

/** Outputs may be lists; a schema that says nothing allows everything. */
function checkRoot(schema: JsonObject, pointer: string, fault: ContractFault): void {
  const type = own(schema, 'type');
  if (type === undefined || type === 'object' || type === 'array') return;
  fault(
    'error',
    pointerTo(pointer, 'type'),
    'A contract describes an object or a list',
    'write "type": "object"',
  );
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
function compile(
  schema: JsonObject | boolean,
  pointer: string,
  fault: ContractFault,
): ContractCheck | undefined {
  metaSchema ??= new Ajv(OPTIONS);
  try {
    if (metaSchema.validateSchema(schema)) return checkOf(schema);
    const errors = metaSchema.errors ?? [];
    // Where one of several shapes is wanted, the first says it all.
    const isFirst = (at: string, index: number) =>
      errors.findIndex((one) => one.instancePath === at) === index;
    for (const error of errors.filter(({ instancePath }, index) => isFirst(instancePath, index))) {
      const message = `The schema ${error.message ?? 'is not valid'}`;
      fault('error', pointer + error.instancePath, message, 'see JSON Schema, draft 7');
    }
  } catch (error) {
    // The checker's own stack ends before our limits do when one object has thousands of properties.
    const isTooLarge = error instanceof RangeError;
    const message = error instanceof Error ? error.message : 'unknown fault';
    if (isTooLarge) fault('error', pointer, 'The contract is too large', 'leave out what nobody reads');
    else fault('error', pointer, `The schema cannot be used: ${message}`, 'see JSON Schema, draft 7');
  }
  return undefined;
}

function checkOf(schema: JsonObject | boolean): ContractCheck {
  const budget = { left: 0 };
  const ajv = new Ajv({ ...OPTIONS, meta: false, validateSchema: false, code: { regExp: engineOf(budget) } });
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword(uniqueItemsWithin(budget));
  const validate = ajv.compile(schema);
  return (value) => {
    budget.left = MAX_PATTERN_STEPS;
    try {
      return faultOf(validate, value);
    } catch (error) {
      if (error instanceof TooMuchText) return 'it holds too much text for its patterns and lists';
      throw error;
    }
  };
}

class TooMuchText extends Error {}

/** What beginning with a text costs, however short it is. */
const STEPS_PER_TEXT = 50;

/** Patterns in linear time that together do bounded work. They have been compiled once before, and so are sound. */
function engineOf(budget: { left: number }) {
  const engine = (source: string) => {
    const compiled = compilePattern(source);
    if (!compiled.ok) throw new Error(compiled.message);
    const { finds, size } = compiled.pattern;
    const test = (text: string) => {
      budget.left -= text.length * size + STEPS_PER_TEXT;
      if (budget.left < 0) throw new TooMuchText();
      return finds(text);
    };
    // Ajv keeps patterns by this text.
    return { test, toString: () => `/${source}/` };
  };
  return Object.assign(engine, { code: 'compilePattern' });
}

/** What writing a character of an element costs, measured in steps of a pattern. */
const STEPS_PER_CHARACTER = 5;

/** Elements are compared by the text that writes them, keys in order. */
function uniqueItemsWithin(budget: { left: number }): FuncKeywordDefinition {
  const written = (element: Json) => {
    const text = JSON.stringify(inOrder(element));
    budget.left -= text.length * STEPS_PER_CHARACTER;
    if (budget.left < 0) throw new TooMuchText();
    return text;
  };
  return {
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    error: { message: 'must not hold equal elements' },
    compile: (isWanted: boolean) => (list: readonly Json[]) =>
      !isWanted || new Set(list.map(written)).size === list.length,
  };
}

function inOrder(value: Json): Json {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, inOrder(value[key] ?? null)]),
  );
}

function faultOf(validate: ValidateFunction, value: Json): string | undefined {
  if (validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  const name = error?.instancePath.slice(1).replaceAll('/', '.') ?? '';
  return `${name === '' ? 'it' : `\`${name}\``} ${error?.message ?? 'does not fit'}`;
}
