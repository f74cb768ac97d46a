import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { checkFiles } from '../../src/files/check-files.ts';
import { createTestLoader } from '../../src/testing/load-tests.ts';
import { folderOf } from '../files/folder.ts';

const CONSENT = resolve('flows/whatsapp-consent.flow.json');
const ONE = { only: {} };

function faultsOf(
  content: JsonObject,
  name = 'some.test.json',
  others: { readonly [file: string]: unknown } = {},
) {
  const folder = folderOf({ [name]: content, ...others });
  return createTestLoader()
    .load(join(folder, name))
    .diagnostics.map(({ code, pointer, hint, line, column }) => ({ code, pointer, hint, line, column }));
}

function inTest(test: JsonObject): JsonObject {
  return { flow: CONSENT, tests: { only: test } };
}

describe('R10 a fault of a flow test', () => {
  it.each<[string, JsonObject, string, string, string?]>([
    ['no tests', { flow: CONSENT }, 'MISSING_SETTING', ''],
    [
      'an unknown member',
      { flow: CONSENT, tests: ONE, calers: {} },
      'UNKNOWN_SETTING',
      '/calers',
      'did you mean `caller`?',
    ],
    [
      'a misspelt expectation',
      inTest({ expect: { herd: [] } }),
      'UNKNOWN_SETTING',
      '/tests/only/expect/herd',
      'did you mean `heard`?',
    ],
    ['no flow of that name', { flow: 'nix.flow.json', tests: ONE }, 'TEST_FLOW', '/flow'],
    ['no time', inTest({ at: 'noon' }), 'WRONG_VALUE', '/tests/only/at'],
    ['no number', inTest({ caller: { from: '12' } }), 'TEST_CALLER', '/tests/only/caller/from'],
    [
      'a language the flow has not',
      inTest({ caller: { language: 'fr' } }),
      'TEST_CALLER',
      '/tests/only/caller/language',
    ],
    [
      'a message to a flow of calls',
      inTest({ caller: { message: 'hi' } }),
      'TEST_CALLER',
      '/tests/only/caller/message',
    ],
    [
      'an input the flow has not',
      inTest({ caller: { inputs: { 'Flow.x': 1 } } }),
      'TEST_CALLER',
      '/tests/only/caller/inputs/Flow/x',
    ],
    ['no act', inTest({ caller: { does: ['1', 'dance'] } }), 'TEST_ACT', '/tests/only/caller/does/1'],
    [
      'two acts in one',
      inTest({ caller: { does: [{ press: '1', say: 'x' }] } }),
      'TEST_ACT',
      '/tests/only/caller/does/0',
    ],
    [
      'two times',
      inTest({ caller: { does: [{ press: '1', atSeconds: 1, afterSeconds: 1 }] } }),
      'TEST_ACT',
      '/tests/only/caller/does/0',
    ],
    [
      'letters as keys',
      inTest({ caller: { does: [{ press: 'abc' }] } }),
      'WRONG_VALUE',
      '/tests/only/caller/does/0/press',
    ],
    [
      'an unknown data action',
      inTest({ dataActions: { 'grant-consnt': { outputs: {} } } }),
      'UNKNOWN_DATA_ACTION',
      '/tests/only/dataActions/grant-consnt',
      'did you mean `grant-consent`?',
    ],
    [
      'an unknown output',
      inTest({ dataActions: { 'grant-consent': { outputs: { statu: 'x' } } } }),
      'UNKNOWN_OUTPUT',
      '/tests/only/dataActions/grant-consent/outputs/statu',
      'did you mean `status`?',
    ],
    [
      'an output of another type',
      inTest({ dataActions: { 'grant-consent': { outputs: { status: 1 } } } }),
      'WRONG_TYPE',
      '/tests/only/dataActions/grant-consent/outputs/status',
    ],
    [
      'two answers in one',
      inTest({ dataActions: { 'grant-consent': [{ outputs: {}, timeout: true }] } }),
      'TEST_ANSWER',
      '/tests/only/dataActions/grant-consent/0',
    ],
    [
      'no answer',
      inTest({ dataActions: { 'grant-consent': { afterSeconds: 1 } } }),
      'TEST_ANSWER',
      '/tests/only/dataActions/grant-consent',
    ],
    [
      'two bodies',
      inTest({ dataActions: { 'grant-consent': { body: {}, text: '' } } }),
      'TEST_ANSWER',
      '/tests/only/dataActions/grant-consent/text',
    ],
    [
      'no fault',
      inTest({ dataActions: { 'grant-consent': { fault: 'timeot' } } }),
      'WRONG_VALUE',
      '/tests/only/dataActions/grant-consent/fault',
    ],
    [
      'a fault and its outcome',
      inTest({ dataActions: { 'grant-consent': { fault: 'timeout', outputs: {} } } }),
      'TEST_ANSWER',
      '/tests/only/dataActions/grant-consent/fault',
    ],
    ['no cassette', inTest({ cassette: 'x.cassette.json' }), 'FILE_MISSING', '/tests/only/cassette'],
    [
      'an environment that cannot be',
      inTest({ environment: { queues: { Support: { waitSecnds: 1 } } } }),
      'UNKNOWN_SETTING',
      '/tests/only/environment/queues/Support/waitSecnds',
      'did you mean `waitSeconds`?',
    ],
    [
      'a pattern that backtracks',
      inTest({ expect: { heard: [{ matches: '(a)\\1' }] } }),
      'PATTERN',
      '/tests/only/expect/heard/0/matches',
    ],
    [
      'a pattern within a body',
      inTest({ expect: { requests: [{ body: { a: { matches: '(' } } }] } }),
      'PATTERN',
      '/tests/only/expect/requests/0/body/a/matches',
    ],
    [
      'an unknown menu',
      inTest({ expect: { path: ['menu:askConsnt'] } }),
      'TEST_PATH',
      '/tests/only/expect/path/0',
      'did you mean `menu:askConsent`?',
    ],
    [
      'an unknown choice',
      inTest({ expect: { path: ['menu:askConsent → 3'] } }),
      'TEST_PATH',
      '/tests/only/expect/path/0',
    ],
    [
      'an unknown action',
      inTest({ expect: { notVisited: ['recordAndSend/calData'] } }),
      'TEST_PATH',
      '/tests/only/expect/notVisited/0',
      'did you mean `recordAndSend/callData`?',
    ],
    [
      'an unknown output path',
      inTest({ expect: { path: ['recordAndSend/callData -> failed'] } }),
      'TEST_PATH',
      '/tests/only/expect/path/0',
      'known: success, failure, timeout',
    ],
    [
      'an unknown variable',
      inTest({ expect: { variables: { 'Flow.nmber': 1 } } }),
      'UNKNOWN_VARIABLE',
      '/tests/only/expect/variables/Flow.nmber',
      'did you mean `Flow.number`?',
    ],
    [
      'an unknown sender',
      inTest({ expect: { messages: [{ dataAction: 'send-whatsap' }] } }),
      'UNKNOWN_DATA_ACTION',
      '/tests/only/expect/messages/0/dataAction',
      'did you mean `send-whatsapp`?',
    ],
    [
      'an unknown event',
      inTest({ expect: { events: [{ type: 'disconnectd' }] } }),
      'UNKNOWN_EVENT',
      '/tests/only/expect/events/0/type',
      'did you mean `disconnected`?',
    ],
    [
      'no end',
      inTest({ expect: { end: 'transfered' } }),
      'WRONG_VALUE',
      '/tests/only/expect/end',
      'did you mean `transferred`?',
    ],
  ])('is found: %s', (_what, content, code, pointer, hint) => {
    const faults = faultsOf(content);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ code, pointer, ...(hint !== undefined && { hint }) });
    expect(faults[0]?.line).toBeGreaterThan(0);
    expect(faults[0]?.column).toBeGreaterThan(0);
  });

  it('comes with all the others, at once and in its line', () => {
    const faults = faultsOf({
      flow: CONSENT,
      at: 'noon',
      dataActions: { nix: { outputs: {} } },
      tests: { a: { expect: { end: 'nix' as Json } }, b: { caller: { does: ['nix'] } } },
    });
    expect(faults.map(({ code }) => code)).toEqual([
      'WRONG_VALUE',
      'UNKNOWN_DATA_ACTION',
      'WRONG_VALUE',
      'TEST_ACT',
    ]);
    expect(new Set(faults.map(({ line }) => line)).size).toBe(4);
  });

  it('of its flow is told in the flow', () => {
    const flow = {
      type: 'inboundCall',
      name: 'x',
      startUp: { task: 'main' },
      tasks: { main: [{ playAduio: 'x' }] },
    };
    const [fault] = faultsOf({ tests: ONE }, 'x.test.json', { 'x.flow.json': flow });
    expect(fault).toMatchObject({ code: 'UNKNOWN_ACTION', line: expect.any(Number) });
  });

  it('is found by attendant check, too', () => {
    const folder = folderOf({ 'x.test.json': inTest({ at: 'noon' }) });
    const { diagnostics, files } = checkFiles([folder], { testFaults: createTestLoader().check });
    expect(files).toEqual([join(folder, 'x.test.json')]);
    expect(diagnostics).toMatchObject([{ code: 'WRONG_VALUE', line: 5 }]);
  });
});

