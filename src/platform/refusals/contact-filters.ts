import type { RefusalKind } from './refusal-kind.ts';

/** Refusals of contact list filters (C6). */
export const CONTACT_FILTER_REFUSALS = {
  'contact.list.cannot.be.blank': { status: 400, about: 'A filter without a contact list.' },
  'clauses.required': { status: 400, about: 'A filter without a clause.' },
  'at.least.one.predicate.required': { status: 400, about: 'A clause of a filter without a predicate.' },
  'filter.type.required.for.multiple.clauses': {
    status: 400,
    about: 'A filter of several clauses does not say whether all or one of them must hold.',
  },
  'filter.type.required.for.multiple.predicates': {
    status: 400,
    about: 'A clause of several predicates does not say whether all or one of them must hold.',
  },
  'column.required': { status: 400, about: 'A predicate without a column.' },
  'column.does.not.match.contact.list': {
    status: 400,
    about: 'A predicate names a column that the contact list does not have.',
  },
  'operator.required': { status: 400, about: 'A predicate without an operator.' },
  'value.required': { status: 400, about: 'A predicate without the value that its operator needs.' },
  'value.did.not.match.column.type': {
    status: 400,
    about: 'A predicate on a numeric column whose value is no number.',
  },
  'invalid.date.value': { status: 400, about: 'What should be a date or a time from now is none.' },
  'range.required': { status: 400, about: 'A predicate with BETWEEN or IN, without its range.' },
  'range.set.required': { status: 400, about: 'A predicate with IN, without values.' },
  'range.min.required': { status: 400, about: 'A predicate with BETWEEN, without its least value.' },
  'range.max.required': { status: 400, about: 'A predicate with BETWEEN, without its greatest value.' },
  'min.did.not.match.column.type': {
    status: 400,
    about: 'The least value of a range on a numeric column is no number.',
  },
  'max.did.not.match.column.type': {
    status: 400,
    about: 'The greatest value of a range on a numeric column is no number.',
  },
  'max.less.than.min': { status: 400, about: 'The greatest value of a range is less than the least.' },
  'attendant.filter.too.many.conditions': {
    status: 400,
    about: 'A filter has more predicates than Genesys Cloud lets one have.',
  },
  'attendant.filter.template.not.available': {
    status: 400,
    about: 'Filters of contact list templates are not available here.',
  },
} as const satisfies Record<string, RefusalKind>;
