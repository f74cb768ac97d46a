import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/authoring/diagnostic.ts';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { type Compiled, compileFlow } from '../../src/runtime/compile.ts';
import { newRandom, type Random } from '../support/random.ts';
import { compilePartial } from './play.ts';

const LOOK = {
  look: {
    inputs: { id: { type: 'string', required: true }, count: { type: 'integer', required: false } },
    outputs: { name: 'string', list: 'stringCollection' },
  },
} as const;
const BYE = { disconnect: true };
const S = { type: 'string' };
const MENU = { audio: 'Yes?', choices: { '1': { actions: [BYE] } } };
const call = (settings: JsonObject): JsonObject => ({
  actions: [
    {
      callData: {
        dataAction: 'look',
        inputs: { id: '1' },
        outputs: { failure: [BYE], timeout: [BYE] },
        ...settings,
      },
    },
    BYE,
  ],
});
const main = (...actions: Json[]): JsonObject => ({ actions: [...actions, BYE] });

/** Every fault a flow can have: what is written, its code, where it is, what is wrong, what would be right. */
type Case = readonly [flow: JsonObject, code: string, pointer: string, message: string, hint?: string];

const FAULTS: readonly Case[] = [
  [{ actions: [BYE], startUp: {} }, 'START_UP', '/startUp', 'begins with one task or one menu', '"task"'],
  [
    {
      tasks: {
        main: [{ callTask: { task: 'sub', outputs: { snet: [BYE] } } }, BYE],
        sub: [{ endTask: 'sent' }],
      },
    },
    'UNKNOWN_TASK_OUTPUT',
    '/tasks/main/0/callTask/outputs/snet',
    'the task `sub` never ends by `snet`',
    'did you mean `sent`?',
  ],
  [
    { tasks: { main: { variables: { 'Task.x': { type: 'sting' } }, actions: [BYE] } } },
    'WRONG_VALUE',
    '/tasks/main/variables/Task.x/type',
    '',
    'did you mean `string`?',
  ],
  [
    {
      menus: { top: { audio: 'Yes?', choices: { '1': { global: 'yes', actions: [BYE] } } } },
      startUp: { menu: 'top' },
    },
    'WRONG_VALUE',
    '/menus/top/choices/1/global',
    '`global` cannot be "yes"',
    'known: true, false, key, words',
  ],
  [
    main({ playAudio: { audio: { bargeIn: true } } }),
    'MISSING_SETTING',
    '/tasks/main/0/playAudio/audio',
    'this audio says nothing',
    'give it "text", "prompt", "languages" or "exp"',
  ],
  [
    main({ playAudio: { audio: { languages: 'Hello.' } } }),
    'WRONG_TYPE',
    '/tasks/main/0/playAudio/audio/languages',
    'a text for each language',
    '{"en-US": "Hello."}',
  ],
  [
    { actions: [BYE], colour: 1 },
    'UNKNOWN_SETTING',
    '/colour',
    '`colour` is not known here',
    'known: $schema',
  ],
  [{ actions: [BYE], variabels: {} }, 'UNKNOWN_SETTING', '/variabels', '', 'did you mean `variables`?'],
  [{ actions: [BYE], name: 5 }, 'WRONG_TYPE', '/name', '`name` must be a text, not 5'],
  [{ actions: [BYE], name: 'a/b' }, 'WRONG_VALUE', '/name', '`name` must match'],
  [
    { actions: [BYE], errorHandling: { task: 'main', queue: 'Q' } },
    'ERROR_HANDLING',
    '/errorHandling',
    'errors are handled in one way',
    'task, queue',
  ],
  [{ actions: [BYE], errorHandling: { exit: true } }, 'ERROR_HANDLING', '/errorHandling/exit', 'only a bot'],
  [
    {
      startUp: { menu: 'a' },
      menus: { a: { ...MENU, timeoutSeconds: 2, extensionDialingMaxDelaySeconds: 2 } },
    },
    'WRONG_VALUE',
    '/menus/a/extensionDialingMaxDelaySeconds',
    'not shorter',
    'less than 2',
  ],
  [{ actions: [BYE], name: 'main-debug' }, 'WRONG_VALUE', '/name', '`name` must match'],
  [
    main({ transferToAcd: { queue: 'Q', skills: [{ skill: 'German', proficiency: 11 }] } }),
    'WRONG_VALUE',
    '/tasks/main/0/transferToAcd/skills/0/proficiency',
    'a proficiency is between 1 and 10',
  ],
  [{ actions: [BYE], name: 'x'.repeat(201) }, 'WRONG_VALUE', '/name', '`name` must NOT have more than 200'],
  [{ actions: [BYE], languages: [] }, 'WRONG_VALUE', '/languages', '`languages` must NOT have fewer than 1'],
  [{ actions: [BYE], languages: ['e'] }, 'WRONG_VALUE', '/languages/0', '(a language tag such as en-US)'],
  [
    { actions: [BYE], errorHandling: { disconnect: false } },
    'WRONG_VALUE',
    '/errorHandling/disconnect',
    'must be true',
  ],
  [
    { actions: [BYE], type: 'inboundCal' },
    'FLOW_TYPE',
    '/type',
    'no flow type `inboundCal`',
    'did you mean `inboundCall`?',
  ],
  [
    { actions: [BYE], type: 'voicemail' },
    'FLOW_TYPE',
    '/type',
    'flows of type voicemail cannot be run',
    'it runs inboundCall',
  ],
  [
    { actions: [BYE], startUp: { task: 'mian' } },
    'UNKNOWN_TASK',
    '/startUp/task',
    'no task `mian`',
    'did you mean `main`?',
  ],
  [
    { actions: [BYE], startUp: { menu: 'ask' } },
    'UNKNOWN_MENU',
    '/startUp/menu',
    'no menu `ask`',
    'add it under "menus"',
  ],
  [
    { actions: [BYE], errorHandling: { task: 'man' } },
    'UNKNOWN_TASK',
    '/errorHandling/task',
    '',
    'did you mean `main`?',
  ],
  [{ tasks: { main: 'x' } }, 'TASK_SHAPE', '/tasks/main', '`main` is no task', 'a task is a list of actions'],
  [
    { tasks: { main: { $ref: './x.task.json' } } },
    'UNKNOWN_TASK_FILE',
    '/tasks/main/$ref',
    'no task in ./x.task.json',
    "relative to the flow's own file",
  ],
  [
    { tasks: { main: { actions: [BYE], variabels: {} } } },
    'UNKNOWN_SETTING',
    '/tasks/main/variabels',
    '',
    'did you mean `variables`?',
  ],
  [{ tasks: { main: {} } }, 'WRONG_TYPE', '/tasks/main/actions', 'must be a list of actions'],
  [main('x'), 'ACTION_SHAPE', '/tasks/main/0', 'this is no action', 'an object with one key'],
  [main({}), 'ACTION_SHAPE', '/tasks/main/0', 'this is no action'],
  [
    main({ playAudio: 'x', wait: 1 }),
    'ACTION_SHAPE',
    '/tasks/main/0',
    'this has `playAudio`, `wait`',
    'make each',
  ],
  [
    main({ playAduio: 'x' }),
    'UNKNOWN_ACTION',
    '/tasks/main/0/playAduio',
    'no action `playAduio`',
    'did you mean `playAudio`?',
  ],
  [main({ wait: 1, id: 5 }), 'WRONG_TYPE', '/tasks/main/0/id', '`id` must be a text'],
  [
    main({ wait: 1, id: 'a' }, { wait: 1, id: 'a' }),
    'DUPLICATE_ID',
    '/tasks/main/0/wait',
    'id `a` (/tasks/main/1/wait)',
  ],
  [main({ wait: 1 }, { wait: 2, id: 'main/wait' }), 'DUPLICATE_ID', '/tasks/main/0/wait', 'id `main/wait`'],
  [main({ wait: 1, id: 'endOfFlow' }), 'DUPLICATE_ID', '', 'id `endOfFlow`', 'another "id"'],
  [
    main({ collectInput: { audio: '?', saveAs: 'Task.a' } }),
    'MISSING_SETTING',
    '/tasks/main/0/collectInput',
    '`digits` is missing',
    'How many digits',
  ],
  [
    main({ collectInput: { audio: '?', saveAs: 'Task.a', digits: { exact: 41 } } }),
    'WRONG_VALUE',
    '/tasks/main/0/collectInput/digits/exact',
    '<= 40',
  ],
  [
    main({ collectInput: { audio: '?', saveAs: 'Task.a', digits: { exact: 4, max: 5 } } }),
    'WRONG_VALUE',
    '/tasks/main/0/collectInput/digits',
    '`exact` goes without',
  ],
  [
    main({ collectInput: { audio: '?', saveAs: 'Task.a', digits: { min: 5, max: 4 } } }),
    'WRONG_VALUE',
    '/tasks/main/0/collectInput/digits',
    'greater than `max`',
    'swap',
  ],
  [main({ playAudio: { text: 5 } }), 'WRONG_TYPE', '/tasks/main/0/playAudio/text', 'must be a text'],
  [
    main({ playAudio: { text: 'a', bargein: true } }),
    'UNKNOWN_SETTING',
    '/tasks/main/0/playAudio/bargein',
    '',
    'did you mean `bargeIn`?',
  ],
  [
    main({ playAudio: { text: 'a', bargeIn: 1 } }),
    'WRONG_TYPE',
    '/tasks/main/0/playAudio/bargeIn',
    '`bargeIn` must be true or false',
  ],
  [
    main({ playAudio: '{{Flow.x' }),
    'TEXT_TEMPLATE',
    '/tasks/main/0/playAudio',
    '(line 1, character 1',
    '{{Flow.number}}',
  ],
  [
    { ...main({ playAudio: '{{Flow.nmae}}' }), variables: { 'Flow.name': { ...S, isInput: true } } },
    'UNKNOWN_VARIABLE',
    '/tasks/main/0/playAudio',
    'no variable `Flow.nmae`',
    'did you mean `Flow.name`?',
  ],
  [
    main({ playAudio: '{{Task.x}}' }),
    'UNKNOWN_VARIABLE',
    '/tasks/main/0/playAudio',
    'in main: nothing sets it',
  ],
  [
    main({ playAudio: '{{Call.Ani.e164}}' }),
    'UNKNOWN_MEMBER',
    '/tasks/main/0/playAudio',
    'of type string has no `e164`',
    'use `Call.Ani` itself',
  ],
  [
    main({ updateData: {} }),
    'WRONG_TYPE',
    '/tasks/main/0/updateData',
    'at least one variable',
    '{"Flow.name": value}',
  ],
  [
    main({ updateData: { 'Call.Ani': 'x' } }),
    'VARIABLE_READ_ONLY',
    '/tasks/main/0/updateData/Call.Ani',
    'cannot be set',
  ],
  [
    main({ updateData: { name: 'x' } }),
    'VARIABLE_NAME',
    '/tasks/main/0/updateData/name',
    'not a variable that can be set',
  ],
  [
    main({ updateData: { 'Flow.x': 'x' } }),
    'UNKNOWN_VARIABLE',
    '/tasks/main/0/updateData/Flow.x',
    'no variable `Flow.x`',
  ],
  [
    main({ getParticipantData: { a: 5 } }),
    'WRONG_TYPE',
    '/tasks/main/0/getParticipantData/a',
    'the name of a variable',
  ],
  [
    main({ decision: { condition: { equals: [1, 1] } } }),
    'UNKNOWN_OPERATOR',
    '/tasks/main/0/decision/condition',
    'no operator `equals`',
  ],
  [
    main({ decision: { condition: { '==': [1] } } }),
    'RULE_ARITY',
    '/tasks/main/0/decision/condition/==',
    '`==` got 1 values',
    'it takes 2',
  ],
  [
    main({ decision: { condition: { exp: 'Left("a"' } } }),
    'EXPRESSION_SYNTAX',
    '/tasks/main/0/decision/condition/exp',
    ') is missing',
    'add )',
  ],
  [
    main({ decision: { condition: { exp: '1 + "a"' } } }),
    'EXPRESSION_TYPE',
    '/tasks/main/0/decision/condition/exp',
    'does not take',
    'ToString',
  ],
  [
    main({ decision: { condition: { exp: '1 / 0 > 1' } } }),
    'EXPRESSION_VALUE',
    '/tasks/main/0/decision/condition/exp',
    'by zero',
    'another number',
  ],
  [
    main({ decision: { condition: { exp: 'Foo(1)' } } }),
    'UNKNOWN_FUNCTION',
    '/tasks/main/0/decision/condition/exp',
    'no function `Foo`',
    'known: AddDays',
  ],
  [
    main({ decision: { condition: { exp: '('.repeat(300) } } }),
    'EXPRESSION_SIZE',
    '/tasks/main/0/decision/condition/exp',
    'nests more than',
    'split it',
  ],
  [
    main({ decision: { condition: {} } }),
    'RULE_SHAPE',
    '/tasks/main/0/decision/condition',
    'exactly one operator',
  ],
  [
    main({ decision: { condition: { var: 5 } } }),
    'RULE_VARIABLE',
    '/tasks/main/0/decision/condition/var',
    'the name of a variable',
  ],
  [
    main({ wait: 'soon' }),
    'WRONG_TYPE',
    '/tasks/main/0/wait',
    '"soon" cannot be read as decimal',
    'write a number',
  ],
  [
    main({ decision: { condition: true, outputs: { maybe: [] } } }),
    'UNKNOWN_SETTING',
    '/tasks/main/0/decision/outputs/maybe',
    '`maybe` is not known here',
  ],
  [
    main({ decision: { condition: true, outputs: { yes: {} } } }),
    'WRONG_TYPE',
    '/tasks/main/0/decision/outputs/yes',
    'must be a list of actions',
  ],
  [
    main({ loopNext: true }),
    'OUTSIDE_LOOP',
    '/tasks/main/0/loopNext',
    '`loopNext` stands in no loop',
    'into the loop path',
  ],
  [main({ loopExit: true }), 'OUTSIDE_LOOP', '/tasks/main/0/loopExit', '`loopExit` stands in no loop'],
  [
    main({ callTask: 'mian' }),
    'UNKNOWN_TASK',
    '/tasks/main/0/callTask',
    'no task `mian`',
    'did you mean `main`?',
  ],
  [
    main({ jumpToMenu: 'ask' }),
    'UNKNOWN_MENU',
    '/tasks/main/0/jumpToMenu',
    'no menu `ask`',
    'add the menu first',
  ],
  [
    {
      ...main({ callTask: { task: 'sub', inputs: { nane: 'x' } } }),
      tasks: { sub: { variables: { 'Task.name': S }, actions: [] } },
    },
    'UNKNOWN_INPUT',
    '/tasks/main/0/callTask/inputs/nane',
    'the task `sub` has no variable `nane`',
  ],
  [
    {
      ...main({ callTask: { task: 'sub', inputs: { n: ['x'] } } }),
      tasks: { sub: { variables: { 'Task.n': { type: 'stringCollection' } }, actions: [] }, other: 'x' },
    },
    'TASK_SHAPE',
    '/tasks/other',
    '`other` is no task',
  ],
  [
    call({ dataAction: 'lok' }),
    'UNKNOWN_DATA_ACTION',
    '/tasks/main/0/callData/dataAction',
    'no data action `lok`',
    'did you mean `look`?',
  ],
  [
    call({ inputs: {} }),
    'MISSING_INPUT',
    '/tasks/main/0/callData/inputs',
    'needs the input `id`',
    'add "id"',
  ],
  [
    call({ inputs: { id: '1', cuont: 1 } }),
    'UNKNOWN_INPUT',
    '/tasks/main/0/callData/inputs/cuont',
    'no input `cuont`',
    'did you mean `count`?',
  ],
  [
    call({ inputs: { id: { exp: 'Split("a b", " ")' } } }),
    'WRONG_TYPE',
    '/tasks/main/0/callData/inputs/id',
    'a value of type stringCollection, the contract says string',
  ],
  [
    call({ successOutputs: { nmae: 'Task.a' } }),
    'UNKNOWN_OUTPUT',
    '/tasks/main/0/callData/successOutputs/nmae',
    'no output `nmae`',
    'did you mean `name`?',
  ],
  [
    call({ failureOutputs: { eror: 'Task.a' } }),
    'UNKNOWN_OUTPUT',
    '/tasks/main/0/callData/failureOutputs/eror',
    'no output `eror`',
  ],
  [
    { ...call({ successOutputs: { list: 'Flow.s' } }), variables: { 'Flow.s': S } },
    'WRONG_TYPE',
    '/tasks/main/0/callData/successOutputs/list',
    '`list` is of type stringCollection',
  ],
  [
    {
      actions: [BYE],
      menus: { ask: { ...MENU, choices: { ask: { actions: [BYE] } } } },
      startUp: { menu: 'ask' },
    },
    'MENU_CHOICE',
    '/menus/ask/choices/ask',
    '`ask` is no key',
    '"terms"',
  ],
  [
    { actions: [BYE], menus: { ask: { ...MENU, defaultChoice: '2' } }, startUp: { menu: 'ask' } },
    'MENU_DEFAULT',
    '/menus/ask/defaultChoice',
    'no choice `2`',
    'known: 1',
  ],
  [{ actions: [BYE], variables: { x: S } }, 'VARIABLE_NAME', '/variables/x', '`x` is no name', 'Flow.name'],
  [
    { actions: [BYE], variables: { 'Flow.a': S, 'Flow.A': S } },
    'DUPLICATE_VARIABLE',
    '/variables/Flow.A',
    '`Flow.A` is `Flow.a` again',
  ],
  [
    { actions: [BYE], variables: { 'Flow.a': { type: 'strin' } } },
    'WRONG_VALUE',
    '/variables/Flow.a/type',
    '`type` cannot be "strin"',
    'did you mean `string`?',
  ],
  [
    { actions: [BYE], variables: { 'Flow.a': { type: 'integer', initialValue: 'x' } } },
    'WRONG_TYPE',
    '/variables/Flow.a/initialValue',
    '"x" cannot be read as integer',
  ],
];

