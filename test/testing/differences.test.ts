import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { createTestLoader } from '../../src/testing/load-tests.ts';
import { markDifference, markedText } from '../../src/testing/mark-difference.ts';
import { runTest } from '../../src/testing/run-test.ts';
import { fileText } from '../../src/testing/text-report.ts';
import { folderOf } from '../files/folder.ts';

const GRANTED = {
  flow: resolve('flows/whatsapp-consent.flow.json'),
  caller: { from: '+13175550123', does: ['1', '1#'] },
  dataActions: { 'grant-consent': { outputs: {} }, 'send-whatsapp': { outputs: { conversationId: 'c-1' } } },
};

/** A consent that is granted, and what a test expects of it. */
async function compared(expectations: JsonObject, more: JsonObject = {}) {
  const folder = folderOf({
    'a.test.json': { ...GRANTED, ...more, tests: { only: { expect: expectations } } },
  });
  const { tests, diagnostics } = createTestLoader().load(join(folder, 'a.test.json'));
  expect(diagnostics).toEqual([]);
  const [only] = tests;
  if (only === undefined) throw new Error('there is no test');
  return runTest(only, () => 0);
}

async function found(expectations: JsonObject, more: JsonObject = {}) {
  const { differences, transcript } = await compared(expectations, more);
  return differences.map(({ of, message, nearest, line }) => ({
    of,
    message,
    ...(nearest !== undefined && { nearest: markedText(nearest) }),
    ...(line !== undefined && { at: transcript[line]?.text }),
  }));
}

describe('an expectation holds', () => {
  it.each<[string, JsonObject]>([
    [
      'texts in order, whole, in part and by pattern',
      {
        heard: [
          { contains: 'May we' },
          { matches: 'We will write to \\+\\d+\\. .*' },
          'Thank you. The message is on its way. Goodbye.',
        ],
      },
    ],
    ['texts that are not heard', { notHeard: ['Goodbye', { contains: 'nothing was sent' }] }],
    [
      'a path by menus, choices, tasks and shortened ids',
      {
        path: [
          'menu:askConsent',
          'menu:askConsent → 1',
          'menu:askConsent → Yes',
          'task:confirmNumber',
          'confirmNumber/collectInput -> success',
          'recordAndSend/callData → success',
        ].toSpliced(2, 1),
      },
    ],
    ['a choice by its name', { path: ['menu:askConsent → Yes'] }],
    ['where the call does not go', { notVisited: ['task:goodbyeWithout', 'menu:askConsent → 2'] }],
    ['variables in any case, numbers as texts', { variables: { 'flow.NUMBER': '+13175550123' } }],
    ['members of variables', { variables: { 'Flow.number': { e164: '+13175550123' } } }],
    [
      'participant data, and what is not set',
      { participantData: { whatsappConsent: 'granted', nothing: null } },
    ],
    [
      'requests by some of their members',
      {
        requests: [
          { method: 'put', headers: { 'content-type': { contains: 'json' } } },
          {
            url: { contains: 'agentless' },
            body: { messagingTemplate: { responseId: { matches: 'order-.*' } } },
          },
        ],
      },
    ],
    [
      'messages',
      { messages: [{ channel: 'whatsapp', to: '13175550123', inputs: { template: 'order-confirmation' } }] },
    ],
    [
      'events',
      {
        events: [
          { type: 'tookChoice', key: '1' },
          { type: 'disconnected', by: 'flow' },
        ],
      },
    ],
    ['the end', { end: { reason: 'flowDisconnected' } }],
  ])('for %s', async (_what, expectations) => {
    expect(await found(expectations)).toEqual([]);
  });
});

