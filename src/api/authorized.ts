import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Oauth, type OauthClient, refuseMissing } from '../platform/oauth/oauth.ts';
import type { RequestCount } from '../platform/oauth/request-limit.ts';
import type { Session } from '../platform/oauth/session-cache.ts';
import type { Refusal } from '../platform/refusal.ts';
import { sendRefusal } from './error-body.ts';
import { gate } from './gate.ts';
import { callerOf } from './origin-gate.ts';

const sessions = new WeakMap<FastifyRequest, Session>();

/** What routes need that ask for a token and no permission. */
export const NO_PERMISSION = { all: [] } as const;

/**
 * A hook for routes that need a token and permissions: 401, 429 or 403 before the body is read. Every request of a token
 * counts for its minute (O2), those that are refused for want of a permission, too.
 */
export function authorized(
  oauth: Oauth,
  needs: { readonly all: readonly string[] } | { readonly any: readonly string[] },
) {
  return gate((request, reply) => {
    const session = oauth.authenticate(request.headers.authorization, callerOf(request));
    if (!session.ok) return sendRefusal(request, reply, session.refusal);
    const count = oauth.countRequest(session.value);
    if (count !== undefined) tellLimit(reply, count);
    if (count?.isOver === true) return sendRefusal(request, reply, overLimit(count));
    const missing = refuseMissing(session.value, needs);
    if (missing !== undefined && !missing.ok) return sendRefusal(request, reply, missing.refusal);
    sessions.set(request, session.value);
    return undefined;
  });
}

/** The client of a request that passed `authorized`. */
export function clientOf(request: FastifyRequest): OauthClient {
  return sessionOf(request);
}

/** The client of a request that passed `authorized`, with its token. */
export function sessionOf(request: FastifyRequest): Session {
  const session = sessions.get(request);
  if (session === undefined) throw new Error('a route reads the client without the hook that checks it');
  return session;
}

/** The headers of Genesys Cloud; seen with `61` in the first second of a minute. */
function tellLimit(reply: FastifyReply, { allowed, count, resetSeconds }: RequestCount): void {
  reply.headers({
    'inin-ratelimit-allowed': allowed,
    'inin-ratelimit-count': count,
    'inin-ratelimit-reset': resetSeconds,
  });
}

/** Genesys' words: developer.genesys.cloud/forum/t/normalized-platform-api-429-responses/12028 (read 2026-11-30). */
function overLimit({ resetSeconds }: RequestCount): Refusal {
  return {
    code: 'too.many.requests',
    message: `Rate limit exceeded the maximum. Retry the request in [${resetSeconds}] seconds`,
    retryAfterSeconds: resetSeconds,
  };
}
