import { MAX_CELL_LENGTH } from './csv-limits.ts';
import { type CsvRow, keptText, LONG_ROW, longCell, openQuote } from './csv-row.ts';

const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** A row that is too long to be kept, while it is read over. */
export interface LongRow {
  /** @returns where the next row begins; undefined: not in this text. */
  read(text: string): number | undefined;
  /** The row, rejected. Line breaks in it that were read so far are counted. */
  rejected(): CsvRow;
  /** How many lines it takes. */
  lines(): number;
}

/** Reads over a row by the same rules by which rows are read. @param line where it begins. */
export function longRow(delimiter: string, line: number): LongRow {
  const separator = delimiter.charCodeAt(0);
  let where: 'begin' | 'plain' | 'quoted' | 'quote' | 'return' = 'begin';
  let column = 1;
  let length = 0;
  let longColumn: number | undefined;
  let breaks = 0;
  let quoteLine = line;
  let beginning: string | undefined;
  let wasReturn = false;

  function read(text: string): number | undefined {
    beginning ??= keptText(text);
    if (where === 'return') return text.charCodeAt(0) === LINE_FEED ? 1 : 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (where === 'quoted') inQuotes(code);
      else if (code === LINE_FEED) return at + 1;
      else if (code === CARRIAGE_RETURN) {
        if (at + 1 < text.length) return text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : at + 1;
        where = 'return';
      } else outOfQuotes(code);
    }
    return undefined;
  }

  function inQuotes(code: number): void {
    if (code === QUOTE) where = 'quote';
    else {
      if (code === CARRIAGE_RETURN || (code === LINE_FEED && !wasReturn)) breaks += 1;
      grow();
    }
    wasReturn = code === CARRIAGE_RETURN;
  }

  function outOfQuotes(code: number): void {
    if (code === separator) {
      column += 1;
      length = 0;
      where = 'begin';
    } else if (code === QUOTE && where !== 'plain') {
      if (where === 'begin') quoteLine = line + breaks;
      where = 'quoted';
    } else {
      where = 'plain';
      grow();
    }
  }

  function grow(): void {
    length += 1;
    if (length > MAX_CELL_LENGTH) longColumn ??= column;
  }

  return {
    read,
    lines: () => breaks + 1,
    rejected() {
      const cells = [beginning ?? ''];
      if (where === 'quoted') return { line, cells, fault: openQuote(quoteLine), isRest: true };
      return { line, cells, fault: longColumn === undefined ? LONG_ROW : longCell(longColumn) };
    },
  };
}
