import type { Json } from '../../../../authoring/json.ts';
import { ExpressionError } from '../../expression.ts';
import { depends } from '../rules.ts';
import type { CallFacts } from '../tree.ts';
import type { OperationGroup } from './operation-group.ts';
import { integer, integerOf, listOf } from './values.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What RoundUp rounds to when nothing else is said, and the multiples above the last one. */
const STEPS = [30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE];
const INTERVAL = 5 * MINUTE;
const DURATION = /^(-?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/i;

/** Functions on durations, which are whole milliseconds. */
export const DURATIONS: OperationGroup = {
  'MakeDuration(int,int,int,int)': (parts) => made(parts),
  'MakeDuration(int,int,int,int,int)': (parts) => made(parts),
  'RoundUp(dur)': ([duration]) => roundedUp(integerOf(duration), STEPS, INTERVAL),
  'RoundUp(dur,dur)': ([duration, interval]) => roundedUp(integerOf(duration), [], integerOf(interval)),
  'RoundUp(dur,dur,dur[])': ([duration, interval, steps]) =>
    roundedUp(
      integerOf(duration),
      listOf(steps)
        .filter((step) => step !== null)
        .map(integerOf)
        .sort((a, b) => a - b),
      integerOf(interval),
    ),
  'Range(dur,dur)': ([duration, interval]) => [
    integer(integerOf(duration) - integerOf(interval)),
    integer(integerOf(duration) + integerOf(interval)),
  ],
};

function made(parts: readonly Json[]): number {
  const [days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = parts.map(integerOf);
  return integer(days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + milliseconds);
}

/** The smallest step that is not below the duration, or else the next multiple of the interval. */
function roundedUp(duration: number, steps: readonly number[], interval: number): number {
  const step = steps.find((one) => one >= duration);
  if (step !== undefined) return step;
  if (interval <= 0) throw new ExpressionError('RoundUp needs an interval above zero');
  return integer(Math.ceil(duration / interval) * interval);
}

/** Milliseconds of an ISO 8601 text; NOT_SET (null) of an empty one. @throws ExpressionError */
export function parseDuration(text: string, facts: CallFacts): number | null {
  const trimmed = text.trim();
  const match = DURATION.exec(trimmed);
  if (trimmed === '' || match?.[2] !== undefined) depends(facts, 'DURATION_TEXT');
  if (trimmed === '') return null;
  if (match === null || /[PT]$/i.test(trimmed))
    throw new ExpressionError(
      `a text of ${text.length} characters cannot be read as a duration such as PT1H30M`,
    );
  const [sign, weeks, days, hours, minutes, seconds, fraction = ''] = match.slice(1);
  const milliseconds =
    (Number(weeks ?? 0) * 7 + Number(days ?? 0)) * DAY +
    Number(hours ?? 0) * HOUR +
    Number(minutes ?? 0) * MINUTE +
    Number(seconds ?? 0) * SECOND +
    Number(fraction.slice(0, 3).padEnd(3, '0'));
  return integer(sign === '-' ? -milliseconds : milliseconds);
}
