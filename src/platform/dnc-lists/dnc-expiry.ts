import { done, type Outcome, refuse } from '../refusal.ts';

/** Genesys: "The expiration date cannot be more than 180 days in the future" (create-a-new-internal-custom-dnc-list). */
export const MAX_EXPIRY_DAYS = 180;

const DAY = 86_400_000;
/** Genesys' `yyyy-MM-ddTHH:mmZ`; seconds do no harm. */
const EXPIRY = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z$/;

/** The epoch ms of an `expirationDateTime`; undefined when it is none, such as 31 February. */
export function expiryOf(text: string): number | undefined {
  if (!EXPIRY.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(text.slice(0, 16)) ? undefined : time;
}

/** Reads the `expirationDateTime` of a request; absent or empty: null, never. A time that is past is taken, too. */
export function readExpiry(text: string | undefined, now: number): Outcome<number | null> {
  if (text === undefined || text === '') return done(null);
  const field = 'expirationDateTime';
  const time = expiryOf(text);
  if (time === undefined)
    return refuse('invalid.date.value', `${field} must be a time of UTC such as 2026-05-20T01:44Z.`, {
      field,
    });
  if (time > now + MAX_EXPIRY_DAYS * DAY)
    return refuse('invalid.date.value', `${field} must not be more than ${MAX_EXPIRY_DAYS} days ahead.`, {
      field,
    });
  return done(time);
}
