import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { importStatusOf } from '../../src/platform/list-imports/import-entity.ts';
import { newFolder } from '../files/folder.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type ImportServer, inParts, openImportServer } from './import-server.ts';

const HEADER = 'id,name,email\n';

/** So many good rows with ids from `first`: more than are stored at a time. */
function rows(count: number, first = 1): string {
  return Array.from(
    { length: count },
    (_, index) => `${first + index},n,person${first + index}@example.com\n`,
  ).join('');
}

/** A file whose second part comes when it is let. */
function fileWithPause(before: string, after: string) {
  let goOn = () => {};
  const pause = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  async function* parts() {
    yield before;
    await pause;
    yield after;
  }
  return { file: inParts(parts()), goOn };
}

/** Waits until something is so, while the server works. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

function newest({ platform, listKey }: ImportServer) {
  const found = platform.outbound.listImports.newest('contacts', listKey);
  if (found === undefined) throw new Error('there is no import');
  return found;
}

function list({ platform }: ImportServer) {
  return platform.outbound.lists.one('list-1');
}

/** Waits until so many rows are stored. */
function stored({ platform, listKey }: ImportServer, count: number): Promise<void> {
  const { listImports } = platform.outbound;
  return until(() => listImports.newest('contacts', listKey)?.rowCount === count);
}

/** Has the server listen on loopback. @returns its port. */
async function listening({ server }: ImportServer): Promise<number> {
  await server.listen({ host: '127.0.0.1', port: 0 });
  return (server.server.address() as AddressInfo).port;
}

function requestHead(length: number, more = ''): string {
  const headers = `Host: localhost\r\nContent-Type: text/csv\r\nContent-Length: ${length}\r\n${more}`;
  return `POST /attendant/contact-lists/list-1/imports HTTP/1.1\r\n${headers}\r\n`;
}

function names(local: ImportServer): readonly (string | undefined)[] {
  return local.contacts().map(({ data }) => data[1]);
}

async function rejectedCsv(local: ImportServer, query = ''): Promise<string> {
  const url = `/attendant/imports/${newest(local).id}/rejected.csv${query}`;
  return (await local.inject({ method: 'GET', url })).body;
}

