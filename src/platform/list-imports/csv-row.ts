import { MAX_CELL_LENGTH, MAX_KEPT_TEXT, MAX_ROW_LENGTH } from './csv-limits.ts';
import { UNREADABLE } from './csv-text.ts';

/** A row of a CSV file. */
export interface CsvRow {
  /** Where it begins, from 1; the header is a row, too. */
  readonly line: number;
  /** Of a row whose cells cannot be told apart, one with its text, cut when that is long. */
  readonly cells: readonly string[];
  /** Why it cannot be used; absent: it can. */
  readonly fault?: string;
  /** Whether the rest of the file is lost with it. */
  readonly isRest?: true;
}

/** A row without fault, by the million: see CollectedContact for why it is of a class. */
export class GoodRow implements CsvRow {
  constructor(
    readonly line: number,
    readonly cells: readonly string[],
  ) {}
}

/** How many line breaks of any kind there are in a text. */
export function countBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

/** A text as it is kept with a rejected row. */
export function keptText(text: string): string {
  return text.length > MAX_KEPT_TEXT ? `${text.slice(0, MAX_KEPT_TEXT)}…` : text;
}

/** What is wrong with a row whose cells could be told apart; undefined: nothing. @param width how many cells the header has. */
export function faultOfCells(
  cells: readonly string[],
  width: number,
  textLength: number,
): string | undefined {
  if (cells.length !== width) return `The row has ${counted(cells.length, 'cell')}, the header has ${width}.`;
  return textLength > MAX_CELL_LENGTH ? faultOfLength(cells, textLength) : undefined;
}

function faultOfLength(cells: readonly string[], textLength: number): string | undefined {
  const long = cells.findIndex((cell) => cell.length > MAX_CELL_LENGTH);
  if (long !== -1) return longCell(long + 1);
  return textLength > MAX_ROW_LENGTH ? LONG_ROW : undefined;
}

/** What is wrong with the characters of a row; undefined: nothing. */
export function faultOfCharacters(cells: readonly string[]): string | undefined {
  const unreadable = cells.findIndex((cell) => cell.includes(UNREADABLE));
  if (unreadable !== -1)
    return `Column ${unreadable + 1} has bytes that do not fit the file's encoding. Name the encoding of the file, such as windows-1252.`;
  const zero = cells.findIndex((cell) => cell.includes('\0'));
  return zero === -1 ? undefined : `Column ${zero + 1} has a NUL character.`;
}

/** The fault of a row that is too long as a whole. */
export const LONG_ROW = `The row has more than ${MAX_ROW_LENGTH.toLocaleString('en-US')} characters.`;

/** The fault of a cell that is too long. @param column from 1. */
export function longCell(column: number, maxLength = MAX_CELL_LENGTH): string {
  return `Column ${column} has more than ${maxLength.toLocaleString('en-US')} characters.`;
}

/** The fault of a quote that nothing closes. */
export function openQuote(line: number): string {
  return `The quote that opens in line ${line} is never closed, so that the rest of the file is one cell. Close it, or double it if it is part of the text.`;
}

/** What is added to the fault of a row over several lines. */
export function spanning(first: number, last: number): string {
  return last > first
    ? ` The row goes from line ${first} to line ${last}: a quote may be missing, or be one too many.`
    : '';
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
