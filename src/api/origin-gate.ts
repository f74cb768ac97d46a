import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Caller } from '../platform/oauth/oauth.ts';
import { sendRefusal } from './error-body.ts';
import { type Gate, gate } from './gate.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether a route that asks for no token may be used from other machines, because it checks its callers itself. */
    readonly isPublic?: true;
  }
}

/** From where the server may be asked, besides this machine. */
export interface AllowedHosts {
  /** Names or addresses, without port, that the Host header may carry besides loopback. */
  readonly hosts: readonly string[];
}

/**
 * Refuses requests that a page of another site makes a browser send: a Host that is not ours (DNS rebinding) and an
 * Origin that is not the Host.
 */
export function originGate({ hosts }: AllowedHosts): Gate {
  const allowed = new Set(hosts.map((host) => host.toLowerCase()));
  return (request, reply) => {
    const host = hostOf(request);
    if (!isLoopbackName(host) && !allowed.has(host)) {
      return sendRefusal(request, reply, {
        code: 'not.authorized',
        message: 'The Host header must be localhost, or a host this server was told to allow.',
      });
    }
    if (isFromOtherSite(request)) {
      return sendRefusal(request, reply, {
        code: 'not.authorized',
        message: 'Pages of other sites cannot send requests to this server.',
      });
    }
    return undefined;
  };
}

/** Keeps a route for the operator: from this machine, addressed to this machine. */
export async function localOnly(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  return refuseOthers(request, reply);
}

function refuseOthers(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  if (callerOf(request).isLocal) return undefined;
  return sendRefusal(request, reply, {
    code: 'not.authorized',
    message: 'This path can be used from the machine the server runs on only.',
  });
}

/**
 * Keeps every route for the operator that neither asks for a token nor says that it is public: a hook for `onRoute`. It
 * goes by the route, however its path is written in a request.
 */
export function localUnlessPublic(route: RouteOptions): void {
  const { url, config, onRequest = [] } = route;
  if (url === '/oauth/token' || url.startsWith('/api/v2/') || config?.isPublic === true) return;
  route.onRequest = [gate(refuseOthers), ...(Array.isArray(onRequest) ? onRequest : [onRequest])];
}

/** What access depends on. A proxy on this machine that passes on another Host does not count as local. */
export function callerOf(request: FastifyRequest): Caller {
  return { isLocal: isLoopbackAddress(request.ip) && isLoopbackName(hostOf(request)) };
}

function hostOf(request: FastifyRequest): string {
  const host = request.headers.host ?? '';
  return host.replace(/:\d{1,5}$/, '').toLowerCase();
}

function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address);
}

/** Following a link from elsewhere is no harm: nobody but the browser's user reads the answer. */
function isFromOtherSite(request: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = request.headers;
  if (origin !== undefined)
    return !URL.canParse(origin) || new URL(origin).host !== (request.headers.host ?? '').toLowerCase();
  if (request.method === 'GET' && mode === 'navigate') return false;
  return site === 'cross-site' || site === 'same-site';
}
