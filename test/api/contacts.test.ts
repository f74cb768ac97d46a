import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { type OutboundServer, openOutboundServer } from './outbound-server.ts';

const LISTS = '/contactlists';
const LIST = {
  name: 'Spring',
  columnNames: ['name', 'phone', 'email', 'wa', 'amount'],
  phoneColumns: [{ columnName: 'phone', type: 'Cell' }],
  emailColumns: [{ columnName: 'email', type: 'Work' }],
  whatsAppColumns: [{ columnName: 'wa', type: 'Cell' }],
};

async function opened(more: JsonObject = {}) {
  const server = await openOutboundServer();
  const { body } = await server.ask('POST', LISTS, { ...LIST, ...more });
  const listId: string = body.id;
  return { ...server, listId, path: `${LISTS}/${listId}/contacts`, contact: contactsOf(listId) };
}

const contactsOf =
  (contactListId: string) =>
  (data: JsonObject, more: JsonObject = {}): JsonObject => ({ contactListId, data, ...more });

async function sizeOf({ ask }: OutboundServer, listId: string): Promise<number> {
  return (await ask('GET', `${LISTS}/${listId}?includeSize=true`)).body.size;
}

describe('contacts', () => {
  it('are added, read, changed and deleted', async () => {
    const server = await opened();
    const { ask, path, listId, contact } = server;
    const added = await ask('POST', path, [
      contact({ name: 'Ann', phone: '+13175550123', email: 'ann@mail.example', wa: '', amount: '12.50' }),
    ]);
    expect(added).toMatchObject({ status: 200, body: [{ contactListId: listId, callable: true }] });
    const [ann] = added.body;
    expect(ann).toEqual({
      id: ann.id,
      contactListId: listId,
      data: { name: 'Ann', phone: '+13175550123', email: 'ann@mail.example', wa: '', amount: '12.50' },
      callable: true,
      phoneNumberStatus: { phone: { callable: true } },
      contactableStatus: {
        Voice: { contactable: true, columnStatus: { phone: { contactable: true } } },
        Sms: { contactable: true, columnStatus: { phone: { contactable: true } } },
        Email: { contactable: true, columnStatus: { email: { contactable: true } } },
        WhatsApp: { contactable: true, columnStatus: { wa: { contactable: true } } },
      },
      dateCreated: '2026-01-15T12:00:00.000Z',
      selfUri: `/api/v2/outbound/contactlists/${listId}/contacts/${ann.id}`,
    });
    const changed = await ask('PUT', `${path}/${ann.id}`, contact({ name: 'Anna' }, { callable: false }));
    expect(changed.body).toEqual({
      ...ann,
      data: { name: 'Anna', phone: '', email: '', wa: '', amount: '' },
      callable: false,
    });
    expect((await ask('GET', `${path}/${ann.id}`)).body).toEqual(changed.body);
    expect(await sizeOf(server, listId)).toBe(1);
    expect((await ask('DELETE', `${path}/${ann.id}`)).status).toBe(200);
    expect(await sizeOf(server, listId)).toBe(0);
    for (const method of ['GET', 'PUT', 'DELETE'] as const)
      expect(await ask(method, `${path}/${ann.id}`, method === 'PUT' ? ann : undefined)).toMatchObject({
        status: 404,
        body: { code: 'resource.not.found' },
      });
  });

  it('are changed when they are added with an id that is there, and keep their place', async () => {
    const server = await opened();
    const { ask, path, listId, contact } = server;
    const first = await ask('POST', path, [
      contact(
        { name: 'a' },
        { id: 'crm/1 ä', callable: false, phoneNumberStatus: { phone: { callable: false } } },
      ),
      contact({ name: 'b', amount: 5 }),
    ]);
    const madeUp = first.body[1].id;
    const again = await ask('POST', path, [
      contact({ name: 'a2', phone: '+13175550123' }, { id: 'crm/1 ä' }),
      contact({ name: 'b2' }, { id: madeUp }),
      contact({ name: 'c' }),
    ]);
    expect(again.body).toMatchObject([
      {
        id: 'crm/1 ä',
        data: { name: 'a2', phone: '+13175550123', amount: '' },
        callable: false,
        phoneNumberStatus: { phone: { callable: false } },
      },
      { id: madeUp, data: { name: 'b2', amount: '' } },
      { data: { name: 'c' } },
    ]);
    expect(await sizeOf(server, listId)).toBe(3);
    expect((await ask('GET', `${path}/${encodeURIComponent('crm/1 ä')}`)).body).toEqual(again.body[0]);
    const cleared = await ask('POST', `${path}?clearSystemData=true&priority=true&doNotQueue=false`, [
      contact({ name: 'a3' }, { id: 'crm/1 ä' }),
    ]);
    expect(cleared.body).toMatchObject([
      { data: { name: 'a3' }, callable: true, phoneNumberStatus: { phone: { callable: true } } },
    ]);
    for (const flag of ['clearSystemData', 'priority', 'doNotQueue'])
      expect((await ask('POST', `${path}?${flag}=yes`, [])).body.code).toBe('invalid.query.param.value');
  });

  it('keep what is known of their status when more becomes known', async () => {
    const { ask, path, contact } = await opened();
    const { body } = await ask('POST', path, [
      contact({}, { contactableStatus: { sms: { columnStatus: { phone: { contactable: false } } } } }),
    ]);
    const status = {
      contactableStatus: {
        WHATSAPP: { contactable: false },
        Sms: { contactable: true, columnStatus: null },
      },
    };
    const changed = await ask('PUT', `${path}/${body[0].id}`, contact({ name: 'a' }, status));
    expect(changed.body.contactableStatus).toMatchObject({
      Sms: { contactable: true, columnStatus: { phone: { contactable: false } } },
      WhatsApp: { contactable: false, columnStatus: { wa: { contactable: true } } },
      Email: { contactable: true },
    });
  });

  it('hold texts: numbers and flags become theirs, null and what is missing become empty', async () => {
    const { ask, path, contact } = await opened({ trimWhitespace: true });
    const { body } = await ask('POST', path, [
      contact({ name: true, phone: null, email: '  a b ', amount: -12.5 }),
    ]);
    expect(body[0].data).toEqual({ name: 'true', phone: '', email: 'a b', wa: '', amount: '-12.5' });
  });

  const faults: readonly (readonly [string, JsonObject, JsonObject, string, string])[] = [
    ['a column the list has not', { Name: 'a' }, {}, 'invalid.contact.columns', '1.data.Name'],
    ['a cell that is an object', { name: {} }, {}, 'constraint.validation', '1.data.name'],
    ['a cell that is a list', { name: ['a'] }, {}, 'constraint.validation', '1.data.name'],
    ['a cell of 513 characters', { name: 'x'.repeat(513) }, {}, 'constraint.validation', '1.data.name'],
    ['NUL in a cell', { name: 'a\0' }, {}, 'constraint.validation', '1.data.name'],
    ['half a character in a cell', { name: 'a\ud83d' }, {}, 'constraint.validation', '1.data.name'],
    ['an empty id', {}, { id: '' }, 'invalid.contact.id', '1.id'],
    ['an id of 101 characters', {}, { id: 'x'.repeat(101) }, 'invalid.contact.id', '1.id'],
    ['an id of two lines', {}, { id: 'a\nb' }, 'invalid.contact.id', '1.id'],
    ['an id that is a number', {}, { id: 5 }, 'constraint.validation', '1.id'],
    ['another list', {}, { contactListId: 'other' }, 'constraint.validation', '1.contactListId'],
    ['no data', {}, { data: null }, 'constraint.validation', '1.data'],
    ['data that is a list', {}, { data: [] }, 'constraint.validation', '1.data'],
    ['callable that is a text', {}, { callable: 'yes' }, 'constraint.validation', '1.callable'],
    [
      'an unknown medium',
      {},
      { contactableStatus: { Fax: {} } },
      'constraint.validation',
      '1.contactableStatus.Fax',
    ],
    [
      'the status of an unknown column',
      {},
      { contactableStatus: { Email: { columnStatus: { mail: {} } } } },
      'invalid.contact.columns',
      '1.contactableStatus.Email.columnStatus.mail',
    ],
    [
      'the status of an unknown number',
      {},
      { phoneNumberStatus: { fax: { callable: true } } },
      'invalid.contact.columns',
      '1.phoneNumberStatus.fax',
    ],
  ];

  it.each(faults)('are refused with %s, all of the request', async (_, data, more, code, field) => {
    const server = await opened();
    const { ask, path, listId, contact } = server;
    const answer = await ask('POST', path, [contact({ name: 'good' }), contact(data, more)]);
    expect(answer).toMatchObject({ status: 400, body: { code, details: [{ fieldName: field }] } });
    expect(await sizeOf(server, listId)).toBe(0);
  });

  it('are refused when the request names its columns after prototypes', async () => {
    const { local, path, listId } = await opened();
    const headers = { ...(await local.login('admin')), 'content-type': 'application/json' };
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const answer = await local.inject({
        method: 'POST',
        url: `/api/v2/outbound${path}`,
        headers,
        payload: `[{"contactListId":"${listId}","data":{"${key}":"x"}}]`,
      });
      expect([key, answer.statusCode]).toEqual([key, 400]);
    }
  });

  it.each([null, {}, 'x', 5])('are refused when the body is %j', async (body) => {
    const { ask, path } = await opened();
    expect((await ask('POST', path, body as Json)).status).toBe(400);
    expect((await ask('POST', `${path}/bulk`, body as Json)).status).toBe(400);
  });

  it('check zip codes where the list has them', async () => {
    const { ask, path, contact } = await opened({
      automaticTimeZoneMapping: true,
      zipCodeColumnName: 'amount',
    });
    const answers = await Promise.all(
      ['46204', '46204-1234', '', ' 46204 '].map(
        async (amount) => (await ask('POST', path, [contact({ amount })])).status,
      ),
    );
    expect(answers).toEqual([200, 200, 200, 200]);
    const { body } = await ask('POST', path, [contact({ amount: '' })]);
    for (const amount of ['4620', 'SW1A 1AA', '46204-12'])
      for (const answer of [
        await ask('POST', path, [contact({ amount })]),
        await ask('PUT', `${path}/${body[0].id}`, contact({ amount })),
      ])
        expect(answer).toMatchObject({ status: 400, body: { code: 'invalid.zip.code.contact.value' } });
  });

  it('tell the time zones of their numbers where these are known', async () => {
    const byColumn = await opened({
      phoneColumns: [{ columnName: 'phone', type: 'Cell', callableTimeColumn: 'name' }],
    });
    const zoned = await byColumn.ask('POST', byColumn.path, [
      byColumn.contact({ name: ' Europe/Berlin ' }),
      byColumn.contact({ name: 'Atlantis' }),
    ]);
    expect(zoned.body[0].contactColumnTimeZones).toEqual({
      phone: { timeZone: 'Europe/Berlin', columnType: 'PHONE' },
    });
    expect(zoned.body[1]).not.toHaveProperty('contactColumnTimeZones');
    const byNumber = await opened({ automaticTimeZoneMapping: true });
    const numbered = await byNumber.ask('POST', byNumber.path, [
      byNumber.contact({ phone: '+818012345678' }),
      byNumber.contact({ phone: '+13175550123' }),
    ]);
    expect(numbered.body[0].contactColumnTimeZones).toEqual({
      phone: { timeZone: 'Asia/Tokyo', columnType: 'PHONE' },
    });
    expect(numbered.body[1]).not.toHaveProperty('contactColumnTimeZones');
  });

  it('are added up to 1,000 at once, with 50 columns of 512 characters', async () => {
    const columnNames = Array.from({ length: 50 }, (_, index) => `c${index}`);
    const server = await openOutboundServer();
    const { body } = await server.ask('POST', LISTS, {
      name: 'Wide',
      columnNames,
      phoneColumns: [{ columnName: 'c0', type: 'Cell' }],
    });
    const data = Object.fromEntries(columnNames.map((column) => [column, 'x'.repeat(512)]));
    const many = Array.from({ length: 1_000 }, () => ({ contactListId: body.id, data }));
    const added = await server.ask('POST', `${LISTS}/${body.id}/contacts`, many);
    expect(added.status).toBe(200);
    expect(await sizeOf(server, body.id)).toBe(1_000);
    expect(await server.ask('POST', `${LISTS}/${body.id}/contacts`, [...many.slice(1), 1, 2])).toMatchObject({
      status: 400,
      body: { code: 'too.many.contacts.added' },
    });
  });

  it('are refused when the list, or all lists, would have too many', async () => {
    const { ask, local, path, listId, contact } = await opened();
    const { sqlite } = local.database;
    const has = (count: number) =>
      sqlite.prepare('update contact_list set contact_count = ? where id = ?').run(count, listId);
    has(999_999);
    expect((await ask('POST', path, [contact({}), contact({})])).body.code).toBe('max.entity.count.reached');
    expect((await ask('POST', path, [contact({}, { id: 'one' })])).status).toBe(200);
    expect((await ask('POST', path, [contact({}, { id: 'one' })])).status).toBe(200);
    has(0);
    await ask('POST', LISTS, { ...LIST, name: 'Other' });
    sqlite.prepare('update contact_list set contact_count = 5000000 where id <> ?').run(listId);
    expect((await ask('POST', path, [contact({})])).body.code).toBe('max.entity.count.reached');
  });

  it('are not added while an import runs that may be undone, and tell campaigns of themselves', async () => {
    const { ask, local, path, listId, contact } = await opened();
    const { lists, contactLists } = local.platform.outbound;
    const heard: number[] = [];
    contactLists.observe((key) => void heard.push(key));
    const key = lists.one(listId)?.key ?? 0;
    const { body } = await ask('POST', path, [contact({ name: 'a' })]);
    await ask('POST', path, [contact({ name: 'b' }, { id: body[0].id })]);
    await ask('POST', path, []);
    expect(heard).toEqual([key]);
    const importing = (id: string, onError: string) =>
      local.database.sqlite
        .prepare(
          `insert into list_import (id, list_kind, list_key, state, on_error, done_bytes, row_count, kept_count,
             rejected_count, started_at) values (?, 'contacts', ?, 'running', ?, 0, 0, 0, 0, 0)`,
        )
        .run(id, key, onError);
    importing('1', 'skip');
    expect((await ask('POST', path, [contact({})])).status).toBe(200);
    importing('2', 'none');
    const refused = { status: 400, body: { code: 'contact.list.import.in.progress' } };
    expect(await ask('POST', path, [contact({})])).toMatchObject(refused);
    expect(await ask('POST', `${path}/bulk/update`, { contactIds: ['x'], contact: {} })).toMatchObject(
      refused,
    );
  });

  it('are read and deleted by their ids, unknown ones passed over', async () => {
    const server = await opened();
    const { ask, path, listId, contact } = server;
    const { body } = await ask('POST', path, [
      contact({ name: 'a' }),
      contact({ name: 'b' }, { id: 'b' }),
      contact({ name: 'c' }),
    ]);
    const ids = body.map(({ id }: { id: string }) => id);
    expect((await ask('POST', `${path}/bulk`, [ids[2], 'x', 'b'])).body).toEqual([body[2], body[1]]);
    expect((await ask('DELETE', `${path}?contactIds=${ids[0]}&contactIds=b,x&contactIds=b`)).status).toBe(
      200,
    );
    expect(await sizeOf(server, listId)).toBe(1);
    expect((await ask('DELETE', path)).body.code).toBe('no.contacts.specified');
    const many = Array.from({ length: 1_001 }, () => 'x');
    expect((await ask('POST', `${path}/bulk`, many)).body.code).toBe('too.many.contacts.requested');
    expect((await ask('DELETE', `${path}?contactIds=${many.join(',')}`)).body.code).toBe(
      'too.many.contacts.added',
    );
  });

  it('are not found in a list that there is not, nor by the ids of another', async () => {
    const { ask, path, contact } = await opened();
    const { body } = await ask('POST', path, [contact({ name: 'a' })]);
    const other = (await ask('POST', LISTS, { ...LIST, name: 'Other' })).body.id;
    await ask('POST', `${LISTS}/${other}/contacts`, [contactsOf(other)({ name: 'b' })]);
    expect((await ask('GET', `${LISTS}/${other}/contacts/${body[0].id}`)).status).toBe(404);
    const unknown = `${LISTS}/none/contacts`;
    for (const answer of [
      await ask('POST', unknown, [contact({})]),
      await ask('DELETE', `${unknown}?contactIds=a`),
      await ask('POST', `${unknown}/bulk`, []),
      await ask('POST', `${unknown}/search`, { pageNumber: 1, pageSize: 1 }),
      await ask('GET', `${unknown}/a`),
      await ask('PUT', `${unknown}/a`, contact({})),
      await ask('DELETE', `${unknown}/a`),
      await ask('POST', `${LISTS}/none/clear`),
      await ask('POST', `${unknown}/bulk/remove`, {}),
      await ask('GET', `${unknown}/bulk/jobs`),
      await ask('GET', `${unknown}/bulk/jobs/a`),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'contact.list.not.found' } });
  });
});

