import { distance } from 'fastest-levenshtein';
import { markDifference, type TextPart } from './mark-difference.ts';

/** Something that a test expects and that did not happen. */
export interface Difference {
  /** What of the test: a member of `expect`, or `call` for what the test left open. */
  readonly of: string;
  /** What was expected and what came, a sentence without a full stop. */
  readonly message: string;
  /** The nearest text of the call, with where it differs. */
  readonly nearest?: readonly TextPart[];
  /** The line of the transcript that it is about. */
  readonly line?: number;
  /** What would be right. */
  readonly hint?: string;
}

/** A text of the call with the line of the transcript that it stands in. */
export interface LinedText {
  readonly text: string;
  readonly line: number;
}

/** Below this share of equal letters two texts have nothing to do with each other. */
const ALIKE = 0.35;
/** Longer texts are compared by their beginnings. */
const MAX_COMPARED = 500;

/** The text most like the one that is wanted, with where it differs; nothing where none is like it. */
export function nearestOf(
  wanted: string,
  texts: readonly LinedText[],
): Required<Pick<Difference, 'nearest' | 'line'>> | Record<string, never> {
  const scored = texts.map((one) => ({ ...one, score: likeness(wanted, one.text) }));
  const best = scored.reduce<(typeof scored)[number] | undefined>(
    (before, one) => (before === undefined || one.score > before.score ? one : before),
    undefined,
  );
  if (best === undefined || best.score < ALIKE) return {};
  return { nearest: markDifference(wanted, best.text), line: best.line };
}

/** From 0 to 1. A text that is a part of the other is like it. */
function likeness(wanted: string, text: string): number {
  if (wanted !== '' && text.includes(wanted)) return 1;
  const [a, b] = [wanted.slice(0, MAX_COMPARED), text.slice(0, MAX_COMPARED)];
  const length = Math.max(a.length, b.length);
  return length === 0 ? 1 : 1 - distance(a, b) / length;
}
