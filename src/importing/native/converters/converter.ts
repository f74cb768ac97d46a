import type { Json } from '../../../authoring/json.ts';
import { type ActionReading, type Field, ignore, settingsOf } from '../action-reading.ts';

/** An action of a flow file: its type and its settings. */
export interface Converted {
  readonly type: string;
  readonly settings: Json;
}

/** Writes an action of Archy's as one or more of ours; its output paths are written onto the last. */
export type Converter = (reading: ActionReading) => Converted | readonly Converted[];

/** A converter of an action whose settings are read one by one; `without` has no meaning here. */
export function action(
  type: string,
  fields: { readonly [name: string]: Field } = {},
  without: readonly string[] = [],
): Converter {
  return (reading) => {
    ignore(reading, ...without);
    return { type, settings: settingsOf(reading, fields) };
  };
}
