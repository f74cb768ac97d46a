import type Sqlite from 'better-sqlite3';

/** The SQL of access tokens; only their hashes are kept. Writes belong into a commit. */
export function oauthTokenStore(sqlite: Sqlite.Database) {
  const one = sqlite.prepare<[string], { readonly clientId: string; readonly expiresAt: number }>(
    `select client_id as clientId, expires_at as expiresAt from oauth_token where hash = ?`,
  );
  const add = sqlite.prepare<[string, string, number]>(
    `insert into oauth_token (hash, client_id, expires_at) values (?, ?, ?)`,
  );
  const drop = sqlite.prepare<[string]>(`delete from oauth_token where hash = ?`);
  const dropExpired = sqlite.prepare<[number]>(`delete from oauth_token where expires_at <= ?`);
  const dropOf = sqlite.prepare<[string]>(`delete from oauth_token where client_id = ?`);
  return {
    one: (hash: string) => one.get(hash),
    add: (hash: string, clientId: string, expiresAt: number) => add.run(hash, clientId, expiresAt),
    drop: (hash: string) => drop.run(hash),
    dropExpired: (now: number) => dropExpired.run(now),
    dropOf: (clientId: string) => dropOf.run(clientId),
  };
}

/** What oauthTokenStore returns. */
export type OauthTokenStore = ReturnType<typeof oauthTokenStore>;
