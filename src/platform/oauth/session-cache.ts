import type { Permissions } from '../authorization/permissions.ts';

/** A client that showed a valid token. */
export interface OauthClient extends Permissions {
  readonly id: string;
  /** Whether it can be used from this machine only. */
  readonly isLocalOnly: boolean;
}

/** A client and the token it showed. */
export interface Session extends OauthClient {
  readonly tokenHash: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

const MAX_SESSIONS = 10_000;

/**
 * Remembers what tokens stand for: a token is looked up with every request.
 *
 * C1: whoever changes a token, a client, a role or a grant calls `forget` within the commit that does. Reads and
 *     commits share a thread, so nothing reads between the two.
 * C2: expiry is the reader's to check; nothing here knows the time.
 */
export function sessionCache() {
  const sessions = new Map<string, Session>();
  return {
    get: (tokenHash: string) => sessions.get(tokenHash),
    add(session: Session): void {
      if (sessions.size >= MAX_SESSIONS) sessions.clear();
      sessions.set(session.tokenHash, session);
    },
    /** Everything: changes are rare, and looking up anew is cheap. */
    forget: () => sessions.clear(),
  };
}
