import { escapeFormula } from './formula-text.ts';

/** Rows that are read and written at a time. */
export const ROWS_A_PAGE = 1_000;
/** What makes Excel read a file as UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** A row as a line of a CSV file, as RFC 4180 has it; formulas are escaped. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

function cellText(cell: string): string {
  const text = escapeFormula(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
