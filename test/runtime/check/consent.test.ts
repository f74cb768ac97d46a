import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/authoring/diagnostic.ts';
import type { Json, JsonObject } from '../../../src/authoring/json.ts';
import { compileFlow, type FlowPart } from '../../../src/runtime/compile.ts';
import {
  call,
  callTask,
  DATA_ACTIONS,
  disconnect,
  exp,
  grant,
  of,
  send,
  set,
  typed,
  VARIABLES,
  when,
} from './consent-flows.ts';

const CODES = ['CONSENT_MISSING', 'CONSENT_UNDECIDED', 'CONSENT_ASSUMED', 'ASSUMPTION_UNUSED'];

/** A flow by its telling parts: `actions` is the task `main`, where it starts. */
function flowOf({ actions, tasks, variables, ...rest }: JsonObject): JsonObject {
  return {
    type: 'inboundCall',
    name: 'case',
    startUp: { task: 'main' },
    variables: { ...(rest['type'] === undefined ? VARIABLES : {}), ...(variables as JsonObject | undefined) },
    tasks: { ...(actions === undefined ? {} : { main: actions }), ...(tasks as JsonObject | undefined) },
    ...rest,
  };
}

function found(flow: JsonObject, flows: { readonly [name: string]: JsonObject } = {}): readonly Diagnostic[] {
  const { diagnostics } = compileFlow({
    file: 'case.flow.json',
    flow: flowOf(flow),
    taskFiles: new Map(),
    flows: new Map(
      Object.entries(flows).map(([name, one]): [string, FlowPart] => [
        name,
        { file: `${name}.flow.json`, flow: flowOf(one), taskFiles: new Map() },
      ]),
    ),
    dataActions: new Map(Object.entries(DATA_ACTIONS)),
    hash: 'hash',
  });
  const others = diagnostics.filter(({ severity, code }) => severity === 'error' && !CODES.includes(code));
  if (others.length > 0) throw new Error(JSON.stringify(others, null, 2));
  return diagnostics.filter(({ code }) => CODES.includes(code));
}

/** What is found, in short: `proven`, or for each send the way that breaks it. */
function verdict(flow: JsonObject, flows?: { readonly [name: string]: JsonObject }): Json {
  const all = found(flow, flows);
  if (all.length === 0) return 'proven';
  return all.map(({ code, hint = '' }) =>
    code === 'CONSENT_MISSING' ? (/^(?:the way there: )?(.*?); /.exec(hint)?.[1] ?? hint) : code,
  );
}

const actions = (...all: JsonObject[]): JsonObject => ({ actions: [...all, disconnect] });

