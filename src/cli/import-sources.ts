import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import { isJsonObject } from '../authoring/json.ts';
import type { DataActionSource } from '../importing/data-action/import-data-actions.ts';
import type { ImportSource } from '../importing/import-flows.ts';

/** What was read of the files that are to be imported. */
export interface ImportSources {
  readonly flows: readonly ImportSource[];
  readonly dataActions: readonly DataActionSource[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads files that are to be imported and tells data actions, which are JSON, from flows. */
export async function readImportSources(paths: readonly string[]): Promise<ImportSources> {
  const { readTextFile, parseJsonText } = await import('../files/json-file.ts');
  const { looksLikeDataAction } = await import('../importing/data-action/import-data-actions.ts');
  const flows: ImportSource[] = [];
  const dataActions: DataActionSource[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of new Set(paths)) {
    const read = readTextFile(file);
    if ('diagnostics' in read) {
      diagnostics.push(...read.diagnostics);
      continue;
    }
    const { text } = read;
    const isJson = /\.json$/i.test(file);
    const parsed = isJson || text.trimStart().startsWith('{') ? parseJsonText(file, text) : undefined;
    if (parsed?.ok === false && isJson) diagnostics.push(...parsed.diagnostics);
    else if (parsed?.ok === true && looksLikeDataAction(parsed.value.json))
      dataActions.push({ file, text, json: parsed.value.json, locate: parsed.value.locate });
    else flows.push({ file, text });
  }
  return { flows, dataActions, diagnostics };
}

/** Flows and data actions that are there already: their names and what their files are called. */
export async function namesIn(folder: string) {
  const dataActions = join(folder, 'data-actions');
  return {
    flows: await namesOf(folder, ['.flow.json']),
    dataActions: await namesOf(dataActions, ['.custom.json', '.data-action.json']),
  };
}

/** @param suffixes the last goes before those before it. */
async function namesOf(folder: string, suffixes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (!existsSync(folder)) return new Map();
  const { readJsonFile } = await import('../files/json-file.ts');
  const names = new Map<string, string>();
  for (const suffix of suffixes) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith(suffix))) {
      const read = readJsonFile(join(folder, file));
      const name = read.ok && isJsonObject(read.value.json) ? read.value.json['name'] : undefined;
      if (typeof name === 'string') names.set(name, file.slice(0, -suffix.length));
    }
  }
  return names;
}
