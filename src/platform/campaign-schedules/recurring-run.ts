import { type Recurrence, WEEKDAYS } from './campaign-schedule.ts';
import { instantAt, wallAt, wallOf } from './wall-time.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** The first Monday of the epoch. */
const MONDAY = 4 * DAY;
/** Occurrences that can matter on either side of an instant: they do not overlap, and clocks change one at a time. */
const NEAR = 3;

/** The runs of a recurrence on the wall, before they are altered. All times are wall milliseconds. */
export interface RecurringRun {
  readonly zone: string;
  /** How long each run is. */
  readonly length: number;
  /** How long it is from one start to the next at least. */
  readonly distance: number;
  /** How many there are at most. */
  readonly count: number;
  /** No run lasts longer than this. */
  readonly end: number;
  /** When the run with a number starts; the first has 0. */
  startOf(index: number): number;
  /** The number of the first run that starts after a time. */
  firstAfter(wall: number): number;
}

/** A run, in epoch ms; `to` is not included. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** Reads a recurrence whose times are well formed. */
export function recurringRun(recurrence: Recurrence, zone: string): RecurringRun {
  const { pattern, range } = recurrence;
  const start = wallOf(recurrence.start, zone) ?? 0;
  const length = (wallOf(recurrence.end, zone) ?? 0) - start;
  const cycle = pattern.interval * (pattern.type === 'Daily' ? DAY : WEEK);
  const { base, offsets } = pattern.type === 'Daily' ? { base: start, offsets: [0] } : weekOf(start, pattern);
  const skipped = offsets.filter((offset) => base + offset < start).length;

  function startOf(index: number): number {
    const place = index + skipped;
    return base + Math.floor(place / offsets.length) * cycle + (offsets[place % offsets.length] ?? 0);
  }

  function firstAfter(wall: number): number {
    const cycles = Math.max(0, Math.floor((wall - base) / cycle));
    let index = Math.max(0, cycles * offsets.length - skipped);
    while (startOf(index) <= wall) index++;
    return index;
  }

  const starts = offsets.map((_, index) => startOf(index + 1) - startOf(index));
  return {
    ...{ zone, length, startOf, firstAfter, distance: Math.min(...starts) },
    count: range.type === 'Numbered' ? range.numberOfOccurrences : Number.POSITIVE_INFINITY,
    end: range.type === 'EndDate' ? (wallOf(range.end, zone) ?? 0) : Number.POSITIVE_INFINITY,
  };
}

/** Genesys does not say on which day a week begins, which matters for every second week. Monday, a guess. */
function weekOf(
  start: number,
  { daysOfWeek }: { readonly daysOfWeek: readonly (typeof WEEKDAYS)[number][] },
) {
  const timeOfDay = mod(start, DAY);
  const base = start - mod(start - MONDAY, WEEK);
  const days = [...new Set(daysOfWeek.map((day) => WEEKDAYS.indexOf(day)))].sort((one, other) => one - other);
  return { base, offsets: days.map((day) => day * DAY + timeOfDay) };
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** The runs that can lie around an instant, in order. A run that the clocks leave nothing of is left out. */
export function runsNear(rule: RecurringRun, instant: number): readonly Run[] {
  const next = rule.firstAfter(wallAt(instant, rule.zone));
  const first = Math.max(0, next - NEAR);
  const runs = Array.from({ length: next + NEAR + 1 - first }, (_, place) => runAt(rule, first + place));
  return runs.filter((run) => run !== undefined);
}

function runAt(rule: RecurringRun, index: number): Run | undefined {
  const start = rule.startOf(index);
  if (index >= rule.count || start >= rule.end) return undefined;
  const from = instantAt(start, rule.zone);
  const to = instantAt(Math.min(start + rule.length, rule.end), rule.zone);
  return from < to ? { from, to } : undefined;
}

/** How many runs have started until an instant. */
export function countStarted(rule: RecurringRun, instant: number): number {
  return Math.min(rule.count, rule.firstAfter(Math.min(wallAt(instant, rule.zone), rule.end - 1)));
}
