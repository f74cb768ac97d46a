/** One step of a compiled pattern; numbers are indices of instructions. */
export type Instruction =
  | { readonly op: 'character'; readonly fits: (character: string) => boolean }
  /** Both ways, the first preferred. */
  | { readonly op: 'either'; readonly first: number; readonly second: number }
  | { readonly op: 'at'; readonly place: 'start' | 'end' | 'edge' | 'inside' }
  | { readonly op: 'found' };

/** Longest pattern, and the most instructions one may become: what repeats is written out. */
const MAX_PATTERN_LENGTH = 500;
const MAX_INSTRUCTIONS = 2_000;
const MAX_REPEATS = 500;
const MAX_DEPTH = 50;

type Node =
  | { readonly is: 'character'; readonly fits: (character: string) => boolean }
  | { readonly is: 'at'; readonly place: 'start' | 'end' | 'edge' | 'inside' }
  | { readonly is: 'sequence'; readonly nodes: readonly Node[] }
  | { readonly is: 'any'; readonly nodes: readonly Node[] }
  | {
      readonly is: 'repeated';
      readonly node: Node;
      readonly from: number;
      readonly to: number;
      readonly isLazy: boolean;
    };

class PatternFault extends Error {}

interface Reading {
  readonly source: string;
  at: number;
  depth: number;
}

/** Reads a regular expression: characters, classes, groups, alternatives, repetitions, `^ $ \b`. Nothing that looks back or ahead. */
export function parsePattern(
  source: string,
): { readonly instructions: readonly Instruction[] } | { readonly fault: string } {
  if (source.length > MAX_PATTERN_LENGTH)
    return { fault: `it has more than ${MAX_PATTERN_LENGTH} characters` };
  try {
    const reading: Reading = { source, at: 0, depth: 0 };
    const node = alternatives(reading);
    if (reading.at < source.length) throw new PatternFault('a ) has no (');
    const instructions: Instruction[] = [];
    write(node, instructions);
    push(instructions, { op: 'found' });
    return { instructions };
  } catch (error) {
    if (error instanceof PatternFault) return { fault: error.message };
    throw error;
  }
}

function alternatives(reading: Reading): Node {
  const nodes = [sequence(reading)];
  while (reading.source[reading.at] === '|') {
    reading.at++;
    nodes.push(sequence(reading));
  }
  return nodes.length === 1 && nodes[0] !== undefined ? nodes[0] : { is: 'any', nodes };
}

function sequence(reading: Reading): Node {
  const nodes: Node[] = [];
  for (let next = reading.source[reading.at]; next !== undefined; next = reading.source[reading.at]) {
    if (next === '|' || next === ')') break;
    nodes.push(repeated(item(reading), reading));
  }
  return { is: 'sequence', nodes };
}

function repeated(node: Node, reading: Reading): Node {
  const [all, mark, least, comma, most] =
    /^(?:([*+?])|\{(\d{1,4})(,)?(\d{1,4})?\})/.exec(reading.source.slice(reading.at, reading.at + 12)) ?? [];
  if (all === undefined) return node;
  if (node.is === 'at') throw new PatternFault('a place such as ^ or \\b cannot be repeated');
  reading.at += all.length;
  const isLazy = reading.source[reading.at] === '?';
  if (isLazy) reading.at++;
  const from = mark === undefined ? Number(least) : mark === '+' ? 1 : 0;
  const upTo = most === undefined ? (comma === undefined ? from : Number.POSITIVE_INFINITY) : Number(most);
  const to = mark === undefined ? upTo : mark === '?' ? 1 : Number.POSITIVE_INFINITY;
  if (to < from) throw new PatternFault('a repetition ends below its beginning');
  if (from > MAX_REPEATS || (to > MAX_REPEATS && to !== Number.POSITIVE_INFINITY))
    throw new PatternFault(`something is repeated more than ${MAX_REPEATS} times`);
  return { is: 'repeated', node, from, to, isLazy };
}

function item(reading: Reading): Node {
  const character = reading.source[reading.at++] ?? '';
  if (character === '(') return group(reading);
  if (character === '[') return { is: 'character', fits: characterClass(reading) };
  if (character === '.') return { is: 'character', fits: (one) => one !== '\n' };
  if (character === '^') return { is: 'at', place: 'start' };
  if (character === '$') return { is: 'at', place: 'end' };
  if (character === '\\') return escaped(reading);
  if (/[*+?]/.test(character)) throw new PatternFault(`there is nothing that ${character} could repeat`);
  return { is: 'character', fits: sameAs(character) };
}

function group(reading: Reading): Node {
  if (reading.source.startsWith('?:', reading.at)) reading.at += 2;
  else if (reading.source[reading.at] === '?')
    throw new PatternFault('looking ahead or back and named groups cannot be used');
  if (++reading.depth > MAX_DEPTH) throw new PatternFault('its groups are nested too deeply');
  const node = alternatives(reading);
  reading.depth--;
  if (reading.source[reading.at++] !== ')') throw new PatternFault('a ( has no )');
  return node;
}

