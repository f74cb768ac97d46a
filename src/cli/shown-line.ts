/** Signs that move the cursor, change the terminal or turn the order of what follows. */
const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** A text on one line, with the codes of signs that a terminal would obey: a receiver must not write to it. */
export function shownLine(text: string): string {
  return text.replaceAll(HIDDEN, (sign) => codeOf(sign));
}

/** Likewise for a text of several lines, such as JSON, which stays JSON. */
export function shownLines(text: string): string {
  return text.split('\n').map(shownLine).join('\n');
}

/** As JSON writes it; some are two codes. */
function codeOf(sign: string): string {
  return sign
    .split('')
    .map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
