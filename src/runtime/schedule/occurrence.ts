import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { Schedule } from './schedule-definition.ts';

/*
 * Whether a schedule is active is asked of the clock on the wall of its zone: local start <= local now < local end.
 *
 * So the days on which clocks change need no rule of their own. An hour that does not exist is never shown by that
 * clock; a schedule inside it does not happen. An hour that comes twice is shown twice; a schedule inside it is active
 * both times. A schedule across the change ends when the clock shows its end: it lasts an hour less or more.
 * Genesys does not say what it does then (docs/differences.md).
 *
 * Local times are therefore reckoned as if they were UTC, without any offset: "wall milliseconds".
 */

/** Why a schedule cannot be evaluated. */
export interface ScheduleFault {
  readonly setting: 'start' | 'end' | 'rrule';
  readonly message: string;
  readonly hint: string;
}

/** Repetitions finer than this have no place in opening hours, and cost without end. */
const TOO_FINE = /FREQ=(SECONDLY|MINUTELY)/i;

interface CompiledSchedule {
  readonly start: number;
  readonly length: number;
  readonly rule: RRuleTemporal | undefined;
  /** The stretch of wall time around the last question in which the answer does not change. */
  known: { readonly from: number; readonly until: number; readonly isActive: boolean } | undefined;
}

/** Schedules by identity: an environment is read once and asked often. */
const COMPILED = new WeakMap<Schedule, CompiledSchedule>();

/** Whether a schedule is active at an instant, read in a zone. @param at epoch ms. @param zone IANA name. */
export function isActive(schedule: Schedule, at: number, zone: string): boolean {
  const compiled = COMPILED.get(schedule) ?? remember(schedule);
  const now = wallTime(at, zone);
  const { known } = compiled;
  if (known !== undefined && known.from <= now && now < known.until) return known.isActive;
  compiled.known = stretch(compiled, now);
  return compiled.known.isActive;
}

/** What the clocks of a zone show at an instant, in wall milliseconds. @throws RangeError for what is no zone. */
export function wallTime(at: number, zone: string): number {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return at + there.offsetNanoseconds / 1e6;
}

/** Whether this is the name of a time zone: IANA names only, no offsets. */
export function isTimeZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with a schedule. */
export function scheduleFault(schedule: Schedule): ScheduleFault | undefined {
  for (const setting of ['start', 'end'] as const) {
    if (Number.isNaN(wallOf(schedule[setting])))
      return {
        setting,
        message: `\`${schedule[setting]}\` is no date and time`,
        hint: 'write 2026-01-05T09:00',
      };
  }
  if (wallOf(schedule.end) <= wallOf(schedule.start))
    return { setting: 'end', message: 'the end is not after the start', hint: 'it may lie on the next day' };
  return ruleFault(schedule);
}

function ruleFault({ start, rrule }: Schedule): ScheduleFault | undefined {
  if (rrule === undefined) return undefined;
  const hint = 'write FREQ=DAILY, or FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR';
  if (TOO_FINE.test(rrule))
    return { setting: 'rrule', message: 'a schedule repeats by the hour at the finest', hint };
  try {
    ruleOf(rrule, wallOf(start)).next(new Date(wallOf(start)), true);
    return undefined;
  } catch (error) {
    return { setting: 'rrule', message: `this is no recurrence rule: ${(error as Error).message}`, hint };
  }
}

function remember(schedule: Schedule): CompiledSchedule {
  const start = wallOf(schedule.start);
  const compiled: CompiledSchedule = {
    start,
    length: wallOf(schedule.end) - start,
    rule: schedule.rrule === undefined ? undefined : ruleOf(schedule.rrule, start),
    known: undefined,
  };
  COMPILED.set(schedule, compiled);
  return compiled;
}

function stretch({ start, length, rule }: CompiledSchedule, now: number) {
  const moment = new Date(now);
  const last = rule === undefined ? once(start, now) : millisecondsOf(rule.previous(moment, true));
  const next = rule === undefined ? once(-start, -now - 1) : millisecondsOf(rule.next(moment));
  const nextStart = next === undefined ? Number.POSITIVE_INFINITY : Math.abs(next);
  const end = last === undefined ? Number.NEGATIVE_INFINITY : last + length;
  if (last !== undefined && now < end) return { from: last, until: Math.min(end, nextStart), isActive: true };
  return { from: end, until: nextStart, isActive: false };
}

/** The single occurrence when it lies at or before a moment; with signs turned, when it lies after it. */
function once(start: number, now: number): number | undefined {
  return start <= now ? start : undefined;
}

function millisecondsOf(found: Temporal.ZonedDateTime | null): number | undefined {
  return found === null ? undefined : found.epochMilliseconds;
}

function wallOf(local: string): number {
  return Date.parse(`${local}Z`);
}

/** Genesys writes UNTIL in local time; wall time is reckoned as UTC here. */
function ruleOf(rrule: string, start: number): RRuleTemporal {
  const text = rrule.replace(/^RRULE:/i, '').replace(/(UNTIL=\d{8}T\d{6})(?!Z)/i, '$1Z');
  const first = new Date(start).toISOString().replace(/[-:]|\.\d+/g, '');
  return new RRuleTemporal({ rruleString: `DTSTART:${first}\nRRULE:${text}` }) as RRuleTemporal;
}
