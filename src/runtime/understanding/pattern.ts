import { type Instruction, parsePattern } from './pattern-parser.ts';

/*
 * Regular expressions of flow authors, run in time in proportion to the text: JavaScript's own go back and try again, and
 * a hostile one never ends. All ways through the pattern are followed at once, the preferred one first.
 */

/** A pattern that can be looked for. */
export interface Pattern {
  /** Where its first occurrence is in a text of at most 500 characters; undefined when it does not occur. */
  find(text: string): { readonly from: number; readonly to: number } | undefined;
}

/** Longest text that is searched: what a slot may hold. Architect: help page "ask for slot action". */
export const MAX_SLOT_CHARACTERS = 500;

/** Compiles a pattern, or says why it cannot be used. Upper and lower case do not differ. */
export function compilePattern(source: string): Pattern | { readonly fault: string } {
  const parsed = parsePattern(source);
  if ('fault' in parsed) return parsed;
  const { instructions } = parsed;
  return { find: (text) => find(instructions, text.slice(0, MAX_SLOT_CHARACTERS)) };
}

interface Thread {
  readonly at: number;
  readonly from: number;
}

function find(instructions: readonly Instruction[], text: string): ReturnType<Pattern['find']> {
  let threads: Thread[] = [];
  let found: { readonly from: number; readonly to: number } | undefined;
  for (let position = 0; position <= text.length; position++) {
    const seen = new Set<number>();
    const here: Thread[] = [];
    for (const thread of threads) follow(instructions, thread, text, position, seen, here);
    if (found === undefined) follow(instructions, { at: 0, from: position }, text, position, seen, here);
    threads = [];
    for (const { at, from } of here) {
      const instruction = instructions[at];
      if (instruction?.op === 'found') {
        // What is less preferred than this is given up.
        found = { from, to: position };
        break;
      }
      const character = text[position];
      if (instruction?.op === 'character' && character !== undefined && instruction.fits(character))
        threads.push({ at: at + 1, from });
    }
    if (threads.length === 0 && found !== undefined) return found;
  }
  return found;
}

/** Adds the instructions that a thread stands at, through all that takes no character. */
function follow(
  instructions: readonly Instruction[],
  thread: Thread,
  text: string,
  position: number,
  seen: Set<number>,
  here: Thread[],
): void {
  const open = [thread.at];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const instruction = instructions[at];
    if (instruction === undefined || seen.has(at)) continue;
    seen.add(at);
    if (instruction.op === 'either') open.push(instruction.second, instruction.first);
    else if (instruction.op !== 'at') here.push({ at, from: thread.from });
    else if (isAt(instruction.place, text, position)) open.push(at + 1);
  }
}

function isAt(place: 'start' | 'end' | 'edge' | 'inside', text: string, position: number): boolean {
  if (place === 'start') return position === 0;
  if (place === 'end') return position === text.length;
  const isEdge = isWord(text[position - 1]) !== isWord(text[position]);
  return place === 'edge' ? isEdge : !isEdge;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character);
}
