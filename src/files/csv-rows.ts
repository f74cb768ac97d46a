import { CsvError, parse } from 'csv-parse/sync';
import type { Position } from './json-file.ts';

/** Longest row of a CSV file, characters: an open quotation mark would swallow all the rest. */
const MAX_ROW_CHARACTERS = 100_000;

/** One row of a CSV file. */
export interface CsvRow {
  readonly cells: readonly string[];
  /** Where the row begins. */
  readonly line: number;
  /** Where a cell begins, by its index. */
  locate(cell: number): Position;
}

/** What cannot be read, and where. */
export interface CsvFault extends Position {
  readonly message: string;
  readonly hint: string;
}

/** Rows of CSV text (RFC 4180), with commas or, where the first line has none, semicolons between the cells. */
export function csvRows(text: string): { readonly rows: readonly CsvRow[] } | { readonly fault: CsvFault } {
  const delimiter = delimiterOf(text);
  try {
    const records = parse(text, {
      bom: true,
      delimiter,
      info: true,
      raw: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MAX_ROW_CHARACTERS,
    }) as unknown as readonly Parsed[];
    return { rows: records.map((record) => rowOf(record, delimiter)) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { fault: faultOf(error, text) };
  }
}

interface Parsed {
  readonly record: readonly string[];
  readonly raw: string;
  readonly info: { readonly lines: number };
}

/** Spreadsheets of many countries write semicolons. */
function delimiterOf(text: string): ',' | ';' {
  const [first = ''] = text.split(/\r?\n/, 1);
  return !first.includes(',') && first.includes(';') ? ';' : ',';
}

function rowOf({ record, raw, info }: Parsed, delimiter: string): CsvRow {
  const own = raw.replace(/^(\r?\n)+/, '').replace(/[\r\n]+$/, '');
  const line = info.lines - (own.match(/\n/g) ?? []).length;
  return { cells: record, line, locate: (cell) => positionIn(own, line, delimiter, cell) };
}

/** Counts delimiters that stand in no quotation marks. */
function positionIn(raw: string, firstLine: number, delimiter: string, cell: number): Position {
  let [line, column, left, isQuoted] = [firstLine, 1, cell, false];
  for (const character of raw) {
    if (left === 0) break;
    if (character === '"') isQuoted = !isQuoted;
    else if (character === delimiter && !isQuoted) left--;
    if (character === '\n') [line, column] = [line + 1, 1];
    else column++;
  }
  return { line, column };
}

function faultOf(error: CsvError, text: string): CsvFault {
  const { code } = error;
  const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
  const [message, hint] = FAULTS[code] ?? ['this is no CSV', 'write one row a line, cells between commas'];
  const place = OPEN.test(code) ? openQuote(text) : { line, column: 1 };
  return { ...place, message, hint };
}

/** Faults that show only far behind the quotation mark that made them. */
const OPEN = /^CSV_(QUOTE_NOT_CLOSED|MAX_RECORD_SIZE)$/;

/** Where the last quotation mark stands that opens a cell. */
function openQuote(text: string): Position {
  let [line, column, isQuoted] = [1, 1, false];
  let last: Position = { line, column };
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    if (character === '"' && isQuoted) last = { line, column };
    if (character === '\n') [line, column] = [line + 1, 1];
    else column++;
  }
  return last;
}

const FAULTS: { readonly [code: string]: readonly [message: string, hint: string] } = {
  CSV_QUOTE_NOT_CLOSED: ['a quotation mark is opened and not closed', 'close it: "a, b"'],
  INVALID_OPENING_QUOTE: [
    'a quotation mark stands in the middle of a cell',
    'put the whole cell between quotation marks, and double those in it: "say ""yes"""',
  ],
  CSV_INVALID_CLOSING_QUOTE: [
    'something stands behind the quotation mark that closes a cell',
    'double quotation marks within a cell: "say ""yes"""',
  ],
  CSV_MAX_RECORD_SIZE: [
    `this row is longer than ${MAX_ROW_CHARACTERS} characters`,
    'is a quotation mark open?',
  ],
};
