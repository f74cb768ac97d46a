import { ianaZone } from '../time-zone.ts';
import type { CallableTime, TimeSlot } from './callable-time-set.ts';

const DAY = 86_400_000;
export const WEEK = 7 * DAY;

/** A part of the week, in ms since Monday 00:00 on the clocks of a zone; `to` is not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** When contacts in one zone may be written to. */
export interface CallableWeek {
  readonly zone: string;
  /** In order, without overlaps. */
  readonly spans: readonly Span[];
}

/** Finds the week of what a contact has for a time zone: the zone, or the name of a callable time. */
export type WeekOf = (text: string) => CallableWeek | undefined;

/** Reads callable times once, to be asked often. Slots of one zone are taken together, also when they overlap. */
export function callableWeeks(callableTimes: readonly CallableTime[]): WeekOf {
  const named = weeksBy(callableTimes, ({ name }) => (name === undefined ? undefined : keyOf(name)));
  const zoned = weeksBy(callableTimes, ({ timeZoneId }) => ianaZone(timeZoneId));
  return (text) => named.get(keyOf(text)) ?? zoned.get(ianaZone(text.trim()) ?? '');
}

function weeksBy(
  callableTimes: readonly CallableTime[],
  key: (time: CallableTime) => string | undefined,
): ReadonlyMap<string, CallableWeek> {
  const weeks = new Map<string, CallableWeek>();
  for (const time of callableTimes) {
    const [name, zone] = [key(time), ianaZone(time.timeZoneId)];
    if (name === undefined || zone === undefined) continue;
    const others = weeks.get(name)?.spans ?? [];
    weeks.set(name, { zone, spans: merged([...others, ...time.timeSlots.map(spanOf)]) });
  }
  return weeks;
}

function keyOf(name: string): string {
  return name.trim().toLowerCase();
}

/** The part of the week of a slot. */
export function spanOf({ day, startTime, stopTime }: TimeSlot): Span {
  const midnight = (day - 1) * DAY;
  return { from: midnight + msOf(startTime), to: midnight + (msOf(stopTime) || DAY) };
}

/** Milliseconds since midnight. */
function msOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

function merged(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const span of spans.filter(({ from, to }) => from < to).sort((one, other) => one.from - other.from)) {
    const last = joined.at(-1);
    if (last === undefined || last.to < span.from) joined.push(span);
    else joined.splice(-1, 1, { from: last.from, to: Math.max(last.to, span.to) });
  }
  return joined;
}
