import { type TSchema, Type } from 'typebox';
import type { Json, JsonObject } from '../../../src/authoring/json.ts';
import type { Conversation, Stimulus, Wait } from '../../../src/runtime/conversation.ts';
import { type Environment, THING_SCHEMAS } from '../../../src/runtime/environment.ts';
import type { Random } from '../../support/random.ts';
import { randomSettings } from './random-settings.ts';

const WORDS = [
  'yes',
  'no',
  'I want to book',
  'book 42',
  'a',
  '',
  'cancel it',
  'agent',
  '42',
  '2026-02-30',
  '__proto__',
];
const KEYS = ['1', '2', '12', '9#', '#', '*', '12345678901#', '0'];
const RESULTS: readonly JsonObject[] = [
  {},
  { agreed: true, text: 'a', integer: 3 },
  { agreed: 'no', text: null, integer: 1e300, ['__proto__']: { a: 1 } },
];

/** What may end a wait, likely or not. */
export function randomStimulus({ wait }: Conversation, random: Random): Stimulus {
  const step = wait?.begunAtStep ?? 0;
  const likely = random.below(4) > 0 ? fitting(wait, step, random) : undefined;
  return (
    likely ??
    random.pick<() => Stimulus>([
      () => ({ type: 'pressed', keys: random.pick(KEYS) }),
      () => ({ type: 'spoke', words: random.pick(WORDS) }),
      () => ({ type: 'wrote', text: random.pick(WORDS), ...understood(random) }),
      () => ({ type: 'timeElapsed', step: step - 1 }),
      () => ({ type: 'completedDataAction', step: step - random.below(2), outputs: random.pick(RESULTS) }),
      () => ({ type: 'agentAnswered' }),
      () => ({ type: 'callerDisconnected' }),
    ])()
  );
}

/** What is waited for, or the end of waiting. */
function fitting(wait: Wait | undefined, step: number, random: Random): Stimulus | undefined {
  const elapsed: Stimulus | undefined = wait?.dueAt === undefined ? undefined : { type: 'timeElapsed', step };
  if (wait === undefined || (elapsed !== undefined && random.below(2) === 0)) return elapsed;
  const keys: Stimulus = { type: 'pressed', keys: random.pick(KEYS) };
  const words: Stimulus = { type: 'spoke', words: random.pick(WORDS), ...understood(random) };
  const message: Stimulus = { type: 'wrote', text: random.pick(WORDS), ...understood(random) };
  const failure = random.pick([{}, { errorType: 'x', errorMessage: 'y', statusCode: 500 }]);
  const stimuli: { readonly [kind in Wait['for']]?: readonly Stimulus[] } = {
    answer: [words, message, keys],
    choice: [keys, keys, words],
    dataAction: [
      { type: 'completedDataAction', step, outputs: random.pick(RESULTS) },
      { type: 'failedDataAction', step, failure },
    ],
    agent: [{ type: 'agentAnswered' }],
  };
  return random.pick<Stimulus | undefined>([...(stimuli[wait.for] ?? [keys]), elapsed]);
}

function understood(random: Random): JsonObject {
  return random.pick<JsonObject>([
    {},
    {
      understood: {
        intent: random.pick(['book', 'nobody']),
        slots: { string: 'a', integer: 'x', nobody: [1] },
      },
    },
    { understood: { knowledge: 'An answer.' } },
  ]);
}

/** Details of a call, of every kind. */
export function randomDetails(random: Random): JsonObject {
  const message = { body: 'Hello', senderAddress: '+4917012345' };
  return random.pick<JsonObject>([
    {},
    { ani: 'tel:+4917012345', sipHeaders: { 'X-A': 'b' }, queue: 'Sales' },
    { message, email: { subject: 'a', body: 'b' }, chatGuest: { name: 'c' } },
    { workitem: { id: 'w1', name: 'a' }, survey: {}, contact: { a: 'b' }, queue: '__proto__' },
  ]);
}

const ENVIRONMENT: TSchema = Type.Object(THING_SCHEMAS, { additionalProperties: false });

/** An environment that its schema allows, with schedules that are ones. */
export function randomEnvironment(random: Random): Environment {
  const around = {
    random,
    nonsense: 0,
    leftOut: 5,
    flowType: 'inboundCall',
    prefix: 'Task',
    names: NAMES,
    actions: (): Json => [],
  } as const;
  const limits = { actions: 20 + random.below(300), actionsHandlingError: random.below(50) };
  const made = randomSettings(ENVIRONMENT, '', around) as JsonObject;
  return { speechCharactersPerSecond: random.pick([0, 15, 15]), ...made, limits } as Environment;
}

const NAMES = {
  rrule: ['FREQ=WEEKLY;BYDAY=MO,TU', 'FREQ=DAILY;COUNT=2', 'FREQ=YEARLY;BYMONTH=1'],
  timeZone: ['UTC', 'Europe/Berlin'],
  'columns keys': ['key', 'name', 'open'],
  inQueueFlow: ['waiting', 'nobody'],
};
