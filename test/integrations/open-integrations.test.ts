import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import type { Authorization } from '../../src/calling/authentication.ts';
import type { AllowedHosts } from '../../src/http/allowed-hosts.ts';
import type { Choosing } from '../../src/integrations/choose-integration.ts';
import type { Authenticated, AuthenticationTarget } from '../../src/integrations/open-authentication.ts';
import { type OpenIntegration, openIntegrations } from '../../src/integrations/open-integrations.ts';
import { readIntegrations } from '../../src/integrations/read-integrations.ts';
import { createSecrets } from '../../src/integrations/secrets.ts';
import type { HttpRequest } from '../../src/ports.ts';
import { FakeClock } from '../support/fake-clock.ts';

const CRM = { type: 'custom-rest-actions', hosts: ['crm.example.com'] };
const TEAMS = {
  type: 'custom-rest-actions',
  hosts: ['graph.microsoft.com'],
  credentials: {
    type: 'userDefinedOAuth',
    fields: { client_secret: { secret: 'TEAMS_SECRET' }, tenant_id: 'contoso' },
    authentication: 'office-365-auth',
    hosts: ['login.microsoftonline.com'],
  },
};
const CLOUD = {
  type: 'purecloud-data-actions',
  region: 'mypurecloud.de',
  credentials: {
    type: 'pureCloudOAuthClient',
    fields: { clientId: { secret: 'CLOUD_ID' }, clientSecret: { secret: 'CLOUD_SECRET' } },
  },
};
const ENV: { readonly [name: string]: string } = {
  ...{ TEAMS_SECRET: 't3ams', CLOUD_ID: 'id', CLOUD_SECRET: 'cl0ud', CRM_PASSWORD: 'crm pässword' },
};

interface SetUp {
  readonly env?: { readonly [name: string]: string };
  readonly answer?: (count: number) => Authenticated;
}

function setUp(integrations: Json, { env = ENV, answer = () => ({ ok: true, output: {} }) }: SetUp = {}) {
  const read = readIntegrations({ integrations }, 'local.integrations.json');
  expect(read.diagnostics).toEqual([]);
  const clock = new FakeClock();
  const sent: { readonly request: HttpRequest; readonly hosts: AllowedHosts; readonly remedy: string }[] = [];
  const asked: {
    readonly dataAction: string;
    readonly target: AuthenticationTarget;
    readonly timeoutMs: number;
  }[] = [];
  const learnt: string[] = [];
  const open = openIntegrations(read.integrations, {
    clock,
    secrets: createSecrets((name) => env[name]),
    httpWithin: (hosts, remedy) => ({
      async send(request) {
        sent.push({ request, hosts, remedy });
        const body = JSON.stringify({ access_token: `token-${sent.length}`, expires_in: 86_400 });
        return { ok: true, response: { status: 200, headers: {}, body } };
      },
      async close() {},
    }),
    async authenticate(dataAction, target, timeoutMs) {
      asked.push({ dataAction, target, timeoutMs });
      return answer(asked.length);
    },
    learn: (secret) => learnt.push(secret),
  });
  return { open, clock, sent, asked, learnt };
}

function action(changes: Partial<Choosing> = {}): Choosing {
  return { id: 'look-up', integrationType: 'custom-rest-actions', isAuthentication: false, ...changes };
}

function only(set: ReturnType<typeof setUp>): OpenIntegration {
  const [first] = set.open.all;
  if (first === undefined) throw new Error('nothing is open');
  return first;
}

const authorize = async (set: ReturnType<typeof setUp>) => only(set).authentication?.authorize(1000);

