import { isJsonObject, type Json, type JsonObject, own } from '../authoring/json.ts';
import type { Authentication, Authorization } from '../calling/authentication.ts';
import { type AllowedHosts, allowHosts } from '../http/allowed-hosts.ts';
import { type Asked, keepGrant } from '../http/kept-grant.ts';
import { createOauthTokens, secondsOf } from '../http/oauth-tokens.ts';
import type { Clock, HttpClient } from '../ports.ts';
import { bearerAuthentication } from './bearer-authentication.ts';
import type { CredentialFields, Credentials, Integration } from './integration.ts';
import { resolveFields } from './resolve-fields.ts';
import type { Secrets } from './secrets.ts';
import { isSensitiveKey } from './sensitive-headers.ts';

/** Where an authentication action is sent, and what its templates read as `credentials.x`. */
export interface AuthenticationTarget {
  readonly name: string;
  readonly http: HttpClient;
  readonly authentication: Authentication;
}

/** How an authentication action ended; the message holds no credential. */
export type Authenticated =
  | { readonly ok: true; readonly output: JsonObject }
  | { readonly ok: false; readonly failure?: 'refused' | 'denied' | 'unreachable'; readonly message: string };

/** What proving itself needs. */
export interface AuthenticationParts {
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** A client for these hosts and no others; the remedy says where a further one would have to be added. */
  readonly httpWithin: (hosts: AllowedHosts, remedy: string) => HttpClient;
  /** Performs the data action of this id once, without input, within the time. */
  readonly authenticate: (
    dataAction: string,
    target: AuthenticationTarget,
    timeoutMs: number,
  ) => Promise<Authenticated>;
  /** Told each token, so that it is masked from then on (D8). */
  readonly learn?: (secret: string) => void;
}

/** Makes what proves an integration to its receivers; undefined when it needs no proof. Secrets are looked up when they are needed. */
export function openAuthentication(
  integration: Integration,
  parts: AuthenticationParts,
): Authentication | undefined {
  const { name, credentials } = integration;
  switch (credentials.kind) {
    case 'none':
      return undefined;
    case 'basic':
      return lasting(false, () => basicHeader(credentials, parts.secrets));
    case 'userDefined':
      return lasting(true, () => readable(credentials.fields, parts.secrets));
    case 'oauthClient':
      return oauthClient(name, credentials, parts);
    case 'authenticationAction':
      return authenticationAction(name, credentials, parts, authenticationTarget(name, credentials, parts));
  }
}

/** Where the authentication action of an integration is sent: to the hosts of its credentials, which alone get the fields. */
export function authenticationTarget(
  name: string,
  { fields, hosts }: Extract<Credentials, { kind: 'authenticationAction' }>,
  { httpWithin, secrets }: Pick<AuthenticationParts, 'httpWithin' | 'secrets'>,
): AuthenticationTarget {
  const remedy = `to "hosts" of the credentials of the integration "${name}"`;
  return {
    name: `${name} authentication`,
    http: httpWithin(allowHosts(hosts), remedy),
    authentication: lasting(true, () => readable(fields, secrets)),
  };
}

/** What stays the same however often it is refused: renewing gives it back as it is. */
function lasting(givesValues: boolean, authorize: () => Authorization): Authentication {
  return { givesValues, authorize: async () => authorize(), renew: async (spent) => spent };
}

function basicHeader(
  { userName, password }: Extract<Credentials, { kind: 'basic' }>,
  secrets: Secrets,
): Authorization {
  const resolved = resolveFields({ userName, password }, secrets);
  if (!resolved.ok) return secretMissing(resolved.message);
  const { userName: user = '', password: word = '' } = resolved.values;
  if (user.includes(':'))
    return refused('The user name holds a colon, which Basic authentication cannot send');
  const encoded = Buffer.from(`${user}:${word}`, 'utf8').toString('base64');
  return { ok: true, headers: { Authorization: `Basic ${encoded}` } };
}

