import { describe, expect, it } from 'vitest';
import { importFlows } from '../../src/importing/import-flows.ts';

/** Ten levels of ten aliases each: ten thousand million values, written out. */
const BILLION_LAUGHS = Array.from({ length: 10 }, (_, level) => {
  const items = level === 0 ? 'x' : `*a${level - 1}`;
  return `a${level}: &a${level} [${Array(10).fill(items).join(', ')}]`;
}).join('\n');

const INDENTED = Array.from({ length: 1_500 }, (_, level) => `${' '.repeat(level)}a:`).join('\n');

describe('YAML that means harm', () => {
  it.each<[string, string, string, RegExp]>(
    [
      ['aliases of aliases', BILLION_LAUGHS, 'IMPORT_LIMIT', /repeats itself/],
      [
        'an alias of itself',
        'workflow: &w\n  name: w\n  again: *w\n',
        'IMPORT_LIMIT',
        /repeats itself|levels deep/,
      ],
      ['brackets without end', `workflow: ${'['.repeat(200_000)}`, 'IMPORT_LIMIT', /nests too deeply/],
      ['brackets over many lines', `workflow: ${'[\n '.repeat(5_000)}`, 'IMPORT_LIMIT', /nests too deeply/],
      ['lists within lists', `workflow:\n  ${'- '.repeat(20_000)}x`, 'IMPORT_LIMIT', /nests too deeply/],
      ['keys within keys', `workflow:\n${INDENTED}`, 'IMPORT_LIMIT', /nests too deeply/],
      [
        'too many values',
        `workflow:\n  a: [${'1,'.repeat(500_001)}]`,
        'IMPORT_LIMIT',
        /more than a flow does/,
      ],
      ['a tag', 'workflow:\n  name: !!js/function "function () {}"\n', 'IMPORT_SYNTAX', /tag/i],
      ['a tag of its own', 'workflow: !exec\n  name: w\n', 'IMPORT_SYNTAX', /!exec/],
      [
        'a key that reaches a prototype',
        'workflow:\n  __proto__: { name: w }\n',
        'FORBIDDEN_KEY',
        /`__proto__`/,
      ],
      ['another such key', 'workflow:\n  a: { constructor: 1 }\n', 'FORBIDDEN_KEY', /`constructor`/],
      ['two documents', 'workflow: {}\n---\nworkflow: {}\n', 'IMPORT_SYNTAX', /no YAML/],
      [
        'a name that stands twice',
        'workflow:\n  name: a\n  name: b\n',
        'IMPORT_SYNTAX',
        /`name` stands twice/,
      ],
      ['an open quote', 'workflow:\n  name: "w\n', 'IMPORT_SYNTAX', /no YAML/],
      ['an anchor that is nowhere', 'workflow: *gone\n', 'IMPORT_SYNTAX', /alias names an anchor/],
      ['nothing', '', 'IMPORT_FLOW', /no flow/],
      ['a list', '- a\n- b\n', 'IMPORT_FLOW', /no flow/],
      ['a flow with nothing in it', 'workflow:\n  name: w\n', 'IMPORT_FLOW', /holds no task/],
      ['two flows in one file', 'workflow: {}\ninboundCall: {}\n', 'IMPORT_FLOW', /no flow/],
      ['a flow type that is not known', 'teleport:\n  name: t\n', 'IMPORT_FLOW', /`teleport` cannot be run/],
      ['a flow type that is not run', 'voicemail:\n  name: t\n', 'IMPORT_FLOW', /`voicemail` cannot be run/],
    ].slice(0, -1) as [string, string, string, RegExp][],
  )('%s gives one clear fault', (_what, text, code, message) => {
    const { files, notes } = importFlows([{ file: 'x.yaml', text }]);
    expect(files).toEqual([]);
    expect(notes).toMatchObject([
      { severity: 'error', file: 'x.yaml', code, message: expect.stringMatching(message) },
    ]);
    expect(notes[0]?.hint).toBeTruthy();
  });

  it('says the line of a fault', () => {
    const { notes } = importFlows([{ file: 'x.yaml', text: 'workflow:\n  name: w\n  name: v\n' }]);
    expect(notes[0]).toMatchObject({ line: 3, column: 3 });
  });

  it('writes branches of unknown actions once, however deep', () => {
    const depth = 15;
    const inner = Array.from({ length: depth }).reduce<string>(
      (text) => `[ { callData: { outputs: { success: { actions: ${text} } } } } ]`,
      '[]',
    );
    const text = `workflow:\n  name: w\n  startUpRef: ./states/state[s]\n  states:\n    - state: { name: s, refId: s, actions: ${inner} }\n`;
    const { files } = importFlows([{ file: 'x.yaml', text }]);
    expect(JSON.stringify(files[0]?.json).length).toBeLessThan(depth * 500);
  });

  it('reads aliases that stay within bounds', () => {
    const text =
      'workflow:\n  name: w\n  startUpRef: ./states/state[s]\n  states:\n    - state: { name: s, refId: s, actions: [ &end { endWorkflow: {} }, *end ] }\n';
    expect(importFlows([{ file: 'x.yaml', text }]).files[0]?.json).toMatchObject({
      states: { s: [{ endWorkflow: {} }, { endWorkflow: {} }] },
    });
  });

  it('survives shapes that no flow has', () => {
    const shapes = [
      'null',
      '5',
      '[]',
      '{}',
      '"text"',
      '[null]',
      '[[]]',
      '[{}]',
      '{ lit: {} }',
      '[{ task: 5 }]',
      '[{ task: { actions: [5, null, { a: 5 }, {}] } }]',
    ];
    for (const key of [
      'tasks',
      'menus',
      'states',
      'variables',
      'startUpRef',
      'settingsErrorHandling',
      'initialGreeting',
      'settingsMenu',
      'startUpTaskActions',
      'supportedLanguages',
    ])
      for (const shape of shapes)
        expect(() =>
          importFlows([{ file: 'x.yaml', text: `inboundCall:\n  name: x\n  ${key}: ${shape}\n` }]),
        ).not.toThrow();
  });
});
