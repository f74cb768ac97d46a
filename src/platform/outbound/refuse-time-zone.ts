import { type Outcome, refuse } from '../refusal.ts';
import { ianaZone } from '../time-zone.ts';

/** A refusal when a field names no time zone that there is; none for an absent one. */
export function refuseTimeZone(zone: string | undefined, field: string): Outcome<never> | undefined {
  if (zone === undefined || ianaZone(zone) !== undefined) return undefined;
  const message = `${field} must be the IANA name of a time zone, such as Europe/Berlin; offsets and abbreviations are not.`;
  return refuse('invalid.time.zone', message, { field });
}
