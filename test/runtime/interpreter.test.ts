import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import type { CallEvent, Conversation } from '../../src/runtime/conversation.ts';
import { MAX_ACTIONS, MAX_ACTIONS_HANDLING_ERROR } from '../../src/runtime/flow.ts';
import { resume, start } from '../../src/runtime/interpreter.ts';
import { frozen, heard, NOW, type Play, play, programOf, SILENT, stored } from './play.ts';

const SORRY = 'Sorry, something went wrong. Please call again later.';
const FOR_EVER = { loop: { count: 1_000_000, outputs: { loop: [{ updateData: { 'Task.x': 1 } }] } } };
const FAILS = { updateData: { 'Task.x': { '/': [1, 0] } } };
const NO_NUMBER = 'the expression gives no number: it divides by zero or reckons with a text';

const ofType = (events: readonly CallEvent[], type: string) => events.filter((event) => event.type === type);

/** A flow with every kind of wait in it. */
const LONG_FLOW: JsonObject = {
  variables: {
    'Flow.i': { type: 'integer' },
    'Flow.digits': { type: 'string' },
    'Flow.name': { type: 'string' },
    'Flow.list': { type: 'stringCollection', initialValue: ['a', 'b'] },
  },
  initialGreeting: 'Welcome.',
  startUp: { menu: 'ask' },
  menus: {
    ask: {
      audio: { text: 'For the rest press 1.', bargeIn: false },
      choices: { '1': { actions: [{ jumpToTask: 'main' }] } },
    },
  },
  tasks: {
    main: [
      { playAudio: 'One moment.' },
      {
        callData: {
          dataAction: 'look',
          successOutputs: { name: 'Flow.name' },
          outputs: { failure: [{ disconnect: true }] },
        },
      },
      {
        loop: {
          count: 2,
          currentIndex: 'Flow.i',
          outputs: { loop: [{ callTask: { task: 'sub', inputs: { n: { var: 'Flow.i' } } } }] },
        },
      },
      { wait: 20 },
      { setParticipantData: { digits: { var: 'Flow.digits' }, name: '{{Flow.name}}' } },
      { transferToAcd: { queue: 'Sales', preTransferAudio: 'Please wait.' } },
    ],
    sub: {
      variables: { 'Task.n': { type: 'integer' } },
      actions: [
        {
          collectInput: { audio: 'Number {{Task.n}}?', digits: { min: 2, max: 4 }, saveAs: 'Flow.digits' },
        },
      ],
    },
  },
};
const LONG_CALL: readonly Play[] = [
  { press: '7' },
  { after: 4 },
  { press: '1' },
  { after: 1 },
  { press: '5' },
  { dataAction: { success: { name: 'Ann' } } },
  { press: '6' },
  { after: 3 },
  { after: 1 },
  { press: '123' },
  { after: 30 },
  { after: 12 },
];
const LOOK = { look: { inputs: {}, outputs: { name: 'string' } } } as const;
const SLOW = {
  queues: { Sales: { waitSeconds: 10, outcome: 'answer' } },
  speechCharactersPerSecond: 15,
} as const;