const PROVEN: { readonly [name: string]: JsonObject } = {
  'no send at all': actions(set({ 'Flow.number': '1' })),
  'a send by SMS': actions(call('sendSms', { to: of('Flow.number') })),
  'a channel that the flow says is SMS': actions(call('sendOn', { to: of('Flow.number'), channel: 'sms' })),
  'recorded, then sent': actions(grant(of('Flow.number')), send(of('Flow.number'))),
  'sent on the success path itself': actions(
    call('grant', { number: of('Flow.number') }, { outputs: { success: [send(of('Flow.number'))] } }),
  ),
  'recorded for the caller, sent to the caller': actions(grant(of('Call.Ani')), send(of('Flow.number'))),
  'the number without its plus': actions(
    grant(of('Flow.number')),
    send({ Replace: [of('Flow.number'), '+', ''] }),
  ),
  'a phone number by its e164': actions(
    grant(exp('Flow.phone.e164')),
    send(exp('Replace(Flow.phone.e164, "+", "")')),
  ),
  'the same number as rule and as expression': actions(
    grant({ Replace: [of('Flow.phone.e164'), '+', ''] }),
    send(exp('Replace(Flow.phone.e164, "+", "")')),
  ),
  'a phone number and the text it was made of': actions(grant(of('Call.Ani')), send(of('Flow.phone.e164'))),
  'a text with the number in it': actions(grant('{{Flow.number}}'), send('+{{Flow.number}}')),
  'typed digits with a plus before': actions(
    typed('Task.typed'),
    set({ 'Flow.phone': { ToPhoneNumber: { cat: ['+', of('Task.typed')] } } }),
    grant(of('Task.typed')),
    send(of('Flow.phone.e164')),
  ),
  'a copy of the number': actions(
    set({ 'Flow.other': of('Flow.number') }),
    grant(of('Flow.number')),
    send(of('Flow.other')),
  ),
  'the number was copied before the variable changed': actions(
    grant(of('Flow.number')),
    set({ 'Flow.other': of('Flow.number') }),
    set({ 'Flow.number': '4917' }),
    send(of('Flow.other')),
  ),
  'both branches record': actions(
    when(exp('Flow.index > 1'), [grant(of('Flow.number'))], [grant(of('Flow.number'))]),
    send(of('Flow.number')),
  ),
  'each branch takes and records a number of its own': actions(
    when(exp('Flow.index > 1'), [typed('Flow.number'), grant(of('Flow.number'))], [grant(of('Flow.number'))]),
    send(of('Flow.number')),
  ),
  'one of two numbers, both recorded': actions(
    grant(of('Flow.number')),
    grant(of('Flow.other')),
    send(exp('If(Flow.agreed, Flow.number, Flow.other)')),
  ),
  'a number that depends on a condition, recorded as it came out': actions(
    set({ 'Flow.other': exp('If(Flow.agreed, Flow.number, "4917")') }),
    grant(of('Flow.other')),
    send(of('Flow.other')),
  ),
  'a flag that is set where the consent was recorded': actions(
    set({ 'Flow.agreed': false }),
    when(exp('Flow.index > 1'), [grant(of('Flow.number')), set({ 'Flow.agreed': true })]),
    when(of('Flow.agreed'), [send(of('Flow.number'))]),
  ),
  'the register was asked and said yes': actions(
    call('ask', { number: of('Flow.number') }, { successOutputs: { agreed: 'Flow.agreed' } }),
    when(of('Flow.agreed'), [send(of('Flow.number'))]),
  ),
  'the register was asked by its status': actions(
    call('askStatus', { number: of('Flow.number') }, { successOutputs: { status: 'Task.status' } }),
    when({ '==': [of('Task.status'), 'granted'] }, [send(of('Flow.number'))]),
  ),
  'the status in a switch': actions(
    call('askStatus', { number: of('Flow.number') }, { successOutputs: { status: 'Task.status' } }),
    {
      switch: {
        value: of('Task.status'),
        cases: [
          { case: 'withdrawn', actions: [disconnect] },
          { case: 'granted', actions: [send(of('Flow.number'))] },
        ],
      },
    },
  ),
  'the register said no, so the flow ends': actions(
    call('askStatus', { number: of('Flow.number') }, { successOutputs: { status: 'Task.status' } }),
    when(exp('Task.status != "granted" or IsNotSetOrEmpty(Flow.other)'), [disconnect]),
    send(of('Flow.number')),
  ),
  'asked, and recorded where there was none': actions(
    call('ask', { number: of('Flow.number') }, { successOutputs: { agreed: 'Flow.agreed' } }),
    when({ '!': of('Flow.agreed') }, [grant(of('Flow.number'))]),
    send(of('Flow.number')),
  ),
  'the status recorded is written out': actions(
    call(
      'record',
      { number: of('Flow.number'), status: 'granted' },
      { outputs: { success: [send(of('Flow.number'))] } },
    ),
  ),
  'a task records for its input': {
    ...actions(callTask('record', { 'Task.n': of('Flow.number') }), send(of('Flow.number'))),
    tasks: { record: { variables: { 'Task.n': { type: 'string' } }, actions: [grant(of('Task.n'))] } },
  },
  'a task sends to its input': {
    ...actions(grant(of('Flow.number')), callTask('write', { n: exp('Replace(Flow.number, "+", "")') })),
    tasks: { write: { variables: { 'Task.n': { type: 'string' } }, actions: [send(of('Task.n'))] } },
  },
  'a task says by its output path that it recorded': {
    ...actions(callTask('record', {}, { recorded: [send(of('Flow.number'))], failed: [disconnect] })),
    tasks: {
      record: [
        call(
          'grant',
          { number: of('Flow.number') },
          {
            outputs: {
              success: [{ endTask: 'recorded' }],
              failure: [{ endTask: 'failed' }],
              timeout: [{ endTask: 'failed' }],
            },
          },
        ),
        { endTask: 'failed' },
      ],
    },
  },
  'every round of a loop records the number it took': actions({
    loop: {
      count: 3,
      outputs: { loop: [typed('Task.n'), grant(of('Task.n')), send(of('Task.n'))] },
    },
  }),
  'a loop that leaves by a jump once a number was taken': {
    ...actions({
      loop: {
        count: 3,
        outputs: { loop: [typed('Flow.number'), when(exp('Flow.index > 1'), [{ jumpToTask: 'agreed' }])] },
      },
    }),
    tasks: { agreed: [grant(of('Flow.number')), send(of('Flow.number')), disconnect] },
  },
  'a menu that is heard again': {
    startUp: { menu: 'ask' },
    menus: {
      ask: {
        audio: 'Agree?',
        choices: {
          '1': { actions: [{ jumpToTask: 'agreed' }] },
          '2': { actions: [{ jumpToMenu: 'ask' }] },
        },
      },
    },
    tasks: { agreed: [grant(of('Flow.number')), send(of('Flow.number')), { jumpToMenu: 'ask' }] },
  },
  'the item of a list': actions(
    call('lookUp', {}, { successOutputs: { phones: 'Flow.phones' } }),
    grant(exp('GetAt(Flow.phones, 0)')),
    send(exp('GetAt(Flow.phones, 0)')),
  ),
  'a member of what a data action gave': actions(
    call('lookUp', {}, { successOutputs: { person: 'Flow.person' } }),
    grant(of('Flow.person.phone')),
    send(of('Flow.person.phone')),
  ),
  'no number, no message': actions(set({ 'Flow.number': null }), send(of('Flow.number'))),
  'a number written out': actions(grant('+49 170 1234567'), send('491701234567')),
};

