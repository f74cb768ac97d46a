import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { newRandom, type Random } from '../support/random.ts';

/** A flow with sub-flows as a large organization has them: menus below menus, digits that are compared, data actions, modules. */
export interface LargeFlow {
  readonly main: JsonObject;
  readonly modules: { readonly [name: string]: JsonObject };
}

const MODULES = 12;
/** Parts of the main menu; each has menus and tasks of its own. */
const AREAS = 12;

/** Makes a flow of about 500 actions with 12 common modules. */
export function largeFlow(seed: number): LargeFlow {
  const random = newRandom(seed);
  const modules = Object.fromEntries(
    Array.from({ length: MODULES }, (_, index) => [`module ${index}`, moduleFlow(index, random)]),
  );
  const areas = Array.from({ length: AREAS }, (_, index) => index);
  const menus = Object.fromEntries([
    [
      'main',
      menu(
        Object.fromEntries(
          areas.map((area) => ['123456789*0#'[area] ?? '', [{ jumpToMenu: `area${area}` }]]),
        ),
      ),
    ],
    ...areas.flatMap((area) => [
      [
        `area${area}`,
        menu({
          '1': [{ jumpToMenu: `deep${area}` }],
          '2': [{ jumpToTask: `work${area}` }],
          '9': [{ jumpToMenu: 'main' }],
        }),
      ],
      [
        `deep${area}`,
        menu({
          '1': [{ jumpToTask: `work${area}` }],
          '2': [{ setParticipantData: { deep: String(area) } }, { jumpToTask: `pay${area}` }],
        }),
      ],
    ]),
  ]) as JsonObject;
  const tasks = Object.fromEntries(
    areas.flatMap((area) => [
      [`work${area}`, work(area, random)],
      [`pay${area}`, pay(area, random)],
    ]),
  ) as JsonObject;
  return {
    main: {
      type: 'inboundCall',
      name: 'Large',
      variables: {
        'Flow.account': { type: 'string' },
        'Flow.level': { type: 'integer', initialValue: 0 },
        'Flow.state': { type: 'string' },
      },
      startUp: { menu: 'main' },
      menus,
      tasks,
    },
    modules,
  };
}

function menu(choices: { readonly [key: string]: readonly Json[] }): JsonObject {
  return {
    audio: 'Choose.',
    choices: Object.fromEntries(Object.entries(choices).map(([key, actions]) => [key, { actions }])),
    repeatCount: 2,
  };
}

function decide(condition: string, yes: readonly Json[], no: readonly Json[]): JsonObject {
  return { decision: { condition: { exp: condition }, outputs: { yes, no } } };
}

function work(area: number, random: Random): readonly Json[] {
  const code = String(1000 + random.below(9000));
  return [
    {
      collectInput: {
        audio: 'Your code?',
        digits: { min: 4, max: 4 },
        saveAs: 'Flow.account',
        outputs: { failure: [{ playAudio: 'Nothing came.' }] },
      },
    },
    decide(
      `Flow.account == "${code}"`,
      [{ playAudio: 'Welcome back.' }, say(area)],
      [{ playAudio: 'Hello.' }],
    ),
    {
      callData: {
        dataAction: 'look',
        inputs: { id: { var: 'Flow.account' } },
        successOutputs: { state: 'Flow.state', level: 'Flow.level' },
        outputs: {
          failure: [{ playAudio: 'Failed.' }, { jumpToMenu: 'main' }],
          timeout: [{ playAudio: 'Too slow.' }, { disconnect: {} }],
        },
      },
    },
    {
      switch: {
        value: { var: 'Flow.state' },
        cases: [
          { case: `open${area}`, actions: [call(area, 'open'), { playAudio: 'Open.' }] },
          { case: `closed${area}`, actions: [call(area + 1, 'closed'), { playAudio: 'Closed.' }] },
          { case: 'stuck', actions: [{ jumpToTask: `pay${area}` }] },
        ],
        default: [{ playAudio: 'Unknown.' }],
      },
    },
    decide('Flow.level > 5', [{ playAudio: 'High.' }, say(area)], [{ playAudio: 'Low.' }]),
    { transferToAcd: { queue: 'Support', outputs: { failure: [{ playAudio: 'Nobody.' }] } } },
    { disconnect: {} },
  ];
}

function pay(area: number, random: Random): readonly Json[] {
  const limit = 10 + random.below(80);
  return [
    {
      collectInput: {
        audio: 'How much?',
        digits: { min: 1, max: 5, terminator: '#' },
        saveAs: 'Task.amount',
      },
    },
    decide('IsSet(Task.amount)', [{ updateData: { 'Flow.level': { exp: 'ToInt(Task.amount)' } } }], []),
    decide(
      `Flow.level > ${limit}`,
      [
        call(area, 'high'),
        decide(`Flow.level == ${limit * 3}`, [{ playAudio: 'Exactly.' }], [{ playAudio: 'More.' }]),
      ],
      [call(area + 3, 'low')],
    ),
    { setParticipantData: { paid: { var: 'Task.amount' } } },
    { playAudio: 'Paid.' },
    say(area),
    { disconnect: {} },
  ];
}

function say(area: number): JsonObject {
  return { playAudio: `Area ${area}.` };
}

function call(index: number, kind: string): JsonObject {
  return {
    callCommonModule: {
      module: `module ${index % MODULES}`,
      inputs: { 'Common.kind': kind },
      outputs: { done: [{ playAudio: 'Done.' }], again: [{ jumpToMenu: 'main' }] },
    },
  };
}

function moduleFlow(index: number, random: Random): JsonObject {
  const pin = String(10 + random.below(90));
  return {
    type: 'commonModule',
    name: `Module ${index}`,
    variables: { 'Common.kind': { type: 'string', isInput: true }, 'Common.pin': { type: 'string' } },
    startUp: { task: 'main' },
    tasks: {
      main: [
        decide('Common.kind == "open"', [{ playAudio: 'Open it.' }], [{ playAudio: 'Other.' }]),
        {
          collectInput: { audio: 'Pin?', digits: { exact: 2 }, saveAs: 'Common.pin' },
        },
        decide(`Common.pin == "${pin}"`, [{ endTask: { output: 'done' } }], []),
        { callData: { dataAction: 'look', inputs: { id: { var: 'Common.pin' } } } },
        { playAudio: 'Not right.' },
        { endTask: { output: 'again' } },
      ],
    },
  };
}
