/** A place in a campaign's text: {{First Name}}. */
const PLACE = /\{\{\s*([^{}]{1,200}?)\s*\}\}/g;

/** The names of the places in a text, each once, in order. */
export function placeNames(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACE)].map((match) => match[1] ?? ''))];
}

/** Fills the places of a text. A value is never read as a text with places. */
export function filledText(text: string, valueFor: (name: string) => string): string {
  return text.replace(PLACE, (_place, name: string) => valueFor(name));
}

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A value as it stands in HTML: it cannot become markup. */
export function htmlValue(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A value as it stands in a header: on one line. */
export function lineValue(value: string): string {
  return value.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim();
}
