import type { JsonObject } from '../../authoring/json.ts';
import type { ExportFacts } from '../export/export-facts.ts';
import type { Notes } from '../notes.ts';
import type { DataActionBook } from './data-action-book.ts';
import type { FlowNames } from './flow-names.ts';
import type { ThingBook } from './thing-book.ts';

/** What is shared while one flow is written. */
export interface Writing {
  readonly names: FlowNames;
  readonly things: ThingBook;
  readonly dataActions: DataActionBook;
  readonly facts: ExportFacts;
  readonly notes: Notes;
  /** Architect's name of a flow that is imported, too, or here already → its file's name without `.flow.json`. */
  readonly flows: ReadonlyMap<string, string>;
  /** Variable, in lower case → its type in Archy's words. */
  readonly types: ReadonlyMap<string, string>;
}

/** An action of a flow file. */
export type NativeAction = JsonObject;

/** Where a list of actions stands: in words for notes, and as a JSON Pointer into the imported document. */
export interface Spot {
  readonly where: string;
  readonly pointer: string;
}
