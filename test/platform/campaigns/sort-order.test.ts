import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { ContactSort } from '../../../src/platform/campaigns/campaign.ts';
import { sortOrder } from '../../../src/platform/campaigns/sort-order.ts';
import { newRandom, type Random } from '../../support/random.ts';
import { type Cells, sortedPlaces } from './sort-oracle.ts';

const COLUMNS = ['number', 'amount', 'day', 'name', 'city'];

/** The places of rows, as SQLite puts them in order. */
function sortedBySql(rows: readonly Cells[], sorts: readonly ContactSort[]): readonly number[] {
  const sqlite = new Sqlite(':memory:');
  sqlite.exec('create table contact (sequence integer primary key, data text not null) strict');
  const add = sqlite.prepare('insert into contact values (?, ?)');
  for (const [index, row] of rows.entries()) add.run(index, JSON.stringify(row));
  const places = sqlite
    .prepare(`select sequence from contact ${sortOrder(sorts, COLUMNS)}`)
    .pluck()
    .all();
  sqlite.close();
  return places as readonly number[];
}

/** One column in the order of one sort. */
function sorted(cells: readonly string[], more: Partial<ContactSort> = {}): readonly string[] {
  const sort = { fieldName: 'name', direction: 'ASC', isNumeric: false, ...more } as const;
  const rows = cells.map((cell) => ['', '', '', cell, '']);
  return sortedBySql(rows, [sort]).map((place) => cells[place] ?? '');
}

const NUMERIC = { isNumeric: true } as const;
const DOWN = { direction: 'DESC' } as const;

describe('the order of contacts', () => {
  it('C10 is by value when it is numeric: signs, currencies, commas, spaces and brackets do not count', () => {
    const cells = ['10', '9', '-3', '+4', '$1,200.50', '€2', '£ 1', ' 7 ', '-$5', '1 000', '0.5', '.25'];
    expect(sorted(cells, NUMERIC)).toEqual([
      ...['-$5', '-3', '.25', '0.5', '£ 1', '€2', '+4', ' 7 ', '9', '10', '1 000', '$1,200.50'],
    ]);
  });

  it('C10 sorts phone numbers by value, however they are written', () => {
    const cells = ['+1 (317) 555-0123', '3175550122', '+4930123456', '317-555-0121'];
    expect(sorted(cells, NUMERIC)).toEqual([
      ...['317-555-0121', '3175550122', '+4930123456', '+1 (317) 555-0123'],
    ]);
  });

  it('C10 puts what is no number last, both ways, in the order it was added in', () => {
    const cells = ['b', '2', '', 'a', '1', '-', '.', '1e3', '12 apples', '½'];
    const none = ['b', '', 'a', '-', '.', '1e3', '12 apples', '½'];
    expect(sorted(cells, NUMERIC)).toEqual(['1', '2', ...none]);
    expect(sorted(cells, { ...NUMERIC, ...DOWN })).toEqual(['2', '1', ...none]);
  });

  it('C10 is that of text by default: 10 before 9, capitals before small letters', () => {
    expect(sorted(['9', 'b', '10', 'B', 'ä', '', 'a'])).toEqual(['', '10', '9', 'B', 'a', 'b', 'ä']);
    expect(sorted(['9', 'b', '10', ''], DOWN)).toEqual(['b', '9', '10', '']);
  });

  it('C10 sorts ISO dates as dates, mm/dd/yy as text', () => {
    expect(sorted(['2026-12-25', '2025-01-31', '2026-02-01'])).toEqual([
      ...['2025-01-31', '2026-02-01', '2026-12-25'],
    ]);
    expect(sorted(['12/25/25', '01/31/26', '02/01/24'])).toEqual(['01/31/26', '02/01/24', '12/25/25']);
  });

  it('C10 sorts ISO dates with a time as instants, whatever their offsets', () => {
    const cells = ['2026-03-01T12:00:00+02:00', '2026-03-01T11:30:00Z', '2026-03-01T12:15:00+01:00'];
    expect(sorted(cells)).toEqual([cells[0], cells[2], cells[1]]);
    expect(sorted(['2026-03-01 09:00', '2026-03-01T08:59:59.999'])).toEqual([
      ...['2026-03-01T08:59:59.999', '2026-03-01 09:00'],
    ]);
  });

  it.each([1, 2, 3, 4])('C10 is as an oracle has it, for random data and up to four sorts (%i)', (seed) => {
    const random = newRandom(seed);
    for (let round = 0; round < 60; round++) {
      const rows = Array.from({ length: 60 }, () => COLUMNS.map(() => cellOf(random)));
      const sorts = COLUMNS.slice(0, 1 + random.below(4)).map((fieldName) => ({
        fieldName,
        direction: random.pick(['ASC', 'DESC'] as const),
        isNumeric: random.below(2) === 0,
      }));
      expect(sortedBySql(rows, sorts)).toEqual(sortedPlaces(rows, sorts, COLUMNS));
    }
  });
});

const WORDS = [
  '',
  'a',
  'B',
  'Ärger',
  '東京',
  '😀',
  'x y',
  '-',
  '+',
  '.',
  '$',
  '1e5',
  '--',
  '(',
  '12/25/26',
  '€',
];

function cellOf(random: Random): string {
  switch (random.below(6)) {
    case 0:
      return random.pick(WORDS);
    case 1:
      return String(random.below(5));
    case 2:
      return random.pick(['-', '+', '$', '-$', '€ ', '']) + random.below(2_000) / random.pick([1, 4, 100]);
    case 3:
      return random.pick(['+1 (317) 555-0', '317-555-0', '1,', '49 30 ']) + (100 + random.below(900));
    case 4:
      return `2026-0${1 + random.below(9)}-1${random.below(10)}`;
    default:
      return `2026-03-01${random.pick(['T', ' '])}1${random.below(10)}:${10 + random.below(50)}${random.pick(['', 'Z', ':30', ':30.250Z', '+02:00', '-05:30'])}`;
  }
}
