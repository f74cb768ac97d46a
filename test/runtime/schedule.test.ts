import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { checkSchedules } from '../../src/runtime/schedule/check-schedules.ts';
import { isActive } from '../../src/runtime/schedule/occurrence.ts';
import type { Schedule } from '../../src/runtime/schedule/schedule-definition.ts';
import { isTimeZone, wallTime } from '../../src/runtime/schedule/time-zone.ts';
import { compilePartial } from './play.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Numbers that look random and are the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

interface Rule {
  readonly rrule: string;
  /** Whether a day, counted from the first one, is one of the rule's. */
  has(day: Date, index: number): boolean;
}

const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

const RULES: readonly Rule[] = [
  { rrule: 'FREQ=DAILY', has: () => true },
  { rrule: 'FREQ=DAILY;INTERVAL=3', has: (_day, index) => index % 3 === 0 },
  { rrule: 'FREQ=DAILY;COUNT=10', has: (_day, index) => index < 10 },
  {
    rrule: 'FREQ=WEEKLY;BYDAY=MO,WE,SA',
    has: (day) => ['MO', 'WE', 'SA'].includes(DAYS[day.getUTCDay()] ?? ''),
  },
  { rrule: 'FREQ=MONTHLY;BYMONTHDAY=15', has: (day) => day.getUTCDate() === 15 },
  {
    rrule: 'FREQ=MONTHLY;BYDAY=2TU',
    has: (day) => day.getUTCDay() === 2 && Math.ceil(day.getUTCDate() / 7) === 2,
  },
  {
    rrule: 'FREQ=MONTHLY;BYDAY=-1FR',
    has: (day) =>
      day.getUTCDay() === 5 && new Date(day.getTime() + 7 * DAY).getUTCMonth() !== day.getUTCMonth(),
  },
  { rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1', has: (day) => new Date(day.getTime() + DAY).getUTCDate() === 1 },
  {
    rrule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24',
    has: (day) => day.getUTCMonth() === 11 && day.getUTCDate() === 24,
  },
];

/** The slow way: every day since the first one, one after the other, on the clock on the wall. */
function isActiveSlowly(first: number, length: number, rule: Rule, now: number): boolean {
  for (let index = 0; first + index * DAY <= now; index++) {
    const start = first + index * DAY;
    if (now < start + length && rule.has(new Date(start), index)) return true;
  }
  return false;
}

describe('schedules', () => {
  it('agrees with a day-by-day search for 2,000 questions in four zones', () => {
    const next = numbers(7);
    const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'];
    let active = 0;
    for (let round = 0; round < 200; round++) {
      const rule = RULES[next(RULES.length)] ?? RULES[0];
      if (rule === undefined) throw new Error('there are rules');
      const monday = Date.UTC(2026, 0, 5) + next(24) * HOUR;
      // The first occurrence must be one of the rule's, as RFC 5545 wants it.
      let first = monday;
      while (!rule.has(new Date(first), 0)) first += DAY;
      const length = (1 + next(30)) * HOUR;
      const schedule: Schedule = { start: local(first), end: local(first + length), rrule: rule.rrule };
      for (let question = 0; question < 10; question++) {
        const at = Date.UTC(2026, 0, 1) + next(500 * 24 * 4) * (HOUR / 4);
        const zone = zones[next(zones.length)] ?? 'UTC';
        const wanted = isActiveSlowly(first, length, rule, wallTime(at, zone));
        expect([rule.rrule, at, zone, isActive(schedule, at, zone)]).toEqual([rule.rrule, at, zone, wanted]);
        if (wanted) active++;
      }
    }
    expect(active).toBeGreaterThan(250);
  });

  it('gives the same answer whatever was asked before', () => {
    const schedule: Schedule = { start: '2026-01-05T09:00', end: '2026-01-05T17:00', rrule: 'FREQ=DAILY' };
    const times = [8, 10, 18, 9, 17, 16].map((hour) => Date.UTC(2026, 5, 1, hour));
    const forwards = times.map((at) => isActive(schedule, at, 'UTC'));
    expect(forwards).toEqual([false, true, false, true, false, true]);
    expect(times.toReversed().map((at) => isActive(schedule, at, 'UTC'))).toEqual(forwards.toReversed());
  });

  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['America/Chicago', true],
    ['America/Argentina/Ushuaia', true],
    ['Asia/Kolkata', true],
    ['Etc/GMT+5', true],
    ['europe/berlin', true],
    ['+02:00', false],
    ['EST', false],
    ['CET', false],
    ['Europe/Berln', false],
    ['2026-01-01T00:00+05:00', false],
    ['2026-01-01T00:00[Europe/Berlin]', false],
    ['', false],
  ])('takes %s for a time zone: %s', (zone, wanted) => {
    expect(isTimeZone(zone)).toBe(wanted);
  });
});

