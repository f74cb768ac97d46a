import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { openOutboundServer, storeContacts } from './outbound-server.ts';

const LIST = '/contactlists/l1';
const JOBS = `${LIST}/contacts/bulk`;
const COLUMNS = ['name', 'tier'];

/** A server whose list `l1` has contacts: every other is gold. */
async function filled(count: number, options: Parameters<typeof openOutboundServer>[0] = {}) {
  const server = await openOutboundServer(options);
  const rows = Array.from({ length: count }, (_, index) => [`n${index}`, index % 2 === 0 ? 'gold' : 'none']);
  const list = await storeContacts(server.local, 'l1', COLUMNS, rows);
  const { contactSystem, lists, contacts } = server.local.platform.outbound;
  return {
    ...server,
    key: list.key,
    settled: contactSystem.settled,
    size: () => lists.one('l1')?.contactCount,
    at: (sequence: number) => contacts.at(list.key, sequence),
  };
}

const tier = (value: string): JsonObject => ({
  criteria: { clauses: [{ predicates: [{ column: 'tier', operator: 'EQUALS', value }] }] },
});

describe('bulk jobs', () => {
  it('remove the contacts that fit, in slices', async () => {
    const { ask, settled, size, at } = await filled(12_001);
    const begun = await ask('POST', `${JOBS}/remove`, tier('gold'));
    expect(begun).toMatchObject({
      status: 202,
      body: { state: 'InProgress', type: 'BulkDelete', completedRecords: 0, percentComplete: 0 },
    });
    await settled();
    const done = await ask('GET', `${JOBS}/jobs/${begun.body.id}`);
    expect(done.body).toEqual({
      id: begun.body.id,
      state: 'Complete',
      type: 'BulkDelete',
      totalRecords: 6_001,
      completedRecords: 6_001,
      percentComplete: 100,
      selfUri: `/api/v2/outbound${JOBS}/jobs/${begun.body.id}`,
    });
    expect(size()).toBe(6_000);
    expect([at(1), at(2)?.data, at(12_001)]).toEqual([undefined, ['n1', 'none'], undefined]);
  });

  it('change the contacts that fit, what is not named stays', async () => {
    const { ask, settled, at, local, key } = await filled(6_000);
    await local.database.commits.add(() => {
      const list = local.platform.outbound.lists.byKey(key);
      if (list === undefined) throw new Error('the list is there');
      local.platform.outbound.contacts.change(list, 1, {
        data: ['first', 'gold'],
        isCallable: true,
        details: { contactableStatus: { Email: { contactable: false } } },
      });
    });
    const begun = await ask('POST', `${JOBS}/update`, {
      ...tier('gold'),
      contact: {
        data: { tier: 'silver' },
        callable: false,
        contactableStatus: { sms: { contactable: false } },
      },
    });
    expect(begun).toMatchObject({ status: 202, body: { type: 'BulkEdit' } });
    await settled();
    expect((await ask('GET', `${JOBS}/jobs/${begun.body.id}`)).body).toMatchObject({
      state: 'Complete',
      totalRecords: 3_000,
      completedRecords: 3_000,
    });
    expect(at(1)).toMatchObject({
      data: ['first', 'silver'],
      isCallable: false,
      details: { contactableStatus: { Email: { contactable: false }, Sms: { contactable: false } } },
    });
    expect(at(2)).toMatchObject({ data: ['n1', 'none'], isCallable: true, details: null });
    expect(at(5_999)).toMatchObject({ data: ['n5998', 'silver'], isCallable: false });
  });

  it('change contacts by their ids, each once, unknown ones passed over', async () => {
    const { ask, settled, at } = await filled(3_000);
    const contactIds = Array.from({ length: 2_500 }, (_, index) => at(index + 1)?.id ?? '');
    const begun = await ask('POST', `${JOBS}/update`, {
      contactIds: [...contactIds, 'unknown', contactIds[0] ?? ''],
      contact: { data: { name: 'x' } },
    });
    expect(begun.body).toMatchObject({ totalRecords: 2_501 });
    await settled();
    expect((await ask('GET', `${JOBS}/jobs/${begun.body.id}`)).body).toMatchObject({
      state: 'Complete',
      completedRecords: 2_500,
      percentComplete: 100,
    });
    expect([at(1)?.data, at(2_500)?.data, at(2_501)?.data]).toEqual([
      ['x', 'gold'],
      ['x', 'none'],
      ['n2500', 'gold'],
    ]);
  });

  it('take a stored filter, and leave contacts alone that come later', async () => {
    const { ask, settled, size, local } = await filled(10);
    const { body: filter } = await ask('POST', '/contactlistfilters', {
      name: 'gold',
      contactList: { id: 'l1' },
      clauses: [{ predicates: [{ column: 'tier', operator: 'EQUALS', value: 'gold' }] }],
    });
    const [begun, added] = await Promise.all([
      ask('POST', `${JOBS}/remove`, { contactListFilterId: filter.id, generateDownloadURI: true }),
      ask('POST', `${LIST}/contacts`, [{ contactListId: 'l1', data: { name: 'late', tier: 'gold' } }]),
    ]);
    expect([begun.status, added.status]).toEqual([202, 200]);
    await settled();
    expect(size()).toBe(6);
    expect(
      local.platform.outbound.contacts.at(local.platform.outbound.lists.one('l1')?.key ?? 0, 11),
    ).toMatchObject({ data: ['late', 'gold'] });
  });

  it('are told of, the ten newest first', async () => {
    const { ask, settled } = await filled(2);
    const ids: string[] = [];
    for (let count = 0; count < 12; count++) {
      ids.unshift((await ask('POST', `${JOBS}/remove`, tier('x'))).body.id);
      await settled();
    }
    const { body } = await ask('GET', `${JOBS}/jobs`);
    expect(body.total).toBe(10);
    expect(body.entities.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 10));
    expect((await ask('GET', `${JOBS}/jobs/${ids[11]}`)).body.code).toBe('resource.not.found');
    expect(body.entities[0]).toMatchObject({ totalRecords: 0, percentComplete: 100, state: 'Complete' });
  });

  const refusals: readonly (readonly ['remove' | 'update', JsonObject, string])[] = [
    ['remove', {}, 'no.contacts.specified'],
    ['remove', { contactIds: ['a'] }, 'no.contacts.specified'],
    ['remove', { criteria: {} }, 'clauses.required'],
    ['remove', { contactListFilterId: 'none' }, 'attendant.contact.filter.not.found'],
    ['update', { contact: {} }, 'no.contacts.specified'],
    ['update', tier('x'), 'constraint.validation'],
    ['update', { ...tier('x'), contact: { data: { other: 'x' } } }, 'invalid.contact.columns'],
    ['update', { ...tier('x'), contactIds: ['a'], contact: {} }, 'constraint.validation'],
    ['update', { contactIds: Array(5_001).fill('a'), contact: {} }, 'constraint.validation'],
    ['update', { contactIds: 'a', contact: {} }, 'constraint.validation'],
  ];

  it.each(refusals)('to %s are refused for %j', async (verb, body, code) => {
    const { ask } = await filled(1);
    expect(await ask('POST', `${JOBS}/${verb}`, body)).toMatchObject({ status: 400, body: { code } });
    expect((await ask('GET', `${JOBS}/jobs`)).body.entities).toEqual([]);
  });

  it('go on after a restart from where they were', async () => {
    const file = temporaryFile();
    const { ask, local, key } = await filled(12_000, { file });
    const { id } = (await ask('POST', `${JOBS}/remove`, tier('gold'))).body;
    const job = () =>
      local.database.sqlite
        .prepare<[string], { position: number }>('select * from contact_job where id = ?')
        .get(id);
    while (job()?.position !== 5_000) await new Promise((resolve) => setImmediate(resolve));
    await local.close();
    const again = await openOutboundServer({ file });
    const { contactSystem, lists } = again.local.platform.outbound;
    await contactSystem.settled();
    expect((await again.ask('GET', `${JOBS}/jobs/${id}`)).body).toMatchObject({
      state: 'Complete',
      totalRecords: 6_000,
      completedRecords: 6_000,
    });
    expect(lists.byKey(key)?.contactCount).toBe(6_000);
  });

  it('let other requests pass while they run', async () => {
    const { ask, settled } = await filled(40_000);
    const { id } = (await ask('POST', `${JOBS}/remove`, tier('gold'))).body;
    const seen = new Set<number>();
    for (let asked = 0; asked < 100; asked++) {
      const { body } = await ask('GET', `${JOBS}/jobs/${id}`);
      seen.add(body.completedRecords);
      if (body.state === 'Complete') break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(seen.size).toBeGreaterThan(3);
    await settled();
  });
});