describe('choosing an integration', () => {
  const choose = (integrations: JsonObject, changes: Partial<Choosing> = {}) => {
    const found = setUp(integrations).open.find(action(changes));
    return found.ok ? (found.integration?.name ?? 'none') : found.message;
  };

  it('takes the one the definition names, else the one that lists it, else the only one of its type', () => {
    const two = { crm: CRM, listed: { ...CRM, dataActions: ['look-up'] } };
    expect(choose(two, { integration: 'crm' })).toBe('crm');
    expect(choose(two)).toBe('listed');
    expect(choose(two, { id: 'other' })).toBe('crm');
    expect(choose({ crm: CRM, cloud: CLOUD }, { integrationType: 'purecloud-data-actions' })).toBe('cloud');
  });

  it('leaves a type that the operator has not set up to what holds without a file', () => {
    expect(choose({ cloud: CLOUD })).toBe('none');
    expect(choose({ listed: { ...CRM, dataActions: ['other'] } })).toBe('none');
  });

  it('says how to choose among several', () => {
    expect(choose({ crm: CRM, erp: CRM })).toBe(
      'Several integrations can perform the data action look-up: "crm", "erp"; add "look-up" to "dataActions" of one of them, or write "integration": "crm" in the definition',
    );
  });

  it.each<[JsonObject, Partial<Choosing>, string]>([
    [
      { crm: CRM },
      { integration: 'cmr' },
      'The data action look-up wants the integration "cmr", which is not set up; known: crm',
    ],
    [{ crm: CRM, cloud: CLOUD }, { integration: 'cloud' }, 'name an integration of type custom-rest-actions'],
    [
      { crm: { ...CRM, dataActions: ['other'] } },
      { integration: 'crm' },
      'add "look-up" to its "dataActions"',
    ],
    [
      { cloud: { ...CLOUD, dataActions: ['look-up'] } },
      {},
      'the integration "cloud" is purecloud-data-actions',
    ],
    [{ crm: CRM }, { isAuthentication: true, id: 'office-365-auth' }, '"authentication": "office-365-auth"'],
  ])('refuses %j for %j', (integrations, changes, message) => {
    expect(choose(integrations, changes)).toContain(message);
  });
});

describe('what proves an integration', () => {
  it('is nothing where it has no credentials', () => {
    const one = only(setUp({ crm: CRM }));
    expect([one.authentication, one.budget]).toEqual([undefined, undefined]);
  });

  it('is the same Basic header each time, also after a 401', async () => {
    const credentials = {
      type: 'basicAuth',
      fields: { userName: 'me', password: { secret: 'CRM_PASSWORD' } },
    };
    const set = setUp({ crm: { ...CRM, credentials } });
    const first = await authorize(set);
    expect(first).toEqual({
      ok: true,
      headers: { Authorization: `Basic ${Buffer.from('me:crm pässword', 'utf8').toString('base64')}` },
    });
    expect(first && (await only(set).authentication?.renew(first, 1000))).toBe(first);
    expect(only(set).authentication?.givesValues).toBe(false);
  });

  it('is what templates read, for user-defined credentials', async () => {
    const credentials = { type: 'userDefined', fields: { key: { secret: 'CRM_PASSWORD' }, tenant: 'a' } };
    const set = setUp({ crm: { ...CRM, credentials } });
    expect(await authorize(set)).toEqual({
      ok: true,
      headers: {},
      credentials: { key: 'crm pässword', tenant: 'a' },
    });
    expect(only(set).authentication?.givesValues).toBe(true);
  });

  it('D9 is one token for Genesys Cloud, from the region that was named, and learnt by the masker', async () => {
    const set = setUp({ cloud: CLOUD });
    const all = await Promise.all([authorize(set), authorize(set)]);
    expect(all).toEqual([1, 2].map(() => ({ ok: true, headers: { Authorization: 'Bearer token-1' } })));
    const [{ request, hosts }] = set.sent as [(typeof set.sent)[0]];
    expect(request.url).toBe('https://login.mypurecloud.de/oauth/token');
    expect(hosts.permissionOf(new URL(request.url))).toBe('public');
    expect(hosts.permissionOf(new URL('https://crm.example.com/'))).toBeUndefined();
    expect(set.learnt).toEqual(['token-1']);
  });

  it('O2 gives Genesys Cloud 300 requests a minute for each token', () => {
    expect(only(setUp({ cloud: CLOUD })).budget?.state()).toMatchObject({ requestsPerMinute: 300 });
    const three = only(setUp({ cloud: { ...CLOUD, tokens: 3, concurrent: 50 } }));
    expect(three.budget?.state()).toMatchObject({ requestsPerMinute: 900, concurrent: 50 });
  });

  it.each<[string, Json]>([
    [
      'basic',
      {
        ...CRM,
        credentials: { type: 'basicAuth', fields: { userName: 'me', password: { secret: 'GONE' } } },
      },
    ],
    ['user-defined', { ...CRM, credentials: { type: 'userDefined', fields: { key: { secret: 'GONE' } } } }],
    [
      'authentication action',
      { ...TEAMS, credentials: { ...TEAMS.credentials, fields: { key: { secret: 'GONE' } } } },
    ],
    [
      'client',
      {
        ...CLOUD,
        credentials: {
          type: 'pureCloudOAuthClient',
          fields: { clientId: 'a', clientSecret: { secret: 'GONE' } },
        },
      },
    ],
  ])('D8 says which secret is missing, and asks for nothing (%s)', async (_kind, integration) => {
    const set = setUp({ one: integration });
    expect(await authorize(set)).toEqual({
      ok: false,
      failure: 'secretMissing',
      message: expect.stringMatching(
        /^The secret GONE is not there: set .* or store it with `attendant secret set GONE`$/,
      ),
    });
    expect([set.sent, set.asked]).toEqual([[], []]);
  });
});

