import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLocalServer, PLAIN_MESSAGE, TEST_SEED } from './local-server.ts';

const INTEGRATIONS = '/api/v2/conversations/messaging/integrations/whatsapp';

describe('POST /oauth/token', () => {
  it('O1 gives a bearer token for 24 hours to client credentials in a Basic header', async () => {
    const local = await openLocalServer();
    const answer = await local.inject({
      method: 'POST',
      url: '/oauth/token',
      headers: {
        authorization: `Basic ${btoa('sender:sender-secret')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: 'grant_type=client_credentials',
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      access_token: expect.stringMatching(/^[\w-]{43}$/),
      token_type: 'bearer',
      expires_in: 86_400,
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('O1 takes client id and secret from the form as well', async () => {
    const local = await openLocalServer();
    const answer = await local.inject({
      method: 'POST',
      url: '/oauth/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'grant_type=client_credentials&client_id=sender&client_secret=sender-secret',
    });
    expect(answer.statusCode).toBe(200);
  });

  it.each([
    ['a wrong secret', 'sender:wrong', 'grant_type=client_credentials', 401, 'invalid_client'],
    ['an unknown client', 'who:sender-secret', 'grant_type=client_credentials', 401, 'invalid_client'],
    ['no secret', 'sender', 'grant_type=client_credentials', 401, 'invalid_client'],
    ['another grant', 'sender:sender-secret', 'grant_type=password', 400, 'unsupported_grant_type'],
    ['no grant', 'sender:sender-secret', '', 400, 'invalid_request'],
    ['no credentials', '', 'grant_type=client_credentials', 401, 'invalid_client'],
    ['a hostile id', '\u0000\ud83d:x', 'grant_type=client_credentials', 401, 'invalid_client'],
  ])('O1 answers %s as a login host does', async (_case, credentials, payload, status, error) => {
    const local = await openLocalServer();
    const answer = await local.inject({
      method: 'POST',
      url: '/oauth/token',
      headers: {
        authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload,
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual({
      error,
      description: expect.any(String),
      error_description: expect.any(String),
    });
    expect(answer.body).not.toContain('secret-');
  });
});

describe('POST /oauth/token with no form', () => {
  it.each([
    ['JSON', 'application/json', '{"grant_type":"client_credentials"}', 400],
    ['nothing', undefined, undefined, 400],
    ['text', 'text/plain', 'grant_type=client_credentials', 415],
    ['a form over 16 kB', 'application/x-www-form-urlencoded', `a=${'x'.repeat(17_000)}`, 413],
  ])('O1 refuses %s', async (_case, type, payload, status) => {
    const local = await openLocalServer();
    const answer = await local.inject({
      method: 'POST',
      url: '/oauth/token',
      headers: type === undefined ? {} : { 'content-type': type },
      ...(payload !== undefined && { payload }),
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ error: 'invalid_request', description: expect.any(String) });
  });
});

describe('access tokens', () => {
  it('O1 answers 401 without a token, with an unknown one and with one that has expired', async () => {
    const local = await openLocalServer();
    const get = (headers: { readonly [name: string]: string }) =>
      local.inject({ method: 'GET', url: INTEGRATIONS, headers });
    expect((await get({})).json()).toMatchObject({ status: 401, code: 'authentication.required' });
    expect((await get({ authorization: 'Bearer nonsense' })).json()).toMatchObject({
      status: 401,
      code: 'bad.credentials',
    });
    const token = await local.login();
    expect((await get(token)).statusCode).toBe(200);
    local.clock.advance(24 * 60 * 60 * 1000);
    const expired = await get(token);
    expect(expired.statusCode).toBe(401);
    expect(expired.json()).toEqual({
      message: 'Invalid login credentials.',
      code: 'bad.credentials',
      status: 401,
      messageParams: {},
      contextId: expired.headers['inin-correlation-id'],
      details: [],
      errors: [],
    });
  });

  it('W1 answers 403 and names the missing permission, before the body is read', async () => {
    const local = await openLocalServer();
    const answer = await local.send('{ broken', await local.login('nobody'));
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({
      code: 'missing.permissions',
      status: 403,
      messageParams: { permissions: 'conversation:message:create' },
      message: expect.stringContaining('conversation:message:create'),
    });
    const response = await local.inject({
      method: 'GET',
      url: '/api/v2/responsemanagement/responses/plain',
      headers: await local.login('nobody'),
    });
    expect(response.json()).toMatchObject({ status: 403, code: 'missing.any.permissions' });
  });

  it('O1 survive a restart, and neither they nor secrets lie in the file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'attendant-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'attendant.db');
    const first = await openLocalServer({ file });
    const token = await first.login();
    await first.close();
    const bytes = readFileSync(file, 'latin1');
    expect(bytes).not.toContain('sender-secret');
    expect(bytes).not.toContain(token.authorization.slice('Bearer '.length));
    const second = await openLocalServer({ file });
    expect((await second.inject({ method: 'GET', url: INTEGRATIONS, headers: token })).statusCode).toBe(200);
  });

  it('O1 end when the secret of their client changes', async () => {
    const local = await openLocalServer();
    const token = await local.login();
    const client = {
      id: 'sender',
      name: 'May send',
      secret: 'another-secret',
      localOnly: true,
      permissions: ['messaging:integration:view'],
    };
    await local.platform.oauth.putClient(client);
    expect((await local.inject({ method: 'GET', url: INTEGRATIONS, headers: token })).statusCode).toBe(401);
    await expect(local.login('sender', 'sender-secret')).resolves.toEqual({
      authorization: 'Bearer undefined',
    });
  });

  it('O1 of a localOnly client do not work from another machine or under another host', async () => {
    const local = await openLocalServer({ allowedHosts: ['pbx.example.com'] });
    const token = await local.login();
    const far = await local.inject({
      method: 'GET',
      url: INTEGRATIONS,
      headers: { ...token, host: 'pbx.example.com' },
      remoteAddress: '203.0.113.7',
    });
    expect(far.json()).toMatchObject({ status: 401, code: 'bad.credentials' });
    const proxied = await local.send(PLAIN_MESSAGE, { ...token, host: 'pbx.example.com' });
    expect(proxied.statusCode).toBe(401);
  });

  it('leaves out a client whose secret is not in the environment, and says so', async () => {
    const client = { id: 'elsewhere', name: 'Elsewhere', secretEnv: 'NOT_SET_ANYWHERE', permissions: [] };
    const local = await openLocalServer({ seed: { ...TEST_SEED, oauthClients: [client] } });
    expect(local.logged).toEqual([
      { level: 'warn', message: expect.any(String), details: { clientIds: ['elsewhere'] } },
    ]);
  });
});
