import type { JsonObject } from '../../authoring/json.ts';
import type { Thing } from '../../runtime/thing-kinds.ts';

/** The contract of a data action as an export embeds it: JSON Schemas, the outputs flattened. */
export interface ExportedContract {
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

/** What an export tells of the things it refers to, besides the flow itself. */
export interface ExportFacts {
  /** Data action's name → its contract. */
  readonly contracts: ReadonlyMap<string, ExportedContract>;
  /** Kind and name → what the environment should know of it: ids, columns. */
  readonly things: ReadonlyMap<Thing, ReadonlyMap<string, JsonObject>>;
}

/** What a file tells that has no facts. */
export const NO_FACTS: ExportFacts = { contracts: new Map(), things: new Map() };
