import type { Filter, Predicate } from './analytics-request.ts';
import type { AnalyticsSource } from './analytics-sources.ts';

/** A piece of SQL that is true or false, and the values of its `?` in order. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** What holds of a conversation of a source that every filter lets through. */
export function filterConditions(
  source: AnalyticsSource,
  {
    conversationFilters,
    segmentFilters,
  }: { readonly conversationFilters: readonly Filter[]; readonly segmentFilters: readonly Filter[] },
): readonly Condition[] {
  const ofConversation = conversationFilters.map((filter) =>
    filterCondition(filter, (predicate) => condition(predicate, source.conversation)),
  );
  const ofSegment = segmentFilters.map((filter) => {
    // All predicates of a filter speak of the same segment.
    const { sql, values } = filterCondition(filter, (predicate) => condition(predicate, source.segment));
    return { sql: `exists (select 1 from ${source.segments} where ${sql})`, values };
  });
  return [...ofConversation, ...segmentFilters.flatMap((filter) => hints(source, filter)), ...ofSegment];
}

function filterCondition(
  { type, predicates = [], clauses = [] }: Filter,
  each: (predicate: Predicate) => Condition,
): Condition {
  return joined(type, [...predicates.map(each), ...clauses.map((clause) => filterCondition(clause, each))]);
}

/** A filter that says nothing lets everything through. */
function joined(type: 'and' | 'or', conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return { sql: 'true', values: [] };
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(` ${type} `)})`,
    values: conditions.flatMap(({ values }) => values),
  };
}

function condition(predicate: Predicate, names: { readonly [name: string]: string }): Condition {
  const { type = 'dimension', operator = 'matches', value, range } = predicate;
  const name = predicate[type] ?? '';
  const sql = type !== 'property' && Object.hasOwn(names, name) ? names[name] : undefined;
  if (operator === 'exists') return { sql: `(${sql ?? 'null'}) is not null`, values: [] };
  if (operator === 'notExists') return { sql: `(${sql ?? 'null'}) is null`, values: [] };
  if (sql === undefined) return { sql: 'false', values: [] };
  return range === undefined ? equal(sql, comparedWith(type, name, value ?? '')) : inRange(sql, range);
}

/** Dimensions that are times; they are kept as epoch ms. */
const TIMES = new Set(['conversationStart', 'conversationEnd', 'segmentEnd']);

function comparedWith(type: string, name: string, value: string): string | number {
  if (type === 'metric') return Number(value);
  return TIMES.has(name) ? Date.parse(value) || 0 : value;
}

/** Bare columns stay bare, so that an index on them is seen. */
function equal(sql: string, value: string | number): Condition {
  return { sql: /^[a-z]\.[a-z_]+$/.test(sql) ? `${sql} = ?` : `(${sql}) = ?`, values: [value] };
}

const COMPARISONS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function inRange(sql: string, range: NonNullable<Predicate['range']>): Condition {
  const bounds = (['gt', 'gte', 'lt', 'lte'] as const).flatMap((name) => {
    const bound = range[name];
    return bound === undefined ? [] : [{ sql: `(${sql}) ${COMPARISONS[name]} ?`, values: [bound] }];
  });
  return joined('and', bounds);
}

/** What follows for the conversation from predicates that must all hold: it lets an index find the conversations. */
function hints(
  source: AnalyticsSource,
  { type, predicates = [], clauses = [] }: Filter,
): readonly Condition[] {
  const mustHold = type === 'and' || predicates.length + clauses.length === 1;
  if (!mustHold) return [];
  const own = predicates.flatMap(
    ({ type: kind = 'dimension', operator = 'matches', dimension = '', value, range }) => {
      const sql = Object.hasOwn(source.hints, dimension) ? source.hints[dimension] : undefined;
      const isPlain =
        kind === 'dimension' && operator === 'matches' && value !== undefined && range === undefined;
      return sql === undefined || !isPlain ? [] : [{ sql, values: [value] }];
    },
  );
  return [...own, ...clauses.flatMap((clause) => hints(source, clause))];
}
