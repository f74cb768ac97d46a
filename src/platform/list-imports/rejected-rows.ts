import { REJECTED_LINE_COLUMN, REJECTED_REASON_COLUMN } from './contact-columns.ts';
import { csvLine, ROWS_A_PAGE } from './csv-writing.ts';
import type { ListImport } from './list-import.ts';
import type { ListImportStore } from './list-import-store.ts';

/**
 * The rows that an import rejected, as a CSV file in pieces: the line and the reason, then the cells as the file had them, so
 * that a person can mend the rows and import this file again.
 */
export async function* rejectedRows(
  { key, header }: ListImport,
  { rejected }: Pick<ListImportStore, 'rejected'>,
): AsyncGenerator<string, undefined> {
  yield csvLine([REJECTED_LINE_COLUMN, REJECTED_REASON_COLUMN, ...(header ?? [])]);
  for (let line = 0; ; ) {
    const rows = rejected(key, line, ROWS_A_PAGE);
    const last = rows.at(-1);
    if (last === undefined) return undefined;
    yield rows.map((row) => csvLine([String(row.line), row.reason, ...row.cells])).join('');
    line = last.line;
  }
}