describe('a file of tests', () => {
  const flow = {
    type: 'inboundCall',
    name: 'x',
    startUp: { task: 'main' },
    tasks: { main: [{ disconnect: {} }] },
  };

  it.each([
    ['a.test.json', 'a.flow.json'],
    ['a.more.test.json', 'a.flow.json'],
    ['a.b.test.json', 'a.b.flow.json'],
    ['tests/a.test.json', 'a.flow.json'],
    ['tests/a.more.test.json', 'a.flow.json'],
  ])('%s tests %s', (test, of) => {
    const folder = folderOf({ 'a.flow.json': flow, [of]: flow, [test]: { tests: ONE } });
    const { tests, diagnostics } = createTestLoader().load(join(folder, test));
    expect(diagnostics).toEqual([]);
    expect(tests.map(({ flowFile }) => flowFile)).toEqual([join(folder, of)]);
  });

  it('lets a test’s own members go before those of the file', () => {
    const folder = folderOf({
      'a.test.json': {
        flow: CONSENT,
        at: '2026-01-01T00:00:00Z',
        caller: { from: '+13175550123', does: ['1', '1'] },
        environment: { queues: { Support: { waitSeconds: 5 } }, settings: { businessName: 'A' } },
        dataActions: { 'grant-consent': { outputs: {} }, 'send-whatsapp': { timeout: true } },
        expect: { end: 'error', participantData: { a: '1', b: '2' } },
        tests: {
          own: {
            at: '2026-02-02T00:00:00Z',
            caller: { does: ['2'] },
            environment: { queues: { Support: { position: 3 } }, settings: { businessName: null } },
            dataActions: { 'send-whatsapp': [{ outputs: {} }] },
            expect: { end: 'transferred', participantData: { b: null } },
          },
        },
      },
    });
    const [test] = createTestLoader().load(join(folder, 'a.test.json')).tests;
    expect(test).toMatchObject({
      at: Date.parse('2026-02-02T00:00:00Z'),
      start: { call: { ani: 'tel:+13175550123' } },
      acts: [{ act: { do: 'press', keys: '2' } }],
      environment: { queues: { Support: { waitSeconds: 5, position: 3 } } },
      expect: { end: 'transferred', participantData: { a: '1', b: null } },
    });
    expect(test?.settings).not.toHaveProperty('businessName');
    expect([...(test?.answers ?? [])]).toMatchObject([
      ['grant-consent', { isForAll: true, isOwn: false }],
      ['send-whatsapp', { isForAll: false, isOwn: true, list: [{ outputs: {} }] }],
    ]);
  });
});
