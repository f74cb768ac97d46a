import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { readIntegrations } from '../../src/integrations/read-integrations.ts';
import { findRegion, REGIONS } from '../../src/integrations/regions.ts';

const FILE = 'local.integrations.json';
const CRM = { type: 'custom-rest-actions', hosts: ['crm.example.com'] };
const CLOUD = {
  type: 'purecloud-data-actions',
  region: 'mypurecloud.de',
  credentials: {
    type: 'pureCloudOAuthClient',
    fields: { clientId: { secret: 'CLOUD_ID' }, clientSecret: { secret: 'CLOUD_SECRET' } },
  },
};

function read(integrations: Json) {
  return readIntegrations({ integrations }, FILE);
}

function faultsOf(integration: JsonObject) {
  return read({ one: integration }).diagnostics.map(({ code, pointer, message, hint = '' }) => ({
    code,
    pointer: pointer.replace('/integrations/one', ''),
    message,
    hint,
  }));
}

describe('an integrations file', () => {
  it('is read with everything in it', () => {
    const { integrations, diagnostics } = read({
      crm: {
        ...CRM,
        hosts: ['crm.example.com', '*.eu.example.com', 'localhost:8080'],
        credentials: { type: 'basicAuth', fields: { userName: 'me', password: { secret: 'CRM_PASSWORD' } } },
        dataActions: ['look-up-customer'],
        concurrent: 5,
      },
      teams: {
        ...CRM,
        credentials: {
          type: 'userDefinedOAuth',
          fields: { client_secret: { secret: 'TEAMS' }, tenant_id: 'contoso' },
          authentication: 'office-365-auth',
          hosts: ['login.microsoftonline.com'],
        },
      },
      salesforce: {
        type: 'salesforce-datadip',
        baseUrl: 'https://mine.my.salesforce.com/',
        credentials: {
          type: 'oauthClient',
          tokenUrl: 'https://mine.my.salesforce.com/services/oauth2/token',
          fields: { clientId: 'abc', clientSecret: { secret: 'SALES' } },
        },
      },
      cloud: { ...CLOUD, tokens: 2 },
      mock: { ...CLOUD, region: '127.0.0.1:9000', requestsPerMinute: 10 },
    });
    expect(diagnostics).toEqual([]);
    expect(integrations).toMatchObject([
      {
        name: 'crm',
        hosts: ['crm.example.com', '*.eu.example.com', 'localhost:8080'],
        credentials: { kind: 'basic', userName: 'me', password: { secret: 'CRM_PASSWORD' } },
        dataActions: ['look-up-customer'],
        budget: { concurrent: 5 },
      },
      {
        credentials: {
          kind: 'authenticationAction',
          dataAction: 'office-365-auth',
          hosts: ['login.microsoftonline.com'],
        },
      },
      {
        baseUrl: 'https://mine.my.salesforce.com',
        hosts: ['mine.my.salesforce.com'],
        credentials: { kind: 'oauthClient', hosts: ['mine.my.salesforce.com'] },
      },
      {
        baseUrl: 'https://api.mypurecloud.de',
        hosts: ['api.mypurecloud.de', 'login.mypurecloud.de'],
        credentials: { kind: 'oauthClient', tokenUrl: 'https://login.mypurecloud.de/oauth/token', tokens: 2 },
        budget: { requestsPerMinute: 600 },
      },
      {
        baseUrl: 'http://127.0.0.1:9000',
        hosts: ['127.0.0.1:9000', '127.0.0.1:9000'],
        budget: { requestsPerMinute: 10 },
      },
    ]);
  });

  it.each<[string, JsonObject, string, string, string]>([
    [
      'an unknown type',
      { type: 'custom-rest-action' },
      'WRONG_VALUE',
      '/type',
      'did you mean `custom-rest-actions`?',
    ],
    [
      'a host with a path',
      { ...CRM, hosts: ['crm.example.com/v1'] },
      'INTEGRATION_HOST',
      '/hosts/0',
      'write crm.example.com',
    ],
    [
      'a host with a scheme',
      { ...CRM, hosts: ['https://crm.example.com'] },
      'INTEGRATION_HOST',
      '/hosts/0',
      'write crm.example.com',
    ],
    [
      'a star over a public suffix',
      { ...CRM, hosts: ['a.b', '*.com'] },
      'INTEGRATION_HOST',
      '/hosts/1',
      'a domain that is yours',
    ],
    ['no hosts', { type: 'custom-rest-actions' }, 'INTEGRATION', '', '"hosts": ['],
    ['no base URL', { type: 'zendesk-data-actions' }, 'INTEGRATION', '', '"baseUrl": '],
    [
      'plain http',
      { type: 'zendesk-data-actions', baseUrl: 'http://z.example' },
      'INTEGRATION_HOST',
      '/baseUrl',
      'https://',
    ],
    [
      'a private base URL',
      { type: 'zendesk-data-actions', baseUrl: 'https://10.0.0.1' },
      'INTEGRATION_HOST',
      '/baseUrl',
      'write 10.0.0.1:443',
    ],
    [
      'what belongs to another type',
      { ...CRM, region: 'mypurecloud.de' },
      'INTEGRATION',
      '/region',
      'it has `hosts`',
    ],
    [
      'an unknown region',
      { ...CLOUD, region: 'mypurecloud.dd' },
      'UNKNOWN_REGION',
      '/region',
      'did you mean `mypurecloud.de`?',
    ],
    [
      'no region',
      { type: CLOUD.type, credentials: CLOUD.credentials },
      'INTEGRATION',
      '',
      '"region": "mypurecloud.de"',
    ],
    [
      'a cloud without credentials',
      { type: CLOUD.type, region: 'mypurecloud.de' },
      'CREDENTIALS',
      '',
      'pureCloudOAuthClient',
    ],
    [
      'credentials of another type',
      { ...CRM, credentials: CLOUD.credentials },
      'CREDENTIALS',
      '/credentials/type',
      'basicAuth',
    ],
    [
      'a field that is not there',
      { ...CRM, credentials: { type: 'basicAuth', fields: { userName: 'me' } } },
      'CREDENTIALS',
      '/credentials/fields',
      'add "password": {"secret": "NAME"}',
    ],
    [
      'a field too many',
      {
        ...CRM,
        credentials: {
          type: 'basicAuth',
          fields: { username: 'me', userName: 'me', password: { secret: 'A' } },
        },
      },
      'CREDENTIALS',
      '/credentials/fields/username',
      'did you mean `userName`?',
    ],
    [
      'no authentication action',
      { ...CRM, credentials: { type: 'userDefinedOAuth', fields: {} } },
      'CREDENTIALS',
      '/credentials',
      '"authentication": ',
    ],
    [
      'no token URL',
      { ...CRM, credentials: { type: 'oauthClient', fields: CLOUD.credentials.fields } },
      'CREDENTIALS',
      '/credentials',
      '"tokenUrl": ',
    ],
    [
      'a key of other credentials',
      { ...CRM, credentials: { type: 'userDefined', fields: {}, tokenUrl: 'https://a.example' } },
      'CREDENTIALS',
      '/credentials/tokenUrl',
      'it belongs to oauthClient',
    ],
    ['a host spelt wrong', { ...CRM, host: 'x' }, 'UNKNOWN_SETTING', '/host', 'did you mean `hosts`?'],
  ])('tells of %s', (_what, integration, code, pointer, hint) => {
    expect(faultsOf(integration)).toEqual([
      { code, pointer, message: expect.any(String), hint: expect.stringContaining(hint) },
    ]);
  });

  it('has names that can be written in a definition', () => {
    expect(read({ 'crm/one': CRM }).diagnostics).toMatchObject([
      { code: 'WRONG_VALUE', message: 'this cannot be the name of an integration' },
    ]);
  });

  it('lists a data action once', () => {
    const { diagnostics } = read({
      a: { ...CRM, dataActions: ['x', 'y'] },
      b: { ...CRM, dataActions: ['z', 'y'] },
    });
    expect(diagnostics).toMatchObject([
      {
        code: 'INTEGRATION_AMBIGUOUS',
        pointer: '/integrations/b/dataActions/1',
        message: '`y` is in the list of `a`, too',
      },
    ]);
  });

  it('keeps the sound integrations beside one with faults', () => {
    const { integrations } = read({ bad: { type: 'custom-rest-actions' }, crm: CRM });
    expect(integrations.map(({ name }) => name)).toEqual(['crm']);
  });
});

