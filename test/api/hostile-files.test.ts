import { describe, expect, it } from 'vitest';
import { newRandom } from '../support/random.ts';
import { openImportServer } from './import-server.ts';

type Bytes = string | Buffer;

/** The names that are in the list afterwards, and the lines that were rejected; or the beginning of the refusal. */
type Expected = { readonly names: readonly string[]; readonly lines?: readonly number[] } | RegExp;

const HEADER = 'id,name,email\r\n';
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('a file from the wild', () => {
  it.each<[string, Bytes, Expected]>([
    ['Excel, CSV UTF-8', '\ufeffid;name;email\r\n1;Müller;a\r\n', { names: ['Müller'] }],
    ['Excel, Unicode text', utf16('\ufeffid\tname\temail\r\n1\t日本\ta\r\n'), { names: ['日本'] }],
    [
      'Excel, CSV of Windows',
      latin1('id;name;email\r\n1;M\xfcller;a\r\n2;b;b\r\n'),
      { names: ['b'], lines: [2] },
    ],
    ['Excel, with rows that were deleted', `${HEADER}1,a,b\r\n,,\r\n,,\r\n`, { names: ['a'] }],
    ['LibreOffice, all quoted', '"id","name","email"\n"1","a ""b"" c","d"\n', { names: ['a "b" c'] }],
    ['an old Macintosh', 'id,name,email\r1,a,b\r2,c,d\r', { names: ['a', 'c'] }],
    ['two systems', 'id,name,email\n1,a,b\r\n2,c,d\n\n3,e,f', { names: ['a', 'c', 'e'] }],
    ['a header with blanks', ' ID , Name , E-Mail \n', /^The file lacks “email”/],
    ['a header in any case', ' ID , Name ,EMAIL\n1,a,b\n', { names: ['a'] }],
    [
      'formulas',
      `${HEADER}1,=HYPERLINK("x"),b\n2,"=1+1",@a\n3,-2+3,\tb\n`,
      { names: ['=1+1', '-2+3'], lines: [2] },
    ],
    ['an address within quotes', `${HEADER}1,a,"""Ann, B"" <a@b.c>"\n`, { names: ['a'] }],
    ['a note of several lines', `${HEADER}1,"a\n\n,b\r\nc",d\n2,e,f\n`, { names: ['a\n\n,b\r\nc', 'e'] }],
    ['emoji and right-to-left text', `${HEADER}1,👩‍👩‍👧 שלום,b\n`, { names: ['👩‍👩‍👧 שלום'] }],
    ['names of objects', `${HEADER}1,__proto__,constructor\n`, { names: ['__proto__'] }],
    ['SQL', `${HEADER}1,'); drop table contact;--,b\n`, { names: ["'); drop table contact;--"] }],
    ['NUL in a cell', `${HEADER}1,a\0,b\n2,c,d\n`, { names: ['c'], lines: [2] }],
    [
      'half a character at its end',
      Buffer.concat([Buffer.from(`${HEADER}1,a,b\n2,c,`), Buffer.from([0xe2, 0x82])]),
      { names: ['a'], lines: [3] },
    ],
    [
      'surrogates written as UTF-8',
      Buffer.concat([
        Buffer.from(`${HEADER}1,`),
        Buffer.from([0xed, 0xa0, 0x80]),
        Buffer.from(',b\n2,c,d\n'),
      ]),
      { names: ['c'], lines: [2] },
    ],
    ['a byte order mark twice', `\ufeff\ufeff${HEADER}1,a,b\n`, { names: ['a'] }],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), /^The header cannot be read/],
    ['JSON', '[{"id":1}]', /^The header cannot be read\. Column 1 has a quote in it/],
    ['HTML', '<!DOCTYPE html>\n<html>', /^The file lacks “id”, “name” and “email”/],
    ['a single cell', 'x', /^The file lacks “id”, “name” and “email”/],
    ['semicolons where the header has commas', `${HEADER}1;a;b\n`, /^Nothing was imported: 1 of 1 rows/],
  ])('is imported, or refused in words: %s', async (_what, file, expected) => {
    const local = await openImportServer();
    const { status, body } = await local.upload(file);
    if (expected instanceof RegExp) {
      expect(status).toBe(400);
      expect(body.message).toMatch(expected);
      return;
    }
    expect(status).toBe(200);
    expect(local.contacts().map(({ data }) => data[1])).toEqual(expected.names);
    expect(body.rejectedRows.map(({ line }: { line: number }) => line)).toEqual(expected.lines ?? []);
  });

  it('of random bytes never fails the server, and every row is accounted for', async () => {
    const local = await openImportServer({ columnNames: ['a', 'b'], settings: { emailColumns: [] } });
    const random = newRandom(60);
    const parts = [
      'a',
      'b',
      ',',
      ',',
      ';',
      '"',
      '"',
      '\n',
      '\n',
      '\r',
      '\0',
      '\ufeff',
      'é',
      '👋',
      '\x80',
      '\xff',
      '=',
      "'",
    ];
    for (let count = 0; count < 150; count += 1) {
      const soup = Array.from({ length: random.below(80) }, () => random.pick(parts));
      const encoding = random.pick(['utf8', 'latin1', 'utf16le'] as const);
      const file = Buffer.from(`${random.pick(['', 'a,b\n', 'a;b\n'])}${soup.join('')}`, encoding);
      const onError = random.pick(['skip', 'none']);
      const idColumn = random.pick(['', '&idColumn=a']);
      const before = local.contacts().length;
      const { status } = await local.upload(file, `?onError=${onError}${idColumn}`);
      expect([200, 400], file.toString('latin1')).toContain(status);
      const newest = local.platform.outbound.listImports.newest('contacts', local.listKey);
      expect(['complete', 'failed']).toContain(newest?.state);
      const { rowCount = 0, keptCount = 0, rejectedCount = 0 } = newest ?? {};
      if (onError === 'skip') expect(keptCount + rejectedCount).toBe(rowCount);
      if (status === 400 && onError === 'none') expect(local.contacts()).toHaveLength(before);
    }
    expect(local.logged).toEqual([]);
  });
});