const BROKEN: { readonly [name: string]: readonly [flow: JsonObject, ...ways: string[]] } = {
  'sent at once': [actions(send(of('Flow.number'))), 'every call comes here'],
  'sent before it is recorded': [
    actions(send(of('Flow.number')), grant(of('Flow.number'))),
    'every call comes here',
  ],
  'the failure of recording is not wired': [
    actions(call('grant', { number: of('Flow.number') }), send(of('Flow.number'))),
    'failure of `main/callData`',
  ],
  'recording timed out': [
    actions(
      call('grant', { number: of('Flow.number') }, { outputs: { failure: [disconnect] } }),
      send(of('Flow.number')),
    ),
    'timeout of `main/callData`',
  ],
  'sent on the failure path': [
    actions(grant(of('Flow.number'), { failure: [send(of('Flow.number'))] })),
    'failure of `main/callData`',
  ],
  'recorded in one branch only': [
    actions(when(exp('Flow.index > 1'), [grant(of('Flow.number'))]), send(of('Flow.number'))),
    'no of `main/decision`',
  ],
  'another number was recorded': [
    actions(typed('Flow.other'), grant(of('Flow.other')), send(of('Flow.number'))),
    'type digits at `main/collectInput` → success of `main/callData`',
  ],
  'the number is typed anew after the consent': [
    actions(grant(of('Flow.number')), typed('Flow.number'), send(of('Flow.number'))),
    'success of `main/callData` → type digits at `main/collectInput`',
  ],
  'a copy is made, then the original changes': [
    actions(
      set({ 'Flow.other': of('Flow.number') }),
      set({ 'Flow.number': '4917' }),
      grant(of('Flow.number')),
      send(of('Flow.other')),
    ),
    'success of `main/callData`',
  ],
  'two variables are set in the wrong order': [
    actions(
      grant(of('Flow.number')),
      set({ 'Flow.number': '4917', 'Flow.other': of('Flow.number') }),
      send(of('Flow.other')),
    ),
    'success of `main/callData`',
  ],
  'the consent is for another channel': [
    actions(
      call(
        'grantOn',
        { number: of('Flow.number'), channel: 'sms' },
        { outputs: { success: [send(of('Flow.number'))] } },
      ),
    ),
    'success of `main/callData`',
  ],
  'nobody knows the channel of the consent': [
    actions(
      call(
        'grantOn',
        { number: of('Flow.number'), channel: of('Flow.status') },
        { outputs: { success: [send(of('Flow.number'))] } },
      ),
    ),
    'success of `main/callData`',
  ],
  'nobody knows the channel of the message': [
    actions(call('sendOn', { to: of('Flow.number'), channel: of('Flow.status') })),
    // Flow.status is never set, and the platform would refuse; only a value that is set can send.
  ],
  'a status that is no grant': [
    actions(
      call(
        'record',
        { number: of('Flow.number'), status: 'withdrawn' },
        { outputs: { success: [send(of('Flow.number'))] } },
      ),
    ),
    'success of `main/callData`',
  ],
  'a status that only the call knows': [
    actions(
      typed('Flow.status'),
      call(
        'record',
        { number: of('Flow.number'), status: of('Flow.status') },
        { outputs: { success: [send(of('Flow.number'))] } },
      ),
    ),
    'type digits at `main/collectInput` → success of `main/callData`',
  ],
  'withdrawn again': [
    actions(
      grant(of('Flow.number')),
      call('withdraw', { number: of('Flow.number') }),
      send(of('Flow.number')),
    ),
    'success of `main/callData` → success of `main/callData-2`',
  ],
  'withdrawn for a number that may be the same': [
    actions(
      typed('Flow.other'),
      grant(of('Flow.number')),
      call('withdraw', { number: of('Flow.other') }),
      send(of('Flow.number')),
    ),
    'type digits at `main/collectInput` → success of `main/callData` → success of `main/callData-2`',
  ],
  'the register was asked, nobody looked at the answer': [
    actions(
      call('ask', { number: of('Flow.number') }, { successOutputs: { agreed: 'Flow.agreed' } }),
      send(of('Flow.number')),
    ),
    'success of `main/callData`',
  ],
  'the register said no': [
    actions(
      call('ask', { number: of('Flow.number') }, { successOutputs: { agreed: 'Flow.agreed' } }),
      when(of('Flow.agreed'), [disconnect], [send(of('Flow.number'))]),
    ),
    'success of `main/callData` → no of `main/decision`',
  ],
  'one of two conditions is enough': [
    actions(
      call('ask', { number: of('Flow.number') }, { successOutputs: { agreed: 'Flow.agreed' } }),
      when({ or: [of('Flow.agreed'), { '==': [of('Flow.index'), 1] }] }, [send(of('Flow.number'))]),
    ),
    'success of `main/callData` → yes of `main/decision`',
  ],
  'the answer is compared with another status': [
    actions(
      call('askStatus', { number: of('Flow.number') }, { successOutputs: { status: 'Flow.status' } }),
      when({ '==': [of('Flow.status'), 'withdrawn'] }, [send(of('Flow.number'))]),
    ),
    'success of `main/callData` → yes of `main/decision`',
  ],
  'asked about a number that changed before the answer was looked at': [
    actions(
      call('ask', { number: of('Flow.number') }, { successOutputs: { agreed: 'Flow.agreed' } }),
      typed('Flow.number'),
      when(of('Flow.agreed'), [send(of('Flow.number'))]),
    ),
    'success of `main/callData` → type digits at `main/collectInput` → yes of `main/decision`',
  ],
  'asked, withdrawn, then the old answer is looked at': [
    actions(
      call('ask', { number: of('Flow.number') }, { successOutputs: { agreed: 'Flow.agreed' } }),
      call('withdraw', { number: of('Flow.number') }),
      when(of('Flow.agreed'), [send(of('Flow.number'))]),
    ),
    'success of `main/callData` → success of `main/callData-2` → yes of `main/decision`',
  ],
  'recorded in the first round only': [
    actions({
      loop: {
        count: 3,
        outputs: {
          loop: [
            typed('Flow.number'),
            when(of('Flow.agreed'), [], [grant(of('Flow.number')), set({ 'Flow.agreed': true })]),
            send(of('Flow.number')),
          ],
        },
      },
    }),
    'loop of `main/loop` → type digits at `main/loop/loop/collectInput` → no of `main/loop/loop/decision` → success of `main/loop/loop/decision/no/callData` → success of `main/loop/loop/callData` → loop of `main/loop` → type digits at `main/loop/loop/collectInput` → yes of `main/loop/loop/decision`',
  ],
  'recorded in a loop that may run no round': [
    actions(
      { loop: { count: of('Flow.index'), outputs: { loop: [grant(of('Flow.number'))] } } },
      send(of('Flow.number')),
    ),
    'no further round of `main/loop`',
  ],
  'one of two numbers, one recorded': [
    actions(
      typed('Flow.other'),
      grant(of('Flow.number')),
      send(exp('If(Flow.agreed, Flow.number, Flow.other)')),
    ),
    'type digits at `main/collectInput` → success of `main/callData`',
  ],
  'a number that loses its zeros': [
    actions(grant(of('Flow.number')), set({ 'Flow.index': of('Flow.number') }), send('{{Flow.index}}')),
    'success of `main/callData`',
  ],
  'a part of the number': [
    actions(grant(of('Flow.number')), send({ Left: [of('Flow.number'), 5] })),
    'success of `main/callData`',
  ],
  'a digit before the number': [
    actions(grant(of('Flow.number')), send('1{{Flow.number}}')),
    'success of `main/callData`',
  ],
  'another item of the list': [
    actions(
      call('lookUp', {}, { successOutputs: { phones: 'Flow.phones' } }),
      grant(exp('GetAt(Flow.phones, 0)')),
      send(exp('GetAt(Flow.phones, 1)')),
    ),
    'success of `main/callData` → success of `main/callData-2`',
  ],
  'another member': [
    actions(
      call('lookUp', {}, { successOutputs: { person: 'Flow.person' } }),
      grant(of('Flow.person.phone')),
      send(of('Flow.person.mobile')),
    ),
    'success of `main/callData` → success of `main/callData-2`',
  ],
  'the look-up runs again between': [
    actions(
      call('lookUp', {}, { successOutputs: { number: 'Flow.number' } }),
      grant(of('Flow.number')),
      call('lookUp', {}, { successOutputs: { number: 'Flow.number' } }),
      send(of('Flow.number')),
    ),
    'success of `main/callData` → success of `main/callData-2` → success of `main/callData-3`',
  ],
  'participant data may have changed outside': [
    actions(
      { getParticipantData: { number: 'Flow.number' } },
      grant(of('Flow.number')),
      { getParticipantData: { number: 'Flow.other' } },
      send(of('Flow.other')),
    ),
    'success of `main/callData`',
  ],
  'the data action does not tell whom it writes to': [
    actions(grant(of('Flow.number')), call('sendToUnknown', { to: of('Flow.number') })),
    'success of `main/callData`',
  ],
  'error handling sends': [
    {
      ...actions(grant(of('Flow.number')), send(of('Flow.number'))),
      errorHandling: { task: 'sorry' },
      tasks: { sorry: [send(of('Flow.number')), disconnect] },
    },
    'an error at the start of case',
  ],
  'a task that is called sends to what nobody recorded': [
    {
      ...actions(grant(of('Flow.number')), callTask('write', { 'Task.n': of('Flow.other') })),
      tasks: { write: { variables: { 'Task.n': { type: 'string' } }, actions: [send(of('Task.n'))] } },
      variables: { 'Flow.other': { type: 'string', isInput: true } },
    },
    'success of `main/callData`',
  ],
  'the task that is called leaves by a path without a consent': [
    {
      ...actions(callTask('record'), send(of('Flow.number'))),
      tasks: {
        record: [
          call('grant', { number: of('Flow.number') }, { outputs: { success: [{ endTask: 'done' }] } }),
        ],
      },
    },
    'failure of `record/callData`',
  ],
  'a choice of the menu goes past the consent': [
    {
      startUp: { menu: 'ask' },
      menus: {
        ask: {
          audio: 'Agree?',
          choices: {
            '1': { actions: [grant(of('Flow.number')), { jumpToTask: 'write' }] },
            '2': { actions: [{ jumpToTask: 'goodbye' }] },
            late: { terms: ['later'], actions: [typed('Flow.other'), { jumpToTask: 'write' }] },
          },
          defaultChoice: '2',
        },
      },
      tasks: { write: [send(of('Flow.number')), disconnect], goodbye: [disconnect] },
    },
    'say "later" at menu `ask` → type digits at `menu:ask/late/collectInput`',
  ],
};

