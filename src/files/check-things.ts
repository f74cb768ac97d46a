import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Diagnostic, hasErrors } from '../authoring/diagnostic.ts';
import { checkThings } from '../runtime/check/things.ts';
import type { Program } from '../runtime/program.ts';
import { type LoadedEnvironment, loadEnvironment } from './environment.ts';
import { type JsonFile, readJsonFile } from './json-file.ts';

const ENVIRONMENT_SUFFIX = '.environment.json';

/**
 * Names of a flow that an environment does not know, each with its line. An environment with faults tells nothing.
 *
 * @param environmentFile as messages name it.
 */
export function thingFaults(
  program: Program,
  { environment, diagnostics }: LoadedEnvironment,
  environmentFile: string,
): readonly Diagnostic[] {
  return hasErrors(diagnostics) ? [] : located(checkThings(program, environment, environmentFile));
}

/** The environments of a flow: the one that is named, or all beside it. Each is read once. */
export function environmentsOf(
  flowFile: string,
  named: string | undefined,
  known: Map<string, LoadedEnvironment>,
): readonly (readonly [file: string, environment: LoadedEnvironment])[] {
  const files = named === undefined ? environmentsBeside(flowFile) : [named];
  return files.map((file) => {
    const environment = known.get(file) ?? loadEnvironment(file);
    known.set(file, environment);
    return [file, environment] as const;
  });
}

function environmentsBeside(flowFile: string): readonly string[] {
  const folder = dirname(flowFile);
  return readdirSync(folder)
    .filter((name) => name.endsWith(ENVIRONMENT_SUFFIX))
    .sort()
    .map((name) => join(folder, name));
}

function located(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const files = new Map<string, JsonFile | undefined>();
  return diagnostics.map((found) => {
    if (!files.has(found.file)) files.set(found.file, fileOf(found.file));
    return { ...found, ...files.get(found.file)?.locate(found.pointer) };
  });
}

function fileOf(file: string): JsonFile | undefined {
  const read = readJsonFile(file);
  return read.ok ? read.value : undefined;
}
