import { Temporal } from 'temporal-polyfill';
import { nearest } from '../../authoring/suggest.ts';

/** Area and city, as IANA writes them. Short forms such as EST, and offsets, have no daylight saving and mislead. */
const AREA_AND_CITY = /^[a-z_]+(\/[a-z0-9_+-]+){1,2}$/i;
/** Zones are asked for again and again; there are some 600. */
const KNOWN = new Map<string, boolean>([['UTC', true]]);
const MOST_KNOWN = 2_000;

/** Whether this is the name of a time zone: `Europe/Berlin`, also by its older names, or `UTC`. Case does not count. */
export function isTimeZone(name: string): boolean {
  const known = KNOWN.get(name);
  if (known !== undefined) return known;
  const is = name.toUpperCase() === 'UTC' || (AREA_AND_CITY.test(name) && hasClock(name));
  if (KNOWN.size < MOST_KNOWN) KNOWN.set(name, is);
  return is;
}

/** What a zone that does not exist was likely meant to be, or what one looks like. */
export function zoneHint(name: string): string {
  const zones = Intl.supportedValuesOf('timeZone');
  const city = `/${name.trim().replaceAll(' ', '_').toLowerCase()}`;
  const near = name.includes('/')
    ? nearest(name, zones)
    : zones.find((zone) => zone.toLowerCase().endsWith(city));
  return near === undefined
    ? 'write an area and a city, such as Europe/Berlin, or UTC'
    : `did you mean \`${near}\`?`;
}

/** What the clocks of a zone show at an instant, in wall milliseconds. @param at epoch ms. @param zone one that is. */
export function wallTime(at: number, zone: string): number {
  if (zone === 'UTC') return at;
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return at + there.offsetNanoseconds / 1e6;
}

function hasClock(name: string): boolean {
  try {
    wallTime(0, name);
    return true;
  } catch {
    return false;
  }
}