describe('recurrence rules', () => {
  const first = { start: '2026-01-05T09:00', end: '2026-01-05T17:00' };
  /** The days of 2026 and 2027 on which it is 10 o'clock and the schedule active. */
  const daysOf = (rrule: string, from = Date.UTC(2026, 0, 5, 10), days = 40, schedule: Schedule = first) =>
    Array.from({ length: days }, (_one, index) => from + index * DAY)
      .filter((at) => isActive({ ...schedule, rrule }, at, 'UTC'))
      .map((at) => new Date(at).toISOString().slice(0, 10));

  it.each([
    ['FREQ=DAILY;COUNT=3', ['2026-01-05', '2026-01-06', '2026-01-07']],
    ['freq=daily; count=2;', ['2026-01-05', '2026-01-06']],
    ['FREQ=DAILY;UNTIL=20260107', ['2026-01-05', '2026-01-06', '2026-01-07']],
    ['FREQ=DAILY;UNTIL=20260107T090000', ['2026-01-05', '2026-01-06', '2026-01-07']],
    ['FREQ=DAILY;UNTIL=20260107T085959Z', ['2026-01-05', '2026-01-06']],
    ['FREQ=DAILY;UNTIL=20260107\nEXDATE:20260106', ['2026-01-05', '2026-01-07']],
    ['RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260106T090000,20260107T080000', ['2026-01-05', '2026-01-07']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;COUNT=4', ['2026-01-05', '2026-01-11', '2026-01-19', '2026-01-25']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU;COUNT=3', ['2026-01-05', '2026-01-18', '2026-01-19']],
    ['FREQ=MONTHLY;BYDAY=-1FR', ['2026-01-30']],
    ['FREQ=MONTHLY;BYDAY=2TU', ['2026-01-13', '2026-02-10']],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', ['2026-01-30']],
    ['FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=6', ['2026-01-06']],
    ['FREQ=YEARLY;BYWEEKNO=3;BYDAY=WE', ['2026-01-14']],
    ['FREQ=YEARLY;BYYEARDAY=20', ['2026-01-20']],
  ])('%s', (rrule, wanted) => {
    expect(daysOf(rrule)).toEqual(wanted);
  });

  it('passes over months without the day it began on', () => {
    const schedule = { start: '2026-01-31T09:00', end: '2026-01-31T17:00' };
    expect(daysOf('FREQ=MONTHLY', Date.UTC(2026, 0, 31, 10), 130, schedule)).toEqual([
      '2026-01-31',
      '2026-03-31',
      '2026-05-31',
    ]);
  });

  it('comes on 29 February of leap years only', () => {
    const schedule = { start: '2024-02-29T09:00', end: '2024-02-29T17:00' };
    expect(daysOf('FREQ=YEARLY', Date.UTC(2026, 0, 1, 10), 1200, schedule)).toEqual(['2028-02-29']);
  });

  it('is active while the longest of what it began lasts', () => {
    const overlapping: Schedule = {
      start: '2026-01-05T09:00',
      end: '2026-01-08T09:00',
      rrule: 'FREQ=DAILY;COUNT=2',
    };
    const at = (day: number, hour: number) => isActive(overlapping, Date.UTC(2026, 0, day, hour), 'UTC');
    expect([at(5, 8), at(5, 9), at(7, 12), at(9, 8), at(9, 9)]).toEqual([false, true, true, true, false]);
  });

  it.each([
    `FREQ=YEARLY;BYDAY=MO;BYHOUR=${upTo(23)};BYSETPOS=${upTo(366).slice(2)}`,
    `FREQ=HOURLY;BYMONTHDAY=${upTo(31).slice(2)};BYYEARDAY=${upTo(366).slice(2)}`,
    'FREQ=DAILY;COUNT=2000;BYHOUR=9,10;BYSETPOS=1',
    'FREQ=HOURLY;COUNT=2000',
    'FREQ=HOURLY;INTERVAL=10000;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=WEEKLY;INTERVAL=10000',
    'FREQ=YEARLY;INTERVAL=10000;COUNT=2000',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=TH',
  ])('ends with %s, which is made to take long', (rrule) => {
    const schedule: Schedule = { start: '2006-01-02T09:00', end: '2007-01-02T09:00', rrule };
    const answers = [2006, 2026, 2100].map((year) => isActive(schedule, Date.UTC(year, 5, 1, 10), 'UTC'));
    expect(answers.every((answer) => typeof answer === 'boolean')).toBe(true);
  });
});

