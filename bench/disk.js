// What the disk of this machine allows: fdatasync a second, and SQLite rows a second with synchronous=FULL.
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

const folderOf = () => mkdtempSync(join(process.env.BENCH_FOLDER ?? '.', 'bench-'));

/** @returns fdatasync a second of one 4 KB block after another. */
export function fsyncsPerSecond(times = 1000) {
  const folder = folderOf();
  const file = openSync(join(folder, 'blocks'), 'w');
  const block = Buffer.alloc(4096, 1);
  const begun = performance.now();
  for (let i = 0; i < times; i++) {
    writeSync(file, block, 0, 4096, i * 4096);
    fdatasyncSync(file);
  }
  const seconds = (performance.now() - begun) / 1000;
  closeSync(file);
  rmSync(folder, { recursive: true });
  return times / seconds;
}

/** @returns rows of 600 bytes a second, upserted at random, so many to a transaction. */
export function rowsPerSecond(rowsPerTransaction, ms = 2000) {
  const folder = folderOf();
  const db = new Database(join(folder, 'rows.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('create table s (id text primary key, n int, state text) without rowid');
  const upsert = db.prepare(
    'insert into s values (?, ?, ?) on conflict (id) do update set n = excluded.n, state = excluded.state',
  );
  const state = 'x'.repeat(600);
  let rows = 0;
  const group = db.transaction(() => {
    for (let i = 0; i < rowsPerTransaction; i++) upsert.run(`s${(rows * 7919) % 20000}`, rows++, state);
  });
  const begun = performance.now();
  while (performance.now() - begun < ms) group();
  const seconds = (performance.now() - begun) / 1000;
  db.close();
  rmSync(folder, { recursive: true });
  return rows / seconds;
}
