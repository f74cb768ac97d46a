import { countBreaks, openQuote } from './csv-row.ts';

const QUOTE = 34;
const LINE_FEED = 10;

/** A row within a text. */
export interface FoundRow {
  readonly cells: readonly string[];
  /** Where it ends, and where the next one begins. */
  readonly end: number;
  readonly next: number;
  /** How many lines it takes. */
  readonly lines: number;
  /** Why its cells cannot be told apart. */
  readonly fault?: string;
  /** Whether a quote is open to the end. */
  readonly isRest?: true;
}

/** Finds the row that begins at a place; undefined: it is not complete. @param line its first, for what is told of it. */
export type RowFinder = (from: number, line: number) => FoundRow | undefined;

/** Finds rows in a text. Places must be asked for in order. @param isEnd whether no text follows. */
export function rowFinder(text: string, delimiter: string, isEnd: boolean): RowFinder {
  const quoteFrom = finder(text, '"');
  const feedFrom = finder(text, '\n');
  const returnFrom = finder(text, '\r');
  const delimiterFrom = finder(text, delimiter);
  const breakFrom = (from: number) => Math.min(feedFrom(from), returnFrom(from));
  const separator = delimiter.charCodeAt(0);
  const cells: string[] = [];

  function rowAt(from: number, line: number): FoundRow | undefined {
    const end = breakFrom(from);
    if (quoteFrom(from) < end) return quotedRow(from, line, end);
    const next = afterBreak(end);
    if (next === undefined) return undefined;
    return { cells: text.slice(from, end).split(delimiter), end, next, lines: 1 };
  }

  /** Where the next row begins; undefined while the text could go on with what belongs to this one. */
  function afterBreak(at: number): number | undefined {
    if (at === text.length) return isEnd ? at : undefined;
    if (text.charCodeAt(at) === LINE_FEED) return at + 1;
    if (at + 1 === text.length) return isEnd ? at + 1 : undefined;
    return text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : at + 1;
  }

  function quotedRow(from: number, line: number, firstBreak: number): FoundRow | undefined {
    let fault: string | undefined;
    let at = from;
    cells.length = 0;
    for (;;) {
      const isQuoted = text.charCodeAt(at) === QUOTE;
      const close = isQuoted ? closingQuote(at + 1) : undefined;
      if (isQuoted && close === undefined) return isEnd ? openRow(from, at, line) : undefined;
      const after = close === undefined ? at : close + 1;
      const end = Math.min(delimiterFrom(after), breakFrom(after));
      if (close === undefined) {
        if (quoteFrom(at) < end) fault ??= quoteInside(cells.length + 1);
        cells.push(text.slice(at, end));
      } else {
        if (end > after) fault ??= textAfterQuote(cells.length + 1);
        cells.push(text.slice(at + 1, close).replaceAll('""', '"'));
      }
      if (text.charCodeAt(end) === separator) {
        at = end + 1;
        continue;
      }
      const next = afterBreak(end);
      if (next === undefined) return undefined;
      const lines = firstBreak === end ? 1 : countBreaks(text.slice(from, end)) + 1;
      const found = { cells: cells.slice(), end, next, lines };
      return fault === undefined ? found : { ...found, fault };
    }
  }

  /** The quote that closes a cell, which is not doubled; undefined: there is none, or the next character would tell. */
  function closingQuote(from: number): number | undefined {
    let at = text.indexOf('"', from);
    while (at !== -1 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2);
    return at === -1 || (at + 1 === text.length && !isEnd) ? undefined : at;
  }

  function openRow(from: number, quote: number, line: number): FoundRow {
    const fault = openQuote(line + countBreaks(text.slice(from, quote)));
    const lines = countBreaks(text.slice(from)) + 1;
    return { cells: [], end: text.length, next: text.length, lines, fault, isRest: true };
  }

  return rowAt;
}

/** Where the next `what` is, the text's length when there is none. Remembers it: looks are asked for in order. */
function finder(text: string, what: string): (from: number) => number {
  let at = -1;
  return (from) => {
    if (at >= from) return at;
    const found = text.indexOf(what, from);
    at = found === -1 ? text.length : found;
    return at;
  };
}

function quoteInside(column: number): string {
  return `Column ${column} has a quote in it without beginning with one. Put the cell in quotes and double those inside.`;
}

function textAfterQuote(column: number): string {
  return `Column ${column} goes on after its closing quote. Double the quotes inside a quoted cell.`;
}