describe('an import into a contact list', () => {
  it('C3 fills the list, in the order of the file, whatever the order of its columns', async () => {
    const local = await openImportServer();
    const answer = await local.upload('\ufeffEmail;ID;name\r\na@x.test;1;"Ann; B"\r\nb@x.test;2;=1+1\r\n');
    expect(answer).toMatchObject({
      status: 200,
      body: { state: 'complete', rowCount: 2, importedCount: 2, rejectedCount: 0, percentComplete: 100 },
    });
    expect(local.contacts().map(({ data, isCallable }) => [data, isCallable])).toEqual([
      [['1', 'Ann; B', 'a@x.test'], true],
      [['2', '=1+1', 'b@x.test'], true],
    ]);
    expect(list(local)).toMatchObject({ contactCount: 2, nextSequence: 3, readyUntil: 2 });
  });

  it('takes the encoding from the query or the Content-Type', async () => {
    const local = await openImportServer();
    const file = Buffer.from(`${HEADER}1,Müller,e\n`, 'latin1');
    await local.upload(file, '?encoding=windows-1252');
    await local.upload(file, '', { 'content-type': 'text/csv; charset="ISO-8859-1"' });
    expect(names(local)).toEqual(['Müller', 'Müller']);
  });

  it('stores a file of several groups row by row, also where only rows are read that do not count', async () => {
    const local = await openImportServer();
    const answer = await local.upload(`${HEADER}${'\n,,\n'.repeat(9_000)}${rows(12_001)}`);
    expect(answer.body).toMatchObject({ state: 'complete', rowCount: 12_001, importedCount: 12_001 });
    expect(local.contacts().map(({ data }) => Number(data[0]))).toEqual(
      Array.from({ length: 12_001 }, (_, index) => index + 1),
    );
  });

  it.each<[string, string, string, RegExp]>([
    ['an empty file', '', '', /^The file is empty/],
    [
      'a column that the list has not',
      'id,name,email,age\n',
      '',
      /^Column 4 of the file is none of the list's\.$/,
    ],
    ['two of them', 'a,id,name,b,email\n', '', /^Columns 1 and 4 of the file are none/],
    ['a column less', 'id,name\n', '', /^The file lacks “email”\.$/],
    [
      'no header',
      '1,Ann,a@x.test\n',
      '',
      /^The file lacks “id”, “name” and “email”.*first row have the names/,
    ],
    ['no column of the ids', HEADER, '?idColumn=Key', /no column with the name that idColumn gives/],
    ['names that differ in case alone', 'id,name,email,ID\n', '', /^Columns 1 and 4 of the header/],
  ])('fails with %s, and says so', async (_what, file, query, message) => {
    const local = await openImportServer();
    const answer = await local.upload(file, query);
    expect(answer).toMatchObject({ status: 400, body: { code: 'attendant.import.failed' } });
    expect(answer.body.message).toMatch(message);
    expect(newest(local)).toMatchObject({ state: 'failed', keptCount: 0, reason: answer.body.message });
    expect(importStatusOf(newest(local))).toMatchObject({
      state: 'FAILED',
      failureReason: answer.body.message,
    });
  });

  it('does not tell what stands in a file without header', async () => {
    const local = await openImportServer();
    const answer = await local.upload('4930123456,Ann,ann@x.test\n1,2,3\n');
    expect(JSON.stringify([answer.body, local.logged])).not.toMatch(/ann@x|4930123456/i);
  });

  it('refuses what cannot be imported before anything is read', async () => {
    const local = await openImportServer();
    expect(await local.upload('', '?onError=maybe')).toMatchObject({ status: 400 });
    expect(await local.upload('', '?encoding=klingon')).toMatchObject({
      status: 400,
      body: { code: 'attendant.import.encoding.unknown', details: [{ fieldName: 'encoding' }] },
    });
    const url = '/attendant/contact-lists/none/imports';
    expect((await local.inject({ method: 'POST', url, payload: HEADER })).json()).toMatchObject({
      status: 404,
      code: 'contact.list.not.found',
    });
    for (const path of ['/attendant/imports/none', '/attendant/imports/none/rejected.csv', url])
      expect((await local.inject({ method: 'GET', url: path })).statusCode).toBe(404);
    expect(local.platform.outbound.listImports.newest('contacts', local.listKey)).toBeUndefined();
  });

  it('is for the operator alone', async () => {
    const local = await openImportServer({ allowedHosts: ['attendant.example'] });
    const headers = { host: 'attendant.example' };
    const url = '/attendant/contact-lists/list-1/imports';
    expect((await local.inject({ method: 'POST', url, headers, payload: HEADER })).statusCode).toBe(403);
  });

  it('tells how far it is, and takes no other file meanwhile', async () => {
    const local = await openImportServer();
    const { file, goOn } = fileWithPause(HEADER + rows(6_000), rows(10, 6_001));
    const first = local.upload(file, '', { 'content-length': '100000' });
    await stored(local, 6_000);
    const progress = await local.inject({ method: 'GET', url: `/attendant/imports/${newest(local).id}` });
    expect(progress.json()).toMatchObject({ state: 'running', rowCount: 6_000, importedCount: 6_000 });
    const listing = await local.inject({ method: 'GET', url: '/attendant/contact-lists/list-1/imports' });
    expect(listing.json().entities).toEqual([progress.json()]);
    expect(progress.json().percentComplete).toBeGreaterThan(10);
    expect(importStatusOf(newest(local))).toMatchObject({ state: 'IN_PROGRESS', completedRecords: 6_000 });
    expect(await local.upload(HEADER)).toMatchObject({
      status: 400,
      body: { code: 'contact.list.import.in.progress' },
    });
    expect(list(local)).toMatchObject({ readyUntil: 6_000 });
    goOn();
    expect((await first).body).toMatchObject({ rowCount: 6_010, importedCount: 6_010 });
    expect(importStatusOf(newest(local))).toEqual({
      state: 'COMPLETED',
      totalRecords: 6_010,
      completedRecords: 6_010,
      percentComplete: 100,
    });
  });
});