describe('all contacts of a list', () => {
  it('go when it is cleared; those that come meanwhile stay', async () => {
    const { ask, size } = await filled(12_000);
    const [cleared, added] = await Promise.all([
      ask('POST', `${LIST}/clear`),
      ask('POST', `${LIST}/contacts`, [{ contactListId: 'l1', data: { name: 'late' } }]),
    ]);
    expect([cleared.status, added.status]).toEqual([204, 200]);
    expect(size()).toBe(1);
    expect((await ask('GET', `${LIST}/contacts/${added.body[0].id}`)).body.data.name).toBe('late');
  });

  it('go after it when it is deleted, also through a restart; its name is free at once', async () => {
    const file = temporaryFile();
    const { ask, local } = await filled(20_000, { file });
    await ask('POST', `${JOBS}/remove`, tier('none'));
    expect((await ask('DELETE', LIST)).status).toBe(200);
    const left = () => count(local.database.sqlite);
    expect(left()).toBeGreaterThan(0);
    expect((await ask('GET', `${LIST}/contacts/x`)).body.code).toBe('contact.list.not.found');
    await storeContacts(local, 'l1', COLUMNS, [['new', '']]);
    await local.close();
    const again = await openOutboundServer({ file });
    await again.local.platform.outbound.contactSystem.settled();
    expect(count(again.local.database.sqlite)).toBe(1);
    expect((await again.ask('GET', `${LIST}?includeSize=true`)).body.size).toBe(1);
    expect((await again.ask('GET', `${JOBS}/jobs`)).body.entities).toEqual([]);
    expect(again.local.database.sqlite.prepare('select * from deleted_contact_list').all()).toEqual([]);
  });
});

function count(
  sqlite: Awaited<ReturnType<typeof openOutboundServer>>['local']['database']['sqlite'],
): number {
  return sqlite.prepare<[], number>('select count(*) from contact').pluck().get() ?? 0;
}

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'attendant-jobs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'attendant.db');
}
