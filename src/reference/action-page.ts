import { EVENTS } from '../runtime/events.ts';
import type { FlowActionType } from '../runtime/flow-action.ts';
import type { ReferenceCase } from './case-file.ts';
import { exampleSection } from './example-section.ts';
import { mono, page, table } from './markdown.ts';
import { settingRows } from './setting-rows.ts';

/** Stands first in every generated page. */
export const GENERATED =
  '<!-- Written by `npm run schemas` from src/runtime/flow-actions/ and test/flow-actions/. Do not edit. -->';

/** What every action tells in a transcript besides events of its own. */
const ALWAYS = '`tookOutput` when a path is taken, `failedAction` when it cannot run at all';

/** The page of an action type, as Markdown. */
export function actionPage(type: FlowActionType, example: ReferenceCase | undefined): string {
  return page([
    GENERATED,
    `# ${type.title} (\`${type.type}\`)`,
    type.description,
    facts(type),
    '## Settings',
    settings(type),
    '## Output paths',
    outputPaths(type),
    '## Events',
    events(type),
    '## Example',
    example === undefined ? 'None yet.' : exampleSection(example),
    `All cases, each of which is run as a test: [test/flow-actions/${type.type}.json](../../test/flow-actions/${type.type}.json).`,
    '## Differences from Genesys Cloud',
    differences(type),
  ]);
}

/** Flow types as a page lists them. */
export function flowTypesOf({ flowTypes }: FlowActionType): string {
  return flowTypes === undefined ? 'all' : flowTypes.map(mono).join(', ');
}

function facts(type: FlowActionType): string {
  const told = [
    `Family: ${type.category ?? 'none'}`,
    `flow types: ${flowTypesOf(type)}`,
    ...(type.flushes === true ? ['queued audio is heard before it begins'] : []),
    ...(type.terminates === true ? [endsHere(type)] : []),
    ...(type.leavesRound === undefined ? [] : ['it must stand in a loop']),
  ];
  return `${told.join('; ')}. All actions: [README.md](README.md).`;
}

function endsHere({ outputs }: FlowActionType): string {
  return outputs.length === 0
    ? 'the flow never goes on behind it'
    : `the flow goes on behind it only by ${outputs.map(mono).join(', ')}`;
}

function settings(type: FlowActionType): string {
  const rows = settingRows(type.settings);
  if (rows.length === 0) return `None: \`{ "${type.type}": true }\`.`;
  const short =
    type.short === undefined
      ? undefined
      : `Short form: \`{ "${type.type}": … }\` with the value of ${mono(type.short)} alone.`;
  return page([table(['setting', 'type', 'default', 'meaning'], rows), short]).trimEnd();
}

function outputPaths(type: FlowActionType): string {
  const { outputs, paths = {} } = type;
  const names = [...outputs, ...Object.keys(paths).filter((name) => !outputs.includes(name))];
  if (names.length === 0) return 'None.';
  const rows = names.map((name) => [/\s/.test(name) ? name : mono(name), paths[name] ?? '']);
  return page([table(['path', 'taken when'], rows), unwired(type)]).trimEnd();
}

function unwired({ goesOn, dangerousUnwired = [] }: FlowActionType): string | undefined {
  if (goesOn?.(new Set()) === false) return undefined;
  const warning =
    dangerousUnwired.length === 0
      ? ''
      : `; \`check\` warns when ${dangerousUnwired.map(mono).join(' or ')} is not`;
  return `A path that is not wired goes on behind the action${warning}.`;
}

function events({ events: own = [] }: FlowActionType): string {
  if (own.length === 0) return `None of its own; ${ALWAYS}.`;
  const rows = own.map((event) => [mono(event), EVENTS[event]]);
  return page([
    table(['event', 'what happened'], rows),
    `Also ${ALWAYS}. Details: [docs/events.md](../events.md).`,
  ]).trimEnd();
}

function differences({ differences: told = [] }: FlowActionType): string {
  return told.length === 0 ? 'None known.' : told.map((one) => `- ${one}`).join('\n');
}
