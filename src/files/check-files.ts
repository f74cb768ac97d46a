import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compileDataAction } from '../actions/compile-data-action.ts';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json } from '../authoring/json.ts';
import { checkPlatformSeed } from '../platform/check-platform-seed.ts';
import { loadEnvironment } from './environment.ts';
import { readJsonFile } from './json-file.ts';
import { loadFlow } from './load-flow.ts';

/** What checking some paths found. */
export interface Checked {
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const CHECKED_NAMES = /\.(flow|task|data-action|environment|platform)\.json$/;
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist']);

/** Checks files, and every definition in folders and the folders below them. */
export function checkFiles(paths: readonly string[]): Checked {
  const files = [...new Set(paths.flatMap(expand))];
  const diagnostics = files.flatMap(checkFile);
  return { files, diagnostics: distinct(diagnostics) };
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
      return CHECKED_NAMES.test(entry.name) ? [join(path, entry.name)] : [];
    });
}

/** By the end of its name, or by what is in it. */
function checkFile(file: string): readonly Diagnostic[] {
  if (file.endsWith('.environment.json')) return loadEnvironment(file).diagnostics;
  if (file.endsWith('.flow.json')) return loadFlow(file).diagnostics;
  const read = readJsonFile(file);
  if (!read.ok) return read.diagnostics;
  const { json, locate } = read.value;
  const at = (found: readonly Diagnostic[]) =>
    found.map((one) => (one.line === undefined ? { ...one, ...locate(one.pointer) } : one));
  if (file.endsWith('.platform.json')) {
    const checked = checkPlatformSeed(json, file);
    return checked.ok ? [] : at(checked.diagnostics);
  }
  if (isDataAction(json)) return at(compileDataAction(json, file).diagnostics);
  if (isTask(json)) return [];
  return looksLikeFlow(json) ? loadFlow(file).diagnostics : [unknownKind(file)];
}

function isDataAction(json: Json): boolean {
  return isJsonObject(json) && ('contract' in json || 'integrationType' in json || 'actionType' in json);
}

/** A task file is checked with each flow that refers to it: only there its variables and tasks are known. */
function isTask(json: Json): boolean {
  return isJsonObject(json) && Array.isArray(json['actions']) && !('type' in json);
}

function looksLikeFlow(json: Json): boolean {
  return isJsonObject(json) && ('startUp' in json || 'tasks' in json || 'menus' in json);
}

function unknownKind(file: string): Diagnostic {
  return {
    severity: 'error',
    file,
    pointer: '',
    line: 1,
    column: 1,
    code: 'FILE_UNKNOWN_KIND',
    message: 'this is neither a flow nor a data action nor a task',
    hint: 'a flow has "type", "name" and "startUp"; a data action has "contract" and "config"',
  };
}

/** A task file that two flows refer to is found faulty only once. */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((found) => {
    const key = JSON.stringify(found);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
