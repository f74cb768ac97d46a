import { isJsonObject, type Json, type JsonObject, pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import { columnType, KEY_COLUMN, keyOf } from '../data-tables.ts';
import { COMPARATOR_NAMES } from '../decision-tables.ts';
import type { DataTable, DecisionTable } from '../environment.ts';
import { convert } from '../expression/conversion.ts';
import { ExpressionError } from '../expression/expression.ts';

/** Takes one fault. @param pointer JSON Pointer from where the tables or rows stand. */
export type ReportTable = (pointer: string, code: string, message: string, hint: string) => void;

/** Finds rows of a data table without a key, with the key of another, and values of the wrong type. Pure. */
export function checkRows(table: DataTable, rows: readonly JsonObject[], report: ReportTable): void {
  const seen = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    const fault = keyFault(table, row, seen);
    if (fault !== undefined) report(`/${index}`, 'TABLE_KEY', ...fault);
    seen.set(keyOf(table, row) ?? '', index);
    for (const [column, value] of Object.entries(row)) {
      const wrong = valueFault(table, column, value);
      if (wrong !== undefined) report(pointerTo(`/${index}`, column), 'WRONG_TYPE', ...wrong);
    }
  }
}

/** What is wrong with the key of a row. @param seen key → index of the row, from 0. */
export function keyFault(
  table: DataTable,
  row: JsonObject,
  seen: ReadonlyMap<string, number>,
): readonly [message: string, hint: string] | undefined {
  const { key: column = KEY_COLUMN } = table;
  const key = keyOf(table, row);
  if (key === undefined || key === '')
    return [
      `this row has no \`${column}\``,
      `the column \`${column}\` is the one that is looked up: fill it`,
    ];
  const before = seen.get(key);
  if (before === undefined) return undefined;
  return [`the key \`${key}\` stands in row ${before + 1}, too`, 'remove one of them'];
}

/** What is wrong with a value of a column. */
export function valueFault(
  table: DataTable,
  column: string,
  value: Json,
): readonly [message: string, hint: string] | undefined {
  const type = columnType(table, column);
  if (typeof value === 'object' && value !== null)
    return [`\`${column}\` holds ${Array.isArray(value) ? 'a list' : 'an object'}`, 'write a single value'];
  try {
    convert(value, type);
    return undefined;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [`${JSON.stringify(value)} cannot be read as ${type}`, `\`${column}\` is of type ${type}`];
  }
}

/** Finds comparisons of decision tables that do not exist. Pure. */
export function checkDecisionTables(
  tables: { readonly [name: string]: DecisionTable },
  report: ReportTable,
): void {
  for (const [name, { rows }] of Object.entries(tables)) {
    for (const [index, { when }] of rows.entries()) {
      for (const [input, condition] of Object.entries(when)) {
        const wrong = Object.keys(isJsonObject(condition) ? condition : {}).find(
          (one) => !COMPARATOR_NAMES.includes(one),
        );
        if (wrong === undefined) continue;
        report(
          pointerTo('', name, 'rows', index, 'when', input, wrong),
          'WRONG_VALUE',
          `there is no comparison \`${wrong}\``,
          didYouMean(wrong, COMPARATOR_NAMES, ''),
        );
      }
    }
  }
}