describe('the interpreter', () => {
  const program = programOf(LONG_FLOW, LOOK);

  it('R3 gives the same transcript for the same call, as stored and as kept in memory', () => {
    const undisturbed = play(program, LONG_CALL, { environment: SLOW, between: (one) => one });
    expect(undisturbed.conversation.ending).toEqual({ reason: 'transferred', detail: 'Sales' });
    expect(undisturbed.steps.length).toBeGreaterThan(10);
    const again = play(programOf(LONG_FLOW, LOOK), LONG_CALL, { environment: SLOW, between: stored });
    expect(again).toEqual(undisturbed);
  });

  it('R3 changes nothing of what it is given (I1)', () => {
    const between = (one: Conversation) => frozen(stored(one));
    const kept = play(program, LONG_CALL, { environment: frozen(SLOW), between });
    expect(kept.events).toEqual(play(program, LONG_CALL, { environment: SLOW }).events);
  });

  it('gives a stored step again: a step taken twice gives the same twice', () => {
    const { steps } = play(program, LONG_CALL, { environment: SLOW });
    for (const { conversation } of steps.filter(({ conversation: { wait } }) => wait?.dueAt !== undefined)) {
      const stimulus = { type: 'timeElapsed', step: conversation.wait?.begunAtStep ?? 0 } as const;
      const options = { now: conversation.wait?.dueAt ?? 0, environment: SLOW };
      expect(resume(program, stored(conversation), stimulus, options)).toEqual(
        resume(program, conversation, stimulus, options),
      );
    }
  });

  it('keeps I1 of a conversation: a wait while it waits, an ending when it has ended', () => {
    for (const { conversation } of play(program, LONG_CALL, { environment: SLOW }).steps) {
      expect('wait' in conversation).toBe(conversation.status === 'waiting');
      expect('ending' in conversation).toBe(conversation.status === 'ended');
    }
  });

  it('ends at a hang-up in every wait, and drops all that comes later', () => {
    const { steps } = play(program, LONG_CALL, { environment: SLOW });
    const options = { now: NOW + 3_600_000, environment: SLOW };
    for (const { conversation } of steps.filter(({ conversation: { wait } }) => wait !== undefined)) {
      const ended = resume(program, conversation, { type: 'callerDisconnected' }, options);
      expect(ended.conversation.ending).toEqual({
        reason: 'callerDisconnected',
        detail: `while waiting for ${conversation.wait?.for}`,
      });
      const abandoned = conversation.wait?.for === 'dataAction' ? ['abandonedDataAction'] : [];
      expect(ended.events.map(({ type }) => type)).toEqual([...abandoned, 'disconnected', 'endedFlow']);
      const later = resume(program, ended.conversation, { type: 'pressed', keys: '1' }, options);
      expect(later).toEqual({ conversation: ended.conversation, events: [] });
    }
  });

  it('drops an answer to another step than the one that waits', () => {
    const { conversation } = start(program, { id: 'c1', now: NOW, environment: SLOW, call: {} });
    const late = { type: 'timeElapsed', step: (conversation.wait?.begunAtStep ?? 0) - 1 } as const;
    const result = resume(program, conversation, late, { now: NOW + 60_000, environment: SLOW });
    expect(result).toEqual({ conversation, events: [] });
  });

  it('keeps derived ids when an unrelated action comes in between', () => {
    const ids = (actions: Json) => programOf({ actions }).steps.map((step) => step.id);
    const before = ids([{ wait: 1 }, { playAudio: 'a' }, { wait: 2 }]);
    const after = ids([{ wait: 1 }, { setParticipantData: { a: '1' } }, { playAudio: 'a' }, { wait: 2 }]);
    expect(before).toEqual(
      expect.arrayContaining(['main/wait', 'main/playAudio', 'main/wait-2', 'endOfFlow']),
    );
    expect(after).toEqual(expect.arrayContaining(before));
  });

  it('gives inputs to variables in their type, and initial values to the others', () => {
    const variables = {
      'Flow.a': { type: 'integer', isInput: true, initialValue: 1 },
      'Flow.b': { type: 'string', isInput: true, initialValue: 'b' },
      'Flow.c': { type: 'string', initialValue: 'a is {{Flow.a}}' },
    };
    const { conversation } = play(programOf({ variables, actions: [{ wait: 1 }] }), [], {
      inputs: { 'Flow.a': '7' },
    });
    expect(conversation.variables).toEqual({ 'Flow.a': 7, 'Flow.b': 'b', 'Flow.c': 'a is 7' });
  });
});

describe('action limits', () => {
  it(`R6 runs ${MAX_ACTIONS} actions, then goes to error handling and hangs up`, () => {
    const { conversation, events } = play(programOf({ actions: [FOR_EVER] }), []);
    expect(conversation).toMatchObject({ status: 'ended', ending: { reason: 'error' } });
    expect(heard(events)).toEqual([SORRY]);
    expect(ofType(events, 'failedAction')).toEqual([
      expect.objectContaining({
        errorType: 'ActionLimit',
        errorMessage: 'the call ran more than 10000 actions',
      }),
    ]);
    expect(ofType(events, 'tookOutput')).toHaveLength(MAX_ACTIONS / 2);
  });

  it('R6 runs exactly as many actions as allowed without an error', () => {
    const ends = (count: number) =>
      play(
        programOf({ actions: [{ loop: { count, outputs: { loop: [{ updateData: { 'Task.x': 1 } }] } } }] }),
        [],
      ).conversation.ending?.reason;
    expect(ends(4_999)).toBe('flowDisconnected'); // 4,999 × 2, the loop's last look, and the hang-up: 10,000
    expect(ends(5_000)).toBe('error');
  });

  it(`R6 allows ${MAX_ACTIONS_HANDLING_ERROR} more in error handling, then hangs up without a word`, () => {
    const flow = {
      actions: [FOR_EVER],
      errorHandling: { task: 'handle' },
      tasks: { handle: [{ playAudio: 'Never heard.' }, FOR_EVER] },
    };
    const { conversation, events } = play(programOf(flow), []);
    expect(conversation.actionsRun).toBe(MAX_ACTIONS + MAX_ACTIONS_HANDLING_ERROR + 2);
    expect(conversation.ending).toEqual({
      reason: 'error',
      detail: 'error handling ran more than 1000 actions',
    });
    expect(heard(events)).toEqual([]);
    expect(ofType(events, 'disconnected')).toEqual([expect.objectContaining({ by: 'flow' })]);
  });

  it('R6 counts over waits', () => {
    const flow = {
      type: 'workflow',
      actions: [{ loop: { count: 9_000, outputs: { loop: [{ wait: 1 }] } } }],
    };
    const { conversation } = play(programOf(flow), [{ after: 20_000 }]);
    expect(conversation.ending).toEqual({ reason: 'error', detail: 'the call ran more than 10000 actions' });
  });
});

