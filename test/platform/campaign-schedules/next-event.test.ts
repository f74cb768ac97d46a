import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  type Alteration,
  type Recurrence,
  type ScheduleInterval,
  type ScheduleTimes,
  WEEKDAYS,
} from '../../../src/platform/campaign-schedules/campaign-schedule.ts';
import { isScheduled, nextEvent } from '../../../src/platform/campaign-schedules/next-event.ts';
import { newRandom, type Random } from '../../support/random.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The instant of a local time, as Temporal's `compatible` has it. */
function local(text: string, zone = 'UTC'): number {
  return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
}

/** The next events of a schedule, as people in a zone read them. */
function events(times: ScheduleTimes, from: string, count: number, zone = times.timeZone ?? 'UTC') {
  const found: string[] = [];
  for (let at = local(from, zone); found.length < count; ) {
    const event = nextEvent(times, at);
    if (event === undefined) return found;
    at = event.at;
    const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    found.push(`${event.kind} ${there.toString({ smallestUnit: 'minute', timeZoneName: 'never' })}`);
  }
  return found;
}

const NIGHTLY: Recurrence = {
  id: 'r',
  start: '2026-03-27T02:30:00',
  end: '2026-03-27T03:30:00',
  pattern: { type: 'Daily', interval: 1 },
  range: { type: 'NoEnd' },
};
const daily = (more: Partial<Recurrence>): ScheduleTimes => ({
  intervals: [],
  recurrences: [{ ...NIGHTLY, ...more }],
});
const weekly = (daysOfWeek: readonly (typeof WEEKDAYS)[number][], interval = 1): ScheduleTimes =>
  daily({
    start: '2026-01-06T09:00',
    end: '2026-01-06T17:00',
    pattern: { type: 'Weekly', interval, daysOfWeek },
  });

