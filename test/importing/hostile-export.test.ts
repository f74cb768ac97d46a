import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { importFlows } from '../../src/importing/import-flows.ts';
import { asExport } from './samples.ts';

function imported(text: string) {
  return importFlows([{ file: 'x.i3WorkFlow', text }]);
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** A workflow of one state with these actions, the first of them at its start. */
function workflow(...actions: readonly JsonObject[]): JsonObject {
  const state = {
    __type: 'State',
    id: 's',
    name: 's',
    startAction: actions[0]?.['id'] ?? '',
    actionList: actions,
  };
  return {
    name: 'w',
    type: 'workflow',
    initialSequence: 's',
    supportedLanguages: ['en-US'],
    flowSequenceItemList: [state],
  };
}

const end = (id: string, more: JsonObject = {}): JsonObject => ({
  __type: 'EndWorkflowAction',
  id,
  name: id,
  ...more,
});
const choice = (id: string, yes: string, no: string, more: JsonObject = {}): JsonObject => ({
  __type: 'DecisionAction',
  id,
  name: id,
  expression: { text: 'true', type: 'bln', uiMetaData: { mode: 0 } },
  paths: [
    { outputId: '__YES__', label: 'Yes', nextActionId: yes },
    { outputId: '__NO__', label: 'No', nextActionId: no },
  ],
  ...more,
});

describe('exports that mean harm', () => {
  it.each<[string, string, string, RegExp]>([
    ['no base64', `${'a'.repeat(50)}!`, 'IMPORT_SYNTAX', /not base64/],
    [
      'base64 of bytes that are no text',
      Buffer.from(Uint8Array.of(0xff, 0xfe, 0xfd).buffer)
        .toString('base64')
        .padEnd(44, 'A'),
      'IMPORT_SYNTAX',
      /not text|damaged/,
    ],
    ['broken percent-encoding', base64(`%7B${'%ZZ'.repeat(20)}`), 'IMPORT_SYNTAX', /percent-encoding/],
    [
      'no JSON',
      base64(encodeURIComponent('not json at all, but long enough')),
      'IMPORT_SYNTAX',
      /holds no JSON/,
    ],
    [
      'JSON that is no flow',
      asExport({ dependencies: {}, scripts: { a: 'b' }, more: 'of it' }),
      'IMPORT_FLOW',
      /no flow exported/,
    ],
    ['deep nesting', base64(encodeURIComponent('['.repeat(100_000))), 'IMPORT_LIMIT', /nests more than/],
    [
      'too many values',
      base64(encodeURIComponent(`[${'1,'.repeat(500_001)}1]`)),
      'IMPORT_LIMIT',
      /more than 500000 values/,
    ],
    [
      'a key that reaches a prototype',
      base64(encodeURIComponent('{"flowSequenceItemList":[],"__proto__":{"type":"workflow"}}')),
      'FORBIDDEN_KEY',
      /`__proto__`/,
    ],
    [
      'a flow type that is not known',
      asExport({ ...workflow(end('a')), type: 'teleport' }),
      'IMPORT_FLOW',
      /`teleport`/,
    ],
  ])('%s gives one clear fault', (_what, text, code, message) => {
    const { files, notes } = imported(text);
    expect(files).toEqual([]);
    expect(notes).toMatchObject([
      { severity: 'error', file: 'x.i3WorkFlow', code, message: expect.stringMatching(message) },
    ]);
  });

  it('cuts a way that leads back to itself', () => {
    const { files, notes } = imported(
      asExport(workflow(choice('a', 'b', ''), end('b', { nextAction: 'a' }))),
    );
    expect(notes).toMatchObject([
      {
        severity: 'error',
        code: 'IMPORT_REFERENCE',
        message: expect.stringContaining('leads back to itself'),
      },
    ]);
    expect(files[0]?.json).toMatchObject({
      states: { s: [{ decision: { outputs: { yes: [{ endWorkflow: {} }] } } }] },
    });
  });

  it('writes an action twice that two ways lead to', () => {
    const { files, notes } = imported(asExport(workflow(choice('a', 'b', 'b'), end('b'))));
    expect(notes).toMatchObject([
      { severity: 'warning', code: 'IMPORT_REFERENCE', message: expect.stringContaining('two ways') },
    ]);
    expect(files[0]?.json).toMatchObject({
      states: { s: [{ decision: { outputs: { yes: [{}], no: [{}] } } }] },
    });
  });

  it('stops where branches that are shared double without end', () => {
    const doubling = Array.from({ length: 40 }, (_, i) => choice(`a${i}`, `a${i + 1}`, `a${i + 1}`));
    const { notes } = imported(asExport(workflow(...doubling, end('a40'))));
    expect(notes).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        message: expect.stringContaining('more than 20000 actions'),
      }),
    );
  });

  it('tells of a branch that leads to no action', () => {
    const { notes } = imported(asExport(workflow(choice('a', 'gone', ''))));
    expect(notes).toMatchObject([
      { severity: 'error', code: 'IMPORT_REFERENCE', message: expect.stringContaining('does not hold') },
    ]);
  });

  it('reads a chain of thousands of actions', () => {
    const chain = Array.from({ length: 5_000 }, (_, i) =>
      end(`a${i}`, i === 4_999 ? {} : { nextAction: `a${i + 1}` }),
    );
    const { files, notes } = imported(asExport(workflow(...chain)));
    expect(notes).toEqual([]);
    expect(JSON.stringify(files[0]?.json).match(/endWorkflow/g)).toHaveLength(5_000);
  });

  it.each([40, 1_000])('refuses %i branches within branches', (depth) => {
    const deep = Array.from({ length: depth }, (_, i) => choice(`a${i}`, `a${i + 1}`, ''));
    const { files, notes } = imported(asExport(workflow(...deep, end(`a${depth}`))));
    expect(files).toEqual([]);
    expect(notes).toMatchObject([
      { code: 'IMPORT_LIMIT', message: expect.stringContaining('nest too deeply') },
    ]);
  });

  it('survives shapes that no export has', () => {
    const shapes: readonly Json[] = [
      null,
      5,
      [],
      {},
      'text',
      [null],
      [[]],
      [{}],
      { text: 5 },
      { text: '', type: 'str' },
      [{ id: 'x' }],
    ];
    const whole = {
      ...workflow(end('a')),
      manifest: {},
      uiMetaData: {},
      errorHandling: {},
      commonModules: [],
      variables: [],
      defaultSettings: {},
      nluMetaData: {},
      initialPrompts: {},
    };
    for (const key of Object.keys(whole).filter((one) => one !== 'flowSequenceItemList' && one !== 'type'))
      for (const shape of shapes) expect(() => imported(asExport({ ...whole, [key]: shape }))).not.toThrow();
    for (const type of [
      'DataAction',
      'SwitchAction',
      'UpdateVariableAction',
      'AskForSlotAction',
      'TransferPureMatchAction',
      'CallBotFlowAction',
      'EvaluateScheduleAction',
      'Nothing',
    ])
      for (const key of [
        'variables',
        'cases',
        'queues',
        'skills',
        'inputs',
        'outputs',
        'category',
        'paths',
        'expression',
        'name',
        'actionName',
        'flowName',
        'schedule',
      ])
        for (const shape of shapes)
          expect(() =>
            imported(asExport(workflow({ __type: type, id: 'a', name: 'a', [key]: shape }))),
          ).not.toThrow();
  });
});
