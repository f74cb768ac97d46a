import type { Json } from '../authoring/json.ts';
import type { JsonPath } from './json-path.ts';

/** Values a single path may look at. A 2 MB body holds less than half of this. */
export const MAX_VALUES_VISITED = 2_000_000;
/** Values that all paths of a translation map may look at together. */
const MAX_VALUES_FOR_MAP = 10_000_000;

/** What is left of the work of several paths. */
export interface SharedWork {
  left: number;
}

/** The work that a translation map may do. */
export function workOfMap(): SharedWork {
  return { left: MAX_VALUES_FOR_MAP };
}

/** One reading of a path, with what is left of its work. */
export interface Reading {
  readonly root: Json;
  /** What an inner path gives, read from a value; undefined when it is unresolved. */
  readonly read: (path: JsonPath, start: Json) => Json | undefined;
  left: number;
}

/** Thrown when the work is used up. */
export class TooMuchWork extends Error {}

/** Takes note of work done. @throws TooMuchWork */
export function visit(reading: Reading, values: number): void {
  reading.left -= values;
  if (reading.left < 0) throw new TooMuchWork();
}
