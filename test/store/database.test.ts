import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ErrorCode } from '../../src/errors.ts';
import { AttendantDatabase } from '../../src/store/database.ts';
import { sqliteConversations } from '../../src/store/sqlite-conversations.ts';
import { stepRecord } from './step-record.ts';

describe('AttendantDatabase', () => {
  it('R4 writes ahead and waits for the disk', () => {
    const { sqlite } = opened(newFile());
    expect(sqlite.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(sqlite.pragma('synchronous', { simple: true })).toBe(2);
    expect(sqlite.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  it('copies the WAL in small steps while somebody asks for it, also when that fails', async () => {
    const database = opened(newFile());
    const pages = () => database.sqlite.pragma('wal_autocheckpoint', { simple: true });
    const usual = pages();
    let end = () => {};
    const first = database.inSmallSteps(() => new Promise<void>((resolve) => (end = resolve)));
    const second = database.inSmallSteps(() => Promise.reject(new Error('no')));
    await expect(second).rejects.toThrow('no');
    expect(pages()).toBeLessThan(Number(usual));
    end();
    await first;
    expect(pages()).toBe(usual);
  });

  it('keeps a new file to its owner', () => {
    const file = join(newFolder(), 'private', 'attendant.db');
    opened(file);
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(join(file, '..')).mode & 0o777).toString(8)).toBe('700');
  });

  it('makes the folders it is to be in', () => {
    const file = join(newFolder(), 'a', 'b', 'attendant.db');
    opened(file);
    expect(existsSync(file)).toBe(true);
  });

  it('R4 finds what an earlier process kept', async () => {
    const file = newFile();
    const first = AttendantDatabase.open(file);
    const saving = sqliteConversations(first).saveStep(stepRecord());
    first.close();
    await saving;
    expect(await sqliteConversations(opened(file)).load('c1')).toEqual(stepRecord().conversation);
  });

  it('takes an empty file as a new one', () => {
    const file = newFile();
    writeFileSync(file, '');
    expect(opened(file).sqlite.pragma('user_version', { simple: true })).toBeGreaterThan(0);
  });

  it('brings a database of version 1 forward and keeps what is in it', () => {
    const file = newFile();
    const old = new Sqlite(file);
    old.exec(readFileSync(new URL('../../migrations/001-conversations.sql', import.meta.url), 'utf8'));
    old.exec("insert into flow_version values ('hash-1', 'greet', 'inboundCall', '{}')");
    old.pragma('user_version = 1');
    old.pragma(`application_id = ${0x41746e64}`);
    old.close();
    const { sqlite } = opened(file);
    expect(sqlite.pragma('user_version', { simple: true })).toBeGreaterThan(1);
    expect(sqlite.prepare('select hash from flow_version').pluck().all()).toEqual(['hash-1']);
    expect(sqlite.prepare('select count(*) from message').pluck().get()).toBe(0);
  });

  it('finds calls of version 1 by who called or wrote', async () => {
    const file = newFile();
    const old = new Sqlite(file);
    old.exec(readFileSync(new URL('../../migrations/001-conversations.sql', import.meta.url), 'utf8'));
    const insert = old.prepare(`insert into conversation
      values (?, 'hash-1', 'greet', 1, 'ended', null, null, 1000, 1000, ?)`);
    const calls = [
      { ani: 'tel:+13175550123', calledAddress: 'tel:+13175550100' },
      { message: { senderAddress: 'customer-1', targetAddresses: ['shop'] } },
      { email: { from: { id: 'ann@example.com' }, to: [{ id: 'shop@example.com' }] } },
      {},
    ];
    for (const [index, call] of calls.entries()) insert.run(`c${index}`, JSON.stringify({ call }));
    old.pragma('user_version = 1');
    old.pragma(`application_id = ${0x41746e64}`);
    old.close();
    const list = await sqliteConversations(opened(file)).list(10);
    expect(list.map(({ from, to }) => [from, to])).toEqual([
      ['tel:+13175550123', 'tel:+13175550100'],
      ['customer-1', 'shop'],
      ['ann@example.com', 'shop@example.com'],
      [undefined, undefined],
    ]);
  });

  it('applies each migration once', () => {
    const file = newFile();
    AttendantDatabase.open(file).close();
    const { sqlite } = opened(file);
    expect(sqlite.prepare("select count(*) from sqlite_schema where name = 'step'").pluck().get()).toBe(1);
  });

  it.each<[string, (file: string) => void]>([
    ['a SQLite file of another program', (file) => foreignDatabase(file)],
    ['bytes that are no database', (file) => writeFileSync(file, Buffer.alloc(8192, 'no database '))],
    ['a few bytes', (file) => writeFileSync(file, 'hello')],
    ['the header of SQLite and nothing else', (file) => writeFileSync(file, 'SQLite format 3\0')],
  ])('refuses %s and leaves it as it is', (_what, make) => {
    const file = newFile();
    make(file);
    expectRefused(file, 'DATABASE_FOREIGN');
  });

  it('refuses a file cut off in the middle and leaves it as it is', () => {
    const file = filledFile();
    truncateSync(file, 20_000);
    expectRefused(file, 'DATABASE_DAMAGED');
  });

  it('refuses a file whose pages are overwritten and leaves it as it is', () => {
    const file = filledFile();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096, bytes.length - 4096);
    writeFileSync(file, bytes);
    expectRefused(file, 'DATABASE_DAMAGED');
  });

  it('refuses a file of a newer version and leaves it as it is', () => {
    const file = newFile();
    const newer = AttendantDatabase.open(file);
    newer.sqlite.pragma('user_version = 99');
    newer.close();
    expect(expectRefused(file, 'DATABASE_NEWER').message).toContain('schema 99');
  });

  it('leaves also a newer file as it is that a crash left with steps in its -wal', () => {
    const file = newFile();
    const running = new Sqlite(newFile());
    running.pragma(`application_id = ${0x41746e64}`);
    running.pragma('journal_mode = WAL');
    running.exec('create table newer (x); insert into newer values (1)');
    running.pragma('user_version = 99');
    for (const suffix of ['', '-wal']) copyFileSync(`${running.name}${suffix}`, `${file}${suffix}`);
    running.close();
    const wal = readFileSync(`${file}-wal`);
    expect(wal.length).toBeGreaterThan(0);
    expectRefused(file, 'DATABASE_NEWER');
    expect(readFileSync(`${file}-wal`).equals(wal)).toBe(true);
  });

  it('says that a place cannot be written when a file is where the folder should be', () => {
    const file = newFile();
    writeFileSync(file, 'a file');
    expectRefused(join(file, 'attendant.db'), 'DATABASE_UNWRITABLE');
    expect(readFileSync(file, 'utf8')).toBe('a file');
  });

  it('says that a folder is no database', async () => {
    const file = newFile();
    await mkdir(file);
    expectRefused(file, 'DATABASE_UNWRITABLE');
  });

  it('lets only one opener in, and the next when that one is closed', () => {
    const file = newFile();
    const first = AttendantDatabase.open(file);
    expect(openError(file)).toMatchObject({ code: 'DATABASE_IN_USE' });
    first.close();
    opened(file);
  });

  it('can be tried again after it was refused', () => {
    const file = newFile();
    foreignDatabase(file);
    openError(file);
    rmSync(file);
    opened(file);
  });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'attendant-database-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function newFile(): string {
  return join(newFolder(), 'attendant.db');
}

function opened(file: string): AttendantDatabase {
  const database = AttendantDatabase.open(file);
  onTestFinished(() => database.close());
  return database;
}

/** A closed database of some 100 pages. */
function filledFile(): string {
  const file = newFile();
  const database = AttendantDatabase.open(file);
  const add = database.sqlite.prepare("insert into flow_version values (?, 'n', 't', ?)");
  for (let n = 0; n < 200; n++) add.run(`hash-${n}`, 'x'.repeat(2_000));
  database.close();
  return file;
}

function foreignDatabase(file: string): void {
  const sqlite = new Sqlite(file);
  sqlite.exec("create table photos (name); insert into photos values ('holiday')");
  sqlite.close();
}

function openError(file: string): unknown {
  try {
    AttendantDatabase.open(file).close();
  } catch (error) {
    return error;
  }
  return undefined;
}

function expectRefused(file: string, code: ErrorCode): Error {
  const before = bytesOf(file);
  const error = openError(file);
  expect(error).toMatchObject({ code, message: expect.stringContaining(file) });
  expect(bytesOf(file)?.equals(before ?? Buffer.alloc(0))).toBe(before === undefined ? undefined : true);
  if (!(error instanceof Error)) throw new Error('it was not refused');
  return error;
}

function bytesOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