describe('R10 what is wrong with evaluations', () => {
  const faultsOf = (settings: JsonObject) =>
    compilePartial({ actions: [{ evaluateSchedule: settings }, { disconnect: true }] }).diagnostics.map(
      ({ severity, pointer, code, hint }) => [severity, pointer, code, hint],
    );
  const at = '/tasks/main/0/evaluateSchedule';

  it('wants a schedule or an emergency group', () => {
    const wanted = [['error', at, 'WRONG_VALUE', expect.stringContaining('"schedule" or "emergencyGroup"')]];
    expect(faultsOf({})).toEqual(wanted);
    expect(faultsOf({ schedule: 'Hours', emergencyGroup: 'Fire' })).toEqual(wanted);
  });

  it('knows zones', () => {
    expect(faultsOf({ schedule: 'Hours', timeZone: 'Berlin' })).toEqual([
      ['error', `${at}/timeZone`, 'TIME_ZONE', 'did you mean `Europe/Berlin`?'],
    ]);
    expect(faultsOf({ schedule: 'Hours', timeZone: 'CET' })).toEqual([
      ['error', `${at}/timeZone`, 'TIME_ZONE', 'write an area and a city, such as Europe/Berlin, or UTC'],
    ]);
  });

  it('takes no moment for an emergency, which is on or off now', () => {
    expect(faultsOf({ emergencyGroup: 'Fire', at: '2026-01-05T09:00:00Z' })).toEqual([
      ['error', `${at}/at`, 'UNKNOWN_SETTING', 'remove it'],
    ]);
  });
});

