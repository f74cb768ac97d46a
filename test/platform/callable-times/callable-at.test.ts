import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { callableAt } from '../../../src/platform/callable-times/callable-at.ts';
import type { CallableTime, TimeSlot } from '../../../src/platform/callable-times/callable-time-set.ts';
import { zonesOf } from '../../../src/platform/callable-times/zones-of-number.ts';
import { findStretch, ianaZone, rememberedOffsets } from '../../../src/platform/time-zone.ts';
import { newRandom, type Random } from '../../support/random.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEKDAYS = [1, 2, 3, 4, 5];

function slots(days: readonly number[], startTime: string, stopTime: string): TimeSlot[] {
  return days.map((day) => ({ day, startTime, stopTime }));
}

function times(timeZoneId: string, timeSlots: readonly TimeSlot[], name?: string): CallableTime {
  return { timeZoneId, timeSlots, ...(name === undefined ? {} : { name }) };
}

/** The instant of a local time, the first of two. */
function local(text: string, zone: string): number {
  return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
}

const OFFICE = [
  times('Europe/Berlin', slots(WEEKDAYS, '09:00:00', '17:00:00')),
  times('America/New_York', slots(WEEKDAYS, '09:00:00', '17:00:00')),
];

describe('callableAt', () => {
  it('is now within a slot, else when the next begins; the end does not belong to it', () => {
    const at = (text: string) => callableAt(OFFICE, ['Europe/Berlin'], local(text, 'Europe/Berlin'));
    // 2026-01-15 is a Thursday.
    expect(at('2026-01-15T09:00')).toBe(local('2026-01-15T09:00', 'Europe/Berlin'));
    expect(at('2026-01-15T16:59:59.999')).toBe(local('2026-01-15T16:59:59.999', 'Europe/Berlin'));
    expect(at('2026-01-15T17:00')).toBe(local('2026-01-16T09:00', 'Europe/Berlin'));
    expect(at('2026-01-16T17:00')).toBe(local('2026-01-19T09:00', 'Europe/Berlin'));
  });

  it('counts days from Monday, 1, to Sunday, 7', () => {
    for (const day of [1, 2, 3, 4, 5, 6, 7]) {
      const set = [times('UTC', slots([day], '12:00:00', '13:00:00'))];
      const next = callableAt(set, ['UTC'], Date.UTC(2026, 0, 15)) ?? 0;
      expect(Temporal.Instant.fromEpochMilliseconds(next).toZonedDateTimeISO('UTC').dayOfWeek).toBe(day);
    }
  });

  it('waits until a contact is callable in all its zones at once', () => {
    const zones = ['Europe/Berlin', 'America/New_York'];
    const morning = local('2026-01-15T10:00', 'Europe/Berlin');
    expect(callableAt(OFFICE, zones, morning)).toBe(local('2026-01-15T15:00', 'Europe/Berlin'));
    const evening = local('2026-01-16T17:00', 'Europe/Berlin');
    expect(callableAt(OFFICE, zones, evening)).toBe(local('2026-01-19T15:00', 'Europe/Berlin'));
    // Two weeks in March New York is an hour nearer.
    const march = local('2026-03-16T10:00', 'Europe/Berlin');
    expect(callableAt(OFFICE, zones, march)).toBe(local('2026-03-16T14:00', 'Europe/Berlin'));
  });

  it('is never without a zone, in a zone that the set lacks, and where slots never meet', () => {
    expect(callableAt(OFFICE, [], 0)).toBeUndefined();
    expect(callableAt(OFFICE, ['Asia/Tokyo'], 0)).toBeUndefined();
    expect(callableAt(OFFICE, ['Europe/Berlin', ''], 0)).toBeUndefined();
    expect(callableAt(OFFICE, ['Europe/Berlin', '__proto__'], 0)).toBeUndefined();
    expect(callableAt([], ['UTC'], 0)).toBeUndefined();
    expect(callableAt([times('UTC', [])], ['UTC'], 0)).toBeUndefined();
    const apart = [
      times('UTC', slots([1, 2], '09:00:00', '10:00:00')),
      times('Europe/London', slots([1, 2], '11:00:00', '12:00:00')),
    ];
    expect(callableAt(apart, ['UTC', 'Europe/London'], 0)).toBeUndefined();
  });

  it('finds slots that meet in one part of the year only', () => {
    const set = [
      times('UTC', slots([3], '09:00:00', '10:00:00')),
      times('Europe/London', slots([3], '10:00:00', '11:00:00')),
    ];
    const summer = local('2026-04-01T10:00', 'Europe/London');
    expect(callableAt(set, ['UTC', 'Europe/London'], Date.UTC(2025, 10, 1))).toBe(summer);
  });

  it('knows a zone by any of its names, in any case, and by the name of a callable time', () => {
    const now = Date.UTC(2026, 0, 15, 12);
    const set = [
      times('Asia/Kolkata', slots([4], '00:00:00', '24:00:00')),
      times('Europe/Berlin', slots([4], '00:00:00', '24:00:00'), 'Mitte'),
    ];
    for (const zone of ['Asia/Calcutta', 'asia/kolkata', ' Asia/Kolkata ', 'MITTE', 'Europe/Berlin'])
      expect(callableAt(set, [zone], now)).toBe(now);
    for (const zone of ['+05:30', 'IST', 'Mitt', 'Asia'])
      expect(callableAt(set, [zone], now)).toBeUndefined();
  });

  it('takes 24:00 and 00:00 for the end of the day, and joins slots that touch or overlap', () => {
    for (const stop of ['24:00:00', '00:00:00']) {
      const set = [
        times('UTC', [
          ...slots([4], '20:00:00', stop),
          ...slots([5], '00:00:00', '02:00:00'),
          ...slots([5], '01:00:00', '01:30:00'),
        ]),
      ];
      for (const hour of [20, 23, 24, 25])
        expect(callableAt(set, ['UTC'], Date.UTC(2026, 0, 15, hour, 59))).toBe(
          Date.UTC(2026, 0, 15, hour, 59),
        );
      expect(callableAt(set, ['UTC'], Date.UTC(2026, 0, 16, 2))).toBe(Date.UTC(2026, 0, 22, 20));
    }
  });

  it('leaves out a slot that the clocks go over, shortens one that they cut, and repeats one that comes twice', () => {
    const zone = 'Europe/Berlin';
    const at = (set: CallableTime[], now: number) => callableAt(set, [zone], now);
    const inGap = [times(zone, slots([7], '02:15:00', '02:45:00'))];
    const before = local('2026-03-29T00:00', zone);
    expect(at(inGap, before)).toBe(local('2026-04-05T02:15', zone));
    const cut = [times(zone, slots([7], '02:30:00', '04:00:00'))];
    expect(at(cut, before)).toBe(local('2026-03-29T03:00', zone));
    // What was remembered before the change does not outlast the slot after it.
    const night = [times(zone, slots([7], '00:00:00', '06:00:00'))];
    expect(at(night, local('2026-03-29T01:00', zone))).toBe(local('2026-03-29T01:00', zone));
    expect(at(night, local('2026-03-29T06:30', zone))).toBe(local('2026-04-05T00:00', zone));
    // The hour from 2 to 3 comes twice on 25 October.
    const first = local('2026-10-25T02:15', zone);
    expect(at(inGap, first - HOUR)).toBe(first);
    expect(at(inGap, first + 30 * MINUTE)).toBe(first + HOUR);
    expect(at(inGap, first + HOUR + 30 * MINUTE)).toBe(local('2026-11-01T02:15', zone));
  });

  it('asks for no zone again while nothing can change', () => {
    let asked = 0;
    let read = 0;
    const counted = new Proxy(OFFICE, {
      get(target, key, receiver) {
        read++;
        return Reflect.get(target, key, receiver);
      },
    });
    const offsets = rememberedOffsets((zone, at) => {
      asked++;
      return findStretch(zone, at);
    });
    const now = local('2026-01-15T08:00', 'Europe/Berlin');
    const answer = (ms: number) => callableAt(counted, ['Europe/Berlin'], now + ms, offsets);
    answer(0);
    expect(asked).toBe(1);
    const readOnce = read;
    for (let ms = 0; ms < 9 * HOUR; ms += 1000) expect(answer(ms)).toBe(ms < HOUR ? now + HOUR : now + ms);
    for (const zone of ['America/New_York', 'nowhere']) callableAt(counted, [zone], now, offsets);
    expect({ asked, read }).toEqual({ asked: 2, read: readOnce });
    answer(100 * DAY);
    expect(asked).toBe(3);
  });

  it('forgets rather than grows when contacts have any text for a zone', () => {
    const set = [...OFFICE];
    for (let index = 0; index < 12_000; index++)
      expect(callableAt(set, [`Nowhere/${index}`], 0)).toBeUndefined();
    expect(callableAt(set, ['Europe/Berlin'], local('2026-01-15T10:00', 'Europe/Berlin'))).toBeDefined();
  });
});

