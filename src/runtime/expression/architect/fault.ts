/** What is wrong with an expression's text and where. */
export class ArchitectFault extends Error {
  override readonly name = 'ArchitectFault';
  readonly code: string;
  readonly hint: string;
  /** 1-based character of the text. */
  readonly pos: number;

  constructor(pos: number, code: string, message: string, hint: string) {
    super(message);
    this.pos = pos;
    this.code = code;
    this.hint = hint;
  }
}

/** How much of the line is shown on either side of the fault. */
const SHOWN_BEFORE = 50;
const SHOWN_AFTER = 30;

/**
 * The place of a fault: the line it stands in, and below it a caret under the character.
 *
 * @param pos 1-based character of the text.
 */
export function caret(text: string, pos: number): string {
  const at = Math.min(Math.max(pos - 1, 0), text.length);
  const start = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - SHOWN_BEFORE);
  const lineEnd = text.indexOf('\n', at);
  const end = Math.min(lineEnd === -1 ? text.length : lineEnd, at + SHOWN_AFTER);
  const shown = text.slice(start, end).replaceAll(/\s/g, ' ');
  return `${shown}\n${' '.repeat(at - start)}^`;
}
