import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { compilePartial, heard, type Play, play, programOf } from './play.ts';

const I = { type: 'integer' };
const BYE = { disconnect: true };
const say = (text: string) => ({ playAudio: text });

/** A flow that calls the module `m` and says where it went on. */
const CALLER = {
  actions: [
    {
      callCommonModule: {
        module: 'm',
        saveOutputs: { x: 'Flow.x' },
        outputs: { sent: [say('Sent {{Flow.x}}.')] },
      },
    },
    say('Behind.'),
    BYE,
  ],
  variables: { 'Flow.x': { ...I, initialValue: 7 } },
};

const OUT = { 'Common.x': { ...I, initialValue: 1, isOutput: true } };

function played(main: JsonObject, m: JsonObject, plays: readonly Play[] = [], environment: JsonObject = {}) {
  // Some task of the module must end by the path that the caller wires.
  const tasks = { unused: [{ endTask: 'sent' }], ...(m['tasks'] as JsonObject | undefined) };
  const program = programOf(main, {}, { m: { type: 'commonModule', ...m, tasks } });
  return play(program, plays, { environment: { speechCharactersPerSecond: 0, ...environment } });
}

function types(events: readonly { readonly type: string }[]): readonly string[] {
  return events.map(({ type }) => type);
}

describe('A common module', () => {
  it('goes on with another task of its own and ends by its path', () => {
    const { events, conversation } = played(CALLER, {
      variables: OUT,
      actions: [{ jumpToTask: 'second' }],
      tasks: { second: [{ updateData: { 'Common.x': 2 } }, { endTask: 'sent' }] },
    });
    expect(heard(events)).toEqual(['Sent 2.', 'Behind.']);
    expect(conversation.variables).toEqual({ 'Flow.x': 2 });
  });

  it('comes back into itself from a task that it called', () => {
    const { events } = played(CALLER, {
      variables: OUT,
      actions: [
        { callTask: { task: 'add', outputs: { sent: [{ updateData: { 'Common.x': 5 } }] } } },
        say('In the module.'),
        { endTask: 'sent' },
      ],
      tasks: { add: [{ endTask: 'sent' }] },
    });
    expect(heard(events)).toEqual(['In the module.', 'Sent 5.', 'Behind.']);
    expect(types(events).filter((type) => type === 'leftFlow')).toHaveLength(1);
  });

  it('ends by a jump out of a task that it called, and leaves that behind', () => {
    const { events, conversation } = played(CALLER, {
      variables: OUT,
      actions: [{ callTask: 'inner' }, say('Never.')],
      tasks: { inner: [{ jumpToTask: 'last' }], last: [{ endTask: 'sent' }] },
    });
    expect(heard(events)).toEqual(['Sent 1.', 'Behind.']);
    expect(conversation.frames).toHaveLength(1);
  });

  it('keeps its variables and those of the caller apart, also over a wait', () => {
    const main = {
      ...CALLER,
      actions: [
        { updateData: { 'Task.t': 'mine' } },
        ...CALLER.actions.slice(0, 1),
        say('{{Task.t}} {{Flow.x}}'),
        BYE,
      ],
    };
    const { events } = played(
      main,
      { variables: OUT, actions: [{ wait: 60 }, { updateData: { 'Task.t': 'its', 'Common.x': 3 } }] },
      [{ after: 60 }],
    );
    expect(heard(events)).toEqual(['mine 3']);
  });

  it('runs again in a loop of the caller, each time anew', () => {
    const loop = { loop: { count: 3, outputs: { loop: [{ callCommonModule: 'm' }, say('Round.')] } } };
    const { events } = played(
      { actions: [loop, BYE] },
      { variables: OUT, actions: [{ loop: { count: 2, outputs: { loop: [{ endTask: true }] } } }] },
    );
    expect(heard(events)).toEqual(['Round.', 'Round.', 'Round.']);
  });

  it('R6 counts its actions among those of the call', () => {
    const forever = {
      whileLoop: { condition: true, outputs: { loop: [{ setParticipantData: { a: 'b' } }] } },
    };
    const { conversation, events } = played(CALLER, { actions: [forever], variables: OUT });
    expect(conversation.ending).toEqual({ reason: 'error', detail: 'the call ran more than 10000 actions' });
    expect(types(events).slice(-3)).toEqual(['playedAudio', 'disconnected', 'endedFlow']);
  });

  it('R7 has the error handling of the flow that called it, from within its tasks too', () => {
    const main = {
      ...CALLER,
      errorHandling: { task: 'sorry' },
      tasks: { sorry: [say('Sorry, {{Flow.x}}.'), BYE] },
    };
    const { events, conversation } = played(main, {
      variables: OUT,
      actions: [{ callTask: 'inner' }],
      tasks: { inner: [{ dataTableLookup: { dataTable: 't', key: { exp: 'ToString(NOT_SET)' } } }] },
    });
    expect(heard(events).at(-1)).toBe('Sorry, 7.');
    expect(conversation.ending?.reason).toBe('error');
    expect(conversation.frames).toHaveLength(1);
  });

  it('R7 fails before its first action when a variable cannot get its initial value', () => {
    const broken = { 'Common.x': { ...I, initialValue: { exp: 'ToInt("a" + "b")' }, isOutput: true } };
    const { events, conversation } = played(CALLER, { variables: broken, actions: [say('Never.')] });
    expect(types(events)).toContain('leftFlow');
    expect(conversation.ending?.reason).toBe('error');
    expect(conversation.frames).toHaveLength(1);
  });

  it('can end the call', () => {
    const { conversation, events } = played(CALLER, { variables: OUT, actions: [say('Bye.'), BYE] });
    expect(heard(events)).toEqual(['Bye.']);
    expect(conversation.ending).toEqual({ reason: 'flowDisconnected' });
  });

  it('is left for good when the caller hangs up in it', () => {
    const { conversation } = played(CALLER, { variables: OUT, actions: [{ wait: 60 }] }, [{ hangUp: true }]);
    expect(conversation.ending?.reason).toBe('callerDisconnected');
  });

  it('ends with an error when it is run by itself', () => {
    const program = programOf({
      type: 'commonModule',
      actions: [{ dataTableLookup: { dataTable: 't', key: { exp: 'ToString(NOT_SET)' } } }],
    });
    expect(play(program, []).conversation.ending).toEqual({
      reason: 'error',
      detail: 'the key of the look-up is NOT_SET',
    });
  });
});

