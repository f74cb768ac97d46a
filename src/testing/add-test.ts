import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import { jsonLayout } from '../authoring/json-layout.ts';
import { readJsonFile } from '../files/json-file.ts';
import { flowFileOf } from './flow-file-of.ts';
import type { TestDefinition } from './test-file.ts';

/** What came of adding a test to a file. */
export type AddedTest =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Where the published schema lies, from the working folder. */
const SCHEMA = 'schemas/test.schema.json';

/**
 * Adds a test to a file, which is made where there is none. What is in the file stays; a name that is taken gets a number.
 *
 * @param flowFile that the test is of.
 */
export function addTest(
  file: string,
  {
    name,
    definition,
    flowFile,
  }: { readonly name: string; readonly definition: TestDefinition; readonly flowFile: string },
): AddedTest {
  const read = existsSync(file) ? readJsonFile(file) : undefined;
  if (read?.ok === false) return read;
  const before = read?.value.json ?? newFile(file, flowFile);
  if (!isJsonObject(before)) return { ok: false, diagnostics: [noObject(file)] };
  const { tests = {} } = before;
  const known = isJsonObject(tests) ? tests : {};
  const free = freeName(name, known);
  const all = { ...before, tests: { ...known, [free]: definition as unknown as JsonObject } };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, jsonLayout(all as unknown as Json));
  return { ok: true, name: free };
}

function freeName(name: string, known: JsonObject): string {
  if (!Object.hasOwn(known, name)) return name;
  for (let number = 2; ; number++) if (!Object.hasOwn(known, `${name} ${number}`)) return `${name} ${number}`;
}

function newFile(file: string, flowFile: string): JsonObject {
  const found = flowFileOf(file, undefined);
  const isFound = typeof found === 'string' && relative(found, flowFile) === '';
  return {
    ...(existsSync(SCHEMA) && { $schema: slashes(relative(dirname(file), SCHEMA)) }),
    ...(!isFound && { flow: slashes(relative(dirname(file), flowFile)) }),
  };
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

function noObject(file: string): Diagnostic {
  return {
    ...{ severity: 'error', file, pointer: '', code: 'FILE_UNKNOWN_KIND', line: 1, column: 1 },
    message: 'this is no file of flow tests',
    hint: `name one such as ${join(dirname(file), `${basename(file, '.json')}.test.json`)}`,
  };
}