const WARNINGS: readonly Case[] = [
  [main({ playAudio: ' ' }), 'BLANK_AUDIO', '/tasks/main/0/playAudio', 'says nothing'],
  [
    main({
      loop: {
        count: 3,
        outputs: { loop: [{ loop: { count: 2, outputs: { loop: [{ playAudio: 'x' }] } } }, BYE] },
      },
    }),
    'LOOP_ONCE',
    '/tasks/main/0/loop',
    'never begins a second round',
  ],
  [
    { actions: [BYE, { wait: 1 }] },
    'UNREACHABLE',
    '/tasks/main/1/wait',
    'no path leads to this action',
    'remove it',
  ],
  [{ actions: [BYE], menus: { ask: MENU } }, 'UNREACHABLE', '/menus/ask', 'no path leads to the menu `ask`'],
  [
    { actions: [{ playAudio: 'x' }] },
    'NO_END',
    '/tasks/main/0/playAudio',
    'a route of `main` ends here',
    'end it with disconnect',
  ],
  [
    main({ callData: { dataAction: 'look', inputs: { id: '1' }, outputs: { failure: [BYE] } } }),
    'FAILURE_HIDDEN',
    '/tasks/main/0/callData',
    'timeout of this action is not wired',
    'add "timeout"',
  ],
  [
    { ...main({ playAudio: '{{Flow.a}}' }), variables: { 'Flow.a': S } },
    'NEVER_SET',
    '/tasks/main/0/playAudio',
    '`Flow.a` is read here',
    'an initialValue',
  ],
  [
    { type: 'workflow', actions: [{ playAudio: 'x' }, { endWorkflow: true }] },
    'ACTION_FLOW_TYPE',
    '/tasks/main/0/playAudio',
    'no place in a flow of type workflow',
    'inboundCall',
  ],
];

