import { MASK } from '../../authoring/mask.ts';
/**
 * Text that knows where each piece of it came from: written by the author of a template, or put there by a value. The
 * checks of places (src/actions/places) decide with it whether a value has left its place, and what is shown to people
 * masks what came from a credential.
 */
export type MarkedText = readonly Piece[];

/** A piece of text of one origin. */
export interface Piece {
  readonly text: string;
  /** Absent: the author of the template wrote it. */
  readonly from?: ValueOrigin;
}

/** The value that a piece of text came from. */
export interface ValueOrigin {
  /** What the value is called, in the spelling of the contract where it is known: `input.subject`, `credentials.key`, `state`. */
  readonly name: string;
  /** The reference as the template has it, such as `$!{input.subject}`. */
  readonly raw: string;
  /** What the text has been escaped with on its way, such as `jsonString` or `url`; absent: nothing. */
  readonly escapedBy?: string;
  /** Whether it is a credential or part of an answer to one, which nobody may see. */
  readonly isSecret?: true;
}

/** The text alone. */
export function plainText(marked: MarkedText): string {
  return marked.length === 1 ? (marked[0]?.text ?? '') : marked.map(({ text }) => text).join('');
}

/** The text as people may see it: secrets masked. */
export function shownText(marked: MarkedText): string {
  return marked.map(({ text, from }) => (from?.isSecret === true ? MASK : text)).join('');
}
