import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { OUTBOUND_SEED, openOutboundServer, storeContacts } from './outbound-server.ts';

const LISTS = '/contactlists';
const PLAIN = {
  name: 'Spring',
  columnNames: ['name', 'phone', 'zone', 'email'],
  phoneColumns: [{ columnName: 'phone', type: 'Cell', callableTimeColumn: 'zone' }],
  emailColumns: [{ columnName: 'email', type: 'Work' }],
};

const named = (name: string) => ({ ...PLAIN, name });

describe('contact lists', () => {
  it('C5 are made in the Home division or a given one, read, changed and deleted', async () => {
    const { ask, local } = await openOutboundServer();
    const made = await ask('POST', LISTS, { ...PLAIN, id: 'mine', size: 7, unknown: true });
    expect(made.body.division.id).toBe(local.platform.divisions.homeDivision().id);
    expect(made).toMatchObject({
      status: 200,
      body: {
        name: 'Spring',
        version: 1,
        columnNames: PLAIN.columnNames,
        phoneColumns: PLAIN.phoneColumns,
        emailColumns: PLAIN.emailColumns,
        whatsAppColumns: [],
        automaticTimeZoneMapping: false,
        trimWhitespace: false,
        dateCreated: '2026-01-15T12:00:00.000Z',
      },
    });
    expect(made.body.id).not.toBe('mine');
    for (const key of ['size', 'importStatus', 'unknown']) expect(made.body).not.toHaveProperty(key);
    const path = `${LISTS}/${made.body.id}`;
    const changed = await ask('PUT', path, {
      ...made.body,
      name: 'Spring & Söhne #2',
      division: { id: 'north' },
      trimWhitespace: true,
    });
    expect(changed).toMatchObject({
      status: 200,
      body: { name: 'Spring & Söhne #2', version: 2, division: { id: 'north' }, trimWhitespace: true },
    });
    expect((await ask('GET', path)).body).toEqual(changed.body);
    expect(await ask('DELETE', path)).toEqual({ status: 200, body: undefined });
    expect(await ask('GET', path)).toMatchObject({ status: 404, body: { code: 'contact.list.not.found' } });
    expect(await ask('DELETE', path)).toMatchObject({ status: 404, body: { code: 'resource.not.found' } });
    expect(await ask('PUT', path, changed.body)).toMatchObject({
      status: 404,
      body: { code: 'resource.not.found' },
    });
  });

  it('give back what campaigns of messages do not look at, and take null for what is not set', async () => {
    const { ask } = await openOutboundServer();
    const kept = {
      previewModeColumnName: 'name',
      previewModeAcceptedValues: ['yes'],
      attemptLimits: { id: 'limits' },
      zipCodeColumnName: 'zone',
      columnDataTypeSpecifications: [{ columnName: 'name', columnDataType: 'TEXT', maxLength: 40 }],
      retentionType: 'Days',
      retentionDays: 30,
      timeZone: 'Europe/Berlin',
    };
    const made = await ask('POST', LISTS, {
      ...PLAIN,
      ...kept,
      phoneColumns: [{ columnName: 'phone', type: 'Cell', callableTimeColumn: null }],
      whatsAppColumns: null,
      division: null,
      automaticTimeZoneMapping: true,
    });
    expect(made).toMatchObject({ status: 200, body: { ...kept, automaticTimeZoneMapping: true } });
    expect(made.body.phoneColumns).toEqual([{ columnName: 'phone', type: 'Cell' }]);
  });

  const COLUMNS = PLAIN.columnNames;
  const faults: readonly (readonly [string, Json, string, string])[] = [
    ['no name', { columnNames: COLUMNS }, 'name.cannot.be.blank', 'name'],
    ['a blank name', named('  '), 'name.cannot.be.blank', 'name'],
    ['a long name', named('x'.repeat(201)), 'name.length.exceeded', 'name'],
    ['a name of two lines', named('a\nb'), 'constraint.validation', 'name'],
    ['half a character in its name', named('a\ud800'), 'constraint.validation', 'name'],
    ['a name that is a number', { ...PLAIN, name: 5 }, 'constraint.validation', 'name'],
    ['no columns', { ...PLAIN, columnNames: [] }, 'no.contact.columns.defined', 'columnNames'],
    ['no columnNames', { name: 'x' }, 'no.contact.columns.defined', 'columnNames'],
    [
      '51 columns',
      { ...PLAIN, columnNames: [...COLUMNS, ...Array.from({ length: 47 }, (_, index) => `c${index}`)] },
      'contact.columns.limit.exceeded',
      'columnNames',
    ],
    [
      'a column twice, in another case',
      { ...PLAIN, columnNames: [...COLUMNS, 'PHONE'] },
      'not.unique.contact.columns',
      'columnNames.4',
    ],
    [
      'a column of 129 characters',
      { ...PLAIN, columnNames: [...COLUMNS, 'x'.repeat(129)] },
      'constraint.validation',
      'columnNames.4',
    ],
    [
      'a column with a control character',
      { ...PLAIN, columnNames: [...COLUMNS, 'a\tb'] },
      'constraint.validation',
      'columnNames.4',
    ],
    [
      'a column that reaches into prototypes',
      { ...PLAIN, columnNames: [...COLUMNS, '__proto__'] },
      'constraint.validation',
      'columnNames.4',
    ],
    ['columns that are no texts', { ...PLAIN, columnNames: [1] }, 'constraint.validation', 'columnNames.0'],
    [
      'no column with addresses',
      { ...PLAIN, phoneColumns: [], emailColumns: [] },
      'no.phone.columns',
      'phoneColumns',
    ],
    [
      'a phone column without a name',
      { ...PLAIN, phoneColumns: [{ type: 'Cell' }] },
      'invalid.contact.phone.column',
      'phoneColumns.0.columnName',
    ],
    [
      'a phone column without a type',
      { ...PLAIN, phoneColumns: [{ columnName: 'phone' }] },
      'invalid.contact.phone.column',
      'phoneColumns.0.type',
    ],
    [
      'a phone column that is none of the columns',
      { ...PLAIN, phoneColumns: [{ columnName: 'Phone', type: 'Cell' }] },
      'contact.columns.do.not.contain.phone.number.column',
      'phoneColumns.0.columnName',
    ],
    [
      'a phone column twice',
      { ...PLAIN, phoneColumns: [...PLAIN.phoneColumns, ...PLAIN.phoneColumns] },
      'not.unique.phone.columns',
      'phoneColumns.1.columnName',
    ],
    [
      'a phone column of the system',
      {
        ...PLAIN,
        columnNames: [...COLUMNS, 'Callable-phone'],
        phoneColumns: [{ columnName: 'Callable-phone', type: 'Cell' }],
      },
      'system.column.phone.column',
      'phoneColumns.0.columnName',
    ],
    [
      'an e-mail column that is none of the columns',
      { ...PLAIN, emailColumns: [{ columnName: 'mail', type: 'Work' }] },
      'contact.columns.dont.match',
      'emailColumns.0.columnName',
    ],
    [
      'a WhatsApp column twice',
      {
        ...PLAIN,
        whatsAppColumns: [
          { columnName: 'phone', type: 'A' },
          { columnName: 'phone', type: 'B' },
        ],
      },
      'not.unique.contact.columns',
      'whatsAppColumns.1.columnName',
    ],
    [
      'a time zone column that is none of the columns',
      { ...PLAIN, emailColumns: [{ columnName: 'email', type: 'Work', contactableTimeColumn: 'tz' }] },
      'contact.columns.dont.match',
      'emailColumns.0.contactableTimeColumn',
    ],
    [
      'time zones from a column and from numbers',
      { ...PLAIN, automaticTimeZoneMapping: true },
      'cannot.have.callable.time.column.with.automatic.time.zone.mapping',
      'phoneColumns.0.callableTimeColumn',
    ],
    [
      'a zip code column without automatic mapping',
      { ...PLAIN, zipCodeColumnName: 'zone' },
      'cannot.have.zip.code.column.without.automatic.time.zone.mapping',
      'zipCodeColumnName',
    ],
    [
      'a zip code column that is none of the columns',
      { ...PLAIN, phoneColumns: [], automaticTimeZoneMapping: true, zipCodeColumnName: 'zip' },
      'invalid.zip.code.column',
      'zipCodeColumnName',
    ],
    [
      'a preview column that is none of the columns',
      { ...PLAIN, previewModeColumnName: 'preview' },
      'contact.columns.dont.match',
      'previewModeColumnName',
    ],
    [
      'a data type of no column',
      { ...PLAIN, columnDataTypeSpecifications: [{ columnDataType: 'TEXT' }] },
      'contact.columns.dont.match',
      'columnDataTypeSpecifications.0.columnName',
    ],
    [
      'an unknown division',
      { ...PLAIN, division: { id: 'south' } },
      'attendant.division.not.found',
      'division.id',
    ],
  ];

  it.each(faults)('C3 are refused with %s', async (_, body, code, field) => {
    const { ask } = await openOutboundServer();
    const answer = await ask('POST', LISTS, body);
    expect(answer).toMatchObject({ status: 400, body: { code, details: [{ fieldName: field }] } });
    expect(answer.body.message.startsWith(field)).toBe(true);
    expect((await ask('GET', LISTS)).body.total).toBe(0);
  });

  it.each([null, 'list', [PLAIN], 5])('are refused for the body %j', async (body) => {
    const { ask } = await openOutboundServer();
    expect((await ask('POST', LISTS, body as Json)).status).toBe(400);
  });

  it('C2 have a name of their own, in any case', async () => {
    const { ask } = await openOutboundServer();
    await ask('POST', LISTS, PLAIN);
    const refused = { status: 400, body: { code: 'duplicate.name' } };
    expect(await ask('POST', LISTS, named('SPRING'))).toMatchObject(refused);
    const other = await ask('POST', LISTS, named('Autumn'));
    expect(await ask('PUT', `${LISTS}/${other.body.id}`, { ...other.body, name: 'spring' })).toMatchObject(
      refused,
    );
    expect(await ask('PUT', `${LISTS}/${other.body.id}`, { ...other.body, name: 'AUTUMN' })).toMatchObject({
      status: 200,
    });
  });

  it('are at most 1,000', async () => {
    const { ask, local } = await openOutboundServer();
    await local.database.commits.add(() => {
      for (let count = 0; count < 1_000; count++)
        local.platform.outbound.contactLists.plant(`l${count}`, {
          name: `l${count}`,
          settings: {
            ...{ columnNames: ['a'], phoneColumns: [], emailColumns: [], whatsAppColumns: [] },
            ...{ automaticTimeZoneMapping: false, trimWhitespace: false },
          },
        });
    });
    expect(await ask('POST', LISTS, PLAIN)).toMatchObject({
      status: 400,
      body: { code: 'max.entity.count.reached' },
    });
    await ask('DELETE', `${LISTS}/l5`);
    expect((await ask('POST', LISTS, PLAIN)).status).toBe(200);
  });

  it('change only from the present version', async () => {
    const { ask } = await openOutboundServer();
    const { body } = await ask('POST', LISTS, PLAIN);
    const path = `${LISTS}/${body.id}`;
    const { version, ...rest } = body as JsonObject;
    expect(version).toBe(1);
    expect(await ask('PUT', path, rest)).toMatchObject({ status: 400, body: { code: 'invalid.update' } });
    expect(await ask('PUT', path, { ...rest, version: 2 })).toMatchObject({
      status: 409,
      body: { code: 'invalid.update.wrong.version' },
    });
    expect((await ask('GET', path)).body).toEqual(body);
  });

  const others: readonly (readonly [string, JsonObject, string])[] = [
    ['other columns', { columnNames: [...COLUMNS, 'more'] }, 'cannot.update.contact.column.names'],
    [
      'columns in another order',
      { columnNames: [...COLUMNS].reverse() },
      'cannot.update.contact.column.names',
    ],
    [
      'another type of a phone column',
      { phoneColumns: [{ ...PLAIN.phoneColumns[0], type: 'Home' }] },
      'cannot.update.phone.columns',
    ],
    [
      'another time zone column',
      { phoneColumns: [{ columnName: 'phone', type: 'Cell' }] },
      'cannot.update.phone.columns',
    ],
    [
      'a WhatsApp column more',
      { whatsAppColumns: [{ columnName: 'phone', type: 'Cell' }] },
      'cannot.update.phone.columns',
    ],
  ];

  it.each(others)('do not change to %s', async (_, change, code) => {
    const { ask } = await openOutboundServer();
    const { body } = await ask('POST', LISTS, PLAIN);
    expect(await ask('PUT', `${LISTS}/${body.id}`, { ...body, ...change })).toMatchObject({
      status: 400,
      body: { code },
    });
  });

  it('do not change how they find time zones', async () => {
    const { ask } = await openOutboundServer();
    const { body } = await ask('POST', LISTS, {
      ...PLAIN,
      phoneColumns: [{ columnName: 'phone', type: 'Cell' }],
    });
    expect(
      await ask('PUT', `${LISTS}/${body.id}`, { ...body, automaticTimeZoneMapping: true }),
    ).toMatchObject({
      status: 400,
      body: { code: 'cannot.edit.automatic.time.zone.mapping.settings' },
    });
  });

  it('tell their size only when asked', async () => {
    const { ask, local } = await openOutboundServer();
    await storeContacts(local, 'l1', ['name'], [['a'], ['b']]);
    expect((await ask('GET', `${LISTS}/l1`)).body).not.toHaveProperty('size');
    expect((await ask('GET', `${LISTS}/l1?includeSize=true&includeImportStatus=true`)).body.size).toBe(2);
    expect((await ask('GET', `${LISTS}?includeSize=true`)).body.entities[0].size).toBe(2);
    expect((await ask('GET', `${LISTS}/l1?includeSize=maybe`)).body.code).toBe('invalid.query.param.value');
  });

  it('are listed by name, id and division, sorted, in pages', async () => {
    const { ask } = await openOutboundServer();
    const made: string[] = [];
    for (const [index, name] of ['Beta one', 'alpha', 'Beta two', 'x_1'].entries()) {
      const { body } = await ask('POST', LISTS, {
        ...named(name),
        ...(index === 2 ? { division: { id: 'north' }, timeZone: 'Europe/Berlin' } : {}),
      });
      made.push(body.id);
    }
    const names = async (query: string) =>
      (await ask('GET', `${LISTS}?${query}`)).body.entities.map(({ name }: { name: string }) => name);
    expect(await names('')).toEqual(['alpha', 'Beta one', 'Beta two', 'x_1']);
    expect(await names('name=beta')).toEqual(['Beta one', 'Beta two']);
    expect(await names('name=TWO&filterType=EndsWith')).toEqual(['Beta two']);
    expect(await names('name=_&filterType=Contains&sortBy=name&sortOrder=descending')).toEqual(['x_1']);
    expect(await names('sortOrder=descending&pageSize=3&pageNumber=2')).toEqual(['alpha']);
    expect(await names(`id=${made[1]}&id=${made[3]}`)).toEqual(['alpha', 'x_1']);
    expect(await names(`id=${made[1]},${made[3]}`)).toEqual(['alpha', 'x_1']);
    expect(await names('divisionId=north')).toEqual(['Beta two']);
    expect(await names('timeZone=Europe/Berlin')).toEqual(['Beta two']);
    expect(await names('name=nothing&allowEmptyResult=true')).toEqual([]);
    const ids = Array.from({ length: 101 }, (_, index) => `id=${index}`).join('&');
    expect(await ask('GET', `${LISTS}?${ids}`)).toMatchObject({
      status: 400,
      body: { code: 'too.many.bulk.retrieves' },
    });
  });

  it('show those who may search for them a part', async () => {
    const { ask } = await openOutboundServer();
    const { body } = await ask('POST', LISTS, PLAIN);
    const view = await ask('GET', `${LISTS}/divisionviews/${body.id}?includeSize=true`);
    expect(view.body).toEqual({
      id: body.id,
      name: 'Spring',
      division: body.division,
      columnNames: PLAIN.columnNames,
      phoneColumns: PLAIN.phoneColumns,
      emailColumns: PLAIN.emailColumns,
      whatsAppColumns: [],
      size: 0,
      selfUri: `/api/v2/outbound/contactlists/divisionviews/${body.id}`,
    });
    const { size: _, ...plain } = view.body;
    expect((await ask('GET', `${LISTS}/divisionviews?name=spr`)).body).toMatchObject({
      total: 1,
      entities: [plain],
    });
    expect((await ask('GET', `${LISTS}/divisionviews/none`)).status).toBe(404);
  });

  it('are deleted together, or not at all', async () => {
    const { ask } = await openOutboundServer();
    const [one, two, three] = await Promise.all(
      ['1', '2', '3'].map(async (name) => (await ask('POST', LISTS, named(name))).body.id),
    );
    await ask('POST', '/contactlistfilters', {
      name: 'f',
      contactList: { id: three },
      clauses: [{ predicates: [{ column: 'name', operator: 'EQUALS', value: 'a' }] }],
    });
    expect(await ask('DELETE', `${LISTS}?id=${one}&id=${three}`)).toMatchObject({
      status: 409,
      body: { code: 'bulk.delete.conflict' },
    });
    expect(await ask('DELETE', `${LISTS}/${three}`)).toMatchObject({
      status: 400,
      body: { code: 'contact.list.in.use' },
    });
    expect(await ask('DELETE', `${LISTS}?id=${one}&id=${two}&id=${one}&id=unknown`)).toEqual({
      status: 204,
      body: undefined,
    });
    expect((await ask('GET', LISTS)).body.entities).toMatchObject([{ id: three }]);
    const ids = Array.from({ length: 101 }, (_, index) => `id=${index}`).join('&');
    expect(await ask('DELETE', `${LISTS}?${ids}`)).toMatchObject({
      status: 400,
      body: { code: 'too.many.deletes' },
    });
    expect((await ask('DELETE', LISTS)).status).toBe(400);
  });

  it('stay while a system uses them or a file is imported', async () => {
    const { ask, local } = await openOutboundServer();
    const { key } = await storeContacts(local, 'l1', ['name'], [['a']]);
    let isUsed = true;
    const letGo: number[] = [];
    local.platform.outbound.contactLists.usedBy({
      isUsing: (listKey) => isUsed && listKey === key,
      letGo: (listKey) => void letGo.push(listKey),
    });
    expect(await ask('DELETE', `${LISTS}/l1`)).toMatchObject({
      status: 400,
      body: { code: 'contact.list.in.use' },
    });
    isUsed = false;
    const importing = (state: string) =>
      local.database.sqlite
        .prepare(
          `insert into list_import (id, list_kind, list_key, state, on_error, done_bytes, row_count, kept_count,
             rejected_count, started_at) values (?, 'contacts', ?, ?, 'none', 0, 0, 0, 0, 0)`,
        )
        .run(state, key, state);
    importing('undoing');
    const refused = { status: 400, body: { code: 'contact.list.import.in.progress' } };
    expect(await ask('DELETE', `${LISTS}/l1`)).toMatchObject(refused);
    expect(await ask('POST', `${LISTS}/l1/clear`)).toMatchObject(refused);
    importing('failed');
    expect(letGo).toEqual([]);
    expect((await ask('DELETE', `${LISTS}/l1`)).status).toBe(200);
    expect(letGo).toEqual([key]);
  });

  it('keep a division from being deleted', async () => {
    const { ask, local } = await openOutboundServer();
    const { body } = await ask('POST', LISTS, { ...PLAIN, division: { id: 'north' } });
    expect(local.platform.divisions.objectCounts('north')).toMatchObject({ CONTACTLIST: 1 });
    await ask('DELETE', `${LISTS}/${body.id}`);
    expect(local.platform.divisions.objectCounts('north')).toMatchObject({ CONTACTLIST: 0 });
  });

  it('are changed alike in bulk, each for itself', async () => {
    const { ask } = await openOutboundServer();
    const one = (await ask('POST', LISTS, named('1'))).body;
    const two = (await ask('POST', LISTS, named('2'))).body;
    const answer = await ask('POST', `${LISTS}/bulk/update`, {
      contactListIds: [one.id, 'unknown', two.id],
      contactList: { trimWhitespace: true, division: { id: 'north' } },
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        errorCount: 1,
        errorIndexes: [1],
        results: [
          {
            id: one.id,
            success: true,
            status: 200,
            entity: { trimWhitespace: true, version: 2, name: '1', division: { id: 'north' } },
          },
          { id: 'unknown', success: false, status: 404, error: { code: 'contact.list.not.found' } },
          { id: two.id, success: true },
        ],
      },
    });
    const refused = await ask('POST', `${LISTS}/bulk/update`, {
      contactListIds: [one.id, two.id],
      contactList: { columnNames: ['other', ...PLAIN.columnNames] },
    });
    expect(refused.body).toMatchObject({
      errorCount: 2,
      results: [{ error: { code: 'cannot.update.contact.column.names', retryable: false } }, {}],
    });
    for (const body of [{}, { contactListIds: [], contactList: {} }, { contactListIds: [one.id] }])
      expect((await ask('POST', `${LISTS}/bulk/update`, body)).status).toBe(400);
  });

  it('C1 need permissions', async () => {
    const { local } = await openOutboundServer();
    const headers = { ...(await local.login('nobody')), 'content-type': 'application/json' };
    const paths = [
      ['GET', '', 'contactList:view'],
      ['POST', '', 'contactList:add'],
      ['DELETE', '', 'contactList:delete'],
      ['POST', '/bulk/update', 'contactList:edit'],
      ['GET', '/divisionviews', 'contactList:search'],
      ['GET', '/divisionviews/x', 'contactList:search'],
      ['GET', '/x', 'contactList:view'],
      ['PUT', '/x', 'contactList:edit'],
      ['DELETE', '/x', 'contactList:delete'],
      ['POST', '/x/clear', 'contact:delete'],
      ['GET', '/x/timezonemappingpreview', 'contactList:view'],
      ['POST', '/x/contacts', 'contact:add'],
      ['DELETE', '/x/contacts', 'contact:delete'],
      ['POST', '/x/contacts/bulk', 'contact:view'],
      ['POST', '/x/contacts/search', 'contact:view'],
      ['POST', '/x/contacts/bulk/remove', 'contact:delete'],
      ['POST', '/x/contacts/bulk/update', 'contact:edit'],
      ['GET', '/x/contacts/bulk/jobs', 'contactList:view'],
      ['GET', '/x/contacts/bulk/jobs/y', 'contactList:view'],
      ['GET', '/x/contacts/y', 'contact:view'],
      ['PUT', '/x/contacts/y', 'contact:edit'],
      ['DELETE', '/x/contacts/y', 'contact:delete'],
    ] as const;
    for (const [method, path, permission] of paths) {
      const url = `/api/v2/outbound${LISTS}${path}`;
      const answer = await local.inject({ method, url, headers });
      expect([method, path, answer.statusCode]).toEqual([method, path, 403]);
      expect(answer.body).toContain(`outbound:${permission}`);
    }
  });

  it('C1 are seen and changed by those who have just the permission', async () => {
    const seed = {
      ...OUTBOUND_SEED,
      oauthClients: [
        {
          ...{ id: 'admin', name: 'Admin', secret: 'admin-secret', localOnly: true },
          permissions: ['outbound:contactList:view'],
        },
      ],
    };
    const { ask } = await openOutboundServer({ seed });
    expect((await ask('GET', LISTS)).status).toBe(200);
    expect((await ask('GET', `${LISTS}/divisionviews`)).status).toBe(403);
  });
});

