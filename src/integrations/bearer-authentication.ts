import type { Authentication, Authorization } from '../calling/authentication.ts';
import type { TokenResult, TokenSource } from '../http/oauth-tokens.ts';

/** Proves itself with a token of an OAuth server. */
export function bearerAuthentication(tokens: TokenSource): Authentication {
  return {
    givesValues: false,
    authorize: async (timeoutMs) => authorizationOf(await tokens.token(timeoutMs)),
    async renew(spent, timeoutMs) {
      const header = spent.ok ? (spent.headers['Authorization'] ?? '') : '';
      return authorizationOf(await tokens.renew(header.replace(/^Bearer /, ''), timeoutMs));
    },
  };
}

function authorizationOf(result: TokenResult): Authorization {
  return result.ok ? { ok: true, headers: { Authorization: `Bearer ${result.token}` } } : result;
}
