import { refuseTimeZone } from '../outbound/refuse-time-zone.ts';
import { type Outcome, refuse } from '../refusal.ts';
import type { Recurrence, ScheduleInterval, ScheduleTimes } from './campaign-schedule.ts';
import { scheduleZone } from './next-event.ts';
import { recurringRun } from './recurring-run.ts';
import { instantOf, wallOf } from './wall-time.ts';

type Refused = Outcome<never> | undefined;

/** A refusal when the times of a schedule, well formed otherwise, cannot be kept to. Times that are past are no fault. */
export function refuseTimes(times: ScheduleTimes): Refused {
  const zone = refuseTimeZone(times.timeZone, 'timeZone');
  if (zone !== undefined) return zone;
  return (
    refuseIntervals(times.intervals, scheduleZone(times)) ??
    firstOf(times.recurrences ?? [], (recurrence, index) =>
      refuseRecurrence(recurrence, times, `recurrences.${index}`),
    )
  );
}

function refuseIntervals(intervals: readonly ScheduleInterval[], zone: string): Refused {
  const wrong = firstOf(intervals, (interval, index) => refuseInterval(interval, zone, `intervals.${index}`));
  if (wrong !== undefined) return wrong;
  const runs = intervals
    .map(({ start, end }, index) => ({
      index,
      from: instantOf(start, zone) ?? 0,
      to: instantOf(end, zone) ?? 0,
    }))
    .sort((one, other) => one.from - other.from);
  const later = runs.find(({ from }, place) => from < (runs[place - 1]?.to ?? Number.NEGATIVE_INFINITY));
  if (later === undefined) return undefined;
  const field = `intervals.${later.index}.start`;
  return refuseOrder(`${field} lies within another interval; make one of the two.`, field);
}

function refuseInterval({ start, end }: ScheduleInterval, zone: string, field: string): Refused {
  const [from, to] = [instantOf(start, zone), instantOf(end, zone)];
  if (from === undefined) return refuseTime(`${field}.start`);
  if (to === undefined) return refuseTime(`${field}.end`);
  if (from < to) return undefined;
  return refuseOrder(`${field}.end must be after its start.`, `${field}.end`);
}

function refuseRecurrence(recurrence: Recurrence, times: ScheduleTimes, field: string): Refused {
  const wrong = refuseTimeZone(recurrence.timeZone, `${field}.timeZone`);
  if (wrong !== undefined) return wrong;
  const zone = scheduleZone(times, recurrence);
  return (
    refuseRuns(recurrence, zone, field) ??
    refuseEnd(recurrence, zone, field) ??
    firstOf(recurrence.alterations ?? [], (alteration, index) =>
      refuseInterval(alteration, zone, `${field}.alterations.${index}`),
    )
  );
}

/** The times of the first run are taken on the wall: it may be one that the clocks cut, and come again. */
function refuseRuns(recurrence: Recurrence, zone: string, field: string): Refused {
  const [from, to] = [wallOf(recurrence.start, zone), wallOf(recurrence.end, zone)];
  if (from === undefined) return refuseTime(`${field}.start`);
  if (to === undefined) return refuseTime(`${field}.end`);
  if (from >= to) return refuseOrder(`${field}.end must be after its start.`, `${field}.end`);
  const { length, distance } = recurringRun(recurrence, zone);
  if (length <= distance) return undefined;
  const message = `${field}.end must be the end of the first run, which must be over before the next begins; range says how long it recurs.`;
  return refuseOrder(message, `${field}.end`);
}

function refuseEnd({ range, start }: Recurrence, zone: string, field: string): Refused {
  if (range.type !== 'EndDate') return undefined;
  const end = wallOf(range.end, zone);
  if (end === undefined) return refuseTime(`${field}.range.end`);
  if (end > (wallOf(start, zone) ?? 0)) return undefined;
  return refuseOrder(`${field}.range.end must be after the start of the recurrence.`, `${field}.range.end`);
}

function firstOf<T>(all: readonly T[], refusal: (one: T, index: number) => Refused): Refused {
  for (const [index, one] of all.entries()) {
    const refused = refusal(one, index);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function refuseTime(field: string): Outcome<never> {
  const message = `${field} must be a local time without a zone, such as 2026-03-29T09:00:00.`;
  return refuse('constraint.validation', message, { field });
}

function refuseOrder(message: string, field: string): Outcome<never> {
  return refuse('attendant.schedule.times', message, { field });
}
