import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { type CsvOptions, openCsv } from '../../src/platform/list-imports/csv-file.ts';
import { MAX_CELL_LENGTH, MAX_ROW_LENGTH } from '../../src/platform/list-imports/csv-limits.ts';
import type { CsvRow } from '../../src/platform/list-imports/csv-row.ts';
import { newRandom, type Random } from '../support/random.ts';

type Bytes = string | Uint8Array;

/** A file, in pieces of a size. */
async function* piecesOf(file: Bytes, size = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(file);
  for (let from = 0; from < bytes.length; from += size)
    yield bytes.subarray(from, Math.min(from + size, bytes.length));
}

interface ReadOptions extends CsvOptions {
  /** Of the pieces. */
  readonly size?: number;
}

async function read(file: Bytes, options: ReadOptions = {}) {
  const opened = await openCsv(piecesOf(file, options.size), options);
  if (!opened.ok) throw new Error(opened.refusal.message);
  const rows: CsvRow[] = [];
  for await (const batch of opened.value.rows) rows.push(...batch);
  return { header: opened.value.header, rows };
}

async function rowsOf(file: Bytes, options: ReadOptions = {}): Promise<readonly CsvRow[]> {
  return (await read(file, options)).rows;
}

async function refusalOf(file: Bytes, options: ReadOptions = {}) {
  const opened = await openCsv(piecesOf(file, options.size), options);
  return opened.ok ? undefined : opened.refusal;
}

const AB = [{ line: 2, cells: ['1', '2'] }];

describe('a CSV file', () => {
  it.each<[string, Bytes]>([
    ['LF', 'a,b\n1,2\n'],
    ['CRLF', 'a,b\r\n1,2\r\n'],
    ['CR', 'a,b\r1,2\r'],
    ['no line break at its end', 'a,b\n1,2'],
    ['a UTF-8 byte order mark', '\ufeffa,b\n1,2\n'],
    ['a UTF-16 little-endian mark', Buffer.from('\ufeffa,b\r\n1,2\r\n', 'utf16le')],
    ['a UTF-16 big-endian mark', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le').swap16()],
    ['semicolons', 'a;b\n1;2\n'],
    ['tabs', 'a\tb\n1\t2\n'],
    ['quotes around everything', '"a","b"\n"1","2"\n'],
    ['blanks around the names', ' a , b \n1,2\n'],
    ['rows of delimiters alone, and lines of blanks', 'a,b\n1,2\n,\n  \n"",""\n , \n'],
  ])('is read with %s', async (_what, file) => {
    expect(await read(file)).toMatchObject({ header: ['a', 'b'], rows: AB });
  });

  it('tells the separator as Excel writes it', async () => {
    const { header, rows } = await read('sep=;\r\na,x;b\r\n1,0;2\r\n');
    expect(header).toEqual(['a,x', 'b']);
    expect(rows).toEqual([{ line: 3, cells: ['1,0', '2'] }]);
  });

  it('finds the delimiter outside the quotes of its header', async () => {
    expect((await read('"a,b,c";"d,e,"\n1;2\n')).header).toEqual(['a,b,c', 'd,e,']);
  });

  it('counts lines as an editor does, empty and quoted ones too', async () => {
    const file = '\n\na,b\r\n\r\n1,"two\r\nlines"\n\n"x\ry\nz",3\n4,5\n';
    expect(await rowsOf(file)).toEqual([
      { line: 5, cells: ['1', 'two\r\nlines'] },
      { line: 8, cells: ['x\ry\nz', '3'] },
      { line: 11, cells: ['4', '5'] },
    ]);
  });

  it('keeps quotes, commas, blanks and formulas as they are', async () => {
    const file = 'a,b\n"say ""hi""", x \n=1+1,"@SUM(A1,B1)"\n"""",""\n';
    expect((await rowsOf(file)).map(({ cells }) => cells)).toEqual([
      ['say "hi"', ' x '],
      ['=1+1', '@SUM(A1,B1)'],
      ['"', ''],
    ]);
  });

  it.each<[string, string | undefined, Bytes, string]>([
    ['windows-1252', 'windows-1252', Buffer.from('a\nM\xfcller \x80\n', 'latin1'), 'Müller €'],
    ['ISO 8859-1', 'iso-8859-1', Buffer.from('a\nM\xfcller\n', 'latin1'), 'Müller'],
    ['Shift JIS', 'shift_jis', Buffer.from([97, 10, 0x93, 0xfa, 0x96, 0x7b, 10]), '日本'],
    ['UTF-16 without a mark', 'utf-16le', Buffer.from('a\n日本 👋\n', 'utf16le'), '日本 👋'],
    ['a mark that says otherwise', 'windows-1252', '\ufeffa\nMüller\n', 'Müller'],
    ['UTF-8 with U+FFFD itself', undefined, 'a\nx\ufffdy\n', 'x\ufffdy'],
    ['UTF-8 with marks inside', undefined, '\ufeffa\n\ufeffx\n', '\ufeffx'],
  ])('is read as %s, whatever its pieces', async (_what, encoding, file, cell) => {
    for (const size of [1, 2, 3, 100])
      expect(await rowsOf(file, { size, ...(encoding !== undefined && { encoding }) })).toEqual([
        { line: 2, cells: [cell] },
      ]);
  });

  it.each<[string, Bytes, RegExp]>([
    ['nothing', '', /^The file is empty/],
    ['a byte order mark alone', '\ufeff', /^The file is empty/],
    ['blank lines alone', '\n\r\n  \n', /^The file is empty/],
    ['a column without name', 'a,,c\n1,2,3\n', /^Column 2 of the header has no name/],
    ['a comma at the end of the header', 'a,b,\n', /^Column 3 of the header has no name/],
    ['a name twice, in any case', 'Email,x, EMAIL \n', /^Columns 1 and 3 of the header have the same name/],
    ['a control character in a name', 'a,b\u0007\n', /^The name of column 2 has a control character/],
    ['a line break in a name', 'a,"b\nc"\n', /^The name of column 2 has a control character or line break/],
    ['a NUL character in the header', 'a,b\0\n', /NUL characters/],
    ['UTF-16 without a mark', Buffer.from('a,b\n1,2\n', 'utf16le'), /utf-16le/],
    ['other bytes than UTF-8 in the header', Buffer.from('Stra\xdfe,b\n', 'latin1'), /encoding/],
    ['an open quote in the header', 'a,"b\n1,2\n', /quote that opens in line 1/],
    ['an Excel workbook', 'PK\x03\x04rest', /Excel workbook/],
    ['an old Excel workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]), /old Excel/],
    ['gzip', Buffer.from([0x1f, 0x8b, 8]), /gzip/],
    ['a PDF', '%PDF-1.7', /PDF/],
    [
      'a picture',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]),
      /Column 1 has bytes that do not fit/,
    ],
    ['1,001 columns', `${Array.from({ length: 1001 }, (_, i) => `c${i}`).join(',')}\n`, /1001 columns/],
    ['no line break in a million characters', `a${'x'.repeat(MAX_ROW_LENGTH + 10)}`, /more than 32,767/],
  ])('is refused with %s', async (_what, file, message) => {
    for (const size of [7, 100_000]) expect((await refusalOf(file, { size }))?.message).toMatch(message);
  });

  it('is refused with an encoding that nobody knows', async () => {
    expect(await refusalOf('a\n1\n', { encoding: 'klingon' })).toMatchObject({
      code: 'attendant.import.encoding.unknown',
      field: 'encoding',
    });
  });
});

