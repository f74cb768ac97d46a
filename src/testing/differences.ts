import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import { MASK } from '../authoring/mask.ts';
import type { CallEvent, Conversation } from '../runtime/conversation.ts';
import { toText } from '../runtime/expression/conversion.ts';
import { type Difference, type LinedText, nearestOf } from './difference.ts';
import { heardText } from './heard-text.ts';
import { jsonDifference, shown } from './json-difference.ts';
import { isPathEvent, pathText } from './path-steps.ts';
import type { PlayedTest } from './play-test.ts';
import { sentDifferences } from './sent-differences.ts';
import type { Expectations, TextMatch } from './test-file.ts';
import { comparable, fits, isTextPattern, wantedText } from './text-match.ts';
import type { TranscriptLine } from './transcript-lines.ts';

/** All that a test expects and that did not happen, in the order in which a test is written. */
export function differencesOf(
  expect: Expectations,
  played: PlayedTest,
  lines: readonly TranscriptLine[],
): readonly Difference[] {
  const conversation = played.steps.at(-1)?.conversation;
  const open = played.open.map(({ message, hint }) => ({ of: 'call', message, hint }));
  return [
    ...open,
    ...heardDifferences(expect, lines),
    ...pathDifferences(expect, lines),
    ...eventDifferences(expect, lines),
    ...sentDifferences(expect, played),
    ...(conversation === undefined ? [] : endDifferences(expect, conversation, lines)),
  ];
}

function textsOf(lines: readonly TranscriptLine[], textOf: (event: CallEvent) => string | undefined) {
  return lines.flatMap(({ event }, line): LinedText[] => {
    const text = textOf(event);
    return text === undefined ? [] : [{ text, line }];
  });
}

function heardDifferences({ heard = [], notHeard = [] }: Expectations, lines: readonly TranscriptLine[]) {
  const texts = textsOf(lines, heardText);
  const missing = inOrder(
    heard,
    texts,
    (wanted, { text }) => fits(wanted, text),
    ({ line }) => line,
  );
  const differences = missing.map(({ wanted, isEarlier, after }): Difference => {
    if (isEarlier !== undefined)
      return {
        of: 'heard',
        message: `expected ${wantedText(wanted)} later: it is heard before what comes first in the test`,
        line: isEarlier,
      };
    const later = texts.filter(({ line }) => line > after);
    const near = nearestOf(comparable(wanted), later);
    return {
      of: 'heard',
      message: `expected to hear ${wantedText(wanted)}`,
      ...('line' in near ? near : nearestOf(comparable(wanted), texts)),
    };
  });
  const unwanted = notHeard.flatMap((wanted: TextMatch) =>
    texts
      .filter(({ text }) => fits(wanted, text))
      .slice(0, 1)
      .map(
        ({ line }): Difference => ({
          of: 'notHeard',
          message: `${wantedText(wanted)} must not be heard`,
          line,
        }),
      ),
  );
  return [...differences, ...unwanted];
}

function pathDifferences({ path = [], notVisited = [] }: Expectations, lines: readonly TranscriptLine[]) {
  const places = textsOf(lines, pathText);
  const missing = inOrder(
    path,
    lines.map(({ event }, line) => ({ event, line })),
    (wanted, { event }) => isPathEvent(wanted, event),
    ({ line }) => line,
  );
  const differences = missing.map(({ wanted, isEarlier, after }): Difference => {
    if (isEarlier !== undefined)
      return {
        of: 'path',
        message: `expected ${wanted} later: the call is there before what comes first in the test`,
        line: isEarlier,
      };
    return {
      of: 'path',
      message: `expected the call to come to ${wanted}`,
      ...nearestPlace(wanted, places, after),
    };
  });
  const visited = notVisited.flatMap((wanted) =>
    lines
      .flatMap(({ event }, line): Difference[] =>
        isPathEvent(wanted, event)
          ? [{ of: 'notVisited', message: `the call must not come to ${wanted}`, line }]
          : [],
      )
      .slice(0, 1),
  );
  return [...differences, ...visited];
}

/** Where the same place was left another way is nearest of all. */
function nearestPlace(wanted: string, places: readonly LinedText[], after: number) {
  const [place = wanted] = wanted.split(/\s*(?:→|->)\s*/);
  const last = place.split('/').at(-1) ?? place;
  const later = places.filter(({ line }) => line > after);
  const same = later.filter(({ text }) => text.split(' → ')[0]?.endsWith(last));
  return nearestOf(wanted, same.length > 0 ? same : later.length > 0 ? later : places);
}

