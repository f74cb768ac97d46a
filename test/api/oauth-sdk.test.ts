import { join } from 'node:path';
import { v4 as randomId } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Initialized, initOrganization } from '../../src/platform/oauth/init-organization.ts';
import { AttendantDatabase } from '../../src/store/database.ts';
import { newFolder } from '../files/folder.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { connectSdk, loadSdk } from '../support/official-sdk.ts';
import { openLocalServer } from './local-server.ts';

/** The parts of the SDK that are used; its own types are written for bundlers. */
interface Sdk {
  readonly ApiClient: {
    readonly instance: {
      setGateway(gateway: { protocol: string; host: string; port: number }): void;
      setAccessToken(token: string): void;
      loginClientCredentialsGrant(id: string, secret: string): Promise<{ accessToken: string }>;
    };
  };
  readonly OAuthApi: new () => {
    getOauthClients(): Promise<{ entities: readonly Client[]; total: number }>;
    postOauthClients(body: object): Promise<Client>;
    getOauthClient(id: string): Promise<Client>;
    putOauthClient(id: string, body: object): Promise<Client>;
    postOauthClientSecret(id: string): Promise<Client>;
    deleteOauthClient(id: string): Promise<unknown>;
    getOauthScopes(language: string): Promise<{ total: number }>;
  };
  readonly AuthorizationApi: new () => {
    getAuthorizationDivisionsHome(): Promise<Division>;
    getAuthorizationDivisionsLimit(): Promise<number>;
    getAuthorizationDivisionsQuery(options: object): Promise<{ entities: readonly Division[] }>;
    postAuthorizationDivisions(body: object): Promise<Division>;
    deleteAuthorizationDivision(id: string, options?: object): Promise<unknown>;
    postAuthorizationDivisionRestore(id: string, body: object): Promise<Division>;
  };
  readonly OrganizationApi: new () => { getOrganizationsMe(): Promise<{ id: string; name: string }> };
  readonly TokensApi: new () => {
    getTokensMe(options?: object): Promise<{ OAuthClient: { id: string } }>;
    headTokensMe(): Promise<unknown>;
    deleteTokensMe(): Promise<unknown>;
  };
}

interface Client {
  readonly id: string;
  readonly name: string;
  readonly secret?: string;
  readonly state: string;
  readonly roleDivisions: readonly object[];
}

interface Division {
  readonly id: string;
  readonly name: string;
  readonly homeDivision: boolean;
}

const sdk = loadSdk<Sdk>();
const api = sdk.ApiClient.instance;

/** Makes an organization as `attendant init` does, serves it, and logs in with its client. */
async function loggedIn(): Promise<Initialized> {
  const file = join(newFolder(), 'attendant.db');
  const database = AttendantDatabase.open(file);
  const made = await initOrganization(
    { database, clock: new FakeClock(), ids: { next: () => randomId() } },
    { organizationName: 'Example Ltd' },
  );
  database.close();
  if (!made.ok) throw new Error('the folder is new');
  const local = await openLocalServer({ file });
  await connectSdk(sdk, local.server);
  onTestFinished(() => api.setAccessToken(''));
  await api.loginClientCredentialsGrant(made.made.client.id, made.made.secret);
  return made.made;
}

describe('the official JavaScript SDK', () => {
  it('O3 logs in with the client of attendant init and reads who it is', async () => {
    const { organization, client } = await loggedIn();
    expect(await new sdk.OrganizationApi().getOrganizationsMe()).toMatchObject({
      id: organization.id,
      name: 'Example Ltd',
    });
    const tokens = new sdk.TokensApi();
    expect((await tokens.getTokensMe()).OAuthClient.id).toBe(client.id);
    await tokens.headTokensMe();
    await tokens.deleteTokensMe();
    await expect(tokens.getTokensMe()).rejects.toMatchObject({ status: 401, code: 'bad.credentials' });
  });

  it('O3 makes a client, logs in with it, renews its secret, disables and deletes it', async () => {
    const first = await loggedIn();
    const oauth = new sdk.OAuthApi();
    const body = {
      name: 'Reports',
      authorizedGrantType: 'CLIENT-CREDENTIALS',
      roleDivisions: [{ roleId: 'admin', divisionId: first.homeDivisionId }],
    };
    const made = await oauth.postOauthClients(body);
    const { accessToken } = await api.loginClientCredentialsGrant(made.id, made.secret ?? '');
    expect(accessToken).toHaveLength(43);
    const everywhere = { ...body, roleDivisions: [{ roleId: 'admin', divisionId: '*' }] };
    await expect(oauth.postOauthClients(everywhere)).rejects.toMatchObject({ status: 403 });
    const renewed = await oauth.postOauthClientSecret(made.id);
    await expect(oauth.getOauthClient(made.id), 'its tokens have ended').rejects.toMatchObject({
      status: 401,
    });
    await expect(api.loginClientCredentialsGrant(made.id, made.secret ?? '')).rejects.toMatchObject({
      response: { status: 401 },
    });
    await api.loginClientCredentialsGrant(made.id, renewed.secret ?? '');
    const read = await oauth.getOauthClient(made.id);
    expect(await oauth.putOauthClient(made.id, { ...read, name: 'Renamed' })).toMatchObject({
      name: 'Renamed',
    });
    await api.loginClientCredentialsGrant(first.client.id, first.secret);
    await expect(oauth.deleteOauthClient(made.id)).rejects.toMatchObject({ code: 'cannot.delete.client' });
    await oauth.putOauthClient(made.id, { ...body, state: 'inactive' });
    await oauth.deleteOauthClient(made.id);
    await expect(oauth.getOauthClient(made.id)).rejects.toMatchObject({ status: 404 });
    expect((await oauth.getOauthClients()).entities.map(({ id }) => id)).toContain(first.client.id);
    expect((await oauth.getOauthScopes('en-us')).total).toBe(0);
  });

  it('O3 makes, deletes and restores a division', async () => {
    const { homeDivisionId } = await loggedIn();
    const authorization = new sdk.AuthorizationApi();
    expect(await authorization.getAuthorizationDivisionsHome()).toMatchObject({
      id: homeDivisionId,
      homeDivision: true,
    });
    expect(await authorization.getAuthorizationDivisionsLimit()).toBe(50);
    const made = await authorization.postAuthorizationDivisions({ name: 'North', description: 'Cold' });
    await authorization.deleteAuthorizationDivision(made.id);
    const restored = await authorization.postAuthorizationDivisionRestore(made.id, {
      name: 'North',
      description: '',
    });
    expect(restored).toMatchObject({ id: made.id, name: 'North' });
    const found = await authorization.getAuthorizationDivisionsQuery({
      id: [made.id, homeDivisionId],
      pageSize: '2',
    });
    expect(found.entities.map(({ name }) => name)).toEqual(['Home', 'North']);
  });
});
