import type { DataAction } from '../actions/data-action.ts';
import { createRequestBudget } from '../calling/request-budget.ts';
import { type AllowedHosts, allowHosts } from '../http/allowed-hosts.ts';
import { createOauthTokens } from '../http/oauth-tokens.ts';
import { bearerAuthentication } from '../integrations/bearer-authentication.ts';
import type { OpenIntegration, OpenIntegrations } from '../integrations/open-integrations.ts';
import type { Clock, HttpClient } from '../ports.ts';
import { type FoundTarget, type Target, targetsByType } from './target.ts';

/** Credentials of an OAuth client. */
export interface ClientSecret {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A Genesys Cloud, or what stands in for one. */
export interface RemoteTarget extends ClientSecret {
  /** Scheme and host of the API, such as `https://api.mypurecloud.de`. */
  readonly baseUrl: string;
  /** Where tokens come from, such as `https://login.mypurecloud.de/oauth/token`. */
  readonly tokenUrl: string;
}

/** What targets are made of. */
export interface TargetParts {
  /** Of this process, such as `http://127.0.0.1:8080`. */
  readonly localUrl: string;
  readonly localClient: ClientSecret;
  /** In place of the local platform. */
  readonly remote?: RemoteTarget;
  /** Entries of ATTENDANT_ALLOWED_HOSTS, for web services that no integration is set up for. */
  readonly allowedHosts: readonly string[];
  readonly integrations: OpenIntegrations;
  readonly clock: Clock;
  /** A client for these hosts and no others. */
  readonly httpWithin: (hosts: AllowedHosts, remedy: string) => HttpClient;
  /** Told each token, so that it is masked (D8). */
  readonly learn: (secret: string) => void;
}

/** Finds targets, and knows them all. */
export interface TargetFinder {
  find(dataAction: DataAction): FoundTarget;
  readonly all: readonly Pick<Target, 'name' | 'budget'>[];
}

/** Everything of the platform's API lies below this path; whatever else its host serves is not for data actions. */
const PLATFORM_API = '/api/';
/** Requests that one token of Genesys Cloud may make (https://developer.genesys.cloud/organization/organization/limits). */
const REQUESTS_PER_MINUTE = 300;
const REMEDY = 'to ATTENDANT_ALLOWED_HOSTS, or to "hosts" of an integration';

/**
 * Finds where a data action is sent: to the integration that the operator has set up for it, else to the local platform
 * or the cloud that stands in its place, else to the web services that may be called.
 */
export function findingTargets(parts: TargetParts): TargetFinder {
  const byType: { readonly [integrationType: string]: Target } = {
    attendant: { name: 'attendant', ...localTarget(parts), honoursIdempotencyKey: true },
    'purecloud-data-actions': platformTarget(parts),
    'custom-rest-actions': {
      name: 'web services',
      honoursIdempotencyKey: false,
      http: parts.httpWithin(notOurselves(allowHosts(parts.allowedHosts), parts.localUrl), REMEDY),
    },
  };
  const ofType = targetsByType(byType);
  const find = (dataAction: DataAction): FoundTarget => {
    const { request, integrationType } = dataAction;
    if (request.dialect === 'velocity' && request.urlKind === 'name') return notOverHttp(integrationType);
    const found = parts.integrations.find(dataAction);
    if (!found.ok) return found;
    if (found.integration !== undefined)
      return { ok: true, target: asTarget(found.integration, integrationType, parts.localUrl) };
    return ofType(dataAction);
  };
  return { find, all: [...parts.integrations.all, ...Object.values(byType)] };
}

function notOverHttp(integrationType: string): FoundTarget {
  const message = `Data actions of type ${integrationType} are not called over HTTP; let the environment file answer them, under "dataActions"`;
  return { ok: false, message };
}

function asTarget(integration: OpenIntegration, integrationType: string, localUrl: string): Target {
  const isPlatform = integrationType === 'purecloud-data-actions';
  const http = awayFromRegisters(integration.http, localUrl);
  return { ...integration, http, honoursIdempotencyKey: false, ...(isPlatform && { below: PLATFORM_API }) };
}

/** An operator may point an integration at this process to try things; its registers, which need no token, stay away. */
function awayFromRegisters(http: HttpClient, localUrl: string): HttpClient {
  return {
    async send(request, options) {
      if (!isOurselves(request.url, localUrl) || !isRegister(request.url)) return http.send(request, options);
      return {
        ok: false,
        failure: 'refused',
        message: 'The registers of Attendant are not for integrations',
      };
    },
    close: () => http.close(),
  };
}

/** As the server reads the path: a letter may be written as its code. */
function isRegister(url: string): boolean {
  const { pathname } = new URL(url);
  const path = pathname.replaceAll(/%([0-7][\da-f])/gi, (_all, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return /^\/+attendant/i.test(path);
}

function localTarget({ localUrl, httpWithin }: TargetParts) {
  return { baseUrl: localUrl, http: httpWithin(allowHosts([new URL(localUrl).host]), REMEDY) };
}

/** Genesys documents no idempotency key, so a request to it is never repeated on trust in one. */
function platformTarget(parts: TargetParts): Target {
  const { remote, clock, learn } = parts;
  if (remote === undefined) {
    const local = localTarget(parts);
    const tokens = createOauthTokens(local.http, clock, {
      tokenUrl: `${parts.localUrl}/oauth/token`,
      ...parts.localClient,
    });
    const authentication = bearerAuthentication(tokens);
    return {
      name: 'local platform',
      ...local,
      below: PLATFORM_API,
      authentication,
      honoursIdempotencyKey: true,
    };
  }
  const hosts = [remote.baseUrl, remote.tokenUrl].map((url) => new URL(url).host);
  const http = parts.httpWithin(allowHosts(hosts), REMEDY);
  return {
    name: 'cloud',
    baseUrl: remote.baseUrl,
    http,
    below: PLATFORM_API,
    authentication: bearerAuthentication(createOauthTokens(http, clock, remote, { learn })),
    budget: createRequestBudget({ requestsPerMinute: REQUESTS_PER_MINUTE }, clock),
    honoursIdempotencyKey: false,
  };
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', '[::]'];

/** Whether a URL leads to this process. */
export function isOurselves(url: string, localUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { port, hostname } = new URL(url);
  return port === new URL(localUrl).port && LOOPBACK_NAMES.includes(hostname);
}

/** Whatever an operator allows: the registers of this process need no token, and no data action of others gets to them. */
function notOurselves(hosts: AllowedHosts, localUrl: string): AllowedHosts {
  return {
    permissionOf: (url) => (isOurselves(url.href, localUrl) ? undefined : hosts.permissionOf(url)),
  };
}
