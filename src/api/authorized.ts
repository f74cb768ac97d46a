import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Oauth, type OauthClient, refuseMissing } from '../platform/oauth/oauth.ts';
import { sendRefusal } from './error-body.ts';
import { callerOf } from './origin-gate.ts';

const clients = new WeakMap<FastifyRequest, OauthClient>();

/** A hook for routes that need a token and permissions: 401 or 403 before the body is read. */
export function authorized(
  oauth: Oauth,
  needs: { readonly all: readonly string[] } | { readonly any: readonly string[] },
) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const client = oauth.authenticate(request.headers.authorization, callerOf(request));
    if (!client.ok) return sendRefusal(request, reply, client.refusal);
    const missing = refuseMissing(client.value, needs);
    if (missing !== undefined && !missing.ok) return sendRefusal(request, reply, missing.refusal);
    clients.set(request, client.value);
    return undefined;
  };
}

/** The client of a request that passed `authorized`. */
export function clientOf(request: FastifyRequest): OauthClient {
  const client = clients.get(request);
  if (client === undefined) throw new Error('a route reads the client without the hook that checks it');
  return client;
}
