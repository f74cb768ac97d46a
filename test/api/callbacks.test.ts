import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import {
  callbackSeed,
  DAY,
  HOUR,
  iso,
  MINUTE,
  NUMBER,
  openCallbackServer,
  START,
} from './callback-server.ts';

const PATH = '/api/v2/conversations/callbacks';
const PLAIN: JsonObject = { queueId: 'support', callbackNumbers: [NUMBER] };

describe('a callback', () => {
  it('K1 needs conversation:callback:create, and a token', async () => {
    const { local } = await openCallbackServer();
    const headers = await local.login('nobody');
    const url = [PATH, '/api/v2/conversations/c1/participants/p1/callbacks'];
    for (const one of url) {
      expect((await local.inject({ method: 'POST', url: one, headers })).statusCode).toBe(403);
      expect((await local.inject({ method: 'POST', url: one })).statusCode).toBe(401);
    }
  });

  it('K1 is told by its conversation and identifier, and read with all it was asked for with', async () => {
    const { ask } = await openCallbackServer();
    const made = await ask('POST', PATH, {
      ...PLAIN,
      callbackScheduledTime: iso(START + HOUR),
      callbackUserName: 'Ann',
      scriptId: 'script-1',
      data: { order: '77' },
    });
    const { id } = made.body.conversation;
    expect(made).toEqual({
      status: 200,
      body: {
        conversation: { id, selfUri: `/api/v2/conversations/${id}` },
        callbackIdentifiers: [{ type: 'ACD', id: expect.any(String) }],
      },
    });
    expect((await ask('GET', `${PATH}/${id}`)).body.participants).toMatchObject([
      {
        purpose: 'customer',
        name: 'Ann',
        callbackNumbers: [NUMBER],
        callbackUserName: 'Ann',
        callbackScheduledTime: iso(START + HOUR),
        attributes: { order: '77' },
        queue: { id: 'support' },
        script: { id: 'script-1' },
      },
    ]);
    expect((await ask('GET', `/api/v2/conversations/${id}`)).body.participants).toMatchObject([
      {
        queueId: 'support',
        callbacks: [
          {
            id: made.body.callbackIdentifiers[0].id,
            state: 'scheduled',
            callbackNumbers: [NUMBER],
            scriptId: 'script-1',
          },
        ],
      },
    ]);
  });

  it('K2 without a time is made in 30 minutes', async () => {
    const { create, shown } = await openCallbackServer();
    await create();
    expect(await shown()).toMatchObject([{ scheduledAt: iso(START + 30 * MINUTE), state: 'scheduled' }]);
  });

  it('K2 without a time is made at once where the seed says so', async () => {
    const { create, shown } = await openCallbackServer(
      callbackSeed([], { callbacks: { withoutTime: 'atOnce' } }),
    );
    await create();
    expect(await shown()).toMatchObject([{ scheduledAt: iso(START), state: 'waiting' }]);
  });

  it('K2 is at most 30 days ahead, to the millisecond', async () => {
    const { ask } = await openCallbackServer();
    const at = (ms: number) => ask('POST', PATH, { ...PLAIN, callbackScheduledTime: iso(START + ms) });
    expect((await at(30 * DAY)).status).toBe(200);
    expect(await at(30 * DAY + 1)).toMatchObject({
      status: 400,
      body: {
        code: 'callback.error.scheduled.time.too.far.in.future',
        details: [{ fieldName: 'callbackScheduledTime' }],
      },
    });
  });

  it('K2 may be late by 5 minutes, and is made at once then', async () => {
    const { ask, stateOf } = await openCallbackServer();
    const at = (ms: number) => ask('POST', PATH, { ...PLAIN, callbackScheduledTime: iso(START + ms) });
    const late = await at(-5 * MINUTE);
    expect(late.status).toBe(200);
    expect(stateOf(late.body.conversation.id)).toBe('waiting');
    expect(await at(-5 * MINUTE - 1)).toMatchObject({
      status: 400,
      body: { code: 'attendant.callback.time.past' },
    });
  });

  it('K2 takes times with offsets, with and without fractions of seconds', async () => {
    const { create, shown } = await openCallbackServer();
    for (const callbackScheduledTime of [
      '2026-01-15T14:00:00+01:00',
      '2026-01-15T14:00:00.000+0100',
      '2026-01-15T13:00Z',
      '2026-01-15T18:45:00+05:45',
    ])
      await create({ callbackScheduledTime });
    for (const one of await shown()) expect(one['scheduledAt']).toBe('2026-01-15T13:00:00.000Z');
  });

  it.each<[string, Json]>([
    ['a day there is not', '2026-02-30T00:00:00Z'],
    ['no offset', '2026-01-15T13:00:00'],
    ['a day only', '2026-01-16'],
    ['words', 'tomorrow'],
    ['nothing', ''],
    ['a zone in brackets', '2026-01-15T13:00:00+01:00[Europe/Berlin]'],
    ['hour 25', '2026-01-15T25:00:00Z'],
    ['a number', 1_768_480_000_000],
    ['null', null],
    ['CRLF', '2026-01-15T13:00:00Z\r\n'],
  ])('K2 refuses a time that is %s', async (_what, callbackScheduledTime) => {
    const { ask } = await openCallbackServer();
    expect(await ask('POST', PATH, { ...PLAIN, callbackScheduledTime })).toMatchObject({
      status: 400,
      body: { code: 'constraint.validation', details: [{ fieldName: 'callbackScheduledTime' }] },
    });
  });

  it('K4 needs a number, since there is no caller', async () => {
    const { ask } = await openCallbackServer();
    for (const body of [{ queueId: 'support' }, { queueId: 'support', callbackNumbers: [] }])
      expect(await ask('POST', PATH, body)).toMatchObject({
        status: 400,
        body: {
          code: 'callback.error.missing.callback.numbers',
          details: [{ fieldName: 'callbackNumbers' }],
        },
      });
  });

  it('K4 takes E.164 as it is, and national numbers with their country', async () => {
    const { create, shown } = await openCallbackServer();
    await create({ callbackNumbers: [NUMBER, 'tel:+4930901820', '+49 30 901820'] });
    await create({ callbackNumbers: ['030 901820'], countryCode: 'de' });
    expect((await shown()).map(({ numbers }) => numbers)).toEqual([
      [NUMBER, '+4930901820', '+4930901820'],
      ['+4930901820'],
    ]);
  });

  it.each<[string, JsonObject, string]>([
    ['national without a country', { callbackNumbers: ['030 901820'] }, 'callbackNumbers.0'],
    ['not a number', { callbackNumbers: [NUMBER, 'call me'] }, 'callbackNumbers.1'],
    ['with an extension', { callbackNumbers: ['+1 317 555 0123 ext. 5'] }, 'callbackNumbers.0'],
    ['too long', { callbackNumbers: ['+1234567890123456'] }, 'callbackNumbers.0'],
    ['too short', { callbackNumbers: ['+123456'] }, 'callbackNumbers.0'],
    ['with a line break', { callbackNumbers: [`${NUMBER}\r\n`] }, 'callbackNumbers.0'],
    [
      'impossible, where that is checked',
      { callbackNumbers: ['+11111111111'], validateCallbackNumbers: true },
      'callbackNumbers.0',
    ],
    ['of a country there is not', { callbackNumbers: [NUMBER], countryCode: 'XX' }, 'countryCode'],
  ])('K4 refuses a number %s', async (_what, body, fieldName) => {
    const { ask } = await openCallbackServer();
    const answer = await ask('POST', PATH, { queueId: 'support', ...body });
    expect(answer).toMatchObject({ status: 400, body: { details: [{ fieldName }] } });
    expect(answer.body.message).not.toMatch(/\d{6}/);
  });

  it('K4 checks that a number can exist only when asked to', async () => {
    const { create } = await openCallbackServer();
    await create({ callbackNumbers: ['+11111111111'] });
    await create({ validateCallbackNumbers: true });
  });

  it('K5 needs a queue that there is', async () => {
    const { ask } = await openCallbackServer();
    expect(await ask('POST', PATH, { callbackNumbers: [NUMBER] })).toMatchObject({
      status: 400,
      body: { code: 'callback.error.missing.queue.id', details: [{ fieldName: 'queueId' }] },
    });
    expect(await ask('POST', PATH, { ...PLAIN, queueId: 'none' })).toMatchObject({
      status: 400,
      body: { code: 'conversations.error.queue.not.found' },
    });
    const { status } = await ask('POST', PATH, {
      callbackNumbers: [NUMBER],
      routingData: { queueId: 'support' },
    });
    expect(status).toBe(200);
  });

  it('K11 carries the number and name that the person called sees', async () => {
    const { create, ask, shown } = await openCallbackServer();
    const id = await create({ callerId: '+13175550100', callerIdName: 'Orders' });
    expect(await shown()).toMatchObject([{ callerId: '+13175550100', callerIdName: 'Orders' }]);
    expect((await ask('GET', `/api/v2/conversations/${id}`)).body.participants[0].callbacks[0]).toMatchObject(
      {
        callerId: '+13175550100',
        callerIdName: 'Orders',
      },
    );
    expect(await ask('POST', PATH, { ...PLAIN, callerId: '3175550100' })).toMatchObject({
      status: 400,
      body: { details: [{ fieldName: 'callerId' }] },
    });
  });

  it('is made once for an Idempotency-Key', async () => {
    const { ask, shown } = await openCallbackServer();
    const headers = { 'idempotency-key': 'k1' };
    const first = await ask('POST', PATH, PLAIN, headers);
    expect(await ask('POST', PATH, PLAIN, headers)).toEqual(first);
    expect(await shown()).toHaveLength(1);
    expect(await ask('POST', PATH, { ...PLAIN, callbackUserName: 'Other' }, headers)).toMatchObject({
      status: 409,
      body: { code: 'attendant.idempotency.key.reused' },
    });
  });

  const HOSTILE: readonly Json[] = [
    null,
    7,
    true,
    [],
    {},
    'x'.repeat(3000),
    'a\r\nb',
    'a\u0000b',
    '☎️\ud800',
    'شكرا',
  ];
  it.each([
    'queueId',
    'routingData',
    'scriptId',
    'callbackUserName',
    'callbackNumbers',
    'callbackScheduledTime',
    'attendantLocalTime',
    'countryCode',
    'validateCallbackNumbers',
    'data',
    'callerId',
    'callerIdName',
    'customerFirstCallbackDeliveryMode',
  ])('takes or refuses anything in %s, and names the field', async (field) => {
    const { ask } = await openCallbackServer();
    for (const value of HOSTILE) {
      const { status, body } = await ask('POST', PATH, { ...PLAIN, [field]: value });
      if (status !== 200) expect([status, body.details[0]?.fieldName.split('.')[0]]).toEqual([400, field]);
    }
  });

  it.each<[string, Json, string]>([
    ['a text as data', { data: { a: 1 } }, 'data.a'],
    ['data too long', { data: { a: 'x'.repeat(2001) } }, 'data.a'],
    ['a skill of null', { routingData: { queueId: 'support', skillIds: [null] } }, 'routingData.skillIds.0'],
    [
      'a priority too high',
      { routingData: { queueId: 'support', priority: 2 ** 31 } },
      'routingData.priority',
    ],
    ['too many numbers', { callbackNumbers: Array(11).fill(NUMBER) }, 'callbackNumbers'],
  ])('refuses %s', async (_what, body, fieldName) => {
    const { ask } = await openCallbackServer();
    expect(await ask('POST', PATH, { ...PLAIN, ...(body as JsonObject) })).toMatchObject({
      status: 400,
      body: { details: [{ fieldName }] },
    });
  });

  it('is listed page by page while it goes on, the earliest first', async () => {
    const { create, ask } = await openCallbackServer();
    const later = await create({ callbackScheduledTime: iso(START + 2 * HOUR) });
    const first = await create({ callbackScheduledTime: iso(START + HOUR) });
    const over = await create();
    await ask('PATCH', `${PATH}/${over}`, { state: 'disconnected' });
    const page = (number: number) => ask('GET', `${PATH}?pageSize=1&pageNumber=${number}`);
    expect((await page(1)).body).toMatchObject({ total: 2, pageCount: 2, entities: [{ id: first }] });
    expect((await page(2)).body.entities).toMatchObject([{ id: later }]);
    expect((await ask('GET', `${PATH}?pageSize=0`)).status).toBe(400);
  });
});
