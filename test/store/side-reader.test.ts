import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readAside } from '../../src/store/side-reader.ts';

describe.each(['a file', 'memory'] as const)('reading aside from %s', (place) => {
  it('gives all rows in order, in batches of the size asked for, none of them empty', async () => {
    const sqlite = filled(place, 25);
    const batches = await all(readAside(sqlite, { ...NUMBERS, atOnce: 10 }));
    expect(batches.map((batch) => batch.length)).toEqual([10, 10, 5]);
    expect(batches.flat()).toEqual(Array.from({ length: 25 }, (_, index) => [index + 1, `n${index + 1}`]));
    expect(await all(readAside(sqlite, { ...NUMBERS, atOnce: 25 }))).toHaveLength(1);
  });

  it('gives nothing where there is nothing', async () => {
    expect(await all(readAside(filled(place, 0), { ...NUMBERS, atOnce: 10 }))).toEqual([]);
  });

  it('fills in values', async () => {
    const sql = 'select n, text from number where n > ? and text <> ? and ? is null order by n';
    const query = { sql, params: [2, 'n4', null], atOnce: 10 };
    expect(await all(readAside(filled(place, 5), query))).toEqual([
      [
        [3, 'n3'],
        [5, 'n5'],
      ],
    ]);
  });

  it('ends when its reader has had enough', async () => {
    const sqlite = filled(place, 1_000);
    for await (const batch of readAside(sqlite, { ...NUMBERS, atOnce: 10 })) {
      expect(batch).toHaveLength(10);
      break;
    }
    // Nobody holds the rows any more: a whole checkpoint of the file is possible.
    sqlite.exec('update number set text = text || 1');
    expect(sqlite.pragma('wal_checkpoint(TRUNCATE)')).toMatchObject([{ busy: 0 }]);
  });

  it('tells of a query that is wrong, at once or on the way', async () => {
    const sqlite = filled(place, 5);
    const wrong = { sql: 'select nothing from number', params: [], atOnce: 10 };
    await expect(all(readAside(sqlite, wrong))).rejects.toThrow('nothing');
    const late = { sql: `select json_extract(text || iif(n < 4, '', '['), '$') from late`, params: [] };
    sqlite.exec(
      `create table late (n integer, text text) strict; insert into late select n, '1' from number`,
    );
    const found: number[] = [];
    await expect(
      (async () => {
        for await (const batch of readAside(sqlite, { ...late, atOnce: 1 })) found.push(batch.length);
      })(),
    ).rejects.toThrow('malformed JSON');
    expect(found.length).toBeLessThanOrEqual(3);
  });
});

describe('reading aside from a file', () => {
  it('gives the rows that there were when it began, whatever is written meanwhile', async () => {
    const sqlite = filled('a file', 30);
    const found: unknown[] = [];
    for await (const batch of readAside(sqlite, { ...NUMBERS, atOnce: 10 })) {
      sqlite.exec(`update number set text = 'changed'; delete from number where n > 20`);
      found.push(...batch.map(([, text]) => text));
    }
    expect(found).toEqual(Array.from({ length: 30 }, (_, index) => `n${index + 1}`));
  });

  it('leaves the event loop to others while it sorts', async () => {
    const sqlite = filled('a file', 60_000);
    const sql = `select n from number order by substr(text || text, 3), n desc`;
    let [ticks, isOver] = [0, false];
    const tick = () => {
      ticks += 1;
      if (!isOver) setImmediate(tick);
    };
    tick();
    const batches = await all(readAside(sqlite, { sql, params: [], atOnce: 15_000 }));
    isOver = true;
    expect(batches).toHaveLength(4);
    expect(ticks).toBeGreaterThan(20);
  });
});

const NUMBERS = { sql: 'select n, text from number order by n', params: [] };

function filled(place: 'a file' | 'memory', count: number): Sqlite.Database {
  const folder = mkdtempSync(join(tmpdir(), 'attendant-'));
  const sqlite = new Sqlite(place === 'memory' ? ':memory:' : join(folder, 'side.db'));
  onTestFinished(() => {
    sqlite.close();
    rmSync(folder, { recursive: true });
  });
  sqlite.pragma('journal_mode = WAL');
  sqlite.exec('create table number (n integer primary key, text text not null) strict');
  sqlite
    .prepare(
      `with recursive counting (n) as (select 1 where ? > 0 union all select n + 1 from counting where n < ?)
       insert into number select n, 'n' || n from counting`,
    )
    .run(count, count);
  return sqlite;
}

async function all<T>(batches: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const batch of batches) found.push(batch);
  return found;
}
