import type { Diagnostic } from '../authoring/diagnostic.ts';

/** Takes faults; the pointer is within the file. */
export type Report = (
  code: string,
  pointer: string,
  message: string,
  hint: string,
  severity?: Diagnostic['severity'],
) => void;
