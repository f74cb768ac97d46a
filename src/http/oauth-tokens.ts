import { isJsonObject, type Json, own } from '../authoring/json.ts';
import { refuseNesting } from '../authoring/load-gate.ts';
import type { Clock, HttpClient, HttpFailureKind } from '../ports.ts';

/** Longest time before its end at which a token is renewed. */
const RENEW_BEFORE_MS = 60_000;

/** A token, or why there is none. The message never holds a credential (D8). */
export type TokenResult =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly failure: HttpFailureKind | 'denied'; readonly message: string };

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
}

interface Token {
  readonly value: string;
  /** Epoch ms. */
  readonly renewAt: number;
}

/**
 * Tokens by the OAuth client-credentials grant (D9): one, cached, shared by all callers, asked for once however many
 * wait for it, and renewed before it ends.
 */
export function createOauthTokens(
  http: HttpClient,
  clock: Clock,
  credentials: ClientCredentials,
): TokenSource {
  let current: Token | undefined;
  let asking: Promise<TokenResult> | undefined;

  async function ask(timeoutMs: number): Promise<TokenResult> {
    const asked = await requestToken(http, clock, credentials, timeoutMs);
    current = asked.ok ? asked.token : undefined;
    return asked.ok ? { ok: true, token: asked.token.value } : asked;
  }

  function fresh(timeoutMs: number): Promise<TokenResult> {
    asking ??= ask(timeoutMs).finally(() => {
      asking = undefined;
    });
    return asking;
  }

  return {
    async token(timeoutMs) {
      if (current === undefined || clock.now() >= current.renewAt) return fresh(timeoutMs);
      return { ok: true, token: current.value };
    },
    async renew(spent, timeoutMs) {
      if (current?.value === spent) current = undefined;
      return this.token(timeoutMs);
    },
  };
}

type Asked = { readonly ok: true; readonly token: Token } | Extract<TokenResult, { ok: false }>;

async function requestToken(
  http: HttpClient,
  clock: Clock,
  { tokenUrl, clientId, clientSecret }: ClientCredentials,
  timeoutMs: number,
): Promise<Asked> {
  const basic = Buffer.from(`${clientId}:${clientSecret}`, 'utf8').toString('base64');
  const result = await http.send(
    {
      method: 'POST',
      url: tokenUrl,
      headers: {
        Authorization: `Basic ${basic}`,
        'Content-Type': 'application/x-www-form-urlencoded',
        Accept: 'application/json',
      },
      body: 'grant_type=client_credentials',
    },
    { timeoutMs },
  );
  if (!result.ok) return { ok: false, failure: result.failure, message: `No token: ${result.message}` };
  const { status, body } = result.response;
  if (status !== 200)
    return { ok: false, failure: 'denied', message: `The token was refused with status ${status}` };
  return (
    readToken(body, clock.now()) ?? { ok: false, failure: 'denied', message: 'The answer holds no token' }
  );
}

function readToken(body: string, now: number): Asked | undefined {
  const json = parse(body);
  if (!isJsonObject(json)) return undefined;
  const value = own(json, 'access_token');
  const seconds = own(json, 'expires_in');
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) return undefined;
  const lifeMs = typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : RENEW_BEFORE_MS;
  return { ok: true, token: { value, renewAt: now + lifeMs - Math.min(RENEW_BEFORE_MS, lifeMs / 10) } };
}

function parse(body: string): Json | undefined {
  if (refuseNesting(body) !== undefined) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
