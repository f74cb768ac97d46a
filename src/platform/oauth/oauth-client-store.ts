import type Sqlite from 'better-sqlite3';

/** Whether a client's credentials and tokens work: those of an active one do, and only an inactive one can be deleted. */
export const CLIENT_STATES = ['active', 'disabled', 'inactive'] as const;
export type ClientState = (typeof CLIENT_STATES)[number];

/** A row of oauth_client. Times are epoch ms. */
export interface OauthClientRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly secretHash: string;
  /** 1: its tokens work from this machine only. */
  readonly localOnly: 0 | 1;
  /** How long its tokens live. */
  readonly tokenSeconds: number;
  readonly state: ClientState;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** The clients that made and changed it over the API; null for the seed and the command line. */
  readonly createdBy: string | null;
  readonly modifiedBy: string | null;
  readonly deleteAt: number | null;
}

const COLUMNS = `id, name, description, secret_hash as secretHash, local_only as localOnly, token_seconds as tokenSeconds,
  state, created_at as createdAt, modified_at as modifiedAt, created_by as createdBy, modified_by as modifiedBy,
  delete_at as deleteAt`;

/** The SQL of OAuth clients. Writes belong into a commit. */
export function oauthClientStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], OauthClientRow>(`select ${COLUMNS} from oauth_client where id = ?`);
  const all = sqlite.prepare<[], OauthClientRow>(`select ${COLUMNS} from oauth_client order by name, id`);
  const put = sqlite.prepare<[OauthClientRow]>(
    `insert into oauth_client (id, name, description, secret_hash, local_only, token_seconds, state, created_at,
       modified_at, created_by, modified_by, delete_at)
     values (@id, @name, @description, @secretHash, @localOnly, @tokenSeconds, @state, @createdAt, @modifiedAt,
       @createdBy, @modifiedBy, @deleteAt)
     on conflict (id) do update set name = excluded.name, description = excluded.description,
       secret_hash = excluded.secret_hash, local_only = excluded.local_only, token_seconds = excluded.token_seconds,
       state = excluded.state, modified_at = excluded.modified_at, modified_by = excluded.modified_by,
       delete_at = excluded.delete_at`,
  );
  const count = sqlite.prepare<[], number>(`select count(*) from oauth_client`).pluck();
  const drop = sqlite.prepare<[string]>(`delete from oauth_client where id = ?`);
  return {
    one: (id: string) => one.get(id),
    all: () => all.all(),
    count: () => count.get() ?? 0,
    put: (row: OauthClientRow) => put.run(row),
    drop: (id: string) => drop.run(id),
  };
}

/** What oauthClientStore returns. */
export type OauthClientStore = ReturnType<typeof oauthClientStore>;
