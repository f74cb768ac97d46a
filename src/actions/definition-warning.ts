import type { Diagnostic } from '../authoring/diagnostic.ts';
import type { TextPlace } from './velocity/velocity-template.ts';

/** Makes a diagnostic of one file. */
export type Report = (
  code: string,
  pointer: string,
  message: string,
  hint: string,
  severity?: Diagnostic['severity'],
) => void;

/** Where something stands in a template, to follow a message; nothing in a template of one short line. */
export function placeInText({ line, column }: TextPlace): string {
  return line === 1 && column < 80 ? '' : ` (line ${line}, character ${column} of the text)`;
}
