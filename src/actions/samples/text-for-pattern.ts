/**
 * A text that a simple pattern matches: characters, classes, groups, the first of alternatives, and as few repetitions
 * as are allowed, but one where there may be any number. Anchors are passed over.
 *
 * @returns undefined for patterns that hold anything else. Whether the text matches is for the caller to check.
 */
export function textForPattern(pattern: string): string | undefined {
  const reading = { pattern, at: 0, isPlain: true };
  const text = alternatives(reading, 0);
  return reading.isPlain && reading.at === pattern.length ? text : undefined;
}

interface Reading {
  readonly pattern: string;
  at: number;
  /** Whether everything so far could be read. */
  isPlain: boolean;
}

/** No sample needs more. */
const MAX_TEXT = 1000;
const MAX_NESTING = 20;

function alternatives(reading: Reading, depth: number): string {
  const first = sequence(reading, depth);
  while (reading.pattern[reading.at] === '|') {
    reading.at++;
    sequence(reading, depth);
  }
  return first;
}

function sequence(reading: Reading, depth: number): string {
  let text = '';
  while (reading.at < reading.pattern.length && !'|)'.includes(charAt(reading))) {
    const one = atom(reading, depth);
    text = (text + one.repeat(repetitions(reading))).slice(0, MAX_TEXT);
  }
  return text;
}

function charAt({ pattern, at }: Reading): string {
  return pattern.charAt(at);
}

function atom(reading: Reading, depth: number): string {
  const char = charAt(reading);
  reading.at++;
  if (char === '^' || char === '$') return '';
  if (char === '.') return 'a';
  if (char === '(') return group(reading, depth);
  if (char === '[') return ofClass(reading);
  if (char === '\\') return escaped(reading);
  return char;
}

function group(reading: Reading, depth: number): string {
  if (reading.pattern.startsWith('?:', reading.at)) reading.at += 2;
  if (charAt(reading) === '?' || depth >= MAX_NESTING) reading.isPlain = false;
  const text = reading.isPlain ? alternatives(reading, depth + 1) : '';
  if (charAt(reading) !== ')') reading.isPlain = false;
  reading.at++;
  return text;
}

const CLASSES: { readonly [letter: string]: string } = {
  d: '1',
  w: 'a',
  s: ' ',
  D: 'a',
  W: '-',
  S: 'a',
  b: '',
};

function escaped(reading: Reading): string {
  const char = charAt(reading);
  reading.at++;
  if (/[pPukxB0-9]/.test(char)) reading.isPlain = false;
  return CLASSES[char] ?? char;
}

/** The first character of a class, or one outside a negated class. */
function ofClass(reading: Reading): string {
  const end = reading.pattern.indexOf(']', reading.at + 1);
  const inside = reading.pattern.slice(reading.at, end);
  if (end < 0 || inside.includes('[')) reading.isPlain = false;
  reading.at = end < 0 ? reading.pattern.length : end + 1;
  if (inside.startsWith('^')) return [...'a1-_ .'].find((char) => !inside.includes(char)) ?? 'b';
  if (inside.startsWith('\\')) return CLASSES[inside.charAt(1)] ?? inside.charAt(1);
  return inside.charAt(0);
}

const COUNT = /(?:[*+?]|\{(\d+)(,?)\d*\})[?+]?/y;

function repetitions(reading: Reading): number {
  COUNT.lastIndex = reading.at;
  const [found, least] = COUNT.exec(reading.pattern) ?? [];
  if (found === undefined) return 1;
  reading.at += found.length;
  if (least !== undefined) return Math.min(Number(least), MAX_TEXT);
  return found.startsWith('?') ? 0 : 1;
}
