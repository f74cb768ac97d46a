import { describe, expect, it } from 'vitest';
import { type Json, type JsonObject, own } from '../../../src/authoring/json.ts';
import { compileFlow } from '../../../src/runtime/compile.ts';
import type { Conversation, Stimulus } from '../../../src/runtime/conversation.ts';
import { resume, start } from '../../../src/runtime/interpreter.ts';
import type { Program } from '../../../src/runtime/program.ts';
import { newRandom, type Random } from '../../support/random.ts';
import { NOW, SILENT, stored } from '../play.ts';
import { call, DATA_ACTIONS, exp, of, send, set, typed, VARIABLES, when } from './consent-flows.ts';

/*
 * No false proof (W6): random flows are checked and played with random callers, answers and failures. No send that is
 * called proven may go to a number without a consent that the call saw granted.
 */

/** More of them by hand: RANDOM_FLOWS=4000. */
const FLOWS = Number(process.env['RANDOM_FLOWS'] ?? 200);
const CALLS = 12;
const MAX_STEPS = 60;
const NUMBERS = ['+49170111', '49170222', '+1317333', '000'];

const TEXTS = ['Flow.number', 'Flow.other', 'Task.a'];

/** An expression that gives a number, or makes one of another. */
function number(random: Random, task: string): Json {
  const names = task === 'main' ? TEXTS : [...['Flow.number', 'Flow.other'], 'Task.n'];
  const one = random.pick(names);
  if (random.below(3) > 0) return of(random.pick(['Flow.number', 'Flow.other']));
  return random.pick<() => Json>([
    () => of(one),
    () => of(one),
    () => of(one),
    () => ({ Replace: [of(one), '+', ''] }),
    () => exp(`Replace(${one}, "+", "")`),
    () => `+{{${one}}}`,
    () => ({ cat: [of(one), ''] }),
    () => exp('Flow.phone.e164'),
    () => of('Call.Ani'),
    () => random.pick(NUMBERS),
    () => exp(`If(Flow.agreed, ${one}, ${random.pick(names)})`),
    () => ({ Left: [of(one), 6] }),
    () => ({ var: [one, random.pick(NUMBERS)] }),
    () => of('Flow.person.phone'),
  ])();
}

function variable(random: Random, task: string): string {
  return random.pick(task === 'main' ? TEXTS : [...['Flow.number', 'Flow.other'], 'Task.n']);
}

const STOP: Json = [{ disconnect: {} }];

function paths(random: Random, task: string, depth: number): JsonObject {
  return random.pick<() => JsonObject>([
    () => ({ outputs: { failure: STOP, timeout: STOP } }),
    () => ({ outputs: { failure: STOP, timeout: STOP } }),
    () => ({ outputs: { failure: STOP, timeout: STOP, success: list(random, task, depth - 1) } }),
    () => ({}),
    () => ({ outputs: { failure: STOP } }),
  ])();
}

function condition(random: Random, task: string): Json {
  return random.pick<() => Json>([
    () => of('Flow.agreed'),
    () => ({ '!': of('Flow.agreed') }),
    () => ({ '==': [of('Flow.status'), 'granted'] }),
    () => ({ '!=': [of('Flow.status'), 'granted'] }),
    () => exp('Flow.status == "granted"'),
    () => exp('Flow.status != "granted" or Flow.status == "x"'),
    () => ({ and: [of('Flow.agreed'), { '==': [of('Flow.status'), 'granted'] }] }),
    () => ({ or: [of('Flow.agreed'), { '==': [of('Flow.status'), 'granted'] }] }),
    () => ({ '==': [of(variable(random, task)), of(variable(random, task))] }),
    () => ({ IsSet: of(variable(random, task)) }),
  ])();
}

/** What matters most, with two variables: the order of these decides what is proven. */
function common(random: Random, depth: number): JsonObject {
  const [one, other] = random.pick([
    ['Flow.number', 'Flow.other'],
    ['Flow.other', 'Flow.number'],
  ] as const);
  const inner = (): JsonObject[] => (depth > 0 ? [common(random, 0), common(random, 0)] : [send(of(one))]);
  return random.pick<() => JsonObject>([
    () => call('grant', { number: of(one) }, { outputs: { failure: STOP, timeout: STOP } }),
    () => call('grant', { number: of(one) }, { outputs: { failure: STOP, timeout: STOP } }),
    () => send(of(one)),
    () => send(of(one)),
    () => typed(one),
    () => call('withdraw', { number: of(one) }),
    () => set({ [one]: of(other) }),
    () => call('ask', { number: of(one) }, { successOutputs: { agreed: 'Flow.agreed' } }),
    () => when(condition(random, 'second'), inner(), inner()),
    () => ({ loop: { count: 2, outputs: { loop: [...inner(), ...inner()] } } }),
  ])();
}

