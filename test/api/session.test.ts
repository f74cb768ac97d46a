import type { InjectOptions } from 'fastify';
import { describe, expect, it } from 'vitest';
import { openLocalServer } from './local-server.ts';

async function open(as = 'sender') {
  const local = await openLocalServer();
  const headers = await local.login(as);
  const ask = (method: NonNullable<InjectOptions['method']>, url: string) =>
    local.inject({ method, url, headers });
  return { local, ask };
}

describe('/api/v2/tokens/me', () => {
  it('O1 says whose token it is', async () => {
    const { local, ask } = await open();
    const { id } = local.platform.organization.one();
    const organization = { id, name: 'Test' };
    expect((await ask('GET', '/api/v2/tokens/me')).json()).toEqual({
      organization,
      homeOrganization: organization,
      authorizedScope: [],
      OAuthClient: {
        id: 'sender',
        name: 'May send',
        dateCreated: expect.stringMatching(/\.000Z$/),
        dateModified: expect.stringMatching(/\.000Z$/),
        authorizedGrantType: 'CLIENT-CREDENTIALS',
        scope: [],
        roleDivisions: [{ roleId: 'client:sender', divisionId: '*' }],
        state: 'active',
        organization,
      },
    });
    const head = await ask('HEAD', '/api/v2/tokens/me');
    expect([head.statusCode, head.body]).toEqual([200, '']);
  });

  it('O1 DELETE ends the token at once, and no other', async () => {
    const { local, ask } = await open();
    const other = await local.login();
    expect((await ask('DELETE', '/api/v2/tokens/me')).statusCode).toBe(200);
    expect((await ask('GET', '/api/v2/tokens/me')).json()).toMatchObject({ code: 'bad.credentials' });
    const still = await local.inject({ method: 'HEAD', url: '/api/v2/tokens/me', headers: other });
    expect(still.statusCode).toBe(200);
  });
});

describe('every answer', () => {
  it('O1 has a correlation id of its own, which an error names, too', async () => {
    const local = await openLocalServer();
    const headers = { 'inin-correlation-id': 'mine' };
    for (const url of ['/api/v2/tokens/me', '/api/v2/nothing', '/%zz']) {
      const answer = await local.inject({ method: 'GET', url, headers });
      expect(answer.headers['inin-correlation-id'], url).toMatch(/^[\da-f-]{36}$/);
      expect(answer.json()).toMatchObject({ contextId: answer.headers['inin-correlation-id'] });
    }
  });
});

describe('what any token may read', () => {
  it('O1 is the organization and the scopes', async () => {
    const { ask } = await open('nobody');
    expect((await ask('GET', '/api/v2/organizations/me')).json()).toMatchObject({
      name: 'Test',
      state: 'active',
      version: 1,
      productPlatform: 'GenesysCloud',
    });
    expect((await ask('GET', '/api/v2/oauth/scopes')).json()).toMatchObject({ total: 0, entities: [] });
    expect((await ask('GET', '/api/v2/oauth/scopes/users')).json()).toMatchObject({ code: 'not.found' });
  });

  it.each(['/api/v2/organizations/me', '/api/v2/tokens/me', '/api/v2/oauth/scopes'])(
    'O1 nobody reads %s without a token',
    async (url) => {
      const { local } = await open();
      expect((await local.inject({ method: 'GET', url })).json()).toMatchObject({
        code: 'authentication.required',
      });
    },
  );
});