const complete = (cases: readonly Case[]) =>
  cases.map(([flow, code, pointer, message, hint = '']) => [flow, code, pointer, message, hint] as const);

describe('compiling a flow', () => {
  it.each(complete(FAULTS))('R10 reports %j as %s', (flow, code, pointer, message, hint) => {
    const { program, diagnostics } = compilePartial(flow, LOOK);
    expect(program).toBeUndefined();
    const found = only(diagnostics, 'error');
    expect(found).toMatchObject({ code, pointer, file: 'case.flow.json' });
    expect(found.message).toContain(message);
    if (hint !== '') expect(found.hint).toContain(hint);
  });

  it.each(complete(WARNINGS))('R10 warns of %j with %s', (flow, code, pointer, message, hint) => {
    const { program, diagnostics } = compilePartial(flow, LOOK);
    expect(program).toBeDefined();
    const found = only(diagnostics, 'warning');
    expect(found).toMatchObject({ code, pointer });
    expect(found.message).toContain(message);
    expect(found.hint).toContain(hint);
  });

  it('R10 refuses what is no flow', () => {
    for (const flow of [null, 1, 'x', []]) {
      expect(compile(flow).diagnostics).toEqual([
        expect.objectContaining({ code: 'FLOW_SHAPE', pointer: '' }),
      ]);
    }
  });

  it('R10 finds all faults at once', () => {
    const flow = {
      ...main({ playAduio: 'x' }, { playAudio: '{{Flow.nope}}' }, { decision: { condition: { '==': [1] } } }),
      startUp: { task: 'mian' },
      variables: { x: S },
    };
    const codes = compilePartial(flow)
      .diagnostics.filter((one) => one.severity === 'error')
      .map((one) => one.code);
    expect(codes.sort()).toEqual([
      'RULE_ARITY',
      'UNKNOWN_ACTION',
      'UNKNOWN_TASK',
      'UNKNOWN_VARIABLE',
      'VARIABLE_NAME',
    ]);
  });

  it('reports nothing of a flow without faults', () => {
    expect(compilePartial(VALID, LOOK).diagnostics).toEqual([]);
  });

  it('R10 never throws, and every fault has a place: 2,000 mutations of a flow', () => {
    const random = newRandom(3);
    let faulty = 0;
    for (let round = 0; round < 2_000; round++) {
      const flow = mutated(WHOLE, random);
      const { diagnostics, program } = compile(flow);
      for (const { pointer, code } of diagnostics)
        expect({ code, pointer, resolves: resolves(flow, pointer) }).toEqual({
          code,
          pointer,
          resolves: true,
        });
      if (program === undefined) faulty++;
    }
    expect(faulty).toBeGreaterThan(1_000);
  });
});