describe('a bad row', () => {
  const good = { line: 3, cells: ['3', '4'] };

  it.each<[string, string, RegExp, readonly string[]]>([
    ['too few cells', '1', /^The row has 1 cell, the header has 2\.$/, ['1']],
    ['too many cells', '1,2,3', /^The row has 3 cells, the header has 2\.$/, ['1', '2', '3']],
    ['a quote inside a cell', '1,5" pipe', /^Column 2 has a quote in it/, ['1,5" pipe']],
    ['a blank before the quote', '1, "x"', /^Column 2 has a quote in it/, ['1, "x"']],
    ['text after the quote', '"1"x,2', /^Column 1 goes on after its closing quote/, ['"1"x,2']],
    ['a NUL character', '1,2\0', /^Column 2 has a NUL character/, ['1', '2\0']],
    [
      'a cell too long',
      `1,${'x'.repeat(MAX_CELL_LENGTH + 1)}`,
      /^Column 2 has more than 32,767/,
      [`1,${'x'.repeat(9_998)}…`],
    ],
  ])('with %s is told with line and reason, and costs no other', async (_what, row, fault, cells) => {
    for (const size of [1, 70_000])
      expect(await rowsOf(`a,b\n${row}\n3,4\n`, { size })).toEqual([
        { line: 2, cells, fault: expect.stringMatching(fault) },
        good,
      ]);
  });

  it('with bytes of another encoding is told, and costs no other', async () => {
    const file = Buffer.concat([
      Buffer.from('a,b\n'),
      Buffer.from('1,M\xfcller\n', 'latin1'),
      Buffer.from('3,Müller\n'),
    ]);
    for (const size of [1, 2, 100])
      expect(await rowsOf(file, { size })).toMatchObject([
        { line: 2, fault: expect.stringMatching(/^Column 2 has bytes that do not fit/) },
        { line: 3, cells: ['3', 'Müller'] },
      ]);
  });

  it('of 10 MB is read over, whatever is in it', async () => {
    const long = `"${'a line, ""quoted""\r\n'.repeat(500_000)}"`;
    const rows = await rowsOf(`a,b\n1,${long}\r\n3,4\n`, { size: 65_536 });
    expect(rows).toMatchObject([
      { line: 2, fault: expect.stringMatching(/^Column 2 has more than 32,767 characters/) },
      { line: 500_003, cells: ['3', '4'] },
    ]);
    expect(rows[0]?.cells[0]?.length).toBeLessThan(10_010);
  });

  it.each(['\n', '\r\n', '\r'])('of 2 MB without quotes ends at its line break %j', async (end) => {
    const file = ['a,b', `1,${'x"'.repeat(MAX_ROW_LENGTH)}`, '3,4', ''].join(end);
    for (const size of [65_536, 1_000_003])
      expect(await rowsOf(file, { size })).toMatchObject([{ line: 2, fault: /./ }, good]);
  });

  it('whose quote is never closed tells the line where it opens, and that the rest is lost', async () => {
    const tail = '5,6\n'.repeat(400_000);
    for (const rest of ['3,4\n', tail]) {
      const rows = await rowsOf(`a,b\n1,2\n3,x\n"y\nz","open\n${rest}`, { size: 65_536 });
      expect(rows.slice(0, 2).map(({ cells }) => cells)).toEqual([
        ['1', '2'],
        ['3', 'x'],
      ]);
      expect(rows[2]).toMatchObject({ line: 4, isRest: true });
      expect(rows[2]?.fault).toMatch(/^The quote that opens in line 5 is never closed/);
      expect(rows).toHaveLength(3);
    }
  });

  it('whose quote closes at a later one tells over which lines it goes', async () => {
    expect(await rowsOf('a,b\n1,"open\n3,"x"\n5,6\n')).toMatchObject([
      { line: 2, fault: expect.stringMatching(/The row goes from line 2 to line 3: a quote may be missing/) },
      { line: 4, cells: ['5', '6'] },
    ]);
  });

  it('is where a file goes beyond its largest size', async () => {
    const rows = await rowsOf('a,b\n1,2\n3,4\n5,6\n', { size: 4, maxBytes: 8 });
    expect(rows).toMatchObject([
      { line: 2, cells: ['1', '2'] },
      { isRest: true, fault: expect.stringMatching(/^The file is larger than 8 bytes/) },
    ]);
  });
});

