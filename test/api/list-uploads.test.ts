import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { type OutboundServer, openOutboundServer, storeContacts } from './outbound-server.ts';

const CSV = { 'content-type': 'text/csv' };
const COLUMNS = ['name', 'phone', 'email'];

async function opened(options: Parameters<typeof openOutboundServer>[0] = {}) {
  const outbound = await openOutboundServer(options);
  const list = await storeContacts(outbound.local, 'list-1', COLUMNS, []);
  return { ...outbound, list, ...uploading(outbound) };
}

function uploading({ ask, local }: OutboundServer) {
  const put = async (url: string, payload: string | Buffer, headers: { [name: string]: string } = CSV) => {
    const answer = await local.inject({ method: 'PUT', url: new URL(url).pathname, headers, payload });
    return { status: answer.statusCode, body: answer.json() };
  };
  return {
    put,
    /** Asks for an address, puts a file there, and reads the status. */
    async upload(kind: 'contactlists' | 'dnclists', file: string | Buffer, request: object) {
      const offer = await ask('POST', `/${kind}/uploads`, { contentType: 'text/csv', ...request } as never);
      if (offer.status !== 200) return offer;
      await put(offer.body.url, file);
      return ask('GET', `/${kind}/${(request as { id: string }).id}/importstatus`);
    },
  };
}

