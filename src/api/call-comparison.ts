import type { Json, JsonObject } from '../authoring/json.ts';
import type { CallEvent } from '../runtime/conversation.ts';
import { eventLine } from '../simulator/event-text.ts';
import type { Moments } from '../simulator/moments.ts';
import { callView } from './call-view.ts';

/** How many lines of each side are aligned with each other; beyond they stand side by side as they come. */
const MAX_ALIGNED = 1_500;

interface Line {
  readonly text: string;
  readonly kind: string;
  readonly moment: number;
}

/** Two calls side by side: lines of their transcripts, aligned where they are the same, and how each stands at its end. */
export function callComparison(one: Moments, other: Moments): JsonObject {
  const [a, b] = [linesOf(one), linesOf(other)];
  const rows = aligned(a, b);
  const firstDifference = rows.findIndex(([left, right]) => left?.text !== right?.text);
  return {
    one: sideOf(one),
    other: sideOf(other),
    rows: rows.map(([left, right]) => ({
      one: shown(left),
      other: shown(right),
      isSame: left?.text === right?.text,
    })),
    firstDifference: firstDifference < 0 ? null : firstDifference,
  };
}

function shown(line: Line | undefined): Json {
  return line === undefined ? null : { ...line };
}

function linesOf({ all }: Moments): readonly Line[] {
  return all.flatMap(({ events }, index) =>
    events.flatMap((event) => {
      const line = eventLine(event);
      return line === undefined ? [] : [{ ...line, moment: index + 1 }];
    }),
  );
}

function sideOf({ all, call }: Moments): JsonObject {
  const last = all.at(-1);
  const view = last === undefined ? {} : callView(last.conversation);
  return {
    ...view,
    id: call.id,
    moments: all.length,
    requests: all.flatMap(({ events }) => events.flatMap(requestOf)),
  };
}

function requestOf({ type, dataAction, inputs }: CallEvent): readonly JsonObject[] {
  return type === 'requestedDataAction' ? [{ dataAction: dataAction ?? null, inputs: inputs ?? {} }] : [];
}

type Row = readonly [Line | undefined, Line | undefined];

/** Lines in common at the beginning and the end stand beside each other; between, the longest sequence in common does. */
function aligned(a: readonly Line[], b: readonly Line[]): readonly Row[] {
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start]?.text === b[start]?.text) start++;
  let end = 0;
  while (
    end < Math.min(a.length, b.length) - start &&
    a[a.length - 1 - end]?.text === b[b.length - 1 - end]?.text
  )
    end++;
  const pair = (from: number, behind: number, count: number): readonly Row[] =>
    Array.from({ length: count }, (_, index) => [a[from + index], b[behind + index]]);
  return [
    ...pair(0, 0, start),
    ...between(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...pair(a.length - end, b.length - end, end),
  ];
}

function between(a: readonly Line[], b: readonly Line[]): readonly Row[] {
  if (a.length > MAX_ALIGNED || b.length > MAX_ALIGNED)
    return Array.from({ length: Math.max(a.length, b.length) }, (_, index) => [a[index], b[index]]);
  const common = commonLengths(a, b);
  const rows: Row[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i]?.text === b[j]?.text) rows.push([a[i++], b[j++]]);
    else if (j >= b.length || (i < a.length && lengthAt(common, i + 1, j) >= lengthAt(common, i, j + 1)))
      rows.push([a[i++], undefined]);
    else rows.push([undefined, b[j++]]);
  }
  return besideEachOther(rows);
}

/** What only one side has stands beside what only the other has instead. */
function besideEachOther(rows: readonly Row[]): readonly Row[] {
  const placed: Row[] = [];
  let [left, right]: [Line[], Line[]] = [[], []];
  const place = () => {
    for (let index = 0; index < Math.max(left.length, right.length); index++)
      placed.push([left[index], right[index]]);
    [left, right] = [[], []];
  };
  for (const [one, other] of rows) {
    if (one !== undefined && other !== undefined) {
      place();
      placed.push([one, other]);
    } else if (one !== undefined) left.push(one);
    else if (other !== undefined) right.push(other);
  }
  place();
  return placed;
}

/** How long the longest sequence in common is from each pair of places on. */
function commonLengths(a: readonly Line[], b: readonly Line[]): readonly Uint16Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = table[i];
      if (row === undefined) continue;
      row[j] =
        a[i]?.text === b[j]?.text
          ? lengthAt(table, i + 1, j + 1) + 1
          : Math.max(lengthAt(table, i + 1, j), lengthAt(table, i, j + 1));
    }
  return table;
}

function lengthAt(table: readonly Uint16Array[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}
