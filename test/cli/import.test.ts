import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../files/folder.ts';
import { exported } from '../importing/data-action-samples.ts';
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

  it('says what a file would need that is neither a flow nor a data action', async () => {
    const folder = folderOf({ 'odd.custom.json': '{"a":1}' });
    const { code, out } = await run(['import', join(folder, 'odd.custom.json'), '--out', folder]);
    expect([code, out]).toEqual([1, expect.stringContaining('a data action has "contract" and "config"')]);
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

  it('D2 writes data actions in native form, and lets flows call them', async () => {
    const find = exported({
      top: { name: 'Find parcel' },
      url: '/api/v2/parcels/${input.number}',
      inputs: { 'number!': 'string' },
    });
    const folder = folderOf({ 'parcels.yaml': CALL_YAML, 'Find-Parcel-20210303220503.custom.json': find });
    const files = ['parcels.yaml', 'Find-Parcel-20210303220503.custom.json'].map((name) =>
      join(folder, name),
    );
    const { code, out } = await run(['import', ...files, '--out', join(folder, 'flows')]);
    expect(out).not.toContain('IMPORT_DATA_ACTION');
    expect([code, out.match(/^wrote.*$/gm)?.length]).toEqual([0, 3]);
    const written = JSON.parse(
      readFileSync(join(folder, 'flows/data-actions/find-parcel.data-action.json'), 'utf8'),
    );
    expect(written).toMatchObject({ name: 'Find parcel', templates: 'handlebars' });
    expect(readFileSync(join(folder, 'flows/parcel-line.flow.json'), 'utf8')).toContain(
      '"dataAction": "find-parcel"',
    );
  });

  it('D2 copies data actions that have no native form, or all with --velocity, and says where the reason stands', async () => {
    const text = JSON.stringify(exported({ body: '#set($x = 1){"x": $x}' }), null, 3);
    const folder = folderOf({ 'A.json': text, 'B.custom.json': exported({ url: '/b' }) });
    const out = join(folder, 'flows');
    const kept = await run(['import', join(folder, 'A.json'), '--out', out]);
    expect(kept.code).toBe(0);
    expect(kept.out).toMatch(/A\.json:\d+:\d+ warning IMPORT_KEPT .*`#set` \(character 1 of the text\)/);
    expect(kept.out).toContain('a.custom.json (data action as exported)');
    expect(kept.out).toContain(`Next: attendant check ${join(out, 'data-actions/a.custom.json')}`);
    expect(readFileSync(join(out, 'data-actions/a.custom.json'), 'utf8')).toBe(text);
    const all = await run(['import', join(folder, 'B.custom.json'), '--velocity', '--out', out, '--json']);
    expect(JSON.parse(all.out)).toEqual({
      ok: true,
      files: [{ file: join(out, 'data-actions/b.custom.json'), kind: 'data action as exported' }],
      notes: [],
    });
  });

  it('D2 turns an export that lies where it is used, and leaves one there that stays as it is', async () => {
    const folder = folderOf({
      'data-actions/a.custom.json': exported({ url: '/a' }),
      'data-actions/b.custom.json': exported({ body: '#set($x = 1){"x": $x}' }),
    });
    const files = ['a', 'b'].map((name) => join(folder, `data-actions/${name}.custom.json`));
    const { code, out } = await run(['import', ...files, '--out', folder]);
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'data-actions/a.data-action.json'))).toBe(true);
    expect(out).toContain(`left ${files[1]} as it is (data action as exported)`);
    expect(out).toContain('1 file written');
  });

  it('does not write a data action that another one would hide', async () => {
    const folder = folderOf({
      'a.custom.json': exported({ url: '/a' }),
      'data-actions/a.data-action.json': '{}',
    });
    const args = ['import', join(folder, 'a.custom.json'), '--velocity', '--force', '--out', folder];
    const { code, out } = await run(args);
    expect(code).toBe(1);
    expect(out).toMatch(/a\.data-action\.json error IMPORT_EXISTS [\s\S]*found before the export/);
    expect(existsSync(join(folder, 'data-actions/a.custom.json'))).toBe(false);
    expect((await run(args.filter((one) => one !== '--velocity'))).code).toBe(0);
  });

  it('tells what is wrong with an export, and copies it all the same', async () => {
    const folder = folderOf({ 'a.json': exported({ url: 'YOUR_ADDRESS' }), 'b.custom.json': '{"name": ' });
    const names = ['a.json', 'b.custom.json'].map((name) => join(folder, name));
    const { code, out } = await run(['import', ...names, '--out', folder]);
    expect(code).toBe(1);
    expect(out).toMatch(/a\.json:\d+:\d+ error URL /);
    expect(out).toMatch(/b\.custom\.json:\d+:\d+ error JSON_SYNTAX /);
    expect(existsSync(join(folder, 'data-actions/a.custom.json'))).toBe(true);
  });
});
