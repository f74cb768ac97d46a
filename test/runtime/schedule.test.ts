import { describe, expect, it } from 'vitest';
import { checkSchedules } from '../../src/runtime/schedule/check-schedules.ts';
import { isActive, isTimeZone, wallTime } from '../../src/runtime/schedule/occurrence.ts';
import type { Schedule } from '../../src/runtime/schedule/schedule-definition.ts';

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
    expect(active).toBeGreaterThan(300);
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
    ['+02:00', false],
    ['Europe/Berln', false],
    ['', false],
  ])('takes %s for a time zone: %s', (zone, wanted) => {
    expect(isTimeZone(zone)).toBe(wanted);
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
    [{ ...hours, end: '2026-01-05T09:00' }, 'end', 'the end is not after the start'],
    [{ ...hours, rrule: 'FREQ=OFTEN' }, 'rrule', 'this is no recurrence rule'],
    [{ ...hours, rrule: 'FREQ=WEEKLY;BYDAY=XX' }, 'rrule', 'this is no recurrence rule'],
    [{ ...hours, rrule: 'FREQ=SECONDLY' }, 'rrule', 'a schedule repeats by the hour at the finest'],
    [{ ...hours, rrule: 'FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2' }, 'rrule', 'this is no recurrence rule'],
  ])('says what is wrong with %j', (schedule, setting, message) => {
    const [found] = ofSchedule(schedule);
    expect(found).toEqual([
      `/schedules/Office hours/${setting}`,
      'SCHEDULE',
      expect.stringContaining(message),
      expect.any(String),
    ]);
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
