import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { wallOf } from './local-time.ts';
import { type RecurrenceRule, readRule } from './recurrence-rule.ts';
import type { Schedule } from './schedule-definition.ts';
import { wallTime } from './time-zone.ts';

/*
 * Whether a schedule is active is asked of the clock on the wall of its zone: local start <= local now < local end.
 *
 * So the days on which clocks change need no rule of their own. An hour that does not exist is never shown by that
 * clock; a schedule inside it does not happen. An hour that comes twice is shown twice; a schedule inside it is active
 * both times. A schedule across the change ends when the clock shows its end: it lasts an hour less or more.
 * Genesys does not say what it does then (docs/differences.md).
 *
 * All times here are wall milliseconds (local-time.ts), and the same for every zone.
 */

/** Why a schedule cannot be evaluated. */
export interface ScheduleFault {
  readonly setting: 'start' | 'end' | 'rrule';
  readonly message: string;
  readonly hint: string;
}

const DAY = 86_400_000;
/** Starts are looked for a week at a time, and kept. */
const WEEK = 7 * DAY;
/** Longer than this, what repeats would be active always; and all starts of that time are looked at. */
const MOST_DAYS_REPEATED = 366;

/** The starts that matter in one week, and the week. */
interface Starts {
  readonly from: number;
  readonly until: number;
  readonly all: readonly number[];
}

interface CompiledSchedule {
  readonly length: number;
  /** Every start from one time to before another, in order. */
  startsBetween(from: number, until: number): readonly number[];
  known: Starts;
}

/** Schedules by identity: an environment is read once and asked often. */
const COMPILED = new WeakMap<Schedule, CompiledSchedule | readonly ScheduleFault[]>();

/**
 * Whether a schedule is active at an instant, read in a zone. One with faults never is.
 *
 * @param at   epoch ms.
 * @param zone name of a zone that there is (time-zone.ts).
 */
export function isActive(schedule: Schedule, at: number, zone: string): boolean {
  const compiled = compiledOf(schedule);
  if (!('known' in compiled)) return false;
  const now = wallTime(at, zone);
  const { length } = compiled;
  if (now < compiled.known.from || now >= compiled.known.until) compiled.known = startsOfWeek(compiled, now);
  return compiled.known.all.some((start) => start <= now && now < start + length);
}

/** All that is wrong with a schedule. */
export function scheduleFaults(schedule: Schedule): readonly ScheduleFault[] {
  const compiled = compiledOf(schedule);
  return 'known' in compiled ? [] : compiled;
}

function startsOfWeek({ length, startsBetween }: CompiledSchedule, now: number): Starts {
  const from = Math.floor(now / WEEK) * WEEK;
  const until = from + WEEK;
  return { from, until, all: startsBetween(from - length, until) };
}

function compiledOf(schedule: Schedule): CompiledSchedule | readonly ScheduleFault[] {
  const known = COMPILED.get(schedule);
  if (known !== undefined) return known;
  const compiled = compile(schedule);
  COMPILED.set(schedule, compiled);
  return compiled;
}

function compile(schedule: Schedule): CompiledSchedule | readonly ScheduleFault[] {
  const [start, end] = [wallOf(schedule.start), wallOf(schedule.end)];
  const rule = schedule.rrule === undefined ? undefined : readRule(schedule.rrule);
  const faults = [...timeFaults(schedule, start, end), ...ruleFaults(rule)];
  if (faults.length > 0 || start === undefined || end === undefined) return faults;
  const none = { from: 0, until: 0, all: [] };
  if (rule === undefined || !('freq' in rule))
    return { length: end - start, startsBetween: (from, until) => within([start], from, until), known: none };
  const startsBetween = startsOfRule(rule, start);
  if (startsBetween === undefined) return [ruleFault('the rule names no day that comes', 'write FREQ=DAILY')];
  return { length: end - start, startsBetween, known: none };
}

function timeFaults(schedule: Schedule, start?: number, end?: number): readonly ScheduleFault[] {
  const unread = (['start', 'end'] as const)
    .filter((setting) => wallOf(schedule[setting]) === undefined)
    .map((setting) => ({
      setting,
      message: `\`${schedule[setting]}\` is no date and time`,
      hint: 'write 2026-01-05T09:00, local time without a zone; midnight is 00:00',
    }));
  if (start === undefined || end === undefined) return unread;
  if (end <= start)
    return [
      { setting: 'end', message: 'the end is not after the start', hint: 'it may lie on the next day' },
    ];
  if (schedule.rrule === undefined || end - start <= MOST_DAYS_REPEATED * DAY) return [];
  const message = `what repeats lasts ${MOST_DAYS_REPEATED} days at most`;
  return [{ setting: 'end', message, hint: 'this is the end of the first time only; UNTIL ends them all' }];
}

function ruleFaults(rule: ReturnType<typeof readRule> | undefined): readonly ScheduleFault[] {
  if (rule === undefined || 'freq' in rule) return [];
  return rule.map(({ message, hint }) => ruleFault(message, hint));
}

function ruleFault(message: string, hint: string): ScheduleFault {
  return { setting: 'rrule', message, hint };
}

/** How to find the starts of a rule; undefined when it never has one. */
function startsOfRule(rule: RecurrenceRule, start: number): CompiledSchedule['startsBetween'] | undefined {
  const { except, until, freq, interval, ...parts } = rule;
  const found = new RRuleTemporal({
    ...parts,
    freq,
    interval,
    tzid: 'UTC',
    dtstart: asUtc(start),
    ...(until === undefined ? {} : { until: asUtc(until) }),
    cache: false,
  });
  const isKept = (at: number) => !except.starts.has(at) && !except.days.has(Math.floor(at / DAY) * DAY);
  // What is counted is counted once: the library would count again for every week.
  const counted = rule.count === undefined ? undefined : countedStarts(found, isKept);
  if (!hasStart(found, start, counted)) return undefined;
  if (counted !== undefined) return (from, end) => within(counted, from, end);
  return (from, end) =>
    found
      .between(new Date(from), new Date(end - 1), true)
      .map((one) => one.epochMilliseconds)
      .filter(isKept);
}

function countedStarts(found: RRuleTemporal, isKept: (at: number) => boolean): readonly number[] {
  try {
    return found
      .all()
      .map((one) => one.epochMilliseconds)
      .filter(isKept);
  } catch {
    return [];
  }
}

/** The library gives up on a rule such as 30 February after 10,000 periods, with an error. */
function hasStart(found: RRuleTemporal, start: number, counted: readonly number[] | undefined): boolean {
  if (counted !== undefined) return counted.length > 0;
  try {
    return found.next(new Date(start), true) !== null;
  } catch {
    return false;
  }
}

function within(starts: readonly number[], from: number, until: number): readonly number[] {
  return starts.filter((start) => from <= start && start < until);
}

function asUtc(wall: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC');
}
