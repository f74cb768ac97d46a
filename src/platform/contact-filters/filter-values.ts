/** A date, or a date and time; without a zone it is UTC's. */
const DATE =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:[Zz]|([+-])(\d\d):(\d\d))?)?$/;

/** Days, hours and minutes from now, each with a sign of its own. */
const RELATIVE_TIME = /^P(?=.)(?:(-?\d{1,5})D)?(?:T(?=.)(?:(-?\d{1,5})H)?(?:(-?\d{1,7})M)?)?$/;

const MINUTE = 60_000;

/** The epoch ms of an ISO date or date-time; undefined when it is none, such as 31 February. */
export function dateOf(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((digits) => (digits === undefined ? undefined : Number(digits)));
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day);
  if (new Date(midnight).getUTCDate() !== day || month < 1 || month > 12) return undefined;
  if (hour > 24 || minute > 59 || second > 59) return undefined;
  const offset = offsetOf(match[8], match[9], match[10]);
  if (offset === undefined) return undefined;
  const fraction = Math.round(Number(`0.${match[7] ?? '0'}`) * 1000);
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + fraction - offset;
}

/**
 * The epoch ms that a relative time means now, such as `P-01DT08H30M`; undefined when the text is none.
 *
 * @see https://developer.genesys.cloud, model ContactListFilterPredicate, `value`: PxxDTyyHzzM.
 */
export function relativeTimeOf(text: string, now: number): number | undefined {
  const match = RELATIVE_TIME.exec(text);
  if (match === null) return undefined;
  const [days, hours, minutes] = match.slice(1).map((count) => Number(count ?? 0)) as [
    number,
    number,
    number,
  ];
  return now + ((days * 24 + hours) * 60 + minutes) * MINUTE;
}

function offsetOf(
  sign: string | undefined,
  hours: string | undefined,
  minutes: string | undefined,
): number | undefined {
  if (sign === undefined) return 0;
  if (Number(hours) > 14 || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}
