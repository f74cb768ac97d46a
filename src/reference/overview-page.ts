import { ACTION_CATEGORIES, type FlowActionType } from '../runtime/flow-action.ts';
import { flowTypesOf, GENERATED } from './action-page.ts';
import { mono, page, table } from './markdown.ts';
import { KINDS } from './setting-kinds.ts';

/** `docs/actions/README.md`: all action types by family and by Architect's name, and the kinds of settings. */
export function overviewPage(types: readonly FlowActionType[]): string {
  return page([
    GENERATED,
    '# Actions',
    `Everything a flow can do: ${types.length} types, each with a page of its own. How a flow is written: [docs/flows.md](../flows.md). How to add a type: [docs/adding-an-action.md](../adding-an-action.md).`,
    ...ACTION_CATEGORIES.map((category) => family(category, types)),
    '## By the name in Architect',
    table(
      ['in Architect', 'key in a flow'],
      byTitle(types).map(({ title, type }) => [title, link(type)]),
    ),
    '## Kinds of settings',
    table(['type', 'what is written'], Object.values(KINDS)),
  ]);
}

function family(category: string, types: readonly FlowActionType[]): string | undefined {
  const members = types.filter((type) => type.category === category);
  if (members.length === 0) return undefined;
  const rows = members.map((type) => [link(type.type), type.description, flowTypesOf(type)]);
  return `## ${category}\n\n${table(['action', 'what it does', 'flow types'], rows)}`;
}

function byTitle(types: readonly FlowActionType[]): readonly FlowActionType[] {
  return [...types].sort((left, right) => (left.title < right.title ? -1 : 1));
}

function link(type: string): string {
  return `[${mono(type)}](${type}.md)`;
}
