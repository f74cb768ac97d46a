import type { Json, JsonObject } from '../../authoring/json.ts';
import { textAt } from '../archy/archy-flow.ts';
import type { Notes } from '../notes.ts';

/** An item of an export's sequence list, and where Archy keeps such. */
export interface ExportItem {
  readonly id: string;
  readonly name: string;
  readonly collection: 'tasks' | 'menus' | 'states' | 'bots';
  readonly json: JsonObject;
}

/** What is known of an export while it is read. */
export interface ExportReading {
  /** Archy's root key of the flow. */
  readonly type: string;
  readonly items: ReadonlyMap<string, ExportItem>;
  /** Variable's id → its present name. */
  readonly names: ReadonlyMap<string, string>;
  /** Id of anything the export tells of → its name: inputs of scripts, common modules by the actions that call them. */
  readonly byId: ReadonlyMap<string, string>;
  readonly notes: Notes;
  /** How many actions may still be read: an export that refers to one branch often could grow without end. */
  readonly budget: { left: number };
}

/** Archy's reference to an item of the flow, by its id: `/inboundCall/tasks/task[id]`. */
export function referenceTo(id: string, reading: ExportReading): string {
  const collection = reading.items.get(id)?.collection ?? 'tasks';
  return `/${reading.type}/${collection}/${collection.slice(0, -1)}[${id}]`;
}

/** How many values are looked through for names. */
const MAX_NAMED = 100_000;

/** Every id with a name beside it, in any of the values. */
export function namesById(values: readonly Json[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const open = [...values];
  for (let count = 0; open.length > 0 && count < MAX_NAMED; count++) {
    const json = open.pop();
    if (typeof json !== 'object' || json === null) continue;
    const id = textAt(json, 'id');
    const name = textAt(json, 'name');
    if (id !== undefined && name !== undefined) names.set(id, name);
    open.push(...Object.values(json));
  }
  return names;
}
