import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasErrors } from '../src/authoring/diagnostic.ts';
import type { Json, JsonObject } from '../src/authoring/json.ts';
import { run } from './cli/run.ts';
import { folderOf } from './files/folder.ts';
import { compilePartial } from './runtime/play.ts';

const DOCUMENT = readFileSync('docs/flows.md', 'utf8');

/** A block of JSON with the file's name before it, where it has one. */
const BLOCKS = [...DOCUMENT.matchAll(/(?:`([\w.-]+\.json)`\n\n)?```json\n([\s\S]*?)```/g)].map(
  ([, file, text = '']) => ({ file, text }),
);

/** What actions that are shown by themselves stand in. */
const AROUND: JsonObject = {
  variables: { 'Flow.name': { type: 'string' }, 'Flow.count': { type: 'integer', initialValue: 0 } },
  menus: { main: { audio: 'Main.', choices: { '1': { actions: [{ disconnect: {} }] } } } },
  tasks: {
    send: {
      variables: { 'Task.to': { type: 'string', isInput: true } },
      actions: [{ endTask: 'notSent' }],
    },
  },
};
const LOOK_UP = {
  'look-up': { inputs: { number: { type: 'string', required: true } }, outputs: { name: 'string' } },
} as const;

const FILES = Object.fromEntries(
  BLOCKS.flatMap(({ file, text }) => (file === undefined ? [] : [[file, text]])),
);

describe('docs/flows.md', () => {
  it('shows files in which check finds nothing', async () => {
    const { out, err } = await run(['check', folderOf(FILES)]);
    expect(err).toBe('');
    expect(out).toBe(`${Object.keys(FILES).length} files checked: no errors, no warnings\n`);
  });

  it.each(BLOCKS.filter(({ file }) => file === undefined).map(({ text }) => [firstWords(text), text]))(
    'shows a part that compiles: %s',
    (_name, text) => {
      const { diagnostics } = compilePartial(partOf(text), LOOK_UP);
      expect(hasErrors(diagnostics) ? diagnostics : []).toEqual([]);
    },
  );

  it('shows what its call prints', async () => {
    const [, command = '', shown] =
      /```console\n\$ npx attendant simulate (.*)\n([\s\S]*?)```/.exec(DOCUMENT) ?? [];
    const [flow = '', ...options] = command.split(' ');
    const { code, out } = await run(['simulate', join(folderOf(FILES), flow), ...options]);
    expect(code).toBe(0);
    expect(out).toBe(shown);
  });
});

/** A list of actions, or some keys of a flow. */
function partOf(text: string): JsonObject {
  if (text.startsWith('[')) return { ...AROUND, actions: JSON.parse(text) as Json };
  return { actions: [{ disconnect: {} }], ...(JSON.parse(`{${text}}`) as JsonObject) };
}

function firstWords(text: string): string {
  return text.slice(0, 60).replaceAll(/\s+/g, ' ');
}
