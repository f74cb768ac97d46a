import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { permissionsOf } from '../authorization/permissions.ts';
import { roleStore } from '../authorization/role-store.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { oauthClientStore } from './oauth-client-store.ts';
import { oauthTokenStore } from './oauth-token-store.ts';
import { ownLogin } from './own-login.ts';
import { putSeededClient, type SeededClient } from './put-seeded-client.ts';
import { REQUESTS_PER_MINUTE, requestLimit } from './request-limit.ts';
import { hashToken, isSecret, newToken } from './secret-hash.ts';
import { type OauthClient, type Session, sessionCache } from './session-cache.ts';

export type { OauthClient } from './session-cache.ts';

/** Compared with when no client has the id, so that an unknown id takes as long as a wrong secret. */
const NOBODY = `scrypt$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Where a request comes from, as far as access depends on it. */
export interface Caller {
  /** From this machine, addressed to this machine. */
  readonly isLocal: boolean;
}

/** A token as it is handed out, once. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresInSeconds: number;
}

/**
 * Client credentials and tokens (O1), and how often a token may ask (O2). Tokens are stored hashed and survive a
 * restart.
 */
export function openOauth({
  database,
  clock,
  requestsPerMinute = REQUESTS_PER_MINUTE,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  /** Per token; 0: no limit. */
  readonly requestsPerMinute?: number;
}) {
  const clients = oauthClientStore(database.sqlite);
  const tokens = oauthTokenStore(database.sqlite);
  const roles = roleStore(database.sqlite);
  const sessions = sessionCache();
  const limit = requestLimit(requestsPerMinute);
  const own = ownLogin();

  /** A token for a client, or undefined when id and secret do not belong together, or the client is not active. */
  async function issueToken(id: string, secret: string, caller: Caller): Promise<IssuedToken | undefined> {
    const asked = clients.one(id);
    const isOwn = caller.isLocal && own.isSecret(secret);
    const isRight = isOwn || (await isSecret(secret, asked?.secretHash ?? NOBODY));
    if (asked === undefined || !isRight || (asked.localOnly === 1 && !caller.isLocal)) return undefined;
    const token = newToken();
    const now = clock.now();
    let issued: IssuedToken | undefined;
    await database.commits.add(() => {
      tokens.dropExpired(now);
      const client = clients.one(id);
      // Comparing the secret took a while: it may have been changed, or the client disabled.
      if (client?.state !== 'active' || client.secretHash !== asked.secretHash) return;
      const tokenHash = hashToken(token);
      tokens.add(tokenHash, id, now + client.tokenSeconds * 1000);
      if (isOwn) own.addToken(tokenHash);
      issued = { token, expiresInSeconds: client.tokenSeconds };
    });
    return issued;
  }

  function findSession(tokenHash: string): Session | undefined {
    const cached = sessions.get(tokenHash);
    if (cached !== undefined) return cached;
    const token = tokens.one(tokenHash);
    const client = token && clients.one(token.clientId);
    // The tokens of an inactive client go on until they expire; those of a disabled one are invalid.
    if (token === undefined || client === undefined || client.state === 'disabled') return undefined;
    const session = {
      ...permissionsOf(roles.grantsOf(client.id)),
      id: client.id,
      isLocalOnly: client.localOnly === 1,
      tokenHash,
      expiresAt: token.expiresAt,
    };
    sessions.add(session);
    return session;
  }

  /** The client an Authorization header belongs to. */
  function authenticate(authorization: string | undefined, caller: Caller): Outcome<Session> {
    const token = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      return refuse(
        'authentication.required',
        'No authentication bearer token specified in authorization header.',
      );
    }
    const found = findSession(hashToken(token));
    if (found === undefined || found.expiresAt <= clock.now() || (found.isLocalOnly && !caller.isLocal)) {
      return refuse('bad.credentials', 'Invalid login credentials.');
    }
    return done(found);
  }

  /** Ends a token at once. */
  async function endToken({ tokenHash }: Session): Promise<void> {
    await database.commits.add(() => {
      tokens.drop(tokenHash);
      sessions.forget();
    });
  }

  /** Stores a client as the seed has it; a changed secret ends its tokens. */
  async function putClient(client: SeededClient): Promise<void> {
    await putSeededClient({ database, clock, clients, tokens, roles, forget: sessions.forget }, client);
  }

  return {
    issueToken,
    authenticate,
    endToken,
    putClient,
    /** Counts a request of a session; undefined when there is no limit. */
    countRequest: ({ tokenHash }: Session) =>
      own.hasToken(tokenHash) ? undefined : limit.count(tokenHash, clock.now()),
    /** With it, this process logs in to itself as any client. */
    ownSecret: own.secret,
    /** To be called within a commit that changes clients, tokens, roles or grants. */
    forget: sessions.forget,
  };
}

/** What openOauth returns. */
export type Oauth = ReturnType<typeof openOauth>;

/** A refusal when the client lacks permissions, in Genesys' words for `all` or `any` of them. */
export function refuseMissing(
  client: OauthClient,
  needs: { readonly all: readonly string[] } | { readonly any: readonly string[] },
): Outcome<never> | undefined {
  if ('all' in needs) {
    const missing = needs.all.filter((permission) => !client.has(permission));
    if (missing.length === 0) return undefined;
    const permissions = missing.join(', ');
    return refuse(
      'missing.permissions',
      `Unable to perform the requested action. You are missing the following permission(s): ${permissions}`,
      { params: { permissions } },
    );
  }
  if (needs.any.some((permission) => client.has(permission))) return undefined;
  const permissions = needs.any.join(', ');
  return refuse(
    'missing.any.permissions',
    `Unable to perform the requested action. You must have at least one of the following permissions assigned: ${permissions}`,
    { params: { permissions } },
  );
}
