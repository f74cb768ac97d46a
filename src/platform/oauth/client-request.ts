import { type Static, Type } from 'typebox';
import { DESCRIPTION, NAME } from '../authorization/request-texts.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { CLIENT_STATES } from './oauth-client-store.ts';

/** The only grant there is here. Others need a person to log in. */
export const GRANT_TYPE = 'CLIENT-CREDENTIALS';

/** Of a token's life: 5 minutes to 48 hours. help.mypurecloud.com/articles/create-an-oauth-client (read 2026-11-30) */
const MIN_TOKEN_SECONDS = 300;
const MAX_TOKEN_SECONDS = 172_800;
const MAX_ROLES = 200;

const Id = Type.String({ minLength: 1, maxLength: 200 });
/** Belong to grants there are not here: read, and kept nowhere. */
const Texts = Type.Optional(Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 100 }));

const ClientRequest = Type.Object({
  name: NAME,
  description: Type.Optional(DESCRIPTION),
  accessTokenValiditySeconds: Type.Optional(
    Type.Integer({ minimum: MIN_TOKEN_SECONDS, maximum: MAX_TOKEN_SECONDS }),
  ),
  authorizedGrantType: Type.Optional(Type.String({ maxLength: 100 })),
  roleIds: Type.Optional(Type.Array(Id, { maxItems: MAX_ROLES })),
  roleDivisions: Type.Optional(
    Type.Array(Type.Object({ roleId: Id, divisionId: Id }), { maxItems: MAX_ROLES }),
  ),
  state: Type.Optional(Type.Enum([...CLIENT_STATES])),
  dateToDelete: Type.Optional(Type.String({ maxLength: 40 })),
  registeredRedirectUri: Texts,
  scope: Texts,
});
const check = requestCheck(ClientRequest);

/** What a client is asked to be. */
export interface AskedClient extends Omit<Static<typeof ClientRequest>, 'dateToDelete'> {
  /** Epoch ms. */
  readonly deleteAt: number | null;
}

/** Reads Genesys' `OAuthClientRequest`. */
export function readClientRequest(body: unknown): Outcome<AskedClient> {
  const asked = check(body);
  if (!asked.ok) return asked;
  const { dateToDelete, ...client } = asked.value;
  if (client.authorizedGrantType === undefined)
    return refuse('grant.type.required', 'authorizedGrantType is required.', {
      field: 'authorizedGrantType',
    });
  if (client.authorizedGrantType !== GRANT_TYPE)
    return refuse('bad.grant.type', `authorizedGrantType must be ${GRANT_TYPE} here.`, {
      field: 'authorizedGrantType',
    });
  const deleteAt = dateToDelete === undefined ? null : readTime(dateToDelete);
  return Number.isNaN(deleteAt)
    ? refuse('constraint.validation', 'dateToDelete must be a date-time such as 2030-01-31T12:00:00.000Z.', {
        field: 'dateToDelete',
      })
    : done({ ...client, deleteAt });
}

/** Epoch ms; NaN for what is no date-time of ISO 8601. */
function readTime(text: string): number {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? Date.parse(text) : Number.NaN;
}
