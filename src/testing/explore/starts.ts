import type { Json, JsonObject } from '../../authoring/json.ts';
import type { CallDetails } from '../../runtime/conversation.ts';
import { type Environment, named } from '../../runtime/environment.ts';
import { FLOW_TYPES } from '../../runtime/flow-types.ts';
import type { Program, Unit } from '../../runtime/program.ts';
import { isActive } from '../../runtime/schedule/occurrence.ts';
import { evaluateGroup } from '../../runtime/schedule/schedule-group.ts';
import { THINGS, type Thing } from '../../runtime/thing-kinds.ts';
import type { DrivenCaller } from '../../simulator/caller-of.ts';
import type { Literals } from './literals.ts';
import { distinct, sampleValues } from './sample-values.ts';

/** One way in which a call may begin. */
export interface CallStart extends Pick<DrivenCaller, 'at' | 'call' | 'inputs' | 'language'> {
  /** What is different about it, in words; empty for the usual one. */
  readonly words: string;
  /** Changes to the environment, as a test writes them. */
  readonly patch?: JsonObject;
  readonly environment: Environment;
}

const NUMBER = 'tel:+13175550123';
/** One that no flow knows. */
const STRANGER = 'tel:+12025550147';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Most moments that are tried since schedules differ at them. */
const MAX_MOMENTS = 12;

/** How calls may begin: the usual way first, then each with one thing different. */
export function callStarts(
  program: Program,
  environment: Environment,
  literals: Literals,
  at: number,
): readonly CallStart[] {
  const usual: CallStart = { words: '', at, environment, ...usualCall(program, literals) };
  return [
    usual,
    ...calls(program, usual, literals),
    ...program.languages.slice(1).map((language) => ({ ...usual, language, words: `speaks ${language}` })),
    ...inputs(program, usual, literals),
    ...environments(program, environment).map(({ patch, words }) => ({
      ...usual,
      words,
      patch,
      environment: patched(environment, patch),
    })),
    ...moments(environment, at).map((moment) => ({
      ...usual,
      at: moment,
      words: `comes at ${new Date(moment).toISOString().slice(0, 16)}Z`,
    })),
  ];
}

function usualCall(program: Program, literals: Literals): Pick<CallStart, 'call' | 'inputs'> {
  const given = program.variables.filter(({ isInput }) => isInput);
  const values = given.map(({ name, type }) => [name, firstInput(program, literals, name, type)] as const);
  return {
    call: callOf(program, {}),
    ...(given.length > 0 && { inputs: Object.fromEntries(values) }),
  };
}

function firstInput(unit: Unit, literals: Literals, name: string, type: string): Json {
  return sampleValues(type, literals.ofInput(unit, name))[0] ?? null;
}

function callOf(
  { type }: Program,
  { ani = NUMBER, text = 'hello' }: { ani?: string; text?: string },
): CallDetails {
  const { channel } = FLOW_TYPES[type];
  if (channel === 'message') return { message: { body: text, senderAddress: '+13175550123' } };
  if (channel === 'email')
    return { email: { subject: text, body: text, from: { id: 'ann@example.com', name: null } } };
  if (channel === 'call') return { ani };
  return type === 'digitalBot' ? { message: { body: text } } : {};
}

/** Callers who withhold their number, or whose number or words the flow knows. */
function calls(program: Program, usual: CallStart, literals: Literals): readonly CallStart[] {
  const { channel } = FLOW_TYPES[program.type];
  if (channel === 'message' || channel === 'email' || program.type === 'digitalBot')
    return [...texts(program, literals)].map((text) => ({
      ...usual,
      call: callOf(program, { text }),
      words: `writes “${text}” first`,
    }));
  if (channel !== 'call') return [];
  const known = ['Call.Ani', 'Call.RemoteNumber'].flatMap((name) => literals.ofBuiltIn(name));
  const called = literals.ofBuiltIn('Call.CalledAddress');
  return [
    { ...usual, call: {}, words: 'withholds the number' },
    ...[STRANGER, ...numbers(known)].map((ani) => ({
      ...usual,
      call: { ...usual.call, ani },
      words: `calls from ${bare(ani)}`,
    })),
    ...numbers(called).map((to) => ({
      ...usual,
      call: { ...usual.call, calledAddress: to },
      words: `calls ${bare(to)}`,
    })),
  ];
}

function texts(program: Program, literals: Literals): readonly string[] {
  const known = ['Message.Message', 'Email.Message', 'Message.Body'].flatMap((name) =>
    literals.ofBuiltIn(name),
  );
  const said = [...program.bot.nlu.intents.values()].map(({ utterances }) => utterances[0]?.join(' ') ?? '');
  return distinct([...known.map(String), ...said].filter((one) => one !== ''));
}

