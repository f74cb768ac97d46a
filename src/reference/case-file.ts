import type { JsonObject } from '../authoring/json.ts';
import type { CallEvent, Ending } from '../runtime/conversation.ts';

/** The cases of one flow action type, or of the menu, as far as the reference reads them (test/flow-actions/*.json). */
export interface CaseFile {
  readonly action: string;
  /** The types of events that the cases list. */
  readonly eventTypes: readonly string[];
  readonly cases: readonly ReferenceCase[];
}

/** One case; the one that is marked is the example of its page. */
export interface ReferenceCase {
  /** A sentence without its subject, such as `looks up a row by its key`. */
  readonly name: string;
  readonly example?: boolean;
  /** The telling parts of a flow; `actions` is the task where it starts. */
  readonly flow: JsonObject;
  /** What happens outside, an object with one key each. */
  readonly stimuli?: readonly object[];
  readonly expect: {
    readonly events?: readonly CallEvent[];
    readonly variables?: JsonObject;
    readonly participantData?: JsonObject;
    readonly heard?: readonly string[];
    readonly ending?: Ending;
  };
}

/** The cases that are marked as examples; there should be exactly one. */
export function examplesOf(file: CaseFile | undefined): readonly ReferenceCase[] {
  return (file?.cases ?? []).filter(({ example }) => example === true);
}