describe('error handling', () => {
  const failing = (errorHandling: Json | undefined, more: JsonObject = {}) =>
    programOf({ actions: [FAILS], ...(errorHandling === undefined ? {} : { errorHandling }), ...more });

  it.each([[undefined], [{ disconnect: true }]])('R7 says it is sorry and hangs up: %j', (errorHandling) => {
    const { conversation, events } = play(failing(errorHandling), []);
    expect(heard(events)).toEqual([SORRY]);
    expect(conversation.ending).toEqual({ reason: 'error', detail: NO_NUMBER });
    expect(ofType(events, 'failedAction')).toEqual([
      {
        type: 'failedAction',
        action: 'main/updateData',
        errorType: 'ExpressionError',
        errorMessage: NO_NUMBER,
      },
    ]);
  });

  it('R7 says what the flow says instead', () => {
    expect(heard(play(failing({ audio: 'Oh no.' }), []).events)).toEqual(['Oh no.']);
  });

  it('R7 jumps to a menu', () => {
    const menus = { help: { audio: 'Help.', choices: { '0': { actions: [{ disconnect: true }] } } } };
    const { conversation, events } = play(failing({ menu: 'help' }, { menus }), []);
    expect(heard(events)).toEqual([SORRY, 'Help.']);
    expect(conversation.wait).toMatchObject({ for: 'choice' });
  });

  it('R7 transfers to a queue', () => {
    const { conversation, events } = play(failing({ queue: 'Rescue' }), []);
    expect(heard(events)).toEqual([SORRY]);
    expect(conversation.ending).toEqual({ reason: 'transferred', detail: 'Rescue' });
  });

  it('R7 goes on with a task, out of all tasks that were called', () => {
    const tasks = { sub: [FAILS], handle: [{ playAudio: 'Handled.' }, { endTask: true }] };
    const { conversation, events } = play(
      programOf({
        actions: [{ callTask: 'sub' }, { playAudio: 'Never.' }],
        errorHandling: { task: 'handle' },
        tasks,
      }),
      [],
    );
    expect(heard(events)).toEqual([SORRY, 'Handled.']);
    expect(conversation.ending).toEqual({ reason: 'error', detail: NO_NUMBER });
  });

  it('R7 ends at a second error without a word', () => {
    const { conversation, events } = play(
      failing({ task: 'handle' }, { tasks: { handle: [{ playAudio: 'Never.' }, FAILS] } }),
      [],
    );
    expect(heard(events)).toEqual([]);
    expect(conversation.ending).toEqual({ reason: 'error', detail: NO_NUMBER });
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['disconnected', 'endedFlow']));
  });

  it("R7 ends when an initial value of the error handling's own task fails", () => {
    const handle = {
      variables: { 'Task.a': { type: 'decimal', initialValue: { '/': [1, 0] } } },
      actions: [{ playAudio: 'Never.' }],
    };
    const { conversation } = play(failing({ task: 'handle' }, { tasks: { handle } }), []);
    expect(conversation.ending).toEqual({ reason: 'error', detail: NO_NUMBER });
  });

  it('R7 begins when an initial value of the flow fails, or an input that does not fit', () => {
    const variables = { 'Flow.a': { type: 'integer', isInput: true } };
    const program = programOf({ variables, actions: [{ playAudio: 'Never.' }] });
    const { conversation, events } = play(program, [], { inputs: { 'Flow.a': 'x' } });
    expect(heard(events)).toEqual([SORRY]);
    expect(conversation.ending).toEqual({
      reason: 'error',
      detail: 'a text of 1 characters cannot be read as integer',
    });
    const initial = { 'Flow.a': { type: 'decimal', initialValue: { '%': [1, 0] } } };
    expect(heard(play(programOf({ variables: initial, actions: [] }), []).events)).toEqual([SORRY]);
  });

  it('R7 ends a workflow, which has nobody to speak to', () => {
    const { conversation, events } = play(failing(undefined, { type: 'workflow' }), []);
    expect(conversation.ending).toEqual({ reason: 'error', detail: NO_NUMBER });
    expect(events.map(({ type }) => type)).toEqual([
      'startedFlow',
      'enteredTask',
      'failedAction',
      'endedFlow',
    ]);
  });

  it('keeps audio that was queued before the error, and says sorry behind it', () => {
    const program = programOf({ actions: [{ playAudio: 'Before.' }, FAILS] });
    expect(heard(play(program, [], { environment: SILENT }).events)).toEqual(['Before.', SORRY]);
  });
});
