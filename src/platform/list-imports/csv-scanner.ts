import { MAX_KEPT_TEXT, MAX_ROW_LENGTH } from './csv-limits.ts';
import { type CsvRow, faultOfCells, faultOfCharacters, GoodRow, keptText, spanning } from './csv-row.ts';
import { UNREADABLE } from './csv-text.ts';
import { type LongRow, longRow } from './long-row.ts';
import { type FoundRow, rowFinder } from './row-finder.ts';

/** Cuts text into rows. */
export interface CsvScanner {
  /** The rows that are complete with this text. */
  rows(text: string): readonly CsvRow[];
  /** The rows that are left when the file has ended. */
  end(): readonly CsvRow[];
  /** Where the next row begins. */
  line(): number;
}

/**
 * Cuts text into rows, however it comes in pieces: RFC 4180, with any of the three line breaks. The first row says how many
 * cells a row has.
 *
 * csv-parse is not used for this: a row over its `max_record_size` takes along the rows that came with it, it does not tell
 * where an open quote began, and it takes more time for each row's line than there is for a million rows. A test compares
 * the two over random files.
 *
 * S1: no more than MAX_ROW_LENGTH of a row is held. S2: `pending` begins with a row. S3: a bad row costs no other.
 *
 * @param firstLine the number of the line that the text begins with.
 */
export function csvScanner(delimiter: string, firstLine: number): CsvScanner {
  let line = firstLine;
  let pending = '';
  let width: number | undefined;
  let overlong: LongRow | undefined;

  function scan(piece: string, isEnd: boolean): readonly CsvRow[] {
    const rows: CsvRow[] = [];
    const next = overlong === undefined ? 0 : overlong.read(piece);
    if (overlong !== undefined && (next !== undefined || isEnd)) {
      rows.push(overlong.rejected());
      line += overlong.lines();
      overlong = undefined;
    }
    if (next !== undefined) cut(rows, pending + piece, next, isEnd);
    return rows;
  }

  function cut(rows: CsvRow[], text: string, start: number, isEnd: boolean): void {
    const find = rowFinder(text, delimiter, isEnd);
    const isClean = !text.includes('\0') && !text.includes(UNREADABLE);
    let from = start;
    while (from < text.length) {
      const found = find(from, line);
      if (found === undefined) break;
      if (!isBlank(found.cells)) rows.push(rowOf(found, text.slice(from, found.end), isClean));
      line += found.lines;
      from = found.next;
    }
    pending = text.slice(from);
    if (pending.length <= MAX_ROW_LENGTH) return;
    overlong = longRow(delimiter, line);
    overlong.read(pending);
    pending = '';
  }

  function rowOf(
    { cells, fault: unreadable, isRest, lines }: FoundRow,
    text: string,
    isClean: boolean,
  ): CsvRow {
    width ??= cells.length;
    const fault =
      unreadable ??
      (isClean ? undefined : faultOfCharacters(cells)) ??
      faultOfCells(cells, width, text.length);
    if (fault === undefined) return new GoodRow(line, cells);
    const kept = unreadable === undefined && text.length <= MAX_KEPT_TEXT ? cells : [keptText(text)];
    if (isRest) return { line, cells: kept, fault, isRest };
    return { line, cells: kept, fault: fault + spanning(line, line + lines - 1) };
  }

  return { rows: (text) => scan(text, false), end: () => scan('', true), line: () => line };
}

/** Spreadsheets write rows of nothing but delimiters. */
function isBlank(cells: readonly string[]): boolean {
  return cells[0]?.trim() === '' && cells.every((cell) => cell.trim() === '');
}
