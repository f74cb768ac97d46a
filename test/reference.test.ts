import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Json } from '../src/authoring/json.ts';
import { schemaCheck } from '../src/authoring/schema-check.ts';
import { EnvironmentFileSchema } from '../src/files/environment.ts';
import { examplesOf } from '../src/reference/case-file.ts';
import { ENVIRONMENT_EXAMPLE } from '../src/reference/environment-page.ts';
import { REFERENCE_TYPES, referenceFiles } from '../src/reference/reference-files.ts';
import { settingRows } from '../src/reference/setting-rows.ts';
import type { FlowActionType } from '../src/runtime/flow-action.ts';
import { RUNNABLE_FLOW_TYPES } from '../src/runtime/flow-types.ts';
import type { Program } from '../src/runtime/program.ts';
import { CASE_FILES, playCase } from './support/flow-action-cases.ts';

function pages(): ReadonlyMap<string, string> {
  return referenceFiles(CASE_FILES, readFileSync('docs/differences.md', 'utf8'));
}

describe('docs/actions/', () => {
  it('holds what the code says; if this fails, run: npm run schemas', () => {
    const onDisk = [
      'differences.md',
      'environment.md',
      ...readdirSync('docs/actions').map((name) => `actions/${name}`),
    ].map((path): [string, string] => [path, readFileSync(join('docs', path), 'utf8')]);
    expect(Object.fromEntries(onDisk)).toEqual(Object.fromEntries(pages()));
  });

  it('links to files that exist only', () => {
    for (const [path, text] of pages()) {
      for (const [, target = ''] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
        const file = join('docs', dirname(path), target);
        const isThere = existsSync(file) || pages().has(file.replaceAll('\\', '/').slice('docs/'.length));
        expect(isThere, `docs/${path} links to ${target}`).toBe(true);
      }
    }
  });

  it('has tables whose rows are as long as their heads', () => {
    for (const [path, text] of pages()) {
      const lines = text.split('\n');
      for (const [at, line] of lines.entries()) {
        if (!line.startsWith('|') || !lines[at - 1]?.startsWith('|')) continue;
        expect(columns(line), `docs/${path}: ${line}`).toBe(columns(lines[at - 1] ?? ''));
      }
    }
  });
});

it('docs/environment.md shows an environment that is valid', () => {
  const check = schemaCheck(EnvironmentFileSchema);
  expect(check(ENVIRONMENT_EXAMPLE, { file: 'example', pointer: '' })).toEqual([]);
});

it('docs/flows.md names every flow type', () => {
  const text = readFileSync('docs/flows.md', 'utf8');
  expect(RUNNABLE_FLOW_TYPES.filter((type) => !text.includes(`\`${type}\``))).toEqual([]);
});

function columns(line: string): number {
  return line.replaceAll('\\|', '').split('|').length;
}

describe('a flow action type tells what its page needs (docs/adding-an-action.md):', () => {
  it.each(REFERENCE_TYPES.map((type) => [type.type, type] as const))('%s', (_name, type) => {
    expect(missing(type), `src/runtime/flow-actions/${type.type}.ts and its cases`).toEqual([]);
  });
});

function missing(type: FlowActionType): readonly string[] {
  const { category, differences, outputs, paths = {} } = type;
  const examples = examplesOf(CASE_FILES.get(type.type)).length;
  return [
    ...(category === undefined ? ['add `category`'] : []),
    ...(differences === undefined ? ['add `differences`; [] when none are known'] : []),
    ...outputs.filter((output) => paths[output] === undefined).map((output) => `add \`paths.${output}\``),
    ...(examples === 1 ? [] : [`mark one case "example": true, not ${examples}`]),
    ...settingRows(type.settings)
      .filter(([, , , meaning]) => meaning === '')
      .map(([name]) => `describe the setting ${name}`),
  ];
}

/** What the interpreter tells of any action. */
const OF_EVERY_ACTION: readonly string[] = [
  'abandonedDataAction',
  'agentAnswered',
  'bargedIn',
  'calledFlow',
  'disconnected',
  'endedFlow',
  'enteredBot',
  'enteredMenu',
  'enteredState',
  'enteredTask',
  'failedAction',
  'ignoredMessage',
  'leftFlow',
  'playedAudio',
  'sentMessage',
  'tookOutput',
  'transferredToFlow',
];

describe('`events` are what a flow action type emits in its cases:', () => {
  it.each(REFERENCE_TYPES.map((type) => [type.type, type] as const))('%s', (_name, { type, events = [] }) => {
    const emitted = eventsOf(type);
    expect(events.filter((event) => !emitted.includes(event))).toEqual([]);
    const own = emitted.filter((event) => !OF_EVERY_ACTION.includes(event));
    expect(own.filter((event) => !events.some((one) => one === event))).toEqual([]);
  });
});

/** Types of the events that actions of a type emit in their cases. */
function eventsOf(type: string): readonly string[] {
  const file = CASE_FILES.get(type);
  if (file === undefined) return [];
  const emitted = file.cases.flatMap((one) => {
    const { events, program } = playCase(one, file);
    return events.filter(({ action }) => typeOf(program, action) === type).map((event) => event.type);
  });
  return [...new Set(emitted)];
}

function typeOf(program: Program, action: Json | undefined): string | undefined {
  const at = program.byId.get(String(action));
  return at === undefined ? undefined : program.steps[at]?.type.type;
}
