import { isJsonObject, type Json, type JsonObject } from '../../authoring/json.ts';
import { listAt, textAt } from '../archy/archy-flow.ts';
import { nestsTooDeeply } from '../notes.ts';
import { exportAction } from './export-action.ts';
import type { ExportBranch } from './export-paths.ts';
import type { ExportItem, ExportReading } from './export-reading.ts';

/** Architect runs at most 10,000 actions in one flow; more than this in one export is no flow any more. */
export const MAX_EXPORT_ACTIONS = 20_000;

/** How deep branches may nest; flow files hold fewer. */
const MAX_BRANCH_DEPTH = 100;

/**
 * The actions of an item as a tree (facts/ACTIONS 5.3): a path's `nextActionId` is the first action of its branch,
 * `nextAction` the next action beside. The order of the list they are stored in means nothing.
 */
export function exportActions(item: ExportItem, reading: ExportReading): readonly JsonObject[] {
  const byId = new Map(
    listAt(item.json, 'actionList').flatMap((action): [string, JsonObject][] => {
      const id = textAt(action, 'id');
      return isJsonObject(action) && id !== undefined ? [[id, action]] : [];
    }),
  );
  return sequence(textAt(item.json, 'startAction'), [], { item, byId, used: new Set(), reading, depth: 0 });
}

interface Walk {
  readonly item: ExportItem;
  readonly byId: ReadonlyMap<string, JsonObject>;
  readonly used: Set<string>;
  readonly reading: ExportReading;
  readonly depth: number;
}

/** @param within ids of the actions around, and of those before in this list: an action cannot lead back to them. */
function sequence(start: string | undefined, within: readonly string[], walk: Walk): JsonObject[] {
  if (walk.depth > MAX_BRANCH_DEPTH) throw nestsTooDeeply();
  const actions: JsonObject[] = [];
  const path = [...within];
  for (let id = start; id !== undefined && id !== ''; ) {
    const json = next(id, path, walk);
    if (json === undefined) return actions;
    path.push(id);
    const branches = pathsOf(json).map((one) => branch(one, path, walk));
    actions.push(exportAction(json, branches, walk.reading));
    id = textAt(json, 'nextAction') ?? '';
  }
  return actions;
}

/** The action of an id, unless it cannot stand here. */
function next(id: string, path: readonly string[], walk: Walk): JsonObject | undefined {
  const { item, byId, used, reading } = walk;
  const where = `in \`${item.name}\``;
  const json = byId.get(id);
  const name = textAt(json, 'name') ?? id;
  if (json === undefined) {
    note(
      reading,
      'error',
      `${where} a branch leads to an action that the export does not hold`,
      'export the flow again',
    );
    return undefined;
  }
  if (path.includes(id)) {
    note(
      reading,
      'error',
      `${where} the action \`${name}\` leads back to itself`,
      'the way back was cut; write a loop',
    );
    return undefined;
  }
  if (--reading.budget.left < 0) {
    note(reading, 'error', `the export has more than ${MAX_EXPORT_ACTIONS} actions`, 'the rest was left out');
    return undefined;
  }
  if (used.has(id))
    note(
      reading,
      'warning',
      `${where} two ways lead to the action \`${name}\``,
      'it was written twice; make it a task of its own',
    );
  used.add(id);
  return json;
}

function note(reading: ExportReading, severity: 'error' | 'warning', message: string, hint: string): void {
  reading.notes.add(severity, '', 'IMPORT_REFERENCE', message, hint);
}

function pathsOf(action: JsonObject): readonly Json[] {
  const paths = listAt(action, 'paths');
  return action['path'] === undefined ? paths : [...paths, action['path']];
}

function branch(path: Json, within: readonly string[], walk: Walk): ExportBranch {
  return {
    outputId: textAt(path, 'outputId') ?? '',
    label: textAt(path, 'label') ?? '',
    isEnabled: !(isJsonObject(path) && path['outOfService'] === true),
    actions: sequence(textAt(path, 'nextActionId'), within, { ...walk, depth: walk.depth + 1 }),
  };
}
