import { type Static, Type } from 'typebox';
import type { Ids } from '../../ports.ts';
import { NAME } from '../authorization/request-texts.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { withoutNulls } from '../without-nulls.ts';
import {
  type Recurrence,
  type RecurrencePattern,
  type RecurrenceRange,
  type ScheduleSettings,
  WEEKDAYS,
} from './campaign-schedule.ts';
import { refuseTimes } from './refuse-times.ts';

/** Guesses: a schedule is made by a person. */
const MOST_INTERVALS = 200;
const MOST_RECURRENCES = 10;
const MOST_ALTERATIONS = 100;
const MOST_BETWEEN = 1_000;
const MOST_OCCURRENCES = 100_000;
const MAX_INT32 = 2_147_483_647;

const Id = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\p{Cc}\\p{Cs}]*$' });
const Zone = Type.Optional(Type.String({ maxLength: 100 }));
const Time = Type.String({ maxLength: 50 });
const Interval = Type.Object({ start: Time, end: Time });
const AskedRecurrence = Type.Object({
  id: Type.Optional(Id),
  start: Time,
  end: Time,
  timeZone: Zone,
  pattern: Type.Object({
    type: Type.Enum(['Daily', 'Weekly']),
    interval: Type.Integer({ minimum: 1, maximum: MOST_BETWEEN }),
    daysOfWeek: Type.Optional(Type.Array(Type.Enum([...WEEKDAYS]), { maxItems: 7 })),
  }),
  range: Type.Object({
    type: Type.Enum(['NoEnd', 'EndDate', 'Numbered']),
    end: Type.Optional(Time),
    numberOfOccurrences: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_OCCURRENCES })),
  }),
  alterations: Type.Optional(
    Type.Array(Type.Object({ type: Type.Enum(['Exclusion', 'Inclusion']), start: Time, end: Time }), {
      maxItems: MOST_ALTERATIONS,
    }),
  ),
});
type AskedRecurrence = Static<typeof AskedRecurrence>;
const checkSchedule = requestCheck(
  Type.Object({
    name: Type.Optional(NAME),
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_INT32 })),
    intervals: Type.Array(Interval, { maxItems: MOST_INTERVALS }),
    recurrences: Type.Optional(Type.Array(AskedRecurrence, { maxItems: MOST_RECURRENCES })),
    timeZone: Zone,
  }),
);

/** A schedule as a request has it, well formed. */
export interface AskedSchedule {
  readonly version?: number;
  readonly settings: ScheduleSettings;
}

/** Reads the body of a request for a schedule. A recurrence without an id gets one. */
export function readSchedule(body: unknown, ids: Ids): Outcome<AskedSchedule> {
  const checked = checkSchedule(withoutNulls(body));
  if (!checked.ok) return checked;
  const { name, version, intervals, recurrences, timeZone } = checked.value;
  const read: Recurrence[] = [];
  for (const [index, asked] of (recurrences ?? []).entries()) {
    const recurrence = readRecurrence(asked, `recurrences.${index}`, ids);
    if (!recurrence.ok) return recurrence;
    read.push(recurrence.value);
  }
  const settings: ScheduleSettings = {
    ...(name !== undefined && { name }),
    intervals: intervals.map(({ start, end }) => ({ start, end })),
    ...(recurrences !== undefined && { recurrences: read }),
    ...zoneOf(timeZone),
  };
  return refuseTimes(settings) ?? done({ settings, ...(version !== undefined && { version }) });
}

function readRecurrence(asked: AskedRecurrence, field: string, ids: Ids): Outcome<Recurrence> {
  const pattern = readPattern(asked.pattern, `${field}.pattern`);
  if (!pattern.ok) return pattern;
  const range = readRange(asked.range, `${field}.range`);
  if (!range.ok) return range;
  const { id = ids.next(), start, end, timeZone, alterations } = asked;
  return done({
    ...{ id, start, end, ...zoneOf(timeZone) },
    ...{ pattern: pattern.value, range: range.value },
    ...(alterations !== undefined && {
      alterations: alterations.map(({ type, start, end }) => ({ type, start, end })),
    }),
  });
}

function readPattern(
  { type, interval, daysOfWeek = [] }: AskedRecurrence['pattern'],
  field: string,
): Outcome<RecurrencePattern> {
  if (type === 'Daily') return done({ type, interval });
  if (daysOfWeek.length > 0) return done({ type, interval, daysOfWeek: [...new Set(daysOfWeek)] });
  return refuseMissing(`${field}.daysOfWeek`, 'a Weekly pattern needs the days, such as ["Monday"]');
}

function readRange(
  { type, end, numberOfOccurrences }: AskedRecurrence['range'],
  field: string,
): Outcome<RecurrenceRange> {
  if (type === 'NoEnd') return done({ type });
  if (type === 'EndDate')
    return end === undefined
      ? refuseMissing(`${field}.end`, 'a range with EndDate needs its end')
      : done({ type, end });
  return numberOfOccurrences === undefined
    ? refuseMissing(`${field}.numberOfOccurrences`, 'a range that is Numbered needs a number')
    : done({ type, numberOfOccurrences });
}

/** An empty zone is none: Genesys takes UTC for it. */
function zoneOf(timeZone: string | undefined): { readonly timeZone?: string } {
  return timeZone === undefined || timeZone === '' ? {} : { timeZone };
}

function refuseMissing(field: string, why: string) {
  return refuse('constraint.validation', `${field} is required: ${why}.`, { field });
}
