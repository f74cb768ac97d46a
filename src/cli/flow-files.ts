import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isJsonObject, type Json, own } from '../authoring/json.ts';
import { FLOW_SUFFIX } from '../files/definition-files.ts';
import { type JsonFile, readJsonFile } from '../files/json-file.ts';

/** Folders that hold no flows of the user's. */
const SKIPPED_FOLDERS = ['node_modules', 'dist'];

/** Flow files among paths and in the folders below them, each once; the flows beside files of tests are not looked for. */
export function flowFilesIn(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.flatMap(filesIn))];
}

function filesIn(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    return path.endsWith(FLOW_SUFFIX) ? [path] : [];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory())
        return entry.name.startsWith('.') || SKIPPED_FOLDERS.includes(entry.name)
          ? []
          : filesIn(join(path, entry.name));
      return entry.name.endsWith(FLOW_SUFFIX) ? [join(path, entry.name)] : [];
    });
}

/** Where tests are looked for: the folder of a flow that is named, else the path itself. */
export function testPathsOf(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => (path.endsWith(FLOW_SUFFIX) ? dirname(path) : path)))];
}

/** Reads what authors wrote at places of their files; each file once. */
export function writtenFiles() {
  const files = new Map<string, JsonFile | undefined>();
  const read = (file: string): JsonFile | undefined => {
    if (!files.has(file)) {
      const found = readJsonFile(file);
      files.set(file, found.ok ? found.value : undefined);
    }
    return files.get(file);
  };
  return {
    /** The line of a place, from 1. */
    lineOf: ({ file, pointer }: Written): number | undefined => read(file)?.locate(pointer).line,
    valueAt: ({ file, pointer }: Written): Json | undefined => at(read(file)?.json, pointer),
  };
}

interface Written {
  readonly file: string;
  readonly pointer: string;
}

function at(json: Json | undefined, pointer: string): Json | undefined {
  const keys = pointer.split('/').slice(1);
  return keys.reduce<Json | undefined>((value, key) => {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(value)) return value[Number(name)] as Json | undefined;
    return isJsonObject(value) ? own(value, name) : undefined;
  }, json);
}
