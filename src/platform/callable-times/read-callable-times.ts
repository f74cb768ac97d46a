import { type Static, Type } from 'typebox';
import { NAME } from '../authorization/request-texts.ts';
import { refuseTimeZone } from '../outbound/refuse-time-zone.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { withoutNulls } from '../without-nulls.ts';
import type { CallableTime, TimeSlot } from './callable-time-set.ts';
import { spanOf } from './callable-weeks.ts';

/** Guesses: a slot for every quarter of an hour, and more zones than there are. */
const MOST_SLOTS = 672;
const MOST_ZONES = 1_000;

/** What these must be is told with Genesys' codes, below. */
const AskedSlot = Type.Object({
  day: Type.Optional(Type.Unknown()),
  startTime: Type.Optional(Type.Unknown()),
  stopTime: Type.Optional(Type.Unknown()),
});
const AskedTime = Type.Object({
  timeZoneId: Type.Optional(Type.String()),
  name: Type.Optional(NAME),
  timeSlots: Type.Array(AskedSlot, { maxItems: MOST_SLOTS }),
});
const checkBody = requestCheck(
  Type.Object({
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
    callableTimes: Type.Array(AskedTime, { maxItems: MOST_ZONES }),
  }),
);

/** Callable times as a request has them, well formed. */
export interface AskedCallableTimes {
  readonly version?: number;
  readonly callableTimes: readonly CallableTime[];
}

/** Reads the body of a request for a callable time set, but for its name. Times are kept as `09:00:00`, zones as given. */
export function readCallableTimes(body: unknown): Outcome<AskedCallableTimes> {
  const checked = checkBody(withoutNulls(body));
  if (!checked.ok) return checked;
  const { version } = checked.value;
  const callableTimes: CallableTime[] = [];
  for (const [index, asked] of checked.value.callableTimes.entries()) {
    const time = readTime(asked, `callableTimes.${index}`);
    if (!time.ok) return time;
    if (callableTimes.some(({ name }) => name !== undefined && isSame(name, time.value.name)))
      return refuseName(`callableTimes.${index}.name`);
    callableTimes.push(time.value);
  }
  return done({ callableTimes, ...(version !== undefined && { version }) });
}

function readTime(asked: Static<typeof AskedTime>, field: string): Outcome<CallableTime> {
  const { timeZoneId, name } = asked;
  if (timeZoneId === undefined || timeZoneId.trim() === '')
    return refuse('missing.time.zone', `${field}.timeZoneId is required.`, { field: `${field}.timeZoneId` });
  const refused = refuseTimeZone(timeZoneId, `${field}.timeZoneId`);
  if (refused !== undefined) return refused;
  const timeSlots: TimeSlot[] = [];
  for (const [index, one] of asked.timeSlots.entries()) {
    const slot = readSlot(one, `${field}.timeSlots.${index}`);
    if (!slot.ok) return slot;
    timeSlots.push(slot.value);
  }
  return done({ timeZoneId, ...(name !== undefined && { name }), timeSlots });
}

function readSlot(asked: Static<typeof AskedSlot>, field: string): Outcome<TimeSlot> {
  const { day } = asked;
  if (typeof day !== 'number' || !Number.isInteger(day) || day < 1 || day > 7)
    return refuseDay(`${field}.day`);
  const [startTime, stopTime] = [timeOfDay(asked.startTime), timeOfDay(asked.stopTime)];
  if (startTime === undefined)
    return refuseStart(`${field}.startTime must be a time of the day, such as 09:00:00.`, field);
  if (stopTime === undefined) return refuseStop(`${field}.stopTime`);
  const slot = { startTime, stopTime, day };
  const { from, to } = spanOf(slot);
  return from < to ? done(slot) : refuseStart(`${field}.startTime must be before its stopTime.`, field);
}

/** `09:00:00` of `09:00`, `09:00:00` or, as Genesys Cloud writes it, `09:00:00.000`. */
function timeOfDay(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const [, time, seconds = ':00'] =
    /^((?:[01]\d|2[0-3]):[0-5]\d|24:00(?=$|:00))(:[0-5]\d)?(?:\.0{1,9})?$/.exec(text) ?? [];
  return time === undefined ? undefined : `${time}${seconds}`;
}

function isSame(name: string, other: string | undefined): boolean {
  return name.trim().toLowerCase() === other?.trim().toLowerCase();
}

function refuseDay(field: string) {
  return refuse('invalid.day', `${field} must be a number from 1, Monday, to 7, Sunday.`, { field });
}

function refuseStart(message: string, field: string) {
  return refuse('invalid.start.time', message, { field: `${field}.startTime` });
}

function refuseStop(field: string) {
  const message = `${field} must be a time of the day, such as 17:00:00; 24:00:00 is its end.`;
  return refuse('constraint.validation', message, { field });
}

function refuseName(field: string) {
  const message = `${field} is that of other callable times in this set; give each a name of its own.`;
  return refuse('duplicate.name', message, { field });
}