/** A common module that records the consent for its input and gives the number back. */
const MODULE: JsonObject = {
  type: 'commonModule',
  name: 'Record',
  variables: {
    'Common.number': { type: 'string', isInput: true },
    'Common.out': { type: 'string', isOutput: true },
  },
  actions: [
    grant(of('Common.number'), { failure: [{ endTask: 'failed' }], timeout: [{ endTask: 'failed' }] }),
    set({ 'Common.out': of('Common.number') }),
    { endTask: 'recorded' },
  ],
};
const module = (outputs: JsonObject): JsonObject => ({
  callCommonModule: {
    module: 'record',
    inputs: { number: of('Flow.number') },
    saveOutputs: { out: 'Flow.other' },
    outputs,
  },
});

describe('checkConsent', () => {
  for (const [name, flow] of Object.entries(PROVEN))
    it(`W6 proves: ${name}`, () => expect(verdict(flow)).toBe('proven'));

  for (const [name, [flow, ...ways]] of Object.entries(BROKEN))
    it(`W6 shows the way: ${name}`, () => expect(verdict(flow)).toEqual(ways.length === 0 ? 'proven' : ways));
});

describe('checkConsent over several flows', () => {
  it('W6 proves a send behind a common module that records', () => {
    const flow = actions(module({ failed: [disconnect] }), send(of('Flow.number')));
    expect(verdict(flow, { record: MODULE })).toBe('proven');
  });

  it('W6 follows what a common module gives back', () => {
    const flow = actions(module({ failed: [disconnect] }), send(of('Flow.other')));
    expect(verdict(flow, { record: MODULE })).toBe('proven');
  });

  it('W6 shows the way through a common module', () => {
    const flow = actions(module({}), send(of('Flow.number')));
    expect(verdict(flow, { record: MODULE })).toEqual(['failure of `flow:record/main/callData`']);
  });

  it('W6 finds a send within a common module', () => {
    const inner = { ...MODULE, actions: [send(of('Common.number')), { endTask: 'recorded' }] };
    expect(verdict(actions(module({})), { record: inner })).toEqual(['every call comes here']);
    expect(verdict(actions(grant(of('Flow.number')), module({})), { record: inner })).toBe('proven');
  });

  it('W6 forgets variables, not consents, in a flow that the call is transferred to', () => {
    const transfer = actions(grant(of('Flow.number')), { transferToFlow: { flow: 'other' } });
    const other = (to: Json): JsonObject => ({ name: 'Other', ...actions(send(to)) });
    expect(verdict(transfer, { other: other(of('Call.Ani')) })).toBe('proven');
    expect(verdict(transfer, { other: other(of('Flow.other')) })).toBe('proven');
    expect(
      verdict(transfer, {
        other: { ...other(of('Flow.x')), variables: { 'Flow.x': { type: 'string', initialValue: '4917' } } },
      }),
    ).toEqual(['success of `main/callData`']);
  });
});

