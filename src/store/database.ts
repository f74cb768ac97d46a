import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { AttendantError } from '../errors.ts';
import { GroupCommit } from './group-commit.ts';

/** Marks a SQLite file as ours: "Atnd" in ASCII, SQLite's `application_id`. */
const APPLICATION_ID = 0x41746e64;
const HEADER_BYTES = 100;
/** Larger files are not scanned at start: a scan reads the whole file. */
const MAX_SCANNED_BYTES = 256 * 1024 * 1024;
/** Pages the WAL may hold before it is copied into the file, 32 MB. SQLite's 1,000 copied busy pages again and again: a quarter of the sessions a second. */
const CHECKPOINT_PAGES = 8_000;
/** The same while much is written that is not written again: a step then takes 60 ms at most, not 160. */
const SMALL_CHECKPOINT_PAGES = 1_000;
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;
const MIGRATIONS = join(dirname(fileURLToPath(import.meta.url)), '../../migrations');

/**
 * The one SQLite file of an Attendant: WAL, `synchronous=FULL`, migrated to the newest version.
 *
 * Owns the file and its lock. Writes go through `commits`; reads may be made at any time.
 */
export class AttendantDatabase {
  readonly sqlite: Sqlite.Database;
  readonly commits: GroupCommit;
  readonly #lock: Sqlite.Database | undefined;
  /** How many works run that are to be written in small steps. */
  #smallSteps = 0;

  private constructor(sqlite: Sqlite.Database, lock: Sqlite.Database | undefined) {
    this.sqlite = sqlite;
    this.#lock = lock;
    this.commits = new GroupCommit(sqlite);
  }

  /**
   * Opens or creates the file and holds it for this process alone.
   *
   * @param file path of the database, or `:memory:`.
   * @throws AttendantError `DATABASE_FOREIGN`, `DATABASE_NEWER`, `DATABASE_DAMAGED`, `DATABASE_UNWRITABLE`,
   *   `DATABASE_IN_USE`; the file is left as it is, byte for byte.
   */
  static open(file: string): AttendantDatabase {
    if (file === ':memory:') return new AttendantDatabase(migrated(new Sqlite(file)), undefined);
    const lock = explained(file, () => lockFor(file));
    try {
      return new AttendantDatabase(
        explained(file, () => openFile(file)),
        lock,
      );
    } catch (error) {
      lock.close();
      throw error;
    }
  }

  /**
   * Opens the file for reading only, also beside the process that holds it.
   *
   * @returns `undefined` when there is no file, or an older Attendant wrote it last.
   * @throws AttendantError `DATABASE_FOREIGN`, `DATABASE_NEWER`, `DATABASE_DAMAGED`, `DATABASE_UNWRITABLE`.
   */
  static openToRead(file: string): AttendantDatabase | undefined {
    if (isNew(file)) return undefined;
    return explained(file, () => {
      refuseForeign(file);
      const sqlite = new Sqlite(file, { readonly: true });
      try {
        refuseNewer(sqlite, file);
        if (versionOf(sqlite) === migrationNames().length) return new AttendantDatabase(sqlite, undefined);
      } catch (error) {
        sqlite.close();
        throw error;
      }
      sqlite.close();
      return undefined;
    });
  }

  /**
   * Whether another process holds the file now.
   *
   * @throws AttendantError `DATABASE_UNWRITABLE`.
   */
  static isInUse(file: string): boolean {
    if (!existsSync(`${file}.lock`)) return false;
    try {
      explained(file, () => lockFor(file)).close();
      return false;
    } catch (error) {
      if (error instanceof AttendantError && error.code === 'DATABASE_IN_USE') return true;
      throw error;
    }
  }

