import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { folderOf } from '../files/folder.ts';
import { withPlatform } from './campaign-data.ts';
import { run, start } from './run.ts';

const GOOD = 'id,number,name,mail,zone\n1,13175550201,Ann,a@x.example,Europe/Berlin\n2,13175550202,Ben,,\n';
const BAD = `${GOOD}3,13175550203\n4,13175550204,"Dana, DJ",,\n=5,+1,e,x\n`;
const COLUMNS = ['--whatsapp-column', 'number'];

/** A folder with files, and the command line for what lies in it. */
function setUp(files: { readonly [name: string]: string | Uint8Array }) {
  const folder = folderOf(files);
  const data = join(folder, 'data');
  const path = (name: string) => join(folder, name);
  const args = (name: string, ...more: readonly string[]) =>
    ['campaign', 'import', path(name), '--list', 'Customers', '--data', data].concat(more);
  return { data, path, args, load: (name: string, ...more: readonly string[]) => run(args(name, ...more)) };
}

/** Serves from a data folder. @returns what ends it; it ends with the test anyway. */
async function serve(data: string): Promise<() => Promise<unknown>> {
  const serving = start(['serve', '--port', '0', '--data', data]);
  const stop = () => {
    serving.stop();
    return serving.ended;
  };
  onTestFinished(async () => void (await stop()));
  await serving.printed('Ctrl-C stops it');
  return stop;
}

function contactsIn(data: string) {
  return withPlatform(data, async ({ outbound: { lists, contacts } }) => {
    const list = lists.named('Customers');
    if (list === undefined) return undefined;
    const found = Array.from({ length: list.nextSequence }, (_, index) => contacts.at(list.key, index));
    return { list, rows: found.flatMap((contact) => (contact === undefined ? [] : [contact])) };
  });
}

/** What commands load when they are chosen is loaded here, so that no test waits for it. */
beforeAll(async () => {
  await run(['campaign', 'import', 'no such file', '--list', 'x']);
});

