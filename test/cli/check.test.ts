import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../files/folder.ts';
import { run } from './run.ts';

const FAULTY =
  '{\n  "type": "inboundCall",\n  "name": "x",\n  "startUp": { "task": "mian" },\n  "tasks": { "main": [ { "disconnect": {} } ] },\n  "errorHandling": { "task": "main" }\n}';
const WARNED = {
  type: 'inboundCall',
  name: 'x',
  startUp: { task: 'main' },
  tasks: { main: [{ disconnect: {} }], unused: [{ disconnect: {} }] },
};

describe('attendant check', () => {
  it('R10 finds nothing wrong with what ships', async () => {
    const { code, out, err } = await run(['check', 'flows']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^\d+ files checked: no errors, no warnings\nAssumed, not proven [^\n]+\n$/);
  });

  it('R10 tells place, code, reason and hint, with exit code 1', async () => {
    const file = join(folderOf({ 'x.flow.json': FAULTY }), 'x.flow.json');
    const { code, out } = await run(['check', file]);
    expect(code).toBe(1);
    expect(out).toContain(
      `${file}:4:16 error UNKNOWN_TASK there is no task \`mian\`\n    did you mean \`main\`?\n`,
    );
    expect(out).toMatch(/1 file checked: 1 error, no warnings\n$/);
  });

  it('R10 prints one JSON document and nothing else with --json', async () => {
    const file = join(folderOf({ 'x.flow.json': FAULTY }), 'x.flow.json');
    const { code, out, err } = await run(['check', file, '--json']);
    expect([code, err]).toEqual([1, '']);
    expect(JSON.parse(out)).toEqual({
      ok: false,
      files: [file],
      diagnostics: [
        {
          severity: 'error',
          file,
          pointer: '/startUp/task',
          line: 4,
          column: 16,
          code: 'UNKNOWN_TASK',
          message: 'there is no task `mian`',
          hint: 'did you mean `main`?',
        },
      ],
      assumptions: [],
    });
  });

  it('R10 ends with 0 when there are only warnings', async () => {
    const folder = folderOf({ 'x.flow.json': WARNED });
    const { code, out } = await run(['check', folder]);
    expect(code).toBe(0);
    expect(out).toMatch(/warning UNREACHABLE[\s\S]*1 file checked: no errors, 1 warning\n$/);
    const json = await run(['check', folder, '--json']);
    expect([json.code, JSON.parse(json.out).ok]).toEqual([0, true]);
  });

  it('checks several paths, sound and faulty', async () => {
    const folder = folderOf({ 'x.flow.json': FAULTY, 'y.flow.json': WARNED });
    const { code, out } = await run([
      'check',
      join(folder, 'y.flow.json'),
      join(folder, 'x.flow.json'),
      'flows',
    ]);
    expect(code).toBe(1);
    expect(out).toMatch(/\d+ files checked: 1 error, 1 warning\nAssumed, not proven /);
  });

  it('looks names up in the environment that is named', async () => {
    const main = [{ transferToAcd: 'Suport' }, { disconnect: {} }];
    const flow = { type: 'inboundCall', name: 'X', startUp: { task: 'main' }, tasks: { main } };
    const folder = folderOf({
      'x.flow.json': flow,
      'live/live.environment.json': { queues: { Support: {} } },
    });
    const environment = join(folder, 'live/live.environment.json');
    const { code, out } = await run(['check', join(folder, 'x.flow.json'), '--environment', environment]);
    expect(code).toBe(0);
    expect(out).toContain('warning UNKNOWN_QUEUE the queue `Suport` is not in live.environment.json');
    expect(out).toContain('did you mean `Support`?');
  });

  it('says so when a folder holds no definitions', async () => {
    const { code, out } = await run(['check', folderOf({ 'notes.txt': '' })]);
    expect([code, out]).toEqual([0, 'There are no definitions in these folders.\n']);
  });

  it('R10 ends with 1 for a path that is missing', async () => {
    const { code, out } = await run(['check', join(folderOf({}), 'nowhere.flow.json')]);
    expect(code).toBe(1);
    expect(out).toContain('FILE_MISSING');
  });
});

describe('attendant', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['an unknown command', ['chekc'], /unknown command 'chekc'\n\(Did you mean check\?\)/],
    ['an unknown option', ['check', '--jsno', 'flows'], /Did you mean --json\?/],
    ['a missing argument', ['check'], /missing required argument 'path'/],
    ['nothing', [], /Usage: attendant/],
    ['a port that is none', ['serve', '--port', 'http'], /^--port must be a number from 0 to 65535\.$/m],
    ['a port out of range', ['serve', '--port', '65536'], /^--port must be a number from 0 to 65535\.$/m],
    ['a port below 0', ['serve', '--port=-1'], /^--port must be a number from 0 to 65535\.$/m],
  ])('tells %s, on the error output, with exit code 2', async (_what, args, message) => {
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  it('prints its version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });

  it.each([
    [['--help']],
    [['check', '--help']],
    [['simulate', '--help']],
    [['serve', '--help']],
    [['demo', '--help']],
  ])('prints help for %j', async (args) => {
    const { code, out, err } = await run(args);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Usage: attendant/);
  });
});