/** Something that is done; a consent and a send that belong together are likelier than chance would have them. */
function action(random: Random, task: string, depth: number): readonly JsonObject[] {
  const to = number(random, task);
  if (random.below(2) === 0) return [common(random, depth)];
  const simple: readonly (() => readonly JsonObject[])[] = [
    () => [call('grant', { number: to }, paths(random, task, depth)), send(to)],
    () => [call('grant', { number: to }, paths(random, task, depth))],
    () => [
      call('grant', { number: number(random, task) }, paths(random, task, depth)),
      send(number(random, task)),
    ],
    () => [send(to)],
    () => [
      call('grantOn', { number: to, channel: random.pick(['whatsapp', 'sms']) }, paths(random, task, depth)),
    ],
    () => [
      call(
        'record',
        { number: to, status: random.pick<Json>(['granted', 'no', of('Flow.status')]) },
        paths(random, task, depth),
      ),
    ],
    () => [call('withdraw', { number: to })],
    () => [
      call('ask', { number: to }, { successOutputs: { agreed: 'Flow.agreed' } }),
      when(of('Flow.agreed'), [send(to)]),
    ],
    () => [call('ask', { number: to }, { successOutputs: { agreed: 'Flow.agreed' } })],
    () => [call('askStatus', { number: to }, { successOutputs: { status: 'Flow.status' } })],
    () => [call('lookUp', {}, { successOutputs: { number: variable(random, task), person: 'Flow.person' } })],
    () => [set({ [variable(random, task)]: to, [variable(random, task)]: number(random, task) })],
    () => [set({ [variable(random, task)]: to })],
    () => [set({ 'Flow.phone': { ToPhoneNumber: [of(variable(random, task))] } })],
    () => [set({ 'Flow.agreed': random.pick<Json>([true, false, null]) })],
    () => [set({ 'Flow.status': random.pick<Json>(['granted', 'withdrawn', null]) })],
    () => [set({ 'Flow.index': of('Flow.other') })],
    () => [typed(variable(random, task))],
    () => [
      { setParticipantData: { number: to } },
      { getParticipantData: { number: variable(random, task) } },
    ],
  ];
  const deep: readonly (() => readonly JsonObject[])[] = [
    () => [when(condition(random, task), list(random, task, depth - 1), list(random, task, depth - 1))],
    () => [
      {
        switch: {
          value: of('Flow.status'),
          cases: [
            { case: 'granted', actions: list(random, task, depth - 1) },
            { case: 'withdrawn', actions: list(random, task, depth - 1) },
          ],
        },
      },
    ],
    () => [
      {
        loop: {
          count: 2,
          outputs: {
            loop: [
              ...list(random, task, depth - 1),
              ...(random.below(3) === 0
                ? [random.pick<JsonObject>([{ loopNext: {} }, { loopExit: {} }])]
                : []),
            ],
          },
        },
      },
    ],
    () => [{ jumpToTask: random.pick(['main', 'second']) }],
    () =>
      task === 'main'
        ? [
            {
              callTask: {
                task: 'called',
                inputs: { n: number(random, task) },
                saveOutputs: { 'Task.n': variable(random, task) },
                outputs: { done: list(random, task, depth - 1) },
              },
            },
          ]
        : [],
  ];
  return random.pick(depth > 0 ? [...simple, ...deep, ...deep] : simple)();
}

function list(random: Random, task: string, depth: number): JsonObject[] {
  return Array.from({ length: 1 + random.below(2) }, () => action(random, task, depth)).flat();
}

function flowOf(random: Random): JsonObject {
  const own = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, { type: 'string', initialValue: random.pick(NUMBERS) }]));
  return {
    type: 'inboundCall',
    name: 'random',
    startUp: { task: 'main' },
    ...(random.below(4) === 0 ? { errorHandling: { task: 'second' } } : {}),
    variables: { ...VARIABLES, 'Flow.other': { type: 'string', initialValue: random.pick(NUMBERS) } },
    tasks: {
      main: { variables: own(['Task.a']), actions: list(random, 'main', 2) },
      second: { variables: own(['Task.n']), actions: [...list(random, 'second', 1), { disconnect: {} }] },
      called: {
        variables: { 'Task.n': { type: 'string', isInput: true, isOutput: true } },
        actions: [
          ...list(random, 'called', 1),
          when(condition(random, 'called'), [{ endTask: 'done' }]),
          { endTask: 'default' },
        ],
      },
    },
  };
}

const CODES = ['CONSENT_MISSING', 'CONSENT_UNDECIDED'];

