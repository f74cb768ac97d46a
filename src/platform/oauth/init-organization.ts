import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { divisionStore } from '../authorization/division-store.ts';
import type { Organization } from '../authorization/organization-store.ts';
import { ADMIN_ROLE, openOrganization } from '../authorization/organizations.ts';
import { ALL_DIVISIONS } from '../authorization/permissions.ts';
import { roleStore } from '../authorization/role-store.ts';
import { type OauthClientRow, oauthClientStore } from './oauth-client-store.ts';
import { TOKEN_SECONDS } from './put-seeded-client.ts';
import { hashSecret, newSecret } from './secret-hash.ts';

/** What is made. Names are checked by the caller. */
export interface InitWishes {
  readonly organizationName?: string;
  readonly clientName?: string;
}

/** An organization and a client that may do everything in it. */
export interface Initialized {
  readonly organization: Organization;
  readonly homeDivisionId: string;
  readonly client: Pick<OauthClientRow, 'id' | 'name'>;
  /** Shown once; only its hash is stored. */
  readonly secret: string;
}

/**
 * Makes the organization with a first client, or another client for one that was made so. An organization that only
 * stands in a seed file counts as none: it is taken over with all it has.
 *
 * @returns the organization that is there already, when no other client is asked for or it would be renamed.
 */
export async function initOrganization(
  parts: { readonly database: AttendantDatabase; readonly clock: Clock; readonly ids: Ids },
  { organizationName, clientName }: InitWishes,
): Promise<
  { readonly ok: true; readonly made: Initialized } | { readonly ok: false; readonly there: Organization }
> {
  const { database, clock, ids } = parts;
  const { one, store } = await openOrganization(parts, organizationName ?? 'Attendant');
  const there = one();
  if (there.origin === 'init' && (clientName === undefined || organizationName !== undefined))
    return { ok: false, there };
  const secret = newSecret();
  const client = clientRow(ids.next(), clientName ?? 'Admin', await hashSecret(secret), clock.now());
  const organization: Organization = { ...there, name: organizationName ?? there.name, origin: 'init' };
  const roles = roleStore(database.sqlite);
  const homeDivisionId = divisionStore(database.sqlite).home()?.id ?? '';
  await database.commits.add(() => {
    store.put(organization);
    oauthClientStore(database.sqlite).put(client);
    roles.setRolesOf(client.id, [{ roleId: ADMIN_ROLE.id, divisionId: ALL_DIVISIONS }]);
  });
  return { ok: true, made: { organization, homeDivisionId, client, secret } };
}

function clientRow(id: string, name: string, secretHash: string, now: number): OauthClientRow {
  return {
    id,
    name,
    description: '',
    secretHash,
    localOnly: 0,
    tokenSeconds: TOKEN_SECONDS,
    state: 'active',
    createdAt: now,
    modifiedAt: now,
    createdBy: null,
    modifiedBy: null,
    deleteAt: null,
  };
}
