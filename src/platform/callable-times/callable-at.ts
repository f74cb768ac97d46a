import { type ZoneOffsets, zoneOffsets } from '../time-zone.ts';
import type { CallableTime } from './callable-time-set.ts';
import { type CallableWeek, callableWeeks, WEEK, type WeekOf } from './callable-weeks.ts';

/*
 * Whether a contact may be written to is asked of the clocks where it is: they must show a time within a slot.
 *
 * So the days on which clocks change need no rule of their own. A time that clocks go over is never shown: a slot within
 * it does not come, and one that it cuts is shorter. A time that comes twice is shown twice: the contact is callable both
 * times. Genesys Cloud does not say what it does then (docs/differences-platform.md).
 *
 * T1: an answer that is a time to come is the first instant at which the contact is callable in all its zones.
 * T2: while nothing can change, answers are remembered: no zone is looked up again (per set and list of zones).
 */

/** A time without a common slot this long is for ever: weeks repeat, and clocks change by the year. */
const HORIZON_MS = 400 * 86_400_000;
/** How long "never" is remembered: after it, the horizon has moved. */
const NEVER_MS = 86_400_000;
/** The first Monday of the epoch. */
const MONDAY = 4 * 86_400_000;
/** Contacts can have any text for a zone. More lists of zones than this are no lists of zones. */
const MOST_WINDOWS = 10_000;

/** An answer, and how long it holds. */
interface Window {
  readonly from: number;
  readonly until: number;
  /** `now`: callable all the while. */
  readonly callable: number | 'now' | undefined;
}

const NEVER: Window = {
  from: Number.NEGATIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
  callable: undefined,
};

interface Compiled {
  readonly weekOf: WeekOf;
  readonly ofZone: Map<string, Window>;
  readonly ofZones: Map<string, Window>;
}

/** Sets by the identity of their times, which never change. */
const COMPILED = new WeakMap<readonly CallableTime[], Compiled>();

/**
 * When a contact is callable: `now` when it is now, else the first instant at which it is, in all its zones at once (T1);
 * undefined when it never is.
 *
 * A zone that the set does not have is never callable, as in Genesys Cloud, and so is a contact without any zone.
 * Genesys: help.mypurecloud.com "Contactable time sets overview" and "Reschedule time zone skipped contacts", read
 * 2026-11-30: messages wait until all numbers of a contact are callable.
 *
 * @param callableTimes read once for each array: pass the same one for all contacts (callableTimeSets.one does).
 * @param zones         what the contact has in its time zone columns: IANA names, or names of callable times.
 * @param now           epoch ms.
 * @param offsets       for tests.
 */
export function callableAt(
  callableTimes: readonly CallableTime[],
  zones: readonly string[],
  now: number,
  offsets: ZoneOffsets = zoneOffsets,
): number | undefined {
  const { weekOf, ofZone, ofZones } = compiled(callableTimes);
  const [zone = ''] = zones;
  const windows = zones.length === 1 ? ofZone : ofZones;
  const key = zones.length === 1 ? zone : JSON.stringify(zones);
  let window = windows.get(key);
  if (window === undefined || now < window.from || now >= window.until) {
    window = windowAt(zones.map(weekOf), now, offsets);
    if (windows.size >= MOST_WINDOWS) windows.clear();
    windows.set(key, window);
  }
  return window.callable === 'now' ? now : window.callable;
}

function compiled(callableTimes: readonly CallableTime[]): Compiled {
  const known = COMPILED.get(callableTimes);
  if (known !== undefined) return known;
  const fresh = { weekOf: callableWeeks(callableTimes), ofZone: new Map(), ofZones: new Map() };
  COMPILED.set(callableTimes, fresh);
  return fresh;
}

function windowAt(found: readonly (CallableWeek | undefined)[], now: number, offsets: ZoneOffsets): Window {
  const weeks = new Set<CallableWeek>();
  for (const week of found) {
    if (week === undefined || week.spans.length === 0) return NEVER;
    weeks.add(week);
  }
  if (weeks.size === 0) return NEVER;
  for (let at = now; at < now + HORIZON_MS; ) {
    const slots = [...weeks].map((week) => nextSlot(week, at, offsets));
    const start = Math.max(...slots.map(({ from }) => from));
    if (start > at) at = start;
    else if (at > now) return { from: now, until: at, callable: at };
    else return { from: now, until: Math.min(...slots.map(({ to }) => to)), callable: 'now' };
  }
  return { from: now, until: now + NEVER_MS, callable: undefined };
}

/** The slot at an instant, else the next: from when (the instant itself at the earliest), and until when it surely lasts. */
function nextSlot({ zone, spans }: CallableWeek, instant: number, offsets: ZoneOffsets) {
  for (let at = instant; ; ) {
    const { offset, until } = offsets(zone, at);
    const wall = at + offset;
    const timeOfWeek = (((wall - MONDAY) % WEEK) + WEEK) % WEEK;
    const monday = at - timeOfWeek;
    const span = spans.find(({ to }) => timeOfWeek < to);
    const [first] = spans;
    const from = span === undefined ? monday + WEEK + (first?.from ?? 0) : Math.max(at, monday + span.from);
    const to = span === undefined ? from + 1 : monday + span.to;
    if (from < until) return { from, to: Math.min(to, until) };
    at = until;
  }
}
