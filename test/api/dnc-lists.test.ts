import { describe, expect, it } from 'vitest';
import { checkPlatformSeed } from '../../src/platform/check-platform-seed.ts';
import { plantDncLists } from '../../src/platform/dnc-lists/dnc-list-seed.ts';
import { openDncLists } from '../../src/platform/dnc-lists/dnc-lists.ts';
import { openLocalServer } from './local-server.ts';
import { OUTBOUND_SEED, type OutboundServer, openOutboundServer } from './outbound-server.ts';

const PATH = '/dnclists';
const NEW = { name: 'Never', dncSourceType: 'rds', contactMethod: 'Phone' };

/** Makes a list and returns its id. */
async function made({ ask }: OutboundServer, body: object = {}): Promise<string> {
  const answer = await ask('POST', PATH, { ...NEW, ...body } as never);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body.id;
}

describe('do-not-contact lists', () => {
  it('C4 are made, read, changed and removed', async () => {
    const outbound = await openOutboundServer();
    const { ask, local } = outbound;
    const answer = await ask('POST', PATH, { ...NEW, dncCodes: [], division: null, unknown: 1 });
    const { id } = answer.body;
    const now = new Date(local.clock.now()).toISOString();
    expect(answer).toMatchObject({
      status: 200,
      body: { ...NEW, id, version: 1, dateCreated: now, dateModified: now },
    });
    expect(Object.keys(answer.body)).not.toContain('size');
    expect(answer.body.division.id).toBe(local.platform.divisions.homeDivision().id);
    expect((await ask('PUT', `${PATH}/${id}`, answer.body)).body).toEqual({ ...answer.body, version: 2 });
    local.clock.advance(1000);
    const changed = await ask('PUT', `${PATH}/${id}`, {
      ...answer.body,
      version: 2,
      name: 'Never again',
      division: { id: 'north' },
    });
    expect(changed.body).toMatchObject({ name: 'Never again', version: 3, division: { id: 'north' } });
    expect((await ask('GET', `${PATH}/${id}`)).body).toEqual(changed.body);
    expect((await ask('GET', `${PATH}/${id}?includeSize=true&includeImportStatus=true`)).body.size).toBe(0);
    expect(await ask('PUT', `${PATH}/${id}`, { ...NEW, version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'invalid.update.wrong.version' },
    });
    expect((await ask('PUT', `${PATH}/${id}`, { name: 'Once', version: 3 })).body).toMatchObject({
      name: 'Once',
      division: { id: 'north' },
      contactMethod: 'Phone',
    });
    expect(await ask('DELETE', `${PATH}/${id}`)).toEqual({ status: 200, body: undefined });
    expect(await ask('GET', `${PATH}/${id}`)).toMatchObject({
      status: 404,
      body: { code: 'dnc.list.not.found' },
    });
    for (const method of ['PUT', 'DELETE'] as const)
      expect(await ask(method, `${PATH}/${id}`, method === 'PUT' ? NEW : undefined)).toMatchObject({
        status: 404,
        body: { code: 'resource.not.found' },
      });
    await made(outbound, { name: 'Once' });
  });

  it('C4 are refused with the codes of Genesys Cloud', async () => {
    const outbound = await openOutboundServer();
    const { ask } = outbound;
    const id = await made(outbound, { name: 'Taken' });
    const cases: readonly [object, string, string][] = [
      [{ name: '' }, 'name.cannot.be.blank', 'name'],
      [{ name: null }, 'name.cannot.be.blank', 'name'],
      [{ name: 'x'.repeat(65) }, 'name.length.exceeded', 'name'],
      [{ name: 'a\u0000b' }, 'constraint.validation', 'name'],
      [{ name: 'TAKEN' }, 'duplicate.name', 'name'],
      [{ dncSourceType: undefined }, 'constraint.validation', 'dncSourceType'],
      [{ dncSourceType: 'dnc.com' }, 'attendant.dnc.source.not.available', 'dncSourceType'],
      [{ dncSourceType: 'gryphon' }, 'attendant.dnc.source.not.available', 'dncSourceType'],
      [{ contactMethod: 'Fax' }, 'constraint.validation', 'contactMethod'],
      [{ dncSourceType: 'rds_custom' }, 'invalid.create', 'customExclusionColumn'],
      [{ customExclusionColumn: 'Id' }, 'invalid.create', 'customExclusionColumn'],
      [{ division: { id: 'nowhere' } }, 'attendant.division.not.found', 'division.id'],
      [{ division: { id: '__proto__' } }, 'attendant.division.not.found', 'division.id'],
    ];
    for (const [change, code, fieldName] of cases)
      expect(await ask('POST', PATH, { ...NEW, ...change } as never), JSON.stringify(change)).toMatchObject({
        status: 400,
        body: { code, details: [{ fieldName }] },
      });
    for (const change of [
      { contactMethod: 'Email' },
      { dncSourceType: 'rds_custom' },
      { customExclusionColumn: 'X' },
    ])
      expect(await ask('PUT', `${PATH}/${id}`, { name: 'Taken', ...change } as never)).toMatchObject({
        status: 400,
        body: { code: 'invalid.update' },
      });
    expect((await ask('GET', PATH)).body.total).toBe(1);
  });

  it('C1 are listed, and viewed by those who may only search', async () => {
    const outbound = await openOutboundServer();
    const { ask } = outbound;
    const phone = await made(outbound, { name: 'Beta' });
    await made(outbound, { name: 'alpha', contactMethod: 'Email', division: { id: 'north' } });
    await made(outbound, { name: 'Gamma', dncSourceType: 'rds_custom', customExclusionColumn: 'Id' });
    await ask('POST', `${PATH}/${phone}/phonenumbers`, ['+13175550123', '+13175550124']);
    const names = async (query: string) =>
      (await ask('GET', `${PATH}${query}`)).body.entities.map(({ name }: { name: string }) => name);
    expect(await names('')).toEqual(['alpha', 'Beta', 'Gamma']);
    expect(await names('?name=be')).toEqual(['Beta']);
    expect(await names('?dncSourceType=rds_custom')).toEqual(['Gamma']);
    expect(await names('?dncSourceType=gryphon')).toEqual([]);
    expect(await names('?divisionId=north')).toEqual(['alpha']);
    expect(await names('?pageSize=1&pageNumber=2&sortOrder=descending')).toEqual(['Beta']);
    expect(await names(`/divisionviews?id=${phone}&id=nowhere`)).toEqual(['Beta']);
    const listing = await ask('GET', `${PATH}?includeSize=true`);
    expect(listing.body.entities.map(({ size }: { size: number }) => size)).toEqual([0, 2, 0]);
    const view = await ask('GET', `${PATH}/divisionviews/${phone}?includeSize=true`);
    expect(view.body).toMatchObject({ id: phone, name: 'Beta', contactMethod: 'Phone', size: 2 });
    expect(view.body).not.toHaveProperty('version');
    expect(await ask('GET', `${PATH}/divisionviews/x`)).toMatchObject({ status: 404 });
    expect(await ask('GET', `${PATH}?includeSize=perhaps`)).toMatchObject({ status: 400 });
  });

  it('C4 are not deleted while something uses them, nor a division with a list', async () => {
    const outbound = await openOutboundServer();
    const { ask, local } = outbound;
    const id = await made(outbound, { division: { id: 'north' } });
    expect(local.platform.divisions.objectCounts('north')['DNCLIST']).toBe(1);
    local.platform.outbound.dncLists.usedBy({ isUsing: (list) => list.id === id });
    expect(await ask('DELETE', `${PATH}/${id}`)).toMatchObject({
      status: 400,
      body: { code: 'dnc.list.in.use' },
    });
    expect(await ask('GET', `${PATH}/${id}`)).toMatchObject({ status: 200 });
  });

  it('C1 need the permissions that Genesys Cloud names', async () => {
    const local = await openLocalServer({ seed: OUTBOUND_SEED });
    const headers = await local.login('nobody');
    const needed = [
      ['GET', PATH, 'outbound:dncList:view'],
      ['POST', PATH, 'outbound:dncList:add'],
      ['GET', `${PATH}/divisionviews`, 'outbound:dncList:search'],
      ['GET', `${PATH}/divisionviews/x`, 'outbound:dncList:search'],
      ['GET', `${PATH}/x`, 'outbound:dncList:view'],
      ['PUT', `${PATH}/x`, 'outbound:dncList:edit'],
      ['DELETE', `${PATH}/x`, 'outbound:dncList:delete'],
      ['POST', `${PATH}/x/phonenumbers`, 'outbound:dnc:add'],
      ['PATCH', `${PATH}/x/whatsappnumbers`, 'outbound:dnc:edit'],
      ['DELETE', `${PATH}/x/emailaddresses`, 'outbound:dnc:delete'],
      ['POST', '/conversations/x/dnc', 'outbound:dnc:add'],
    ] as const;
    for (const [method, path, permission] of needed) {
      const answer = await local.inject({ method, url: `/api/v2/outbound${path}`, headers });
      expect(answer.statusCode, path).toBe(403);
      expect(answer.body).toContain(permission);
    }
  });
});

