import type { Json, JsonObject } from '../../../src/authoring/json.ts';
import { FlowSchema } from '../../../src/runtime/flow.ts';
import { type FlowActionType, settingsSchema } from '../../../src/runtime/flow-action.ts';
import { FLOW_ACTIONS } from '../../../src/runtime/flow-actions/index.ts';
import { menu } from '../../../src/runtime/flow-actions/menu.ts';
import {
  BOT_FLOWS,
  type ContainerKind,
  containersKey,
  FLOW_TYPES,
  type FlowType,
  RUNNABLE_FLOW_TYPES,
} from '../../../src/runtime/flow-types.ts';
import { VARIABLE_TYPES } from '../../../src/runtime/value-type.ts';
import type { Random } from '../../support/random.ts';
import { type Around, randomSettings } from './random-settings.ts';

/** A flow and those it refers to, by the name it does. */
export interface RandomFlows {
  readonly main: JsonObject;
  readonly others: { readonly [name: string]: JsonObject };
}

/** Flows that refer to each other: one of each kind that another can call, and the one that begins, whatever it is. */
const OTHER_TYPES: { readonly [name: string]: FlowType } = {
  module: 'commonModule',
  'inner module': 'commonModule',
  bot: 'botFlow',
  digital: 'digitalBot',
  waiting: 'inqueueCall',
  further: 'inboundCall',
  written: 'inboundMessage',
  secure: 'secureCall',
};
/** Every type; more of those in which most happens. */
const MAIN_TYPES: readonly FlowType[] = [
  ...RUNNABLE_FLOW_TYPES,
  ...(['inboundCall', 'inboundCall', 'inboundCall', 'botFlow', 'botFlow', 'digitalBot'] as const),
];
const INTENTS = ['book', 'cancel', 'constructor'];

/** @param nonsense one setting in so many is nonsense; 0: none is. */
export function randomFlows(random: Random, nonsense: number): RandomFlows {
  const others = Object.entries(OTHER_TYPES)
    .filter(() => random.below(2) === 0)
    .map(([name, type]) => [name, randomFlow(name, type, random, nonsense)] as const);
  const main = randomFlow('random', random.pick(MAIN_TYPES), random, nonsense);
  return { main, others: Object.fromEntries(others) };
}

function randomFlow(name: string, type: FlowType, random: Random, nonsense: number): JsonObject {
  const { containers } = FLOW_TYPES[type];
  const [first = 'task'] = containers.filter(() => random.below(3) > 0).concat(containers);
  const around = (kind: ContainerKind) => newAround(kind, type, random, nonsense);
  const setting = (key: 'settings' | 'nlu') =>
    randomSettings(FlowSchema.properties[key], key, around('task'));
  return {
    type,
    name,
    languages: random.pick([['en-US'], ['en-US', 'de-DE'], ['tlh']]),
    startUp: { [first]: random.pick(CONTAINERS[first]) },
    variables: variables(type, random),
    ...(random.below(2) === 0 ? { settings: setting('settings') } : {}),
    ...(BOT_FLOWS.includes(type) ? { nlu: setting('nlu') } : {}),
    ...(random.below(3) === 0 ? { initialGreeting: 'Good day, {{Flow.string}}.' } : {}),
    ...(random.below(3) === 0 ? { errorHandling: errorHandling(type, random) } : {}),
    ...Object.fromEntries(
      containers.map((kind) => [
        containersKey(kind),
        Object.fromEntries(CONTAINERS[kind].map((one) => [one, body(kind, one, around(kind))])),
      ]),
    ),
  };
}

const CONTAINERS: { readonly [kind in ContainerKind]: readonly string[] } = {
  task: ['main', 'second', 'toString'],
  menu: ['top', 'sub', 'deep'],
  state: ['begin', 'end'],
  bot: ['greet', 'ask'],
};

function body(kind: ContainerKind, name: string, around: Around): Json {
  return kind === 'menu' ? randomSettings(settingsSchema(menu), '', around) : around.actions(name);
}

function errorHandling(type: FlowType, random: Random): JsonObject {
  const containers: readonly ContainerKind[] = FLOW_TYPES[type].containers;
  const ways: JsonObject[] = [{ disconnect: true }, { queue: 'Sales' }, { task: 'second' }];
  if (containers.includes('menu')) ways.push({ menu: 'sub' });
  if (containers.includes('bot')) ways.push({ exit: true });
  const way = random.pick(ways);
  return random.below(2) === 0 ? way : { ...way, audio: 'Sorry {{Flow.integer}}.' };
}

const INITIAL: { readonly [type: string]: readonly Json[] } = {
  string: ['yes', '12', 'a,b'],
  integer: [2, -1],
  decimal: [1.5],
  boolean: [true, false],
  stringCollection: [{ exp: 'MakeList("a", "b")' }, { exp: 'Split("x,y", Flow.string)' }],
  json: [{ lit: { a: { b: 1 }, list: [1, null] } }],
  dateTime: ['2026-01-05T10:00:00Z'],
  duration: [{ exp: 'MakeDuration(0, 0, 0, 5)' }],
};

