import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type GuardedClient, openGuardedClient } from '../../src/http/guarded-client.ts';
import { createMasker } from '../../src/integrations/masker.ts';
import { openIntegrations } from '../../src/integrations/open-integrations.ts';
import { readIntegrations } from '../../src/integrations/read-integrations.ts';
import { createSecrets } from '../../src/integrations/secrets.ts';
import { systemClock } from '../../src/system-clock.ts';
import { type LoopbackServer, startLoopbackServer } from '../support/loopback-server.ts';

const SECRET = 'hunter2-and-more';
const TOKEN = 'token-of-the-day';

let answer: (response: ServerResponse) => void = () => {};
let login: LoopbackServer;
let other: LoopbackServer;
let client: GuardedClient;

beforeAll(async () => {
  login = await startLoopbackServer((_request, response) => answer(response));
  other = await startLoopbackServer((_request, response) => response.end('{}'));
  client = openGuardedClient();
});
afterEach(() => {
  answer = () => {};
});
afterAll(async () => {
  await client.close();
  await Promise.all([login.close(), other.close()]);
});

function open() {
  const integration = {
    type: 'zendesk-data-actions',
    baseUrl: `${login.origin}/api`,
    credentials: {
      type: 'oauthClient',
      tokenUrl: `${login.origin}/token`,
      fields: { clientId: 'me', clientSecret: { secret: 'DESK' } },
    },
  };
  const { integrations, diagnostics } = readIntegrations({ integrations: { desk: integration } }, 'x.json');
  expect(diagnostics).toEqual([]);
  const masker = createMasker();
  const { all } = openIntegrations(integrations, {
    clock: systemClock,
    secrets: createSecrets(() => SECRET),
    httpWithin: client.within,
    authenticate: async () => ({ ok: false, message: 'there is none' }),
    learn: (token) => masker.learn(token),
  });
  const [desk] = all;
  if (desk?.authentication === undefined) throw new Error('it has no credentials');
  return { desk, authentication: desk.authentication, masker };
}

const granted = (response: ServerResponse) =>
  response.end(JSON.stringify({ access_token: TOKEN, expires_in: 60 }));

describe('an integration over HTTP', () => {
  it('D9 gets its token from the address that its operator fixed, and masks it', async () => {
    answer = granted;
    const { authentication, desk, masker } = open();
    expect(await authentication.authorize(5000)).toEqual({
      ok: true,
      headers: { Authorization: `Bearer ${TOKEN}` },
    });
    expect(login.requests.at(-1)).toMatchObject({ method: 'POST', url: '/token' });
    expect(login.requests.at(-1)?.headers.authorization).toBe(
      `Basic ${Buffer.from(`me:${SECRET}`).toString('base64')}`,
    );
    expect(masker.text(`Bearer ${TOKEN}`)).toBe('Bearer ••••');
    expect(desk.baseUrl).toBe(`${login.origin}/api`);
  });

  it('D8 goes to no other host with its client, whatever asks', async () => {
    const { desk } = open();
    const before = other.requests.length;
    const sent = await desk.http.send(
      { method: 'GET', url: `${other.origin}/`, headers: { Authorization: `Bearer ${TOKEN}` } },
      { timeoutMs: 5000 },
    );
    expect(sent).toEqual({
      ok: false,
      failure: 'refused',
      message: expect.stringContaining(`add "${other.host}" to "hosts" of the integration "desk"`),
    });
    expect(other.requests.length).toBe(before);
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    [
      'is sent elsewhere',
      (response) => response.writeHead(302, { Location: `${other.origin}/` }).end(),
      'denied',
    ],
    ['is refused', (response) => response.writeHead(401).end(`{"error":"${SECRET}"}`), 'denied'],
    [
      'gets more than fits',
      (response) =>
        response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('x'.repeat(3_000_000))),
      'tooLarge',
    ],
    [
      'gets half an answer',
      (response) => response.writeHead(200, { 'Content-Length': '99' }).write('{'),
      'timeout',
    ],
    ['gets no answer', () => {}, 'timeout'],
    ['gets a nest', (response) => response.end(`{"access_token":${'['.repeat(100_000)}`), 'denied'],
    [
      'gets a token with a line break',
      (response) => response.end('{"access_token":"a\\r\\nX: y"}'),
      'denied',
    ],
  ])('D8 tells nothing when a request for a token %s', async (_what, reply, failure) => {
    answer = reply;
    const { authentication } = open();
    const before = other.requests.length;
    const result = await authentication.authorize(300);
    expect(result).toMatchObject({ ok: false, failure });
    expect(inspect(result, { depth: 9 })).not.toMatch(/hunter2|aHVudGVy|bWU6/);
    expect(other.requests.length).toBe(before);
  });
});

describe('an integration that people look at', () => {
  it('D8 shows no credential, before and after it has used one', async () => {
    answer = granted;
    const { desk, authentication } = open();
    await authentication.authorize(5000);
    for (const shown of [inspect(desk, { depth: 9, showHidden: true }), JSON.stringify(desk)])
      expect(shown).not.toMatch(/hunter2|token-of-the-day/);
  });
});
