import { Temporal } from 'temporal-polyfill';

/**
 * Area and city, and the short names of the time zone database. Genesys Cloud takes CET and CST6CDT, too. What others call
 * CST or IST is read differently from place to place, and an offset says nothing of summer.
 */
const NAMES =
  /^([a-z_]+(\/[a-z0-9_+-]+)+|UTC|GMT|CET|EET|MET|WET|EST|MST|HST|EST5EDT|CST6CDT|MST7MDT|PST8PDT)$/i;
/** There are some 600 names, each in any case. What else is asked for is looked up anew. */
const MOST_KNOWN = 5_000;
const KNOWN = new Map<string, string | undefined>();

/**
 * The name of a time zone as this machine's data writes it, the same for all names of one zone (`Asia/Kolkata` and
 * `Asia/Calcutta`); undefined when there is no such zone. Only to be compared: users see the name they gave.
 */
export function ianaZone(text: string): string | undefined {
  if (KNOWN.has(text)) return KNOWN.get(text);
  const zone = NAMES.test(text) ? resolved(text) : undefined;
  if (KNOWN.size < MOST_KNOWN) KNOWN.set(text, zone);
  return zone;
}

function resolved(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** A time during which the clocks of a zone keep one distance from UTC. Epoch ms; `until` is infinite when no end is known. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  /** What the clocks show minus UTC, in ms. */
  readonly offset: number;
}

/** Finds the stretch of a zone at an instant. */
export type ZoneOffsets = (zone: string, at: number) => Stretch;

/** Looks the stretch up in the time zone data of this machine: some 100 µs. */
export const findStretch: ZoneOffsets = (zone, at) => {
  const there = zoned(zone, at);
  const next = there.getTimeZoneTransition('next');
  const previous = zoned(zone, at + 1).getTimeZoneTransition('previous');
  return {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: there.offsetNanoseconds / 1e6,
  };
};

/** More than the changes of a year in any zone. */
const STRETCHES_OF_ZONE = 8;

/** Remembers the stretches it found, the newest of each zone. */
export function rememberedOffsets(find: ZoneOffsets = findStretch): ZoneOffsets {
  const known = new Map<string, Stretch[]>();
  return (zone, at) => {
    const stretches = known.get(zone) ?? [];
    const found = stretches.find(({ from, until }) => from <= at && at < until);
    if (found !== undefined) return found;
    const stretch = find(zone, at);
    stretches.push(stretch);
    if (stretches.length > STRETCHES_OF_ZONE) stretches.shift();
    known.set(zone, stretches);
    return stretch;
  };
}

/** The stretches of all zones, remembered for the whole process. */
export const zoneOffsets: ZoneOffsets = rememberedOffsets();

function zoned(zone: string, at: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}
