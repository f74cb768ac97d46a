import { didYouMean } from '../../authoring/suggest.ts';
import { wallOfCalendarTime } from './local-time.ts';

/*
 * Reads recurrence rules, RFC 5545 3.3.10. The library that finds the days passes over what it does not know, so that
 * a misspelt part would open a schedule on other days; and it takes seconds for what no schedule needs. So everything
 * is read here, and what is left is plain and bounded.
 */

/** How a schedule repeats. */
export interface RecurrenceRule extends ByParts {
  readonly freq: Frequency;
  readonly interval: number;
  readonly count?: number;
  /** No start after this counts, wall milliseconds. */
  readonly until?: number;
  readonly wkst?: string;
  /** Starts that are left out, and days all of whose starts are: wall milliseconds. */
  readonly except: { readonly starts: ReadonlySet<number>; readonly days: ReadonlySet<number> };
}

/** What is wrong with a rule. */
export interface RuleFault {
  readonly message: string;
  readonly hint: string;
}

const FREQUENCIES = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY'] as const;
type Frequency = (typeof FREQUENCIES)[number];

/** Lists of numbers: their name in the library, the greatest number, the least; counted from the end, too, when `signed`. */
const LISTS = {
  BYSECOND: { option: 'bySecond', least: 0, most: 59 },
  BYMINUTE: { option: 'byMinute', least: 0, most: 59 },
  BYHOUR: { option: 'byHour', least: 0, most: 23 },
  BYMONTHDAY: { option: 'byMonthDay', least: 1, most: 31, signed: true },
  BYYEARDAY: { option: 'byYearDay', least: 1, most: 366, signed: true },
  BYWEEKNO: { option: 'byWeekNo', least: 1, most: 53, signed: true },
  BYMONTH: { option: 'byMonth', least: 1, most: 12 },
  BYSETPOS: { option: 'bySetPos', least: 1, most: 366, signed: true },
} as const;
type ListName = keyof typeof LISTS;
type ByParts = { readonly [Name in ListName as (typeof LISTS)[Name]['option']]?: number[] } & {
  readonly byDay?: string[];
};

const PARTS = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'WKST', ...Object.keys(LISTS)];

/** Parts that RFC 5545 does not allow with a frequency, or that would mean nothing there. */
const NOT_WITH: { readonly [freq in Frequency]: readonly string[] } = {
  YEARLY: [],
  MONTHLY: ['BYWEEKNO', 'BYYEARDAY'],
  WEEKLY: ['BYWEEKNO', 'BYYEARDAY', 'BYMONTHDAY'],
  DAILY: ['BYWEEKNO', 'BYYEARDAY'],
  HOURLY: ['BYWEEKNO'],
};

/** A schedule that begins more often in a day is no opening hours, and costs time without end. */
const MOST_STARTS_A_DAY = 24;
/** More than five years of days. All of them are looked for at once. */
const MOST_COUNT = 2_000;
const MOST_INTERVAL = 10_000;
const MOST_CHARACTERS = 20_000;

const EXAMPLE = 'write FREQ=DAILY, or FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR';
const NTH_DAY = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/;

/** Takes one fault. */
type Report = (message: string, hint: string) => undefined;

/**
 * Reads a rule: `FREQ=WEEKLY;BYDAY=MO`, also with `RRULE:` before it, and `EXDATE:` lines below it.
 *
 * @returns the rule, or all that is wrong with it.
 */
export function readRule(text: string): RecurrenceRule | readonly RuleFault[] {
  const faults: RuleFault[] = [];
  const report: Report = (message, hint) => {
    faults.push({ message, hint });
  };
  if (text.length > MOST_CHARACTERS)
    return [{ message: `the rule is longer than ${MOST_CHARACTERS} characters`, hint: EXAMPLE }];
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const exceptions = lines.filter((line) => /^EXDATE/i.test(line));
  const [first = '', ...others] = lines.filter((line) => !exceptions.includes(line));
  for (const line of others)
    report(`\`${line.slice(0, 40)}\` is not read here`, 'a rule is one line, and EXDATE lines below it');
  const parts = readParts(first.replace(/^RRULE:/i, ''), report);
  const rule = { ...readRuleParts(parts, report), except: readExceptions(exceptions, report) };
  return faults.length > 0 || rule.freq === undefined ? faults : { ...rule, freq: rule.freq };
}

function readParts(line: string, report: Report): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of line.split(';').filter((one) => one.trim() !== '')) {
    const [name = '', ...rest] = part
      .toUpperCase()
      .split('=')
      .map((one) => one.trim());
    if (!PARTS.includes(name))
      report(`\`${name.slice(0, 40)}\` is no part of a rule`, didYouMean(name, PARTS, ''));
    else if (parts.has(name)) report(`\`${name}\` stands twice`, 'remove one');
    else parts.set(name, rest.join('='));
  }
  return parts;
}

function readRuleParts(parts: ReadonlyMap<string, string>, report: Report) {
  const freq = readFrequency(parts, report);
  const interval = readNumber('INTERVAL', MOST_INTERVAL, parts, report) ?? 1;
  const count = readNumber('COUNT', MOST_COUNT, parts, report);
  const until = readUntil(parts, report);
  const days = readDays(parts, freq, report);
  const wkst = readWeekStart(parts, report);
  const lists = (Object.keys(LISTS) as ListName[]).map((name) => readList(name, parts, report));
  if (count !== undefined && until !== undefined)
    report('`COUNT` and `UNTIL` exclude each other', 'remove one');
  if (
    parts.has('BYSETPOS') &&
    ![...parts.keys()].some((name) => name.startsWith('BY') && name !== 'BYSETPOS')
  )
    report('`BYSETPOS` chooses among what another part names', 'add a part such as BYDAY=MO,TU,WE,TH,FR');
  const byParts: ByParts = Object.assign({}, ...lists);
  checkStarts(freq, byParts, report);
  return {
    ...byParts,
    freq,
    interval,
    ...(days === undefined ? {} : { byDay: days }),
    ...(count === undefined ? {} : { count }),
    ...(until === undefined ? {} : { until }),
    ...(wkst === undefined ? {} : { wkst }),
  };
}

