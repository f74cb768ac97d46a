import type { ContactSort } from '../../../src/platform/campaigns/campaign.ts';

/** A contact to sort: the texts of its columns. */
export type Cells = readonly string[];

/** The places of contacts in the order of sorts, as the docs say it, without SQL. */
export function sortedPlaces(
  rows: readonly Cells[],
  sorts: readonly ContactSort[],
  columnNames: readonly string[],
): readonly number[] {
  const compare = (a: number, b: number): number => {
    for (const sort of sorts) {
      const column = columnNames.indexOf(sort.fieldName);
      const order = compareCells(rows[a]?.[column] ?? '', rows[b]?.[column] ?? '', sort);
      if (order !== 0) return order;
    }
    return a - b;
  };
  return rows.map((_, index) => index).sort(compare);
}

function compareCells(a: string, b: string, { direction, isNumeric }: ContactSort): number {
  const way = direction === 'DESC' ? -1 : 1;
  if (!isNumeric) return way * compareTexts(textOf(a), textOf(b));
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined);
  return way * Math.sign(left - right);
}

/** By code points. */
function compareTexts(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [index, character] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** A date with a time as the instant it is, in UTC; everything else as it stands. */
function textOf(cell: string): string {
  const [, date, time, zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?$/.exec(cell) ?? [];
  const instant = Date.parse(`${date}T${time}${zone}`);
  return Number.isNaN(instant) ? cell : new Date(instant).toISOString().slice(0, -1);
}

/** A number with what people write around its digits; undefined for anything else. */
function numberOf(cell: string): number | undefined {
  const bare = cell.replaceAll(/[, $€£()]/g, '');
  const [, sign = '', digits = ''] = /^([+-]?)([\d.-]+)$/.exec(bare) ?? [];
  const number = digits.replaceAll('-', '');
  if (!/\d/.test(number)) return undefined;
  // Of 1.2.3 the first point counts.
  const value = Number(/^\d*(?:\.\d*)?/.exec(number)?.[0] || '0');
  return sign === '-' ? -value : value;
}