/** What the clocks show, minute by minute. */
function slowCallableAt(set: readonly CallableTime[], zones: readonly string[], now: number, until: number) {
  if (zones.every((zone) => isCallable(set, zone, now))) return now;
  for (let at = Math.ceil((now + 1) / MINUTE) * MINUTE; at < until; at += MINUTE)
    if (zones.every((zone) => isCallable(set, zone, at))) return at;
  return undefined;
}

function isCallable(set: readonly CallableTime[], zone: string, at: number): boolean {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const time = there.toPlainTime().toString({ smallestUnit: 'second' });
  return set
    .filter(({ timeZoneId }) => timeZoneId === zone)
    .flatMap(({ timeSlots }) => timeSlots)
    .some(({ day, startTime, stopTime }) => {
      const stop = stopTime === '00:00:00' ? '24:00:00' : stopTime;
      return day === there.dayOfWeek && startTime <= time && time < stop;
    });
}

function randomSlots(random: Random): TimeSlot[] {
  return Array.from({ length: 4 + random.below(20) }, () => {
    const start = random.below(96);
    const stop = start + 1 + random.below(96 - start);
    return { day: 1 + random.below(7), startTime: quarter(start), stopTime: quarter(stop) };
  });
}

function quarter(count: number): string {
  return `${String(Math.floor(count / 4)).padStart(2, '0')}:${String((count % 4) * 15).padStart(2, '0')}:00`;
}