describe('nextEvent', () => {
  it('starts and stops at the ends of intervals, in any order, in UTC without a zone', () => {
    const times = {
      intervals: [
        { start: '2026-02-02T09:00:00', end: '2026-02-02T17:00:00' },
        { start: '2026-02-01T09:00', end: '2026-02-01T12:00:00.000' },
      ],
    };
    expect(events(times, '2026-01-01T00:00', 9)).toEqual([
      'start 2026-02-01T09:00+00:00',
      'stop 2026-02-01T12:00+00:00',
      'start 2026-02-02T09:00+00:00',
      'stop 2026-02-02T17:00+00:00',
    ]);
    expect(nextEvent(times, local('2026-02-01T09:00'))).toEqual({
      at: local('2026-02-01T12:00'),
      kind: 'stop',
    });
    expect(nextEvent({ intervals: [] }, 0)).toBeUndefined();
  });

  it('takes times in the zone of the schedule, and those with an offset as they are', () => {
    const times = {
      timeZone: 'America/New_York',
      intervals: [
        { start: '2026-02-01T09:00', end: '2026-02-01T10:00' },
        { start: '2026-02-02T09:00:00.000Z', end: '2026-02-02T12:00:00+01:00' },
      ],
    };
    expect(events(times, '2026-01-01T00:00', 9, 'UTC')).toEqual([
      'start 2026-02-01T14:00+00:00',
      'stop 2026-02-01T15:00+00:00',
      'start 2026-02-02T09:00+00:00',
      'stop 2026-02-02T11:00+00:00',
    ]);
  });

  it('keeps to the clock of the wall through changes: later where it does not exist, the first where it comes twice', () => {
    const times = { ...daily({ end: '2026-03-27T04:30:00' }), timeZone: 'Europe/Berlin' };
    expect(events(times, '2026-03-28T00:00', 6)).toEqual([
      'start 2026-03-28T02:30+01:00',
      'stop 2026-03-28T04:30+01:00',
      'start 2026-03-29T03:30+02:00',
      'stop 2026-03-29T04:30+02:00',
      // Not 03:30 for ever after.
      'start 2026-03-30T02:30+02:00',
      'stop 2026-03-30T04:30+02:00',
    ]);
    expect(events(times, '2026-10-25T00:00', 3)).toEqual([
      'start 2026-10-25T02:30+02:00',
      'stop 2026-10-25T04:30+01:00',
      'start 2026-10-26T02:30+01:00',
    ]);
  });

  it('leaves out a run that the change of clocks leaves nothing of', () => {
    const times = {
      ...daily({ start: '2026-03-27T02:30', end: '2026-03-27T03:30' }),
      timeZone: 'Europe/Berlin',
    };
    expect(events(times, '2026-03-29T00:00', 2)).toEqual([
      'start 2026-03-30T02:30+02:00',
      'stop 2026-03-30T03:30+02:00',
    ]);
  });

  it('comes on days of every so many weeks, counted from Monday, at or after the start', () => {
    // 2026-01-06 is a Tuesday.
    const starts = (times: ScheduleTimes, count: number) =>
      events(times, '2026-01-01T00:00', count * 2)
        .filter((event) => event.startsWith('start'))
        .map((event) => event.slice(6, 16));
    expect(starts(weekly(['Tuesday']), 3)).toEqual(['2026-01-06', '2026-01-13', '2026-01-20']);
    expect(starts(weekly(['Friday', 'Monday', 'Tuesday']), 5)).toEqual([
      '2026-01-06',
      '2026-01-09',
      '2026-01-12',
      '2026-01-13',
      '2026-01-16',
    ]);
    expect(starts(weekly(['Sunday', 'Monday'], 2), 4)).toEqual([
      '2026-01-11',
      '2026-01-19',
      '2026-01-25',
      '2026-02-02',
    ]);
  });

  it('ends after a number of runs, and at an end that cuts a run', () => {
    const numbered = daily({ range: { type: 'Numbered', numberOfOccurrences: 2 } });
    expect(events(numbered, '2026-01-01T00:00', 9)).toHaveLength(4);
    const until = daily({ range: { type: 'EndDate', end: '2026-03-28T03:00:00' } });
    expect(events(until, '2026-03-28T00:00', 9)).toEqual([
      'start 2026-03-28T02:30+00:00',
      'stop 2026-03-28T03:00+00:00',
    ]);
  });

  it('leaves out what is excluded, adds what is included, and the inclusion counts where both do', () => {
    const altered = (...alterations: Alteration[]) => daily({ alterations });
    const out = { type: 'Exclusion', start: '2026-03-28T00:00', end: '2026-03-30T00:00' } as const;
    expect(events(altered(out), '2026-03-27T12:00', 1)).toEqual(['start 2026-03-30T02:30+00:00']);
    const part = { type: 'Exclusion', start: '2026-03-28T02:45', end: '2026-03-28T03:00' } as const;
    expect(events(altered(part), '2026-03-28T00:00', 4)).toEqual([
      'start 2026-03-28T02:30+00:00',
      'stop 2026-03-28T02:45+00:00',
      'start 2026-03-28T03:00+00:00',
      'stop 2026-03-28T03:30+00:00',
    ]);
    const extra = { type: 'Inclusion', start: '2026-03-29T12:00', end: '2026-03-29T13:00' } as const;
    expect(events(altered(out, extra), '2026-03-28T00:00', 3)).toEqual([
      'start 2026-03-29T12:00+00:00',
      'stop 2026-03-29T13:00+00:00',
      'start 2026-03-30T02:30+00:00',
    ]);
  });

  it('takes runs that touch or overlap for one', () => {
    const times = {
      ...daily({}),
      intervals: [
        { start: '2026-03-28T03:00', end: '2026-03-28T05:00' },
        { start: '2026-03-28T05:00', end: '2026-03-28T06:00' },
      ],
    };
    expect(events(times, '2026-03-28T00:00', 2)).toEqual([
      'start 2026-03-28T02:30+00:00',
      'stop 2026-03-28T06:00+00:00',
    ]);
  });

  it('jumps over what changes nothing, and tells the state again when that is endless', () => {
    const excluded = { type: 'Exclusion', start: '2026-03-28T00:00', end: '9026-03-28T00:00' } as const;
    expect(events(daily({ alterations: [excluded] }), '2026-03-28T00:00', 1, 'UTC')).toEqual([
      'start 9026-03-28T02:30+00:00',
    ]);
    const always = daily({ start: '2026-03-27T00:00', end: '2026-03-28T00:00' });
    const event = nextEvent(always, local('2026-03-28T12:00'));
    expect(event?.kind).toBe('start');
    expect(event?.at).toBeGreaterThan(local('2026-09-01T00:00'));
  });
});

/** Every run of a schedule until an instant, day by day with Temporal. */
function slowIsScheduled(times: ScheduleTimes, until: number) {
  const zone = times.timeZone ?? 'UTC';
  const runOf = ({ start, end }: ScheduleInterval) => [local(start, zone), local(end, zone)] as const;
  const recurrences = (times.recurrences ?? []).map((recurrence) => ({
    runs: slowRuns(recurrence, zone, until),
    out: (recurrence.alterations ?? []).filter(({ type }) => type === 'Exclusion').map(runOf),
    in: (recurrence.alterations ?? []).filter(({ type }) => type === 'Inclusion').map(runOf),
  }));
  const intervals = times.intervals.map(runOf);
  const boundaries = [
    ...intervals,
    ...recurrences.flatMap((one) => [...one.runs, ...one.out, ...one.in]),
  ].flat();
  const within = (runs: readonly (readonly [number, number])[], at: number) =>
    runs.some(([from, to]) => from <= at && at < to);
  const isOn = (at: number) =>
    within(intervals, at) ||
    recurrences.some((one) => within(one.in, at) || (within(one.runs, at) && !within(one.out, at)));
  return { isOn, boundaries: [...new Set(boundaries)].sort((one, other) => one - other) };
}

