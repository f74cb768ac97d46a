import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { hashSecret, hashToken } from '../../src/platform/oauth/secret-hash.ts';
import { openLocalServer, TEST_SEED } from '../api/local-server.ts';
import { newFolder } from '../files/folder.ts';

const ATTENDANT = 0x41746e64;

/** A database as Attendant left it before there were roles, with a client that is logged in. */
async function oldDatabase(token: string): Promise<string> {
  const file = join(newFolder(), 'attendant.db');
  const sqlite = new Sqlite(file);
  for (const name of readdirSync('migrations').sort().slice(0, 3))
    sqlite.exec(readFileSync(join('migrations', name), 'utf8'));
  sqlite.pragma(`application_id = ${ATTENDANT}`);
  sqlite.pragma('user_version = 3');
  const permissions = JSON.stringify(['messaging:integration:view']);
  sqlite
    .prepare(
      `insert into oauth_client (id, name, secret_hash, permissions, local_only) values (?, ?, ?, ?, 1)`,
    )
    .run('old', 'Old', await hashSecret('old-secret'), permissions);
  sqlite
    .prepare(`insert into oauth_token (hash, client_id, expires_at) values (?, 'old', ?)`)
    .run(hashToken(token), Number.MAX_SAFE_INTEGER);
  sqlite.close();
  return file;
}

describe('a database from before there were roles', () => {
  it('O1 keeps its clients, their tokens and what they may do, everywhere', async () => {
    const file = await oldDatabase('a-token');
    const local = await openLocalServer({ file, seed: { ...TEST_SEED, oauthClients: [] } });
    for (const headers of [{ authorization: 'Bearer a-token' }, await local.login('old')]) {
      const url = '/api/v2/conversations/messaging/integrations/whatsapp';
      expect((await local.inject({ method: 'GET', url, headers })).statusCode).toBe(200);
      const deleted = '/api/v2/authorization/divisions/deleted';
      expect((await local.inject({ method: 'GET', url: deleted, headers })).statusCode).toBe(403);
    }
    expect(local.platform.oauthClients.one('old')).toMatchObject({
      value: {
        client: { state: 'active', tokenSeconds: 86_400 },
        roles: [{ roleId: 'client:old', divisionId: '*' }],
      },
    });
    expect(local.platform.divisions.homeDivision()).toMatchObject({ name: 'Home' });
  });
});
