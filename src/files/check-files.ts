import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compileDataAction } from '../actions/compile-data-action.ts';
import type { Diagnostic, Place } from '../authoring/diagnostic.ts';
import type { Json } from '../authoring/json.ts';
import type { Program } from '../runtime/program.ts';
import { campaignFileFaults } from './campaign-file.ts';
import { environmentsOf, flowNameFaults, thingFaults } from './check-things.ts';
import { type DefinitionKind, kindByContent, kindByName, unknownKind, wrongKind } from './definition-kind.ts';
import { type LoadedEnvironment, loadEnvironment } from './environment.ts';
import { loadIntegrations } from './integrations.ts';
import { type JsonFile, readJsonFile } from './json-file.ts';
import { loadFlow } from './load-flow.ts';
import { readPlatformFile } from './platform-file.ts';

/** What checking some paths found. */
export interface Checked {
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** What flows say that nobody can prove, and that the checks took for granted. */
  readonly assumptions: readonly Assumption[];
}

/** Something a flow says that `check` took for granted, and where. */
export interface Assumption extends Place {
  readonly message: string;
}

interface CheckedFile {
  readonly diagnostics: readonly Diagnostic[];
  readonly assumptions?: readonly Assumption[];
}

/** The environments that what a flow names is looked up in. */
type Environments = (flowFile: string) => ReturnType<typeof environmentsOf>;

/** What files are checked with. */
interface Checking {
  readonly environments: Environments;
  readonly testFaults: NonNullable<CheckOptions['testFaults']>;
}

/** How files are checked. */
export interface CheckOptions {
  /** What flows name is looked up there; without it, in every environment file beside each flow. */
  readonly environment?: string;
  /** The faults of a file of flow tests; absent: nobody knows any. */
  readonly testFaults?: (file: JsonFile) => readonly Diagnostic[];
}

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist']);

/** Checks files, and every definition in folders and the folders below them. */
export function checkFiles(
  paths: readonly string[],
  { environment, testFaults = () => [] }: CheckOptions = {},
): Checked {
  const files = [...new Set([...paths.flatMap(expand), ...(environment === undefined ? [] : [environment])])];
  const known = new Map<string, LoadedEnvironment>();
  const environments: Environments = (flow) => environmentsOf(flow, environment, known);
  const checked = files.map((file) => checkFile(file, { environments, testFaults }));
  const diagnostics = checked.flatMap((one) => one.diagnostics);
  const assumptions = checked.flatMap((one) => one.assumptions ?? []);
  return { files, diagnostics: distinct(diagnostics), assumptions };
}

function expand(path: string): readonly string[] {
  if (!(statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      if (entry.isDirectory())
        return entry.name.startsWith('.') || SKIPPED_FOLDERS.has(entry.name)
          ? []
          : expand(join(path, entry.name));
      return kindByName(entry.name) !== undefined ? [join(path, entry.name)] : [];
    });
}

/** By the end of its name, or by what is in it. */
function checkFile(file: string, checking: Checking): CheckedFile {
  const read = readJsonFile(file);
  if (!read.ok) return { diagnostics: read.diagnostics };
  const { json, locate } = read.value;
  const kind = kindByName(file) ?? kindByContent(json);
  if (kind === undefined) return { diagnostics: [unknownKind(file, json)] };
  const wrong = wrongKind(file, json, kind);
  if (wrong !== undefined) return { diagnostics: [wrong] };
  const checked = checkKind(kind, read.value, checking);
  const diagnostics = checked.diagnostics.map((one) =>
    one.line === undefined && one.file === file ? { ...one, ...locate(one.pointer) } : one,
  );
  return { ...checked, diagnostics };
}

/** A task is checked with each flow that refers to it: only there its variables and tasks are known. */
function checkKind(
  kind: DefinitionKind,
  read: JsonFile,
  { environments, testFaults }: Checking,
): CheckedFile {
  const { file, json } = read;
  switch (kind) {
    case 'flow':
      return checkFlow(file, environments);
    case 'data action':
      return { diagnostics: compileDataAction(json, file).diagnostics };
    case 'environment':
      return { diagnostics: loadEnvironment(file).diagnostics };
    case 'platform':
      return { diagnostics: seedFaults(json, file) };
    case 'integrations':
      return { diagnostics: loadIntegrations(file).diagnostics };
    case 'campaign':
      return { diagnostics: campaignFileFaults(json, file) };
    case 'test':
      return { diagnostics: testFaults(read) };
    case 'task':
      return { diagnostics: [] };
  }
}

/** A flow's faults, and the consents that its author vouches for. */
function checkFlow(file: string, environments: Environments): CheckedFile {
  const { diagnostics: own, program } = loadFlow(file);
  const diagnostics = program === undefined ? own : [...own, ...unknownThings(program, environments(file))];
  const assumptions = (program?.assumesConsent ?? []).map(({ name, place }) => ({
    ...place,
    message: `whoever starts this flow has the consent for \`${name}\``,
  }));
  return { diagnostics, assumptions };
}

function unknownThings(program: Program, environments: ReturnType<Environments>): readonly Diagnostic[] {
  if (environments.length === 0) return flowNameFaults(program);
  return environments.flatMap(([file, environment]) => thingFaults(program, environment, basename(file)));
}

function seedFaults(json: Json, file: string): readonly Diagnostic[] {
  const checked = readPlatformFile(json, file);
  return checked.ok ? [] : checked.diagnostics;
}

/** A task file that two flows refer to is found faulty only once. */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((found) => {
    const key = JSON.stringify(found);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
