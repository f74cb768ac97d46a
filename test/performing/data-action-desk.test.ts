import { describe, expect, it, onTestFinished } from 'vitest';
import { compileDataAction } from '../../src/actions/compile-data-action.ts';
import type { DataAction } from '../../src/actions/data-action.ts';
import type { Json } from '../../src/authoring/json.ts';
import { openGuardedClient } from '../../src/http/guarded-client.ts';
import { createMasker } from '../../src/integrations/masker.ts';
import { readIntegrations } from '../../src/integrations/read-integrations.ts';
import { createSecrets } from '../../src/integrations/secrets.ts';
import { type DeskParts, openDataActionDesk } from '../../src/performing/data-action-desk.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startLoopbackServer } from '../support/loopback-server.ts';

/** An export of one type that calls one URL. */
function action(integrationType: string, url: string, changes: { [key: string]: Json } = {}): DataAction {
  const { dataAction, diagnostics } = compileDataAction(
    {
      name: 'Call',
      integrationType,
      config: {
        request: { requestType: 'GET', requestUrlTemplate: url },
        response: { successTemplate: '${rawResult}' },
      },
      contract: {
        input: { inputSchema: { type: 'object', properties: { x: { type: 'string' } } } },
        output: { successSchema: { type: 'object', properties: { ok: { type: 'boolean' } } } },
      },
      ...changes,
    },
    'call.custom.json',
  );
  if (dataAction === undefined) throw new Error(JSON.stringify(diagnostics));
  return dataAction;
}

/** A desk whose local platform is a server that says yes to everything. */
async function desk(parts: (host: string) => Partial<DeskParts> = () => ({})) {
  const server = await startLoopbackServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end('{"ok":true,"access_token":"a-token-of-some-length"}');
  });
  const http = openGuardedClient();
  onTestFinished(async () => {
    await http.close();
    await server.close();
  });
  const opened = openDataActionDesk({
    clock: new FakeClock(),
    ids: { next: () => 'key-1' },
    random: () => 0.5,
    http,
    userAgent: 'test',
    localUrl: server.origin,
    localClient: { clientId: 'me', clientSecret: 'secret' },
    allowedHosts: [],
    settings: {},
    integrations: [],
    secrets: createSecrets(() => undefined),
    masker: createMasker(),
    dataActions: new Map(),
    ...parts(server.host),
  });
  return { desk: opened, server, paths: () => server.requests.map(({ url }) => url) };
}

describe('the desk where data actions are performed', () => {
  it('sends what is for the platform to the local one, with a token', async () => {
    const { desk: opened, paths, server } = await desk();
    const { outcome } = await opened.try(action('purecloud-data-actions', '/api/v2/users/${input.x}'), {
      x: 'a',
    });
    expect(outcome).toMatchObject({ result: 'success', outputs: { ok: true } });
    expect(paths()).toEqual(['/oauth/token', '/api/v2/users/a']);
    expect(server.requests[1]?.headers.authorization).toBe('Bearer a-token-of-some-length');
  });

  it.each(['/attendant/consents/whatsapp/1', '/api/../attendant/outbox', '/api/%2e%2e/attendant/outbox'])(
    'D7 lets nothing for the platform reach %s beside its API',
    async (url) => {
      const { desk: opened, paths } = await desk();
      const compiled = compileDataAction(
        {
          ...action('purecloud-data-actions', '/api/v2/x').definition,
          config: { request: { requestType: 'GET', requestUrlTemplate: url } },
        } as unknown as Json,
        'call.custom.json',
      );
      const { dataAction } = compiled;
      if (dataAction === undefined) return expect(compiled.diagnostics.length).toBeGreaterThan(0);
      const { outcome } = await opened.try(dataAction, {});
      expect(outcome).toMatchObject({ result: 'failure' });
      expect(paths().filter((path) => path !== '/oauth/token')).toEqual([]);
    },
  );

  it('D7 lets no web service be this process, whatever is allowed', async () => {
    const { desk: opened, server, paths } = await desk((host) => ({ allowedHosts: [host] }));
    for (const origin of [server.origin, `http://localhost:${server.port}`]) {
      const { outcome } = await opened.try(action('custom-rest-actions', `${origin}/attendant/outbox`), {});
      expect(outcome).toMatchObject({ result: 'failure', failure: { errorCode: 'request.refused' } });
    }
    expect(paths()).toEqual([]);
  });

  it('D7 keeps integrations away from the registers of this process', async () => {
    const {
      desk: opened,
      server,
      paths,
    } = await desk((host) => ({
      integrations: readIntegrations(
        { integrations: { own: { type: 'custom-rest-actions', hosts: [host] } } },
        'local.integrations.json',
      ).integrations,
    }));
    const reach = async (path: string) =>
      (await opened.try(action('custom-rest-actions', `${server.origin}${path}`), {})).outcome;
    for (const path of [
      '/attendant/outbox',
      '/%61ttendant/outbox',
      '/x/../attendant/outbox',
      '//Attendant/outbox',
    ])
      expect(await reach(path), path).toMatchObject({ result: 'failure' });
    expect(await reach('/x')).toMatchObject({ result: 'success' });
    expect(paths()).toEqual(['/x']);
  });

  it('says which integration is missing, and what is not called over HTTP', async () => {
    const { desk: opened } = await desk();
    const messages = [
      action('salesforce-datadip', '/services/data'),
      action('aws-lambda-data-actions', 'arn:aws:lambda:us-east-1:123:function:x'),
    ].map(async (one) => (await opened.try(one, {})).outcome);
    expect(await Promise.all(messages)).toMatchObject([
      {
        failure: {
          errorCode: 'target.missing',
          userMessage: expect.stringContaining('local.integrations.json'),
        },
      },
      { failure: { errorCode: 'target.missing', userMessage: expect.stringContaining('environment file') } },
    ]);
  });

  it('keeps the request budget of an integration, and shows it', async () => {
    const read = (host: string) =>
      readIntegrations(
        { integrations: { crm: { type: 'custom-rest-actions', hosts: [host], requestsPerMinute: 2 } } },
        'local.integrations.json',
      ).integrations;
    const other = await startLoopbackServer((_request, response) => response.end('{"ok":true}'));
    onTestFinished(() => other.close());
    const { desk: opened } = await desk(() => ({ integrations: read(other.host) }));
    const call = action('custom-rest-actions', `${other.origin}/x`, {});
    const timed = { ...call, timeoutSeconds: 10 };
    expect((await opened.try(timed, {})).outcome.result).toBe('success');
    expect((await opened.try(timed, {})).outcome.result).toBe('success');
    expect((await opened.try(timed, {})).outcome).toMatchObject({
      failure: { errorCode: 'budget.exhausted' },
    });
    expect(opened.budgets()).toMatchObject([
      { integration: 'crm', state: { used: 2, requestsPerMinute: 2 } },
    ]);
    expect(other.requests).toHaveLength(2);
  });

  it('plays a fault that the API asks for, once', async () => {
    const { desk: opened } = await desk();
    const call = action('purecloud-data-actions', '/api/v2/users');
    const fails = await opened.bench.run(call, { input: {}, fault: 'notFound', traced: false });
    expect(fails.outcome).toMatchObject({ result: 'failure', failure: { status: 404 } });
    const works = await opened.bench.run(call, { input: {}, traced: true });
    expect([works.outcome.result, works.operations.length > 5]).toEqual(['success', true]);
  });
});
