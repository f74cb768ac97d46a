import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Diagnostic, hasErrors } from '../authoring/diagnostic.ts';
import { checkFlowNames, checkThings } from '../runtime/check/things.ts';
import type { Program } from '../runtime/program.ts';
import { FLOW_SUFFIX } from './definition-files.ts';
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
  if (hasErrors(diagnostics)) return [];
  return located(checkThings(program, environment, environmentFile, flowsBeside(program)));
}

/** Names of flows that have no file, where there is no environment, each with its line. */
export function flowNameFaults(program: Program): readonly Diagnostic[] {
  return located(checkFlowNames(program, flowsBeside(program)));
}

/** Names of the flows whose files are beside those of a program. */
function flowsBeside({ steps }: Program): readonly string[] {
  const folders = new Set(steps.map(({ place }) => dirname(place.file)));
  const names = [...folders]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder))
    .filter((name) => name.endsWith(FLOW_SUFFIX))
    .map((name) => name.slice(0, -FLOW_SUFFIX.length));
  return [...new Set(names)].sort();
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
