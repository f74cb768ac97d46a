import type { Json, JsonObject } from '../authoring/json.ts';
import type { DataTable } from './environment.ts';
import { convert } from './expression/conversion.ts';
import type { ValueType } from './value-type.ts';

/** The column that is looked up where a table does not say. */
export const KEY_COLUMN = 'key';

/** What is worked out of a table once: tables may have 100,000 rows, and every call looks one up. */
interface Index {
  readonly rows: ReadonlyMap<string, JsonObject>;
  readonly columns: ReadonlySet<string>;
}

const INDEXES = new WeakMap<DataTable, Index>();

/** The row of a key, each value of its column's type. Keys differ by case: nobody documents whether they do. */
export function rowOf(table: DataTable, key: string): JsonObject | undefined {
  const row = indexOf(table).rows.get(key);
  if (row === undefined) return undefined;
  const values = Object.entries(row).map(([column, value]): [string, Json | undefined] => [
    column,
    convert(value, columnType(table, column)),
  ]);
  return Object.fromEntries(values.filter((one): one is [string, Json] => one[1] !== undefined));
}

/** Every column of a table, declared or only in its rows. */
export function columnsOf(table: DataTable): ReadonlySet<string> {
  return indexOf(table).columns;
}

/** The type of a column; `any` when the table does not tell. */
export function columnType({ columns = {} }: DataTable, column: string): ValueType {
  return (Object.hasOwn(columns, column) ? columns[column] : undefined) ?? 'any';
}

/** A row's key as look-ups compare it. */
export function keyOf({ key = KEY_COLUMN }: DataTable, row: JsonObject): string | undefined {
  const value = Object.hasOwn(row, key) ? row[key] : undefined;
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}

function indexOf(table: DataTable): Index {
  const known = INDEXES.get(table);
  if (known !== undefined) return known;
  const rows = new Map<string, JsonObject>();
  const columns = new Set(Object.keys(table.columns ?? {}));
  for (const row of table.rows ?? []) {
    const key = keyOf(table, row);
    if (key !== undefined && !rows.has(key)) rows.set(key, row);
    for (const column of Object.keys(row)) columns.add(column);
  }
  const made = { rows, columns };
  INDEXES.set(table, made);
  return made;
}