describe('deleting a list', () => {
  it('C4 frees its name at once, and its entries bit by bit', async () => {
    const outbound = await openOutboundServer();
    const { ask, local } = outbound;
    const id = await made(outbound);
    const key = local.platform.outbound.dncLists.one(id)?.key ?? 0;
    await fill(outbound, key, 12_000);
    expect((await ask('GET', `${PATH}/${id}?includeSize=true`)).body.size).toBe(12_000);
    expect((await ask('DELETE', `${PATH}/${id}`)).status).toBe(200);
    await made(outbound);
    await local.platform.outbound.dncLists.settled();
    expect(countRows(local)).toEqual({ lists: 1, entries: 0 });
  });

  it('C4 goes on after a restart', async () => {
    const local = await openLocalServer({ seed: OUTBOUND_SEED });
    const { database, platform } = local;
    const { dncLists } = platform.outbound;
    await database.commits.add(() => {
      const list = dncLists.plant('gone', {
        name: 'Gone',
        settings: { dncSourceType: 'rds', contactMethod: 'Phone' },
      });
      dncLists.addEntries(list?.key ?? 0, [{ kind: 'phone', value: '13175550123', expiresAt: null }]);
      database.sqlite.exec('update dnc_list set removed_at = 1');
    });
    expect(countRows(local)).toEqual({ lists: 1, entries: 1 });
    const reopened = openDncLists({
      database,
      clock: local.clock,
      ids: { next: () => 'x' },
      log: { info: () => undefined, warn: () => undefined },
      divisions: platform.divisions,
      conversations: platform.conversations,
      importStatusOf: () => undefined,
    });
    await reopened.settled();
    expect(countRows(local)).toEqual({ lists: 0, entries: 0 });
  });
});

