import type { Json } from '../authoring/json.ts';

/** Longest value that is shown in a sentence, in characters. */
const MAX_SHOWN = 120;

/** A value as it stands in an explanation: its JSON, cut when it is long. */
export function shownValue(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1)}…` : text;
}
