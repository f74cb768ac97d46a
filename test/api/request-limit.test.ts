import { describe, expect, it } from 'vitest';
import { requestLimit } from '../../src/platform/oauth/request-limit.ts';
import { openLocalServer, TEST_SEED } from './local-server.ts';

const INTEGRATIONS = '/api/v2/conversations/messaging/integrations/whatsapp';

async function open(requestsPerMinutePerToken?: number) {
  const limits = requestsPerMinutePerToken === undefined ? undefined : { requestsPerMinutePerToken };
  const local = await openLocalServer({ seed: { ...TEST_SEED, ...(limits && { limits }) } });
  const read = (headers: { readonly authorization: string }) =>
    local.inject({ method: 'GET', url: INTEGRATIONS, headers });
  return { local, read };
}

describe('requests a minute', () => {
  it('O2 are 300 per token; the next is answered 429 with Retry-After until the minute is over', async () => {
    const { local, read } = await open();
    const token = await local.login();
    const first = await read(token);
    expect(first.headers).toMatchObject({
      'inin-ratelimit-allowed': '300',
      'inin-ratelimit-count': '1',
      'inin-ratelimit-reset': '60',
    });
    for (let sent = 1; sent < 300; sent++) expect((await read(token)).statusCode).toBe(200);
    local.clock.advance(17_500);
    const over = await read(token);
    expect(over.statusCode).toBe(429);
    expect(over.headers).toMatchObject({
      'retry-after': '43',
      'inin-ratelimit-allowed': '300',
      'inin-ratelimit-count': '301',
      'inin-ratelimit-reset': '43',
    });
    expect(over.json()).toEqual({
      message: 'Rate limit exceeded the maximum. Retry the request in [43] seconds',
      code: 'too.many.requests',
      status: 429,
      messageParams: {},
      contextId: over.headers['inin-correlation-id'],
      details: [],
      errors: [],
    });
    expect((await read(await local.login())).statusCode, 'another token has its own').toBe(200);
    local.clock.advance(42_500);
    const next = await read(token);
    expect(next.statusCode).toBe(200);
    expect(next.headers['inin-ratelimit-count']).toBe('1');
  });

  it('O2 count before the body is read, and what is refused for want of a permission counts, too', async () => {
    const { local } = await open(1);
    const token = await local.login('nobody');
    expect((await local.send('{ broken', token)).statusCode).toBe(403);
    expect((await local.send('{ broken', token)).statusCode).toBe(429);
  });

  it('O2 can be set, and set to none', async () => {
    const { local, read } = await open(2);
    const token = await local.login();
    expect([await read(token), await read(token), await read(token)].map((one) => one.statusCode)).toEqual([
      200, 200, 429,
    ]);
    const without = await open(0);
    const free = await without.read(await without.local.login());
    expect(free.headers).not.toHaveProperty('inin-ratelimit-allowed');
  });

  it('O2 do not count for data actions of this process, whose secret works on this machine only', async () => {
    const { local, read } = await open(1);
    const { issueToken, ownSecret } = local.platform.oauth;
    const own = await issueToken('sender', ownSecret, { isLocal: true });
    const token = { authorization: `Bearer ${own?.token}` };
    expect([await read(token), await read(token)].map((one) => one.statusCode)).toEqual([200, 200]);
    const far = { id: 'far', name: 'Far', secret: 'far-secret', localOnly: false, permissions: [] };
    await local.platform.oauth.putClient(far);
    expect(await issueToken('far', 'far-secret', { isLocal: false })).toBeDefined();
    expect(await issueToken('far', ownSecret, { isLocal: false })).toBeUndefined();
    expect(await issueToken('who', ownSecret, { isLocal: true })).toBeUndefined();
  });

  it('O2 of many tokens take bounded memory', () => {
    const limit = requestLimit(1);
    for (let token = 0; token < 10_000; token++) limit.count(`t${token}`, 0);
    expect(limit.count('t1', 1)?.isOver, 'remembered').toBe(true);
    limit.count('new', 1);
    expect(limit.count('t0', 1)?.isOver, 'the oldest is forgotten').toBe(false);
  });
});
