/*
 * Local times are reckoned as if they were UTC, without any offset: "wall milliseconds".
 */

/** Wall milliseconds of a local time such as `2026-01-05T09:00`; undefined when there is no such day or time. */
export function wallOf(local: string): number | undefined {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/.test(local)
    ? Date.parse(`${local}Z`)
    : Number.NaN;
  // Date.parse takes 31 February for a day in March.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(local.slice(0, 16)) ? at : undefined;
}

/** Wall milliseconds of a time as calendars write it: `20260105T090000`, or a day, `20260105`. */
export function wallOfCalendarTime(text: string): number | undefined {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/i.exec(text) ?? [];
  return wallOf(`${year}-${month}-${day}T${hour}:${minute}:${second}`);
}