describe('uploads of contact lists', () => {
  it('C3 get an address, take the file there once, and tell the import status', async () => {
    const { ask, put, local, list } = await opened();
    expect(await ask('GET', '/contactlists/list-1/importstatus')).toMatchObject({ status: 404 });
    const offer = await ask('POST', '/contactlists/uploads', { id: 'list-1', contentType: 'text/csv' });
    expect(offer).toMatchObject({
      status: 200,
      body: {
        url: expect.stringMatching(/^http:\/\/localhost\/uploads\/lists\/[\w-]{32}$/),
        uploadKey: expect.stringMatching(/^[\w-]{32}$/),
        headers: { 'content-type': 'text/csv' },
      },
    });
    const file = 'name,phone,email\nAnn,+49301234567,a@example.com\nBob\n';
    expect((await put(offer.body.url, file)).status).toBe(200);
    expect(await ask('GET', '/contactlists/list-1/importstatus')).toEqual({
      status: 200,
      body: { state: 'COMPLETED', totalRecords: 2, completedRecords: 2, percentComplete: 100 },
    });
    expect(local.platform.outbound.contacts.after(list.key, 0, 10)).toHaveLength(1);
    expect((await put(offer.body.url, file)).body).toMatchObject({
      status: 404,
      code: 'attendant.upload.not.found',
    });
  });

  it('know contacts by the column of contactIdName, and clear their status if asked', async () => {
    const { ask, local, list, upload } = await opened();
    const request = { id: 'list-1', contactIdName: 'name' };
    await upload('contactlists', 'name,phone,email\nAnn,1,a\n', request);
    await ask('PUT', '/contactlists/list-1/contacts/Ann', { data: { name: 'Ann' }, callable: false });
    await upload('contactlists', 'name,phone,email\nAnn,2,b\n', request);
    const { contacts } = local.platform.outbound;
    expect(contacts.one(list.key, 'Ann')).toMatchObject({ data: ['Ann', '2', 'b'], isCallable: false });
    await upload('contactlists', 'name,phone,email\nAnn,3,c\n', { ...request, clearSystemData: true });
    expect(contacts.one(list.key, 'Ann')).toMatchObject({ data: ['Ann', '3', 'c'], isCallable: true });
  });

  it('fail by a file that does not fit, as the import status says', async () => {
    const { upload } = await opened();
    expect(await upload('contactlists', 'name,phone\n', { id: 'list-1' })).toEqual({
      status: 200,
      body: {
        state: 'FAILED',
        totalRecords: 0,
        completedRecords: 0,
        percentComplete: 100,
        failureReason: 'The file lacks “email”.',
      },
    });
  });

  it('take the encoding that either content type says', async () => {
    const { ask, put, upload, local, list } = await opened();
    const file = Buffer.from('name,phone,email\nMüller,,\n', 'latin1');
    await upload('contactlists', file, { id: 'list-1', contentType: 'text/csv; charset=ISO-8859-1' });
    const offer = await ask('POST', '/contactlists/uploads', { id: 'list-1', contentType: 'text/csv' });
    await put(offer.body.url, file, { 'content-type': 'text/csv; charset=windows-1252' });
    const found = local.platform.outbound.contacts.after(list.key, 0, 10);
    expect(found.map(({ data }) => data[0])).toEqual(['Müller', 'Müller']);
  });

  it('end with the time that was asked for', async () => {
    const { ask, put, local } = await opened();
    const request = { id: 'list-1', contentType: 'text/csv', signedUrlTimeoutSeconds: 10 };
    const offer = await ask('POST', '/contactlists/uploads', request);
    local.clock.advance(10_000);
    expect((await put(offer.body.url, 'name,phone,email\n')).status).toBe(404);
  });

  it('take files from other machines by the address alone', async () => {
    const { ask, local } = await opened({ allowedHosts: ['attendant.example'] });
    const offer = await ask('POST', '/contactlists/uploads', { id: 'list-1', contentType: 'text/csv' });
    const headers = { ...CSV, host: 'attendant.example' };
    const url = new URL(offer.body.url).pathname;
    const payload = 'name,phone,email\n1,2,3\n';
    expect((await local.inject({ method: 'PUT', url, headers, payload })).statusCode).toBe(200);
  });

  it.each<[string, object, string]>([
    ['no list', { id: undefined }, 'id'],
    ['an id of the wrong type', { id: 7 }, 'id'],
    ['no type', { contentType: undefined }, 'contentType'],
    ['a type that is not CSV', { contentType: 'application/json' }, 'contentType'],
    ['an unknown encoding', { contentType: 'text/csv; charset=klingon' }, 'encoding'],
    ['an endless time', { signedUrlTimeoutSeconds: 604_801 }, 'signedUrlTimeoutSeconds'],
    ['no time', { signedUrlTimeoutSeconds: 0 }, 'signedUrlTimeoutSeconds'],
    ['an empty id column', { contactIdName: '' }, 'contactIdName'],
  ])('are refused with %s', async (_what, change, fieldName) => {
    const { ask } = await opened();
    const body = { id: 'list-1', contentType: 'text/csv', ...change };
    expect(await ask('POST', '/contactlists/uploads', body as never)).toMatchObject({
      status: 400,
      body: { details: [{ fieldName }] },
    });
  });

  it('need a list that there is, and a permission each', async () => {
    const { ask, local } = await opened();
    for (const kind of ['contactlists', 'dnclists']) {
      const body = { id: 'none', contentType: 'text/csv' };
      expect((await ask('POST', `/${kind}/uploads`, body)).status).toBe(404);
      expect((await ask('GET', `/${kind}/none/importstatus`)).status).toBe(404);
      expect((await ask('POST', `/${kind}/none/export`)).status).toBe(404);
      expect((await ask('GET', `/${kind}/none/export`)).status).toBe(404);
      const headers = await local.login('nobody');
      for (const [method, path] of [
        ['POST', 'uploads'],
        ['GET', 'x/importstatus'],
        ['POST', 'x/export'],
        ['GET', 'x/export'],
      ] as const) {
        const url = `/api/v2/outbound/${kind}/${path}`;
        expect((await local.inject({ method, url, headers })).statusCode).toBe(403);
      }
    }
  });
});