  /**
   * Copies the WAL into the file in smaller steps while `work` runs, which writes much and should keep nobody waiting for
   * long.
   */
  async inSmallSteps<T>(work: () => Promise<T>): Promise<T> {
    this.#smallSteps += 1;
    this.sqlite.pragma(`wal_autocheckpoint = ${SMALL_CHECKPOINT_PAGES}`);
    try {
      return await work();
    } finally {
      this.#smallSteps -= 1;
      if (this.#smallSteps === 0 && this.sqlite.open)
        this.sqlite.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    }
  }

  close(): void {
    this.commits.flush();
    this.sqlite.close();
    this.#lock?.close();
  }
}

/** Holds an exclusive lock that the operating system takes back when the process dies, however it dies. */
function lockFor(file: string): Sqlite.Database {
  mkdirSync(dirname(file), { recursive: true, mode: PRIVATE_FOLDER });
  const lock = new Sqlite(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
    return lock;
  } catch (cause) {
    lock.close();
    if (!codeOf(cause).startsWith('SQLITE_BUSY')) throw cause;
    throw new AttendantError(
      'DATABASE_IN_USE',
      `${file} is in use by another Attendant; stop that one or name another --data folder`,
      { cause },
    );
  }
}

function openFile(file: string): Sqlite.Database {
  refuseForeign(file);
  inspect(file);
  keepPrivate(file);
  const sqlite = new Sqlite(file);
  try {
    return migrated(sqlite);
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** A new file is its owner's alone: it will hold numbers, consents and transcripts. SQLite's other files follow it. */
function keepPrivate(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'a', PRIVATE_FILE));
}

/** Reads the header bytes before SQLite may touch the file. */
function refuseForeign(file: string): void {
  if (isNew(file)) return;
  const header = Buffer.alloc(HEADER_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(descriptor);
  }
  const isSqlite = header.toString('latin1', 0, 15) === 'SQLite format 3';
  if (!isSqlite || header.readUInt32BE(68) !== APPLICATION_ID) {
    throw new AttendantError(
      'DATABASE_FOREIGN',
      `${file} is not a database of Attendant; it was left as it is. Name another --data folder`,
    );
  }
}

function isNew(file: string): boolean {
  return !existsSync(file) || statSync(file).size === 0;
}

/** Looks without writing: a connection that may write moves what lies in the -wal file into the database when it closes. */
function inspect(file: string): void {
  if (isNew(file)) return;
  // What a crash left half written in a rollback journal can only be undone by a connection that may write.
  const sqlite = new Sqlite(file, { readonly: !existsSync(`${file}-journal`) });
  try {
    refuseDamaged(sqlite);
    refuseNewer(sqlite, file);
  } finally {
    sqlite.close();
  }
}

function refuseDamaged(sqlite: Sqlite.Database): void {
  const pages = sqlite.pragma('page_count', { simple: true }) as number;
  const pageSize = sqlite.pragma('page_size', { simple: true }) as number;
  if (pages * pageSize > MAX_SCANNED_BYTES) return;
  const found = sqlite.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new Error(`quick_check: ${String(found)}`);
}

function refuseNewer(sqlite: Sqlite.Database, file: string): void {
  const version = versionOf(sqlite);
  if (version <= migrationNames().length) return;
  throw new AttendantError(
    'DATABASE_NEWER',
    `${file} was written by a newer Attendant (schema ${version}); update Attendant`,
  );
}

function versionOf(sqlite: Sqlite.Database): number {
  return sqlite.pragma('user_version', { simple: true }) as number;
}

function migrationNames(): readonly string[] {
  return readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort();
}

function migrated(sqlite: Sqlite.Database): Sqlite.Database {
  const version = versionOf(sqlite);
  sqlite.pragma(`application_id = ${APPLICATION_ID}`);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  for (const [index, name] of migrationNames().entries()) {
    if (index >= version) migrate(sqlite, readFileSync(join(MIGRATIONS, name), 'utf8'), index + 1);
  }
  return sqlite;
}

/** Applies one migration wholly or not at all. */
function migrate(sqlite: Sqlite.Database, sql: string, version: number): void {
  sqlite.transaction(() => {
    sqlite.exec(sql);
    sqlite.pragma(`user_version = ${version}`);
  })();
}

/** SQLite's and Node's codes of a place that cannot be used, whatever the file holds. */
const UNWRITABLE = /^(SQLITE_(CANTOPEN|READONLY|FULL|PERM|IOERR)|E[A-Z]+$)/;

/** Runs `open` and says what its error means for the file. */
function explained<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (cause) {
    if (cause instanceof AttendantError) throw cause;
    if (UNWRITABLE.test(codeOf(cause)))
      throw new AttendantError(
        'DATABASE_UNWRITABLE',
        `${file} cannot be created or written; check the folder's permissions and free space, or name another --data folder`,
        { cause },
      );
    throw new AttendantError(
      'DATABASE_DAMAGED',
      `${file} is damaged and was left as it is; restore it from a backup`,
      { cause },
    );
  }
}

/** `''` for an error without a code. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
