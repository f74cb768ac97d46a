import { describe, expect, it, onTestFinished } from 'vitest';
import type { ContactList } from '../../src/platform/contact-lists/contact-list.ts';
import { contactListStore } from '../../src/platform/contact-lists/contact-list-store.ts';
import { contactStore } from '../../src/platform/contact-lists/contact-store.ts';
import { AttendantDatabase } from '../../src/store/database.ts';
import { timeOrderedIds } from '../../src/time-ordered-ids.ts';
import { FakeClock } from '../support/fake-clock.ts';

const SETTINGS = {
  columnNames: ['name', 'phone'],
  phoneColumns: [{ columnName: 'phone', type: 'Cell' }],
  emailColumns: [],
  whatsAppColumns: [],
  automaticTimeZoneMapping: false,
  trimWhitespace: false,
};

function openStores({ trimWhitespace = false } = {}) {
  const { sqlite } = openDatabase();
  const clock = new FakeClock();
  const lists = contactListStore(sqlite, timeOrderedIds());
  const contacts = contactStore(sqlite, clock);
  const newList = (name: string) =>
    lists.add({
      id: name,
      name,
      divisionId: 'd',
      settings: { ...SETTINGS, trimWhitespace },
      version: 1,
      createdAt: clock.now(),
      modifiedAt: clock.now(),
    });
  const list = newList('list');
  const now = () => lists.byKey(list.key) as ContactList;
  const idOf = (sequence: number) => contacts.at(list.key, sequence)?.id ?? '';
  return { sqlite, lists, contacts, list, newList, now, idOf };
}

function openDatabase(): AttendantDatabase {
  const database = AttendantDatabase.open(':memory:');
  onTestFinished(() => database.close());
  return database;
}

const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ data: [`n${from + index}`, ''] }));

describe('contacts that are added', () => {
  it('C14 keeps their order in sequences that are never used again', () => {
    const { sqlite, contacts, list, now } = openStores();
    expect(contacts.add(list, rows(23))).toMatchObject({ newCount: 23, changed: [] });
    sqlite.prepare('delete from contact where sequence = 23').run();
    expect(contacts.add(list, rows(2, 23)).sequences).toEqual([24, 25]);
    expect(contacts.after(list.key, 21, 10).map(({ data }) => data[0])).toEqual(['n21', 'n23', 'n24']);
    expect(now()).toMatchObject({ contactCount: 25, nextSequence: 26, readyUntil: 25 });
  });

  it('finds each by the id it was given or that was made up, and by no other list', () => {
    const { contacts, list, newList } = openStores();
    contacts.add(list, [{ data: ['a', ''] }, { id: 'ext-1', data: ['b', ''] }]);
    const madeUp = contacts.at(list.key, 1)?.id ?? '';
    expect(madeUp).toMatch(/^[\da-f]{8}-[\da-f]{4}-8000-8000-000000000001$/);
    expect(contacts.one(list.key, madeUp)?.data).toEqual(['a', '']);
    expect(contacts.one(list.key, 'ext-1')?.data).toEqual(['b', '']);
    const other = newList('other');
    contacts.add(other, rows(2));
    expect(contacts.one(other.key, madeUp)).toBeUndefined();
    expect(contacts.at(other.key, 1)?.id).not.toBe(madeUp);
  });

  it('makes up the same id in SQL as it looks for', () => {
    const { sqlite, contacts, newList } = openStores();
    for (let count = 0; count < 50; count++) {
      const { key } = newList(`list ${count}`);
      sqlite
        .prepare(
          `insert into contact (list_key, sequence, data, callable, created_at) values (?, ?, '[]', 1, 0)`,
        )
        .run(key, 2 ** 48 - 1 - count);
      const id = contacts.at(key, 2 ** 48 - 1 - count)?.id ?? '';
      expect(id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
      expect(contacts.one(key, id)?.listKey).toBe(key);
    }
  });

  it('changes what has the id already, also within one call, and tells what stood there', () => {
    const { contacts, list, now, idOf } = openStores();
    contacts.add(list, [{ id: 'ext', data: ['old', '1'], isCallable: false, details: { a: 1 } }, ...rows(1)]);
    const added = contacts.add(list, [
      { id: 'new', data: ['x', ''] },
      { id: 'ext', data: ['new', '2'] },
      { id: 'new', data: ['y', ''] },
      { id: idOf(2), data: ['z', ''], isCallable: false, details: { b: 2 } },
    ]);
    expect(added).toEqual({
      newCount: 1,
      sequences: [3, 1, 3, 2],
      changed: [
        { index: 1, sequence: 1, dataBefore: '["old","1"]' },
        { index: 2, sequence: 3, dataBefore: '["x",""]' },
        { index: 3, sequence: 2, dataBefore: '["n0",""]' },
      ],
    });
    expect(contacts.at(list.key, 1)).toMatchObject({
      data: ['new', '2'],
      isCallable: false,
      details: { a: 1 },
    });
    expect(contacts.at(list.key, 2)).toMatchObject({ data: ['z', ''], isCallable: false, details: { b: 2 } });
    expect(contacts.at(list.key, 3)).toMatchObject({ data: ['y', ''], isCallable: true, details: null });
    expect(now()).toMatchObject({ contactCount: 3, nextSequence: 4 });
  });

  it('takes no id that the list will make up later, and takes one again whose contact is gone', () => {
    const { sqlite, contacts, list, idOf } = openStores();
    contacts.add(list, rows(1));
    const gone = idOf(1);
    const toCome = `${gone.slice(0, -1)}3`;
    sqlite.prepare('delete from contact').run();
    contacts.add(list, [{ id: toCome, data: ['a', ''] }, { id: gone, data: ['b', ''] }, ...rows(1)]);
    expect(contacts.one(list.key, gone)).toMatchObject({ sequence: 3, data: ['b', ''] });
    expect(contacts.after(list.key, 0, 9).map(({ id }) => id)).toEqual([
      `${gone.slice(0, -1)}2`,
      gone,
      `${gone.slice(0, -1)}4`,
    ]);
  });

  it('trims cells where the list says so', () => {
    const { contacts, list } = openStores({ trimWhitespace: true });
    contacts.add(list, [{ data: [' Ann \t', '\u3000+1 '] }]);
    expect(contacts.at(list.key, 1)?.data).toEqual(['Ann', '+1']);
  });

  it('holds back from campaigns what comes while an import runs that may be undone', () => {
    const { sqlite, contacts, list, now } = openStores();
    const begin = (state: string, onError: string) =>
      sqlite
        .prepare(
          `insert into list_import (id, list_kind, list_key, state, on_error, done_bytes, row_count, kept_count, rejected_count, started_at)
           values (hex(randomblob(8)), 'contacts', ?, ?, ?, 0, 0, 0, 0, 0)`,
        )
        .run(list.key, state, onError);
    contacts.add(list, rows(1));
    begin('running', 'skip');
    contacts.add(list, rows(1));
    expect(now()).toMatchObject({ nextSequence: 3, readyUntil: 2 });
    begin('running', 'none');
    contacts.add(list, rows(1));
    expect(now()).toMatchObject({ nextSequence: 4, readyUntil: 2 });
    begin('complete', 'none');
    contacts.add(list, rows(1));
    expect(now()).toMatchObject({ nextSequence: 5, readyUntil: 4 });
  });
});
