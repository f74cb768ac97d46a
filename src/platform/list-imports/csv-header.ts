import { done, type Outcome, refuse } from '../refusal.ts';
import { MAX_COLUMNS } from './csv-limits.ts';
import type { CsvRow } from './csv-row.ts';

/** In order of preference where a header has as many of each. */
const DELIMITERS = [',', ';', '\t'] as const;
/** What Excel writes and reads as the first line. */
const SEPARATOR_LINE = /^sep=([,;\t])(\r\n|\n|\r)/i;

const NO_TEXT =
  'The header of the file has NUL characters: it is UTF-16 without a byte order mark (name the encoding utf-16le), or no text.';

/** How the rows of a file are written. */
export interface CsvDialect {
  readonly delimiter: string;
  /** Where the rows begin in the text, and in which line. */
  readonly start: number;
  readonly line: number;
}

/** The delimiter of a file: what its header has most of, outside quotes. @param text the beginning of the file. */
export function csvDialect(text: string): CsvDialect {
  const said = SEPARATOR_LINE.exec(text);
  if (said !== null) return { delimiter: said[1] ?? ',', start: said[0].length, line: 2 };
  const header = textOutsideQuotes(text);
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length - 1);
  return { delimiter: DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',', start: 0, line: 1 };
}

/** Of the first row that is not blank. */
function textOutsideQuotes(text: string): string {
  const parts = text.trimStart().split('"');
  let outside = '';
  for (let index = 0; index < parts.length; index += 2) {
    const part = parts[index] ?? '';
    const end = part.search(/[\r\n]/);
    outside += end === -1 ? part : part.slice(0, end);
    if (end !== -1) break;
  }
  return outside;
}

/** Names of columns, checked: each has one of its own. Messages tell columns by number, since a file without header has addresses there. */
export function readHeader({ cells, fault }: CsvRow): Outcome<readonly string[]> {
  if (cells.some((cell) => cell.includes('\0'))) return bad(NO_TEXT);
  if (fault !== undefined) return bad(`The header cannot be read. ${fault}`);
  const names = cells.map((cell) => cell.trim());
  if (names.length > MAX_COLUMNS)
    return bad(`The file has ${names.length} columns; it can have ${MAX_COLUMNS.toLocaleString('en-US')}.`);
  const seen = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    const column = index + 1;
    if (name === '') return bad(`Column ${column} of the header has no name. Give each column one.`);
    const fault = faultOf(name);
    if (fault !== undefined) return bad(`The name of column ${column} ${fault}`);
    const other = seen.get(name.toLowerCase());
    if (other !== undefined)
      return bad(
        `Columns ${other} and ${column} of the header have the same name. Give each column its own.`,
      );
    seen.set(name.toLowerCase(), column);
  }
  return done(names);
}

function faultOf(name: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(name)
    ? 'has a control character or line break in it.'
    : undefined;
}

function bad(message: string): Outcome<never> {
  return refuse('attendant.import.failed', message);
}
