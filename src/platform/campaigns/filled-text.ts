/** A place in a campaign's text: {{First Name}}. Spaces around the name are taken off later, so that no text takes long to read. */
const PLACE = /\{\{([^{}]{1,400})\}\}/g;

/** The names of the places in a text, each once, in order. */
export function placeNames(text: string): readonly string[] {
  const names = [...text.matchAll(PLACE)].map(([, name = '']) => name.trim());
  return [...new Set(names)].filter((name) => name !== '');
}

/** Fills the places of a text. A value is never read as a text with places. */
export function filledText(text: string, valueFor: (name: string) => string): string {
  return text.replace(PLACE, (place, name: string) => (name.trim() === '' ? place : valueFor(name.trim())));
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
  return value.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
