/**
 * A pattern of SQLite's GLOB for a text, to be compared with `lower(…)` of another: what is special to GLOB is literal.
 * `lower` knows ASCII letters only; of others the pattern takes capital and small ones.
 */
export function globPattern(text: string): string {
  return Array.from(text, globCharacter).join('');
}

/** Whether all of a text is ASCII, so that `lower(…)` knows its letters. */
export function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text);
}

/** Greek has two small letters for one capital. */
const SIGMAS = ['Σ', 'σ', 'ς'];

function globCharacter(character: string): string {
  if ('*?['.includes(character)) return `[${character}]`;
  if (isAscii(character)) return character.toLowerCase();
  const forms = SIGMAS.includes(character)
    ? SIGMAS
    : [character, character.toLowerCase(), character.toUpperCase()];
  return `[${[...new Set(forms)].filter(isOneLetter).join('')}]`;
}

/** Not what becomes two letters, such as ß, nor what becomes one of ASCII, such as the sign of Kelvin. */
function isOneLetter(text: string): boolean {
  return Array.from(text).length === 1 && !isAscii(text);
}

/** A text as SQLite's `lower(…)` makes it: letters beyond a–z stay as they are. */
export function asciiLower(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