describe('an authentication action', () => {
  const answer =
    (seconds?: Json) =>
    (count: number): Authenticated => ({
      ok: true,
      output: {
        access_token: `access-${count}`,
        token_type: 'Bearer',
        ...(seconds !== undefined && { expires_in: seconds }),
      },
    });

  it('gives its whole output to templates, and its credentials to nobody else', async () => {
    const set = setUp({ teams: TEAMS }, { answer: answer(3600) });
    expect(await authorize(set)).toEqual({
      ok: true,
      headers: {},
      authResponse: { access_token: 'access-1', token_type: 'Bearer', expires_in: 3600 },
    });
    expect(set.learnt).toEqual(['access-1']);
    const [{ dataAction, target, timeoutMs }] = set.asked as [(typeof set.asked)[0]];
    expect([dataAction, timeoutMs]).toEqual(['office-365-auth', 1000]);
    expect(await target.authentication.authorize(1000)).toEqual({
      ok: true,
      headers: {},
      credentials: { client_secret: 't3ams', tenant_id: 'contoso' },
    });
  });

  it('D8 reaches the hosts of its credentials, and the others theirs', async () => {
    const set = setUp({ teams: TEAMS }, { answer: answer() });
    await authorize(set);
    const request = { method: 'GET', url: 'https://example.com/', headers: {} };
    await set.asked[0]?.target.http.send(request, { timeoutMs: 1 });
    await only(set).http.send(request, { timeoutMs: 1 });
    const [login, graph] = ['https://login.microsoftonline.com/', 'https://graph.microsoft.com/'].map(
      (url) => new URL(url),
    );
    const reach = set.sent.map(({ hosts }) => [login, graph].map((url) => url && hosts.permissionOf(url)));
    expect(reach).toEqual([
      ['public', undefined],
      [undefined, 'public'],
    ]);
    expect(set.sent.map(({ remedy }) => remedy)).toEqual([
      'to "hosts" of the credentials of the integration "teams"',
      'to "hosts" of the integration "teams"',
    ]);
  });

  it('D9 is performed once however many wait, and again shortly before its access ends', async () => {
    const set = setUp({ teams: TEAMS }, { answer: answer('3600') });
    const tokens = async () => {
      const all = await Promise.all([authorize(set), authorize(set), authorize(set)]);
      return new Set(all.map((one) => one?.ok && one.authResponse?.['access_token']));
    };
    expect(await tokens()).toEqual(new Set(['access-1']));
    set.clock.advance(3_539_999);
    expect(await tokens()).toEqual(new Set(['access-1']));
    set.clock.advance(1);
    expect(await tokens()).toEqual(new Set(['access-2']));
  });

  it('D9 is performed once more after a 401, however many were refused', async () => {
    const set = setUp({ teams: TEAMS }, { answer: answer() });
    const [first, same] = (await Promise.all([authorize(set), authorize(set)])) as [
      Authorization,
      Authorization,
    ];
    set.clock.advance(100 * 24 * 3_600_000);
    const renewed = await Promise.all(
      [first, same].map((spent) => only(set).authentication?.renew(spent, 1000)),
    );
    expect(renewed.map((one) => one?.ok && one.authResponse?.['access_token'])).toEqual([
      'access-2',
      'access-2',
    ]);
    expect(await only(set).authentication?.renew(first, 1000)).toBe(renewed[0]);
    expect(set.asked).toHaveLength(2);
  });

  it('says why it failed, and is tried again by the next one', async () => {
    const set = setUp({ teams: TEAMS }, { answer: () => ({ ok: false, message: 'the status is 400' }) });
    expect(await authorize(set)).toEqual({
      ok: false,
      failure: 'denied',
      message:
        'The authentication action office-365-auth of the integration "teams" failed: the status is 400',
    });
    await authorize(set);
    expect(set.asked).toHaveLength(2);
  });

  it('can be tried by itself: it then gets its credentials', async () => {
    const set = setUp({ teams: TEAMS });
    const found = set.open.find(action({ id: 'office-365-auth', isAuthentication: true }));
    expect(found.ok && found.integration?.name).toBe('teams authentication');
    expect(found.ok && (await found.integration?.authentication?.authorize(1))).toMatchObject({
      credentials: { tenant_id: 'contoso' },
    });
  });
});
