import type { Block, TemplateReference, TextPlace } from './velocity-template.ts';

/** Longest template, in characters. */
export const MAX_TEMPLATE_LENGTH = 128 * 1024;
/** How deep blocks, parentheses, arguments and quoted texts may nest. */
export const MAX_NESTING = 50;

/** What is wrong with a template and where; line and column are 1-based. */
export interface VelocityFault extends TextPlace {
  readonly message: string;
  readonly hint: string;
}

/** Stops the reading of a template; never leaves parseVelocity. */
export class TemplateFault extends Error {
  readonly hint: string;
  readonly at: number;

  constructor(message: string, hint: string, at: number) {
    super(message);
    this.hint = hint;
    this.at = at;
  }
}

/** A template that is being read. */
export interface Reader {
  readonly text: string;
  at: number;
  depth: number;
  /** Where the text begins in the whole template: the content of a quoted text is read by a reader of its own. */
  readonly offset: number;
  readonly shared: SharedReading;
}

/** What the readers of a template and of its quoted texts have in common. */
export interface SharedReading {
  /** Names that a `#set` or a `#foreach` around has given a value so far. */
  readonly assigned: Set<string>;
  readonly references: TemplateReference[];
  placeOf(offset: number): TextPlace;
  /** Reads a whole text as a template: it is what quoted texts hold. */
  readonly readAll: (reader: Reader) => Block;
}

/** Says where an offset of a text stands. */
export function placesOf(text: string): (offset: number) => TextPlace {
  const starts = [0, ...[...text.matchAll(/\r\n?|\n/g)].map(({ index, 0: end }) => index + end.length)];
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** A fault at a place of what is being read. */
export function faultAt({ offset }: Reader, at: number, message: string, hint: string): TemplateFault {
  return new TemplateFault(message, hint, offset + at);
}

/** What a sticky expression matches at the cursor, which is then behind it. */
export function take(reader: Reader, expression: RegExp): string | undefined {
  const found = peek(reader, expression);
  if (found !== undefined) reader.at += found.length;
  return found;
}

/** What a sticky expression matches at the cursor. */
export function peek(reader: Reader, expression: RegExp): string | undefined {
  expression.lastIndex = reader.at;
  return expression.exec(reader.text)?.[0];
}

/** Steps over a text if it stands at the cursor. */
export function eat(reader: Reader, text: string): boolean {
  if (!reader.text.startsWith(text, reader.at)) return false;
  reader.at += text.length;
  return true;
}

/** Reads something that lies one level deeper. */
export function nested<T>(reader: Reader, read: () => T): T {
  if (++reader.depth > MAX_NESTING) {
    throw faultAt(
      reader,
      reader.at,
      `The template nests more than ${MAX_NESTING} levels deep`,
      'simplify it',
    );
  }
  const result = read();
  reader.depth--;
  return result;
}