function slowRuns({ start, end, pattern, range }: Recurrence, zone: string, until: number) {
  const first = Temporal.PlainDateTime.from(start);
  const length = first.until(Temporal.PlainDateTime.from(end));
  const runs: (readonly [number, number])[] = [];
  const monday = first.toPlainDate().subtract({ days: first.dayOfWeek - 1 });
  let count = 0;
  for (let day = 0; ; day++) {
    const at = first.add({ days: day });
    const week = Math.floor(monday.until(at.toPlainDate(), { largestUnit: 'days' }).days / 7);
    const fits =
      pattern.type === 'Daily'
        ? day % pattern.interval === 0
        : week % pattern.interval === 0 &&
          pattern.daysOfWeek.includes(WEEKDAYS[at.dayOfWeek - 1] ?? 'Monday');
    const from = at.toZonedDateTime(zone).epochMilliseconds;
    if (from > until) return runs;
    if (!fits) continue;
    if (range.type === 'Numbered' && count >= range.numberOfOccurrences) return runs;
    if (range.type === 'EndDate' && Temporal.PlainDateTime.compare(at, range.end) >= 0) return runs;
    count++;
    const to = at.add(length).toZonedDateTime(zone).epochMilliseconds;
    const last = range.type === 'EndDate' ? local(range.end, zone) : to;
    runs.push([from, Math.min(to, last)]);
  }
}

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];

function randomSchedule(random: Random): ScheduleTimes {
  const time = (days: number) =>
    Temporal.PlainDateTime.from('2026-03-01T00:00')
      .add({ days: random.below(days), minutes: random.below(96) * 15 })
      .toString();
  const span = (hours: number) => {
    const start = time(50);
    return {
      start,
      end: Temporal.PlainDateTime.from(start)
        .add({ minutes: 15 + random.below(hours * 4) * 15 })
        .toString(),
    };
  };
  const recurrence = (): Recurrence => ({
    id: 'r',
    ...span(24),
    pattern: random.pick([
      { type: 'Daily', interval: 1 + random.below(3) },
      {
        type: 'Weekly',
        interval: 1 + random.below(3),
        daysOfWeek: WEEKDAYS.filter(() => random.below(3) === 0).concat(random.pick(WEEKDAYS)),
      },
    ]),
    range: random.pick([
      { type: 'NoEnd' },
      { type: 'EndDate', end: time(60) },
      { type: 'Numbered', numberOfOccurrences: 1 + random.below(20) },
    ]),
    alterations: Array.from({ length: random.below(4) }, () => ({
      type: random.pick(['Exclusion', 'Inclusion'] as const),
      ...span(100),
    })),
  });
  return {
    timeZone: random.pick(ZONES),
    intervals: Array.from({ length: random.below(3) }, () => span(60)),
    recurrences: Array.from({ length: 1 + random.below(2) }, recurrence),
  };
}

describe('nextEvent and a slow look at every run', () => {
  it.each([1, 2, 3, 4, 5, 6])('agree around the changes of clocks in spring (%i)', (seed) => {
    const random = newRandom(seed);
    for (let round = 0; round < 25; round++) {
      const times = randomSchedule(random);
      const until = local('2026-06-01T00:00');
      const { isOn, boundaries } = slowIsScheduled(times, until);
      for (let turn = 0; turn < 12; turn++) {
        const now = local('2026-03-01T00:00') + random.below(80 * 24 * 60) * 60_000;
        const at = boundaries.find((boundary) => boundary > now && isOn(boundary) !== isOn(now));
        const slow =
          at === undefined || at > until - DAY ? undefined : { at, kind: isOn(at) ? 'start' : 'stop' };
        const event = nextEvent(times, now);
        const fast = event === undefined || event.at > until - DAY ? undefined : event;
        expect({ times, now, event: fast }).toEqual({ times, now, event: slow });
        expect({ times, now, isOn: isScheduled(times, now) }).toEqual({ times, now, isOn: isOn(now) });
      }
    }
  });
});
