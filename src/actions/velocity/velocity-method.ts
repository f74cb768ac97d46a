import { type MarkedText, type Piece, plainText, type ValueOrigin } from './marked-text.ts';
import type { Meter } from './velocity-meter.ts';
import { joinedOrigin, NULL, originOf, printed, unescaped, type Value } from './velocity-value.ts';

/** Something a template may call: a method of a tool, or of a value. */
export interface Method {
  readonly minimum: number;
  readonly maximum: number;
  /**
   * What it gives. `values` are as many as allowed; null is what Velocity gives for values a method does not take.
   *
   * @throws EvaluationFailure where Java throws, or when there is too much to do.
   */
  run(values: readonly Value[], meter: Meter): Value;
}

/** A tool that templates have, such as `$esc`. */
export interface Tool {
  readonly name: string;
  readonly methods: { readonly [name: string]: Method };
  /** Texts that are read like properties or called: `$esc.quote`. */
  readonly constants: { readonly [name: string]: string };
}

/** A method that escapes one text. Each piece is escaped by itself, so that the author's and the values' stay apart. */
export function escaping(write: (text: string) => string, escapedBy?: string): Method {
  return {
    minimum: 1,
    maximum: 1,
    run([value = NULL], meter) {
      const text = printed(value, meter);
      return text === undefined ? NULL : { type: 'text', text: escapedText(text, write, escapedBy, meter) };
    },
  };
}

/** A text, escaped. */
export function escapedText(
  text: MarkedText,
  write: (text: string) => string,
  escapedBy: string | undefined,
  meter: Meter,
): MarkedText {
  return text.map((piece) => escapedPiece(piece, write, escapedBy, meter));
}

function escapedPiece(
  { text, from }: Piece,
  write: (text: string) => string,
  escapedBy: string | undefined,
  meter: Meter,
): Piece {
  meter.spend(text.length);
  const written = write(text);
  meter.spend(written.length);
  meter.checkText(written.length);
  if (from === undefined) return { text: written };
  return { text: written, from: { ...unescaped(from), ...(escapedBy !== undefined && { escapedBy }) } };
}

/** The text of a value, or undefined when it is none. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.type === 'text' ? plainText(value.text) : undefined;
}

/** The whole number of a value, or undefined when it is none. */
export function wholeOf(value: Value | undefined): number | undefined {
  return value?.type === 'number' && Number.isInteger(value.number) ? value.number : undefined;
}

/** The origin of what is made out of values. */
export function originOfAll(values: readonly Value[]): ValueOrigin | undefined {
  return joinedOrigin(values.map((value) => originOf(value)));
}
