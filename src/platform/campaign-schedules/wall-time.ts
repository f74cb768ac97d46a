import { Temporal } from 'temporal-polyfill';
import { zoneOffsets } from '../time-zone.ts';

/*
 * Local times are reckoned as if they were UTC, without any offset: "wall milliseconds". So days are added on the wall,
 * and a run at nine is at nine, whatever the clocks do (CARRIERS 2.4). Each is turned into an instant from there.
 */

const LOCAL = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?$/;
/** More than any change of clocks: Apia went over a day. */
const CLEAR_MS = 48 * 3_600_000;
const WITH_OFFSET = /^(\d{4}-\d{2}-\d{2}T[^Z+-]+)(Z|[+-]\d{2}:?\d{2})$/;

/** Wall milliseconds of a time as a schedule has it; undefined when it is none. One with an offset is an instant. */
export function wallOf(text: string, zone: string): number | undefined {
  const local = wallOfLocal(text);
  if (local !== undefined) return local;
  const instant = instantWithOffset(text);
  return instant === undefined ? undefined : wallAt(instant, zone);
}

/** The instant of a time as a schedule has it, epoch ms; undefined when it is none. */
export function instantOf(text: string, zone: string): number | undefined {
  const local = wallOfLocal(text);
  return local === undefined ? instantWithOffset(text) : instantAt(local, zone);
}

/** What the clocks of a zone show at an instant, in wall milliseconds. */
export function wallAt(instant: number, zone: string): number {
  return instant + zoneOffsets(zone, instant).offset;
}

/**
 * The instant at which the clocks of a zone show a time, as Temporal's `compatible` has it: of a time that comes twice the
 * first; a time that clocks go over is as much later as they go forward.
 */
export function instantAt(wall: number, zone: string): number {
  const { offset, from, until } = zoneOffsets(zone, wall);
  const instant = wall - offset;
  // Far from any change there is one such instant, and no need of 40 µs.
  if (from + CLEAR_MS < instant && instant < until - CLEAR_MS) return instant;
  return Temporal.Instant.fromEpochMilliseconds(wall)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime()
    .toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

function wallOfLocal(text: string): number | undefined {
  if (!LOCAL.test(text)) return undefined;
  return tried(
    () => Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime('UTC').epochMilliseconds,
  );
}

function instantWithOffset(text: string): number | undefined {
  const [, local = ''] = WITH_OFFSET.exec(text) ?? [];
  return LOCAL.test(local) ? tried(() => Temporal.Instant.from(text).epochMilliseconds) : undefined;
}

/** What Temporal makes of it, or undefined where it throws: there is no 31 February. */
function tried(read: () => number): number | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