describe('uploads of do-not-contact lists', () => {
  it('C4 name their columns, and refuse those that the list does not take', async () => {
    const { ask, local, upload } = await opened();
    const { id } = (
      await ask('POST', '/dnclists', { name: 'Never', dncSourceType: 'rds', contactMethod: 'Phone' })
    ).body;
    const file = 'name,home,work,until\nAnn,+49301234567,+49301234568,2026-01-20T01:44Z\nBob,1,,\n';
    const columns = { phoneColumns: 'home, work', expirationDateTimeColumn: 'until', emailColumns: '' };
    expect(await upload('dnclists', file, { id, ...columns })).toMatchObject({
      status: 200,
      body: { state: 'COMPLETED', totalRecords: 2, completedRecords: 2 },
    });
    expect(local.platform.outbound.dncLists.one(id)).toMatchObject({ entryCount: 2 });
    expect(await upload('dnclists', file, { id, emailColumns: 'name' })).toMatchObject({
      status: 400,
      body: { code: 'attendant.dnc.contact.method' },
    });
    expect(await upload('dnclists', file, { id, phoneColumns: 7 })).toMatchObject({
      status: 400,
      body: { details: [{ fieldName: 'phoneColumns' }] },
    });
  });
});

describe('exports', () => {
  const CONTACTS = [
    ['Ann', '+49301234567', 'a@example.com'],
    ['=Bob', '', 'say "hi", twice'],
    ['Cy ', "'=x", 'line\nbreak'],
  ];

  async function exported({ local }: OutboundServer, uri: string, query = '') {
    const answer = await local.inject({ method: 'GET', url: new URL(uri).pathname + query });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    return answer.body;
  }

  async function openedWithContacts() {
    const outbound = await openOutboundServer();
    const list = await storeContacts(outbound.local, 'list-1', COLUMNS, CONTACTS);
    return { ...outbound, list };
  }

  it('of contacts have the id first, and formulas that no spreadsheet runs', async () => {
    const outbound = await openedWithContacts();
    const { ask, list, local } = outbound;
    expect(await ask('GET', '/contactlists/list-1/export')).toMatchObject({
      status: 404,
      body: { code: 'no.available.list.export.uri' },
    });
    expect(await ask('POST', '/contactlists/list-1/export')).toEqual({
      status: 200,
      body: { id: 'list-1', name: 'List list-1', selfUri: '/api/v2/outbound/contactlists/list-1' },
    });
    const offer = await ask('GET', '/contactlists/list-1/export?download=false');
    expect(offer).toMatchObject({
      status: 200,
      body: { exportTimestamp: new Date(local.clock.now()).toISOString() },
    });
    const rows = parse(await exported(outbound, offer.body.uri));
    const ids = local.platform.outbound.contacts.after(list.key, 0, 10).map(({ id }) => id);
    expect(rows).toEqual([
      ['inin-outbound-id', ...COLUMNS, 'ContactCallable'],
      [ids[0], 'Ann', '+49301234567', 'a@example.com', '1'],
      [ids[1], "'=Bob", '', 'say "hi", twice', '1'],
      [ids[2], 'Cy ', "''=x", 'line\nbreak', '1'],
    ]);
    const marked = await exported(outbound, offer.body.uri, '?bom=true');
    expect(marked.startsWith('\ufeffinin-outbound-id')).toBe(true);
    local.clock.advance(86_400_000);
    expect(
      (await local.inject({ method: 'GET', url: new URL(offer.body.uri).pathname })).json(),
    ).toMatchObject({
      status: 404,
      code: 'attendant.export.not.found',
    });
  });

  it('of contacts can be imported again, and change nothing', async () => {
    const outbound = await openedWithContacts();
    const { local, list } = outbound;
    const contacts = () => local.platform.outbound.contacts.after(list.key, 0, 10);
    const before = contacts();
    const url = '/attendant/contact-lists/list-1';
    const file = await local.inject({ method: 'GET', url: `${url}/contacts.csv?bom=true` });
    const answer = await local.inject({
      method: 'POST',
      url: `${url}/imports`,
      headers: CSV,
      payload: file.rawPayload,
    });
    expect(answer.json()).toMatchObject({ importedCount: 3, rejectedCount: 0 });
    expect(contacts()).toEqual(before);
  });

  it('of contacts take filters and ids', async () => {
    const outbound = await openedWithContacts();
    const { ask, local, list } = outbound;
    const predicate = { column: 'name', columnType: 'alphabetic', operator: 'CONTAINS', value: 'n' };
    const criteria = { clauses: [{ predicates: [predicate] }] };
    const [, bob] = local.platform.outbound.contacts.after(list.key, 0, 10);
    const names = async (body: object) => {
      await ask('POST', '/contactlists/list-1/export', body as never);
      const { uri } = (await ask('GET', '/contactlists/list-1/export')).body;
      return parse(await exported(outbound, uri))
        .slice(1)
        .map((row: readonly string[]) => row[1]);
    };
    expect(await names({ criteria })).toEqual(['Ann']);
    expect(await names({ contactIds: [bob?.id, 'none'] })).toEqual(["'=Bob"]);
    expect(await names({ contactIds: [bob?.id], criteria })).toEqual([]);
    expect(await ask('POST', '/contactlists/list-1/export', { contactListFilterId: 'none' })).toMatchObject({
      status: 400,
      body: { code: 'attendant.contact.filter.not.found' },
    });
    expect(await ask('POST', '/contactlists/list-1/export', { contactIds: 'a' })).toMatchObject({
      status: 400,
      body: { details: [{ fieldName: 'contactIds' }] },
    });
  });

  it('of many contacts come in pages, all of them in order', async () => {
    const outbound = await openOutboundServer();
    const many = Array.from({ length: 3_500 }, (_, index) => [String(index), '', '']);
    await storeContacts(outbound.local, 'list-1', COLUMNS, many);
    const { body } = await outbound.local.inject({
      method: 'GET',
      url: '/attendant/contact-lists/list-1/contacts.csv',
    });
    expect(
      parse(body)
        .slice(1)
        .map((row: readonly string[]) => row[1]),
    ).toEqual(many.map(([name]) => name));
  });

  it('lead to the file with download=true', async () => {
    const { ask, local } = await openedWithContacts();
    await ask('POST', '/contactlists/list-1/export');
    const headers = await local.login('admin');
    const url = '/api/v2/outbound/contactlists/list-1/export?download=true';
    const answer = await local.inject({ method: 'GET', url, headers });
    expect(answer.statusCode).toBe(302);
    expect(answer.headers.location).toMatch(/^http:\/\/localhost\/downloads\/lists\//);
  });

  it('of do-not-contact lists can be imported again', async () => {
    const outbound = await openOutboundServer();
    const { ask, local } = outbound;
    const make = async (name: string) =>
      (await ask('POST', '/dnclists', { name, dncSourceType: 'rds', contactMethod: 'Any' })).body.id;
    const [first, second] = [await make('First'), await make('Second')];
    await ask('PATCH', `/dnclists/${first}/phonenumbers`, {
      action: 'Add',
      phoneNumbers: ['+49301234567'],
      expirationDateTime: '2026-01-20T01:44Z',
    });
    await ask('PATCH', `/dnclists/${first}/emailaddresses`, {
      action: 'Add',
      emailAddresses: ['a@b.example'],
    });
    await ask('PATCH', `/dnclists/${first}/whatsappnumbers`, {
      action: 'Add',
      whatsAppNumbers: ['49301234567'],
    });
    expect((await ask('POST', `/dnclists/${first}/export`)).body).toMatchObject({ id: first, name: 'First' });
    const { uri } = (await ask('GET', `/dnclists/${first}/export`)).body;
    const file = await exported(outbound, uri);
    expect(parse(file)).toEqual([
      ['phone', 'email', 'whatsApp', 'expirationDateTime'],
      ['', 'a@b.example', '', ''],
      ['+49301234567', '', '', '2026-01-20T01:44Z'],
      ['', '', '49301234567', ''],
    ]);
    const columns = 'phoneColumns=phone&emailColumns=email&whatsAppColumns=whatsApp';
    await local.inject({
      method: 'POST',
      url: `/attendant/dnc-lists/${second}/imports?${columns}&expirationDateTimeColumn=expirationDateTime`,
      headers: CSV,
      payload: file,
    });
    const again = await local.inject({ method: 'GET', url: `/attendant/dnc-lists/${second}/entries.csv` });
    expect(again.body).toBe(file);
  });
});
