import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Json, JsonObject } from '../../src/authoring/json.ts';

/** The variable that names the OpenAPI document; absent: answers are not compared with it. */
export const OPENAPI_VARIABLE = 'ATTENDANT_OPENAPI';

/** A schema of the document, as far as it is read here. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly Json[];
  readonly items?: Schema;
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly additionalProperties?: boolean | Schema;
  readonly readOnly?: boolean;
}

/** Where answers go beyond the document on purpose; docs/differences-platform.md tells of each. */
const BEYOND: readonly RegExp[] = [
  /^GET .*\/draft\/validation .*"warnings"/,
  /^GET \/api\/v2\/integrations\/actions\/categories .*"(selfUri|firstUri|lastUri|nextUri|previousUri)"/,
  /^POST \/api\/v2\/integrations\/actions\/.*\/test .*"notes"/,
  // What an author wrote, and what a receiver answered.
  /\/contract\/(in|out)put\/(input|success)Schema/,
  /^POST \/api\/v2\/integrations\/actions\/[^/]+\/execute [25]00/,
  /^GET \/api\/v2\/flows\/executions\/.* 200: \/outputData/,
  // An import that went well has a state, too.
  /(importstatus 200: |\/importStatus)\/state must be equal to one of/,
  // A template is plain text.
  /^GET .*\/templates\/[^/]+ 200/,
  // The token's errors are OAuth's.
  /^POST \/oauth\/token 4\d\d/,
];

interface Answer {
  readonly $ref?: string;
  readonly content?: { readonly [type: string]: { readonly schema: Schema } };
}

/** One method of one path. */
export interface Operation {
  readonly method: string;
  /** With `{names}` in braces. */
  readonly path: string;
  readonly body: Schema | undefined;
  /** Names of query parameters. */
  readonly query: readonly string[];
  readonly permissions: readonly string[];
  readonly answers: { readonly [status: string]: Answer };
}

interface Document {
  readonly paths: {
    readonly [path: string]: {
      readonly [method: string]: {
        readonly requestBody?: { readonly content: { readonly [type: string]: { readonly schema: Schema } } };
        readonly parameters?: readonly { readonly name?: string; readonly in?: string }[];
        readonly 'x-inin-requires-permissions'?: { readonly permissions?: readonly string[] };
        readonly responses: { readonly [status: string]: Answer };
      };
    };
  };
  readonly components: { readonly schemas: { readonly [name: string]: Schema } };
}

/** What the document says, and whether an answer keeps to it. */
export interface Openapi {
  readonly operations: readonly Operation[];
  /** A schema with its `$ref` followed. */
  resolve(schema: Schema): Schema;
  /** What is wrong with an answer; empty when nothing is, or when the document does not have the operation. */
  faults(method: string, url: string, status: number, body: string): readonly string[];
}

let loaded: Openapi | undefined;

/** The document that the variable names, read once; undefined without one. */
export function openapiFromVariable(): Openapi | undefined {
  const file = process.env[OPENAPI_VARIABLE];
  if (file === undefined || file === '') return undefined;
  loaded ??= readOpenapi(file);
  return loaded;
}

