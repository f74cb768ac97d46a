import { MASK } from '../authoring/mask.ts';
import type { Note } from './operation.ts';
import { shownValue } from './shown-value.ts';
import type { Unfilled } from './velocity/evaluate-velocity.ts';
import type { MarkedText, ValueOrigin } from './velocity/marked-text.ts';

/**
 * What each reference became, and which printed itself for want of a value.
 *
 * @param hint what would be right for one that printed itself; for requests by default.
 */
export function explainText(
  text: MarkedText,
  unfilled: readonly Unfilled[],
  hint: (raw: string) => string = silentHint,
): readonly Note[] {
  const became = new Map<string, string>();
  for (const { text: part, from } of text) {
    if (from !== undefined && !became.has(from.raw)) became.set(from.raw, sentence(part, from));
  }
  const printed = new Map(unfilled.map((one) => [one.raw, one]));
  return [
    ...[...became].map(([about, message]) => ({ about, message })),
    ...[...printed.values()].map(({ raw, name }) => ({
      about: raw,
      message: `\`${name}\` has no value, so the reference printed itself`,
      hint: hint(raw),
    })),
  ];
}

function silentHint(raw: string): string {
  return `give it a value, or write ${raw.replace(/^\$/, '$!')} to print nothing`;
}

function sentence(text: string, { escapedBy, isSecret }: ValueOrigin): string {
  const shown = isSecret === true ? MASK : shownValue(text);
  return escapedBy === undefined ? `became ${shown}` : `became ${shown}, escaped by ${escapedBy}`;
}
