import { isJsonObject, type Json, own } from '../authoring/json.ts';
import { refuseNesting } from '../authoring/load-gate.ts';
import type { Clock, HttpClient } from '../ports.ts';
import { type Asked, type Granted, keepGrant, type NotGranted } from './kept-grant.ts';

/** Seconds a token counts as good when the server does not say. */
const UNSAID_SECONDS = 60;

/** A token, or why there is none. The message never holds a credential (D8). */
export type TokenResult = { readonly ok: true; readonly token: string } | NotGranted;

/** Where the tokens of one target come from. */
export interface TokenSource {
  /** The present token; a new one when there is none or it is about to end. */
  token(timeoutMs: number): Promise<TokenResult>;
  /** Another token than `spent`, which the target has refused. */
  renew(spent: string, timeoutMs: number): Promise<TokenResult>;
}

/** What client credentials need. */
export interface ClientCredentials {
  /** Absolute, such as `https://login.mypurecloud.com/oauth/token`. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the token is for, where the server wants to be told. */
  readonly scope?: string;
}

/** What a token source may be given besides. */
export interface TokenOptions {
  /** How many tokens to hold and to take in turn: each has a budget of its own at Genesys Cloud. Default: 1. */
  readonly tokens?: number;
  /** Told each token, so that it can be masked (D8). */
  readonly learn?: (token: string) => void;
}

/**
 * Tokens by the OAuth client-credentials grant (D9): cached, shared by all callers, asked for once however many wait
 * for it, and renewed before it ends.
 *
 * @param credentials or where to find them, asked for each time a token is needed; a sentence when they are missing.
 */
export function createOauthTokens(
  http: HttpClient,
  clock: Clock,
  credentials: ClientCredentials | (() => ClientCredentials | string),
  { tokens: count = 1, learn }: TokenOptions = {},
): TokenSource {
  const ask = async (timeoutMs: number): Promise<Asked<string>> => {
    const found = typeof credentials === 'function' ? credentials() : credentials;
    if (typeof found === 'string') return { ok: false, failure: 'secretMissing', message: found };
    const asked = await requestToken(http, found, timeoutMs);
    if (asked.ok) learn?.(asked.value);
    return asked;
  };
  const grants = Array.from({ length: count }, () => keepGrant(clock, ask));
  /** The last token of each, to find the one that is to be renewed. */
  const last: string[] = [];
  let turn = 0;

  async function from(index: number, granted: Promise<Granted<string>>): Promise<TokenResult> {
    const result = await granted;
    if (!result.ok) return result;
    last[index] = result.value;
    return { ok: true, token: result.value };
  }

  return {
    async token(timeoutMs) {
      const index = turn++ % count;
      return from(index, grantAt(grants, index).current(timeoutMs));
    },
    async renew(spent, timeoutMs) {
      const index = Math.max(0, last.indexOf(spent));
      return from(index, grantAt(grants, index).renew(spent, timeoutMs));
    },
  };
}

function grantAt<T>(grants: readonly T[], index: number): T {
  const grant = grants[index];
  if (grant === undefined) throw new RangeError(`there are ${grants.length} tokens, not ${index + 1}`);
  return grant;
}

async function requestToken(
  http: HttpClient,
  { tokenUrl, clientId, clientSecret, scope }: ClientCredentials,
  timeoutMs: number,
): Promise<Asked<string>> {
  const basic = Buffer.from(`${clientId}:${clientSecret}`, 'utf8').toString('base64');
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    ...(scope !== undefined && { scope }),
  });
  const result = await http.send(
    {
      method: 'POST',
      url: tokenUrl,
      headers: {
        Authorization: `Basic ${basic}`,
        'Content-Type': 'application/x-www-form-urlencoded',
        Accept: 'application/json',
      },
      body: form.toString(),
    },
    { timeoutMs },
  );
  if (!result.ok) return { ok: false, failure: result.failure, message: `No token: ${result.message}` };
  const { status, body } = result.response;
  if (status !== 200)
    return {
      ok: false,
      failure: 'denied',
      message: `The credentials were not accepted: asking for a token gave status ${status}`,
    };
  return (
    readToken(body) ?? {
      ok: false,
      failure: 'denied',
      message: 'The answer to asking for a token holds none',
    }
  );
}

function readToken(body: string): Asked<string> | undefined {
  const json = parse(body);
  if (!isJsonObject(json)) return undefined;
  const value = own(json, 'access_token');
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) return undefined;
  return { ok: true, value, seconds: secondsOf(own(json, 'expires_in')) ?? UNSAID_SECONDS };
}

/** The `expires_in` of an OAuth answer: a number of seconds, which some servers write as a text; undefined when it is none. */
export function secondsOf(expiresIn: Json | undefined): number | undefined {
  const seconds =
    typeof expiresIn === 'string' && /^\d{1,10}$/.test(expiresIn) ? Number(expiresIn) : expiresIn;
  return typeof seconds === 'number' && seconds > 0 ? seconds : undefined;
}

function parse(body: string): Json | undefined {
  if (refuseNesting(body) !== undefined) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
