import type { Diagnostic } from '../authoring/diagnostic.ts';
import { type Cassette, readCassette } from '../recording/cassette.ts';
import { readJsonFile } from './json-file.ts';

/** Reads a cassette; faults come with line and column. */
export function loadCassette(file: string): {
  readonly cassette?: Cassette;
  readonly diagnostics: readonly Diagnostic[];
} {
  const read = readJsonFile(file);
  if (!read.ok) return { diagnostics: read.diagnostics };
  const { json, locate } = read.value;
  const { cassette, diagnostics } = readCassette(json, file);
  const located = diagnostics.map((found) => ({ ...found, ...locate(found.pointer) }));
  return { diagnostics: located, ...(cassette === undefined ? {} : { cassette }) };
}
