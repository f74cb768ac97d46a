import { dirname, extname, join } from 'node:path';
import type { Diagnostic } from '../authoring/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../authoring/json.ts';
import { isForbiddenKey } from '../authoring/load-gate.ts';
import { didYouMean } from '../authoring/suggest.ts';
import { checkRows, keyFault, valueFault } from '../runtime/check/tables.ts';
import { columnType, KEY_COLUMN, keyOf } from '../runtime/data-tables.ts';
import type { DataTable } from '../runtime/environment.ts';
import { convert } from '../runtime/expression/conversion.ts';
import { isTrulyBelow } from './below.ts';
import { type CsvRow, csvRows } from './csv-rows.ts';
import { type Position, readJsonFile, readTextFile } from './json-file.ts';

/** Largest file of rows, and most rows. Above what Genesys takes. */
const MAX_TABLE_BYTES = 32 * 1024 * 1024;
const MAX_ROWS = 200_000;
/** Faults that are told of one file: a wrong column would give one for each row. */
const MAX_FAULTS = 20;

/** A table with the rows of its file, or why they cannot be read. */
export interface LoadedTable {
  readonly table: DataTable;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the CSV or JSON file of a data table.
 *
 * @param environmentFile the file lies in its folder, or below.
 * @param pointer         where the table names the file.
 */
export function loadTableFile(
  table: DataTable,
  file: string,
  environmentFile: string,
  pointer: string,
): LoadedTable {
  const folder = dirname(environmentFile);
  const path = join(folder, file);
  const at = { severity: 'error', file: environmentFile, pointer } as const;
  if (!isTrulyBelow(folder, path)) return { table, diagnostics: [{ ...at, ...OUTSIDE(file) }] };
  const kind = extname(file).toLowerCase();
  if (kind === '.csv') return fromCsv(table, path);
  if (kind === '.json') return fromJson(table, path);
  const message = `${file} is neither a CSV nor a JSON file`;
  return { table, diagnostics: [{ ...at, code: 'TABLE_FILE', message, hint: 'name it .csv or .json' }] };
}

/** Of any file that an environment names. */
export const OUTSIDE = (file: string) => ({
  code: 'FILE_OUTSIDE',
  message: `${file} lies outside the folder of the environment`,
  hint: 'keep it in the folder of the environment file, or below',
});

function fromJson(table: DataTable, file: string): LoadedTable {
  const read = readJsonFile(file);
  if (!read.ok) return { table, diagnostics: read.diagnostics };
  const { json, locate } = read.value;
  if (!Array.isArray(json) || !json.every((row: Json) => isJsonObject(row))) {
    const message = 'the rows of a data table are a list of objects';
    const hint = 'write [ { "key": "1", "name": "…" }, … ]';
    const fault = { severity: 'error', file, pointer: '', code: 'TABLE_FILE', message, hint } as const;
    return { table, diagnostics: [{ ...fault, line: 1, column: 1 }] };
  }
  const rows = json as readonly JsonObject[];
  const diagnostics: Diagnostic[] = [];
  checkRows(table, rows, (pointer, code, message, hint) => {
    diagnostics.push({ severity: 'error', file, pointer, code, message, hint, ...locate(pointer) });
  });
  return { table: { ...table, rows: [...rows] }, diagnostics: firstOf(diagnostics) };
}

function fromCsv(table: DataTable, file: string): LoadedTable {
  const read = readTextFile(file, MAX_TABLE_BYTES);
  if ('diagnostics' in read) return { table, diagnostics: read.diagnostics };
  const parsed = csvRows(read.text);
  if ('fault' in parsed) {
    const { fault } = parsed;
    return { table, diagnostics: [{ severity: 'error', file, pointer: '', code: 'CSV_SYNTAX', ...fault }] };
  }
  const [header, ...rows] = parsed.rows;
  const reading = newReading(table, file);
  if (header === undefined)
    reading.report('TABLE_FILE', 'the file has no rows', 'begin with the names of the columns');
  else readRows(header, rows, reading);
  return { table: { ...reading.table, rows: reading.rows }, diagnostics: firstOf(reading.diagnostics) };
}

/** A CSV file while it is read. */
interface Reading {
  table: DataTable;
  readonly rows: JsonObject[];
  readonly diagnostics: Diagnostic[];
  /** Key → index of its row. */
  readonly seen: Map<string, number>;
  report(code: string, message: string, hint: string, place?: Position): void;
}

function newReading(table: DataTable, file: string): Reading {
  const diagnostics: Diagnostic[] = [];
  return {
    table,
    rows: [],
    diagnostics,
    seen: new Map(),
    report(code, message, hint, place = { line: 1, column: 1 }) {
      diagnostics.push({ severity: 'error', file, pointer: '', code, message, hint, ...place });
    },
  };
}

function readRows(header: CsvRow, rows: readonly CsvRow[], reading: Reading): void {
  const names = header.cells.map((name) => name.trim());
  checkHeader(header, names, reading);
  if (reading.diagnostics.length > 0) return;
  if (rows.length > MAX_ROWS) {
    reading.report(
      'TABLE_FILE',
      `the file has ${rows.length} rows; at most ${MAX_ROWS} are read`,
      'split it',
    );
    return;
  }
  const columns = Object.fromEntries(names.map((name): [string, 'string'] => [name, 'string']));
  reading.table = { ...reading.table, columns: { ...columns, ...reading.table.columns } };
  for (const row of rows) readRow(row, names, reading);
}

function checkHeader(header: CsvRow, names: readonly string[], reading: Reading): void {
  for (const [index, name] of names.entries()) {
    const at = header.locate(index);
    if (name === '')
      reading.report('TABLE_COLUMN', `column ${index + 1} has no name`, 'name it in the first row', at);
    else if (isForbiddenKey(name))
      reading.report('TABLE_COLUMN', `\`${name}\` cannot be the name of a column`, 'rename it', at);
    else if (names.indexOf(name) !== index)
      reading.report('TABLE_COLUMN', `there are two columns \`${name}\``, 'rename or remove one', at);
  }
  const { key = KEY_COLUMN, columns = {} } = reading.table;
  for (const name of new Set([key, ...Object.keys(columns)])) {
    if (names.includes(name)) continue;
    const what = name === key ? 'the column that is looked up' : 'it stands under "columns"';
    reading.report('TABLE_COLUMN', `there is no column \`${name}\``, didYouMean(name, names, what));
  }
}

function readRow(row: CsvRow, names: readonly string[], reading: Reading): void {
  const { cells } = row;
  if (cells.length !== names.length) {
    const message = `this row has ${cells.length} cells, the first row has ${names.length}`;
    reading.report(
      'TABLE_ROW',
      message,
      'put a cell that holds a comma between quotation marks',
      row.locate(0),
    );
    return;
  }
  const values: [string, Json][] = [];
  for (const [index, name] of names.entries()) {
    const cell = cells[index] ?? '';
    const fault = valueFault(reading.table, name, cell);
    if (fault !== undefined) reading.report('WRONG_TYPE', ...fault, row.locate(index));
    const value = fault === undefined ? cellValue(reading.table, name, cell) : undefined;
    if (value !== undefined) values.push([name, value]);
  }
  const made = Object.fromEntries(values);
  const fault = keyFault(reading.table, made, reading.seen);
  if (fault !== undefined) reading.report('TABLE_KEY', ...fault, row.locate(0));
  reading.seen.set(keyOf(reading.table, made) ?? '', reading.rows.length);
  reading.rows.push(made);
}

/** A text is kept as it is; an empty cell of another type is NOT_SET. */
function cellValue(table: DataTable, column: string, cell: string): Json | undefined {
  const type = columnType(table, column);
  if (type === 'string') return cell;
  return cell.trim() === '' ? undefined : convert(cell, type);
}

function firstOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const [first] = diagnostics;
  const more = diagnostics.length - MAX_FAULTS;
  if (first === undefined || more <= 0) return diagnostics;
  const last = diagnostics[MAX_FAULTS - 1] ?? first;
  return [
    ...diagnostics.slice(0, MAX_FAULTS - 1),
    { ...last, message: `${last.message}; the file has ${more} further faults` },
  ];
}