describe('the preview of time zones', () => {
  it('counts contacts by the columns that name zones, however these are written', async () => {
    const { ask } = await openOutboundServer();
    const { body: list } = await ask('POST', LISTS, {
      name: 'Zones',
      columnNames: ['phone', 'zone', 'email', 'zone2'],
      phoneColumns: [{ columnName: 'phone', type: 'Cell', callableTimeColumn: 'zone' }],
      emailColumns: [{ columnName: 'email', type: 'Work', contactableTimeColumn: 'zone2' }],
    });
    const contact = (zone: string, zone2: string) => ({ contactListId: list.id, data: { zone, zone2 } });
    await ask('POST', `${LISTS}/${list.id}/contacts`, [
      contact('Europe/Berlin', ''),
      contact(' europe/berlin ', 'Europe/Berlin'),
      contact('Europe/Berlin', 'America/New_York'),
      contact('CET?', ''),
      contact('', ''),
    ]);
    const { body } = await ask('GET', `${LISTS}/${list.id}/timezonemappingpreview`);
    expect(body).toMatchObject({
      contactList: { id: list.id },
      contactsPerTimeZone: { 'America/New_York': 1, 'Europe/Berlin': 3 },
      contactsMappedToASingleZone: 2,
      contactsMappedToMultipleZones: 1,
      contactsInDefaultWindow: 2,
      contactListSize: 5,
    });
  });

  it('counts by the countries of phone numbers where the list says so', async () => {
    const { ask } = await openOutboundServer();
    const { body: list } = await ask('POST', LISTS, {
      name: 'Numbers',
      columnNames: ['phone'],
      phoneColumns: [{ columnName: 'phone', type: 'Cell' }],
      automaticTimeZoneMapping: true,
    });
    const contact = (phone: string) => ({ contactListId: list.id, data: { phone } });
    await ask('POST', `${LISTS}/${list.id}/contacts`, [
      contact('+818012345678'),
      contact('818012345679'),
      contact('+13175550123'),
      contact('none'),
    ]);
    const { body } = await ask('GET', `${LISTS}/${list.id}/timezonemappingpreview`);
    expect(body).toMatchObject({
      contactsPerTimeZone: { 'Asia/Tokyo': 2, 'America/New_York': 1 },
      contactsMappedToASingleZone: 2,
      contactsMappedToMultipleZones: 1,
      contactsInDefaultWindow: 1,
    });
  });

  it('puts all contacts into the default window where nothing tells a zone', async () => {
    const { ask, local } = await openOutboundServer();
    await storeContacts(local, 'l1', ['name'], [['a'], ['b']]);
    expect((await ask('GET', `${LISTS}/l1/timezonemappingpreview`)).body).toMatchObject({
      contactsPerTimeZone: {},
      contactsInDefaultWindow: 2,
    });
    expect((await ask('GET', `${LISTS}/none/timezonemappingpreview`)).status).toBe(404);
  });
});
