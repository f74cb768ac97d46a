import type { JsonObject } from '../../authoring/json.ts';
import type { PlaceFault } from './place-fault.ts';

/** An input some of whose possible values would be refused, since an escape is missing. */
export interface MissingEscape {
  /** The input's name in the contract. */
  readonly input: string;
  /** The reference as the template has it. */
  readonly raw: string;
  /** The escape that is missing, such as `jsonString`. */
  readonly escape: string;
  /** What would be refused, such as `a quotation mark`. */
  readonly characters: readonly string[];
}

/** How many inputs are tried: each costs up to ten renderings. */
const MAX_INPUTS = 50;

/** Ordinary text that people write, one sign at a time. */
const PROBES: readonly (readonly [characters: string, text: string])[] = [
  ['a quotation mark', 'a"b'],
  ['a backslash', 'a\\x'],
  ['a line break', 'a\nb'],
  ['an ampersand', 'a&b'],
  ['an angle bracket', 'a<b'],
  ['a slash', 'a/b'],
  ['a space', 'a b'],
  ['a letter beyond Latin-1', 'a€b'],
];
const ALL_AT_ONCE = PROBES.map(([, text]) => text).join('');

/**
 * Tries for each input whether ordinary text would be refused for want of an escape.
 *
 * @param refuse renders with an input and returns why that cannot be sent.
 * @param sample an input that can be sent.
 * @param inputs the names of the inputs that are texts.
 * @returns nothing when not even the sample can be sent.
 */
export function missingEscapes(
  refuse: (input: JsonObject) => PlaceFault | undefined,
  sample: JsonObject,
  inputs: readonly string[],
): readonly MissingEscape[] {
  if (refuse(sample) !== undefined) return [];
  return inputs.slice(0, MAX_INPUTS).flatMap((input) => missingFor(refuse, sample, input));
}

function missingFor(
  refuse: (input: JsonObject) => PlaceFault | undefined,
  sample: JsonObject,
  input: string,
): readonly MissingEscape[] {
  if (refuse({ ...sample, [input]: ALL_AT_ONCE }) === undefined) return [];
  // Where not even a word is taken, the author wants JSON there and no text.
  if (refuse({ ...sample, [input]: 'a' }) !== undefined) return [];
  const found = new Map<string, MissingEscape>();
  for (const [characters, text] of PROBES) {
    const fault = refuse({ ...sample, [input]: text });
    if (fault?.raw === undefined || fault.escape === undefined) continue;
    const { raw, escape: missing } = fault;
    const before = found.get(`${missing} ${raw}`)?.characters ?? [];
    found.set(`${missing} ${raw}`, { input, raw, escape: missing, characters: [...before, characters] });
  }
  return [...found.values()];
}
