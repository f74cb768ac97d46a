import type { JsonObject } from '../../authoring/json.ts';
import type { Organization } from '../authorization/organization-store.ts';
import type { RoleDivision } from '../authorization/role-store.ts';
import { GRANT_TYPE } from './client-request.ts';
import type { OauthClientRow } from './oauth-client-store.ts';

/** Where OAuth clients are. */
export const OAUTH_CLIENTS_PATH = '/api/v2/oauth/clients';

/** A client with its roles, and its secret when that is new. */
export interface ShownClient {
  readonly client: OauthClientRow;
  readonly roles: readonly RoleDivision[];
  /** Shown once; only its hash is stored. */
  readonly secret?: string;
}

/** A client in the shape of Genesys' `OAuthClient`. */
export function oauthClientEntity({ client, roles, secret }: ShownClient): JsonObject {
  return {
    ...shared(client, roles),
    description: client.description,
    accessTokenValiditySeconds: client.tokenSeconds,
    roleIds: [...new Set(roles.map(({ roleId }) => roleId))],
    ...(secret !== undefined && { secret }),
    selfUri: `${OAUTH_CLIENTS_PATH}/${encodeURIComponent(client.id)}`,
  };
}

/** What a token says of itself: Genesys' `TokenInfo`. */
export function tokenInfoEntity({ client, roles }: ShownClient, { id, name }: Organization): JsonObject {
  const organization = { id, name };
  return {
    organization,
    homeOrganization: organization,
    authorizedScope: [],
    OAuthClient: { ...shared(client, roles), organization },
  };
}

function shared(client: OauthClientRow, roles: readonly RoleDivision[]): JsonObject {
  return {
    id: client.id,
    name: client.name,
    dateCreated: new Date(client.createdAt).toISOString(),
    dateModified: new Date(client.modifiedAt).toISOString(),
    ...(client.createdBy !== null && { createdBy: clientRef(client.createdBy) }),
    ...(client.modifiedBy !== null && { modifiedBy: clientRef(client.modifiedBy) }),
    authorizedGrantType: GRANT_TYPE,
    scope: [],
    roleDivisions: roles.map(({ roleId, divisionId }) => ({ roleId, divisionId })),
    state: client.state,
    ...(client.deleteAt !== null && { dateToDelete: new Date(client.deleteAt).toISOString() }),
  };
}

function clientRef(id: string): JsonObject {
  return { id, selfUri: `${OAUTH_CLIENTS_PATH}/${encodeURIComponent(id)}` };
}
