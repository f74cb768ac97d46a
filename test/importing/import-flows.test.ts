import { describe, expect, it } from 'vitest';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import { type ImportOptions, importFlows } from '../../src/importing/import-flows.ts';
import { asExport, CALL_EXPORT, CALL_FLOW, CALL_YAML, exported } from './samples.ts';

function imported(text: string, options: ImportOptions = {}) {
  return importFlows([{ file: 'sample', text }], options);
}

function flowOf(text: string, options: ImportOptions = {}) {
  return imported(text, options).files.find(({ kind }) => kind === 'flow')?.json;
}

const wrap = (actions: string) =>
  `workflow:\n  name: w\n  startUpRef: ./states/state[s]\n  states:\n    - state:\n        name: s\n        refId: s\n        actions:\n${actions.replaceAll(/^/gm, '          ')}`;

describe('importFlows', () => {
  it('writes a flow of Archy as a flow file', () => {
    expect(flowOf(CALL_YAML)).toEqual(CALL_FLOW);
  });

  it('writes the same flow from an export of Architect, by the present names of variables', () => {
    expect(flowOf(asExport(CALL_EXPORT))).toEqual(CALL_FLOW);
  });

  it('writes what the flow refers to into an environment, with ids where the export has them', () => {
    const environment = (text: string) => imported(text).files.find(({ kind }) => kind === 'environment');
    expect(environment(CALL_YAML)).toMatchObject({
      path: 'parcel-line.environment.json',
      json: { queues: { Help: {} } },
    });
    expect(environment(asExport(CALL_EXPORT))?.json).toMatchObject({ queues: { Help: { id: 'queue-id' } } });
  });

  it.each([
    ['YAML, by use', CALL_YAML, {}],
    ['an export, by its contract', asExport(CALL_EXPORT), { type: 'object' }],
  ])('writes the contract of a data action that is not there: %s', (_what, text, answer) => {
    const stub = imported(text).files.find(({ kind }) => kind === 'data action');
    expect(stub?.path).toBe('data-actions/find-parcel.data-action.json');
    expect(stub?.json).toMatchObject({
      name: 'Find parcel',
      category: 'Parcels',
      description: expect.stringMatching(/^TO DO/),
      contract: {
        input: { inputSchema: { properties: { number: { type: 'string' } } } },
        output: { successSchema: { properties: { answer } } },
      },
    });
    expect(compileDataAction(stub?.json ?? null, 'stub').diagnostics).toEqual([]);
  });

  it('uses a data action that is there under its name', () => {
    const { files, notes } = imported(CALL_YAML, {
      dataActions: new Map([['Find parcel', 'parcel-search']]),
    });
    expect(files.filter(({ kind }) => kind === 'data action')).toEqual([]);
    expect(JSON.stringify(files)).toContain('"dataAction":"parcel-search"');
    expect(notes.filter(({ code }) => code === 'IMPORT_DATA_ACTION')).toEqual([]);
  });

  it('lets flows of one import refer to each other by their files', () => {
    const caller = `inboundCall:\n  name: Caller\n  startUpRef: ./tasks/task[t]\n  tasks:\n    - task:\n        name: t\n        refId: t\n        actions:\n          - transferToFlow: { targetFlow: { name: Other flow } }`;
    const other = caller
      .replace('Caller', 'Other flow')
      .replace('name: Other flow } }', 'name: Elsewhere } }');
    const { files } = importFlows([
      { file: 'a', text: caller },
      { file: 'b', text: other },
    ]);
    expect(files.map(({ path }) => path)).toEqual([
      'caller.flow.json',
      'other-flow.flow.json',
      'caller.environment.json',
    ]);
    expect(files[0]?.json).toMatchObject({ tasks: { t: [{ transferToFlow: { flow: 'other-flow' } }] } });
    expect(files[2]?.json).toMatchObject({ flows: { Elsewhere: {} } });
  });

  it('keeps an action there is no type for, with its settings and branches', () => {
    const { files, notes } = imported(
      wrap(
        '- brandNew:\n    name: My action\n    colour: { lit: red }\n    outputs:\n      done:\n        actions:\n          - endWorkflow: {}',
      ),
    );
    expect(files[0]?.json).toMatchObject({
      states: {
        s: [
          {
            unknownAction: {
              type: 'brandNew',
              settings: { colour: { lit: 'red' } },
              outputs: { done: [{ endWorkflow: {} }] },
            },
            note: 'My action',
          },
        ],
      },
    });
    expect(notes).toMatchObject([{ severity: 'warning', code: 'IMPORT_OPAQUE', file: 'sample', line: 9 }]);
  });

  it('tells of a setting that has no counterpart, and not of one that says nothing', () => {
    const { notes } = imported(wrap('- endWorkflow:\n    colour: { lit: red }\n    size: { noValue: true }'));
    expect(notes).toMatchObject([
      { code: 'IMPORT_IGNORED', message: expect.stringContaining('`colour`'), line: 10 },
    ]);
  });

  it('makes duration literals, lists and texts with braces into values', () => {
    const flow = flowOf(
      wrap(
        '- updateData:\n    statements:\n      - duration: { variable: State.a, value: { lit: { minutes: 5 } } }\n      - stringCollection: { variable: State.b, value: { lit: [ { lit: x }, { lit: y } ] } }\n      - stringCollection: { variable: State.c, value: { lit: [ { lit: x }, { exp: Flow.y } ] } }\n      - string: { variable: State.d, value: { lit: "{{ }}" } }',
      ),
    );
    expect(flow).toMatchObject({
      states: {
        s: [
          {
            updateData: {
              'State.a': { exp: 'MakeDuration(0, 0, 5, 0, 0)' },
              'State.b': { lit: ['x', 'y'] },
              'State.c': { exp: 'MakeList("x", Flow.y)' },
              'State.d': { lit: '{{ }}' },
            },
          },
        ],
      },
    });
  });

  it('fills placeholders of all three kinds, and tells which have no value', () => {
    const text = wrap(
      `- endWorkflow:\n    exitReason: { lit: {{reason}} }\n- endWorkflow:\n    exitReason: { lit: "\${other} <br>" }\n- endWorkflow:\n    exitReason: { lit: <third> }`,
    );
    const { files, notes } = imported(text, { placeholders: { reason: 'done', third: '3rd' } });
    expect(files[0]?.json).toMatchObject({
      states: {
        s: [
          { endWorkflow: { exitReason: 'done' } },
          { endWorkflow: { exitReason: 'other <br>' } },
          { endWorkflow: { exitReason: '3rd' } },
        ],
      },
    });
    expect(notes).toMatchObject([
      { code: 'IMPORT_PLACEHOLDER', message: expect.stringContaining('`other`') },
    ]);
  });

  it.each([
    [
      'by language',
      [{ langCode: 'de-DE', audioExpression: exported('ToAudioTTS("Hallo")', 'aud', 0) }],
      { languages: { 'de-DE': 'Hallo' } },
    ],
    [
      'of a language that is switched off',
      [{ langCode: 'de-DE', disabled: true, audioExpression: exported('ToAudioTTS("Hallo")', 'aud', 0) }],
      'Hello',
    ],
  ])('reads audio of exports %s', (_what, cases, expected) => {
    const byDefault = exported('ToAudioTTS("Hello")', 'aud', 0);
    const prompts = {
      defaultAudio: cases[0] !== undefined && 'disabled' in cases[0] ? byDefault : exported('', 'aud', 3),
      cases,
    };
    const play = { __type: 'PlayAudioAction', id: 'a', name: 'Play Audio', prompts };
    const task = { __type: 'Task', id: 't', name: 't', startAction: 'a', actionList: [play] };
    const flow = flowOf(
      asExport({ name: 'x', type: 'inboundcall', initialSequence: 't', flowSequenceItemList: [task] }),
    );
    expect(flow).toMatchObject({ tasks: { t: [{ playAudio: { audio: expected } }] } });
  });

  it('writes a common module that an export embeds as a flow of its own', () => {
    const end = { __type: 'EndTaskAction', id: 'e', name: 'End Task' };
    const module = {
      name: 'Look up',
      type: 'commonmodule',
      initialSequence: 'm',
      commonModuleFlowSettings: { destinationFlowTypes: ['inboundcall', 'inboundshortmessage'] },
      variables: [{ id: 'in', __type: 'StringVariable', name: 'Common.id', isInput: true }],
      flowSequenceItemList: [
        { __type: 'CommonModuleTask', id: 'm', name: 'Common Module', startAction: 'e', actionList: [end] },
      ],
    };
    const call = {
      __type: 'CallCommonModuleAction',
      id: 'c',
      name: 'Call Common Module',
      inputs: [{ referenceId: 'in', value: exported('Call.Ani', 'str', 0) }],
      outputs: [],
    };
    const task = { __type: 'Task', id: 't', name: 't', startAction: 'c', actionList: [call] };
    const { files } = imported(
      asExport({
        name: 'Main',
        type: 'inboundcall',
        initialSequence: 't',
        commonModules: [{ id: 'x', name: 'Look up', actionReferences: ['c'], model: module }],
        flowSequenceItemList: [task],
      }),
    );
    expect(files.map(({ path }) => path)).toEqual(['main.flow.json', 'look-up.flow.json']);
    expect(files[0]?.json).toMatchObject({
      tasks: {
        t: [{ callCommonModule: { module: 'look-up', inputs: { 'Common.id': { exp: 'Call.Ani' } } } }],
      },
    });
    expect(files[1]?.json).toEqual({
      type: 'commonModule',
      name: 'Look up',
      variables: { 'Common.id': { type: 'string', isInput: true } },
      startUp: { task: 'Common Module' },
      compatibleFlowTypes: ['inboundCall', 'inboundMessage'],
      tasks: { 'Common Module': [{ endTask: {} }] },
    });
  });

  it('tells of a reference that leads nowhere', () => {
    const { notes } = imported(wrap('- jumpToTask: { targetTaskRef: "./tasks/task[gone]" }'));
    expect(notes).toMatchObject([
      { severity: 'error', code: 'IMPORT_REFERENCE', message: expect.stringContaining('gone'), line: 9 },
    ]);
  });

  it('gives two containers of one name names of their own', () => {
    const text = `workflow:\n  name: w\n  startUpRef: ./states/state[b]\n  states:\n    - state: { name: Same, refId: a, actions: [ { endWorkflow: {} } ] }\n    - state: { name: Same, refId: b, actions: [ { endWorkflow: {} } ] }`;
    expect(flowOf(text)).toMatchObject({
      startUp: { state: 'Same 2' },
      states: { Same: [{}], 'Same 2': [{ endWorkflow: {} }] },
    });
  });
});
