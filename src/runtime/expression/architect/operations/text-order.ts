import { depends } from '../rules.ts';
import type { CallFacts } from '../tree.ts';

const COLLATOR = new Intl.Collator('en');

/** How two texts are ordered: as in a dictionary, lower case before upper case. Below, at or above zero. */
export function compareTexts(a: string, b: string, facts: CallFacts): number {
  if (a === b) return 0;
  if (!/^[A-Za-z]*$/.test(a) || !/^[A-Za-z]*$/.test(b)) depends(facts, 'TEXT_ORDER');
  return COLLATOR.compare(a, b) || (a < b ? -1 : 1);
}

/** A text without its case, character by character, so that positions in it are those of the text. */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (character) => {
    const folded = character.toLowerCase();
    return folded.length === character.length ? folded : character;
  }).join('');
}
