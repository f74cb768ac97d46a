/**
 * A text as a terminal may show it: what would move the cursor, change colours or turn the reading direction becomes `�`.
 * Texts come from flows, callers and answers of other systems.
 */
export function printable(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
