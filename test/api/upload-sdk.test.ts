import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openOutboundServer, storeContacts } from './outbound-server.ts';

interface Offer {
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
}
interface Status {
  readonly state: string;
  readonly completedRecords: number;
}

/** The parts of the SDK that are used; its own types are written for bundlers. */
interface Sdk {
  readonly ApiClient: {
    readonly instance: {
      setGateway(gateway: { protocol: string; host: string; port: number }): void;
      loginClientCredentialsGrant(id: string, secret: string): Promise<unknown>;
    };
  };
  readonly OutboundApi: new () => {
    postOutboundContactlistsUploads(body: object): Promise<Offer>;
    getOutboundContactlistImportstatus(id: string): Promise<Status>;
    postOutboundContactlistExport(id: string, options?: object): Promise<{ readonly id: string }>;
    getOutboundContactlistExport(id: string): Promise<{ readonly uri: string }>;
    postOutboundDnclists(body: object): Promise<{ readonly id: string }>;
    postOutboundDnclistsUploads(body: object): Promise<Offer>;
    getOutboundDnclistImportstatus(id: string): Promise<Status>;
    postOutboundDnclistExport(id: string): Promise<unknown>;
    getOutboundDnclistExport(id: string): Promise<{ readonly uri: string }>;
  };
}

// The SDK reads and writes a folder in the home directory as soon as it is loaded.
const home = mkdtempSync(join(tmpdir(), 'attendant-home-'));
process.env['HOME'] = home;
const sdk = createRequire(import.meta.url)('purecloud-platform-client-v2') as Sdk;
afterAll(() => rmSync(home, { recursive: true }));

describe('the official JavaScript SDK', () => {
  it('O3 uploads files for lists, and downloads what is in them', async () => {
    const { local } = await openOutboundServer();
    await storeContacts(local, 'list-1', ['name', 'email'], []);
    await local.server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = local.server.server.address() as AddressInfo;
    sdk.ApiClient.instance.setGateway({ protocol: 'http', host: 'localhost', port });
    await sdk.ApiClient.instance.loginClientCredentialsGrant('admin', 'admin-secret');
    const api = new sdk.OutboundApi();

    const offer = await api.postOutboundContactlistsUploads({ id: 'list-1', contentType: 'text/csv' });
    await put(offer, 'name,email\nAnn,a@example.com\nBob,b@example.com\n');
    expect(await api.getOutboundContactlistImportstatus('list-1')).toMatchObject({
      state: 'COMPLETED',
      completedRecords: 2,
    });
    await api.postOutboundContactlistExport('list-1', { body: {} });
    const contacts = await api.getOutboundContactlistExport('list-1');
    expect(await (await fetch(contacts.uri)).text()).toMatch(/,Bob,b@example\.com,1\r\n$/);

    const list = { name: 'Never', dncSourceType: 'rds', contactMethod: 'Email' };
    const { id } = await api.postOutboundDnclists(list);
    const request = { id, contentType: 'text/csv', emailColumns: 'email' };
    await put(await api.postOutboundDnclistsUploads(request), 'email\nann@example.com\n');
    expect(await api.getOutboundDnclistImportstatus(id)).toMatchObject({ state: 'COMPLETED' });
    await api.postOutboundDnclistExport(id);
    const entries = await api.getOutboundDnclistExport(id);
    expect(await (await fetch(entries.uri)).text()).toBe('email,expirationDateTime\r\nann@example.com,\r\n');
  });
});

async function put({ url, headers }: Offer, body: string): Promise<void> {
  const answer = await fetch(url, { method: 'PUT', headers, body });
  expect(answer.status).toBe(200);
  await answer.text();
}
