import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { callbackSeed, NUMBER, openCallbackServer } from './callback-server.ts';

const PATH = '/api/v2/conversations/callbacks';

/** Asks for a callback at a local time while it is `now`. */
async function askAt(now: string, attendantLocalTime: Json, more: JsonObject = {}) {
  const server = await openCallbackServer(callbackSeed(), { clock: new FakeClock(Date.parse(now)) });
  const body = { queueId: 'support', callbackNumbers: [NUMBER], attendantLocalTime, ...more };
  const answer = await server.ask('POST', PATH, body);
  const scheduledAt = answer.status === 200 ? (await server.shown())[0]?.['scheduledAt'] : undefined;
  return { ...answer, scheduledAt, server };
}

describe('K3 a local time of the person called', () => {
  it.each<[string, string, JsonObject, string, string]>([
    [
      'winter in Berlin',
      '2026-01-10T00:00:00Z',
      { date: '2026-01-15', time: '14:00', timeZone: 'Europe/Berlin' },
      '2026-01-15T13:00:00.000Z',
      'exact',
    ],
    [
      'summer in Berlin',
      '2026-07-01T00:00:00Z',
      { date: '2026-07-15', time: '14:00', timeZone: 'Europe/Berlin' },
      '2026-07-15T12:00:00.000Z',
      'exact',
    ],
    [
      'the gap in Berlin',
      '2026-03-20T00:00:00Z',
      { date: '2026-03-29', time: '02:30', timeZone: 'Europe/Berlin' },
      '2026-03-29T01:30:00.000Z',
      'skipped',
    ],
    [
      'just before the gap in Berlin',
      '2026-03-20T00:00:00Z',
      { date: '2026-03-29', time: '01:59:59', timeZone: 'Europe/Berlin' },
      '2026-03-29T00:59:59.000Z',
      'exact',
    ],
    [
      'just after the gap in Berlin',
      '2026-03-20T00:00:00Z',
      { date: '2026-03-29', time: '03:00', timeZone: 'Europe/Berlin' },
      '2026-03-29T01:00:00.000Z',
      'exact',
    ],
    [
      'the overlap in Berlin',
      '2026-10-20T00:00:00Z',
      { date: '2026-10-25', time: '02:30', timeZone: 'Europe/Berlin' },
      '2026-10-25T00:30:00.000Z',
      'twice',
    ],
    [
      'just after the overlap in Berlin',
      '2026-10-20T00:00:00Z',
      { date: '2026-10-25', time: '03:00', timeZone: 'Europe/Berlin' },
      '2026-10-25T02:00:00.000Z',
      'exact',
    ],
    [
      'winter in New York',
      '2026-01-10T00:00:00Z',
      { date: '2026-01-15', time: '09:00', timeZone: 'America/New_York' },
      '2026-01-15T14:00:00.000Z',
      'exact',
    ],
    [
      'summer in New York',
      '2026-07-01T00:00:00Z',
      { date: '2026-07-15', time: '09:00', timeZone: 'America/New_York' },
      '2026-07-15T13:00:00.000Z',
      'exact',
    ],
    [
      'the gap in New York',
      '2026-03-01T00:00:00Z',
      { date: '2026-03-08', time: '02:30', timeZone: 'America/New_York' },
      '2026-03-08T07:30:00.000Z',
      'skipped',
    ],
    [
      'the overlap in New York',
      '2026-10-25T00:00:00Z',
      { date: '2026-11-01', time: '01:30', timeZone: 'America/New_York' },
      '2026-11-01T05:30:00.000Z',
      'twice',
    ],
    [
      'a zone of half hours',
      '2026-01-10T00:00:00Z',
      { date: '2026-01-15', time: '09:00', timeZone: 'Asia/Kolkata' },
      '2026-01-15T03:30:00.000Z',
      'exact',
    ],
    [
      'a zone of quarter hours',
      '2026-01-10T00:00:00Z',
      { date: '2026-01-15', time: '09:00', timeZone: 'Asia/Kathmandu' },
      '2026-01-15T03:15:00.000Z',
      'exact',
    ],
    [
      'a gap of half an hour',
      '2026-09-20T00:00:00Z',
      { date: '2026-10-04', time: '02:10', timeZone: 'Australia/Lord_Howe' },
      '2026-10-03T15:40:00.000Z',
      'skipped',
    ],
    [
      'a zone without summer time',
      '2026-07-01T00:00:00Z',
      { date: '2026-07-15', time: '09:00', timeZone: 'Asia/Tokyo' },
      '2026-07-15T00:00:00.000Z',
      'exact',
    ],
    [
      'UTC',
      '2026-07-01T00:00:00Z',
      { date: '2026-07-15', time: '09:00', timeZone: 'UTC' },
      '2026-07-15T09:00:00.000Z',
      'exact',
    ],
  ])('is read in %s', async (_what, now, asked, scheduledAt, kind) => {
    const answer = await askAt(now, asked);
    expect(answer).toMatchObject({ status: 200, scheduledAt, body: { attendantTimeDecision: { kind } } });
  });

  it('is told how it was read, to who asked and to the operator', async () => {
    const asked = { date: '2026-03-29', time: '02:30', timeZone: 'europe/berlin' };
    const { body, server } = await askAt('2026-03-20T00:00:00Z', asked);
    const decision = {
      kind: 'skipped',
      timeZone: 'Europe/Berlin',
      askedFor: '2026-03-29T02:30:00',
      localTime: '2026-03-29T03:30:00+02:00[Europe/Berlin]',
      message:
        '2026-03-29T02:30:00 does not exist in Europe/Berlin: the clocks go forward over it. The call is made at 03:30 (+02:00).',
    };
    expect(body.attendantTimeDecision).toEqual(decision);
    expect((await server.shown())[0]?.['timeDecision']).toEqual(decision);
  });

  it('K2 is today, and 30 minutes from now, where nothing else is said', async () => {
    const now = '2026-01-15T22:50:00Z';
    const timeZone = 'Europe/Berlin';
    expect(await askAt(now, { timeZone })).toMatchObject({ scheduledAt: '2026-01-15T23:20:00.000Z' });
    expect(await askAt('2026-01-15T08:00:00Z', { time: '18:00', timeZone })).toMatchObject({
      scheduledAt: '2026-01-15T17:00:00.000Z',
    });
    expect(await askAt('2026-01-15T08:00:00Z', { date: '2026-01-20', timeZone })).toMatchObject({
      scheduledAt: '2026-01-20T08:30:00.000Z',
    });
  });

  it('K2 is today where the person called is, whatever day it is here', async () => {
    const answer = await askAt('2026-01-15T20:00:00Z', { time: '09:00', timeZone: 'Asia/Tokyo' });
    expect(answer).toMatchObject({ scheduledAt: '2026-01-16T00:00:00.000Z' });
  });

  it('K2 is not past, and at most 30 days ahead', async () => {
    const timeZone = 'Europe/Berlin';
    const now = '2026-01-15T12:00:00Z';
    expect(await askAt(now, { time: '08:00', timeZone })).toMatchObject({
      status: 400,
      body: { code: 'attendant.callback.time.past', details: [{ fieldName: 'attendantLocalTime' }] },
    });
    expect(await askAt(now, { date: '2026-02-14', time: '13:00', timeZone })).toMatchObject({ status: 200 });
    expect(await askAt(now, { date: '2026-02-14', time: '13:01', timeZone })).toMatchObject({
      status: 400,
      body: { code: 'callback.error.scheduled.time.too.far.in.future' },
    });
  });

  it.each([
    '+02:00',
    'CET',
    'EST',
    'Europe/Atlantis',
    'Z',
    'GMT+1',
    '../etc',
    'Europe/Berlin\n',
    'x'.repeat(100),
  ])('needs an IANA zone, which %j is not', async (timeZone) => {
    expect(await askAt('2026-01-15T12:00:00Z', { timeZone })).toMatchObject({
      status: 400,
      body: {
        code: 'attendant.time.zone.unknown',
        details: [{ fieldName: 'attendantLocalTime.timeZone' }],
      },
    });
  });

  it.each<[string, JsonObject, string]>([
    ['a day there is not', { date: '2026-02-30', timeZone: 'UTC' }, 'attendantLocalTime.date'],
    ['hour 25', { time: '25:00', timeZone: 'UTC' }, 'attendantLocalTime.time'],
    ['no zone', { time: '12:00' }, 'attendantLocalTime.timeZone'],
    ['a field of another name', { timeZone: 'UTC', zone: 'UTC' }, 'attendantLocalTime.zone'],
  ])('is refused with %s', async (_what, asked, fieldName) => {
    const answer = await askAt('2026-01-15T12:00:00Z', asked);
    expect(answer).toMatchObject({ status: 400, body: { details: [{ fieldName }] } });
  });

  it('is refused beside callbackScheduledTime: only one can be meant', async () => {
    const both = { callbackScheduledTime: '2026-01-16T12:00:00Z' };
    expect(await askAt('2026-01-15T12:00:00Z', { timeZone: 'UTC' }, both)).toMatchObject({
      status: 400,
      body: { details: [{ fieldName: 'attendantLocalTime' }] },
    });
  });
});
