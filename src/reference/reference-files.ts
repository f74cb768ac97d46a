import type { FlowActionType } from '../runtime/flow-action.ts';
import { FLOW_ACTIONS } from '../runtime/flow-actions/index.ts';
import { menu } from '../runtime/flow-actions/menu.ts';
import { actionPage } from './action-page.ts';
import { type CaseFile, examplesOf } from './case-file.ts';
import { withActionDifferences } from './differences-table.ts';
import { environmentPage } from './environment-page.ts';
import { overviewPage } from './overview-page.ts';

/** Everything that has a page: the action types and the menu, by key. */
export const REFERENCE_TYPES: readonly FlowActionType[] = [menu, ...FLOW_ACTIONS].sort((left, right) =>
  left.type < right.type ? -1 : 1,
);

/**
 * The reference pages: path below `docs/` → text. Written by `npm run schemas`.
 *
 * @param cases       the case files, by action type.
 * @param differences `docs/differences.md` as it is; its section about actions is written anew.
 */
export function referenceFiles(
  cases: ReadonlyMap<string, CaseFile>,
  differences: string,
): ReadonlyMap<string, string> {
  const pages = REFERENCE_TYPES.map((type): [string, string] => [
    `actions/${type.type}.md`,
    actionPage(type, examplesOf(cases.get(type.type))[0]),
  ]);
  return new Map([
    ['actions/README.md', overviewPage(REFERENCE_TYPES)],
    ...pages,
    ['environment.md', environmentPage()],
    ['differences.md', withActionDifferences(differences, REFERENCE_TYPES)],
  ]);
}
