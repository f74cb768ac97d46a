import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { oauthStore } from './oauth-store.ts';
import { hashSecret, hashToken, isSecret, newToken } from './secret-hash.ts';

/** Genesys Cloud's default for a client's tokens: 24 hours. */
export const TOKEN_SECONDS = 24 * 60 * 60;

/** Compared with when no client has the id, so that an unknown id takes as long as a wrong secret. */
const NOBODY = `scrypt$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** A client that showed a valid token. */
export interface OauthClient {
  readonly id: string;
  readonly permissions: ReadonlySet<string>;
}

/** A client to be stored, its secret in plain text. */
export interface NewOauthClient {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly permissions: readonly string[];
  readonly localOnly: boolean;
}

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

/** Client credentials and tokens (O1). Tokens are stored hashed and survive a restart. */
export function openOauth({
  database,
  clock,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
}) {
  const store = oauthStore(database.sqlite);

  /** A token for a client, or undefined when id and secret do not belong together. */
  async function issueToken(id: string, secret: string, caller: Caller): Promise<IssuedToken | undefined> {
    const client = store.client(id);
    const isRight = await isSecret(secret, client?.secretHash ?? NOBODY);
    if (client === undefined || !isRight || (client.localOnly === 1 && !caller.isLocal)) return undefined;
    const token = newToken();
    const now = clock.now();
    await database.commits.add(() => {
      store.dropExpired(now);
      store.addToken(hashToken(token), id, now + TOKEN_SECONDS * 1000);
    });
    return { token, expiresInSeconds: TOKEN_SECONDS };
  }

  /** The client an Authorization header belongs to. */
  function authenticate(authorization: string | undefined, caller: Caller): Outcome<OauthClient> {
    const token = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      return refuse(
        'authentication.required',
        'No authentication bearer token specified in authorization header.',
      );
    }
    const found = store.token(hashToken(token));
    if (found === undefined || found.expiresAt <= clock.now() || (found.localOnly === 1 && !caller.isLocal)) {
      return refuse('bad.credentials', 'Invalid login credentials.');
    }
    return done({ id: found.id, permissions: new Set(JSON.parse(found.permissions) as readonly string[]) });
  }

  /** Stores a client; a changed secret ends its tokens. */
  async function putClient(client: NewOauthClient): Promise<void> {
    const stored = store.client(client.id);
    const isSame = stored !== undefined && (await isSecret(client.secret, stored.secretHash));
    const secretHash = isSame ? stored.secretHash : await hashSecret(client.secret);
    await database.commits.add(() => {
      if (!isSame) store.dropTokensOf(client.id);
      store.putClient({
        id: client.id,
        name: client.name,
        secretHash,
        permissions: JSON.stringify(client.permissions),
        localOnly: client.localOnly ? 1 : 0,
      });
    });
  }

  return { issueToken, authenticate, putClient };
}

/** What openOauth returns. */
export type Oauth = ReturnType<typeof openOauth>;

/** A refusal when the client lacks permissions, in Genesys' words for `all` or `any` of them. */
export function refuseMissing(
  client: OauthClient,
  needs: { readonly all: readonly string[] } | { readonly any: readonly string[] },
): Outcome<never> | undefined {
  if ('all' in needs) {
    const missing = needs.all.filter((permission) => !client.permissions.has(permission));
    if (missing.length === 0) return undefined;
    const permissions = missing.join(', ');
    return refuse(
      'missing.permissions',
      `Unable to perform the requested action. You are missing the following permission(s): ${permissions}`,
      { params: { permissions } },
    );
  }
  if (needs.any.some((permission) => client.permissions.has(permission))) return undefined;
  const permissions = needs.any.join(', ');
  return refuse(
    'missing.any.permissions',
    `Unable to perform the requested action. You must have at least one of the following permissions assigned: ${permissions}`,
    { params: { permissions } },
  );
}