describe('a search for contacts', () => {
  const NAMES = ['Bob', 'ann', 'Cid', 'Ann', 'Dee'];
  const AMOUNTS = ['5', '20', '100', '9', ''];

  async function filled() {
    const server = await opened();
    const { ask, path, contact } = server;
    await ask(
      'POST',
      path,
      NAMES.map((name, index) => contact({ name, amount: AMOUNTS[index] ?? '' })),
    );
    const names = async (body: JsonObject) => {
      const found = await ask('POST', `${path}/search`, { pageNumber: 1, pageSize: 10, ...body });
      return found.body.entities.map(({ data }: { data: { name: string } }) => data.name);
    };
    return { ...server, names };
  }

  const named = (value: string) => ({
    clauses: [{ predicates: [{ column: 'name', operator: 'EQUALS', value }] }],
  });

  it('finds all, page by page, in the order they were added', async () => {
    const { ask, path, names } = await filled();
    expect(await names({})).toEqual(NAMES);
    const page = await ask('POST', `${path}/search`, { pageNumber: 2, pageSize: 2 });
    expect(page).toMatchObject({
      status: 200,
      body: { pageNumber: 2, pageSize: 2, total: 5, contactsCount: 5, pageCount: 3 },
    });
    expect(page.body.entities).toMatchObject([{ data: { name: 'Cid' } }, { data: { name: 'Ann' } }]);
    expect(await names({ pageNumber: 9 })).toEqual([]);
  });

  it('C6 finds those that fit criteria, a stored filter, or both', async () => {
    const { ask, listId, path, names } = await filled();
    expect(await names({ criteria: named('ANN') })).toEqual(['ann', 'Ann']);
    const { body: filter } = await ask('POST', '/contactlistfilters', {
      name: 'rich',
      contactList: { id: listId },
      clauses: [
        { predicates: [{ column: 'amount', columnType: 'numeric', operator: 'GREATER_THAN', value: '5' }] },
      ],
    });
    expect(await names({ contactListFilterId: filter.id })).toEqual(['ann', 'Cid', 'Ann']);
    expect(await names({ contactListFilterId: filter.id, criteria: named('Bob') })).toEqual([]);
    const counted = await ask('POST', `${path}/search`, {
      ...{ pageNumber: 1, pageSize: 1 },
      contactListFilterId: filter.id,
    });
    expect(counted.body).toMatchObject({ total: 3, contactsCount: 3, pageCount: 3 });
  });

  it('C10 sorts by up to four columns, as text or as numbers', async () => {
    const { names } = await filled();
    const amount = { fieldName: 'amount', direction: 'DESC' };
    expect(await names({ contactSorts: [{ ...amount, numeric: true }] })).toEqual([
      ...['Cid', 'ann', 'Ann', 'Bob', 'Dee'],
    ]);
    expect(await names({ contactSorts: [amount] })).toEqual(['Ann', 'Bob', 'ann', 'Cid', 'Dee']);
    expect(await names({ contactSorts: [{ fieldName: 'email' }, { fieldName: 'name' }] })).toEqual([
      ...['Ann', 'Bob', 'Cid', 'Dee', 'ann'],
    ]);
  });

  const PAGE = { pageNumber: 1, pageSize: 10 };
  const refusals: readonly (readonly [JsonObject, string, string])[] = [
    [{ pageSize: 1 }, 'constraint.validation', 'pageNumber'],
    [{ ...PAGE, pageSize: 501 }, 'constraint.validation', 'pageSize'],
    [{ ...PAGE, pageNumber: 0 }, 'constraint.validation', 'pageNumber'],
    [{ ...PAGE, contactListFilterId: 'x' }, 'attendant.contact.filter.not.found', 'contactListFilterId'],
    [{ ...PAGE, criteria: {} }, 'clauses.required', 'criteria.clauses'],
    [{ ...PAGE, criteria: { clauses: 5 } }, 'constraint.validation', 'criteria.clauses'],
    [
      { ...PAGE, criteria: { clauses: [{ predicates: [{ column: 'x', operator: 'EQUALS', value: 'a' }] }] } },
      'column.does.not.match.contact.list',
      'criteria.clauses.0.predicates.0.column',
    ],
    [{ ...PAGE, contactSorts: [{ fieldName: 'x' }] }, 'constraint.validation', 'contactSorts.0.fieldName'],
    [
      { ...PAGE, contactSorts: Array.from({ length: 5 }, () => ({ fieldName: 'name' })) },
      'constraint.validation',
      'contactSorts',
    ],
  ];

  it.each(refusals)('is refused for %j', async (body, code, field) => {
    const { ask, path } = await filled();
    expect(await ask('POST', `${path}/search`, body)).toMatchObject({
      status: 400,
      body: { code, details: [{ fieldName: field }] },
    });
  });
});
