import { describe, expect, it } from 'vitest';
import { connectSdk, loadSdk, type SdkClient } from '../support/official-sdk.ts';
import { openOutboundServer, storeContacts } from './outbound-server.ts';

interface Named {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly size?: number;
}

interface Listing {
  readonly entities: readonly Named[];
  readonly total: number;
}

/** The parts of the SDK that are used; its own types are written for bundlers. */
interface Sdk extends SdkClient {
  readonly OutboundApi: new () => {
    postOutboundContactlistfilters(body: object): Promise<Named>;
    getOutboundContactlistfilters(options: object): Promise<Listing>;
    getOutboundContactlistfilter(id: string): Promise<Named>;
    putOutboundContactlistfilter(id: string, body: object): Promise<Named>;
    postOutboundContactlistfiltersBulkRetrieve(body: object): Promise<Listing>;
    postOutboundContactlistfiltersPreview(
      body: object,
    ): Promise<{ readonly filteredContacts: number; readonly preview: readonly { readonly data: object }[] }>;
    deleteOutboundContactlistfilter(id: string): Promise<unknown>;
    postOutboundDnclists(body: object): Promise<Named>;
    getOutboundDnclists(options: object): Promise<Listing>;
    getOutboundDnclist(id: string, options: object): Promise<Named>;
    getOutboundDnclistsDivisionviews(options: object): Promise<Listing>;
    getOutboundDnclistsDivisionview(id: string, options: object): Promise<Named>;
    putOutboundDnclist(id: string, body: object): Promise<Named>;
    deleteOutboundDnclist(id: string): Promise<unknown>;
    postOutboundDnclistPhonenumbers(id: string, body: readonly string[], options?: object): Promise<unknown>;
    patchOutboundDnclistPhonenumbers(id: string, body: object): Promise<unknown>;
    deleteOutboundDnclistPhonenumbers(id: string, options: object): Promise<unknown>;
    postOutboundDnclistEmailaddresses(id: string, body: readonly string[]): Promise<unknown>;
    patchOutboundDnclistEmailaddresses(id: string, body: object): Promise<unknown>;
    patchOutboundDnclistWhatsappnumbers(id: string, body: object): Promise<unknown>;
    deleteOutboundDnclistWhatsappnumbers(id: string): Promise<unknown>;
  };
}

const sdk = loadSdk<Sdk>();

async function loggedIn() {
  const { local } = await openOutboundServer();
  await connectSdk(sdk, local.server);
  await sdk.ApiClient.instance.loginClientCredentialsGrant('admin', 'admin-secret');
  return { local, outbound: new sdk.OutboundApi() };
}

describe('the official JavaScript SDK', () => {
  it('O3 C6 makes a filter, tries it, changes it and deletes it', async () => {
    const { local, outbound } = await loggedIn();
    await storeContacts(
      local,
      'people',
      ['Name', 'City'],
      [
        ['Ann', 'Ames'],
        ['Bob', 'Boone'],
      ],
    );
    const predicate = { column: 'City', columnType: 'alphabetic', operator: 'BEGINS_WITH', value: 'a' };
    const body = { name: 'A', contactList: { id: 'people' }, clauses: [{ predicates: [predicate] }] };
    const preview = await outbound.postOutboundContactlistfiltersPreview(body);
    expect(preview).toMatchObject({
      filteredContacts: 1,
      preview: [{ data: { Name: 'Ann', City: 'Ames' } }],
    });
    const filter = await outbound.postOutboundContactlistfilters(body);
    const renamed = { ...(await outbound.getOutboundContactlistfilter(filter.id)), name: 'Cities with A' };
    expect(await outbound.putOutboundContactlistfilter(filter.id, renamed)).toMatchObject({ version: 2 });
    expect(
      await outbound.getOutboundContactlistfilters({ name: 'cities', contactListId: 'people' }),
    ).toMatchObject({
      total: 1,
      entities: [{ id: filter.id, name: 'Cities with A' }],
    });
    const retrieved = await outbound.postOutboundContactlistfiltersBulkRetrieve({ ids: [filter.id] });
    expect(retrieved.entities).toMatchObject([{ id: filter.id }]);
    await expect(outbound.putOutboundContactlistfilter(filter.id, renamed)).rejects.toMatchObject({
      status: 409,
      code: 'invalid.update.wrong.version',
    });
    await outbound.deleteOutboundContactlistfilter(filter.id);
    await expect(outbound.getOutboundContactlistfilter(filter.id)).rejects.toMatchObject({ status: 404 });
  });

  it('O3 C11 fills a do-not-contact list, empties it and deletes it', async () => {
    const { local, outbound } = await loggedIn();
    const list = await outbound.postOutboundDnclists({
      name: 'Never',
      dncSourceType: 'rds',
      contactMethod: 'Any',
    });
    const tomorrow = `${new Date(local.clock.now() + 86_400_000).toISOString().slice(0, 16)}Z`;
    await outbound.postOutboundDnclistPhonenumbers(list.id, ['+13175550123'], {
      expirationDateTime: tomorrow,
    });
    await outbound.patchOutboundDnclistPhonenumbers(list.id, {
      action: 'Add',
      phoneNumbers: ['+13175550124'],
      expirationDateTime: tomorrow,
    });
    await outbound.postOutboundDnclistEmailaddresses(list.id, ['ann@example.com', 'bob@example.com']);
    await outbound.patchOutboundDnclistEmailaddresses(list.id, {
      action: 'Remove',
      emailAddresses: ['BOB@example.com'],
    });
    await outbound.patchOutboundDnclistWhatsappnumbers(list.id, {
      action: 'Add',
      whatsAppNumbers: ['13175550125'],
    });
    const size = async () => (await outbound.getOutboundDnclist(list.id, { includeSize: true })).size;
    expect(await size()).toBe(4);
    await outbound.deleteOutboundDnclistPhonenumbers(list.id, { expiredOnly: true });
    expect(await size()).toBe(4);
    await outbound.deleteOutboundDnclistWhatsappnumbers(list.id);
    expect(await size()).toBe(3);
    expect(await outbound.putOutboundDnclist(list.id, { ...list, name: 'No more' })).toMatchObject({
      version: 2,
    });
    expect(await outbound.getOutboundDnclists({ dncSourceType: 'rds' })).toMatchObject({ total: 1 });
    const views = await outbound.getOutboundDnclistsDivisionviews({ id: [list.id], includeSize: true });
    expect(views.entities).toMatchObject([{ name: 'No more', size: 3 }]);
    expect(await outbound.getOutboundDnclistsDivisionview(list.id, {})).toMatchObject({ name: 'No more' });
    await expect(outbound.postOutboundDnclistPhonenumbers(list.id, ['317-555'])).rejects.toMatchObject({
      status: 400,
      code: 'attendant.address.not.e164',
    });
    await outbound.deleteOutboundDnclist(list.id);
    await expect(outbound.getOutboundDnclist(list.id, {})).rejects.toMatchObject({ status: 404 });
  });
});