describe('bad rows', () => {
  const file = [
    'id,name,email',
    '1,good,e',
    '2,too few',
    '3,"says ""hi""",e,and more',
    '4,a "quote",e',
    '5,good,e',
    '=6,+1,e,x',
  ].join('\r\n');

  it('are kept apart with line and reason, and the others imported', async () => {
    const local = await openImportServer();
    const answer = await local.upload(file, '?onError=skip');
    expect(answer).toMatchObject({
      status: 200,
      body: { state: 'complete', rowCount: 6, importedCount: 2, rejectedCount: 4 },
    });
    expect(answer.body.rejectedRows.map(({ line }: { line: number }) => line)).toEqual([3, 4, 5, 7]);
    expect(answer.body.rejectedRows[0].reason).toBe('The row has 2 cells, the header has 3.');
    expect(names(local)).toEqual(['good', 'good']);
    expect(parse(await rejectedCsv(local), { relax_column_count: true })).toEqual([
      ['rejected-line', 'rejected-reason', 'id', 'name', 'email'],
      ['3', 'The row has 2 cells, the header has 3.', '2', 'too few'],
      ['4', 'The row has 4 cells, the header has 3.', '3', 'says "hi"', 'e', 'and more'],
      ['5', expect.stringMatching(/^Column 2 has a quote in it/), '4,a "quote",e'],
      ['7', 'The row has 4 cells, the header has 3.', "'=6", "'+1", 'e', 'x'],
    ]);
    expect((await rejectedCsv(local, '?bom=true')).startsWith('\ufeffrejected-line')).toBe(true);
  });

  it('can be mended in the file of rejected rows and imported from there', async () => {
    const local = await openImportServer();
    await local.upload(`${HEADER}1,"=sum, of",e,,\n2,b,e\n`);
    const mended = (await rejectedCsv(local)).replace(',,\r\n', '\r\n').replace(',e,', ',e');
    expect(await local.upload(mended)).toMatchObject({ status: 200, body: { importedCount: 1 } });
    expect(names(local)).toEqual(['b', '=sum, of']);
  });

  it('leave nothing imported when that was asked for, and all of them are told', async () => {
    const local = await openImportServer();
    const answer = await local.upload(`${file}\r\n${rows(6_000)}8,too few\n`, '?onError=none');
    expect(answer).toMatchObject({
      status: 400,
      body: {
        code: 'attendant.import.failed',
        message: expect.stringMatching(
          /^Nothing was imported: 5 of 6007 rows cannot be\. The first is in line 3: The row has 2 cells/,
        ),
        messageParams: { importId: newest(local).id },
      },
    });
    expect(answer.body.errors.map(({ message }: { message: string }) => message.split(':')[0])).toEqual([
      'Line 3',
      'Line 4',
      'Line 5',
      'Line 7',
      'Line 6008',
    ]);
    expect(local.contacts()).toEqual([]);
    expect(list(local)).toMatchObject({ contactCount: 0 });
    expect(newest(local)).toMatchObject({ state: 'failed', keptCount: 0, rejectedCount: 5 });
  });

  it.each<[string, string, RegExp]>([
    ['longer than contacts have', `,${'x'.repeat(513)},e`, /^Column 2 has more than 512 characters/],
    ['no zip code', '12,n,e', /^Column 1 is no zip code/],
  ])('with a cell that is %s are rejected', async (_what, row, reason) => {
    const local = await openImportServer({ settings: { zipCodeColumnName: 'id' } });
    const answer = await local.upload(`${HEADER}12345,${'x'.repeat(512)},e\n${row}\n`);
    expect(answer.body.rejectedRows).toEqual([{ line: 3, reason: expect.stringMatching(reason) }]);
  });

  it('are those for which the list has no room', async () => {
    const local = await openImportServer();
    await local.upload(`${HEADER}known,old,e\n`, '?idColumn=id');
    local.database.sqlite.prepare('update contact_list set contact_count = 999999').run();
    const answer = await local.upload(`${HEADER}1,a,e\n2,b,e\nknown,new,e\n3,c,e\n`, '?idColumn=id');
    expect(answer.body).toMatchObject({ importedCount: 2, rejectedCount: 2 });
    expect(answer.body.rejectedRows[0]).toMatchObject({
      line: 3,
      reason: expect.stringMatching(/as many contacts as it may have/),
    });
    expect(names(local)).toEqual(['new', 'a']);
    expect(list(local)).toMatchObject({ contactCount: 1_000_000 });
  });

  it('alone make the import fail', async () => {
    const local = await openImportServer();
    expect(await local.upload('id,name,email\n1\n2\n')).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/^Nothing was imported: 2 of 2 rows/) },
    });
  });

  it('are counted all, and kept up to 10,000', async () => {
    const local = await openImportServer();
    const answer = await local.upload(`${HEADER}${'1\n'.repeat(12_000)}2,b,c\n`);
    expect(answer.body).toMatchObject({ rowCount: 12_001, importedCount: 1, rejectedCount: 12_000 });
    expect((await rejectedCsv(local)).trimEnd().split('\r\n')).toHaveLength(10_001);
  });

  it('of 10 MB or with an open quote are told, and what came before stays', async () => {
    const local = await openImportServer();
    const big = `1,"${'x'.repeat(10_000_000)}",e\n`;
    const answer = await local.upload(`${HEADER}1,a,e\n${big}2,b,e\n3,"open,e\n4,d,e\n`);
    expect(answer).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/^The quote that opens in line 5 is never closed/) },
    });
    expect(answer.body.errors[0].message).toMatch(/^Line 3: Column 2 has more than 32,767 characters/);
    expect(names(local)).toEqual(['a', 'b']);
    expect(newest(local)).toMatchObject({ state: 'failed', keptCount: 2, rejectedCount: 2 });
  });
});

