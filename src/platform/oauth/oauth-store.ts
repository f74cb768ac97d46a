import type Sqlite from 'better-sqlite3';

/** A row of oauth_client. */
export interface OauthClientRow {
  readonly id: string;
  readonly name: string;
  readonly secretHash: string;
  /** JSON array. */
  readonly permissions: string;
  readonly localOnly: 0 | 1;
}

/** What a token stands for. */
export interface OauthTokenRow extends Omit<OauthClientRow, 'secretHash'> {
  readonly expiresAt: number;
}

/** The SQL of OAuth clients and tokens. Writes belong into a commit. */
export function oauthStore(sqlite: Sqlite.Database) {
  const client = sqlite.prepare<[string], OauthClientRow>(
    `select id, name, secret_hash as secretHash, permissions, local_only as localOnly from oauth_client where id = ?`,
  );
  const putClient = sqlite.prepare<[OauthClientRow]>(
    `insert into oauth_client (id, name, secret_hash, permissions, local_only)
     values (@id, @name, @secretHash, @permissions, @localOnly)
     on conflict (id) do update set name = excluded.name, secret_hash = excluded.secret_hash,
       permissions = excluded.permissions, local_only = excluded.local_only`,
  );
  const token = sqlite.prepare<[string], OauthTokenRow>(
    `select c.id, c.name, c.permissions, c.local_only as localOnly, t.expires_at as expiresAt
     from oauth_token t join oauth_client c on c.id = t.client_id where t.hash = ?`,
  );
  const addToken = sqlite.prepare<[string, string, number]>(
    `insert into oauth_token (hash, client_id, expires_at) values (?, ?, ?)`,
  );
  const dropExpired = sqlite.prepare<[number]>(`delete from oauth_token where expires_at <= ?`);
  const dropTokensOf = sqlite.prepare<[string]>(`delete from oauth_token where client_id = ?`);
  return {
    client: (id: string) => client.get(id),
    putClient: (row: OauthClientRow) => putClient.run(row),
    token: (hash: string) => token.get(hash),
    addToken: (hash: string, clientId: string, expiresAt: number) => addToken.run(hash, clientId, expiresAt),
    dropExpired: (now: number) => dropExpired.run(now),
    dropTokensOf: (clientId: string) => dropTokensOf.run(clientId),
  };
}