describe('what checkConsent says', () => {
  const input = { 'Flow.to': { type: 'string', isInput: true } };

  it('W6 tells what is missing, and how an input can be vouched for', () => {
    expect(found({ ...actions(send(of('Flow.to'))), variables: input })).toEqual([
      {
        file: 'case.flow.json',
        pointer: '/tasks/main/0/callData',
        severity: 'error',
        code: 'CONSENT_MISSING',
        message:
          'a WhatsApp message can go out here without a granted consent: none was recorded or asked for that number on the way',
        hint: 'the way there: every call comes here; if whoever starts the flow makes sure of the consent, say so: "assumes": { "consent": ["Flow.to"] }',
      },
    ]);
  });

  it('W6 takes what the flow assumes', () => {
    const flow = { ...actions(send(of('Flow.to'))), variables: input, assumes: { consent: ['Flow.to'] } };
    expect(verdict(flow)).toBe('proven');
  });

  it('W6 holds an assumption for the value at the start only', () => {
    const flow = {
      ...actions(typed('Flow.to'), send(of('Flow.to'))),
      variables: input,
      assumes: { consent: ['Flow.to'] },
    };
    expect(verdict(flow)).toEqual(['type digits at `main/collectInput`']);
  });

  it('W6 does not take what a flow that is called assumes', () => {
    const inner = {
      ...MODULE,
      actions: [send(of('Common.number')), { endTask: 'recorded' }],
      assumes: { consent: ['Common.number'] },
    };
    expect(verdict(actions(module({})), { record: inner })).toEqual(['every call comes here']);
  });

  it('W6 warns of an assumption that nothing rests on', () => {
    const flow = {
      ...actions(grant(of('Flow.to')), send(of('Flow.to'))),
      variables: input,
      assumes: { consent: ['Flow.to'] },
    };
    expect(verdict(flow)).toEqual(['ASSUMPTION_UNUSED']);
  });

  it('W6 warns of a campaign, whose contacts no flow can tell', () => {
    expect(verdict(actions(call('campaign', {})))).toEqual(['CONSENT_ASSUMED']);
  });

  it('W6 says which consents there are instead', () => {
    const reason = (flow: JsonObject) => found(flow)[0]?.message.split(': ')[1];
    expect(reason(actions(typed('Flow.other'), grant(of('Flow.other')), send(of('Flow.number'))))).toBe(
      'the consent on the way is for another value (`Flow.other` from `main/collectInput`) than the number written to (`Call.Ani`)',
    );
    expect(
      reason(
        actions(call('grantOn', { number: of('Flow.number'), channel: 'sms' }), send(of('Flow.number'))),
      ),
    ).toBe('the consent on the way is for sms');
    expect(reason(actions(call('sendToUnknown', {})))).toBe(
      'the data action does not tell by one input whom it writes to',
    );
  });

  it('W6 assumes WhatsApp where only the call tells the channel', () => {
    const flow = actions(
      typed('Flow.status'),
      call('sendOn', { to: of('Flow.number'), channel: of('Flow.status') }),
    );
    expect(found(flow)[0]?.message).toContain('(only the call tells the channel; WhatsApp is assumed)');
  });

  /** A switch of many cases, each with a number of its own. */
  const many = (inCase: (number: string) => JsonObject[]): JsonObject => ({
    switch: {
      value: of('Flow.case'),
      cases: Array.from({ length: 60 }, (_, index) => ({
        case: index,
        actions: [set({ 'Flow.number': `49${index}`, 'Flow.other': `49${index}` }), ...inCase(`49${index}`)],
      })),
      default: [disconnect],
    },
  });

  const variables = { 'Flow.case': { type: 'integer', isInput: true } };

  it('W6 proves what all of very many ways have in common', () => {
    const later = actions(
      many(() => []),
      typed('Flow.other'),
      grant(of('Flow.number')),
      send(of('Flow.number')),
    );
    expect(verdict({ ...later, variables })).toBe('proven');
    const before = actions(
      many(() => [grant(of('Flow.number'))]),
      send(of('Flow.other')),
    );
    expect(verdict({ ...before, variables })).toBe('proven');
  });

  it('W6 shows the one of very many ways that has no consent', () => {
    const one = (number: string) => (number === '4955' ? [] : [grant(of('Flow.number'))]);
    expect(verdict({ ...actions(many(one), send(of('Flow.number'))), variables })).toEqual([
      'case 56 of `main/switch`',
    ]);
  });

  it('W6 says that it cannot decide where it no longer tells very many ways apart', () => {
    const one = (number: string) => [grant(number === '4955' ? '4917' : of('Flow.number'))];
    expect(verdict({ ...actions(many(one), send(of('Flow.number'))), variables })).toEqual([
      'CONSENT_UNDECIDED',
    ]);
  });

  it('W6 proves 500 actions and 12 sub-flows in well under a second', () => {
    const task = (number: number): JsonObject[] => [
      ...Array.from({ length: 12 }, () => [
        when(exp('Flow.index > 1'), [{ playAudio: 'Yes.' }]),
        { setParticipantData: { at: `${number}` } },
      ]).flat(),
      typed('Flow.number'),
      grant(of('Flow.number')),
      send(of('Flow.number')),
      number < 12 ? { callTask: `t${number + 1}` } : { endTask: true },
    ];
    const tasks = Object.fromEntries(
      Array.from({ length: 12 }, (_, number) => [`t${number + 1}`, task(number + 1)]),
    );
    const flow = { ...actions({ callTask: 't1' }), tasks, errorHandling: { task: 'sorry' } };
    const withError = { ...flow, tasks: { ...tasks, sorry: [disconnect] } };
    const before = performance.now();
    expect(verdict(withError)).toBe('proven');
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});
