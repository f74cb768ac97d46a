import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { done, type Outcome, refuse } from '../refusal.ts';

/** Stands in the text where bytes could not be read. No encoding has it: it is half a surrogate pair. */
export const UNREADABLE = '\udfff';
const REPLACEMENT = '\ufffd';
const LINE_FEED = 10;
const NO_BYTES = Buffer.alloc(0);
/** What windows-1252 has at 0x80 to 0x9f. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Beginnings of files that are taken for CSV files by mistake. */
const OTHER_FILES: readonly { readonly begins: string; readonly message: string }[] = [
  {
    begins: 'PK\x03\x04',
    message: 'The file is an Excel workbook or a ZIP archive. Save it as CSV (UTF-8) and import that.',
  },
  {
    begins: '\xd0\xcf\x11\xe0',
    message: 'The file is an old Excel workbook. Save it as CSV (UTF-8) and import that.',
  },
  { begins: '\x1f\x8b', message: 'The file is compressed with gzip. Unpack it and import what is in it.' },
  { begins: '%PDF', message: 'The file is a PDF, not CSV.' },
];

/** Turns the bytes of a file into text, chunk by chunk. */
export interface CsvDecoder {
  /** As WHATWG names it, such as `utf-8`. */
  readonly encoding: string;
  /** The text of these bytes as far as it is complete; UNREADABLE where they are none. */
  decode(bytes: Uint8Array): string;
  /** What is left when the file has ended. */
  end(): string;
}

/**
 * The decoder for a file.
 *
 * @param first how the file begins, at least 4 bytes when it has them.
 * @param encoding any name that TextDecoder knows; absent: UTF-8. A byte order mark in the file says better.
 */
export function csvDecoder(first: Uint8Array, encoding = 'utf-8'): Outcome<CsvDecoder> {
  const beginning = Buffer.from(first.subarray(0, 4)).toString('latin1');
  const other = OTHER_FILES.find(({ begins }) => beginning.startsWith(begins));
  if (other !== undefined) return refuse('attendant.import.failed', other.message);
  const named = markOf(beginning) ?? encoding;
  return knowsEncoding(named) ? done(decoderOf(new TextDecoder(named))) : UNKNOWN_ENCODING;
}

/** The refusal of an encoding that files cannot have. */
export const UNKNOWN_ENCODING = refuse(
  'attendant.import.encoding.unknown',
  'encoding is none that is known here. Name one such as utf-8, utf-16le, windows-1252 or shift_jis.',
  { field: 'encoding' },
);

/** Whether an encoding is one that files can have. */
export function knowsEncoding(encoding: string): boolean {
  try {
    return new TextDecoder(encoding) !== undefined;
  } catch {
    return false;
  }
}

/** What the byte order mark says. */
function markOf(beginning: string): string | undefined {
  if (beginning.startsWith('\xef\xbb\xbf')) return 'utf-8';
  if (beginning.startsWith('\xff\xfe')) return 'utf-16le';
  return beginning.startsWith('\xfe\xff') ? 'utf-16be' : undefined;
}

function decoderOf(decoder: TextDecoder): CsvDecoder {
  if (decoder.encoding === 'utf-8') return utf8Decoder();
  return decoder.encoding === 'windows-1252' ? windows1252Decoder() : otherDecoder(decoder);
}

/** TextDecoder of Node 20 reads it as ISO 8859-1, without the euro sign. */
function windows1252Decoder(): CsvDecoder {
  return {
    encoding: 'windows-1252',
    decode: (bytes) =>
      bufferOf(bytes)
        .toString('latin1')
        .replaceAll(/[\x80-\x9f]/g, (one) => WINDOWS_1252[one.charCodeAt(0) - 0x80] ?? one),
    end: () => '',
  };
}

function otherDecoder(decoder: TextDecoder): CsvDecoder {
  const marked = (text: string) => text.replaceAll(REPLACEMENT, UNREADABLE);
  return {
    encoding: decoder.encoding,
    decode: (bytes) => marked(decoder.decode(bytes, { stream: true })),
    end: () => marked(decoder.decode()),
  };
}

/** Three times as fast as TextDecoder, and it tells bytes that are no UTF-8 from U+FFFD as a character of the file. */
function utf8Decoder(): CsvDecoder {
  let isFirst = true;
  let left: Buffer = NO_BYTES;

  function textOf(bytes: Buffer): string {
    const text = isAscii(bytes)
      ? bytes.toString('latin1')
      : isUtf8(bytes)
        ? bytes.toString()
        : markedText(bytes);
    const hasMark = isFirst && text.startsWith('\ufeff');
    if (text !== '') isFirst = false;
    return hasMark ? text.slice(1) : text;
  }

  return {
    encoding: 'utf-8',
    decode(chunk) {
      const bytes = left.length === 0 ? bufferOf(chunk) : Buffer.concat([left, chunk]);
      const end = completeLength(bytes);
      left = end === bytes.length ? NO_BYTES : Buffer.from(bytes.subarray(end));
      return textOf(bytes.subarray(0, end));
    },
    end() {
      const bytes = left;
      left = NO_BYTES;
      return textOf(bytes);
    },
  };
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** How many bytes there are without a character at the end that has only begun. */
function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return lengthOf(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function lengthOf(leadByte: number): number {
  if (leadByte >= 0xf0) return 4;
  return leadByte >= 0xe0 ? 3 : 2;
}

/** Line by line, so that only the lines are marked that hold what is no UTF-8. */
function markedText(bytes: Buffer): string {
  let text = '';
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(LINE_FEED, from);
    const end = found === -1 ? bytes.length : found + 1;
    const line = bytes.subarray(from, end);
    text += isUtf8(line) ? line.toString() : line.toString().replaceAll(REPLACEMENT, UNREADABLE);
    from = end;
  }
  return text;
}
