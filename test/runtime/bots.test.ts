import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { compilePartial, heard, NOW, type OtherFlows, type Play, play, programOf } from './play.ts';

const bot = (actions: readonly JsonObject[], more: JsonObject = {}): JsonObject => ({
  type: 'botFlow',
  startUp: { bot: 'main' },
  bots: { main: actions },
  ...more,
});

const CALLER: JsonObject = {
  variables: { 'Flow.reason': { type: 'string' }, 'Flow.x': { type: 'string', initialValue: 'mine' } },
  actions: [
    { callBotFlow: { bot: 'bot', exitReason: 'Flow.reason' } },
    { playAudio: '{{Flow.reason}} {{Flow.x}}' },
    { disconnect: {} },
  ],
};

function called(flows: OtherFlows, plays: readonly Play[] = [], caller: JsonObject = CALLER) {
  const played = play(programOf(caller, {}, flows), plays);
  return { ...played, heard: heard(played.events), types: played.events.map(({ type }) => type) };
}

describe('A bot that a call calls', () => {
  it('has variables of its own and leaves those of the call alone', () => {
    const variables = { 'Flow.x': { type: 'string', initialValue: 'its' } };
    const { heard: texts } = called({
      bot: bot([{ communicate: '{{Flow.x}}' }, { exitBotFlow: {} }], { variables }),
    });
    expect(texts).toEqual(['its', 'TriggeredByFlow mine']);
  });

  it('may call a common module', () => {
    const module = { type: 'commonModule', actions: [{ endTask: {} }] };
    const { heard: texts } = called({
      bot: bot([{ callCommonModule: 'module' }, { communicate: 'Back.' }, { exitBotFlow: {} }]),
      module,
    });
    expect(texts).toEqual(['Back.', 'TriggeredByFlow mine']);
  });

  it('comes back with Error when a module that it calls cannot go on', () => {
    const variables = { 'Common.zero': { type: 'integer', initialValue: 0 } };
    const module = {
      type: 'commonModule',
      variables,
      actions: [{ updateData: { 'Common.zero': { exp: '1 / Common.zero' } } }, { endTask: {} }],
    };
    const { heard: texts } = called({
      bot: bot([{ callCommonModule: 'module' }, { exitBotFlow: {} }]),
      module,
    });
    expect(texts).toEqual(['Sorry, I cannot go on from here.', 'Error mine']);
  });

  it('ends with the call when the caller hangs up while it asks', () => {
    const { types, conversation } = called(
      { bot: bot([{ askForBoolean: { question: 'Well?' } }, { exitBotFlow: {} }]) },
      [{ hangUp: true }],
    );
    expect(conversation.ending?.reason).toBe('callerDisconnected');
    expect(types).not.toContain('leftFlow');
  });

  it('may hand the caller to a queue, and nothing comes back', () => {
    const { heard: texts, conversation } = called({
      bot: bot([
        { transferToAcd: { queue: 'Sales', outputs: { failure: [{ exitBotFlow: {} }] } } },
        { communicate: 'Never.' },
      ]),
    });
    expect(texts).toEqual([]);
    expect(conversation.ending?.reason).toBe('transferred');
  });

  it('forgets what it was begun with when it asked nothing', () => {
    const caller = {
      ...CALLER,
      actions: [
        { callBotFlow: { bot: 'bot', inputText: 'yes' } },
        { callBotFlow: { bot: 'asking' } },
        { disconnect: {} },
      ],
    };
    const { conversation } = called(
      {
        bot: bot([{ exitBotFlow: {} }]),
        asking: bot([{ askForBoolean: { question: 'Well?' } }, { exitBotFlow: {} }]),
      },
      [],
      caller,
    );
    expect(conversation.wait).toMatchObject({ for: 'answer', question: 'boolean' });
  });

  it('hears keys that were pressed before its question, unless it must be heard', () => {
    const asking = (settings: JsonObject) =>
      programOf(bot([{ askForBoolean: { question: 'Is it urgent?' } }, { exitBotFlow: {} }], settings));
    const environment = { speechCharactersPerSecond: 1 };
    const early = play(asking({}), [{ press: '1' }], { environment });
    expect(early.conversation.status).toBe('ended');
    const heardFirst = play(asking({ settings: { bot: { enableBargeIn: false } } }), [{ press: '1' }], {
      environment,
    });
    expect(heardFirst.conversation.wait).toMatchObject({ holdsKeys: true, dueAt: NOW + 13_000 });
  });
});