describe('lists of the platform file', () => {
  it('C4 are there with their entries, and get them again at every start', async () => {
    const seed = {
      ...OUTBOUND_SEED,
      organization: { name: 'Test', defaultCountryCode: 'US' },
      dncLists: [
        {
          id: 'never',
          name: 'Never',
          divisionId: 'north',
          phoneNumbers: ['+49 151 1234567', '317-153-4777'],
        },
        { id: 'mail', name: 'Mail', contactMethod: 'Email' as const, emailAddresses: ['Ann@Example.com'] },
        { id: 'ids', name: 'Ids', customExclusionColumn: 'Id', customExclusionColumnEntries: ['A-17'] },
      ],
    };
    expect(checkPlatformSeed(seed as never, 'x').ok).toBe(true);
    const { ask, local } = await openOutboundServer({ seed });
    const read = async (id: string) => (await ask('GET', `${PATH}/${id}?includeSize=true`)).body;
    expect(await read('never')).toMatchObject({ size: 2, contactMethod: 'Phone', division: { id: 'north' } });
    expect(await read('mail')).toMatchObject({ size: 1, contactMethod: 'Email' });
    expect(await read('ids')).toMatchObject({
      size: 1,
      dncSourceType: 'rds_custom',
      customExclusionColumn: 'Id',
    });
    await ask('DELETE', `${PATH}/never/phonenumbers`);
    await ask('PUT', `${PATH}/mail`, { name: 'Post' });
    await local.database.commits.add(() => plantDncLists(local.platform.outbound.dncLists, seed.dncLists));
    expect((await read('never')).size).toBe(2);
    expect(await read('mail')).toMatchObject({ size: 1, name: 'Post' });
  });
});

/** Stores many entries at once. */
async function fill({ local }: OutboundServer, key: number, count: number): Promise<void> {
  const { database, platform } = local;
  const entries = Array.from({ length: count }, (_, index) => ({
    kind: 'phone' as const,
    value: String(13_000_000_000 + index),
    expiresAt: null,
  }));
  await database.commits.add(() => void platform.outbound.dncLists.addEntries(key, entries));
}

function countRows({ database }: OutboundServer['local']) {
  const count = (table: string) => database.sqlite.prepare(`select count(*) from ${table}`).pluck().get();
  return { lists: count('dnc_list'), entries: count('dnc_entry') };
}
