import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type Sqlite from 'better-sqlite3';

/** A value that SQLite gives and takes. */
type Value = string | number | null;

/** A query over many rows. */
export interface SideQuery {
  readonly sql: string;
  readonly params: readonly Value[];
  /** How many rows come at once. */
  readonly atOnce: number;
}

/**
 * The thread: opens the file for reading, steps through one query, and gives a batch whenever it is asked for one; an
 * empty one is the last. It is plain JavaScript in a text, because Node loads a thread's file without the loader that
 * tests load TypeScript with. Errors of the driver lose their message on the way to another thread.
 */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const Sqlite = require(workerData.driver);
const { file, sql, params, atOnce } = workerData;
let sqlite, rows;
function nextBatch() {
  sqlite ??= new Sqlite(file, { readonly: true });
  rows ??= sqlite.prepare(sql).raw().iterate(...params);
  const batch = [];
  for (let next; batch.length < atOnce && !(next = rows.next()).done; ) batch.push(next.value);
  if (batch.length === 0) sqlite.close();
  return batch;
}
parentPort.on('message', () => {
  try { parentPort.postMessage(nextBatch()); } catch (error) { throw new Error(error.message); }
});
`;

/**
 * Reads a query of many rows in a thread of its own, so that sorting a million rows holds nobody up. What is read is the
 * database as it was when the query began.
 *
 * @param file path of the database; in memory the query is answered here and at once.
 * @returns batches of rows, each row an array of values; no batch is empty.
 */
export async function* readAside(
  sqlite: Sqlite.Database,
  { sql, params, atOnce }: SideQuery,
): AsyncGenerator<readonly (readonly Value[])[]> {
  if (sqlite.memory) {
    const rows = sqlite
      .prepare<unknown[], readonly Value[]>(sql)
      .raw()
      .all(...params);
    for (let at = 0; at < rows.length; at += atOnce) yield rows.slice(at, at + atOnce);
    return;
  }
  const driver = createRequire(import.meta.url).resolve('better-sqlite3');
  const workerData = { driver, file: sqlite.name, sql, params, atOnce };
  const thread = new Worker(THREAD, { eval: true, workerData });
  const failed = failureOf(thread);
  try {
    for (;;) {
      const batch = await Promise.race([failed, answerOf(thread)]);
      if (batch.length === 0) return;
      yield batch;
    }
  } finally {
    await thread.terminate();
  }
}

/** Rejects when the thread fails or ends, whether or not somebody waits for it then. */
function failureOf(thread: Worker): Promise<never> {
  const failure = new Promise<never>((_resolve, reject) => {
    thread.on('error', reject);
    thread.on('exit', () => reject(new Error('the reading thread ended before its query')));
  });
  failure.catch(() => undefined);
  return failure;
}

function answerOf(thread: Worker): Promise<readonly (readonly Value[])[]> {
  return new Promise((resolve) => {
    thread.once('message', resolve);
    thread.postMessage('next');
  });
}
