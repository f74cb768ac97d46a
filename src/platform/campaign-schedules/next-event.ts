import { ianaZone } from '../time-zone.ts';
import type { Recurrence, ScheduleInterval, ScheduleTimes } from './campaign-schedule.ts';
import { type RecurringRun, type Run, recurringRun, runsNear } from './recurring-run.ts';
import { instantOf } from './wall-time.ts';

/*
 * A schedule says for each instant whether its campaign runs: within an interval, within a run of a recurrence that no
 * exclusion covers, or within an inclusion. It starts a campaign where that begins and stops it where that ends; runs that
 * touch or overlap are one.
 */

/** Runs that touch for ever never end. After as many changes that change nothing, the state is told again. */
const MOST_LOOKED_AT = 200;

/** What a schedule does next, and when (epoch ms). */
export interface ScheduleEvent {
  readonly at: number;
  readonly kind: 'start' | 'stop';
}

/** A part of a schedule that can be asked. */
interface Part {
  isOn(at: number): boolean;
  /** The first instant after another at which it can change; infinite when it never does. */
  changeAfter(at: number): number;
}

/** What a schedule does after an instant; undefined when it does nothing any more. */
export function nextEvent(times: ScheduleTimes, now: number): ScheduleEvent | undefined {
  const parts = partsOf(times);
  const isOn = (at: number) => parts.some((part) => part.isOn(at));
  const wasOn = isOn(now);
  let at = now;
  for (let looked = 0; looked < MOST_LOOKED_AT; looked++) {
    at = Math.min(...parts.map((part) => part.changeAfter(at)));
    if (at === Number.POSITIVE_INFINITY) return undefined;
    if (isOn(at) !== wasOn) return { at, kind: wasOn ? 'stop' : 'start' };
  }
  return { at, kind: wasOn ? 'start' : 'stop' };
}

/** Whether a campaign runs by its schedule at an instant. */
export function isScheduled(times: ScheduleTimes, at: number): boolean {
  return partsOf(times).some((part) => part.isOn(at));
}

/** The zone of a schedule, and of a recurrence of it: its own, else the schedule's, else UTC, as in Genesys Cloud. */
export function scheduleZone({ timeZone }: ScheduleTimes, recurrence?: Recurrence): string {
  return ianaZone(recurrence?.timeZone ?? timeZone ?? 'UTC') ?? 'UTC';
}

function partsOf(times: ScheduleTimes): readonly Part[] {
  const zone = scheduleZone(times);
  const intervals = times.intervals.map((interval) => fixedPart(runOf(interval, zone)));
  const recurrences = (times.recurrences ?? []).map((recurrence) =>
    recurringPart(recurrence, scheduleZone(times, recurrence)),
  );
  return [...intervals, ...recurrences];
}

function fixedPart(run: Run): Part {
  return { isOn: (at) => covers(run, at), changeAfter: (at) => boundaryAfter([run], at) };
}

function recurringPart(recurrence: Recurrence, zone: string): Part {
  const rule: RecurringRun = recurringRun(recurrence, zone);
  const alterations = (type: 'Exclusion' | 'Inclusion') =>
    (recurrence.alterations ?? []).filter((one) => one.type === type).map((one) => runOf(one, zone));
  const [inclusions, exclusions] = [alterations('Inclusion'), alterations('Exclusion')];
  return {
    isOn(at) {
      if (inclusions.some((run) => covers(run, at))) return true;
      return !exclusions.some((run) => covers(run, at)) && runsNear(rule, at).some((run) => covers(run, at));
    },
    changeAfter(at) {
      // Within an exclusion the runs it covers change nothing: it may hold thousands of them.
      const exclusion = exclusions.find((run) => covers(run, at));
      const own = exclusion === undefined ? boundaryAfter(runsNear(rule, at), at) : exclusion.to;
      return Math.min(own, boundaryAfter([...inclusions, ...exclusions], at));
    },
  };
}

function runOf({ start, end }: ScheduleInterval, zone: string): Run {
  return { from: instantOf(start, zone) ?? 0, to: instantOf(end, zone) ?? 0 };
}

function covers({ from, to }: Run, at: number): boolean {
  return from <= at && at < to;
}

function boundaryAfter(runs: readonly Run[], at: number): number {
  return Math.min(...runs.flatMap(({ from, to }) => [from, to]).filter((boundary) => boundary > at));
}