function escaped(reading: Reading): Node {
  const character = reading.source[reading.at++] ?? '';
  if (character === 'b') return { is: 'at', place: 'edge' };
  if (character === 'B') return { is: 'at', place: 'inside' };
  return { is: 'character', fits: escapedCharacter(character) };
}

const SHORTHANDS: { readonly [name: string]: RegExp } = {
  d: /\d/,
  D: /\D/,
  w: /\w/,
  W: /\W/,
  s: /\s/,
  S: /\S/,
};
const CONTROLS: { readonly [name: string]: string } = { n: '\n', r: '\r', t: '\t' };

function escapedCharacter(character: string): (one: string) => boolean {
  const shorthand = Object.hasOwn(SHORTHANDS, character) ? SHORTHANDS[character] : undefined;
  if (shorthand !== undefined) return (one) => shorthand.test(one);
  if (character === '' || /[A-Za-z0-9]/.test(character)) {
    const control = Object.hasOwn(CONTROLS, character) ? CONTROLS[character] : undefined;
    if (control === undefined) throw new PatternFault(`\\${character} cannot be used`);
    return sameAs(control);
  }
  return sameAs(character);
}

/** `[a-z0-9_]`, `[^,]`. */
function characterClass(reading: Reading): (one: string) => boolean {
  const isNot = reading.source[reading.at] === '^';
  if (isNot) reading.at++;
  const fits: ((one: string) => boolean)[] = [];
  for (let first = reading.source[reading.at++]; first !== ']'; first = reading.source[reading.at++]) {
    if (first === undefined) throw new PatternFault('a [ has no ]');
    if (first === '\\') fits.push(escapedCharacter(reading.source[reading.at++] ?? ''));
    else fits.push(range(first, reading));
  }
  return (one) => fits.some((matches) => matches(one)) !== isNot;
}

function range(first: string, reading: Reading): (one: string) => boolean {
  const last = reading.source[reading.at + 1];
  if (reading.source[reading.at] !== '-' || last === undefined || last === ']') return sameAs(first);
  if (last === '\\') throw new PatternFault('a range ends with a plain character');
  reading.at += 2;
  if (last < first) throw new PatternFault(`the range ${first}-${last} is the wrong way round`);
  return (one) => bothCases(one).some((other) => other >= first && other <= last);
}

function sameAs(character: string): (one: string) => boolean {
  const lower = character.toLowerCase();
  return (one) => one.toLowerCase() === lower;
}

function bothCases(character: string): readonly string[] {
  return [character, character.toLowerCase(), character.toUpperCase()];
}

function push(instructions: Instruction[], instruction: Instruction): number {
  if (instructions.length >= MAX_INSTRUCTIONS) throw new PatternFault('its repetitions make it too large');
  return instructions.push(instruction) - 1;
}

function write(node: Node, to: Instruction[]): void {
  if (node.is === 'character') push(to, { op: 'character', fits: node.fits });
  else if (node.is === 'at') push(to, { op: 'at', place: node.place });
  else if (node.is === 'sequence') for (const one of node.nodes) write(one, to);
  else if (node.is === 'any') writeAny(node.nodes, to);
  else writeRepeated(node, to);
}

/** Each but the last: both ways; what follows is found by a jump that prefers nothing. */
function writeAny(nodes: readonly Node[], to: Instruction[]): void {
  const jumps: number[] = [];
  for (const [index, node] of nodes.entries()) {
    if (index === nodes.length - 1) {
      write(node, to);
      break;
    }
    const fork = push(to, { op: 'found' });
    write(node, to);
    jumps.push(push(to, { op: 'found' }));
    to[fork] = { op: 'either', first: fork + 1, second: to.length };
  }
  for (const jump of jumps) to[jump] = { op: 'either', first: to.length, second: to.length };
}

function writeRepeated(
  { node, from, to: most, isLazy }: Extract<Node, { is: 'repeated' }>,
  to: Instruction[],
): void {
  for (let count = 0; count < from; count++) write(node, to);
  const forks: number[] = [];
  const optional = most === Number.POSITIVE_INFINITY ? 1 : most - from;
  for (let count = 0; count < optional; count++) {
    forks.push(push(to, { op: 'found' }));
    write(node, to);
  }
  const [start] = forks;
  if (most === Number.POSITIVE_INFINITY && start !== undefined)
    push(to, { op: 'either', first: start, second: start });
  for (const fork of forks) to[fork] = either(fork + 1, to.length, isLazy);
}

function either(into: number, past: number, isLazy: boolean): Instruction {
  return isLazy ? { op: 'either', first: past, second: into } : { op: 'either', first: into, second: past };
}