describe('secrets in an integrations file', () => {
  const withField = (name: string, value: Json, type = 'userDefined') =>
    faultsOf({ ...CRM, credentials: { type, fields: { [name]: value } } });

  it.each([
    ...[
      'client_secret',
      'clientSecret',
      'password',
      'Passwort_pwd',
      'apiKey',
      'api_key',
      'key',
      'subscription-key',
    ],
    ...['token', 'bearerToken', 'privateKey', 'passphrase', 'signature'],
  ])('D8 are an error when %s is written out', (name) => {
    const faults = withField(name, 'hunter2');
    expect(faults).toMatchObject([{ code: 'SECRET_WRITTEN_OUT', pointer: `/credentials/fields/${name}` }]);
    expect(JSON.stringify(faults)).not.toContain('hunter2');
    expect(faults[0]?.hint).toContain(`write "${name}": {"secret": "NAME"}`);
  });

  it.each([
    'tenant_id',
    'loginUrl',
    'grant_type',
    'token_type',
    'tokenUrl',
    'scope',
    'audience',
    'accountId',
    'monkey',
  ])('are not seen in %s', (name) => {
    expect(withField(name, 'https://login.example.com/x')).toEqual([]);
  });

  it.each(['Bearer abcdef', 'Basic bWU6eW91', '-----BEGIN PRIVATE KEY-----\nabc'])(
    'D8 are an error when a text begins as %j',
    (value) => {
      expect(withField('anything', value)).toMatchObject([{ code: 'SECRET_WRITTEN_OUT' }]);
    },
  );

  it('D8 are a warning when a text only looks random', () => {
    const { diagnostics } = read({
      one: { ...CRM, credentials: { type: 'userDefined', fields: { x: 'aB3dE5fG7hI9jK1lM3nO5' } } },
    });
    expect(diagnostics).toMatchObject([{ code: 'SECRET_WRITTEN_OUT', severity: 'warning' }]);
    expect(JSON.stringify(diagnostics)).not.toContain('aB3dE5');
  });

  it.each<[string, JsonObject]>([
    ['as the credentials', { ...CRM, credentials: 'hunter2' }],
    ['as a number', { ...CRM, credentials: { type: 'userDefined', fields: { pin: 70_777_077 } } }],
    ['in a list', { ...CRM, credentials: { type: 'userDefined', fields: ['hunter2'] } }],
    [
      'as the name of a secret',
      { ...CRM, credentials: { type: 'userDefined', fields: { x: { secret: 'hunter2 !' } } } },
    ],
    [
      'as a number for the name',
      { ...CRM, credentials: { type: 'userDefined', fields: { x: { secret: 70_777_077 } } } },
    ],
    ['in a host', { ...CRM, hosts: ['me:hunter2@crm.example.com'] }],
    ['in a base URL', { type: 'zendesk-data-actions', baseUrl: 'https://me:hunter2@z.example.com' }],
    ['in a query', { type: 'zendesk-data-actions', baseUrl: 'https://z.example.com?key=hunter2' }],
    ['as a scope', { ...CRM, credentials: { type: 'oauthClient', fields: {}, scope: ['hunter2'] } }],
  ])('D8 are never repeated in a message: %s', (_where, integration) => {
    const faults = faultsOf(integration);
    expect(faults.length).toBeGreaterThan(0);
    expect(JSON.stringify(faults)).not.toMatch(/hunter2|70777077/);
  });
});

