import type { AttendantDatabase } from '../../store/database.ts';
import type { Divisions } from '../authorization/divisions.ts';
import type { Organizations } from '../authorization/organizations.ts';
import { roleStore } from '../authorization/role-store.ts';
import type { PlatformSeed } from '../platform-seed.ts';
import type { OauthClientSeed } from './access-seed.ts';
import type { Oauth } from './oauth.ts';

/** Where the access of a seed goes. */
export interface AccessGround {
  readonly database: AttendantDatabase;
  readonly organization: Organizations;
  readonly divisions: Divisions;
  readonly oauth: Oauth;
}

/**
 * Stores the organization's name, the divisions, the roles and the clients of a seed. The name that `attendant init` gave
 * stays, and so does the deletion of a division.
 *
 * @param secretOf the value of an environment variable; a client whose variable is not set cannot log in and is left out.
 * @returns the ids of the clients left out.
 */
export async function plantAccess(
  ground: AccessGround,
  seed: PlatformSeed,
  secretOf: (name: string) => string | undefined,
): Promise<readonly string[]> {
  await ground.database.commits.add(() => plantRows(ground, seed));
  const home = ground.divisions.homeDivision().id;
  const leftOut: string[] = [];
  // Hashing a secret takes long on purpose: all at once.
  await Promise.all(
    seed.oauthClients.map(async (client) => {
      const secret = client.secret ?? secretOf(client.secretEnv ?? '');
      if (secret === undefined || secret === '') leftOut.push(client.id);
      else await ground.oauth.putClient({ ...seededClient(client, home), secret });
    }),
  );
  return leftOut;
}

function plantRows({ database, organization, divisions, oauth }: AccessGround, seed: PlatformSeed): void {
  const stored = organization.one();
  if (stored.origin === 'seed') organization.store.put({ ...stored, name: seed.organization.name });
  for (const { id, name, description = '' } of seed.divisions ?? []) {
    const before = divisions.store.one(id);
    divisions.store.put({ isHome: 0, deletedAt: null, ...before, id, name, description });
  }
  const roles = roleStore(database.sqlite);
  for (const role of seed.roles ?? []) roles.put(role);
  oauth.forget();
}

function seededClient(
  { id, name, permissions, localOnly = false, roles = [] }: OauthClientSeed,
  home: string,
) {
  const given = roles.map(({ roleId, divisionId = home }) => ({ roleId, divisionId }));
  return { id, name, permissions, localOnly, roles: given };
}
