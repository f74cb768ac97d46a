import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import type { ExportFacts } from '../export/export-facts.ts';
import type { Notes } from '../notes.ts';

/**
 * A flow in Archy's shape: what both readers give and the writer takes.
 *
 * `type` is the root key of the YAML file, `flow` what stands below it. Exports (`.i3…`) are turned into it.
 */
export interface ArchyFlow {
  readonly type: string;
  readonly flow: JsonObject;
  /** What an export tells of the things it refers to; a YAML file has none. */
  readonly facts: ExportFacts;
  /** Flows that the file holds besides: common modules. */
  readonly embedded: readonly ArchyFlow[];
  readonly notes: Notes;
}

/** The object below a key, or an empty one. */
export function objectAt(json: Json | undefined, key: string): JsonObject {
  const found = isJsonObject(json) && Object.hasOwn(json, key) ? json[key] : undefined;
  return isJsonObject(found) ? found : {};
}

/** The list below a key, or an empty one. */
export function listAt(json: Json | undefined, key: string): readonly Json[] {
  const found = isJsonObject(json) && Object.hasOwn(json, key) ? json[key] : undefined;
  return Array.isArray(found) ? found : [];
}

/** The text below a key, or undefined. */
export function textAt(json: Json | undefined, key: string): string | undefined {
  const found = isJsonObject(json) && Object.hasOwn(json, key) ? json[key] : undefined;
  return typeof found === 'string' ? found : undefined;
}

/** The one key of an object such as `{ task: {…} }` with what it holds. */
export function onlyEntry(json: Json | undefined): readonly [string, Json] | undefined {
  return isJsonObject(json) ? Object.entries(json)[0] : undefined;
}