describe('R10 A call of a flow', () => {
  const called = (settings: JsonObject, more: JsonObject = {}): JsonObject => ({
    actions: [{ callCommonModule: { module: 'm', ...settings } }, BYE],
    variables: { 'Flow.x': I, 'Flow.s': { type: 'string' }, 'Flow.b': { type: 'boolean' } },
    ...more,
  });
  const MODULE = {
    type: 'commonModule',
    variables: {
      'Common.in': { ...I, isInput: true },
      'Common.out': { type: 'dateTime', isOutput: true },
      'Common.own': I,
    },
    actions: [
      { updateData: { 'Common.out': { exp: 'GetCurrentDateTimeUtc()' }, 'Common.own': 1 } },
      { endTask: 'done' },
    ],
  };

  it.each<
    readonly [what: string, main: JsonObject, m: JsonObject, code: string, pointer: string, hint: string]
  >([
    ['an unknown input', called({ inputs: { inn: 1 } }), MODULE, 'UNKNOWN_INPUT', '/inputs/inn', 'Common.in'],
    [
      'a variable that is no input',
      called({ inputs: { own: 1 } }),
      MODULE,
      'UNKNOWN_INPUT',
      '/inputs/own',
      '"isInput": true',
    ],
    [
      'an input of another type',
      called({ inputs: { in: { exp: 'GetCurrentDateTimeUtc()' } } }),
      MODULE,
      'WRONG_TYPE',
      '/inputs/in',
      'integer',
    ],
    [
      'an unknown output',
      called({ saveOutputs: { ot: 'Flow.s' } }),
      MODULE,
      'UNKNOWN_OUTPUT',
      '/saveOutputs/ot',
      'Common.out',
    ],
    [
      'a variable that is no output',
      called({ saveOutputs: { in: 'Flow.x' } }),
      MODULE,
      'UNKNOWN_OUTPUT',
      '/saveOutputs/in',
      '"isOutput": true',
    ],
    [
      'an output for another type',
      called({ saveOutputs: { out: 'Flow.b' } }),
      MODULE,
      'WRONG_TYPE',
      '/saveOutputs/out',
      'boolean',
    ],
    [
      'a path it never ends by',
      called({ outputs: { dome: [BYE] } }),
      MODULE,
      'UNKNOWN_TASK_OUTPUT',
      '/outputs/dome',
      'done',
    ],
    [
      'a flow that is no module',
      called({}),
      { actions: [BYE] },
      'CALLED_FLOW_TYPE',
      '/module',
      'commonModule',
    ],
    [
      'a module in a module',
      called({}, { type: 'commonModule', variables: {} }),
      MODULE,
      'CALLED_FLOW_TYPE',
      '/module',
      'call both',
    ],
    [
      'a module made for others',
      called({}),
      { ...MODULE, compatibleFlowTypes: ['workflow'] },
      'CALLED_FLOW_TYPE',
      '/module',
      'workflow',
    ],
  ])('finds %s', (_what, main, m, code, pointer, hint) => {
    const found = compilePartial(main, {}, { m }).diagnostics.filter((one) => one.severity === 'error');
    expect(found.map((one) => [one.code, one.pointer])).toEqual([
      [code, `/tasks/main/0/callCommonModule${pointer}`],
    ]);
    expect(found[0]?.hint).toContain(hint);
  });

  it('warns of an action that not all flows of its module have', () => {
    const warnings = (compatibleFlowTypes: readonly string[]) =>
      compilePartial({ type: 'commonModule', compatibleFlowTypes, actions: [say('Hello.')] })
        .diagnostics.filter(({ code }) => code === 'ACTION_FLOW_TYPE')
        .map(({ message }) => message);
    expect(warnings(['inboundCall', 'outboundCall'])).toEqual([]);
    expect(warnings(['inboundCall', 'workflow'])).toEqual([
      '`playAudio` has no place in a flow of type workflow',
    ]);
  });

  it('of a task finds outputs that the task does not give', () => {
    const tasks = {
      t: {
        variables: { 'Task.a': I, 'Task.b': { ...I, isOutput: true } },
        actions: [{ updateData: { 'Task.a': 1, 'Task.b': 2 } }, { endTask: true }],
      },
    };
    const codes = (saveOutputs: JsonObject) =>
      compilePartial({
        actions: [{ callTask: { task: 't', saveOutputs } }, BYE],
        variables: { 'Flow.x': I, 'Flow.b': { type: 'boolean' } },
        tasks,
      })
        .diagnostics.filter((one) => one.severity === 'error')
        .map((one) => [one.code, one.pointer]);
    expect(codes({ b: 'Flow.x', 'Task.b': 'Flow.b' })).toEqual([]);
    expect(codes({ a: 'Flow.x' })).toEqual([['UNKNOWN_OUTPUT', '/tasks/main/0/callTask/saveOutputs/a']]);
  });
});
