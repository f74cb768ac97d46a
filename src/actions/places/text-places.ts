import type { MarkedText } from '../velocity/marked-text.ts';
import { characterFault, loneSurrogateAt, type PlaceFault, type ValuePiece } from './place-fault.ts';
import { checkedText, type TextPlacesResult } from './text-result.ts';

/** Decides whether a rendered text of a format that nobody knows may be sent: its values hold no control characters (D7). */
export function textPlaces(text: MarkedText): TextPlacesResult {
  return checkedText(text, (piece) => refuse(piece, '\t\n\r'));
}

/** The same for formats in which a line break begins something new, such as the parts of multipart, or rows. */
export function linePlaces(text: MarkedText): TextPlacesResult {
  return checkedText(text, (piece) => refuse(piece, '\t'));
}

function refuse(piece: ValuePiece, allowed: string): PlaceFault | undefined {
  const { text } = piece;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < 0x20 || code === 0x7f) && !allowed.includes(text.charAt(at)))
      return characterFault(piece, at, { place: 'the body' });
  }
  const half = loneSurrogateAt(text);
  return half < 0 ? undefined : characterFault(piece, half, { place: 'the body' });
}
