import { renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadBundle, loadFlow } from '../../src/files/load-flow.ts';
import { folderOf, newFolder } from './folder.ts';

const ACTION = {
  name: 'Look up',
  integrationType: 'attendant',
  templates: 'handlebars',
  contract: {
    input: { inputSchema: { type: 'object', properties: { id: { type: 'string' } } } },
    output: { successSchema: { type: 'object', properties: { tier: { type: 'string' } } } },
  },
  config: { request: { requestType: 'GET', requestUrlTemplate: '/attendant/customers/{{input.id}}' } },
};

const TASK = { actions: [{ playAudio: 'Goodbye.' }, { disconnect: {} }] };

function flowOf(main: unknown, tasks: object = {}) {
  return { type: 'inboundCall', name: 'Test', startUp: { task: 'main' }, tasks: { main, ...tasks } };
}

function callData(dataAction: string, more: object = {}) {
  const outputs = { failure: [{ disconnect: {} }], timeout: [{ disconnect: {} }] };
  return { callData: { dataAction, inputs: { id: '1' }, outputs, ...more } };
}

const FILES = {
  'flows/test.flow.json': flowOf([callData('look-up'), { jumpToTask: 'bye' }], {
    bye: { $ref: './common/bye.task.json' },
  }),
  'flows/common/bye.task.json': TASK,
  'flows/data-actions/look-up.data-action.json': ACTION,
  'flows/data-actions/unused.data-action.json': ACTION,
};

/** Code and place of each fault; the file without its folder. */
function faultsIn(folder: string, file = 'flows/test.flow.json') {
  return loadFlow(join(folder, file)).diagnostics.map(
    (one) => `${one.file.slice(folder.length + 1)}:${one.line}:${one.column} ${one.code} ${one.hint ?? ''}`,
  );
}

describe('loadFlow', () => {
  it('reads a flow with its task files and the data actions it calls', () => {
    const loaded = loadFlow(join(folderOf(FILES), 'flows/test.flow.json'));
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.program?.name).toBe('Test');
    expect([...loaded.dataActions.keys()]).toEqual(['look-up']);
    expect(Object.keys(JSON.parse(loaded.bundle))).toEqual(['flow', 'taskFiles', 'dataActions']);
  });

  it('R10 points into the task file for its faults', () => {
    const broken = '{\n  "actions": [\n    { "playAduio": "Goodbye." },\n    { "disconnect": {} }\n  ]\n}';
    const folder = folderOf({ ...FILES, 'flows/common/bye.task.json': broken });
    expect(faultsIn(folder)).toEqual([
      'flows/common/bye.task.json:3:7 UNKNOWN_ACTION did you mean `playAudio`?',
    ]);
  });

  it('R10 points into the data action for its faults', () => {
    const broken = `{\n  "name": "x",\n  "timeout": 1,${JSON.stringify(ACTION).slice(1).replace('"name":"Look up",', '\n')}`;
    const folder = folderOf({ ...FILES, 'flows/data-actions/look-up.data-action.json': broken });
    expect(faultsIn(folder)).toEqual([
      expect.stringMatching(/^flows\/data-actions\/look-up\.data-action\.json:3:3 UNKNOWN_SETTING /),
    ]);
  });

  it('R10 finds the faults of all files at once', () => {
    const folder = folderOf({
      'flows/test.flow.json': flowOf([callData('look-up'), callData('look-down'), { jumpToTask: 'by' }], {
        bye: { $ref: './common/bye.task.json' },
        other: { $ref: './common/other.task.json' },
      }),
      'flows/common/bye.task.json': '{ "actions": [,] }',
      'flows/data-actions/look-up.data-action.json': { ...ACTION, templates: 'mustache' },
    });
    const codes = loadFlow(join(folder, 'flows/test.flow.json')).diagnostics.map(({ code }) => code);
    for (const code of [
      'JSON_SYNTAX',
      'FILE_MISSING',
      'DATA_ACTION_DIALECT',
      'UNKNOWN_DATA_ACTION',
      'UNKNOWN_TASK',
    ])
      expect(codes).toContain(code);
  });

  it('R10 refuses a task file outside the folder of the flow, also in tasks with odd names', () => {
    const folder = folderOf({
      'flows/test.flow.json': flowOf([{ disconnect: {} }], { 'a/b': { $ref: '../bye.task.json' } }),
      'bye.task.json': TASK,
    });
    const [fault] = loadFlow(join(folder, 'flows/test.flow.json')).diagnostics.filter(
      ({ code }) => code === 'TASK_FILE_OUTSIDE',
    );
    expect(fault).toMatchObject({ pointer: '/tasks/a~1b/$ref', line: 14 });
  });

  it.each(['/etc/hostname', '..', '.', '', 'a\0b', '../../../../etc/passwd'])(
    'R10 takes no task from the path %j',
    (ref) => {
      const folder = folderOf({ 'test.flow.json': flowOf([{ disconnect: {} }], { a: { $ref: ref } }) });
      const loaded = loadFlow(join(folder, 'test.flow.json'));
      expect(loaded.program).toBeUndefined();
      expect(loaded.bundle).not.toContain('root:');
    },
  );

  it('R10 proposes the name of a task file that is missing', () => {
    const { 'flows/common/bye.task.json': _, ...files } = FILES;
    const folder = folderOf({ ...files, 'flows/common/byee.task.json': TASK });
    expect(faultsIn(folder)[0]).toMatch(/FILE_MISSING did you mean `byee\.task\.json`\?$/);
  });

  it('R10 proposes the name of a data action that is missing, also of one nobody calls yet', () => {
    const folder = folderOf({
      ...FILES,
      'flows/test.flow.json': flowOf([callData('unusd'), { disconnect: {} }]),
    });
    expect(faultsIn(folder)).toEqual([
      expect.stringMatching(/^flows\/test\.flow\.json:\d+:\d+ UNKNOWN_DATA_ACTION did you mean `unused`\?$/),
    ]);
  });

  it.each(['../secret', '/etc/passwd', 'a/b', '.', '__proto__', 'constructor', 'a\0b'])(
    'R10 looks for no data action named %j',
    (name) => {
      const folder = folderOf({
        ...FILES,
        'flows/test.flow.json': flowOf([callData(name), { disconnect: {} }]),
      });
      expect(loadFlow(join(folder, 'flows/test.flow.json')).diagnostics).toMatchObject([
        { code: 'UNKNOWN_DATA_ACTION' },
      ]);
    },
  );

  it.each<[string, unknown, RegExp]>([
    ['a data action', ACTION, /this is a data action, not a flow/],
    ['a task file', TASK, /this is a task, not a flow/],
    ['a platform', { oauthClients: [] }, /this is a platform, not a flow/],
    ['an environment', { queues: {} }, /this is an environment, not a flow/],
    ['a package.json', { name: 'x', version: '1.0.0', dependencies: {} }, /package\.json/],
    ['JSON of Archy', { inboundCall: { name: 'x', startUpRef: './tasks/task[main]' } }, /Archy/],
    ['a list', [], /a list/],
    ['a text', '"hello"', /a single value/],
    ['null', 'null', /a single value/],
  ])('R10 tells %s given as a flow in one sentence', (_what, content, message) => {
    const { program, diagnostics } = loadFlow(join(folderOf({ 'x.flow.json': content }), 'x.flow.json'));
    expect(program).toBeUndefined();
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: 'FILE_UNKNOWN_KIND',
        message: expect.stringMatching(message),
        line: 1,
      }),
    ]);
  });

  it.each([[{}], [{ type: 'inboundCall' }], [{ name: 'x', startup: { task: 'main' } }]])(
    'R10 takes a flow that is only begun for a flow: %j',
    (content) => {
      const { diagnostics } = loadFlow(join(folderOf({ 'x.flow.json': content }), 'x.flow.json'));
      expect(diagnostics.map(({ code }) => code)).toContain('MISSING_SETTING');
    },
  );
});