describe('R10 what is wrong with schedules', () => {
  const hours = { start: '2026-01-05T09:00', end: '2026-01-05T17:00' };
  const faults = (environment: Parameters<typeof checkSchedules>[0]) => {
    const found: unknown[][] = [];
    checkSchedules(environment, (pointer, code, message, hint) => found.push([pointer, code, message, hint]));
    return found;
  };
  const ofSchedule = (schedule: Schedule) => faults({ schedules: { 'Office hours': schedule } });

  it('finds nothing wrong with sound ones', () => {
    const schedules = { A: hours, B: { ...hours, rrule: 'RRULE:FREQ=WEEKLY;BYDAY=MO' } };
    const scheduleGroups = { Main: { timeZone: 'Asia/Tokyo', open: ['A'], closed: ['B'], holidays: [] } };
    expect(faults({ schedules, scheduleGroups })).toEqual([]);
  });

  it.each([
    [{ ...hours, start: '2026-13-05T09:00' }, 'start', '`2026-13-05T09:00` is no date and time'],
    [
      { ...hours, start: '2026-02-31T09:00', end: '2026-03-31T09:00' },
      'start',
      '`2026-02-31T09:00` is no date',
    ],
    [{ ...hours, start: '2026-01-05T09:00Z' }, 'start', '`2026-01-05T09:00Z` is no date and time'],
    [{ ...hours, end: '2026-01-05T24:00' }, 'end', '`2026-01-05T24:00` is no date and time'],
    [{ ...hours, end: '2026-01-05T09:00' }, 'end', 'the end is not after the start'],
    [
      { ...hours, end: '2031-01-05T09:00', rrule: 'FREQ=DAILY' },
      'end',
      'what repeats lasts 366 days at most',
    ],
    [{ ...hours, rrule: '' }, 'rrule', '`FREQ` is missing'],
    [{ ...hours, rrule: 'FREQ=OFTEN' }, 'rrule', '`FREQ=OFTEN` is no frequency'],
    [{ ...hours, rrule: 'FREQ=SECONDLY' }, 'rrule', 'a schedule repeats by the hour at the finest'],
    [{ ...hours, rrule: 'FREQ = MINUTELY' }, 'rrule', 'a schedule repeats by the hour at the finest'],
    [{ ...hours, rrule: 'FREQ=WEEKLY;BYDAYS=MO' }, 'rrule', '`BYDAYS` is no part of a rule'],
    [{ ...hours, rrule: 'FREQ=DAILY;RSCALE=CHINESE' }, 'rrule', '`RSCALE` is no part of a rule'],
    [{ ...hours, rrule: 'FREQ=DAILY;FREQ=WEEKLY' }, 'rrule', '`FREQ` stands twice'],
    [{ ...hours, rrule: 'FREQ=DAILY;INTERVAL=0' }, 'rrule', '`INTERVAL=0` is no number from 1'],
    [{ ...hours, rrule: 'FREQ=DAILY;INTERVAL=x' }, 'rrule', '`INTERVAL=X` is no number from 1'],
    [{ ...hours, rrule: 'FREQ=DAILY;COUNT=1000000' }, 'rrule', '`COUNT=1000000` is no number from 1 to 2000'],
    [
      { ...hours, rrule: 'FREQ=DAILY;COUNT=2;UNTIL=20270101' },
      'rrule',
      '`COUNT` and `UNTIL` exclude each other',
    ],
    [{ ...hours, rrule: 'FREQ=DAILY;UNTIL=20271301T000000' }, 'rrule', '`UNTIL=20271301T000000` is no date'],
    [{ ...hours, rrule: 'FREQ=DAILY;UNTIL=2027' }, 'rrule', '`UNTIL=2027` is no date'],
    [{ ...hours, rrule: 'FREQ=DAILY;BYHOUR=9,25' }, 'rrule', '`25` in `BYHOUR` is no number from 0 to 23'],
    [{ ...hours, rrule: 'FREQ=YEARLY;BYMONTH=-1' }, 'rrule', '`-1` in `BYMONTH` is no number from 1 to 12'],
    [{ ...hours, rrule: 'FREQ=MONTHLY;BYMONTHDAY=-32' }, 'rrule', '`-32` in `BYMONTHDAY` is no number'],
    [{ ...hours, rrule: 'FREQ=WEEKLY;BYDAY=MO,XX' }, 'rrule', '`XX` in `BYDAY` is no day'],
    [{ ...hours, rrule: 'FREQ=WEEKLY;BYDAY=-1FR' }, 'rrule', '`-1FR` counts the days of a month or year'],
    [{ ...hours, rrule: 'FREQ=YEARLY;BYWEEKNO=2;BYDAY=1MO' }, 'rrule', '`1MO` does not go with `BYWEEKNO`'],
    [{ ...hours, rrule: 'FREQ=WEEKLY;BYMONTHDAY=1' }, 'rrule', '`BYMONTHDAY` does not go with `FREQ=WEEKLY`'],
    [{ ...hours, rrule: 'FREQ=WEEKLY;WKST=1' }, 'rrule', '`WKST=1` is no day'],
    [{ ...hours, rrule: 'FREQ=MONTHLY;BYSETPOS=1' }, 'rrule', '`BYSETPOS` chooses among what another part'],
    [{ ...hours, rrule: 'FREQ=HOURLY;BYMINUTE=0,30' }, 'rrule', 'the schedule begins 48 times a day'],
    [
      { ...hours, rrule: 'FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2' },
      'rrule',
      'the rule names no day that comes',
    ],
    [
      { ...hours, rrule: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3' },
      'rrule',
      'the rule names no day that comes',
    ],
    [{ ...hours, rrule: 'FREQ=DAILY;UNTIL=20200101' }, 'rrule', 'the rule names no day that comes'],
    [
      { ...hours, rrule: 'DTSTART:20260105T090000\nRRULE:FREQ=DAILY' },
      'rrule',
      '`RRULE:FREQ=DAILY` is not read',
    ],
    [{ ...hours, rrule: 'FREQ=DAILY\nEXDATE;TZID=Europe/Berlin:20260106T090000' }, 'rrule', 'names no day'],
  ])('says what is wrong with %j', (schedule, setting, message) => {
    const [found] = ofSchedule(schedule);
    expect(found).toEqual([
      `/schedules/Office hours/${setting}`,
      'SCHEDULE',
      expect.stringContaining(message),
      expect.any(String),
    ]);
  });

  it('tells all at once', () => {
    const found = ofSchedule({ start: '9 am', end: '5 pm', rrule: 'FREQ=DAILY;INTERVAL=0;BYDAYS=MO' });
    expect(found.map(([pointer]) => pointer)).toEqual([
      '/schedules/Office hours/start',
      '/schedules/Office hours/end',
      '/schedules/Office hours/rrule',
      '/schedules/Office hours/rrule',
    ]);
  });

  it('R4 never opens by a schedule with faults, and never throws', () => {
    const schedule: Schedule = { ...hours, rrule: 'FREQ=DAILY;INTERVAL=x' };
    expect(isActive(schedule, Date.UTC(2026, 0, 5, 10), 'UTC')).toBe(false);
  });

  it('knows the zone and the schedule that were meant', () => {
    expect(
      faults({
        schedules: { 'Office hours': hours },
        scheduleGroups: { Main: { timeZone: 'Europe/Berln', open: ['Ofice hours'] } },
      }),
    ).toEqual([
      [
        '/scheduleGroups/Main/timeZone',
        'TIME_ZONE',
        'there is no time zone `Europe/Berln`',
        expect.stringContaining('Europe/Berlin'),
      ],
      [
        '/scheduleGroups/Main/open/0',
        'UNKNOWN_SCHEDULE',
        'there is no schedule `Ofice hours`',
        expect.stringContaining('Office hours'),
      ],
    ]);
  });
});

function local(wall: number): string {
  return new Date(wall).toISOString().slice(0, 19);
}

function upTo(most: number): string {
  return Array.from({ length: most + 1 }, (_one, index) => index).join(',');
}
