import type { FlowActionType } from '../runtime/flow-action.ts';
import { table } from './markdown.ts';

/** How a guess begins, among the differences of an action type. */
const GUESS = 'Guess: ';
const BEGIN = '<!-- Written by `npm run schemas` from the action types: begin -->';
const END = '<!-- end -->';

/**
 * docs/differences.md with the rows about single actions written anew, from the definitions.
 *
 * @throws Error when the page has lost the marks between which they stand.
 */
export function withActionDifferences(text: string, types: readonly FlowActionType[]): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`docs/differences.md needs the lines ${BEGIN} and ${END}`);
  return `${text.slice(0, begin)}${BEGIN}\n\n${differencesTable(types)}\n\n${text.slice(end)}`;
}

function differencesTable(types: readonly FlowActionType[]): string {
  const rows = types.flatMap(({ type, differences = [] }) =>
    differences.map((one) => [
      `[\`${type}\`](actions/${type}.md)`,
      one.startsWith(GUESS) ? 'guess' : 'differs',
      one.startsWith(GUESS) ? capitalized(one.slice(GUESS.length)) : one,
    ]),
  );
  return table(['action', 'kind', 'here'], rows);
}

/** With a capital first, unless it begins with code. */
function capitalized(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}