function numbers(literals: readonly Json[]): readonly string[] {
  const digits = literals.map((one) => String(one).replace(/^(tel:)?\+?/, ''));
  return distinct(digits.filter((one) => /^[1-9]\d{6,14}$/.test(one)).map((one) => `tel:+${one}`));
}

function bare(address: string): string {
  return address.replace('tel:', '');
}

function inputs(program: Program, usual: CallStart, literals: Literals): readonly CallStart[] {
  return program.variables
    .filter(({ isInput }) => isInput)
    .flatMap(({ name, type }) => {
      const { [name]: _left, ...without } = usual.inputs ?? {};
      const values = sampleValues(type, literals.ofInput(program, name)).slice(1);
      return [
        ...values.map((value) => ({
          ...usual,
          inputs: { ...usual.inputs, [name]: value },
          words: `begins with ${name} = ${JSON.stringify(value)}`,
        })),
        { ...usual, inputs: without, words: `begins without ${name}` },
      ];
    });
}

interface EnvironmentChange {
  readonly patch: JsonObject;
  readonly words: string;
}

/** Queues and people that do not answer, tables that fail, emergencies. */
function environments(program: Program, environment: Environment): readonly EnvironmentChange[] {
  const all = (things: readonly Thing[], value: JsonObject, more: readonly string[] = []): JsonObject =>
    Object.fromEntries(
      things.flatMap((thing) => {
        const names = [
          ...new Set([...namesOf(program, environment, thing), ...(thing === 'user' ? [] : more)]),
        ];
        return names.length === 0
          ? []
          : [[THINGS[thing], Object.fromEntries(names.map((name) => [name, value]))]];
      }),
    );
  const changes: readonly EnvironmentChange[] = [
    {
      words: 'nobody answers transfers',
      patch: {
        ...all(['queue'], { outcome: 'fail' }),
        ...all(['user', 'group'], { answers: false, voicemail: false }),
        numbers: { '*': { answers: false } },
        ...all(['flow'], { fails: true }),
      },
    },
    { words: 'agents take long to answer', patch: all(['queue'], { outcome: 'answer', waitSeconds: 600 }) },
    { words: 'no agent ever answers', patch: all(['queue'], { outcome: 'never' }) },
    { words: 'data tables fail', patch: all(['dataTable'], { fails: 'InternalServerError' }) },
    { words: 'bots fail', patch: all(['bot'], { fails: 'BotFailed' }) },
    {
      words: 'there is an emergency',
      patch: all(['emergencyGroup'], { active: true }),
    },
    { words: 'there is no emergency', patch: all(['emergencyGroup'], { active: false }) },
  ];
  return changes.filter(({ patch }) => Object.keys(patch).length > 0);
}

/** Things that the flows name, and those the environment has where only a call tells which. */
function namesOf(program: Program, environment: Environment, thing: Thing): readonly string[] {
  const written = [...program.steps, ...program.units].flatMap(({ things }) =>
    things.filter((one) => one.thing === thing).map(({ name }) => name),
  );
  const known = Object.keys((environment[THINGS[thing]] as object | undefined) ?? {});
  if (thing === 'flow') return known.filter((name) => written.includes(name));
  if (thing === 'emergencyGroup' || thing === 'dataTable' || thing === 'bot') return known;
  return written;
}

/** Moments at which schedules and groups of schedules say something else, one for each that they say together. */
function moments(environment: Environment, from: number): readonly number[] {
  const { schedules = {}, scheduleGroups = {} } = environment;
  if (Object.keys(schedules).length === 0) return [];
  const told = (at: number): string =>
    JSON.stringify([
      Object.keys(scheduleGroups).map(
        (name) => evaluateGroup(named(scheduleGroups, name) ?? {}, at, schedules).result,
      ),
      Object.values(schedules).map((schedule) => isActive(schedule, at, 'UTC')),
    ]);
  const tried = [
    ...Array.from({ length: 7 * 12 }, (_, index) => from + index * 2 * HOUR),
    ...Array.from({ length: 366 }, (_, index) => from + index * DAY),
    ...Array.from({ length: 366 }, (_, index) => from + index * DAY + 12 * HOUR),
  ];
  const found = new Map<string, number>();
  for (const at of tried) {
    if (found.size > MAX_MOMENTS) break;
    const what = told(at);
    if (!found.has(what)) found.set(what, at);
  }
  return [...found.values()].filter((at) => at !== from);
}

/** JSON Merge Patch (RFC 7396). */
function patched(environment: Environment, patch: JsonObject): Environment {
  return merge(environment as unknown as JsonObject, patch) as unknown as Environment;
}

function merge(target: Json | undefined, patch: Json): Json {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const base = typeof target === 'object' && target !== null && !Array.isArray(target) ? target : {};
  const merged: Record<string, Json> = { ...(base as JsonObject) };
  for (const [key, value] of Object.entries(patch as JsonObject)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(merged[key], value);
  }
  return merged;
}
