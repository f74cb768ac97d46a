import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import type { DecisionTable } from './environment.ts';

type Compare = (input: Json, wanted: Json) => boolean;

/** Comparisons a condition may make beside being the same; texts differ by case. */
const COMPARATORS: { readonly [name: string]: Compare } = {
  equals: isSame,
  notEquals: (input, wanted) => !isSame(input, wanted),
  greaterThan: ordered((order) => order > 0),
  greaterThanOrEquals: ordered((order) => order >= 0),
  lessThan: ordered((order) => order < 0),
  lessThanOrEquals: ordered((order) => order <= 0),
  startsWith: texts((input, wanted) => input.startsWith(wanted)),
  endsWith: texts((input, wanted) => input.endsWith(wanted)),
  contains: texts((input, wanted) => input.includes(wanted)),
};

/** Names of the comparisons. */
export const COMPARATOR_NAMES: readonly string[] = Object.keys(COMPARATORS);

/** The row that decides. */
export interface Decision {
  /** From 1, as people count rows. */
  readonly row: number;
  readonly outputs: JsonObject;
}

/** The first row whose conditions all hold. An input that is NOT_SET meets no condition. */
export function decide(
  { rows }: DecisionTable,
  inputs: { readonly [name: string]: Json | undefined },
): Decision | undefined {
  const found = rows.findIndex(({ when }) =>
    Object.entries(when).every(([name, wanted]) => holds(inputs[name], wanted)),
  );
  const row = rows[found];
  return row === undefined ? undefined : { row: found + 1, outputs: row.give };
}

function holds(input: Json | undefined, wanted: Json): boolean {
  if (input === undefined || input === null) return wanted === null;
  if (!isJsonObject(wanted)) return isSame(input, wanted);
  return Object.entries(wanted).every(
    ([name, value]) => Object.hasOwn(COMPARATORS, name) && COMPARATORS[name]?.(input, value) === true,
  );
}

function isSame(input: Json, wanted: Json): boolean {
  return JSON.stringify(input) === JSON.stringify(wanted);
}

/** Compares two numbers, or two texts: dates as ISO texts are in order, too. */
function ordered(holds: (order: number) => boolean): Compare {
  return (input, wanted) => {
    if (typeof input === 'number' && typeof wanted === 'number') return holds(input - wanted);
    if (typeof input !== 'string' || typeof wanted !== 'string') return false;
    return holds(input === wanted ? 0 : input < wanted ? -1 : 1);
  };
}

function texts(holds: (input: string, wanted: string) => boolean): Compare {
  return (input, wanted) => typeof input === 'string' && typeof wanted === 'string' && holds(input, wanted);
}
