import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadEnvironment } from '../../src/files/environment.ts';
import { loadBundle, loadFlow } from '../../src/files/load-flow.ts';
import type { Program } from '../../src/runtime/program.ts';
import { compileBreakpoints } from '../../src/simulator/breakpoints.ts';
import {
  beginCall,
  bringStimulus,
  firstDifference,
  replayCall,
  storedStep,
} from '../../src/simulator/played-steps.ts';
import type { StepRecord } from '../../src/store/conversation-store.ts';
import { type PlayedTranscript, playTranscript, type TranscriptInput } from '../support/play-transcript.ts';

const FOLDER = 'test/transcripts/';
const LOADED = loadEnvironment('flows/local.environment.json');
const { environment } = LOADED;
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

interface Call {
  readonly program: Program;
  readonly steps: readonly StepRecord[];
}

/** The calls on record whose flows are played as they ship. */
async function callOf(file: string): Promise<Call | undefined> {
  const input = JSON.parse(readFileSync(FOLDER + file, 'utf8')) as TranscriptInput & {
    readonly flow: string;
    readonly flowPatch?: unknown;
  };
  if (input.flowPatch !== undefined) return undefined;
  const { program, ...rest } = loadFlow(input.flow);
  if (program === undefined) throw new Error(`${input.flow} has faults`);
  const played: PlayedTranscript = await playTranscript({ program, ...rest }, LOADED, input);
  return { program, steps: played.steps };
}

const eventsOf = (steps: readonly Pick<StepRecord, 'events'>[]) => steps.flatMap(({ events }) => events);

/** What a call is at the end, without what counts steps. */
function ending({ conversation }: StepRecord) {
  const { step: _step, ...rest } = conversation;
  return rest;
}

describe.each(FILES)('%s', (file) => {
  it('R3 is the same when it is played again, whole steps or action by action', async () => {
    const call = await callOf(file);
    if (call === undefined) return;
    const { program, steps } = call;
    const stored = steps.map(storedStep);
    const id = steps[0]?.conversation.id ?? '';
    expect(replayCall({ program, environment, id }, stored)).toStrictEqual(steps);
    const fine = replayCall({ program, environment, id, isFine: true }, stored);
    expect(eventsOf(fine)).toStrictEqual(eventsOf(steps));
    expect(fine.length).toBeGreaterThan(steps.length);
    const [last, lastFine] = [steps.at(-1), fine.at(-1)];
    if (last !== undefined && lastFine !== undefined) expect(ending(lastFine)).toStrictEqual(ending(last));
    // What was stepped through can be stored and stepped through again, from any moment on.
    const again = replayCall({ program, environment, id, isFine: true }, fine.map(storedStep));
    expect(again).toStrictEqual(fine);
    const half = fine.slice(0, Math.ceil(fine.length / 2));
    expect(replayCall({ program, environment, id }, half.map(storedStep))).toStrictEqual(half);
  });
});

describe('firstDifference', () => {
  it('finds none between a call and itself, and the first event that another tells', () => {
    const one = [{ events: [{ type: 'a' }, { type: 'b' }] }];
    expect(firstDifference(one, [{ events: [{ type: 'a' }] }, { events: [{ type: 'b' }] }])).toBeUndefined();
    expect(firstDifference(one, [{ events: [{ type: 'a' }, { type: 'c' }] }])).toBe(1);
    expect(firstDifference(one, [{ events: [{ type: 'a' }] }])).toBe(1);
  });
});

const LOOPING = {
  type: 'inboundCall',
  name: 'Counts',
  variables: { 'Flow.count': { type: 'integer', initialValue: 0 } },
  startUp: { task: 'count' },
  tasks: {
    count: [
      {
        loop: {
          count: 5,
          outputs: {
            loop: [{ updateData: { 'Flow.count': { exp: 'Flow.count + 1' } }, id: 'add' }],
          },
        },
      },
      { collectInput: { audio: 'Number?', digits: { min: 1, max: 1 }, saveAs: 'Task.typed' } },
      { callTask: 'inner' },
      { disconnect: {}, id: 'bye' },
    ],
    inner: [{ setParticipantData: { seen: 'yes' } }, { setParticipantData: { typed: 'x' } }],
  },
};

