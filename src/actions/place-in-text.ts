import type { TextPlace } from './velocity/velocity-template.ts';

/** Where something stands in a template, to follow a message; nothing in a template of one short line. */
export function placeInText({ line, column }: TextPlace): string {
  return line === 1 && column < 80 ? '' : ` (line ${line}, character ${column} of the text)`;
}
