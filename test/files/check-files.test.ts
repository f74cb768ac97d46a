import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../src/files/check-files.ts';
import { folderOf } from './folder.ts';

const FLOW = {
  type: 'inboundCall',
  name: 'Test',
  startUp: { task: 'main' },
  tasks: { main: { $ref: './main.task.json' } },
};
const TASK = { actions: [{ disconnect: {} }] };

function codes(files: { readonly [path: string]: unknown }, ...paths: readonly string[]): readonly string[] {
  const folder = folderOf(files);
  const { diagnostics } = checkFiles(paths.length === 0 ? [folder] : paths.map((path) => join(folder, path)));
  return diagnostics.map(({ file, code }) => `${file.slice(folder.length + 1)} ${code}`);
}

describe('checkFiles', () => {
  it('R10 finds no fault in what ships', () => {
    const { files, diagnostics } = checkFiles(['flows']);
    expect(diagnostics).toEqual([]);
    expect(files).toContain(join('flows', 'whatsapp-consent.flow.json'));
    expect(files.length).toBeGreaterThan(6);
  });

  it('looks for definitions in folders below, and not in node_modules or hidden folders', () => {
    const folder = folderOf({
      'a.flow.json': FLOW,
      'main.task.json': TASK,
      'deep/er/b.environment.json': {},
      'node_modules/c.flow.json': '{',
      '.git/d.flow.json': '{',
      'package.json': '{',
      'notes.txt': '',
    });
    expect(checkFiles([folder]).files).toEqual(
      ['a.flow.json', 'deep/er/b.environment.json', 'main.task.json'].map((file) => join(folder, file)),
    );
  });

  it('checks a file once, however often it is named', () => {
    const folder = folderOf({ 'a.flow.json': FLOW, 'main.task.json': TASK });
    expect(checkFiles([folder, join(folder, 'a.flow.json')]).files).toHaveLength(2);
  });

  it('R10 tells a broken task file once, though two flows refer to it', () => {
    const files = { 'a.flow.json': FLOW, 'b.flow.json': { ...FLOW, name: 'B' }, 'main.task.json': '{,}' };
    const found = codes(files).filter((one) => one.includes('JSON_SYNTAX'));
    expect(found).toEqual(['main.task.json JSON_SYNTAX']);
  });

  it('R10 tells a broken data action once, though a flow calls it', () => {
    const callData = { dataAction: 'x', outputs: { failure: [], timeout: [] } };
    const calling = { ...FLOW, tasks: { main: [{ callData }, { disconnect: {} }] } };
    const found = codes({ 'a.flow.json': calling, 'data-actions/x.data-action.json': { contract: 1 } });
    expect(found.filter((one) => one === 'data-actions/x.data-action.json WRONG_TYPE')).toHaveLength(1);
  });

  it.each<[string, string, unknown, string]>([
    ['a package.json', 'package.json', { name: 'x', scripts: {} }, 'FILE_UNKNOWN_KIND'],
    ['any other JSON', 'x.json', { a: 1 }, 'FILE_UNKNOWN_KIND'],
    ['a list', 'x.json', [], 'FILE_UNKNOWN_KIND'],
    ['a flow in a data action file', 'x.data-action.json', FLOW, 'FILE_UNKNOWN_KIND'],
    ['a flow in a task file', 'x.task.json', FLOW, 'FILE_UNKNOWN_KIND'],
    ['a flow in an environment', 'x.environment.json', FLOW, 'FILE_UNKNOWN_KIND'],
    ['a misspelt key of an environment', 'x.environment.json', { setings: {} }, 'UNKNOWN_SETTING'],
    ['a missing file', 'y.flow.json', {}, 'FILE_MISSING'],
  ])('R10 finds %s', (_what, name, content, code) => {
    const file = code === 'FILE_MISSING' ? 'z.flow.json' : name;
    expect(codes({ [name]: content }, file)).toEqual([`${file} ${code}`]);
  });

  it('R10 gives line and column for faults of every kind of file', () => {
    const folder = folderOf({
      'a.environment.json': { queues: { Support: { waitSeconds: 'long' } } },
      'b.platform.json': {
        organization: { name: '' },
        oauthClients: [],
        whatsappIntegrations: [],
        templates: [],
      },
      'c.data-action.json': { contract: {} },
      'd.flow.json': { type: 'inboundCal', startUp: { task: 'main' }, tasks: { main: [] } },
    });
    const { diagnostics } = checkFiles([folder]);
    expect(new Set(diagnostics.map(({ file }) => file)).size).toBe(4);
    for (const { line, column } of diagnostics)
      expect([typeof line, typeof column]).toEqual(['number', 'number']);
  });

  it('reads a definition by its content where its name does not tell', () => {
    expect(codes({ 'x.json': { ...FLOW, nmae: 'x' }, 'main.task.json': TASK }, 'x.json')).toEqual([
      'x.json UNKNOWN_SETTING',
    ]);
  });
});