describe('the regions of Genesys Cloud', () => {
  it.each(Object.keys(REGIONS))('%s has its API and its login', (domain) => {
    expect(findRegion(domain)).toEqual({
      ok: true,
      baseUrl: `https://api.${domain}`,
      tokenUrl: `https://login.${domain}/oauth/token`,
    });
  });

  it('are those of the official SDK', async () => {
    const sdk = await import('purecloud-platform-client-v2');
    const { PureCloudRegionHosts } = sdk.default;
    expect(Object.keys(REGIONS).sort()).toEqual(Object.values(PureCloudRegionHosts).sort());
  });

  it.each([
    ['https://api.mypurecloud.de/api/v2', 'write `mypurecloud.de`'],
    ['login.usw2.pure.cloud', 'write `usw2.pure.cloud`'],
    ['eu-central-1', 'write `mypurecloud.de`'],
    ['mypurecloud.con', 'did you mean `mypurecloud.com`?'],
    ['genesys.example.org', 'known: mypurecloud.com, '],
    ['mypurecloud.de.evil.com', 'did you mean `mypurecloud.com`?'],
    ['10.0.0.1:8080', 'known: '],
  ])('are not %s', (text, hint) => {
    expect(findRegion(text)).toEqual({
      ok: false,
      message: 'this is no region of Genesys Cloud',
      hint: expect.stringContaining(hint),
    });
  });

  it('can be stood in for on this machine', () => {
    expect(findRegion('localhost:8080')).toEqual({
      ok: true,
      baseUrl: 'http://localhost:8080',
      tokenUrl: 'http://localhost:8080/oauth/token',
    });
  });
});
