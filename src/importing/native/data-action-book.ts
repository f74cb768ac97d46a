import type { ExportedContract } from '../export/export-facts.ts';
import { fileName } from './file-name.ts';

/** A data action that flows call, and what is known of its contract. */
export interface CalledDataAction {
  /** Its file's name without `.data-action.json`. */
  readonly file: string;
  readonly name: string;
  readonly category: string;
  /** From the export, where it embeds one. */
  readonly contract?: ExportedContract;
  /** Input and output names that flows use, with the type they have there. */
  readonly inputs: Map<string, string>;
  readonly outputs: Map<string, string>;
}

/** Data actions that imported flows call. */
export interface DataActionBook {
  readonly called: readonly CalledDataAction[];
  /** The data action of a category and name; the same one for the same names. */
  call(category: string, name: string, contract: ExportedContract | undefined): CalledDataAction;
}

/** @param known name of a data action that is there already → its file's name. */
export function newDataActionBook(
  known: ReadonlyMap<string, string>,
): DataActionBook & { isKnown(action: CalledDataAction): boolean } {
  const byKey = new Map<string, CalledDataAction>();
  const taken = new Set(known.values());
  return {
    get called() {
      return [...byKey.values()];
    },
    isKnown: (action) => known.get(action.name) === action.file,
    call(category, name, contract) {
      const key = JSON.stringify([category.trim(), name.trim()]);
      const before = byKey.get(key);
      if (before !== undefined) return before;
      const file = known.get(name) ?? fileName(name, 'data-action', taken, category);
      const action = {
        file,
        name: name.trim(),
        category: category.trim(),
        inputs: new Map(),
        outputs: new Map(),
        ...(contract === undefined ? {} : { contract }),
      };
      byKey.set(key, action);
      return action;
    },
  };
}
