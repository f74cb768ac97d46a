import { Temporal } from 'temporal-polyfill';
import { type Static, Type } from 'typebox';
import { done, type Outcome, refuse } from '../refusal.ts';
import { ianaZone } from '../time-zone.ts';

/** K2: a callback without a time is made in 30 minutes. */
export const DEFAULT_DELAY_MS = 30 * 60_000;

/** Offsets and abbreviations such as CET pass as zones in most programs, but mislead. */
const AREA_AND_CITY = /^([A-Za-z_]+(\/[A-Za-z0-9_+-]+)+|UTC)$/;

/**
 * A time as the person called reads it (K3). The cloud's API takes an instant and leaves zones to its user interface; this
 * field is ours.
 */
export const LocalTime = Type.Object(
  {
    /** `2026-03-29`; today when left out (K2). */
    date: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
    /** `14:30`; 30 minutes from now when left out (K2). */
    time: Type.Optional(Type.String({ pattern: '^\\d{2}:\\d{2}(:\\d{2})?$' })),
    /** An IANA name, such as `Europe/Berlin`. */
    timeZone: Type.String({ minLength: 1, maxLength: 100 }),
  },
  { additionalProperties: false },
);
export type LocalTime = Static<typeof LocalTime>;

/** How a local time was read, and why. */
export interface TimeDecision {
  /** `skipped`: the clocks go over it, so it is later; `twice`: the first of two is taken. */
  readonly kind: 'exact' | 'skipped' | 'twice';
  readonly timeZone: string;
  /** What was asked for, such as `2026-03-29T02:30:00`. */
  readonly askedFor: string;
  /** What it is, such as `2026-03-29T03:30:00+02:00[Europe/Berlin]`. */
  readonly localTime: string;
  readonly message: string;
}

/** Reads a local time. Of one that does not exist the later side is taken, of one that exists twice the first. */
export function readLocalTime(
  asked: LocalTime,
  now: number,
  field: string,
): Outcome<{ readonly at: number; readonly decision: TimeDecision }> {
  const timeZone = AREA_AND_CITY.test(asked.timeZone) ? ianaZone(asked.timeZone) : undefined;
  if (timeZone === undefined) return refuseZone(`${field}.timeZone`);
  const later = Temporal.Instant.fromEpochMilliseconds(now + DEFAULT_DELAY_MS).toZonedDateTimeISO(timeZone);
  // Half past midnight of tomorrow is 30 minutes from now, too: without a date and a time it is the instant that counts.
  if (asked.date === undefined && asked.time === undefined)
    return done(decided(later.toPlainDateTime(), later, timeZone));
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  const date = asked.date === undefined ? today : plain(() => Temporal.PlainDate.from(asked.date ?? ''));
  if (date === undefined) return refuseParts(`${field}.date`, 'a day of the calendar, such as 2026-03-29');
  const time =
    asked.time === undefined ? later.toPlainTime() : plain(() => Temporal.PlainTime.from(asked.time ?? ''));
  if (time === undefined) return refuseParts(`${field}.time`, 'a time of the day, such as 14:30');
  const wall = date.toPlainDateTime(time);
  return done(decided(wall, wall.toZonedDateTime(timeZone, { disambiguation: 'compatible' }), timeZone));
}

function decided(wall: Temporal.PlainDateTime, zoned: Temporal.ZonedDateTime, timeZone: string) {
  const kind = kindOf(wall, zoned, timeZone);
  const askedFor = wall.toString({ smallestUnit: 'second' });
  const localTime = zoned.toString({ smallestUnit: 'second' });
  const decision = { kind, timeZone, askedFor, localTime, message: sentence(kind, askedFor, zoned) };
  return { at: zoned.epochMilliseconds, decision };
}

function kindOf(
  wall: Temporal.PlainDateTime,
  zoned: Temporal.ZonedDateTime,
  timeZone: string,
): TimeDecision['kind'] {
  if (!zoned.toPlainDateTime().equals(wall)) return 'skipped';
  const [first, second] = (['earlier', 'later'] as const).map(
    (disambiguation) => wall.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds,
  );
  return first === second ? 'exact' : 'twice';
}

function sentence(kind: TimeDecision['kind'], askedFor: string, zoned: Temporal.ZonedDateTime): string {
  const time = zoned.toPlainTime().toString({ smallestUnit: 'minute' });
  const { timeZoneId, offset } = zoned;
  if (kind === 'skipped')
    return `${askedFor} does not exist in ${timeZoneId}: the clocks go forward over it. The call is made at ${time} (${offset}).`;
  if (kind === 'twice')
    return `${askedFor} exists twice in ${timeZoneId}: the clocks go back. The call is made the first time (${offset}).`;
  return `The call is made at ${time} in ${timeZoneId} (${offset}).`;
}

/** What Temporal makes of it, or undefined where it throws. */
function plain<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function refuseZone(field: string) {
  return refuse(
    'attendant.time.zone.unknown',
    `${field} must be the IANA name of a time zone, such as Europe/Berlin; offsets and abbreviations are not.`,
    { field },
  );
}

function refuseParts(field: string, what: string) {
  return refuse('constraint.validation', `${field} must be ${what}.`, { field });
}
