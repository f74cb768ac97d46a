import { type Static, Type } from 'typebox';

/** A cell of a contact list has 512 characters at most; no value that is longer could be found. */
const MAX_VALUE_LENGTH = 512;
const MAX_SET_SIZE = 1000;

const FilterType = Type.Enum(['AND', 'OR']);
/** Without NUL, at which SQLite ends a text. */
const Value = Type.String({ maxLength: MAX_VALUE_LENGTH, pattern: '^[^\\u0000]*$' });

/** Genesys' `ContactListFilterRange`: the ends of BETWEEN, or the values of IN. */
export const FilterRange = Type.Object({
  min: Type.Optional(Value),
  max: Type.Optional(Value),
  minInclusive: Type.Optional(Type.Boolean()),
  maxInclusive: Type.Optional(Type.Boolean()),
  inSet: Type.Optional(Type.Array(Value, { maxItems: MAX_SET_SIZE })),
});
export type FilterRange = Static<typeof FilterRange>;

/** As Genesys names them. */
const FilterOperator = Type.Enum([
  'EQUALS',
  'LESS_THAN',
  'LESS_THAN_EQUALS',
  'GREATER_THAN',
  'GREATER_THAN_EQUALS',
  'CONTAINS',
  'BEGINS_WITH',
  'ENDS_WITH',
  'BEFORE',
  'AFTER',
  'BETWEEN',
  'IN',
]);

/** Genesys' `ContactListFilterPredicate`: one condition on one column. A column of no type holds text. */
export const FilterPredicate = Type.Object({
  column: Type.Optional(Type.String({ maxLength: 200 })),
  columnType: Type.Optional(Type.Enum(['numeric', 'alphabetic'])),
  operator: Type.Optional(FilterOperator),
  value: Type.Optional(Value),
  range: Type.Optional(FilterRange),
  inverted: Type.Optional(Type.Boolean()),
});
export type FilterPredicate = Static<typeof FilterPredicate>;

/** Genesys' `ContactListFilterClause`: predicates that all hold, or of which one does. */
export const FilterClause = Type.Object({
  filterType: Type.Optional(FilterType),
  predicates: Type.Optional(Type.Array(FilterPredicate)),
});
export type FilterClause = Static<typeof FilterClause>;

/** What narrows a contact list: clauses that all hold, or of which one does. */
export const ContactFilter = Type.Object({
  filterType: Type.Optional(FilterType),
  clauses: Type.Optional(Type.Array(FilterClause)),
});
export type ContactFilter = Static<typeof ContactFilter>;