describe('attendant campaign import', () => {
  it('makes the list from the header, and fills it', async () => {
    const { data, load } = setUp({ 'good.csv': GOOD });
    const done = await load(
      'good.csv',
      ...['--whatsapp-column', 'NUMBER', '--email-column', 'mail', '--time-zone-column', 'zone'],
      ...['--id-column', 'id'],
    );
    expect(done).toEqual({
      code: 0,
      out: 'Made the contact list Customers: id, number, name, mail, zone.\nImported 2 contacts into Customers.\n',
      err: '',
    });
    const { list, rows } = (await contactsIn(data)) ?? {};
    expect(list?.settings).toMatchObject({
      columnNames: ['id', 'number', 'name', 'mail', 'zone'],
      whatsAppColumns: [{ columnName: 'number', timeZoneColumn: 'zone' }],
      emailColumns: [{ columnName: 'mail', timeZoneColumn: 'zone' }],
      phoneColumns: [],
    });
    expect(rows?.map(({ id, data: cells }) => [id, cells[2]])).toEqual([
      ['1', 'Ann'],
      ['2', 'Ben'],
    ]);
  });

  it('keeps bad rows beside the file, tells them, and takes them once they are mended', async () => {
    const { data, path, load } = setUp({ 'bad.csv': BAD });
    const done = await load('bad.csv', ...COLUMNS, '--id-column', 'id');
    expect(done.code).toBe(0);
    expect(done.out).toContain('Imported 3 contacts into Customers.\n');
    expect(done.err).toBe(`2 rows were rejected:
  line 4: The row has 2 cells, the header has 5.
  line 6: The row has 4 cells, the header has 5.
They are in ${path('bad.csv')}.rejected.csv with the reason: mend it there, and import that file.
`);
    const rejected = path('bad.csv.rejected.csv');
    expect(parse(readFileSync(rejected), { relax_column_count: true })).toEqual([
      ['rejected-line', 'rejected-reason', 'id', 'number', 'name', 'mail', 'zone'],
      ['4', 'The row has 2 cells, the header has 5.', '3', '13175550203'],
      ['6', 'The row has 4 cells, the header has 5.', "'=5", "'+1", 'e', 'x'],
    ]);
    writeFileSync(
      rejected,
      readFileSync(rejected, 'utf8').replace('13175550203', '13175550203,Cy,,').replace(',e,x', ',e,x,'),
    );
    expect(await load('bad.csv.rejected.csv', '--id-column', 'id')).toMatchObject({ code: 0, err: '' });
    expect((await contactsIn(data))?.rows.map(({ id }) => id)).toEqual(['1', '2', '4', '3', '=5']);
  });

  it('imports nothing with --on-error none, and ends with 1', async () => {
    const { data, path, load } = setUp({ 'bad.csv': BAD });
    const { code, out, err } = await load('bad.csv', ...COLUMNS, '--on-error', 'none');
    expect([code, out]).toEqual([1, 'Made the contact list Customers: id, number, name, mail, zone.\n']);
    expect(err).toMatch(
      /^Nothing was imported: 2 of 5 rows cannot be\. The first is in line 4: .*\n2 rows were rejected:\n {2}line 4/,
    );
    expect(existsSync(path('bad.csv.rejected.csv'))).toBe(true);
    expect((await contactsIn(data))?.rows).toEqual([]);
    expect((await load('bad.csv')).code).toBe(0);
    expect((await contactsIn(data))?.rows).toHaveLength(3);
  });

  it('tells the first ten of many bad rows, and how many there are', async () => {
    const { load } = setUp({ 'bad.csv': `number\n1317555020\n${'a,b\n'.repeat(1_234)}` });
    const { code, err } = await load('bad.csv', ...COLUMNS);
    expect(code).toBe(0);
    expect(err).toMatch(
      /^1,234 rows were rejected:\n( {2}line \d+: .*\n){10} {2}and 1,224 more\nThey are in /,
    );
  });

  it('reads other encodings and delimiters', async () => {
    const { data, load } = setUp({
      'excel.csv': Buffer.from('number;name\n13175550201;Chlo\u00e9\n', 'latin1'),
    });
    const wrong = await load('excel.csv', ...COLUMNS, '--encoding', 'klingon');
    expect(wrong).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/excel\.csv: .*encoding/i) });
    expect((await load('excel.csv', ...COLUMNS, '--encoding', 'windows-1252')).code).toBe(0);
    expect((await contactsIn(data))?.rows[0]?.data).toEqual(['13175550201', 'Chloé']);
  });

  it('works through the Attendant that serves, as a JSON event a line', async () => {
    const { data, path, args, load } = setUp({ 'bad.csv': BAD });
    await serve(data);
    const { code, out, err } = await run([...args('bad.csv', ...COLUMNS), '--json']);
    expect([code, err]).toEqual([0, '']);
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.filter(({ type }) => type !== 'progress')).toMatchObject([
      { type: 'listMade', name: 'Customers' },
      {
        type: 'imported',
        ...{ list: 'Customers', rowCount: 5, importedCount: 3, rejectedCount: 2 },
        rejectedRows: [{ line: 4 }, { line: 6 }],
        rejectedFile: path('bad.csv.rejected.csv'),
      },
    ]);
    expect(await load('bad.csv', '--on-error', 'none')).toMatchObject({ code: 1, out: '' });
  });

  it('shows a bar in a terminal, and lines elsewhere', async () => {
    const rows = Array.from({ length: 400_000 }, (_, index) => `${13_175_550_000 + index},Ann\n`).join('');
    const { args } = setUp({ 'big.csv': `number,name\n${rows}` });
    const { code, err } = await run(args('big.csv', ...COLUMNS), { columns: 100 });
    expect(code).toBe(0);
    const [, first = ''] = err.split('\r\u001b[K');
    expect(first).toMatch(
      /^big\.csv {2}[█░]{16,} +\d+ % {2}\S+ [kM]B of 6\.4 MB · \d+,\d{3} rows · \S+ a second$/,
    );
    expect(err.endsWith('\r\u001b[K')).toBe(true);
    const plain = await run(args('big.csv'));
    expect(plain.err).toMatch(/^big\.csv: \d+ %, .* of 6\.4 MB, \d+,000 rows, \d+,\d+ a second\n/);
  });

  it.each([
    ['skip', 'without a server'],
    ['none', 'without a server'],
    ['skip', 'with one'],
  ])('ends in order on Ctrl-C, with --on-error %s, %s', async (onError, where) => {
    const rows = Array.from({ length: 300_000 }, (_, index) => `${13_175_550_000 + index},Ann\n`).join('');
    const { data, args, load } = setUp({
      'big.csv': `number,name\n${rows}`,
      'one.csv': 'number,name\n1,Ann\n',
    });
    expect((await load('one.csv', ...COLUMNS)).code).toBe(0);
    const serving = where === 'with one' ? await serve(data) : undefined;
    const running = start(args('big.csv', '--on-error', onError), { columns: 80 });
    await running.told('rows');
    running.stop();
    const { code, err } = await running.ended;
    expect(code).toBe(1);
    expect(err).toContain('The upload broke off before its end.');
    await serving?.();
    const count = (await contactsIn(data))?.rows.length ?? 0;
    expect(count).toBeLessThan(300_000);
    if (onError === 'none') expect(count).toBe(1);
    else expect(err).toContain(`${(count - 1).toLocaleString('en-US')} rows are in the list.`);
  });

  it('leaves the columns of a list as they are', async () => {
    const { load } = setUp({ 'good.csv': GOOD, 'other.csv': 'id,number\n1,13175550201\n' });
    await load('good.csv', ...COLUMNS);
    expect((await load('good.csv', ...COLUMNS)).code).toBe(0);
    expect(await load('good.csv', '--whatsapp-column', 'id')).toEqual({
      code: 2,
      out: '',
      err: 'The contact list Customers is there, and its columns cannot change: leave --whatsapp-column out (they are number), or name another --list.\n',
    });
    const other = await load('other.csv');
    expect(other).toMatchObject({ code: 1, out: '' });
    expect(other.err).toBe('The file lacks “name”, “mail” and “zone”.\n');
  });

  it.each<[string, string, readonly string[], number, string]>([
    ['no columns with addresses', 'good.csv', [], 2, 'perhaps --email-column mail.'],
    [
      'a column that is not there',
      'good.csv',
      ['--whatsapp-column', 'nummer'],
      2,
      'has no column "nummer": did you mean `number`?',
    ],
    ['an id column that is not there', 'good.csv', [...COLUMNS, '--id-column', 'ident'], 2, '--id-column: '],
    [
      'a wrong --on-error',
      'good.csv',
      [...COLUMNS, '--on-error', 'stop'],
      2,
      '--on-error must be skip or none.',
    ],
    ['a file that is not there', 'god.csv', COLUMNS, 1, 'there is no such file; did you mean good.csv?'],
    ['a folder', '.', COLUMNS, 1, 'this is no file'],
    ['an empty file', 'empty.csv', COLUMNS, 1, 'empty.csv: The file is empty.'],
    [
      'a header with a name twice',
      'twice.csv',
      COLUMNS,
      1,
      'Columns 1 and 2 of the header have the same name.',
    ],
    ['a picture', 'picture.csv', COLUMNS, 1, 'picture.csv: '],
  ])('refuses %s', async (_what, file, options, code, message) => {
    const { load, data } = setUp({
      ...{ 'good.csv': GOOD, 'empty.csv': '', 'twice.csv': 'number,Number\n1,2\n' },
      'picture.csv': Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex'),
    });
    const ran = await load(file, ...options);
    expect([ran.code, ran.out]).toEqual([code, '']);
    expect(ran.err).toContain(message);
    expect(await contactsIn(data)).toBeUndefined();
  });

  it('wants a list', async () => {
    const { code, err } = await run(['campaign', 'import', 'x.csv']);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining("required option '--list <name>' not specified"),
    ]);
  });
});