describe('loadBundle', () => {
  it('R5 makes the same flow again, with the same hash', () => {
    const loaded = loadFlow(join(folderOf(FILES), 'flows/test.flow.json'));
    const again = loadBundle(loaded.bundle);
    expect(again.diagnostics).toEqual([]);
    expect(again.bundle).toBe(loaded.bundle);
    expect(again.program?.hash).toBe(loaded.program?.hash);
    expect([...(again.program?.byId ?? [])]).toEqual([...(loaded.program?.byId ?? [])]);
    expect([...again.dataActions.keys()]).toEqual([...loaded.dataActions.keys()]);
  });

  it('R5 gives the same hash wherever the files are', () => {
    const [one, other] = [folderOf(FILES), join(newFolder(), 'moved')];
    const hash = loadFlow(join(one, 'flows/test.flow.json')).program?.hash;
    renameSync(one, other);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(loadFlow(join(other, 'flows/test.flow.json')).program?.hash).toBe(hash);
    symlinkSync(other, one);
    expect(loadFlow(join(one, 'flows/test.flow.json')).program?.hash).toBe(hash);
  });

  it.each<[string, object]>([
    ['the flow', { 'flows/test.flow.json': { ...FILES['flows/test.flow.json'], description: 'new' } }],
    ['a task file', { 'flows/common/bye.task.json': { ...TASK, description: 'new' } }],
    ['a data action', { 'flows/data-actions/look-up.data-action.json': { ...ACTION, name: 'New' } }],
  ])('R5 gives another hash when %s changes', (_what, change) => {
    const hash = (files: { readonly [path: string]: unknown }) =>
      loadFlow(join(folderOf(files), 'flows/test.flow.json')).program?.hash;
    const changed = hash({ ...FILES, ...change });
    expect(changed).toMatch(/^[0-9a-f]{64}$/);
    expect(changed).not.toBe(hash(FILES));
  });

  it('R5 does not look at a data action that the flow does not call', () => {
    const hash = (files: { readonly [path: string]: unknown }) =>
      loadFlow(join(folderOf(files), 'flows/test.flow.json')).program?.hash;
    expect(hash({ ...FILES, 'flows/data-actions/unused.data-action.json': '{' })).toBe(hash(FILES));
  });
});
