import { describe, expect, it } from 'vitest';
import { connectSdk, loadSdk, type SdkClient } from '../support/official-sdk.ts';
import { openOutboundServer } from './outbound-server.ts';

interface List {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly size?: number;
}

interface Contact {
  readonly id: string;
  readonly data: { readonly [column: string]: string };
}

interface Job {
  readonly id: string;
  readonly state: string;
  readonly completedRecords: number;
}

/** The parts of the SDK that are used; its own types are written for bundlers. */
interface Sdk extends SdkClient {
  readonly OutboundApi: new () => {
    postOutboundContactlists(body: object): Promise<List>;
    getOutboundContactlists(options: object): Promise<{ readonly entities: readonly List[] }>;
    getOutboundContactlist(id: string, options: object): Promise<List>;
    getOutboundContactlistsDivisionviews(options: object): Promise<{ readonly entities: readonly List[] }>;
    putOutboundContactlist(id: string, body: object): Promise<List>;
    postOutboundContactlistsBulkUpdate(body: object): Promise<{ readonly errorCount: number }>;
    deleteOutboundContactlist(id: string): Promise<unknown>;
    deleteOutboundContactlists(ids: readonly string[]): Promise<unknown>;
    postOutboundContactlistClear(id: string): Promise<unknown>;
    getOutboundContactlistTimezonemappingpreview(
      id: string,
    ): Promise<{ readonly contactsPerTimeZone: { readonly [zone: string]: number } }>;
    postOutboundContactlistContacts(
      id: string,
      body: readonly object[],
      options?: object,
    ): Promise<readonly Contact[]>;
    getOutboundContactlistContact(id: string, contactId: string): Promise<Contact>;
    putOutboundContactlistContact(id: string, contactId: string, body: object): Promise<Contact>;
    deleteOutboundContactlistContact(id: string, contactId: string): Promise<unknown>;
    deleteOutboundContactlistContacts(id: string, contactIds: readonly string[]): Promise<unknown>;
    postOutboundContactlistContactsBulk(id: string, ids: readonly string[]): Promise<readonly Contact[]>;
    postOutboundContactlistContactsSearch(
      id: string,
      body: object,
    ): Promise<{ readonly entities: readonly Contact[]; readonly total: number }>;
    postOutboundContactlistContactsBulkRemove(id: string, body: object): Promise<Job>;
    postOutboundContactlistContactsBulkUpdate(id: string, body: object): Promise<Job>;
    getOutboundContactlistContactsBulkJob(id: string, jobId: string): Promise<Job>;
    getOutboundContactlistContactsBulkJobs(id: string): Promise<{ readonly entities: readonly Job[] }>;
  };
}

const sdk = loadSdk<Sdk>();

async function loggedIn() {
  const { local } = await openOutboundServer();
  await connectSdk(sdk, local.server);
  await sdk.ApiClient.instance.loginClientCredentialsGrant('admin', 'admin-secret');
  return { outbound: new sdk.OutboundApi(), settled: local.platform.outbound.contactSystem.settled };
}

const LIST = {
  name: 'Spring',
  columnNames: ['name', 'phone', 'zone'],
  phoneColumns: [{ columnName: 'phone', type: 'Cell', callableTimeColumn: 'zone' }],
};

describe('the official JavaScript SDK', () => {
  it('O3 makes a list, adds contacts, finds, changes and removes them, and deletes the list', async () => {
    const { outbound, settled } = await loggedIn();
    const list = await outbound.postOutboundContactlists(LIST);
    const contact = (name: string, zone: string) => ({ contactListId: list.id, data: { name, zone } });
    const added = await outbound.postOutboundContactlistContacts(list.id, [
      contact('Ann', 'Europe/Berlin'),
      contact('Bob', 'Europe/Berlin'),
      contact('Cid', 'Asia/Tokyo'),
    ]);
    const ids = added.map(({ id }) => id);
    const criteria = {
      clauses: [{ predicates: [{ column: 'zone', operator: 'BEGINS_WITH', value: 'Europe' }] }],
    };
    const found = await outbound.postOutboundContactlistContactsSearch(list.id, {
      criteria,
      pageNumber: 1,
      pageSize: 1,
      contactSorts: [{ fieldName: 'name', direction: 'DESC' }],
    });
    expect(found).toMatchObject({ total: 2, entities: [{ data: { name: 'Bob' } }] });
    const [ann = '', bob = '', cid = ''] = ids;
    await outbound.putOutboundContactlistContact(list.id, ann, contact('Anna', 'Asia/Tokyo'));
    expect((await outbound.getOutboundContactlistContact(list.id, ann)).data).toMatchObject({ name: 'Anna' });
    expect(await outbound.getOutboundContactlistTimezonemappingpreview(list.id)).toMatchObject({
      contactsPerTimeZone: { 'Asia/Tokyo': 2, 'Europe/Berlin': 1 },
    });
    expect(await outbound.postOutboundContactlistContactsBulk(list.id, [cid, bob])).toHaveLength(2);

    const edit = await outbound.postOutboundContactlistContactsBulkUpdate(list.id, {
      contactIds: [cid],
      contact: { data: { zone: 'Europe/Paris' } },
    });
    await settled();
    const removal = await outbound.postOutboundContactlistContactsBulkRemove(list.id, { criteria });
    await settled();
    expect(await outbound.getOutboundContactlistContactsBulkJob(list.id, removal.id)).toMatchObject({
      state: 'Complete',
      completedRecords: 2,
    });
    expect(await outbound.getOutboundContactlistContactsBulkJobs(list.id)).toMatchObject({
      entities: [{ id: removal.id }, { id: edit.id }],
    });

    await outbound.deleteOutboundContactlistContact(list.id, ann);
    const [dee] = await outbound.postOutboundContactlistContacts(list.id, [contact('Dee', '')], {
      priority: true,
      clearSystemData: false,
      doNotQueue: true,
    });
    await outbound.deleteOutboundContactlistContacts(list.id, [dee?.id ?? '']);
    await outbound.postOutboundContactlistClear(list.id);
    expect(await outbound.getOutboundContactlist(list.id, { includeSize: true })).toMatchObject({ size: 0 });
    await outbound.deleteOutboundContactlist(list.id);
    await expect(outbound.getOutboundContactlist(list.id, {})).rejects.toMatchObject({ status: 404 });
  });

  it('O3 lists, changes and deletes lists together', async () => {
    const { outbound } = await loggedIn();
    const made = [];
    for (const name of ['A', 'B']) made.push(await outbound.postOutboundContactlists({ ...LIST, name }));
    const ids = made.map(({ id }) => id);
    const [first] = made;
    if (first === undefined) throw new Error('two lists were made');
    const changed = await outbound.putOutboundContactlist(first.id, { ...first, name: 'C' });
    expect(changed).toMatchObject({ name: 'C', version: 2 });
    expect(
      await outbound.postOutboundContactlistsBulkUpdate({
        contactListIds: ids,
        contactList: { columnNames: LIST.columnNames, trimWhitespace: true },
      }),
    ).toMatchObject({ errorCount: 0 });
    expect((await outbound.getOutboundContactlists({ id: ids })).entities).toMatchObject([
      { name: 'B' },
      { name: 'C', version: 3 },
    ]);
    expect((await outbound.getOutboundContactlistsDivisionviews({ name: 'c' })).entities).toHaveLength(1);
    await outbound.deleteOutboundContactlists(ids);
    expect((await outbound.getOutboundContactlists({})).entities).toEqual([]);
  });
});