function readable(fields: CredentialFields, secrets: Secrets): Authorization {
  const resolved = resolveFields(fields, secrets);
  return resolved.ok
    ? { ok: true, headers: {}, credentials: resolved.values }
    : secretMissing(resolved.message);
}

/** Nothing was sent: the operator has to give a secret first. */
function secretMissing(message: string): Authorization & { readonly ok: false } {
  return { ok: false, failure: 'secretMissing', message };
}

/** Nothing was sent: the operator has to do something first. */
function refused(message: string): Authorization & { readonly ok: false } {
  return { ok: false, failure: 'refused', message };
}

function oauthClient(
  name: string,
  credentials: Extract<Credentials, { kind: 'oauthClient' }>,
  { clock, secrets, httpWithin, learn }: AuthenticationParts,
): Authentication {
  const { tokenUrl, scope, tokens } = credentials;
  const http = httpWithin(allowHosts(credentials.hosts), `to the token URL of the integration "${name}"`);
  const find = () => {
    const { clientId, clientSecret } = credentials;
    const resolved = resolveFields({ clientId, clientSecret }, secrets);
    if (!resolved.ok) return resolved.message;
    const { clientId: id = '', clientSecret: secret = '' } = resolved.values;
    return { tokenUrl, clientId: id, clientSecret: secret, ...(scope !== undefined && { scope }) };
  };
  return bearerAuthentication(createOauthTokens(http, clock, find, { tokens, ...(learn && { learn }) }));
}

/** The whole output of the data action is what templates read as `authResponse.x`, until it ends or is refused. */
function authenticationAction(
  name: string,
  { dataAction, fields }: Extract<Credentials, { kind: 'authenticationAction' }>,
  parts: AuthenticationParts,
  target: AuthenticationTarget,
): Authentication {
  const ask = async (timeoutMs: number): Promise<Asked<Authorization>> => {
    const resolved = resolveFields(fields, parts.secrets);
    if (!resolved.ok) return secretMissing(resolved.message);
    const result = await parts.authenticate(dataAction, target, timeoutMs);
    if (!result.ok) {
      const message = `The authentication action ${dataAction} of the integration "${name}" failed: ${result.message}`;
      return { ok: false, failure: result.failure ?? 'denied', message };
    }
    for (const token of learnable(result.output)) parts.learn?.(token);
    const seconds = secondsOf(own(result.output, 'expires_in'));
    const value: Authorization = { ok: true, headers: {}, authResponse: result.output };
    return { ok: true, value, ...(seconds !== undefined && { seconds }) };
  };
  const grant = keepGrant(parts.clock, ask);
  const authorizationOf = async (granted: ReturnType<typeof grant.current>) => {
    const result = await granted;
    return result.ok ? result.value : result;
  };
  return {
    givesValues: true,
    authorize: (timeoutMs) => authorizationOf(grant.current(timeoutMs)),
    renew: (spent, timeoutMs) => authorizationOf(grant.renew(spent, timeoutMs)),
  };
}

/** Shorter texts are words, such as `bearer`, which stand in much that is no secret. */
const MIN_TOKEN_LENGTH = 16;

/** More than any authentication gives: what the masker remembers must not be pushed out by one answer. */
const MAX_TOKENS = 20;

/** What the masker is told of an answer: what a key calls a token comes before what only looks like one. */
export function learnable(output: JsonObject): readonly string[] {
  const named = Object.keys(output).filter(isSensitiveKey);
  const first = named.flatMap((name) => tokensIn(output[name] ?? null, name));
  return [...new Set([...first, ...tokensIn(output)])].slice(0, MAX_TOKENS);
}

/** The texts of an answer that may be tokens. */
function tokensIn(json: Json, key = ''): readonly string[] {
  if (typeof json === 'string') {
    const isToken = isSensitiveKey(key) || (json.length >= MIN_TOKEN_LENGTH && !/\s/.test(json));
    return isToken ? [json] : [];
  }
  if (Array.isArray(json)) return json.flatMap((item: Json) => tokensIn(item, key));
  return isJsonObject(json) ? Object.entries(json).flatMap(([name, value]) => tokensIn(value, name)) : [];
}
