/** A month as it stands in the address, `2026-01`, by this machine's clock. */
export interface Month {
  readonly year: number;
  /** From 0. */
  readonly month: number;
}

const DAYS_OF_WEEK = 7;
/** Weeks begin on Monday (ISO 8601). */
const MONDAY = 1;

/** Reads a month; the present one when it is none. */
export function readMonth(text: string | null, now: Date): Month {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text ?? '') ?? [];
  return year === undefined || month === undefined
    ? { year: now.getFullYear(), month: now.getMonth() }
    : { year: Number(year), month: Number(month) - 1 };
}

/** The month so many later, as text. */
export function monthAfter({ year, month }: Month, months: number): string {
  return dayText(new Date(year, month + months, 1)).slice(0, 'yyyy-mm'.length);
}

/** All days of the weeks that the month has a part in. */
export function weeksOf({ year, month }: Month): readonly (readonly Date[])[] {
  const first = new Date(year, month, 1);
  const before = (first.getDay() - MONDAY + DAYS_OF_WEEK) % DAYS_OF_WEEK;
  const days = new Date(year, month + 1, 0).getDate();
  const weeks = Math.ceil((before + days) / DAYS_OF_WEEK);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from(
      { length: DAYS_OF_WEEK },
      (_day, day) => new Date(year, month, 1 - before + week * DAYS_OF_WEEK + day),
    ),
  );
}

/** `2026-01-15`, by this machine's clock. */
export function dayText(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
