import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { openDivisions } from '../authorization/divisions.ts';
import { openOrganization } from '../authorization/organizations.ts';
import type { PlatformSeed } from '../platform-seed.ts';
import { openOauth } from './oauth.ts';
import { openOauthClients } from './oauth-clients.ts';

/** Opens what says who may do what (O): the organization with its divisions, tokens, and clients. */
export async function openAccess(
  parts: { readonly database: AttendantDatabase; readonly clock: Clock; readonly ids: Ids },
  seed?: PlatformSeed,
) {
  const organization = await openOrganization(parts, seed?.organization.name ?? 'Attendant');
  const requestsPerMinute = seed?.limits?.requestsPerMinutePerToken;
  const oauth = openOauth({ ...parts, ...(requestsPerMinute !== undefined && { requestsPerMinute }) });
  const divisions = openDivisions({ ...parts, rolesChanged: oauth.forget });
  const oauthClients = openOauthClients({ ...parts, divisions, forget: oauth.forget });
  return { organization, divisions, oauth, oauthClients };
}
