import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { DncEntry } from '../../src/platform/dnc-lists/dnc-list.ts';
import { OUTBOUND_SEED, openOutboundServer } from './outbound-server.ts';

const GERMAN_SEED = {
  ...OUTBOUND_SEED,
  organization: { ...OUTBOUND_SEED.organization, defaultCountryCode: 'DE' },
};

/** A server with one do-not-contact list. */
async function opened(settings: object = {}, seed = OUTBOUND_SEED) {
  const { ask, local } = await openOutboundServer({ seed });
  const list = await ask('POST', '/dnclists', {
    name: 'Never',
    dncSourceType: 'rds',
    contactMethod: 'Any',
    ...settings,
  });
  const { id } = list.body;
  return {
    local,
    ask,
    id,
    async upload(file: string, query = '') {
      const answer = await local.inject({
        method: 'POST',
        url: `/attendant/dnc-lists/${id}/imports${query}`,
        headers: { 'content-type': 'text/csv' },
        payload: file,
      });
      return { status: answer.statusCode, body: answer.json() };
    },
    entries: () =>
      local.database.sqlite
        .prepare<[], DncEntry>(
          'select kind, value, expires_at as expiresAt from dnc_entry order by kind, value',
        )
        .all(),
    count: () => local.platform.outbound.dncLists.one(id)?.entryCount,
  };
}

