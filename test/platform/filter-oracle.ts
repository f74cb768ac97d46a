import type { ContactFilter, FilterPredicate } from '../../src/platform/contact-filters/contact-filter.ts';

/** Whether a filter takes a row, by the words of docs/campaigns.md: slow, plain, and without a line of the compiler. */
export function oracle(filter: ContactFilter, row: Record<string, string>, now: number): boolean {
  return joins(
    filter.filterType,
    (filter.clauses ?? []).map(({ filterType, predicates = [] }) =>
      joins(
        filterType,
        predicates.map((predicate) => holds(predicate, row[predicate.column ?? ''] ?? '', now)),
      ),
    ),
  );
}

function joins(type: string | undefined, answers: readonly boolean[]): boolean {
  return type === 'OR' ? answers.includes(true) : !answers.includes(false);
}

function holds(predicate: FilterPredicate, cell: string, now: number): boolean {
  return plainly(predicate, cell, now) !== (predicate.inverted ?? false);
}

function plainly(
  { columnType, operator, value = '', range = {} }: FilterPredicate,
  cell: string,
  now: number,
) {
  const { min = '', max = '', inSet = [], minInclusive = false, maxInclusive = false } = range;
  const same = columnType === 'numeric' ? sameNumber : sameText;
  if (operator === 'EQUALS') return same(cell, value);
  if (operator === 'IN') return inSet.some((one) => same(cell, one));
  if (operator === 'BEGINS_WITH') return places(cell, value).includes(0);
  if (operator === 'CONTAINS') return places(cell, value).length > 0;
  if (operator === 'ENDS_WITH')
    return places(cell, value).includes(letters(cell).length - letters(value).length);
  const bounds = operator === 'BETWEEN' ? [min, max] : [value];
  const order = ordering(columnType, operator === 'BEFORE' || operator === 'AFTER', bounds, now);
  const signs = bounds.map((bound) => order(cell, bound));
  if (signs.some((sign) => sign === undefined || Number.isNaN(sign))) return false;
  const [first = 0, second = 0] = signs as number[];
  switch (operator) {
    case 'LESS_THAN':
    case 'BEFORE':
      return first < 0;
    case 'LESS_THAN_EQUALS':
      return first <= 0;
    case 'GREATER_THAN':
    case 'AFTER':
      return first > 0;
    case 'GREATER_THAN_EQUALS':
      return first >= 0;
    default:
      return (first > 0 || (minInclusive && first === 0)) && (second < 0 || (maxInclusive && second === 0));
  }
}

/** Less than, equal or greater than 0; undefined for what cannot be compared. */
type Order = (cell: string, bound: string) => number | undefined;

function ordering(type: string | undefined, isTime: boolean, bounds: readonly string[], now: number): Order {
  const times: Order = (cell, bound) => {
    const [one, other] = [time(cell), relative(bound, now) ?? time(bound)];
    return one === undefined || other === undefined ? undefined : one - other;
  };
  if (isTime) return times;
  if (type === 'numeric') return (cell, bound) => sign(number(cell), number(bound));
  if (bounds.every((bound) => time(bound) !== undefined)) return times;
  return (cell, bound) => Buffer.compare(bytes(cell), bytes(bound));
}

function sign(one: number, other: number): number {
  if (Number.isNaN(one) || Number.isNaN(other)) return Number.NaN;
  return one < other ? -1 : Number(one > other);
}

function bytes(text: string): Buffer {
  return Buffer.from(text.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32)));
}

function letters(text: string): string[] {
  return Array.from(text);
}

/** Where a text stands in another. */
function places(cell: string, value: string): number[] {
  const [all, some] = [letters(cell), letters(value)];
  return all
    .map((_, index) => index)
    .concat(all.length)
    .filter((index) => some.every((letter, place) => sameLetter(all[index + place], letter)));
}

function sameText(one: string, other: string): boolean {
  return letters(one).length === letters(other).length && places(one, other).includes(0);
}

function sameLetter(one: string | undefined, other: string): boolean {
  if (one === undefined) return false;
  return (
    one === other || one.toLowerCase() === other.toLowerCase() || one.toUpperCase() === other.toUpperCase()
  );
}

function number(text: string): number {
  const isDigit = (at: number) => /^\d$/.test(text[at] ?? '');
  const areDigits = (...places: number[]) => places.every(isDigit);
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) {
    const isBetween = isDigit(at - 1) && areDigits(at + 1, at + 2, at + 3) && !isDigit(at + 4);
    if (!isBetween || areDigits(at - 4, at - 3, at - 2, at - 1) || text.slice(0, at).includes('.'))
      return Number.NaN;
  }
  const plain = text.replace(/[^\S\t\r\n]|[$€£,]/g, '').trim();
  return /^[\d.eE+-]*\d[\d.eE+-]*$/.test(plain) ? Number(plain) : Number.NaN;
}

function sameNumber(one: string, other: string): boolean {
  return number(one) === number(other);
}

function time(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d($|[T ]\d\d:\d\d)/.test(text)) return undefined;
  const day = text.slice(0, 10);
  if (Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day) return undefined;
  if (text.length === 10) return Date.parse(day);
  const zoned = /(Z|[+-]\d\d:\d\d)$/.test(text.slice(10)) ? text : `${text}Z`;
  const instant = Date.parse(zoned.replace(' ', 'T'));
  return Number.isNaN(instant) ? undefined : instant;
}

function relative(text: string, now: number): number | undefined {
  const parts = /^P(?:([^DT]+)D)?(?:T(?:([^H]+)H)?(?:([^M]+)M)?)?$/.exec(text);
  if (parts === null) return undefined;
  const [days, hours, minutes] = [parts[1], parts[2], parts[3]].map((part) => Number(part ?? '0'));
  return now + (days ?? 0) * 86_400_000 + (hours ?? 0) * 3_600_000 + (minutes ?? 0) * 60_000;
}
