import type { FastifyPluginAsync } from 'fastify';
import { describe, expect, it } from 'vitest';
import { openLocalServer } from './local-server.ts';

const routes: FastifyPluginAsync = async (server) => {
  server.get('/attendant/mine', async () => 'mine');
  server.get('/attendant/told', { config: { isPublic: true } }, async () => 'told');
};

describe('a route without a token', () => {
  it('is for this machine only, unless it says that it is public', async () => {
    const local = await openLocalServer({ plugins: [routes], allowedHosts: ['pbx.example.com'] });
    const ask = async (url: string, host: string, remoteAddress: string) =>
      (await local.inject({ url, headers: { host }, remoteAddress })).statusCode;
    expect(await ask('/attendant/mine', 'localhost', '127.0.0.1')).toBe(200);
    for (const [host, address] of [
      ['pbx.example.com', '203.0.113.7'],
      ['pbx.example.com', '127.0.0.1'],
      ['localhost', '203.0.113.7'],
    ] as const) {
      expect(await ask('/attendant/mine', host, address), `${address} as ${host}`).toBe(403);
      expect(await ask('/%61ttendant/mine', host, address), 'written otherwise').toBe(403);
      expect(await ask('/attendant/told', host, address)).toBe(200);
    }
    expect(await ask('/attendant/told', 'other.example.com', '203.0.113.7')).toBe(403);
    expect(await ask('/attendant/nothing', 'pbx.example.com', '203.0.113.7')).toBe(404);
  });
});