describe('ids of contacts', () => {
  it('are those of the column that is named, and known ones are changed', async () => {
    const local = await openImportServer();
    await local.upload('id,name,email\n7,old,e\n8,old,e\n', '?idColumn=ID');
    const answer = await local.upload('id,name,email\n8,new,e\n9,new,e\n', '?idColumn=id');
    expect(answer.body).toMatchObject({ importedCount: 2, rejectedCount: 0 });
    expect(local.contacts().map(({ id, data }) => [id, data[1]])).toEqual([
      ['7', 'old'],
      ['8', 'new'],
      ['9', 'new'],
    ]);
    expect(list(local)).toMatchObject({ contactCount: 3 });
  });

  it('may stand in a column that the list has not', async () => {
    const local = await openImportServer();
    await local.upload('key,id,name,email\nk1,1,a,e\n', '?idColumn=key');
    expect(local.contacts()).toMatchObject([{ id: 'k1', data: ['1', 'a', 'e'] }]);
  });

  it('are those of inin-outbound-id without being asked for; a row without one is new', async () => {
    const local = await openImportServer();
    await local.upload('id,name,email\n1,a,e\n');
    const [known] = local.contacts();
    const file = `inin-outbound-id,id,name,email,ContactCallable\n${known?.id},1,'=b,e,0\n,2,c,e,1\n`;
    expect((await local.upload(file)).body).toMatchObject({ importedCount: 2 });
    expect(names(local)).toEqual(['=b', 'c']);
  });

  it.each<[string, string, RegExp]>([
    ['is missing', ' ,b,e', /^Column 1, which has the ids, is empty/],
    ['is too long', `${'x'.repeat(101)},b,e`, /^Column 1, which has the ids, must have 1 to 100 characters/],
    ['has a control character', 'a\u0001,b,e', /^Column 1, which has the ids, must have/],
    ['came before in the same group', '1,b,e', /^A row further up has the same id/],
  ])('make a bad row where one %s', async (_what, row, reason) => {
    const local = await openImportServer();
    const answer = await local.upload(`${HEADER}1,a,e\n${row}\n2,c,e\n`, '?idColumn=id');
    expect(answer.body.rejectedRows).toMatchObject([{ line: 3, reason: expect.stringMatching(reason) }]);
    expect(names(local)).toEqual(['a', 'c']);
  });

  it('that come three times are restored to what the first row had', async () => {
    const local = await openImportServer();
    const answer = await local.upload(`${HEADER}1,a,e\n1,b,e\n1,c,e\n`, '?idColumn=id');
    expect(answer.body.rejectedRows.map(({ line }: { line: number }) => line)).toEqual([3, 4]);
    expect(names(local)).toEqual(['a']);
  });

  it('that come twice are found over the whole file, of new contacts and of known ones', async () => {
    const local = await openImportServer();
    await local.upload(`${HEADER}known,old,e\n`, '?idColumn=id');
    const file = `${HEADER}known,first,e\nnew,first,e\n${rows(6_000)}known,second,e\nnew,second,e\n`;
    const answer = await local.upload(file, '?idColumn=id');
    expect(answer.body).toMatchObject({ importedCount: 6_002, rejectedCount: 2 });
    expect(answer.body.rejectedRows.map(({ line }: { line: number }) => line)).toEqual([6_004, 6_005]);
    expect(names(local).filter((name) => name !== 'n')).toEqual(['first', 'first']);
  });
});

