import { timingSafeEqual } from 'node:crypto';
import { hashToken, newSecret } from './secret-hash.ts';

/**
 * How the data actions of this process log in to its own platform: with a secret that is made at every start, leaves the
 * process only to come back to it, and stands beside the client's own. Their tokens are not counted (O2): a call must not
 * fail because many others ring at the same time.
 */
export function ownLogin() {
  const secret = newSecret();
  const expected = Buffer.from(hashToken(secret));
  const tokenHashes = new Set<string>();
  return {
    secret,
    isSecret: (given: string) => timingSafeEqual(Buffer.from(hashToken(given)), expected),
    addToken: (tokenHash: string) => void tokenHashes.add(tokenHash),
    hasToken: (tokenHash: string) => tokenHashes.has(tokenHash),
  };
}
