import type { Diagnostic } from '../authoring/diagnostic.ts';

/** A fault of a seed; its file is added by who read it. */
export type SeedFault = Omit<Diagnostic, 'file'>;

/** A fault at a place, with what would be right. */
export function seedFault(code: string, pointer: string, message: string, hint: string): SeedFault {
  return { severity: 'error', code, pointer, message, hint };
}