describe('callableAt and a slow look at the clocks', () => {
  const changes: readonly (readonly [string, string])[] = [
    ['Europe/Berlin', '2026-03-29T02:00'],
    ['Europe/Berlin', '2026-10-25T03:00'],
    ['America/New_York', '2026-03-08T02:00'],
    ['America/New_York', '2026-11-01T02:00'],
    ['Australia/Lord_Howe', '2026-04-05T02:00'],
    ['Australia/Lord_Howe', '2026-10-04T02:00'],
    ['Asia/Kolkata', '2026-03-29T02:00'],
    ['UTC', '2026-03-29T02:00'],
    // Apia went over the whole of 30 December.
    ['Pacific/Apia', '2011-12-31T00:00'],
  ];
  it.each(changes)('agree in %s around %s', (zone, change) => {
    const random = newRandom(change.length + zone.charCodeAt(0));
    const around = local(change, zone);
    for (let round = 0; round < 10; round++) {
      const other = random.pick(changes)[0];
      const zones = round % 2 === 0 ? [zone] : [zone, other];
      const set = [...new Set([zone, other])].map((one) => times(one, randomSlots(random)));
      // What one answer remembers must hold for the others.
      for (let turn = 0; turn < 4; turn++) {
        const now = around - 12 * HOUR + random.below(24 * 60) * MINUTE + random.pick([0, 1, 59_999]);
        const until = now + DAY;
        const answer = callableAt(set, zones, now);
        const at = answer === undefined || answer >= until ? undefined : answer;
        expect({ set, zones, now, at }).toEqual({
          set,
          zones,
          now,
          at: slowCallableAt(set, zones, now, until),
        });
      }
    }
  });
});

describe('zonesOf', () => {
  it('gives all zones of the country of a number, with or without +, and none when it tells no country', () => {
    expect(zonesOf('+491701234567')).toContain('Europe/Berlin');
    expect(zonesOf('491701234567')).toBe(zonesOf('+491701234567'));
    expect(zonesOf('+13175550123')).toEqual(
      expect.arrayContaining(['America/New_York', 'America/Los_Angeles', 'Pacific/Honolulu']),
    );
    expect(zonesOf('+14165550123')).toContain('America/Toronto');
    for (const unclear of ['', '+', '12', '+881612345678', 'no number', '++49', '\u0000'])
      expect(zonesOf(unclear)).toEqual([]);
  });

  it('knows a zone for the numbers of every large country', () => {
    for (const number of [
      '+81312345678',
      '+919876543210',
      '+8613812345678',
      '+5511912345678',
      '+447400123456',
    ])
      for (const zone of zonesOf(number)) expect(ianaZone(zone)).toBeDefined();
  });
});

describe('ianaZone', () => {
  it('takes the names of the time zone database, and neither offsets nor what places read differently', () => {
    for (const name of ['Europe/Berlin', 'America/Argentina/Ushuaia', 'UTC', 'CST6CDT', 'CET', 'Etc/UTC'])
      expect(ianaZone(name)).toBeDefined();
    for (const name of ['+02:00', 'CST', 'IST', 'Europe', 'Europe/', 'Europe/Nowhere', '', 'Europe/Berlin\n'])
      expect(ianaZone(name)).toBeUndefined();
    expect(ianaZone('Asia/Kolkata')).toBe(ianaZone('Asia/Calcutta'));
    expect(ianaZone('europe/berlin')).toBe('Europe/Berlin');
  });
});
