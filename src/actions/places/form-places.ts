import type { MarkedText } from '../velocity/marked-text.ts';
import { plainText } from '../velocity/marked-text.ts';
import { jsonPlaces } from './json-places.ts';
import { refuseNamedValue } from './named-value.ts';
import { characterFault, isValue } from './place-fault.ts';
import { splitMarked } from './split-marked.ts';
import { checkedText, type TextPlacesResult } from './text-result.ts';
import { encodeRest, FORM_PART, noteUrlValue } from './url-value.ts';

/**
 * Decides whether a rendered form (application/x-www-form-urlencoded) may be sent: a value is the value of one field or
 * a part of it (D7). What it may not hold as it is, such as spaces and letters beyond ASCII, is percent-encoded.
 */
export function formPlaces(text: MarkedText): TextPlacesResult {
  if (/^\s*[{[]/.test(plainText(text))) return mislabelled(text);
  for (const field of splitMarked(text, '&')) {
    const fault = refuseNamedValue(field, 'a form field', FORM_PART);
    if (fault !== undefined) return { ok: false, fault };
  }
  const sent = text.map((piece) => (isValue(piece) ? { ...piece, text: encodeRest(piece.text) } : piece));
  const notes = text.filter(isValue).flatMap((piece) => noteUrlValue(piece, FORM_PART));
  return { ok: true, text: plainText(sent), notes };
}

/** JSON that calls itself a form: values must keep their place in either reading. */
function mislabelled(text: MarkedText): TextPlacesResult {
  const asForm = checkedText(text, (piece) => {
    const at = piece.text.search(/[&;=]/);
    return at < 0 ? undefined : characterFault(piece, at, { place: FORM_PART.place });
  });
  const asJson = asForm.ok ? jsonPlaces(text) : asForm;
  if (!asJson.ok) return asJson;
  const note = {
    about: 'Content-Type',
    message: 'says that the body is a form, and it is JSON',
    hint: 'write application/json',
  };
  return { ok: true, text: asJson.text, notes: [note] };
}
