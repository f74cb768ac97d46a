/** How much of a page is made readable; the rest stays in the HTML. */
const MAX_LENGTH = 1_000_000;
const ENTITIES: { readonly [name: string]: string } = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** What is read of an e-mail that has no text beside its HTML: words and line breaks, no layout. */
export function textOfHtml(html: string): string {
  return withoutHidden(html.slice(0, MAX_LENGTH))
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<(?:br|\/p|\/div|\/tr|\/li|\/h[1-6])\b[^<>]*>/gi, '\n')
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, entity)
    .replaceAll(/ *\n */g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Leaves out comments, scripts and styles; what is never closed is hidden to the end. */
function withoutHidden(html: string): string {
  // Only ASCII: other letters may become longer.
  const lower = html.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const opening = /<!--|<(script|style|head|title)\b/gi;
  let shown = '';
  let at = 0;
  for (let match = opening.exec(html); match !== null; match = opening.exec(html)) {
    shown += html.slice(at, match.index);
    const end = match[1] === undefined ? '-->' : `</${match[1].toLowerCase()}`;
    const closing = lower.indexOf(end, opening.lastIndex);
    if (closing < 0) return shown;
    at = closing + end.length;
    if (match[1] !== undefined) at = Math.max(at, html.indexOf('>', at) + 1);
    opening.lastIndex = at;
  }
  return shown + html.slice(at);
}

function entity(all: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? all;
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : all;
}
