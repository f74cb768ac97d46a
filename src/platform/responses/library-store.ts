import type Sqlite from 'better-sqlite3';
import type { Page } from './page.ts';

/** A library that responses lie in. */
export interface ResponseLibrary {
  readonly id: string;
  readonly name: string;
  /** The only type of its responses; null: any. */
  readonly responseType: string | null;
  readonly version: number;
  /** Epoch ms. */
  readonly createdAt: number;
}

const COLUMNS = `id, name, response_type as responseType, version, created_at as createdAt`;

/** The SQL of response libraries. Writes belong into a commit. */
export function libraryStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], ResponseLibrary>(
    `select ${COLUMNS} from response_library where id = ?`,
  );
  const byName = sqlite.prepare<[string], ResponseLibrary>(
    `select ${COLUMNS} from response_library where lower(name) = lower(?) limit 1`,
  );
  const page = sqlite.prepare<[string, number, number], ResponseLibrary>(
    `select ${COLUMNS} from response_library where instr(lower(name), lower(?)) = 1 order by name, id limit ? offset ?`,
  );
  const count = sqlite
    .prepare<[string], number>(`select count(*) from response_library where instr(lower(name), lower(?)) = 1`)
    .pluck();
  const put = sqlite.prepare<[ResponseLibrary]>(
    `insert into response_library (id, name, response_type, version, created_at)
     values (@id, @name, @responseType, @version, @createdAt)
     on conflict (id) do update set name = excluded.name, response_type = excluded.response_type, version = excluded.version`,
  );
  const drop = sqlite.prepare<[string]>(`delete from response_library where id = ?`);
  const holds = sqlite.prepare<[string]>(`select 1 from response_in_library where library_id = ? limit 1`);
  return {
    one: (id: string) => one.get(id),
    byName: (name: string) => byName.get(name),
    /** Those whose name begins with a text, by name. */
    page: (prefix: string, { limit, offset }: Page) => page.all(prefix, limit, offset),
    count: (prefix: string) => count.get(prefix) ?? 0,
    put: (library: ResponseLibrary) => put.run(library),
    drop: (id: string) => drop.run(id),
    isEmpty: (id: string) => holds.get(id) === undefined,
  };
}

/** What libraryStore returns. */
export type LibraryStore = ReturnType<typeof libraryStore>;