describe('attendant campaign dnc', () => {
  const STOPPED = 'number,mail,name\n13175550201,a@x.example,Ann\nnone,b@x.example,Ben\n,c@x.example,Cy\n';

  it('makes the list for what the columns hold, fills it, and warns of bad rows', async () => {
    const { data, path } = setUp({ 'stopped.csv': STOPPED });
    const dnc = (...more: readonly string[]) =>
      run(['campaign', 'dnc', path('stopped.csv'), '--list', 'Stopped', '--data', data, ...more]);
    const done = await dnc('--whatsapp-column', 'number', '--email-column', 'MAIL');
    expect([done.code, done.out]).toEqual([
      0,
      'Made the do-not-contact list Stopped.\nImported 2 entries into Stopped.\n',
    ]);
    expect(done.err).toMatch(
      /^1 row was rejected:\n {2}line 3: .*\nIt is in .*rejected\.csv with the reason/,
    );
    expect(done.err).toContain(
      'No campaign starts with this list before a file is imported into it without bad rows.\n',
    );
    await withPlatform(data, async ({ outbound: { dncLists } }) => {
      const [list] = dncLists.list(ALL, { size: true }).entities;
      expect(list).toMatchObject({ name: 'Stopped', contactMethod: 'Any', size: 3 });
    });
    const other = await dnc('--email-column', 'mail');
    expect(other).toMatchObject({ code: 0, err: '' });
  });

  it('makes lists of one kind, and of values of a column', async () => {
    const { data, path } = setUp({ 'stopped.csv': 'number,customer\n13175550201,C-1\n' });
    const dnc = (list: string, ...more: readonly string[]) =>
      run(['campaign', 'dnc', path('stopped.csv'), '--list', list, '--data', data, ...more]);
    expect((await dnc('Numbers', '--phone-column', 'number', '--json')).code).toBe(1);
    expect((await dnc('WhatsApp', '--whatsapp-column', 'number')).code).toBe(0);
    expect((await dnc('Customers', '--custom-column', 'customer')).code).toBe(0);
    await withPlatform(data, async ({ outbound: { dncLists } }) => {
      expect(dncLists.list(ALL, {}).entities).toMatchObject([
        { name: 'Customers', dncSourceType: 'rds_custom' },
        { name: 'Numbers', contactMethod: 'Phone' },
        { name: 'WhatsApp', contactMethod: 'WhatsApp' },
      ]);
    });
    expect(await dnc('New')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('--whatsapp-column'),
    });
    expect(await dnc('New', '--custom-column', 'customer', '--phone-column', 'number')).toMatchObject({
      code: 2,
      err: '--custom-column cannot stand beside columns with addresses: make two lists.\n',
    });
    expect(await dnc('WhatsApp', '--email-column', 'number')).toMatchObject({
      code: 1,
      err: 'The list does not take emailColumns; name whatsAppColumns.\n',
    });
  });
});

const ALL = { nameMatch: 'Contains', sortBy: 'name', isDescending: false, limit: 100, offset: 0 } as const;
