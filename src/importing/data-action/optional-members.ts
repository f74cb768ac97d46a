import type { HoledJson, Place } from './json-with-holes.ts';

/**
 * Whether what is left is the whole without members and elements that a native tree leaves out by itself: those that are
 * one missing value.
 */
export function isLeftOutWith(
  whole: HoledJson,
  left: HoledJson,
  isMissing: (place: Place) => boolean,
): boolean {
  if (whole.kind === 'object' && left.kind === 'object')
    return matches(
      whole.entries.map(([key, value]) => ({ key, value })),
      left.entries.map(([key, value]) => ({ key, value })),
      isMissing,
    );
  if (whole.kind === 'list' && left.kind === 'list')
    return matches(
      whole.items.map((value) => ({ key: '', value })),
      left.items.map((value) => ({ key: '', value })),
      isMissing,
    );
  return JSON.stringify(whole) === JSON.stringify(left);
}

interface Member {
  readonly key: string;
  readonly value: HoledJson;
}

function matches(
  whole: readonly Member[],
  left: readonly Member[],
  isMissing: (place: Place) => boolean,
): boolean {
  let at = 0;
  for (const { key, value } of whole) {
    const other = left[at];
    if (isMissingValue(value, isMissing)) continue;
    if (other === undefined || other.key !== key || !isLeftOutWith(value, other.value, isMissing))
      return false;
    at++;
  }
  return at === left.length;
}

function isMissingValue(value: HoledJson, isMissing: (place: Place) => boolean): boolean {
  if (value.kind === 'value') return isMissing(value.place);
  const [part] = value.kind === 'text' ? value.parts : [];
  return value.kind === 'text' && value.parts.length === 1 && typeof part === 'object' && isMissing(part);
}
