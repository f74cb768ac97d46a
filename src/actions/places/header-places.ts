import { isHeaderValue } from '../../authoring/header-rules.ts';
import { type MarkedText, plainText } from '../velocity/marked-text.ts';
import { characterFault, templateFault, type ValuePiece } from './place-fault.ts';
import { checkedText, type TextPlacesResult } from './text-result.ts';

/** Decides whether a rendered header may be sent: one line of characters that headers have (D7). Space around it is cut. */
export function headerPlaces(name: string, text: MarkedText): TextPlacesResult {
  const checked = checkedText(text, (piece) => refuseHeaderValue(name, piece));
  if (!checked.ok) return checked;
  const line = plainText(text).trim();
  if (isHeaderValue(line)) return { ...checked, text: line };
  const what = `The header \`${name}\` has a character that cannot stand in one`;
  return { ok: false, fault: templateFault(what, 'use plain letters, digits and signs on one line') };
}

function refuseHeaderValue(name: string, piece: ValuePiece) {
  const isCookie = name.toLowerCase() === 'cookie';
  const end = isCookie ? piece.text.search(/[;,]/) : -1;
  if (end >= 0) return characterFault(piece, end, { place: 'a cookie', escape: 'url' });
  if (isHeaderValue(piece.text)) return undefined;
  const at = [...piece.text.split('')].findIndex((character) => !isHeaderValue(character));
  const isForeign = piece.text.charCodeAt(at) > 0xff;
  return characterFault(piece, at, { place: `the header \`${name}\``, ...(isForeign && { escape: 'url' }) });
}
