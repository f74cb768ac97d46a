import type { Json } from '../../../../authoring/json.ts';
import { ExpressionError } from '../../expression.ts';
import { depends } from '../rules.ts';
import type { CallFacts, Operation } from '../tree.ts';
import { shifted } from './arithmetic.ts';
import type { OperationGroup } from './operation-group.ts';
import { integer, integerOf, integerWithin, moment, momentOf } from './values.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Functions on moments, which are UTC and whole seconds. */
export const DATES: OperationGroup = {
  'GetCurrentDateTimeUtc()': (_operands, { now }) => now,
  'Year(dtm)': part((date) => date.getUTCFullYear()),
  'Month(dtm)': part((date) => date.getUTCMonth() + 1),
  'Day(dtm)': part((date) => date.getUTCDate()),
  'Hour(dtm)': part((date) => date.getUTCHours()),
  'Minute(dtm)': part((date) => date.getUTCMinutes()),
  'Second(dtm)': part((date) => date.getUTCSeconds()),
  'DayOfWeek(dtm)': part((date) => date.getUTCDay() + 1),
  'WeekNum(dtm)': ([at], facts) => weekNumber(momentOf(at), facts),
  'DateTimeDiff(dtm,dtm)': ([first, second]) => integer(momentOf(first) - momentOf(second)),
  'MakeDateTime(int,int,int)': (parts, facts) => made(parts, facts),
  'MakeDateTime(int,int,int,int,int,int)': (parts, facts) => made(parts, facts),
  'AddDuration(dtm,dur)': ([at, duration]) => shifted(at, integerOf(duration)),
  'AddDays(dtm,int)': added(DAY),
  'AddHours(dtm,int)': added(HOUR),
  'AddMinutes(dtm,int)': added(MINUTE),
  'AddSeconds(dtm,int)': added(SECOND),
  'AddMonths(dtm,int)': ([at, months]) => addedMonths(momentOf(at), integerOf(months)),
  'AddYears(dtm,int)': ([at, years]) => addedMonths(momentOf(at), integerOf(years) * 12),
  'GetDayOfWeekOccurrence(int,int,int)': ([day, occurrence, year]) => weekday({ day, occurrence, year }),
  'GetDayOfWeekOccurrence(int,int,int,int)': ([day, occurrence, year, month]) =>
    weekday({ day, occurrence, year, month }),
  'GetDayOfWeekOccurrence(int,int,int,int,int,int)': ([day, occurrence, year, ...time]) =>
    weekday({ day, occurrence, year, time }),
  'GetDayOfWeekOccurrence(int,int,int,int,int,int,int)': ([day, occurrence, year, month, ...time]) =>
    weekday({ day, occurrence, year, month, time }),
};

function part(read: (date: Date) => number): Operation {
  return ([at]) => read(new Date(momentOf(at)));
}

function added(unit: number): Operation {
  return ([at, count]) => moment(momentOf(at) + integerOf(count) * unit);
}

/** Clamps to the last day of the month: 31 January and a month is 28 February. */
function addedMonths(at: number, months: number): string {
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return moment(date.setUTCDate(Math.min(day, last)));
}

function made(parts: readonly Json[], facts: CallFacts): string {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(integerOf);
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  const [date, time] = moment(at).split('T');
  const wanted = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  if (date === wanted && time === `${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}Z`) return moment(at);
  depends(facts, 'IMPOSSIBLE_DATE');
  throw new ExpressionError('MakeDateTime got a day or a time that does not exist');
}

function pad(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}

/** ISO 8601: weeks begin on Monday, and the one with the first Thursday is the first. */
function weekNumber(at: number, facts: CallFacts): number {
  depends(facts, 'WEEK_NUMBER');
  const date = new Date(at);
  const thursday = new Date(at + (4 - (date.getUTCDay() || 7)) * DAY);
  const days = Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0)) / DAY);
  return Math.floor(days / 7) + 1;
}

interface Occurrence {
  /** Sunday is 1. */
  readonly day: Json | undefined;
  /** From the end when negative. */
  readonly occurrence: Json | undefined;
  readonly year: Json | undefined;
  /** Absent: in the whole year. */
  readonly month?: Json | undefined;
  /** Hour, minute, second. */
  readonly time?: readonly Json[];
}

/** The n-th such day of the week in a year or a month; NOT_SET when there is none. */
function weekday({ day, occurrence, year, month, time = [] }: Occurrence): Json {
  const wanted = integerWithin(1, 7, day) - 1;
  const most = month === undefined ? 53 : 5;
  const count = integerWithin(-most, most, occurrence);
  if (count === 0) throw new ExpressionError('GetDayOfWeekOccurrence counts from 1, or from -1 at the end');
  const inYear = integerWithin(1800, 2200, year);
  const [hour = 0, minute = 0, second = 0] = time.map((part, index) =>
    integerWithin(0, index === 0 ? 23 : 59, part),
  );
  const firstMonth = month === undefined ? 0 : integerWithin(1, 12, month) - 1;
  const start = Date.UTC(inYear, firstMonth);
  const end = Date.UTC(inYear, month === undefined ? 12 : firstMonth + 1);
  const weekdayOf = (at: number) => new Date(at).getUTCDay();
  const found =
    count > 0
      ? start + (((wanted - weekdayOf(start) + 7) % 7) + (count - 1) * 7) * DAY
      : end - DAY - (((weekdayOf(end - DAY) - wanted + 7) % 7) + (-count - 1) * 7) * DAY;
  if (found < start || found >= end) return null;
  return moment(found + hour * HOUR + minute * MINUTE + second * SECOND);
}
