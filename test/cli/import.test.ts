import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../files/folder.ts';
import { asExport, CALL_EXPORT, CALL_FLOW, CALL_YAML } from '../importing/samples.ts';
import { run } from './run.ts';

const WORKFLOW =
  'workflow:\n  name: "{{title}}"\n  startUpRef: ./states/state[s]\n  states:\n    - state: { name: s, refId: s, actions: [ { endWorkflow: {} } ] }\n';

describe('attendant import', () => {
  it.each([
    ['YAML of Archy', 'parcels.yaml', CALL_YAML],
    ['an export of Architect', 'parcels.i3InboundFlow', asExport(CALL_EXPORT)],
  ])('writes a flow of %s with what it needs', async (_what, name, text) => {
    const folder = folderOf({ [name]: text });
    const { code, out, err } = await run(['import', join(folder, name), '--out', join(folder, 'flows')]);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(readFileSync(join(folder, 'flows/parcel-line.flow.json'), 'utf8'))).toEqual(CALL_FLOW);
    expect(existsSync(join(folder, 'flows/data-actions/find-parcel.data-action.json'))).toBe(true);
    expect(existsSync(join(folder, 'flows/parcel-line.environment.json'))).toBe(true);
    expect(out).toContain('IMPORT_DATA_ACTION');
    expect(out).toContain('3 files written: no errors, 1 warning\n');
    expect(out).toContain(`Next: attendant check ${join(folder, 'flows/parcel-line.flow.json')}\n`);
  });

  it('never overwrites a file without --force, and then writes nothing at all', async () => {
    const folder = folderOf({ 'w.yaml': WORKFLOW, 'title.flow.json': '{}' });
    const args = ['import', join(folder, 'w.yaml'), '--out', folder];
    const refused = await run(args);
    expect(refused.code).toBe(1);
    expect(refused.out).toMatch(/title\.flow\.json error IMPORT_EXISTS/);
    expect(readFileSync(join(folder, 'title.flow.json'), 'utf8')).toBe('{}');
    expect((await run([...args, '--force'])).code).toBe(0);
    expect(readFileSync(join(folder, 'title.flow.json'), 'utf8')).toContain('"workflow"');
  });

  it('fills placeholders with --set', async () => {
    const folder = folderOf({ 'w.yaml': WORKFLOW });
    const { out } = await run(['import', join(folder, 'w.yaml'), '--out', folder, '--set', 'title=My flow']);
    expect(out).toContain('my-flow.flow.json (flow)');
    expect(out).not.toContain('IMPORT_PLACEHOLDER');
  });

  it('uses data actions that are there, and leaves them as they are', async () => {
    const folder = folderOf({
      'parcels.yaml': CALL_YAML,
      'data-actions/search.data-action.json': '{ "name": "Find parcel" }',
    });
    const { out } = await run(['import', join(folder, 'parcels.yaml'), '--out', folder]);
    expect(out).not.toContain('data action)');
    expect(readFileSync(join(folder, 'parcel-line.flow.json'), 'utf8')).toContain('"dataAction": "search"');
  });

  it('prints one JSON document and nothing else with --json', async () => {
    const folder = folderOf({ 'w.yaml': WORKFLOW });
    const { code, out, err } = await run(['import', join(folder, 'w.yaml'), '--out', folder, '--json']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({
      ok: true,
      files: [{ file: join(folder, 'title.flow.json'), kind: 'flow' }],
      notes: [expect.objectContaining({ severity: 'warning', code: 'IMPORT_PLACEHOLDER', line: 1 })],
    });
  });

  it('imports what it can and tells of each file it cannot, with exit code 1', async () => {
    const folder = folderOf({ 'w.yaml': WORKFLOW, 'x.i3WorkFlow': 'no export', 'y.yaml': 'a: [' });
    const names = ['w.yaml', 'x.i3WorkFlow', 'y.yaml', 'z.yaml'].map((name) => join(folder, name));
    const { code, out } = await run(['import', ...names, '--out', join(folder, 'flows')]);
    expect(code).toBe(1);
    expect(out).toMatch(/x\.i3WorkFlow error IMPORT_SYNTAX .*content is not text/);
    expect(out).toMatch(/y\.yaml:1:\d+ error IMPORT_SYNTAX this is no YAML/);
    expect(out).toMatch(/z\.yaml error FILE_MISSING/);
    expect(out).toContain('title.flow.json (flow)');
  });

  it('refuses a file of more than 4 MB without reading it', async () => {
    const folder = folderOf({});
    writeFileSync(join(folder, 'big.yaml'), Buffer.alloc(5 * 1024 * 1024, 0x61));
    const { code, out } = await run(['import', join(folder, 'big.yaml'), '--out', folder]);
    expect(code).toBe(1);
    expect(out).toContain('FILE_TOO_LARGE');
  });

  it.each([[['import']], [['import', 'x.yaml', '--set', 'noValue']], [['import', 'x.yaml', '--unknown']]])(
    'refuses wrong usage with exit code 2: %j',
    async (args) => {
      expect((await run(args)).code).toBe(2);
    },
  );
});
