import { pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import { ADMIN_ROLE } from '../authorization/organizations.ts';
import { ALL_DIVISIONS } from '../authorization/permissions.ts';
import type { PlatformSeed } from '../platform-seed.ts';
import { type SeedFault, seedFault } from '../seed-fault.ts';

/** Finds the faults of a seed's clients: where their secrets stand, and roles and divisions that there are not. */
export function* accessFaults(seed: PlatformSeed): Iterable<SeedFault> {
  yield* secretFaults(seed);
  yield* roleFaults(seed);
}

/** A secret in a file works on this machine only (SECURITY: no default credential works beyond loopback). */
function* secretFaults(seed: PlatformSeed): Iterable<SeedFault> {
  for (const [index, client] of seed.oauthClients.entries()) {
    const at = pointerTo('', 'oauthClients', index);
    if ((client.secret === undefined) === (client.secretEnv === undefined)) {
      yield seedFault(
        'SEED_SECRET',
        at,
        `the client \`${client.id}\` needs either \`secret\` or \`secretEnv\``,
        'name an environment variable in `secretEnv`',
      );
    } else if (client.secret !== undefined && client.localOnly !== true) {
      yield seedFault(
        'SEED_SECRET',
        pointerTo(at, 'secret'),
        `the client \`${client.id}\` has its secret in the file but is not \`localOnly\``,
        'set `localOnly` to true, or use `secretEnv`',
      );
    }
  }
}

function* roleFaults(seed: PlatformSeed): Iterable<SeedFault> {
  const roleIds = [ADMIN_ROLE.id, ...(seed.roles ?? []).map(({ id }) => id)];
  const divisionIds = [ALL_DIVISIONS, ...(seed.divisions ?? []).map(({ id }) => id)];
  for (const [index, { roles = [] }] of seed.oauthClients.entries()) {
    for (const [position, { roleId, divisionId = ALL_DIVISIONS }] of roles.entries()) {
      const at = pointerTo('', 'oauthClients', index, 'roles', position);
      if (!roleIds.includes(roleId))
        yield seedFault(
          'UNKNOWN_ROLE',
          pointerTo(at, 'roleId'),
          `no role has the id \`${roleId}\``,
          didYouMean(roleId, roleIds, 'add it to `roles`'),
        );
      if (!divisionIds.includes(divisionId))
        yield seedFault(
          'UNKNOWN_DIVISION',
          pointerTo(at, 'divisionId'),
          `no division has the id \`${divisionId}\``,
          didYouMean(divisionId, divisionIds, 'add it to `divisions`; leave it out for Home'),
        );
    }
  }
}
