import { Temporal } from 'temporal-polyfill';
import { done, type Outcome, refuse } from '../refusal.ts';
import { DEFAULT_DELAY_MS, type LocalTime, readLocalTime, type TimeDecision } from './local-time.ts';

/** K2: a callback is scheduled at most 30 days ahead. */
export const MAX_AHEAD_MS = 30 * 24 * 3_600_000;
/** A time that went by this lately is late, not wrong: clocks differ, and a repeated request takes its time. A guess. */
export const PAST_LEEWAY_MS = 5 * 60_000;

/** What becomes of a callback without a time: SYSTEM's default, or what the cloud's API does. */
export type WithoutTime = 'inThirtyMinutes' | 'atOnce';

/** A time as a request has it. */
export interface AskedTime {
  readonly callbackScheduledTime?: string;
  readonly attendantLocalTime?: LocalTime;
}

/** When a callback is due, epoch ms, and how that was decided where it was a local time. */
export interface ReadTime {
  readonly at: number;
  readonly decision?: TimeDecision;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;

/** Reads when to call: an instant, a local time, or neither (K2, K3). */
export function readCallbackTime(
  { callbackScheduledTime, attendantLocalTime }: AskedTime,
  now: number,
  withoutTime: WithoutTime,
): Outcome<ReadTime> {
  if (attendantLocalTime !== undefined) {
    if (callbackScheduledTime !== undefined) return BOTH;
    const local = readLocalTime(attendantLocalTime, now, 'attendantLocalTime');
    return local.ok ? within(local.value, now, 'attendantLocalTime') : local;
  }
  if (callbackScheduledTime === undefined)
    return done({ at: withoutTime === 'atOnce' ? now : now + DEFAULT_DELAY_MS });
  const at = instantOf(callbackScheduledTime);
  return at === undefined ? NO_INSTANT : within({ at }, now, 'callbackScheduledTime');
}

function within(time: ReadTime, now: number, field: string): Outcome<ReadTime> {
  if (time.at > now + MAX_AHEAD_MS) return refuseTooFar(`${field} must be at most 30 days ahead.`, field);
  if (time.at < now - PAST_LEEWAY_MS)
    return refuse('attendant.callback.time.past', `${field} is past; name a time to come.`, { field });
  return done(time);
}

/** A callback that is too far ahead, for K2 or K7. */
export function refuseTooFar(message: string, field: string) {
  return refuse('callback.error.scheduled.time.too.far.in.future', message, { field });
}

function instantOf(text: string): number | undefined {
  if (!INSTANT.test(text)) return undefined;
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return undefined;
  }
}

const NO_INSTANT = refuse(
  'constraint.validation',
  'callbackScheduledTime must be a time in ISO 8601 with its offset, such as 2026-01-15T13:30:00Z.',
  { field: 'callbackScheduledTime' },
);
const BOTH = refuse(
  'constraint.validation',
  'attendantLocalTime and callbackScheduledTime both say when to call; give one of them.',
  { field: 'attendantLocalTime' },
);