function only(diagnostics: readonly Diagnostic[], severity: Diagnostic['severity']): Diagnostic {
  const [first, ...more] = diagnostics.filter((one) => one.severity === severity);
  expect(more).toEqual([]);
  if (first === undefined) throw new Error(`no ${severity}`);
  return first;
}

function compile(flow: Json): Compiled {
  const dataActions = new Map(Object.entries(LOOK));
  return compileFlow({ file: 'case.flow.json', flow, taskFiles: new Map(), dataActions, hash: 'h' });
}

/** A flow of everything, without faults. */
const VALID: JsonObject = {
  variables: {
    'Flow.a': { type: 'string', initialValue: 'x' },
    'Flow.n': { type: 'integer', isInput: true },
    'Flow.p': { type: 'phoneNumber', initialValue: '+13175550123' },
  },
  errorHandling: { task: 'sorry', audio: { text: 'Oh.', bargeIn: false } },
  settings: { menu: { repeatCount: 2 } },
  initialGreeting: 'Hi {{Flow.a}}.',
  startUp: { menu: 'ask' },
  menus: {
    ask: {
      audio: 'Yes?',
      choices: {
        '1': { name: 'Yes', terms: ['yes'], actions: [{ jumpToTask: 'main' }] },
        '2': { actions: [BYE] },
      },
      defaultChoice: '2',
    },
  },
  tasks: {
    main: [
      { id: 'first', playAudio: { text: '{{Flow.p.e164}}', bargeIn: false } },
      {
        loop: {
          count: { var: 'Flow.n' },
          currentIndex: 'Task.i',
          outputs: {
            loop: [
              { collectInput: { audio: '?', digits: { min: 1, max: 4 }, saveAs: 'Flow.a' } },
              {
                decision: {
                  condition: { '==': [{ var: 'Flow.a' }, '1'] },
                  outputs: { yes: [{ loopExit: true }] },
                },
              },
              { switch: { value: { var: 'Task.i' }, cases: [{ case: 1, actions: [{ loopNext: true }] }] } },
            ],
          },
        },
      },
      {
        callData: {
          dataAction: 'look',
          inputs: { id: { var: 'Flow.a' } },
          successOutputs: { name: 'Flow.a' },
          outputs: { failure: [BYE], timeout: [BYE] },
        },
      },
      {
        callTask: {
          task: 'sub',
          inputs: { 'Task.x': { cat: ['a', { Upper: [{ var: 'Flow.a' }] }] } },
          outputs: { done: [{ wait: 1 }] },
        },
      },
      { setParticipantData: { a: { if: [{ '>': [{ var: 'Flow.n' }, 1] }, 'many', 'one'] } } },
      { transferToAcd: 'Sales' },
      BYE,
    ],
    sub: {
      variables: { 'Task.x': { type: 'string' } },
      actions: [{ updateData: { 'Flow.a': '{{Task.x}}' } }, { endTask: 'done' }],
    },
    sorry: [BYE],
  },
};
const WHOLE: JsonObject = { type: 'inboundCall', name: 'whole', ...VALID };

