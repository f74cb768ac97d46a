import type Database from 'better-sqlite3';

interface Waiting {
  readonly write: () => void;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * One SQLite transaction for all writes that are ready at the same moment.
 *
 * I1: `add` resolves only after the transaction that holds the write is on disk.
 * I2: writes run in the order they were added.
 * I3: a write that throws spoils none of the others: the group is rolled back and each runs in its own transaction.
 */
export class GroupCommit {
  readonly #database: Database.Database;
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #rollback: Database.Statement;
  #group: Waiting[] = [];

  constructor(database: Database.Database) {
    this.#database = database;
    this.#begin = database.prepare('begin immediate');
    this.#commit = database.prepare('commit');
    this.#rollback = database.prepare('rollback');
  }

  /** Runs a synchronous write in the next transaction. @throws what the write throws. */
  add(write: () => void): Promise<void> {
    return new Promise((done, failed) => {
      if (this.#group.length === 0) setImmediate(() => this.flush());
      this.#group.push({ write, done, failed });
    });
  }

  /** Commits what waits, now. */
  flush(): void {
    const group = this.#group;
    this.#group = [];
    if (group.length === 0) return;
    try {
      this.#together(group);
    } catch {
      for (const one of group) this.#alone(one);
      return;
    }
    for (const one of group) one.done();
  }

  #alone(one: Waiting): void {
    try {
      this.#together([one]);
    } catch (error) {
      one.failed(error);
      return;
    }
    one.done();
  }

  #together(group: readonly Waiting[]): void {
    this.#begin.run();
    try {
      for (const one of group) one.write();
      this.#commit.run();
    } catch (error) {
      // A full disk has SQLite roll back by itself; a second rollback would hide why.
      if (this.#database.inTransaction) this.#rollback.run();
      throw error;
    }
  }
}
