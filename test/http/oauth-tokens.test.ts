import { describe, expect, it } from 'vitest';
import { createOauthTokens } from '../../src/http/oauth-tokens.ts';
import type { HttpClient, HttpRequest, HttpResult } from '../../src/ports.ts';
import { FakeClock } from '../support/fake-clock.ts';

const CREDENTIALS = { tokenUrl: 'https://login.example/oauth/token', clientId: 'me', clientSecret: 's3cret' };

function answer(status: number, body: string): HttpResult {
  return { ok: true, response: { status, headers: {}, body } };
}

function setUp(reply: (asked: number) => HttpResult) {
  const clock = new FakeClock();
  const requests: HttpRequest[] = [];
  const http: HttpClient = {
    async send(request) {
      requests.push(request);
      return reply(requests.length);
    },
    async close() {},
  };
  return { clock, requests, tokens: createOauthTokens(http, clock, CREDENTIALS) };
}

const grant = (seconds: number) => (asked: number) =>
  answer(200, JSON.stringify({ access_token: `t${asked}`, expires_in: seconds }));

describe('OAuth tokens', () => {
  it('D9 asks once with client credentials, and shares and keeps the token', async () => {
    const { tokens, requests } = setUp(grant(86_400));
    const all = await Promise.all([tokens.token(1000), tokens.token(1000), tokens.token(1000)]);
    expect(all).toEqual([1, 2, 3].map(() => ({ ok: true, token: 't1' })));
    expect(await tokens.token(1000)).toEqual({ ok: true, token: 't1' });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: 'POST',
      url: CREDENTIALS.tokenUrl,
      body: 'grant_type=client_credentials',
    });
    expect(requests[0]?.headers['Authorization']).toBe('Basic bWU6czNjcmV0');
  });

  it('D9 renews a token before it ends', async () => {
    const { tokens, clock } = setUp(grant(600));
    expect(await tokens.token(1000)).toMatchObject({ token: 't1' });
    clock.advance(539_999);
    expect(await tokens.token(1000)).toMatchObject({ token: 't1' });
    clock.advance(1);
    expect(await tokens.token(1000)).toMatchObject({ token: 't2' });
  });

  it('D9 renews a refused token once, however many callers were refused', async () => {
    const { tokens, requests } = setUp(grant(600));
    await tokens.token(1000);
    const renewed = await Promise.all([tokens.renew('t1', 1000), tokens.renew('t1', 1000)]);
    expect(renewed).toEqual([1, 2].map(() => ({ ok: true, token: 't2' })));
    expect(await tokens.renew('t1', 1000)).toMatchObject({ token: 't2' });
    expect(requests).toHaveLength(2);
  });

  it.each<[string, HttpResult]>([
    ['a refusal', answer(401, '{"error":"invalid_client s3cret"}')],
    ['no JSON', answer(200, '<html>')],
    ['no token', answer(200, '{"access_token":7}')],
    ['a token that would break the header', answer(200, '{"access_token":"a\\r\\nX: y"}')],
    ['no connection', { ok: false, failure: 'unreachable', message: 'No connection was made' }],
  ])('D8 tells %s without the secret, and asks again next time', async (_what, result) => {
    const { tokens, requests } = setUp(() => result);
    const failed = await tokens.token(1000);
    expect(failed.ok).toBe(false);
    expect(JSON.stringify(failed)).not.toMatch(/s3cret|bWU6/);
    await tokens.token(1000);
    expect(requests).toHaveLength(2);
  });
});