function readFrequency(parts: ReadonlyMap<string, string>, report: Report): Frequency | undefined {
  const text = parts.get('FREQ');
  if (text === undefined) return report('`FREQ` is missing', EXAMPLE);
  if (text === 'MINUTELY' || text === 'SECONDLY')
    return report('a schedule repeats by the hour at the finest', EXAMPLE);
  const freq = FREQUENCIES.find((one) => one === text);
  if (freq === undefined)
    return report(`\`FREQ=${text}\` is no frequency`, didYouMean(text, FREQUENCIES, ''));
  for (const name of NOT_WITH[freq].filter((one) => parts.has(one)))
    report(`\`${name}\` does not go with \`FREQ=${freq}\``, 'remove one, or choose another frequency');
  return freq;
}

function readNumber(
  name: string,
  most: number,
  parts: ReadonlyMap<string, string>,
  report: Report,
): number | undefined {
  const text = parts.get(name);
  if (text === undefined) return undefined;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= most) return number;
  return report(`\`${name}=${text}\` is no number from 1 to ${most}`, `write ${name}=2, or leave it out`);
}

/** Local time, with or without the Z that some programs write; a day counts as a whole. */
function readUntil(parts: ReadonlyMap<string, string>, report: Report): number | undefined {
  const text = parts.get('UNTIL');
  if (text === undefined) return undefined;
  const at = wallOfCalendarTime(text);
  if (at === undefined) return report(`\`UNTIL=${text}\` is no date and time`, 'write UNTIL=20261231T235959');
  return text.includes('T') ? at : at + 86_400_000 - 1;
}

function readDays(
  parts: ReadonlyMap<string, string>,
  freq: Frequency | undefined,
  report: Report,
): string[] | undefined {
  const text = parts.get('BYDAY');
  if (text === undefined) return undefined;
  const days = text.split(',').map((day) => day.trim());
  for (const day of days) {
    const [, nth] = NTH_DAY.exec(day) ?? [];
    if (!NTH_DAY.test(day) || Math.abs(Number(nth ?? 1)) > 53 || Number(nth ?? 1) === 0)
      report(`\`${day}\` in \`BYDAY\` is no day`, 'write MO,TU,WE,TH,FR,SA,SU, or -1FR for the last Friday');
    else if (nth !== undefined && (freq === 'WEEKLY' || freq === 'DAILY' || freq === 'HOURLY'))
      report(`\`${day}\` counts the days of a month or year`, 'write it with FREQ=MONTHLY or FREQ=YEARLY');
    else if (nth !== undefined && parts.has('BYWEEKNO'))
      report(`\`${day}\` does not go with \`BYWEEKNO\``, `write \`${day.replace(nth, '')}\``);
  }
  return days;
}

function readWeekStart(parts: ReadonlyMap<string, string>, report: Report): string | undefined {
  const text = parts.get('WKST');
  if (text === undefined || /^(MO|TU|WE|TH|FR|SA|SU)$/.test(text)) return text;
  return report(`\`WKST=${text}\` is no day`, 'write WKST=MO');
}

function readList(name: ListName, parts: ReadonlyMap<string, string>, report: Report): ByParts {
  const text = parts.get(name);
  if (text === undefined) return {};
  const { option, least, most, ...rest } = LISTS[name];
  const form = 'signed' in rest ? /^[+-]?\d{1,3}$/ : /^\d{1,3}$/;
  const numbers = new Set<number>();
  for (const item of text.split(',').map((one) => one.trim())) {
    const size = form.test(item) ? Math.abs(Number(item)) : -1;
    if (size >= least && size <= most) numbers.add(Number(item));
    else report(`\`${item}\` in \`${name}\` is no number from ${least} to ${most}`, `write ${name}=${least}`);
  }
  return { [option]: [...numbers].sort((a, b) => a - b) };
}

function checkStarts(freq: Frequency | undefined, parts: ByParts, report: Report): void {
  const hours = parts.byHour?.length ?? (freq === 'HOURLY' ? 24 : 1);
  const starts = hours * (parts.byMinute?.length ?? 1) * (parts.bySecond?.length ?? 1);
  if (starts > MOST_STARTS_A_DAY)
    report(
      `the schedule begins ${starts} times a day`,
      `at most ${MOST_STARTS_A_DAY}: make each time longer`,
    );
}

function readExceptions(lines: readonly string[], report: Report): RecurrenceRule['except'] {
  const starts = new Set<number>();
  const days = new Set<number>();
  for (const line of lines) {
    const [, texts = ''] = /^EXDATE(?:;VALUE=DATE(?:-TIME)?)?:(.*)$/i.exec(line) ?? [];
    for (const text of texts.split(',').map((one) => one.trim())) {
      const at = wallOfCalendarTime(text);
      if (at === undefined)
        report(`\`${line.slice(0, 40)}\` names no day`, 'write EXDATE:20261225, local time without a zone');
      else (/T/i.test(text) ? starts : days).add(at);
    }
  }
  return { starts, days };
}
