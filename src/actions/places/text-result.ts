import type { Note } from '../operation.ts';
import { type MarkedText, plainText } from '../velocity/marked-text.ts';
import { isValue, type PlaceFault, type ValuePiece } from './place-fault.ts';

/** What the checks of texts return: the text as it is sent, or why it is not. */
export type TextPlacesResult =
  | { readonly ok: true; readonly text: string; readonly notes: readonly Note[] }
  | { readonly ok: false; readonly fault: PlaceFault };

/** Sends a text when none of its values is refused. */
export function checkedText(
  text: MarkedText,
  refuse: (piece: ValuePiece) => PlaceFault | undefined,
): TextPlacesResult {
  for (const piece of text) {
    const fault = isValue(piece) ? refuse(piece) : undefined;
    if (fault !== undefined) return { ok: false, fault };
  }
  return { ok: true, text: plainText(text), notes: [] };
}
