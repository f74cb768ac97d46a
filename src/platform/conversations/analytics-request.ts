import { type Static, Type } from 'typebox';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { CONVERSATION_DIMENSIONS, CONVERSATION_METRICS, SEGMENT_DIMENSIONS } from './analytics-names.ts';

/** Genesys' largest page of conversation details. */
const MAX_PAGE_SIZE = 100;
const PAGE_SIZE = 25;
const MAX_PAGE_NUMBER = 1_000_000;
/** How much one query may ask. [a guess: Genesys limits it, and publishes no number] */
const MAX_FILTERS = 20;
const MAX_CLAUSES = 50;
const MAX_PREDICATES = 100;
const MAX_PREDICATES_IN_ALL = 500;
const MAX_VALUE = 1_000;

const Range = Type.Object({
  gt: Type.Optional(Type.Number()),
  gte: Type.Optional(Type.Number()),
  lt: Type.Optional(Type.Number()),
  lte: Type.Optional(Type.Number()),
});

const Predicate = Type.Object({
  type: Type.Optional(Type.Enum(['dimension', 'property', 'metric'])),
  dimension: Type.Optional(Type.String({ maxLength: 100 })),
  property: Type.Optional(Type.String({ maxLength: 200 })),
  propertyType: Type.Optional(Type.Enum(['bool', 'integer', 'real', 'date', 'string', 'uuid'])),
  metric: Type.Optional(Type.String({ maxLength: 100 })),
  operator: Type.Optional(Type.Enum(['matches', 'exists', 'notExists'])),
  value: Type.Optional(Type.String({ maxLength: MAX_VALUE })),
  range: Type.Optional(Range),
});
const Predicates = Type.Array(Predicate, { maxItems: MAX_PREDICATES });
const Connective = Type.Enum(['and', 'or']);
const Clause = Type.Object({ type: Connective, predicates: Predicates });
const Filter = Type.Object({
  type: Connective,
  clauses: Type.Optional(Type.Array(Clause, { maxItems: MAX_CLAUSES })),
  predicates: Type.Optional(Predicates),
});
const Filters = Type.Array(Filter, { maxItems: MAX_FILTERS });
const None = Type.Optional(Type.Array(Type.Unknown()));

/** Genesys' `ConversationQuery`. */
const QueryBody = Type.Object({
  interval: Type.String({ maxLength: 100 }),
  order: Type.Optional(Type.Enum(['asc', 'desc', 'unordered'])),
  orderBy: Type.Optional(Type.Enum(['conversationStart', 'conversationEnd', 'segmentStart', 'segmentEnd'])),
  paging: Type.Optional(
    Type.Object({
      pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE_SIZE })),
      pageNumber: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE_NUMBER })),
    }),
  ),
  conversationFilters: Type.Optional(Filters),
  segmentFilters: Type.Optional(Filters),
  evaluationFilters: None,
  surveyFilters: None,
  resolutionFilters: None,
  aggregations: None,
});
type QueryBody = Static<typeof QueryBody>;

export type Predicate = Static<typeof Predicate>;
export type Filter = Static<typeof Filter>;
export type OrderBy = NonNullable<QueryBody['orderBy']>;

/** What is looked for. Times are epoch ms. */
export interface AnalyticsQuery {
  readonly from: number;
  readonly to: number;
  readonly isDescending: boolean;
  readonly orderBy: OrderBy;
  readonly pageSize: number;
  readonly pageNumber: number;
  readonly conversationFilters: readonly Filter[];
  readonly segmentFilters: readonly Filter[];
}

const checkQuery = requestCheck(QueryBody);