const STRANGE: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e300,
  '',
  'x',
  '{{',
  '{{Flow.a}}',
  '{{x y}}',
  [],
  [[]],
  {},
  [null],
  [{}],
  { a: 1 },
  { var: 'Flow.a' },
  { var: [] },
  { '==': [] },
  { cat: { cat: 'x' } },
  { disconnect: true },
  [{ disconnect: true }],
  { $ref: './x' },
  { toString: 1 },
  { map: [[1], { var: 'x' }] },
  { audio: null },
  { actions: null },
];
const KEYS = [
  'id',
  'outputs',
  'actions',
  'audio',
  'choices',
  'task',
  'toString',
  'x/y',
  '~',
  '',
  'Flow.a',
  'cases',
  'var',
];

/** The flow with one to three of its values replaced, removed, moved or joined by another. */
function mutated(flow: Json, random: Random): Json {
  let result = flow;
  for (let count = 1 + random.below(3); count > 0; count--) result = mutateAt(result, random);
  return result;
}

function mutateAt(json: Json, random: Random): Json {
  const entries = typeof json === 'object' && json !== null ? Object.entries(json) : [];
  if (entries.length === 0 || random.below(12) === 0) return random.pick(STRANGE);
  const [key, value] = random.pick(entries);
  if (Array.isArray(json))
    return json.map((one: Json, index) => (String(index) === key ? mutateAt(one, random) : one));
  switch (random.below(8)) {
    case 0:
      return Object.fromEntries(entries.filter(([other]) => other !== key));
    case 1:
      return { ...(json as JsonObject), [random.pick(KEYS)]: random.pick([value, ...STRANGE]) };
    default:
      return { ...(json as JsonObject), [key]: mutateAt(value, random) };
  }
}