describe('an import of all or nothing', () => {
  const known = `${HEADER}a,old,e\nb,old,e\n`;
  const good = `${HEADER}a,new,e\nc,new,e\n${rows(6_000)}`;
  const query = '?onError=none&idColumn=id';

  it('shows campaigns its contacts at its end', async () => {
    const local = await openImportServer();
    await local.upload(known, query);
    const { file, goOn } = fileWithPause(good, 'b,new,e\n');
    const answer = local.upload(file, query);
    await stored(local, 6_000);
    expect(list(local)).toMatchObject({ readyUntil: 2 });
    goOn();
    expect(await answer).toMatchObject({ status: 200, body: { importedCount: 6_003 } });
    expect(list(local)).toMatchObject({ readyUntil: 6_003, contactCount: 6_003 });
    expect(local.database.sqlite.prepare('select count(*) from import_undo').pluck().get()).toBe(0);
  });

  it('leaves the list as it was, but for what others did to it meanwhile', async () => {
    const local = await openImportServer();
    await local.upload(known, query);
    const { file, goOn } = fileWithPause(good, `${rows(6_000, 6_001)}bad\n`);
    const answer = local.upload(file, query);
    await stored(local, 6_000);
    const { lists, contacts } = local.platform.outbound;
    await local.database.commits.add(() => {
      const current = lists.one('list-1');
      if (current !== undefined) contacts.add(current, [{ data: ['x', 'from elsewhere', 'e'] }]);
    });
    expect(list(local)).toMatchObject({ readyUntil: 2 });
    goOn();
    expect(await answer).toMatchObject({ status: 400 });
    expect(names(local)).toEqual(['old', 'old', 'from elsewhere']);
    const sequence = local.contacts()[2]?.sequence ?? 0;
    expect(list(local)).toMatchObject({ contactCount: 3 });
    expect(list(local)?.readyUntil).toBeGreaterThanOrEqual(sequence);
  });

  it('stores nothing more after its first bad row', async () => {
    const local = await openImportServer();
    const { file, goOn } = fileWithPause(`${HEADER}bad\n${rows(5_999)}`, 'another\n');
    const answer = local.upload(file, '?onError=none');
    await stored(local, 6_000);
    expect(local.contacts()).toEqual([]);
    goOn();
    expect((await answer).body.errors).toHaveLength(2);
  });

  it('fails by a second row with the same id, and restores what the first changed', async () => {
    const local = await openImportServer();
    await local.upload(known, query);
    const answer = await local.upload(`${HEADER}a,new,e\na,newer,e\n`, query);
    expect(answer.body.message).toMatch(/1 of 2 rows cannot be\. The first is in line 3: A row further up/);
    expect(names(local)).toEqual(['old', 'old']);
  });
});