/** Reads the body of `POST …/conversations/details/query`. */
export function readAnalyticsQuery(body: unknown): Outcome<AnalyticsQuery> {
  const checked = checkQuery(body);
  if (!checked.ok) return checked;
  const { interval, order = 'asc', orderBy = 'conversationStart', paging = {} } = checked.value;
  const times = readInterval(interval);
  if (!times.ok) return times;
  const fault = refuseMissingThings(checked.value) ?? refusePredicates(checked.value);
  if (fault !== undefined) return fault;
  return done({
    ...times.value,
    isDescending: order === 'desc',
    orderBy,
    pageSize: paging.pageSize ?? PAGE_SIZE,
    pageNumber: paging.pageNumber ?? 1,
    conversationFilters: checked.value.conversationFilters ?? [],
    segmentFilters: checked.value.segmentFilters ?? [],
  });
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/;

/** `start/end` in ISO 8601; without a zone they are UTC, as in Genesys Cloud. */
function readInterval(interval: string): Outcome<{ readonly from: number; readonly to: number }> {
  const [start = '', end = '', ...more] = interval.split('/');
  const [from, to] = [readTime(start), readTime(end)];
  if (more.length > 0 || from === undefined || to === undefined)
    return refuse(
      'constraint.validation',
      'interval must be two times such as 2026-01-15T00:00:00.000Z/2026-01-16T00:00:00.000Z.',
      { field: 'interval' },
    );
  if (from < to) return done({ from, to });
  return refuse('constraint.validation', 'interval must end after it begins.', { field: 'interval' });
}

function readTime(text: string): number | undefined {
  if (!TIME.test(text)) return undefined;
  const at = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** There are no evaluations, surveys and resolutions here: a filter on them would silently find nothing. */
function refuseMissingThings(body: QueryBody): Outcome<never> | undefined {
  const asked = (['evaluationFilters', 'surveyFilters', 'resolutionFilters', 'aggregations'] as const).find(
    (name) => (body[name] ?? []).length > 0,
  );
  return asked === undefined
    ? undefined
    : refuse('attendant.query.not.available', `${asked} is not available here; leave it out.`, {
        field: asked,
      });
}

function refusePredicates(body: QueryBody): Outcome<never> | undefined {
  const all = (['conversationFilters', 'segmentFilters'] as const).flatMap((name) =>
    (body[name] ?? []).flatMap((filter, index) => predicatesOf(filter, `${name}.${index}`)),
  );
  if (all.length > MAX_PREDICATES_IN_ALL)
    return refuse('constraint.validation', `A query has at most ${MAX_PREDICATES_IN_ALL} predicates.`, {
      field: 'segmentFilters',
    });
  return all
    .map(({ predicate, field }) => refusePredicate(predicate, field))
    .find((one) => one !== undefined);
}

interface Placed {
  readonly predicate: Predicate;
  readonly field: string;
}

function predicatesOf({ predicates = [], clauses = [] }: Filter, field: string): readonly Placed[] {
  const own = predicates.map((predicate, index) => ({ predicate, field: `${field}.predicates.${index}` }));
  const inner = clauses.flatMap((clause, index) => predicatesOf(clause, `${field}.clauses.${index}`));
  return [...own, ...inner];
}

function refusePredicate(predicate: Predicate, field: string): Outcome<never> | undefined {
  const { type = 'dimension', operator = 'matches', value, range } = predicate;
  const name = predicate[type];
  if (name === undefined || name === '')
    return refuse('constraint.validation', `${field}.${type} is required.`, { field: `${field}.${type}` });
  if (!knows(field, type, name))
    return refuse('constraint.validation', `${field}.${type} ${unknownName(name)}.`, {
      field: `${field}.${type}`,
    });
  if (operator !== 'matches') return undefined;
  if (type === 'metric' && range === undefined && !isNumber(value))
    return refuse('constraint.validation', `${field}.range is required for a metric.`, {
      field: `${field}.range`,
    });
  if (value === undefined && range === undefined)
    return refuse('constraint.validation', `${field}.value is required for the operator matches.`, {
      field: `${field}.value`,
    });
  return undefined;
}

function knows(field: string, type: NonNullable<Predicate['type']>, name: string): boolean {
  if (type === 'property') return true;
  const isSegment = field.startsWith('segmentFilters');
  if (type === 'metric') return isSegment ? name === 'tSegmentDuration' : CONVERSATION_METRICS.has(name);
  return (isSegment ? SEGMENT_DIMENSIONS : CONVERSATION_DIMENSIONS).has(name);
}

/** Only what looks like a name is repeated: it may be a value in the wrong place. */
function unknownName(name: string): string {
  return /^[A-Za-z]{1,60}$/.test(name) ? `knows no ${name} here` : 'is a name that is not known here';
}

function isNumber(value: string | undefined): boolean {
  return value !== undefined && /^-?\d{1,15}(\.\d{1,6})?$/.test(value);
}
