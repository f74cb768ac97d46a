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

describe('OAuth tokens: who waits for whom', () => {
  /** Each answer is held until the test gives it. */
  function held() {
    const clock = new FakeClock();
    const waiting: ((result: HttpResult) => void)[] = [];
    const http: HttpClient = {
      send: () => new Promise((resolve) => waiting.push(resolve)),
      async close() {},
    };
    return { clock, waiting, tokens: createOauthTokens(http, clock, CREDENTIALS) };
  }
  const granted = (token: string) => answer(200, JSON.stringify({ access_token: token, expires_in: 600 }));

  it('G1 lets nobody wait longer than the time he has', async () => {
    const { clock, waiting, tokens } = held();
    const first = tokens.token(60_000);
    const hurried = tokens.token(1000);
    clock.advance(1000);
    expect(await hurried).toMatchObject({ ok: false, failure: 'unreachable' });
    waiting[0]?.(granted('t1'));
    expect(await first).toEqual({ ok: true, token: 't1' });
    expect(waiting).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('G1 asks again for who has time left when the one who asked ran out of it', async () => {
    const { waiting, tokens, clock } = held();
    const hurried = tokens.token(1000);
    const others = [tokens.token(60_000), tokens.token(60_000)];
    clock.advance(900);
    waiting[0]?.({ ok: false, failure: 'timeout', message: 'No whole answer came within the time' });
    expect(await hurried).toMatchObject({ ok: false, failure: 'timeout' });
    await expect.poll(() => waiting.length).toBe(2);
    waiting[1]?.(granted('t2'));
    expect(await Promise.all(others)).toEqual([1, 2].map(() => ({ ok: true, token: 't2' })));
  });
});

describe('several OAuth tokens', () => {
  it('D9 takes them in turn, and renews the one that was refused', async () => {
    const { clock, requests } = setUp(grant(600));
    const learnt: string[] = [];
    const http: HttpClient = {
      async send(request) {
        requests.push(request);
        return grant(600)(requests.length);
      },
      async close() {},
    };
    const tokens = createOauthTokens(http, clock, CREDENTIALS, {
      tokens: 2,
      learn: (token) => learnt.push(token),
    });
    const taken = [
      await tokens.token(1),
      await tokens.token(1),
      await tokens.token(1),
      await tokens.token(1),
    ];
    expect(taken.map((one) => one.ok && one.token)).toEqual(['t1', 't2', 't1', 't2']);
    expect(await tokens.renew('t2', 1)).toEqual({ ok: true, token: 't3' });
    expect([await tokens.token(1), await tokens.token(1)].map((one) => one.ok && one.token)).toEqual([
      't1',
      't3',
    ]);
    expect(learnt).toEqual(['t1', 't2', 't3']);
  });

  it('D8 says what is missing, and asks for nothing without it', async () => {
    const { clock, requests } = setUp(grant(600));
    const http: HttpClient = {
      send: async () => grant(600)(requests.push({ method: '', url: '', headers: {} })),
      close: async () => {},
    };
    const tokens = createOauthTokens(http, clock, () => 'The secret CLOUD is not there');
    expect(await tokens.token(1000)).toEqual({
      ok: false,
      failure: 'secretMissing',
      message: 'The secret CLOUD is not there',
    });
    expect(requests).toEqual([]);
  });

  it('tells the server the scope, and reads a life-time that is a text', async () => {
    const clock = new FakeClock();
    const bodies: (string | undefined)[] = [];
    const http: HttpClient = {
      async send({ body }) {
        bodies.push(body);
        return answer(200, `{"access_token":"t${bodies.length}","expires_in":"100"}`);
      },
      async close() {},
    };
    const tokens = createOauthTokens(http, clock, { ...CREDENTIALS, scope: 'a b/.default' });
    await tokens.token(1000);
    clock.advance(90_000);
    await tokens.token(1000);
    expect(bodies).toEqual(Array(2).fill('grant_type=client_credentials&scope=a+b%2F.default'));
  });
});