describe('A conversation in writing', () => {
  it('ends after 72 hours, however patient its bot is', () => {
    const patient = { settings: { bot: { noInputsTimeoutSeconds: 172_800, noInputsMax: 20 } } };
    const program = programOf({
      ...bot([{ askForBoolean: { question: 'Well?' } }, { exitBotFlow: {} }], patient),
      type: 'digitalBot',
    });
    const { conversation, steps } = play(program, [{ after: 80 * 3600 }]);
    expect(conversation.ending).toEqual({
      reason: 'flowDisconnected',
      detail: 'the conversation is older than 72 hours',
    });
    expect(steps.map((step) => step.conversation.wait?.dueAt)).toEqual([
      NOW + 48 * 3_600_000,
      NOW + 72 * 3_600_000,
      undefined,
    ]);
  });
});

describe('Error handling of a flow in writing', () => {
  it('R7 writes what its audio says', () => {
    const program = programOf({
      type: 'inboundMessage',
      startUp: { state: 'main' },
      errorHandling: { audio: 'Sorry, not now.' },
      states: { main: [{ callBotFlow: 'nowhere' }, { disconnect: {} }] },
    });
    const { events } = play(program, []);
    expect(events.filter(({ type }) => type === 'sentMessage')).toMatchObject([{ text: 'Sorry, not now.' }]);
    expect(heard(events)).toEqual([]);
  });
});

describe('Faults of a bot flow', () => {
  const codes = (flow: JsonObject) =>
    compilePartial(flow).diagnostics.map(({ code, pointer }) => `${code} ${pointer}`);

  it('R10 are told with their place in nlu and in the settings', () => {
    const flow = {
      ...bot([{ askForIntent: { question: 'Yes?', intents: { Cancle: [] } } }, { exitBotFlow: {} }], {
        variables: { 'Slot.a': { type: 'string' } },
        nlu: {
          intents: { Cancel: { utterances: ['cancel {b}'] } },
          slotTypes: { T: { pattern: '(?=a)' } },
          slots: { a: 'X' },
        },
        settings: { bot: { noMatchesMax: 99, noMatchApology: { exp: 'Slot.none' } } },
      }),
    };
    expect(codes(flow)).toEqual([
      'WRONG_VALUE /settings/bot/noMatchesMax',
      'UNKNOWN_INTENT /bots/main/0/askForIntent/intents/Cancle',
      'PATTERN /nlu/slotTypes/T/pattern',
      'UNKNOWN_SLOT /nlu/intents/Cancel/utterances/0',
      'UNKNOWN_SLOT_TYPE /nlu/slots/a',
    ]);
  });

  it('R10 find a text of the settings that cannot be worked out', () => {
    const settings = { bot: { noMatchApology: { exp: 'Slot.none' } } };
    expect(codes(bot([{ exitBotFlow: {} }], { settings }))).toEqual([
      'UNKNOWN_VARIABLE /settings/bot/noMatchApology/exp',
    ]);
  });

  it('R10 find a slot that is not declared', () => {
    expect(codes(bot([{ askForSlot: { slot: 'city', question: 'Where?' } }, { exitBotFlow: {} }]))).toEqual([
      'UNKNOWN_VARIABLE /bots/main/0/askForSlot/slot',
    ]);
  });

  it('R10 warn of bot actions in other flows', () => {
    expect(codes({ actions: [{ exitBotFlow: {} }] })).toEqual(['ACTION_FLOW_TYPE /tasks/main/0/exitBotFlow']);
  });
});