/** Whether a JSON Pointer leads to a place in the flow, or to a missing key of one. */
function resolves(flow: Json, pointer: string): boolean {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  let at: Json | undefined = flow;
  for (const [index, key] of keys.entries()) {
    const next: Json | undefined =
      typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as JsonObject)[key] : undefined;
    if (next === undefined) return index === keys.length - 1;
    at = next;
  }
  return true;
}

describe('R2 flow types', () => {
  const typed = (type: string) =>
    compilePartial({ actions: [BYE], type }, {}).diagnostics.filter(({ code }) => code === 'FLOW_TYPE');

  it.each([
    'inboundCall',
    'outboundCall',
    'secureCall',
    'inqueueCall',
    'inboundMessage',
    'inboundShortMessage',
    'inboundEmail',
    'inboundChat',
    'workflow',
    'commonModule',
    'botFlow',
    'digitalBot',
    'surveyInvite',
    'workitem',
  ])('runs %s', (type) => {
    expect(typed(type)).toEqual([]);
  });

  it.each(['voicemail', 'voiceSurvey', 'inqueueEmail', 'inqueueShortMessage'])(
    'reads %s and reports that this version cannot run it',
    (type) => {
      expect(typed(type)).toMatchObject([
        { pointer: '/type', message: `flows of type ${type} cannot be run by this version` },
      ]);
    },
  );
});
