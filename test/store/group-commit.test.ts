import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AttendantDatabase } from '../../src/store/database.ts';
import { GroupCommit } from '../../src/store/group-commit.ts';
import { sqliteConversations } from '../../src/store/sqlite-conversations.ts';
import { stepRecord } from './step-record.ts';

describe('GroupCommit', () => {
  it('I1 resolves after its transaction, which all writes of the moment share', async () => {
    const { sqlite, commits, statements, values } = openCounted();
    const seen: number[] = [];
    const adding = Array.from({ length: 100 }, (_, value) =>
      commits.add(() => void insert(sqlite, value)).then(() => seen.push(values().length)),
    );
    expect(values()).toEqual([]);
    await Promise.all(adding);
    expect(statements.filter((sql) => sql === 'commit')).toHaveLength(1);
    expect(seen).toEqual(Array.from({ length: 100 }, () => 100));
  });

  it('I2 writes in the order of adding', async () => {
    const { sqlite, commits, values } = openCounted();
    await Promise.all([3, 1, 2].map((value) => commits.add(() => void insert(sqlite, value))));
    expect(values()).toEqual([3, 1, 2]);
  });

  it('I3 keeps the others when one write throws, half done', async () => {
    const { sqlite, commits, values } = openCounted();
    const broken = () => {
      insert(sqlite, 99);
      throw new Error('no room');
    };
    const added = await Promise.allSettled([
      commits.add(() => void insert(sqlite, 1)),
      commits.add(broken),
      commits.add(() => void insert(sqlite, 2)),
    ]);
    expect(added.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(added[1]).toMatchObject({ reason: { message: 'no room' } });
    expect(values()).toEqual([1, 2]);
  });

  it('says why it failed when SQLite has rolled back by itself', async () => {
    const { sqlite, commits, values } = openCounted();
    sqlite.pragma('max_page_count = 3');
    const tooLarge = commits.add(() => void insert(sqlite, 'x'.repeat(100_000)));
    await expect(tooLarge).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    await commits.add(() => void insert(sqlite, 1));
    expect(values()).toEqual([1]);
  });

  it('commits what waits when it is flushed, and nothing when nothing waits', async () => {
    const { sqlite, commits, statements, values } = openCounted();
    const added = commits.add(() => void insert(sqlite, 1));
    commits.flush();
    expect(values()).toEqual([1]);
    await added;
    commits.flush();
    expect(statements.filter((sql) => sql === 'commit')).toHaveLength(1);
  });

  it('R4 saves the steps of many calls in one transaction', async () => {
    const database = AttendantDatabase.open(':memory:');
    onTestFinished(() => database.close());
    const store = sqliteConversations(database);
    let groups = 0;
    const flush = database.commits.flush.bind(database.commits);
    database.commits.flush = () => {
      groups++;
      flush();
    };
    await Promise.all(Array.from({ length: 64 }, (_, n) => store.saveStep(stepRecord({ id: `c${n}` }))));
    expect(groups).toBe(1);
    expect(await store.list(100)).toHaveLength(64);
  });
});

function openCounted() {
  const statements: string[] = [];
  const sqlite = new Sqlite(':memory:', { verbose: (sql) => statements.push(String(sql)) });
  onTestFinished(() => void sqlite.close());
  sqlite.exec('create table kept (value)');
  const values = () => sqlite.prepare('select value from kept order by rowid').pluck().all();
  return { sqlite, commits: new GroupCommit(sqlite), statements, values };
}

function insert(sqlite: Sqlite.Database, value: number | string): void {
  sqlite.prepare('insert into kept values (?)').run(value);
}