/** Reads a document. */
export function readOpenapi(file: string): Openapi {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
  const { schemas } = document.components;
  const operations = operationsOf(document);
  const validators = new Map<string, ValidateFunction>();
  const ajv = newAjv(schemas);

  function validatorOf(operation: Operation, status: number): ValidateFunction | undefined {
    const schema = status >= 400 ? { $ref: '#/components/schemas/ErrorBody' } : successSchema(operation);
    if (schema === undefined) return undefined;
    const key = JSON.stringify(schema);
    const validator = validators.get(key) ?? ajv.compile(rewritten(schema));
    validators.set(key, validator);
    return validator;
  }

  function faults(method: string, url: string, status: number, body: string): readonly string[] {
    const operation = findOperation(operations, method, url.split('?')[0] ?? '');
    if (operation === undefined || status === 404) return [];
    const validator = validatorOf(operation, status);
    if (body === '' || validator === undefined)
      return statusFaults(operation, status, body === '' && validator !== undefined);
    const answer = JSON.parse(body) as { readonly code?: Json } | null;
    validator(answer);
    const wrong = (validator.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
    );
    const broken = answer?.code === 'internal.server.error' ? ['is a fault of the server'] : [];
    return [...broken, ...statusFaults(operation, status, false), ...wrong]
      .map((fault) => `${method} ${url.split('?')[0]} ${status}: ${fault}`)
      .filter((fault) => !BEYOND.some((one) => one.test(fault)));
  }

  return { operations, faults, resolve: (schema) => resolved(schemas, schema) };
}

function operationsOf({ paths }: Document): readonly Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => /^(get|post|put|patch|delete|head)$/.test(method))
      .map(([method, { requestBody, parameters = [], responses, ...more }]) => ({
        method: method.toUpperCase(),
        path,
        body: requestBody?.content['application/json']?.schema,
        query: parameters.filter((one) => one.in === 'query').map((one) => one.name ?? ''),
        permissions: more['x-inin-requires-permissions']?.permissions ?? [],
        answers: responses,
      })),
  );
}

/** The operation of a path; one whose parts are all literal before one with names in it. */
function findOperation(
  operations: readonly Operation[],
  method: string,
  path: string,
): Operation | undefined {
  const fits = operations.filter((one) => one.method === method && patternOf(one.path).test(path));
  return fits.sort((one, other) => one.path.split('{').length - other.path.split('{').length)[0];
}

const patterns = new Map<string, RegExp>();

function patternOf(path: string): RegExp {
  const known = patterns.get(path);
  if (known !== undefined) return known;
  const pattern = new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);
  patterns.set(path, pattern);
  return pattern;
}

function successSchema({ answers }: Operation): Schema | undefined {
  return Object.entries(answers)
    .filter(([status]) => /^2|default/.test(status))
    .map(([, answer]) => answer.content?.['application/json']?.schema)
    .find((schema) => schema !== undefined);
}

/** Which success it is has to be one that the document lists. */
function statusFaults({ answers }: Operation, status: number, isEmpty: boolean): readonly string[] {
  const successes = Object.keys(answers).filter((one) => one.startsWith('2'));
  if (status >= 300) return [];
  if (successes.length > 0 && !successes.includes(String(status)))
    return [`${status} is not one of ${successes.join(', ')}`];
  return isEmpty && status !== 202 && status !== 204 ? ['the body is empty'] : [];
}

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

function newAjv(schemas: { readonly [name: string]: Schema }): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  ajv.addFormat('date-time', DATE_TIME);
  ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/);
  for (const format of ['int32', 'int64', 'float', 'double'])
    ajv.addFormat(format, { type: 'number', validate: () => true });
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(rewritten(schema), name);
  return ajv;
}

/** Fields that the document does not have are a fault, but those of our own: they begin with `attendant`. */
function rewritten(schema: Schema): JsonObject {
  const copy = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"')) as {
    -readonly [key in keyof Schema]: Schema[key];
  };
  close(copy);
  return copy as JsonObject;
}

function close(schema: { [key: string]: unknown }): void {
  if (schema['properties'] !== undefined && schema['additionalProperties'] === undefined) {
    schema['additionalProperties'] = false;
    schema['patternProperties'] = { '^attendant': {} };
  }
  for (const value of Object.values(schema))
    if (typeof value === 'object' && value !== null) close(value as { [key: string]: unknown });
}

function resolved(schemas: { readonly [name: string]: Schema }, schema: Schema): Schema {
  const { $ref, allOf } = schema;
  if ($ref !== undefined) return resolved(schemas, schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  return allOf?.[0] === undefined ? schema : resolved(schemas, allOf[0]);
}
