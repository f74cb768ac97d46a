import { done, type Outcome, refuse } from '../refusal.ts';
import { csvDialect, readHeader } from './csv-header.ts';
import { MAX_FILE_BYTES } from './csv-limits.ts';
import type { CsvRow } from './csv-row.ts';
import { csvScanner } from './csv-scanner.ts';
import { csvDecoder } from './csv-text.ts';

/** Smaller pieces are put together, so that a row that comes byte by byte is not scanned at each. */
const PIECE_BYTES = 64 * 1024;

/** A CSV file whose header is read. */
export interface CsvFile {
  /** Names of the columns, trimmed; no two are the same in any case. */
  readonly header: readonly string[];
  /** As WHATWG names it. */
  readonly encoding: string;
  readonly delimiter: string;
  /** The rows after the header, as many at a time as come together; to be read once. Bad ones have a fault. */
  readonly rows: AsyncIterable<readonly CsvRow[]>;
  /** How much of the file was read so far. */
  bytes(): number;
}

/** How a file is read. */
export interface CsvOptions {
  /** Any name that TextDecoder knows; absent: UTF-8. A byte order mark in the file says better. */
  readonly encoding?: string | undefined;
  readonly maxBytes?: number;
}

/**
 * Reads the beginning of a CSV file: its encoding, delimiter and header. The rows follow as they are asked for; no more than
 * a piece of the file is held.
 *
 * @returns a refusal in plain words when it is no CSV file, or its header cannot be used.
 */
export async function openCsv(
  source: AsyncIterable<Uint8Array>,
  { encoding, maxBytes = MAX_FILE_BYTES }: CsvOptions = {},
): Promise<Outcome<CsvFile>> {
  const count = { bytes: 0 };
  const pieces = piecesOf(source, count, maxBytes);
  const first = await pieces.next();
  if (first.done === true) return EMPTY;
  const decoder = csvDecoder(first.value, encoding);
  if (!decoder.ok) return decoder;
  const text = decoder.value.decode(first.value);
  const { delimiter, start, line } = csvDialect(text);
  const scanner = csvScanner(delimiter, line);

  async function* batches(): AsyncGenerator<readonly CsvRow[], undefined> {
    yield scanner.rows(text.slice(start));
    for await (const piece of pieces) yield scanner.rows(decoder.ok ? decoder.value.decode(piece) : '');
    if (count.bytes > maxBytes) yield [tooLarge(scanner.line(), maxBytes)];
    else yield [...scanner.rows(decoder.ok ? decoder.value.end() : ''), ...scanner.end()];
  }

  const found = batches();
  const [top, ...rest] = await firstRows(found);
  if (top === undefined) return EMPTY;
  const header = readHeader(top);
  if (!header.ok) return header;
  return done({
    header: header.value,
    encoding: decoder.value.encoding,
    delimiter,
    rows: together(rest, found),
    bytes: () => Math.min(count.bytes, maxBytes),
  });
}

const EMPTY = refuse('attendant.import.failed', 'The file is empty.');

/** The bytes of a file in pieces of a fair size; ends where the file is larger than it may be. */
async function* piecesOf(
  source: AsyncIterable<Uint8Array>,
  count: { bytes: number },
  maxBytes: number,
): AsyncGenerator<Buffer, undefined> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    count.bytes += chunk.length;
    if (count.bytes > maxBytes) break;
    waiting.push(chunk);
    size += chunk.length;
    if (size < PIECE_BYTES) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting);
}

async function firstRows(batches: AsyncGenerator<readonly CsvRow[], undefined>): Promise<readonly CsvRow[]> {
  for (;;) {
    const batch = await batches.next();
    if (batch.done === true) return [];
    if (batch.value.length > 0) return batch.value;
  }
}

async function* together(
  first: readonly CsvRow[],
  rest: AsyncIterable<readonly CsvRow[]>,
): AsyncGenerator<readonly CsvRow[], undefined> {
  if (first.length > 0) yield first;
  for await (const batch of rest) if (batch.length > 0) yield batch;
}

function tooLarge(line: number, maxBytes: number): CsvRow {
  const size = `${maxBytes.toLocaleString('en-US')} bytes`;
  return {
    line,
    cells: [],
    fault: `The file is larger than ${size}; what is beyond was not read.`,
    isRest: true,
  };
}
