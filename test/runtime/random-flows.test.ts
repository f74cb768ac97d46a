import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { checkThings } from '../../src/runtime/check/things.ts';
import type { CallEvent, Conversation, StepResult, Stimulus } from '../../src/runtime/conversation.ts';
import type { Environment } from '../../src/runtime/environment.ts';
import { EVENTS } from '../../src/runtime/events.ts';
import { resume, start } from '../../src/runtime/interpreter.ts';
import type { Program } from '../../src/runtime/program.ts';
import { eventLine } from '../../src/simulator/event-text.ts';
import { newRandom, type Random } from '../support/random.ts';
import { compilePartial, frozen, NOW, stored } from './play.ts';
import { randomDetails, randomEnvironment, randomStimulus } from './random-flows/random-call.ts';
import { type RandomFlows, randomFlows } from './random-flows/random-flow.ts';
import { pointerKeys, soundFlows, valueAt } from './random-flows/sound-flows.ts';

/*
 * Random flows of every type, made of the settings of all action types: compiling them never throws, and whatever
 * compiles runs with whatever happens, within the interpreter's promises.
 */

/** More of them by hand: RANDOM_FLOWS=2000. */
const FLOWS = Number(process.env['RANDOM_FLOWS'] ?? 30);
/** The first of them: RANDOM_FROM=37. */
const FROM = Number(process.env['RANDOM_FROM'] ?? 1);
const TIMEOUT_MS = 2000 * FLOWS;
const CALLS = 10;
const STEPS = 40;
const SEEDS = Array.from({ length: FLOWS }, (_, index) => FROM + index);

const DATA_ACTIONS = {
  'look up': {
    inputs: {
      number: { type: 'string', required: false },
      n: { type: 'integer', required: false },
    },
    outputs: { agreed: 'boolean', text: 'string', integer: 'integer' },
  },
  send: { inputs: { b: { type: 'boolean', required: false } }, outputs: { text: 'string' } },
} as const;

/** What stands in a text that was put together of nothing. */
const NO_WORDS = /\bundefined\b|\[object|\bNaN\b/;

const compile = ({ main, others }: RandomFlows) => compilePartial(main, DATA_ACTIONS, others);

describe('random flows', () => {
  it(
    'R10 have faults that each say where they are, whatever is written',
    () => {
      expect(SEEDS.flatMap(misplaced)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'run as promised once they have no faults',
    () => {
      const counts = SEEDS.map(run);
      expect(counts.filter((steps) => steps > 0).length).toBeGreaterThan(FLOWS / 2);
    },
    TIMEOUT_MS,
  );
});

/** Places of faults that are none in the flow, by seed. */
function misplaced(seed: number): readonly string[] {
  const flows = frozen(randomFlows(newRandom(seed), 15));
  return compile(flows).diagnostics.flatMap(({ file, pointer, code, message, hint = '' }) => {
    const flow = file === 'case.flow.json' ? flows.main : flows.others[file.replace('.flow.json', '')];
    // What is missing has no place of its own: an editor shows what it is missing in.
    const isThere = flow !== undefined && valueAt(flow, pointerKeys(pointer).slice(0, -1)) !== undefined;
    const isSaid = code !== '' && message !== '' && !NO_WORDS.test(message + hint);
    return isThere && isSaid ? [] : [`${seed} ${file}${pointer} ${code} ${message} ${hint}`];
  });
}

/** Plays calls through a flow. @returns how many steps they took. */
function run(seed: number): number {
  const random = newRandom(seed);
  const program = soundFlows(randomFlows(random, 0), compile);
  if (program === undefined) return 0;
  let steps = 0;
  for (let call = 0; call < CALLS; call++) {
    const environment = frozen(randomEnvironment(random));
    expect(() => checkThings(program, environment, 'environment.json')).not.toThrow();
    steps += playCall(program, environment, random, `seed ${seed}, call ${call}`);
  }
  return steps;
}

/** Plays a call with random stimuli, each step twice: once as it is and once as a store gives it back. */
function playCall(program: Program, environment: Environment, random: Random, name: string): number {
  const call = frozen(randomDetails(random));
  const promises = newPromises(environment, name);
  let now = NOW;
  let result = start(program, { id: 'c1', now, environment, call, inputs: randomInputs(random) });
  for (let step = 1; step < STEPS; step++) {
    promises.check(result, now);
    const { conversation } = result;
    if (conversation.status === 'ended') return step;
    const stimulus = frozen(randomStimulus(conversation, random));
    now = momentOf(stimulus, conversation, now, random);
    const kept = stored(conversation);
    result = resume(program, frozen(conversation), stimulus, { now, environment });
    const again = resume(program, kept, stimulus, { now, environment });
    if (!isDeepStrictEqual(again, result)) expect(again, `R3 ${name}`).toEqual(result);
  }
  return STEPS;
}

function randomInputs(random: Random): JsonObject {
  return { 'Flow.string': random.pick(['yes', '42', 'a,b']), 'Flow.integer': 2, 'Flow.nobody': 1 };
}

/** When a stimulus comes: time is up when it is, all else comes before. */
function momentOf(stimulus: Stimulus, { wait }: Conversation, now: number, random: Random): number {
  const left = wait?.dueAt === undefined ? 5000 : Math.max(0, wait.dueAt - now);
  return now + (stimulus.type === 'timeElapsed' ? left : random.below(Math.min(left, 5000)));
}

/** What the interpreter promises of every step of a call; a broken promise is thrown. */
function newPromises({ limits }: Environment, name: string) {
  let mostActions = (limits?.actions ?? 0) + (limits?.actionsHandlingError ?? 0);
  return {
    check({ conversation, events }: StepResult, now: number): void {
      // An action that the limit refuses is counted, too.
      mostActions += events.filter(({ errorType }) => errorType === 'ActionLimit').length;
      const faults = [
        ...(isPlain(conversation) ? [] : ['the conversation is no plain JSON']),
        ...(isPlain(events) ? [] : ['the events are no plain JSON']),
        ...(conversation.actionsRun > mostActions ? [`R6 ran ${conversation.actionsRun} actions`] : []),
        ...stateFaults(conversation, now),
        ...eventFaults(events, conversation),
      ];
      expect(faults, `${name}, step ${conversation.step}, at ${conversation.at}`).toEqual([]);
    },
  };
}

function isPlain(value: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value);
}

function stateFaults({ status, wait, ending }: Conversation, now: number): readonly string[] {
  const { dueAt = now } = wait ?? {};
  return [
    ...((status === 'waiting') === (wait !== undefined) ? [] : ['neither waits nor is ended']),
    ...((status === 'ended') === (ending !== undefined) ? [] : ['has no ending, or has one too early']),
    ...(Number.isInteger(dueAt) && dueAt >= now ? [] : [`waits until ${dueAt}, and it is ${now}`]),
  ];
}

function eventFaults(events: readonly CallEvent[], { status }: Conversation): readonly string[] {
  const end = events.findIndex(({ type }) => type === 'endedFlow');
  const isTold = events.length === 0 || (status === 'ended') === (end === events.length - 1);
  return [
    ...events.flatMap(wordingFaults),
    ...(isTold && (end < 0 || status === 'ended') ? [] : ['endedFlow is not the end']),
  ];
}

function wordingFaults(event: CallEvent): readonly string[] {
  if (!Object.hasOwn(EVENTS, event.type)) return [`there is no event ${event.type}`];
  const line = eventLine(event)?.text ?? '';
  return line === event.type || NO_WORDS.test(line) ? [`no wording: ${JSON.stringify(event)}`] : [];
}
