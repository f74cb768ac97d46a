import type { Json } from '../../../authoring/json.ts';
import { type ActionReading, type Field, ignore, settingsOf } from '../action-reading.ts';

/** An action of a flow file: its type and its settings. */
export interface Converted {
  readonly type: string;
  readonly settings: Json;
}

/** Writes an action of Archy's as one or more of ours; its output paths are written onto the last. */
export interface Converter {
  (reading: ActionReading): Converted | readonly Converted[];
  /** What it may write, where that is a fixed list of settings. */
  readonly writes?: { readonly type: string; readonly settings: readonly string[] };
}

/** A converter of an action whose settings are read one by one; `without` has no meaning here. */
export function action(
  type: string,
  fields: { readonly [name: string]: Field } = {},
  without: readonly string[] = [],
): Converter {
  const convert = (reading: ActionReading): Converted => {
    ignore(reading, ...without);
    return { type, settings: settingsOf(reading, fields) };
  };
  return Object.assign(convert, { writes: { type, settings: Object.keys(fields) } });
}