/** A program, and the places of its sends that are not proven; undefined when it cannot run for another reason. */
function checked(
  flow: JsonObject,
): { readonly program: Program; readonly unproven: ReadonlySet<string> } | undefined {
  const source = {
    file: 'random.flow.json',
    flow,
    taskFiles: new Map(),
    dataActions: new Map(Object.entries(DATA_ACTIONS)),
    hash: 'hash',
  };
  const found = compileFlow(source).diagnostics.filter(({ code }) => CODES.includes(code));
  const { program } = compileFlow({ ...source, isRunning: true });
  return program && { program, unproven: new Set(found.map(({ pointer }) => pointer)) };
}

const digits = (value: Json | undefined) => (typeof value === 'string' ? value.replace(/\D/g, '') : '');

/** What a call saw of consents, and the ids of the actions that sent with and without one. */
interface Seen {
  readonly granted: Set<string>;
  readonly sent: string[];
  readonly withoutConsent: string[];
}

/** What the world answers; what it says of consents is kept. */
function answer(conversation: Conversation, random: Random, seen: Seen): Stimulus {
  const { wait } = conversation;
  const step = wait?.begunAtStep ?? 0;
  if (wait?.for !== 'dataAction')
    return wait?.for === 'digits' && random.below(4) > 0
      ? { type: 'pressed', keys: `${random.pick(['49170111', '49170222', '1317333'])}#` }
      : { type: 'timeElapsed', step };
  const number = digits(own(wait.inputs, 'number'));
  const channel = own(wait.inputs, 'channel') ?? 'whatsapp';
  if (wait.dataAction === 'send') {
    const to = digits(own(wait.inputs, 'to'));
    if (to !== '') (seen.granted.has(to) ? seen.sent : seen.withoutConsent).push(conversation.at);
  }
  // A consent for no number at all is refused.
  const isOk = random.below(8) > 0 && (number !== '' || ['send', 'lookUp'].includes(wait.dataAction));
  const status = own(wait.inputs, 'status');
  const isGrant =
    wait.dataAction === 'grant' ||
    wait.dataAction === 'grantOn' ||
    (wait.dataAction === 'record' && status === 'granted');
  if (isOk && isGrant && channel === 'whatsapp') seen.granted.add(number);
  if (wait.dataAction === 'withdraw' || (wait.dataAction === 'record' && status !== 'granted'))
    seen.granted.delete(number);
  if (!isOk)
    return random.below(2) === 0
      ? { type: 'timeElapsed', step }
      : { type: 'failedDataAction', step, failure: { errorCode: 'x' } };
  const agreed = random.below(2) === 0;
  if (agreed && wait.dataAction.startsWith('ask')) seen.granted.add(number);
  const outputs: { readonly [name: string]: JsonObject } = {
    ask: { agreed },
    askStatus: { status: agreed ? 'granted' : random.pick(['withdrawn', 'x']) },
    lookUp: { number: random.pick(NUMBERS), person: { phone: random.pick(NUMBERS) } },
  };
  return { type: 'completedDataAction', step, outputs: outputs[wait.dataAction] ?? {} };
}

function played(program: Program, random: Random): Seen {
  const seen: Seen = { granted: new Set(), sent: [], withoutConsent: [] };
  const environment = SILENT;
  let now = NOW;
  let { conversation } = start(program, { id: 'c1', now, environment, call: { ani: random.pick(NUMBERS) } });
  for (let step = 0; step < MAX_STEPS && conversation.wait !== undefined; step++) {
    const stimulus = answer(conversation, random, seen);
    if (stimulus.type === 'timeElapsed') now = Math.max(now, conversation.wait.dueAt ?? now);
    conversation = stored(resume(program, conversation, stimulus, { now, environment }).conversation);
  }
  return seen;
}

describe('random flows', () => {
  it('W6 no send that is called proven goes to a number without a consent', () => {
    const counts = { proven: 0, broken: 0 };
    for (let seed = 1; seed <= FLOWS; seed++) {
      const random = newRandom(seed);
      const flow = flowOf(random);
      const found = checked(flow);
      if (found === undefined) continue;
      const { program, unproven } = found;
      const isProven = (id: string) =>
        !unproven.has(program.steps[program.byId.get(id) ?? 0]?.place.pointer ?? '');
      for (let number = 0; number < CALLS; number++) {
        const { sent, withoutConsent } = played(program, random);
        counts.proven += sent.filter(isProven).length;
        counts.broken += withoutConsent.length;
        const wrong = withoutConsent.find(isProven);
        if (wrong !== undefined)
          expect.fail(`seed ${seed}: ${wrong} was called proven: ${JSON.stringify(flow)}`);
      }
    }
    // The test says something only when there are enough of both.
    expect(counts.proven).toBeGreaterThan(FLOWS);
    expect(counts.broken).toBeGreaterThan(FLOWS);
  }, 300_000);
});
