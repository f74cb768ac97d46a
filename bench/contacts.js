// How many contacts a second does a list take, in groups of 5,000 as the import of a file hands them over, each group a transaction
// on disk? Without ids, with ids in order, and with ids in no order; reading the file is not in it.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contactListStore } from '../dist/platform/contact-lists/contact-list-store.js';
import { contactStore } from '../dist/platform/contact-lists/contact-store.js';
import { AttendantDatabase } from '../dist/store/database.js';
import { timeOrderedIds } from '../dist/time-ordered-ids.js';

const ROWS = 1_000_000;
const ROWS_A_GROUP = 5_000;
const COLUMNS = ['first', 'last', 'phone', 'email', 'zone', 'tier', 'since', 'amount'];

const IDS = {
  none: () => undefined,
  ordered: (row) => `customer-${row}`,
  unordered: (row) => createHash('sha1').update(String(row)).digest('hex'),
};

/** @returns contacts a second, and in a second of CPU, by kind of ids. */
export async function contactsPerSecond(kinds = Object.keys(IDS)) {
  const rates = {};
  for (const kind of kinds) rates[kind] = await fill(IDS[kind]);
  return rates;
}

async function fill(idOf) {
  const folder = mkdtempSync(join(tmpdir(), 'attendant-contacts-'));
  const database = AttendantDatabase.open(join(folder, 'attendant.db'));
  try {
    const lists = contactListStore(database.sqlite, timeOrderedIds());
    const contacts = contactStore(database.sqlite, { now: Date.now });
    let list;
    await database.commits.add(() => {
      list = lists.add(newList());
    });
    let ms = 0;
    let cpuMicros = 0;
    for (let first = 0; first < ROWS; first += ROWS_A_GROUP) {
      const group = Array.from({ length: ROWS_A_GROUP }, (_, index) => contact(first + index, idOf));
      const before = performance.now();
      const cpuBefore = process.cpuUsage();
      await database.commits.add(() => void contacts.add(list, group));
      const { user, system } = process.cpuUsage(cpuBefore);
      ms += performance.now() - before;
      cpuMicros += user + system;
    }
    return { perSecond: Math.round((ROWS / ms) * 1000), perCpuSecond: Math.round((ROWS / cpuMicros) * 1e6) };
  } finally {
    database.close();
    rmSync(folder, { recursive: true });
  }
}

function newList() {
  const settings = {
    columnNames: COLUMNS,
    phoneColumns: [{ columnName: 'phone', type: 'Cell' }],
    emailColumns: [],
    whatsAppColumns: [],
    automaticTimeZoneMapping: false,
    trimWhitespace: true,
  };
  return { id: 'l', name: 'L', divisionId: 'd', settings, version: 1, createdAt: 0, modifiedAt: 0 };
}

function contact(row, idOf) {
  const phone = `+1317${String(row).padStart(7, '0')}`;
  const data = [
    `Ann ${row}`,
    'Example',
    phone,
    `ann${row}@mail.example`,
    'Europe/Berlin',
    'premium',
    '2026-01-01',
    '12.50',
  ];
  return { id: idOf(row), data };
}

if (process.argv[1] === import.meta.filename) console.log(await contactsPerSecond());
