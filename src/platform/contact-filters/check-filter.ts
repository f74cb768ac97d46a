import { done, type Outcome, type RefusalCode, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { withoutNulls } from '../without-nulls.ts';
import {
  ContactFilter,
  type FilterClause,
  type FilterPredicate,
  type FilterRange,
} from './contact-filter.ts';
import { dateOf, relativeTimeOf } from './filter-values.ts';
import { numberText } from './number-text.ts';
import { asciiLower } from './text-matching.ts';

/** Genesys: "You can add a maximum of 10 conditions to a contact list filter" (help.mypurecloud.com/?p=133352). */
const MAX_CONDITIONS = 10;

const checkShape = requestCheck(ContactFilter);

/** A fault of a filter: its code, the field that is to blame, and the sentence after its name. */
interface Fault {
  readonly code: RefusalCode;
  readonly field: string;
  readonly says: string;
}

/**
 * Checks the `filterType` and `clauses` of a request against the columns of its contact list, with Genesys' codes.
 *
 * @returns the filter, which `compileFilter` takes; what else the request holds is not part of it.
 */
export function checkFilter(body: unknown, columnNames: readonly string[]): Outcome<ContactFilter> {
  const shaped = checkShape(withoutNulls(body));
  if (!shaped.ok) return shaped;
  const { filterType, clauses = [] } = shaped.value;
  const fault =
    filterFault(shaped.value) ?? firstFault('clauses', clauses, (one) => clauseFault(one, columnNames));
  if (fault !== undefined) return refuse(fault.code, `${fault.field} ${fault.says}`, { field: fault.field });
  return done({ clauses, ...(filterType === undefined ? {} : { filterType }) });
}

function firstFault<T>(
  name: string,
  items: readonly T[],
  faultOf: (item: T) => Fault | undefined,
): Fault | undefined {
  for (const [index, item] of items.entries()) {
    const fault = faultOf(item);
    if (fault !== undefined) return { ...fault, field: `${name}.${index}.${fault.field}` };
  }
  return undefined;
}

const JOINS = 'must be AND or OR: it says whether all or one of several must hold.';

function filterFault({ filterType, clauses = [] }: ContactFilter): Fault | undefined {
  if (clauses.length === 0)
    return { code: 'clauses.required', field: 'clauses', says: 'must hold at least one clause.' };
  if (clauses.length > 1 && filterType === undefined)
    return { code: 'filter.type.required.for.multiple.clauses', field: 'filterType', says: JOINS };
  const count = clauses.reduce((sum, { predicates = [] }) => sum + predicates.length, 0);
  if (count <= MAX_CONDITIONS) return undefined;
  const says = `may hold ${MAX_CONDITIONS} predicates in all.`;
  return { code: 'attendant.filter.too.many.conditions', field: 'clauses', says };
}

function clauseFault(
  { filterType, predicates = [] }: FilterClause,
  columnNames: readonly string[],
): Fault | undefined {
  if (predicates.length === 0)
    return {
      code: 'at.least.one.predicate.required',
      field: 'predicates',
      says: 'must hold at least one predicate.',
    };
  if (predicates.length > 1 && filterType === undefined)
    return { code: 'filter.type.required.for.multiple.predicates', field: 'filterType', says: JOINS };
  return firstFault('predicates', predicates, (predicate) => predicateFault(predicate, columnNames));
}

function predicateFault(predicate: FilterPredicate, columnNames: readonly string[]): Fault | undefined {
  const { column = '', operator, range } = predicate;
  if (column === '') return { code: 'column.required', says: 'is required.', field: 'column' };
  if (!columnNames.includes(column))
    return {
      code: 'column.does.not.match.contact.list',
      says: 'must be a column of the contact list, written alike.',
      field: 'column',
    };
  if (operator === undefined) return { code: 'operator.required', says: 'is required.', field: 'operator' };
  if (operator !== 'BETWEEN' && operator !== 'IN') return valueFault(predicate);
  if (range === undefined)
    return { code: 'range.required', says: 'is required for BETWEEN and IN.', field: 'range' };
  return operator === 'IN' ? setFault(predicate, range) : endsFault(predicate, range);
}

function valueFault({ columnType, operator, value = '' }: FilterPredicate): Fault | undefined {
  const field = 'value';
  if (value === '') return { code: 'value.required', says: 'is required for this operator.', field };
  if (operator === 'BEFORE' || operator === 'AFTER') return isTime(value) ? undefined : { ...NO_DATE, field };
  if (columnType !== 'numeric' || numberText(value) !== undefined) return undefined;
  return { code: 'value.did.not.match.column.type', says: NO_NUMBER, field };
}

function isTime(value: string): boolean {
  return relativeTimeOf(value, 0) !== undefined || dateOf(value) !== undefined;
}

const NO_NUMBER = 'must be a number such as -12.50 or 1,234, as its column is numeric.';
const NO_DATE = {
  code: 'invalid.date.value',
  says: 'must be a date such as 2026-01-31 or 2026-01-31T08:00+01:00, or a time from now such as P-01DT08H30M.',
} as const;

function setFault({ columnType }: FilterPredicate, { inSet = [] }: FilterRange): Fault | undefined {
  if (inSet.length === 0)
    return { code: 'range.set.required', says: 'must hold at least one value for IN.', field: 'range.inSet' };
  const place = columnType === 'numeric' ? inSet.findIndex((value) => numberText(value) === undefined) : -1;
  if (place < 0) return undefined;
  return { code: 'value.did.not.match.column.type', says: NO_NUMBER, field: `range.inSet.${place}` };
}

function endsFault({ columnType }: FilterPredicate, { min = '', max = '' }: FilterRange): Fault | undefined {
  const isNumeric = columnType === 'numeric';
  if (min === '') return { code: 'range.min.required', says: 'is required for BETWEEN.', field: 'range.min' };
  if (max === '') return { code: 'range.max.required', says: 'is required for BETWEEN.', field: 'range.max' };
  if (isNumeric && numberText(min) === undefined)
    return { code: 'min.did.not.match.column.type', says: NO_NUMBER, field: 'range.min' };
  if (isNumeric && numberText(max) === undefined)
    return { code: 'max.did.not.match.column.type', says: NO_NUMBER, field: 'range.max' };
  if (!isLess(max, min, isNumeric)) return undefined;
  return { code: 'max.less.than.min', says: 'must not be less than range.min.', field: 'range.max' };
}

/** As `compileFilter` compares them. */
function isLess(one: string, other: string, isNumeric: boolean): boolean {
  if (isNumeric) return Number(numberText(one)) < Number(numberText(other));
  const [time, otherTime] = [dateOf(one), dateOf(other)];
  if (time !== undefined && otherTime !== undefined) return time < otherTime;
  return Buffer.compare(Buffer.from(asciiLower(one)), Buffer.from(asciiLower(other))) < 0;
}
