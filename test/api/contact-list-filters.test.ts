import { describe, expect, it } from 'vitest';
import { openLocalServer } from './local-server.ts';
import { OUTBOUND_SEED, type OutboundServer, openOutboundServer, storeContacts } from './outbound-server.ts';

const PATH = '/contactlistfilters';
const CITY = { column: 'City', columnType: 'alphabetic', operator: 'EQUALS', value: 'Iowa City' };
const DEBT = { column: 'Debt', columnType: 'numeric', operator: 'GREATER_THAN', value: '100' };
const FILTER = {
  name: 'Iowa, much',
  contactList: { id: 'people' },
  filterType: 'AND',
  clauses: [{ filterType: 'AND', predicates: [CITY, DEBT] }],
};

async function opened(
  rows: readonly (readonly string[])[] = [['Ann', 'Iowa City', '250']],
): Promise<OutboundServer> {
  const outbound = await openOutboundServer();
  await storeContacts(outbound.local, 'people', ['Name', 'City', 'Debt'], rows);
  await storeContacts(outbound.local, 'others', ['Town'], []);
  return outbound;
}

describe('contact list filters', () => {
  it('C6 are made, read, changed and removed', async () => {
    const { ask, local } = await opened();
    const made = await ask('POST', PATH, { ...FILTER, unknown: 1, version: null, contactListTemplate: null });
    const { id } = made.body;
    expect(made).toEqual({
      status: 200,
      body: {
        ...FILTER,
        id,
        version: 1,
        sourceType: 'ContactList',
        contactList: { id: 'people', name: 'List people', selfUri: '/api/v2/outbound/contactlists/people' },
        dateCreated: new Date(local.clock.now()).toISOString(),
        dateModified: new Date(local.clock.now()).toISOString(),
        selfUri: `/api/v2/outbound/contactlistfilters/${id}`,
      },
    });
    expect((await ask('GET', `${PATH}/${id}`)).body).toEqual(made.body);
    local.clock.advance(1000);
    const other = { ...FILTER, name: 'Iowa', clauses: [{ predicates: [CITY] }], version: 1 };
    const changed = await ask('PUT', `${PATH}/${id}`, other);
    expect(changed.body).toMatchObject({ id, name: 'Iowa', version: 2, clauses: [{ predicates: [CITY] }] });
    expect(changed.body.dateModified > changed.body.dateCreated).toBe(true);
    expect(await ask('PUT', `${PATH}/${id}`, other)).toMatchObject({
      status: 409,
      body: { code: 'invalid.update.wrong.version' },
    });
    expect((await ask('GET', `${PATH}/${id}`)).body).toEqual(changed.body);
    expect(await ask('DELETE', `${PATH}/${id}`)).toEqual({ status: 204, body: undefined });
    for (const method of ['GET', 'DELETE', 'PUT'] as const)
      expect(await ask(method, `${PATH}/${id}`, method === 'PUT' ? FILTER : undefined)).toMatchObject({
        status: 404,
        body: { code: 'resource.not.found' },
      });
  });

  it('C6 are refused with the code, the status and the field of Genesys Cloud', async () => {
    const { ask } = await opened();
    const cases: readonly [object, number, string, string][] = [
      [{ name: undefined }, 400, 'name.cannot.be.blank', 'name'],
      [{ name: ' ' }, 400, 'name.cannot.be.blank', 'name'],
      [{ name: 'x'.repeat(201) }, 400, 'name.length.exceeded', 'name'],
      [{ name: 'a\u0007' }, 400, 'constraint.validation', 'name'],
      [{ name: 7 }, 400, 'constraint.validation', 'name'],
      [{ contactList: undefined }, 400, 'contact.list.cannot.be.blank', 'contactList.id'],
      [{ contactList: { id: 'nowhere' } }, 400, 'contact.list.not.found', 'contactList.id'],
      [{ contactList: { id: '__proto__' } }, 400, 'contact.list.not.found', 'contactList.id'],
      [{ contactList: 'people' }, 400, 'constraint.validation', 'contactList'],
      [{ sourceType: 'ContactListTemplate' }, 400, 'attendant.filter.template.not.available', 'sourceType'],
      [{ contactListTemplate: { id: 't' } }, 400, 'attendant.filter.template.not.available', 'sourceType'],
      [{ clauses: [] }, 400, 'clauses.required', 'clauses'],
      [
        { contactList: { id: 'others' } },
        400,
        'column.does.not.match.contact.list',
        'clauses.0.predicates.0.column',
      ],
      [{ filterType: 'XOR' }, 400, 'constraint.validation', 'filterType'],
    ];
    for (const [change, status, code, fieldName] of cases)
      expect(
        await ask('POST', PATH, { ...FILTER, ...change } as never),
        JSON.stringify(change),
      ).toMatchObject({
        status,
        body: { code, status, details: [{ fieldName }] },
      });
    expect((await ask('GET', PATH)).body.total).toBe(0);
    expect(await ask('POST', PATH, [] as never)).toMatchObject({ status: 400 });
  });

  it('C6 are listed by name, list and page', async () => {
    const { ask } = await opened();
    const town = {
      name: 'Town',
      contactList: { id: 'others' },
      clauses: [{ predicates: [{ ...CITY, column: 'Town' }] }],
    };
    for (const body of [
      { ...FILTER, name: 'beta' },
      { ...FILTER, name: 'Alpha%' },
      { ...FILTER, name: 'alpine' },
      town,
    ])
      await ask('POST', PATH, body);
    const names = async (query: string) =>
      (await ask('GET', `${PATH}?${query}`)).body.entities.map(({ name }: { name: string }) => name);
    expect(await names('')).toEqual(['Alpha%', 'alpine', 'beta', 'Town']);
    expect(await names('name=ALP&sortOrder=descending')).toEqual(['alpine', 'Alpha%']);
    expect(await names('name=ha%25&filterType=EndsWith')).toEqual(['Alpha%']);
    expect(await names('name=p&filterType=Contains')).toEqual(['Alpha%', 'alpine']);
    expect(await names('name=BETA&filterType=equals')).toEqual(['beta']);
    expect(await names('name=alpine&filterType=GreaterThan')).toEqual(['beta', 'Town']);
    expect(await names('contactListId=others')).toEqual(['Town']);
    expect(await names('contactListId=nowhere')).toEqual([]);
    expect((await ask('GET', `${PATH}?pageSize=2&pageNumber=2`)).body).toMatchObject({
      total: 4,
      pageCount: 2,
      entities: [{ name: 'beta' }, { name: 'Town' }],
    });
    for (const query of ['filterType=RegEx', 'sortBy=clauses', 'pageSize=501'])
      expect(await ask('GET', `${PATH}?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'invalid.query.param.value' },
      });
  });

  it('C6 are retrieved by their ids', async () => {
    const { ask } = await opened();
    const ids = [];
    for (const name of ['one', 'two']) ids.push((await ask('POST', PATH, { ...FILTER, name })).body.id);
    const found = await ask('POST', `${PATH}/bulk/retrieve`, { ids: [ids[1], 'nowhere', ids[0]] });
    expect(found.body).toMatchObject({ total: 2, entities: [{ name: 'two' }, { name: 'one' }] });
    expect(await ask('POST', `${PATH}/bulk/retrieve`, {})).toMatchObject({
      status: 400,
      body: { code: 'constraint.validation' },
    });
  });

  it('C6 are not deleted, nor moved to another list, while something uses them', async () => {
    const { ask, local } = await opened();
    const { id } = (await ask('POST', PATH, FILTER)).body;
    local.platform.outbound.contactFilters.usedBy({ isUsing: (filterId) => filterId === id });
    const refused = { status: 400, body: { code: 'referential.integrity.error' } };
    expect(await ask('DELETE', `${PATH}/${id}`)).toMatchObject(refused);
    const moved = {
      ...FILTER,
      contactList: { id: 'others' },
      clauses: [{ predicates: [{ ...CITY, column: 'Town' }] }],
    };
    expect(await ask('PUT', `${PATH}/${id}`, moved)).toMatchObject(refused);
    expect(await ask('PUT', `${PATH}/${id}`, FILTER)).toMatchObject({ status: 200, body: { version: 2 } });
  });

  it('C1 need the permissions that Genesys Cloud names', async () => {
    const local = await openLocalServer({ seed: OUTBOUND_SEED });
    const headers = await local.login('nobody');
    const needed = [
      ['GET', '', 'outbound:contactListFilter:view'],
      ['POST', '', 'outbound:contactListFilter:add'],
      ['POST', '/bulk/retrieve', 'outbound:contactListFilter:view'],
      ['POST', '/preview', 'outbound:contact:view'],
      ['GET', '/x', 'outbound:contactListFilter:view'],
      ['PUT', '/x', 'outbound:contactListFilter:edit'],
      ['DELETE', '/x', 'outbound:contactListFilter:delete'],
    ] as const;
    for (const [method, path, permission] of needed) {
      const answer = await local.inject({ method, url: `/api/v2/outbound${PATH}${path}`, headers });
      expect(answer.statusCode, path).toBe(403);
      expect(answer.body).toContain(permission);
    }
  });
});

describe('previews', () => {
  it('C6 count what fits, and show the first ten', async () => {
    const rows = Array.from({ length: 25_000 }, (_, index) => [
      `Person ${index}`,
      index % 2 === 0 ? 'iowa city' : 'Ames',
      String(index % 1000),
    ]);
    const { ask } = await opened(rows);
    const { status, body } = await ask('POST', `${PATH}/preview`, FILTER);
    expect(status).toBe(200);
    expect(body).toMatchObject({ totalContacts: 25_000, filteredContacts: 25 * 449 });
    expect(body.preview).toHaveLength(10);
    expect(body.preview[0]).toMatchObject({
      contactListId: 'people',
      callable: true,
      data: { Name: 'Person 102', City: 'iowa city', Debt: '102' },
    });
  });

  it('C6 of a name are none; of an empty list they count nothing', async () => {
    const { ask } = await opened([]);
    const { name: _, ...nameless } = FILTER;
    expect((await ask('POST', `${PATH}/preview`, nameless)).body).toEqual({
      filteredContacts: 0,
      totalContacts: 0,
      preview: [],
    });
    expect(await ask('POST', `${PATH}/preview`, { ...FILTER, clauses: [{}] })).toMatchObject({
      status: 400,
      body: { code: 'at.least.one.predicate.required' },
    });
  });

  it('C6 let others have their turn after every 5,000 contacts', async () => {
    const rows = Array.from({ length: 60_000 }, () => ['A', 'Iowa City', '200']);
    const { local } = await opened(rows);
    let [turns, isCounting] = [0, true];
    const count = () => {
      turns += 1;
      if (isCounting) setImmediate(count);
    };
    setImmediate(count);
    const preview = await local.platform.outbound.contactFilters.preview(FILTER);
    isCounting = false;
    expect(preview).toMatchObject({ ok: true, value: { filteredContacts: 60_000 } });
    expect(turns).toBeGreaterThanOrEqual(12);
  });

  it('C6 take relative times from now', async () => {
    const outbound = await openOutboundServer();
    const day = (offset: number) => new Date(outbound.local.clock.now() + offset * 86_400_000).toISOString();
    await storeContacts(outbound.local, 'due', ['Since'], [[day(-2)], [day(-0.5)], [day(1)], ['']]);
    const filter = {
      contactList: { id: 'due' },
      clauses: [{ predicates: [{ column: 'Since', operator: 'BEFORE', value: 'P-1D' }] }],
    };
    expect((await outbound.ask('POST', `${PATH}/preview`, filter)).body.filteredContacts).toBe(1);
    outbound.local.clock.advance(13 * 3_600_000);
    expect((await outbound.ask('POST', `${PATH}/preview`, filter)).body.filteredContacts).toBe(2);
  });
});
