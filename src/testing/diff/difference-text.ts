import { LINE_MARKS } from '../../simulator/event-text.ts';
import { printable } from '../../simulator/printable.ts';
import { timeText } from '../../simulator/time-text.ts';
import { markDifference, markedText } from '../mark-difference.ts';
import type { FlowComparison, FlowDifference } from './compare-flows.ts';
import type { Noticed, NoticedKind } from './noticed.ts';

/** Callers that are named of each difference. */
const MAX_NAMED = 5;

const NOTICES: { readonly [kind in NoticedKind]: { readonly one: string; readonly more: string } } = {
  hears: { one: 'hears something else', more: 'hear something else' },
  sends: { one: 'has something else sent', more: 'have something else sent' },
  isMoved: { one: 'is handed to somebody else', more: 'are handed to somebody else' },
  keeps: { one: 'leaves other data behind', more: 'leave other data behind' },
  ends: { one: 'ends otherwise', more: 'end otherwise' },
};

/** Colours of a terminal, or none. */
export interface DifferenceColours {
  readonly old: (text: string) => string;
  readonly new: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

/** A comparison in lines, for a person. */
export function comparisonText(comparison: FlowComparison, colours: DifferenceColours): string {
  const { callers, noticing, differences } = comparison;
  if (differences.length === 0)
    return `${countOf(callers)} ${callers === 1 ? 'hears and sends' : 'hear and send'} the same from both.\n`;
  const parts = differences.map((one) => differenceText(one, colours));
  const verb = noticing === 1 ? 'notices' : 'notice';
  return `${parts.join('\n')}\n${noticing} of ${countOf(callers)} ${verb} a difference.\n`;
}

function countOf(callers: number): string {
  return `${callers} caller${callers === 1 ? '' : 's'}`;
}

function differenceText(
  { callers, old, new: changed, before }: FlowDifference,
  { old: red, new: green, dim, bold }: DifferenceColours,
): string {
  const kind = (changed ?? old)?.kind ?? 'ends';
  const lines = [
    bold(`${names(callers)} ${callers.length === 1 ? NOTICES[kind].one : NOTICES[kind].more}`),
    ...before.map((one) => dim(`    ${lineOf(one)}`)),
    red(`  - ${old === undefined ? '(nothing more)' : lineOf(old)}`),
    green(`  + ${changed === undefined ? '(nothing more)' : lineOf(changed)}`),
  ];
  const words = wordsOf(old, changed);
  return [...lines, ...(words === undefined ? [] : [dim(`    ${words}`)])]
    .map((line) => `${line}\n`)
    .join('');
}

function names(callers: FlowDifference['callers']): string {
  const named = callers.slice(0, MAX_NAMED).map(({ name, source }) => `“${name}” (${source})`);
  const rest = callers.length - named.length;
  return printable([...named, ...(rest > 0 ? [`${rest} more`] : [])].join(', '));
}

function lineOf({ afterMs, mark, text }: Noticed): string {
  return printable(`${timeText(afterMs)} ${LINE_MARKS[mark]} ${text}`);
}

/** Where two texts of a kind differ, when they have much in common. */
function wordsOf(old: Noticed | undefined, changed: Noticed | undefined): string | undefined {
  if (old === undefined || changed === undefined || old.kind !== changed.kind) return undefined;
  const parts = markDifference(old.text, changed.text);
  const same = parts.reduce((count, { is, text }) => count + (is === 'same' ? text.length : 0), 0);
  if (same < Math.max(old.text.length, changed.text.length) / 2) return undefined;
  return printable(markedText(parts));
}