describe('an import into a do-not-contact list', () => {
  const ALL = '?phoneColumns=Home,work&emailColumns=mail&whatsAppColumns=wa&expirationDateTimeColumn=until';

  it('C4 takes several number columns, and passes over others', async () => {
    const list = await opened();
    const file = [
      'name,home,work,mail,wa,until',
      'Ann,+49 30 123456,,Ann@Example.com,,',
      'Bob,+49301234567,+49301234568,,49301234567,2026-01-20T01:44Z',
      'Cy,,,cy@example.com,,',
    ].join('\r\n');
    expect(await list.upload(file, ALL)).toMatchObject({
      status: 200,
      body: { rowCount: 3, importedCount: 3, rejectedCount: 0 },
    });
    const until = Date.parse('2026-01-20T01:44Z');
    expect(list.entries()).toEqual([
      { kind: 'email', value: 'ann@example.com', expiresAt: null },
      { kind: 'email', value: 'cy@example.com', expiresAt: null },
      { kind: 'phone', value: '4930123456', expiresAt: null },
      { kind: 'phone', value: '49301234567', expiresAt: until },
      { kind: 'phone', value: '49301234568', expiresAt: until },
      { kind: 'whatsapp', value: '49301234567', expiresAt: until },
    ]);
    expect(list.count()).toBe(6);
  });

  it('takes a file of one column for what the list holds', async () => {
    const list = await opened({ contactMethod: 'Email' });
    expect((await list.upload('whatever\na@example.com\n')).status).toBe(200);
    expect(list.entries()).toMatchObject([{ kind: 'email', value: 'a@example.com' }]);
  });

  it('reads national numbers of the country of the organization', async () => {
    const list = await opened({ contactMethod: 'Phone' }, GERMAN_SEED);
    expect((await list.upload('n\n030 123456\n(0171) 123-4567\n')).body).toMatchObject({ importedCount: 2 });
    expect(list.entries().map(({ value }) => value)).toEqual(['491711234567', '4930123456']);
  });

  it('takes values of custom lists as they are', async () => {
    const list = await opened({
      dncSourceType: 'rds_custom',
      contactMethod: 'Any',
      customExclusionColumn: 'account',
    });
    const answer = await list.upload("account,x\n 42 ,y\n'=a,y\n", '?customExclusionColumns=["account"]');
    expect(answer.body).toMatchObject({ importedCount: 2 });
    expect(list.entries().map(({ value }) => value)).toEqual(['42', '=a']);
  });

  it('keeps rows apart of which an address is none, with line and reason', async () => {
    const list = await opened();
    const file = [
      'name,home,work,mail,wa,until',
      'a,030 123456,+49301234567,,,',
      'b,,,no address,,',
      'c,,,,+49-30,',
      'd,,,,,',
      'e,+49301234567,,,,tomorrow',
      'f,+49301234567,,,,2031-01-01T00:00Z',
      'g,+49301234568,,,,',
    ].join('\n');
    const { body } = await list.upload(file, ALL);
    expect(body).toMatchObject({ rowCount: 7, importedCount: 1, rejectedCount: 6 });
    expect(
      body.rejectedRows.map(({ line, reason }: { line: number; reason: string }) => [
        line,
        reason.slice(0, 36),
      ]),
    ).toEqual([
      [2, 'Column 2 is no phone number. Write +'],
      [3, 'Column 4 is no e-mail address.'],
      [4, 'Column 5 is no WhatsApp number: writ'],
      [5, 'The row has nothing in the columns t'],
      [6, 'Column 6 is no time of UTC such as 2'],
      [7, 'Column 6 is no time of UTC such as 2'],
    ]);
    expect(list.entries()).toMatchObject([{ value: '49301234568' }]);
    const url = body.rejectedUri;
    const rejected = parse((await list.local.inject({ method: 'GET', url })).body);
    expect(rejected[1]).toEqual([
      '2',
      expect.stringMatching(/^Column 2/),
      'a',
      '030 123456',
      '+49301234567',
      '',
      '',
      '',
    ]);
  });

  it.each<[string, object, string, string, RegExp]>([
    [
      'no columns are named',
      {},
      'a,b\n',
      '',
      /^Say which columns of the file are for the list: phoneColumns, emailColumns/,
    ],
    ['a column is not there', {}, 'a,b\n', '?phoneColumns=a,c', /^The file has no column with the name “c”/],
    ['the time is not there', {}, 'a,b\n', '?phoneColumns=a&expirationDateTimeColumn=z', /“z”/],
  ])('fails where %s', async (_what, settings, file, query, message) => {
    const list = await opened(settings);
    const answer = await list.upload(file, query);
    expect(answer).toMatchObject({ status: 400, body: { code: 'attendant.import.failed' } });
    expect(answer.body.message).toMatch(message);
  });

  it('refuses columns that the list does not take, and lists that there are not', async () => {
    const list = await opened({ contactMethod: 'Email' });
    expect(await list.upload('a\n', '?phoneColumns=a')).toMatchObject({
      status: 400,
      body: { code: 'attendant.dnc.contact.method', details: [{ fieldName: 'phoneColumns' }] },
    });
    const answer = await list.local.inject({ method: 'POST', url: '/attendant/dnc-lists/none/imports' });
    expect(answer.json()).toMatchObject({ status: 404, code: 'dnc.list.not.found' });
  });

  it('of all or nothing leaves the list as it was', async () => {
    const list = await opened();
    const query = '?phoneColumns=n&expirationDateTimeColumn=until&onError=none';
    await list.upload('n,until\n+49301111111,2026-01-20T01:44Z\n+49302222222,\n', query);
    const before = list.entries();
    const many = Array.from({ length: 5_000 }, (_, index) => `+4930${1_000_000 + index},`).join('\n');
    const good = `n,until\n+49301111111,\n+49302222222,2026-02-01T00:00Z\n${many}\n`;
    expect(await list.upload(`${good}nobody,\n`, query)).toMatchObject({ status: 400 });
    expect(list.entries()).toEqual(before);
    expect(list.count()).toBe(2);
    expect(await list.upload(good, query)).toMatchObject({ status: 200, body: { importedCount: 5_002 } });
    expect(list.count()).toBe(5_002);
    expect(list.entries().every(({ expiresAt }) => expiresAt === null)).toBe(true);
  });

  it('goes with its rejected rows when the list is deleted', async () => {
    const list = await opened({ contactMethod: 'Phone' });
    const { body } = await list.upload('n\n+49301111111\nnobody\n');
    expect((await list.ask('DELETE', `/dnclists/${list.id}`)).status).toBe(200);
    expect(
      (await list.local.inject({ method: 'GET', url: `/attendant/imports/${body.id}` })).statusCode,
    ).toBe(404);
    const { sqlite } = list.local.database;
    expect(sqlite.prepare('select count(*) from import_rejection').pluck().get()).toBe(0);
  });

  it('rejects the rows for which there is no room', async () => {
    const list = await opened({ contactMethod: 'Phone' });
    await list.upload('n\n+49301111111\n');
    list.local.database.sqlite.prepare('update dnc_list set entry_count = 999999').run();
    const { body } = await list.upload('n\n+49302222222\n+49301111111\n+49303333333\n');
    expect(body).toMatchObject({ importedCount: 2, rejectedCount: 1 });
    expect(body.rejectedRows).toMatchObject([{ line: 4, reason: expect.stringMatching(/as many entries/) }]);
    expect(list.count()).toBe(1_000_000);
  });
});