/** A variable of every type there is, so that whatever an action wants has one. */
function variables(flowType: FlowType, random: Random): JsonObject {
  const declared = VARIABLE_TYPES.map((type): readonly [string, Json] => {
    const initial = random.below(2) === 0 ? INITIAL[type] : undefined;
    return [
      `Flow.${type}`,
      {
        type,
        ...(initial === undefined ? {} : { initialValue: random.pick(initial) }),
        ...(random.below(2) === 0 ? { isInput: true } : {}),
        ...(random.below(8) === 0 ? { isOutput: true } : {}),
      },
    ];
  });
  const slots = ['string', 'integer', 'boolean', 'date'].map((type) => [`Slot.${type}`, { type }] as const);
  return Object.fromEntries(BOT_FLOWS.includes(flowType) ? [...declared, ...slots] : declared);
}

function newAround(kind: ContainerKind, flowType: FlowType, random: Random, nonsense: number): Around {
  return {
    random,
    nonsense,
    leftOut: 3,
    flowType,
    prefix: kind === 'state' || kind === 'bot' ? 'State' : 'Task',
    names: NAMES,
    actions: (path) => randomActions(path, { kind, flowType, random, nonsense, depth: 2, isInLoop: false }),
  };
}

const VARIABLE_NAMES = ['Flow.string', 'Flow.integer', 'Flow.json', 'string', 'Task.a', 'a'];

/** What names there are, by the kind of a setting or the key it stands under. */
const NAMES: Around['names'] = {
  ...CONTAINERS,
  flow: [...Object.keys(OTHER_TYPES), 'random', 'elsewhere'],
  module: ['module', 'inner module', 'module', 'elsewhere'],
  bot: ['bot', 'digital', 'Sales'],
  inQueueFlow: ['waiting'],
  dataAction: ['look up', 'send'],
  intent: INTENTS,
  'intents keys': INTENTS,
  utterances: ['I want to book', 'book {string}', 'cancel it'],
  'utterances item': ['I want to {string}', 'book for {integer}', 'cancel it', 'yes'],
  'slots keys': ['string', 'integer', 'boolean', 'date'],
  'slots item': ['string', 'integer', 'boolean', 'date', 'colour'],
  'slotTypes keys': ['colour'],
  pattern: ['[a-z]+', '\\d{4}', '(a|b)*c'],
  'inputs keys': [...VARIABLE_NAMES, 'number', 'n', 'b'],
  'saveOutputs keys': VARIABLE_NAMES,
  'successOutputs keys': ['agreed', 'text', 'integer'],
  'failureOutputs keys': ['errorType', 'errorMessage'],
  'foundOutputs keys': ['name', 'open'],
  'outputs keys': ['default', 'failure', 'done', 'book', 'constructor'],
  'choices keys': ['1', '2', '9', '#', '*', 'words'],
  defaultChoice: ['1', '2'],
  language: ['en-US', 'de-DE', 'fr-FR'],
};

/** Where a list of actions stands. */
interface List {
  readonly kind: ContainerKind;
  readonly flowType: FlowType;
  readonly random: Random;
  readonly nonsense: number;
  /** How many lists may still stand in each other. */
  readonly depth: number;
  readonly isInLoop: boolean;
}

/** A list of actions that are mostly made for the flow's type, and mostly do not end it. */
function randomActions(path: string, list: List): Json {
  const { random, depth } = list;
  const inner = { ...list, depth: depth - 1, isInLoop: list.isInLoop || path === 'loop' };
  if (depth <= 0) return [];
  return Array.from({ length: 1 + random.below(3 * depth) }, () => randomAction(inner));
}

function randomAction(list: List): JsonObject {
  const { kind, flowType, random, nonsense } = list;
  const type = suitable(list);
  const around = {
    ...newAround(kind, flowType, random, nonsense),
    actions: (path: string) => randomActions(path, list),
  };
  const settings = randomSettings(settingsSchema(type), '', around);
  return { [type.type]: settings, ...(random.below(20) === 0 ? { note: 'A note.' } : {}) };
}

function suitable(list: List): FlowActionType {
  const { flowType, random, isInLoop } = list;
  const type = random.pick(random.below(3) === 0 ? WAITING : FLOW_ACTIONS);
  const isOdd = type.flowTypes?.includes(flowType) === false && random.below(30) > 0;
  const ends = type.terminates === true && random.below(3) > 0;
  const isOutside = type.leavesRound !== undefined && !isInLoop;
  return isOdd || ends || isOutside ? suitable(list) : type;
}

const WAITING = FLOW_ACTIONS.filter(
  (type) => type.resume !== undefined || type.calls === true || type.callsFlow,
);
