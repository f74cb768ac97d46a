import type { Note } from '../operation.ts';
import type { PlaceFault } from './place-fault.ts';

/** A fault of a place as a test run tells it. */
export function noteOfFault({ raw, what, hint }: PlaceFault): Note {
  return { about: raw ?? 'template', message: what, hint };
}