function looping(): Program {
  const { program, diagnostics } = loadBundle(
    JSON.stringify({ flow: LOOPING, taskFiles: {}, dataActions: {} }),
  );
  if (program === undefined) throw new Error(JSON.stringify(diagnostics));
  return program;
}

function pausesOf(program: Program, ...breakpoints: Parameters<typeof compileBreakpoints>[1]) {
  const compiled = compileBreakpoints(program, breakpoints);
  if ('fault' in compiled) throw new Error(compiled.fault.message);
  return compiled.pauses;
}

const AT = Date.parse('2026-01-05T10:00:00Z');
const BEGINNING = { id: 'c1', at: AT, call: {} };

describe('a pause', () => {
  it('R11 comes before the action that a breakpoint names, each time, where its condition is true', () => {
    const program = looping();
    const pauses = pausesOf(program, { at: 'add', condition: 'Flow.count >= 3' });
    const first = beginCall({ program, environment, pauses }, BEGINNING);
    expect(first.conversation).toMatchObject({
      at: 'add',
      wait: { for: 'pause' },
      variables: { 'Flow.count': 3 },
    });
    const second = bringStimulus(
      { program, environment, pauses },
      first.conversation,
      { type: 'continued' },
      AT,
    );
    expect(second?.conversation).toMatchObject({ wait: { for: 'pause' }, variables: { 'Flow.count': 4 } });
  });

  it('lets variables and participant data be changed, and tells that it was by hand', () => {
    const program = looping();
    const playing = { program, environment, pauses: pausesOf(program, { at: 'add' }) };
    const paused = beginCall(playing, BEGINNING).conversation;
    const changed = bringStimulus(
      playing,
      paused,
      {
        type: 'changedByHand',
        variables: { 'flow.COUNT': '41', 'Flow.unknown': 1 },
        participantData: { note: 'x' },
      },
      AT,
    );
    expect(changed?.conversation).toMatchObject({
      wait: paused.wait,
      variables: { 'Flow.count': 41 },
      participantData: { note: 'x' },
    });
    expect(changed?.events).toMatchObject([
      { type: 'updatedData', values: { 'Flow.count': 41 }, byHand: true },
      { type: 'setParticipantData', name: 'note', value: 'x', byHand: true },
    ]);
    expect(() =>
      bringStimulus(playing, paused, { type: 'changedByHand', variables: { 'Flow.count': 'no number' } }, AT),
    ).toThrow(/no number|integer/i);
  });

  it('ends with a hang-up, keeps keys for later, and takes no notice of anything else', () => {
    const program = looping();
    const playing = { program, environment, pauses: pausesOf(program, { at: 'add' }) };
    const paused = beginCall(playing, BEGINNING).conversation;
    const pressed = bringStimulus(playing, paused, { type: 'pressed', keys: '7' }, AT);
    expect(pressed?.conversation).toMatchObject({ typedAhead: '7', wait: paused.wait });
    const spoke = bringStimulus(playing, paused, { type: 'spoke', words: 'hello' }, AT);
    expect(spoke?.conversation.wait).toEqual(paused.wait);
    const gone = bringStimulus(playing, paused, { type: 'callerDisconnected' }, AT);
    expect(gone?.conversation.ending).toMatchObject({ reason: 'callerDisconnected' });
  });
});

describe('compileBreakpoints', () => {
  it.each([
    [{ at: 'nowhere' }, 'the flow has no action "nowhere"'],
    [{ at: 'task:nowhere' }, 'the flow has no action "task:nowhere"'],
    [{ at: 'add', condition: 'Flow.cuont > 1' }, 'Flow.cuont'],
    [{ condition: 'If(' }, 'If('],
  ])('refuses %j', (breakpoint, message) => {
    const compiled = compileBreakpoints(looping(), [breakpoint]);
    expect('fault' in compiled && compiled.fault.message).toContain(message);
  });

  it('takes a task by name, and a condition alone', () => {
    const program = looping();
    const byTask = { program, environment, pauses: pausesOf(program, { at: 'task:count' }) };
    expect(beginCall(byTask, BEGINNING).conversation).toMatchObject({
      actionsRun: 0,
      wait: { for: 'pause' },
    });
    const byValue = { program, environment, pauses: pausesOf(program, { condition: 'Flow.count == 2' }) };
    expect(beginCall(byValue, BEGINNING).conversation.variables).toEqual({ 'Flow.count': 2 });
  });
});