describe('files made by chance', () => {
  it('are read as csv-parse reads them, whatever their pieces', async () => {
    const random = newRandom(6);
    for (let count = 0; count < 300; count += 1) {
      const file = randomFile(random);
      const rows = (await rowsOf(file, { size: 1 + random.below(40) })).map(({ cells }) => cells);
      const theirs: string[][] = parse(file, { relax_column_count: true, skip_empty_lines: true });
      expect(rows, JSON.stringify(file)).toEqual(
        theirs.slice(1).filter((cells) => cells.some((cell) => cell.trim() !== '')),
      );
    }
  });

  it('of broken quotes give the same rows in any pieces, and an end', async () => {
    const random = newRandom(7);
    for (let count = 0; count < 500; count += 1) {
      const soup = Array.from({ length: random.below(60) }, () => random.pick(['"', ',', '\n', '\r', 'x']));
      const file = `a,b\n${soup.join('')}`;
      const whole = await rowsOf(file);
      expect(await rowsOf(file, { size: 1 + random.below(5) }), JSON.stringify(file)).toEqual(whole);
    }
  });
});

function randomFile(random: Random): string {
  const width = 1 + random.below(4);
  const end = random.pick(['\n', '\r\n', '\r']);
  const rows = Array.from({ length: random.below(12) }, () =>
    Array.from({ length: width }, () => randomCell(random)).join(','),
  );
  const header = Array.from({ length: width }, (_, index) => `column${index}`).join(',');
  return [header, ...rows].join(end) + random.pick(['', end]);
}

function randomCell(random: Random): string {
  const text = Array.from({ length: random.below(5) }, () =>
    random.pick(['a', '"', ',', '\n', '\r\n', 'é', '日', '👋', ' ', ';', '=']),
  ).join('');
  return /[",\r\n]/.test(text) || random.below(3) === 0 ? `"${text.replaceAll('"', '""')}"` : text;
}
