import type { AutomaticTimeZoneMapping, DailyWindow } from '../outbound-settings/outbound-settings.ts';
import { callableAt } from './callable-at.ts';
import type { CallableTime } from './callable-time-set.ts';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
/** Lists of zones are those of countries: there are some 250. */
const MOST_KNOWN = 1_000;

interface Mapped {
  readonly times: readonly CallableTime[];
  readonly zones: readonly string[];
}

/** By mapping, which never changes, and zones. */
const KNOWN = new WeakMap<AutomaticTimeZoneMapping, Map<string, Mapped>>();

/**
 * When a contact of a list with automatic time zone mapping is callable, as callableAt says it: every day within the
 * `mapped` windows, in all its zones at once; without any zone within the `unmapped` windows, in their own zones.
 *
 * @param zones those of all its numbers, by zonesOf.
 * @param now   epoch ms.
 */
export function callableWhenMapped(
  mapping: AutomaticTimeZoneMapping,
  zones: readonly string[],
  now: number,
): number | undefined {
  const known = KNOWN.get(mapping) ?? new Map<string, Mapped>();
  KNOWN.set(mapping, known);
  const key = JSON.stringify(zones);
  let mapped = known.get(key);
  if (mapped === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    mapped = zones.length === 0 ? unmappedTimes(mapping) : mappedTimes(mapping, zones);
    known.set(key, mapped);
  }
  return callableAt(mapped.times, mapped.zones, now);
}

function mappedTimes({ callableWindows }: AutomaticTimeZoneMapping, zones: readonly string[]): Mapped {
  const windows = callableWindows.flatMap(({ mapped }) => mapped ?? []);
  return { zones, times: zones.flatMap((zone) => windows.map((window) => daily(zone, window))) };
}

/** A contact whose zone nobody knows is taken to be in that of the first window for such contacts. */
function unmappedTimes({ callableWindows }: AutomaticTimeZoneMapping): Mapped {
  const windows = callableWindows.flatMap(({ unmapped }) => unmapped ?? []);
  const zones = windows.slice(0, 1).map(({ timeZoneId }) => timeZoneId);
  return { zones, times: windows.map((window) => daily(window.timeZoneId, window)) };
}

function daily(timeZoneId: string, { earliestCallableTime, latestCallableTime }: DailyWindow): CallableTime {
  const slot = { startTime: earliestCallableTime, stopTime: latestCallableTime };
  return { timeZoneId, timeSlots: EVERY_DAY.map((day) => ({ ...slot, day })) };
}