function eventDifferences(
  { events = [] }: Expectations,
  lines: readonly TranscriptLine[],
): readonly Difference[] {
  const all = lines.map(({ event }, line) => ({ event, line }));
  const missing = inOrder(
    events,
    all,
    (wanted, { event }) => jsonDifference(wanted as JsonObject, event as JsonObject) === undefined,
    ({ line }) => line,
  );
  return missing.map(({ wanted, after }) => {
    const near = all.find(({ event, line }) => line > after && event.type === wanted.type);
    const found = near && jsonDifference(wanted as JsonObject, near.event as JsonObject);
    const how =
      found === undefined
        ? ''
        : `; the nearest has ${found.where.slice(1)} ${found.found}, not ${found.wanted}`;
    return {
      of: 'events',
      message: `expected ${JSON.stringify(wanted)}${how}`,
      ...(near && { line: near.line }),
    };
  });
}

function endDifferences(
  { variables = {}, participantData = {}, end }: Expectations,
  conversation: Conversation,
  lines: readonly TranscriptLine[],
): readonly Difference[] {
  const held = heldBy(conversation);
  const concealed = (conversation.concealed ?? []).map((one) => one.toLowerCase());
  const isConcealed = (name: string) => concealed.includes(name.toLowerCase());
  const values = Object.entries(variables).flatMap(([name, wanted]) => {
    const difference = jsonDifference(wanted, plainNumber(held.get(name.toLowerCase()), wanted));
    return difference === undefined
      ? []
      : [
          {
            of: 'variables',
            message: `expected ${name}${difference.where} to be ${difference.wanted}, and it is ${isConcealed(name) ? MASK : difference.found}`,
            ...lastLine(
              lines,
              ({ type, ...event }) =>
                type === 'updatedData' &&
                isJsonObject(event['values']) &&
                Object.keys(event['values']).some((key) => key.toLowerCase() === name.toLowerCase()),
            ),
          },
        ];
  });
  const data = Object.entries(participantData).flatMap(([name, wanted]) => {
    const found = conversation.participantData[name];
    return wanted === (found ?? null)
      ? []
      : [
          {
            of: 'participantData',
            message: `expected ${name} to be ${shown(wanted)}, and it is ${shown(found)}`,
            ...lastLine(
              lines,
              ({ type, ...event }) => type === 'setParticipantData' && event['name'] === name,
            ),
          },
        ];
  });
  return [...values, ...data, ...endingDifference(end, conversation, lines)];
}

/** A phone number can be written as the text that it is shown as. */
function plainNumber(value: Json | undefined, wanted: Json): Json | undefined {
  const isWritten = typeof wanted === 'string' || isTextPattern(wanted);
  return isWritten && isJsonObject(value) && value['isTel'] !== undefined ? toText(value) : value;
}

/** The last line that an event of some kind stands in. */
function lastLine(lines: readonly TranscriptLine[], isIt: (event: CallEvent) => boolean) {
  const line = lines.findLastIndex(({ event }) => isIt(event));
  return line < 0 ? {} : { line };
}

/** Names of variables are the same in upper and lower case. */
function heldBy({ variables, frames }: Conversation): ReadonlyMap<string, Json> {
  const all = [...Object.entries(variables), ...Object.entries(frames.at(-1)?.variables ?? {})];
  return new Map(all.map(([name, value]) => [name.toLowerCase(), value]));
}

function endingDifference(
  end: Expectations['end'],
  { ending, status }: Conversation,
  lines: readonly TranscriptLine[],
): readonly Difference[] {
  if (end === undefined) return [];
  const { reason, detail } = typeof end === 'string' ? { reason: end, detail: undefined } : end;
  const last = { line: lines.length - 1 };
  if (ending === undefined)
    return [{ of: 'end', message: `expected the call to end by ${reason}, and it is ${status}`, ...last }];
  if (ending.reason !== reason) {
    const why = ending.detail === undefined ? '' : ` (${ending.detail})`;
    return [
      {
        of: 'end',
        message: `expected the call to end by ${reason}, and it ends by ${ending.reason}${why}`,
        ...last,
      },
    ];
  }
  if (detail === undefined || fits(detail, ending.detail ?? '')) return [];
  return [
    {
      of: 'end',
      message: `expected the detail ${wantedText(detail)}, and it is ${shown(ending.detail)}`,
      ...last,
    },
  ];
}

interface Missing<Wanted> {
  readonly wanted: Wanted;
  /** The line it stands in, where it comes before what the test has first. */
  readonly isEarlier?: number;
  /** The line of what was found last. */
  readonly after: number;
}

/** What of a list is not found in its order; more may stand between. */
function inOrder<Wanted, Item>(
  wanted: readonly Wanted[],
  items: readonly Item[],
  isIt: (wanted: Wanted, item: Item) => boolean,
  lineOf: (item: Item) => number,
): readonly Missing<Wanted>[] {
  const missing: Missing<Wanted>[] = [];
  let next = 0;
  for (const one of wanted) {
    const found = items.findIndex((item, index) => index >= next && isIt(one, item));
    if (found >= 0) {
      next = found + 1;
      continue;
    }
    const earlier = items.find((item) => isIt(one, item));
    const last = items[next - 1];
    const after = last === undefined ? -1 : lineOf(last);
    missing.push({ wanted: one, after, ...(earlier !== undefined && { isEarlier: lineOf(earlier) }) });
  }
  return missing;
}
