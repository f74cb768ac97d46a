import type Sqlite from 'better-sqlite3';
import type { Divisions } from '../authorization/permissions.ts';
import { type Condition, filterConditions } from './analytics-filter.ts';
import type { AnalyticsQuery, OrderBy } from './analytics-request.ts';
import { ANALYTICS_SOURCES, type AnalyticsSource } from './analytics-sources.ts';

/** What a query found: how many, and the ids of one page. */
export interface AnalyticsHits {
  readonly total: number;
  readonly ids: readonly string[];
}

/** Finds conversations. All is decided in SQL: no more than a page is ever in memory. */
export function analyticsStore(sqlite: Sqlite.Database) {
  return {
    find(query: AnalyticsQuery, divisions: Divisions): AnalyticsHits {
      const count = countStatement(query, divisions);
      const total = sqlite.prepare<unknown[], number>(count.sql).pluck().get(count.values) ?? 0;
      const skipped = (query.pageNumber - 1) * query.pageSize;
      if (skipped >= total) return { total, ids: [] };
      const page = pageStatement(query, divisions);
      return { total, ids: sqlite.prepare<unknown[], string>(page.sql).pluck().all(page.values) };
    },
  };
}

function countStatement(query: AnalyticsQuery, divisions: Divisions): Condition {
  const counts = ANALYTICS_SOURCES.map((source) => {
    const { sql, values } = whereOf(source, query, divisions);
    return { sql: `(select count(*) from ${source.from} where ${sql})`, values };
  });
  return {
    sql: `select ${counts.map(({ sql }) => sql).join(' + ')}`,
    values: counts.flatMap(({ values }) => values),
  };
}

/** The statement of one page; exported for the test that looks at its plan. */
export function pageStatement(query: AnalyticsQuery, divisions: Divisions): Condition {
  const order = query.isDescending ? 'desc' : 'asc';
  const parts = ANALYTICS_SOURCES.map((source) => {
    const { sql, values } = whereOf(source, query, divisions);
    const { id } = source;
    return {
      sql: `select ${id} as id, ${sortOf(source, query.orderBy)} as sort from ${source.from} where ${sql}`,
      values,
    };
  });
  return {
    sql: `select id from (${parts.map(({ sql }) => sql).join(' union all ')})
      order by sort ${order} nulls last, id limit ? offset ?`,
    values: [
      ...parts.flatMap(({ values }) => values),
      query.pageSize,
      (query.pageNumber - 1) * query.pageSize,
    ],
  };
}

function sortOf({ began, updated, ended }: AnalyticsSource, orderBy: OrderBy): string {
  if (orderBy === 'conversationEnd') return ended;
  return orderBy === 'segmentEnd' ? updated : began;
}

/** What had activity in the interval. The plus keeps the planner from the index of beginnings: it would read all before. */
function whereOf(source: AnalyticsSource, query: AnalyticsQuery, divisions: Divisions): Condition {
  const conditions: readonly Condition[] = [
    { sql: source.where, values: [] },
    { sql: `${source.updated} >= ?`, values: [query.from] },
    { sql: `+${source.began} < ?`, values: [query.to] },
    ...(divisions === 'all' ? [] : [inDivisions(source, divisions)]),
    ...filterConditions(source, query),
  ];
  return {
    sql: conditions.map(({ sql }) => sql).join(' and '),
    values: conditions.flatMap(({ values }) => values),
  };
}

function inDivisions({ division }: AnalyticsSource, divisions: ReadonlySet<string>): Condition {
  return { sql: `${division} in (select value from json_each(?))`, values: [JSON.stringify([...divisions])] };
}
