import type { MarkedText } from '../velocity/marked-text.ts';
import { characterFault, isValue, loneSurrogateAt, type PlaceFault, type ValuePiece } from './place-fault.ts';
import { checkedText, type TextPlacesResult } from './text-result.ts';

/** Where in XML or HTML a value stands: between tags, in a tag, in a quoted attribute, or in one of the other sections. */
type Section = 'text' | 'tag' | '"' | "'" | 'comment' | 'cdata' | 'instruction';

const PLACES: { readonly [section in Section]: { readonly place: string; readonly kept: RegExp } } = {
  text: { place: 'the text of an element', kept: /[^<>&]/ },
  '"': { place: 'an attribute', kept: /[^<>&"]/ },
  "'": { place: 'an attribute', kept: /[^<>&']/ },
  tag: { place: 'a tag outside of quotes', kept: /[\w.:-]/ },
  comment: { place: 'a comment', kept: /[^<>-]/ },
  cdata: { place: 'a CDATA section', kept: /[^\]>]/ },
  instruction: { place: 'a processing instruction', kept: /[^<>?]/ },
};
const OPENINGS: readonly (readonly [string, Section])[] = [
  ['<!--', 'comment'],
  ['<![CDATA[', 'cdata'],
  ['<?', 'instruction'],
  ['<', 'tag'],
];
const CLOSINGS: { readonly [section in Section]: string } = {
  text: '<',
  tag: '>',
  '"': '"',
  "'": "'",
  comment: '-->',
  cdata: ']]>',
  instruction: '?>',
};
const ENTITY = /&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});/gi;

/** Decides whether rendered XML or HTML may be sent: a value stays in its text or attribute (D7). */
export function xmlPlaces(text: MarkedText): TextPlacesResult {
  let section: Section = 'text';
  for (const piece of text) {
    const fault = isValue(piece) ? refuseXmlValue(piece, section) : undefined;
    if (fault !== undefined) return { ok: false, fault };
    if (!isValue(piece)) section = sectionAfter(section, piece.text);
  }
  return checkedText(text, () => undefined);
}

/** The section that the author's text leads to. */
function sectionAfter(from: Section, text: string): Section {
  let section = from;
  for (let at = 0; at < text.length; ) {
    const closing = CLOSINGS[section];
    const opening = section === 'text' ? OPENINGS.find(([sign]) => text.startsWith(sign, at)) : undefined;
    const quote = section === 'tag' ? text.charAt(at) : '';
    if (opening !== undefined) {
      section = opening[1];
      at += opening[0].length;
    } else if (quote === '"' || quote === "'") {
      section = quote;
      at++;
    } else if (section !== 'text' && text.startsWith(closing, at)) {
      section = section === '"' || section === "'" ? 'tag' : 'text';
      at += closing.length;
    } else at++;
  }
  return section;
}

function refuseXmlValue(piece: ValuePiece, section: Section): PlaceFault | undefined {
  const { place, kept } = PLACES[section];
  const isProse = section === 'text' || section === '"' || section === "'";
  const at = firstRefused(isProse ? withoutEntities(piece) : piece.text, kept);
  if (at < 0) return undefined;
  return characterFault(piece, at, {
    place,
    ...(isProse && !isControl(piece.text, at) && { escape: 'xml' }),
  });
}

/** What an escape has written stays where it is; the same number of letters stands for it. */
function withoutEntities({ text, from }: ValuePiece): string {
  if (from.escapedBy !== 'xml' && from.escapedBy !== 'html') return text;
  return text.replaceAll(ENTITY, (entity) => 'x'.repeat(entity.length));
}

function firstRefused(text: string, kept: RegExp): number {
  for (let at = 0; at < text.length; at++) {
    if (isControl(text, at) || !kept.test(text.charAt(at))) return at;
  }
  return loneSurrogateAt(text);
}

/** Characters that XML does not have, however they are written. */
function isControl(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (
    (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || code === 0xfffe || code === 0xffff
  );
}
