import type Sqlite from 'better-sqlite3';

/** A division of the organization. */
export interface Division {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly isHome: 0 | 1;
  /** Epoch ms; null while it is in use. */
  readonly deletedAt: number | null;
}

const COLUMNS = 'id, name, description, is_home as isHome, deleted_at as deletedAt';

/** The SQL of divisions. Writes belong into a commit. */
export function divisionStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], Division>(`select ${COLUMNS} from division where id = ?`);
  const home = sqlite.prepare<[], Division>(`select ${COLUMNS} from division where is_home = 1`);
  const all = sqlite.prepare<[], Division>(
    `select ${COLUMNS} from division where deleted_at is null order by lower(name), id`,
  );
  const deleted = sqlite.prepare<[], Division>(
    `select ${COLUMNS} from division where deleted_at is not null order by lower(name), id`,
  );
  const put = sqlite.prepare<[Division]>(
    `insert into division (id, name, description, is_home, deleted_at)
     values (@id, @name, @description, @isHome, @deletedAt)
     on conflict (id) do update set name = excluded.name, description = excluded.description,
       deleted_at = excluded.deleted_at`,
  );
  return {
    /** Deleted or not. */
    one: (id: string) => one.get(id),
    home: () => home.get(),
    all: () => all.all(),
    deleted: () => deleted.all(),
    put: (division: Division) => put.run(division),
  };
}

/** What divisionStore returns. */
export type DivisionStore = ReturnType<typeof divisionStore>;