describe('an upload that does not come to its end', () => {
  const before = HEADER + rows(7_000);

  it.each([
    ['skip', 'failed', 6_000],
    ['none', 'failed', 0],
  ])('with onError=%s has %s with %i contacts when it breaks off', async (onError, state, count) => {
    const local = await openImportServer();
    async function* parts() {
      yield before;
      await stored(local, 6_000);
      throw new Error('the connection is gone');
    }
    const answer = local.upload(inParts(parts()), `?onError=${onError}`).catch(() => 'no answer');
    await stored(local, 6_000);
    await until(() => newest(local).state === 'failed');
    await answer;
    expect(newest(local)).toMatchObject({ state, reason: 'The upload broke off before its end.' });
    expect(local.contacts()).toHaveLength(count);
    expect(newest(local).keptCount).toBe(count);
    expect(await local.upload(HEADER + rows(1))).toMatchObject({ status: 200 });
  });

  it('is given up after a minute of silence', async () => {
    const clock = new FakeClock();
    const local = await openImportServer({ clock });
    const { file, goOn } = fileWithPause(before, '');
    const answer = local.upload(file);
    await stored(local, 6_000);
    clock.advance(59_000);
    expect(newest(local).state).toBe('running');
    clock.advance(1_000);
    await until(() => newest(local).state === 'failed');
    goOn();
    expect((await answer).body.message).toMatch(/nothing came for 60 seconds/);
  });

  it.each([
    ['skip', 6_000],
    ['none', 0],
  ])('with onError=%s is ended at the next start when Attendant stops', async (onError, count) => {
    const file = join(newFolder(), 'attendant.db');
    const local = await openImportServer({ file });
    const half = fileWithPause(before, '');
    const answer = local.upload(half.file, `?onError=${onError}`).catch(() => 'no answer');
    await stored(local, 6_000);
    await local.close();
    half.goOn();
    await answer;
    const next = await openImportServer({ file });
    expect(newest(next)).toMatchObject({ state: 'failed', keptCount: count });
    expect(newest(next).reason).toMatch(/^Attendant was stopped/);
    expect(next.contacts()).toHaveLength(count);
    expect(list(next)).toMatchObject({ contactCount: count, readyUntil: 6_000 });
  });

  it('hears why its file is refused, however much is still to come', async () => {
    const local = await openImportServer();
    const port = await listening(local);
    const sender = connect(port, '127.0.0.1');
    let answer = '';
    sender.on('data', (chunk) => {
      answer += String(chunk);
    });
    const body = `wrong,columns\n${'1,2\n'.repeat(10_000_000)}`;
    const closed = new Promise<string>((resolve) => {
      sender.on('close', () => resolve('closed')).on('error', () => resolve('reset'));
    });
    sender.write(requestHead(body.length, 'Connection: close\r\n'));
    sender.write(body);
    expect(await closed).toBe('closed');
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*The file lacks/s);
  });

  it('is ended before the next one where its end could not be stored', async () => {
    const local = await openImportServer();
    const { file, goOn } = fileWithPause(before, rows(4_000, 7_001));
    const answer = local.upload(file, '?onError=none');
    await stored(local, 6_000);
    const { sqlite } = local.database;
    sqlite.exec(`create trigger full before insert on contact begin select raise(abort, 'full'); end;
      create trigger stuck before update of state on list_import begin select raise(abort, 'full'); end;`);
    goOn();
    expect((await answer).status).toBe(500);
    expect(newest(local).state).toBe('running');
    sqlite.exec('drop trigger full; drop trigger stuck;');
    expect((await local.upload(HEADER + rows(1))).status).toBe(200);
    expect(local.contacts()).toHaveLength(1);
  });

  it('may take longer than other requests', async () => {
    const local = await openImportServer();
    const port = await listening(local);
    const connections: Socket[] = [];
    local.server.server.on('connection', (socket) => void connections.push(socket));
    const slow = connect(port, '127.0.0.1');
    const answer = new Promise<string>((resolve) => {
      let text = '';
      slow.on('data', (chunk) => {
        text += String(chunk);
        if (text.includes('\r\n0\r\n') || text.includes('}')) resolve(text);
      });
    });
    const body = HEADER + rows(7_000);
    slow.write(requestHead(body.length + 7) + body);
    await stored(local, 6_000);
    const late = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    local.server.server.emit('clientError', late, connections[0]);
    slow.write('8,y,z\r\n');
    expect(await answer).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(local.contacts()).toHaveLength(7_001);
    local.server.server.emit('clientError', late, connections[0]);
    expect(connections[0]?.destroyed).toBe(true);
  });
});