describe('the nearest difference', () => {
  it('of a text is the one most like it behind what was found, with its words marked', async () => {
    expect(await found({ heard: ['Thank you. The massage is on the way. Goodbye.'] })).toEqual([
      {
        of: 'heard',
        message: 'expected to hear “Thank you. The massage is on the way. Goodbye.”',
        nearest: 'Thank you. The [-massage-]{+message+} is on [-the-]{+its+} way. Goodbye.',
        at: '“Thank you. The message is on its way. Goodbye.”',
      },
    ]);
  });

  it('of a text that comes too early says so', async () => {
    expect(await found({ heard: [{ contains: 'on its way' }, { contains: 'May we' }] })).toMatchObject([
      { message: expect.stringContaining('is heard before'), at: expect.stringContaining('May we') },
    ]);
  });

  it('of a text that nothing is like is none', async () => {
    const [difference] = await found({ heard: ['Zyx'] });
    expect(difference).toEqual({ of: 'heard', message: 'expected to hear “Zyx”' });
  });

  it('of a path is the same place, left another way', async () => {
    expect(await found({ path: ['menu:askConsent → 2'] })).toMatchObject([
      { nearest: 'menu:askConsent → [-2-]{+1+}', at: 'menu:askConsent → 1' },
    ]);
    expect(await found({ path: ['sendWhatsApp/callData → failure'] })).toMatchObject([
      { nearest: 'sendWhatsApp/callData → [-failure-]{+success+}' },
    ]);
  });

  it.each<[string, JsonObject, string, string?]>([
    [
      'a text that must not be heard',
      { notHeard: [{ contains: 'on its way' }] },
      'something with “on its way” must not be heard',
      '“Thank you. The message is on its way. Goodbye.”',
    ],
    [
      'a place that must not be visited',
      { notVisited: ['task:sendWhatsApp'] },
      'the call must not come to task:sendWhatsApp',
      'Task sendWhatsApp',
    ],
    [
      'a variable',
      { variables: { 'Flow.number': '+1' } },
      'expected Flow.number to be “+1”, and it is “+13175550123”',
    ],
    [
      'participant data',
      { participantData: { whatsappConsent: 'declined' } },
      'expected whatsappConsent to be “declined”, and it is “granted”',
      'Participant data whatsappConsent = granted',
    ],
    [
      'participant data that is set',
      { participantData: { whatsappConsent: null } },
      'expected whatsappConsent to be NOT_SET, and it is “granted”',
    ],
    [
      'a member of a body',
      {
        requests: [{}, { body: { toAddress: '1' } }].map((one) => ({
          method: one.body === undefined ? 'PUT' : 'POST',
          ...one,
        })),
      },
      'request 2, send-whatsapp POST /api/v2/conversations/messages/agentless: expected body.toAddress to be “1”, and it is “13175550123”',
    ],
    [
      'a request too few',
      { requests: [{ method: 'PUT' }] },
      'expected 1 request, and there are 2: also sent: send-whatsapp POST /api/v2/conversations/messages/agentless',
    ],
    [
      'a request too many',
      { requests: [{ method: 'PUT' }, { method: 'POST' }, { dataAction: 'send-whatsapp' }] },
      'expected 3 requests, and there are 2: not sent: {"dataAction":"send-whatsapp"}',
    ],
    [
      'another order',
      { requests: [{ dataAction: 'send-whatsapp' }, { dataAction: 'send-whatsapp' }] },
      'request 1, grant-consent PUT /attendant/consents/whatsapp/13175550123: expected the data action send-whatsapp, and it is grant-consent',
    ],
    [
      'a message',
      { messages: [{ to: '4' }] },
      'message 1, whatsapp to 13175550123: expected it to go to “4”',
    ],
    [
      'an event',
      { events: [{ type: 'disconnected', by: 'caller' }] },
      'expected {"type":"disconnected","by":"caller"}; the nearest has by “flow”, not “caller”',
      'The flow hangs up',
    ],
    [
      'the end',
      { end: 'transferred' },
      'expected the call to end by transferred, and it ends by flowDisconnected',
      'Ended: flowDisconnected',
    ],
  ])('of %s', async (_what, expectations, message, at) => {
    const differences = await found(expectations);
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatchObject({ message, ...(at !== undefined && { at }) });
  });

  it('is an act that came too late', async () => {
    expect(await found({}, { caller: { from: '+13175550123', does: ['2', '1'] }, dataActions: {} })).toEqual([
      { of: 'call', message: "the call had ended before the caller's act 2 (1)" },
    ]);
  });
});

it('shows the transcript around it, and the command that plays it', async () => {
  const result = await compared({ heard: ['Thank you. The massage is on its way. Goodbye.'] });
  const text = fileText({ file: 'a.test.json', diagnostics: [], results: [result] }, false);
  expect(text).toContain('nearest: Thank you. The [-massage-]{+message+} is on its way. Goodbye.');
  expect(text).toMatch(/ {4}› 00:\d\d ♪ “Thank you. The message is on its way. Goodbye.”/);
  expect(text).toContain('Participant data whatsappMessage = sent');
  expect(text).toMatch(/play it: npx attendant simulate \S+ --test \S+ --name "only"/);
});

it('never lets a text from outside move the cursor', async () => {
  const result = await compared({ heard: ['\u001b[2J\u202egone'] });
  const text = fileText({ file: 'a', diagnostics: [], results: [result] }, false);
  expect(text).toContain('\ufffd[2J');
  expect(text.includes('\u001b') || text.includes('\u202e')).toBe(false);
});

describe('markDifference', () => {
  it.each([
    ['', '', ''],
    ['same', 'same', 'same'],
    ['Press 1.', 'Press 2.', 'Press [-1-]{+2+}.'],
    ['a b c', 'a c', 'a [-b -]c'],
    ['one two', 'three four', '[-one two-]{+three four+}'],
    ['', 'new', '{+new+}'],
    ['Thanks. Bye.', 'Thank you. Bye.', '[-Thanks-]{+Thank you+}. Bye.'],
  ])('of %j and %j', (wanted, other, marked) => {
    expect(markedText(markDifference(wanted, other))).toBe(marked);
  });
});
