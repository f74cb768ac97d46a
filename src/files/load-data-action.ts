import { compileDataAction } from '../actions/compile-data-action.ts';
import type { DataAction } from '../actions/data-action.ts';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import { readJsonFile } from './json-file.ts';

/** Reads one data action by itself; faults come with line and column. */
export function loadDataAction(file: string): {
  readonly dataAction?: DataAction;
  readonly diagnostics: readonly Diagnostic[];
} {
  const read = readJsonFile(file);
  if (!read.ok) return { diagnostics: read.diagnostics };
  const { json, locate } = read.value;
  const { dataAction, diagnostics } = compileDataAction(json, file);
  const located = diagnostics.map((found) => ({ ...found, ...locate(found.pointer) }));
  return { diagnostics: located, ...(dataAction === undefined ? {} : { dataAction }) };
}
