import type { SqlCondition } from '../outbound/sql-condition.ts';
import type { ContactFilter, FilterPredicate } from './contact-filter.ts';
import { dateOf, relativeTimeOf } from './filter-values.ts';
import { numberSql, numberText } from './number-text.ts';
import { asciiLower, globPattern, isAscii } from './text-matching.ts';

/** How the cells of a column are compared with the values of a predicate: as texts, numbers or instants. */
interface Comparable {
  readonly cell: string;
  readonly bound: string;
  readonly param: (value: string) => string | number;
  /** What else must hold where nothing else says that a cell is not too great. */
  readonly limit?: string;
}

interface Bound {
  readonly comparison: '<' | '<=' | '>' | '>=';
  readonly value: string;
}

const MATCHES_ALL: SqlCondition = { sql: '1', params: [] };

/**
 * An SQL condition over the column `data` of `contact` that a filter means; no function of ours runs for each row.
 * No value becomes part of the text, so that statements can be prepared once for each shape.
 *
 * - Text: in any case. Equality takes capital and small letters of every alphabet for the same; order does of a–z only.
 * - Numbers: see number-text.ts. A cell that is no number fits no numeric predicate.
 * - Dates: BEFORE and AFTER, and comparisons of text whose values are all ISO dates, compare instants. A cell that is no
 *   date fits none of them.
 * - `inverted` turns the answer round, whatever the cell: what is no number is not equal to 5.
 *
 * @param filter was checked against the same columns by `checkFilter`.
 * @param now    epoch ms, from which relative times such as `P-01D` count.
 */
export function compileFilter(
  filter: ContactFilter,
  columnNames: readonly string[],
  now: number,
): SqlCondition {
  const clauses = (filter.clauses ?? []).map(({ filterType, predicates = [] }) =>
    joined(
      filterType,
      predicates.map((predicate) => compilePredicate(predicate, columnNames, now)),
    ),
  );
  return joined(filter.filterType, clauses);
}

