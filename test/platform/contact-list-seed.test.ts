import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { checkPlatformSeed } from '../../src/platform/check-platform-seed.ts';
import type { PlatformSeed } from '../../src/platform/platform-seed.ts';
import { openLocalServer, TEST_SEED } from '../api/local-server.ts';

const LIST = {
  id: 'spring',
  name: 'Spring',
  columnNames: ['name', 'phone', 'zone'],
  phoneColumns: [{ columnName: 'phone', type: 'Cell', callableTimeColumn: 'zone' }],
  trimWhitespace: true,
  contacts: [
    { id: 'ann', data: { name: ' Ann ', phone: '+13175550123' } },
    { data: { name: 'Bob' }, callable: false },
  ],
};
const SEED = structuredClone(TEST_SEED) as unknown as { [key: string]: Json };

function faultsOf(contactLists: Json) {
  const checked = checkPlatformSeed({ ...SEED, contactLists }, 'x.platform.json');
  return checked.ok ? [] : checked.diagnostics;
}

describe('contact lists in a seed', () => {
  it('are there with their contacts, once', async () => {
    expect(faultsOf([LIST])).toEqual([]);
    const seed: PlatformSeed = {
      ...TEST_SEED,
      divisions: [{ id: 'north', name: 'North' }],
      contactLists: [LIST, { ...LIST, id: 'other', name: 'Other', divisionId: 'north' }],
    };
    const local = await openLocalServer({ seed });
    const { lists, contacts } = local.platform.outbound;
    const list = lists.one('spring');
    const home = local.platform.divisions.homeDivision().id;
    expect(list).toMatchObject({ name: 'Spring', contactCount: 2, divisionId: home, version: 1 });
    expect(lists.one('other')).toMatchObject({ divisionId: 'north' });
    expect(contacts.after(list?.key ?? 0, 0, 9)).toMatchObject([
      { id: 'ann', data: ['Ann', '+13175550123', ''], isCallable: true },
      { data: ['Bob', '', ''], isCallable: false },
    ]);
  });

  it.each<[string, Json, string, string, string]>([
    [
      'without a column of addresses',
      { phoneColumns: [] },
      'SEED_CONTACT_LIST',
      '/contactLists/0/phoneColumns',
      'this or emailColumns or whatsAppColumns must name a column that holds addresses',
    ],
    [
      'with a phone column it has not',
      { phoneColumns: [{ columnName: 'fone', type: 'Cell' }] },
      'SEED_CONTACT_LIST',
      '/contactLists/0/phoneColumns/0/columnName',
      'this must be one of columnNames',
    ],
    [
      'with a column twice',
      { columnNames: ['name', 'phone', 'zone', 'Name'] },
      'SEED_CONTACT_LIST',
      '/contactLists/0/columnNames/3',
      'this stands twice, in any case',
    ],
    [
      'with a contact of another column',
      { contacts: [{ data: { 'a.b/c': 'x' } }] },
      'SEED_CONTACT_LIST',
      '/contactLists/0/contacts/0/data/a.b~1c',
      'this is no column of the contact list, written alike',
    ],
    [
      'with a contact twice',
      {
        contacts: [
          { id: 'a', data: {} },
          { id: 'a', data: {} },
        ],
      },
      'DUPLICATE_ID',
      '/contactLists/0/contacts/1/id',
      '`a` stands twice in contacts',
    ],
    [
      'in an unknown division',
      { divisionId: 'south' },
      'UNKNOWN_DIVISION',
      '/contactLists/0/divisionId',
      'no division has the id `south`',
    ],
  ])('are refused %s', (_, change, code, pointer, message) => {
    const found = faultsOf([{ ...LIST, ...(change as object) }]);
    expect(found).toMatchObject([{ code, pointer, message }]);
  });

  it('are refused with an id or a name twice', () => {
    expect(faultsOf([LIST, { ...LIST, id: 'other', name: 'SPRING' }])).toMatchObject([
      { code: 'SEED_CONTACT_LIST', pointer: '/contactLists/1/name' },
    ]);
    expect(faultsOf([LIST, { ...LIST, name: 'Other' }])).toMatchObject([
      { code: 'DUPLICATE_ID', pointer: '/contactLists/1/id' },
    ]);
  });
});