function joined(filterType: 'AND' | 'OR' = 'AND', conditions: readonly SqlCondition[]): SqlCondition {
  if (conditions.length === 0) return MATCHES_ALL;
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(` ${filterType.toLowerCase()} `)})`,
    params: conditions.flatMap(({ params }) => params),
  };
}

function compilePredicate(
  predicate: FilterPredicate,
  columnNames: readonly string[],
  now: number,
): SqlCondition {
  const index = columnNames.indexOf(predicate.column ?? '');
  if (index < 0) throw new Error('a filter that was checked names columns of its list');
  const { sql, params } = conditionOn(`ifnull(data ->> ${index}, '')`, predicate, now);
  return { sql: predicate.inverted === true ? `(${sql}) is not true` : `(${sql}) is true`, params };
}

function conditionOn(cell: string, predicate: FilterPredicate, now: number): SqlCondition {
  const { operator, value = '', range: { inSet = [] } = {} } = predicate;
  const isNumeric = predicate.columnType === 'numeric';
  switch (operator) {
    case 'CONTAINS':
      return matching(cell, `*${globPattern(value)}*`);
    case 'BEGINS_WITH':
      return matching(cell, `${globPattern(value)}*`);
    case 'ENDS_WITH':
      return matching(cell, `*${globPattern(value)}`);
    case 'EQUALS':
      return isNumeric ? numberIn(cell, [value]) : equalText(cell, value);
    case 'IN':
      return isNumeric ? numberIn(cell, inSet) : textIn(cell, inSet);
    default: {
      const bounds = boundsOf(predicate);
      return within(comparableOf(cell, predicate, bounds, now), bounds);
    }
  }
}

function matching(cell: string, pattern: string): SqlCondition {
  return { sql: `lower(${cell}) glob ?`, params: [pattern] };
}

function equalText(cell: string, value: string): SqlCondition {
  if (!isAscii(value)) return matching(cell, globPattern(value));
  return { sql: `lower(${cell}) = ?`, params: [value.toLowerCase()] };
}

function numberIn(cell: string, values: readonly string[]): SqlCondition {
  const numbers = 'select cast(value as numeric) from json_each(?)';
  return { sql: `${numberSql(cell)} in (${numbers})`, params: [JSON.stringify(values.map(numberParam))] };
}

function numberParam(value: string): string {
  const number = numberText(value);
  if (number === undefined) throw new Error('a filter that was checked compares numbers with numbers');
  return number;
}

function textIn(cell: string, values: readonly string[]): SqlCondition {
  const plain = values.filter(isAscii).map((value) => value.toLowerCase());
  const patterns = values.filter((value) => !isAscii(value)).map(globPattern);
  const sql = `lower(${cell}) in (select value from json_each(?))`;
  if (patterns.length === 0) return { sql, params: [JSON.stringify(plain)] };
  return {
    sql: `${sql} or exists (select 1 from json_each(?) where lower(${cell}) glob value)`,
    params: [JSON.stringify(plain), JSON.stringify(patterns)],
  };
}

function within({ cell, bound, param, limit }: Comparable, bounds: readonly Bound[]): SqlCondition {
  const conditions = bounds.map(({ comparison }) => `${cell} ${comparison} ${bound}`);
  const isLimited = bounds.some(({ comparison }) => comparison.startsWith('<'));
  return {
    sql: [...conditions, ...(limit === undefined || isLimited ? [] : [limit])].join(' and '),
    params: bounds.map(({ value }) => param(value)),
  };
}

function boundsOf({ operator, value = '', range = {} }: FilterPredicate): readonly Bound[] {
  const { min = '', max = '', minInclusive = false, maxInclusive = false } = range;
  switch (operator) {
    case 'LESS_THAN':
    case 'BEFORE':
      return [{ comparison: '<', value }];
    case 'LESS_THAN_EQUALS':
      return [{ comparison: '<=', value }];
    case 'GREATER_THAN':
    case 'AFTER':
      return [{ comparison: '>', value }];
    case 'GREATER_THAN_EQUALS':
      return [{ comparison: '>=', value }];
    default:
      return [
        { comparison: minInclusive ? '>=' : '>', value: min },
        { comparison: maxInclusive ? '<=' : '<', value: max },
      ];
  }
}

function comparableOf(
  cell: string,
  { operator, columnType }: FilterPredicate,
  bounds: readonly Bound[],
  now: number,
): Comparable {
  if (operator === 'BEFORE' || operator === 'AFTER')
    return instants(cell, (value) => relativeTimeOf(value, now) ?? dateOf(value));
  if (columnType === 'numeric') return numbers(cell);
  return bounds.every(({ value }) => dateOf(value) !== undefined) ? instants(cell, dateOf) : texts(cell);
}

/**
 * `cast(? as numeric)` makes SQLite read the cell as a number too, and leave what is none a text. A text is greater than
 * every number, which the limit keeps out.
 */
function numbers(cell: string): Comparable {
  const number = numberSql(cell);
  return {
    cell: number,
    bound: 'cast(? as numeric)',
    param: numberParam,
    limit: `${number} <= cast('9e999' as real)`,
  };
}

/** SQLite would take 31 February for 3 March, and `now` and `5` for times; only a date that stays itself is one. */
function instants(cell: string, read: (value: string) => number | undefined): Comparable {
  const day = `substr(${cell}, 1, 10)`;
  return {
    cell: `(case date(${day}) when ${day} then round(unixepoch(${cell}, 'subsec') * 1000) end)`,
    bound: '?',
    param: (value) => {
      const time = read(value);
      if (time === undefined) throw new Error('a filter that was checked compares dates with dates');
      return time;
    },
  };
}

function texts(cell: string): Comparable {
  return { cell: `lower(${cell})`, bound: '?', param: asciiLower };
}
