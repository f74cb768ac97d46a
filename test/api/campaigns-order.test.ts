import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import {
  CAMPAIGNS,
  type CampaignServer,
  campaignSeed,
  openCampaignServer,
  phoneId,
} from './campaign-server.ts';

const FILTERS = '/api/v2/outbound/contactlistfilters';
const BY_RANK = { contactSorts: [{ fieldName: 'rank', numeric: true }] };

/** Contacts with these ranks, the first one being number 1. */
const ranked = (ranks: readonly (number | string)[], from = 1) =>
  ranks.map((rank, index) => [phoneId(from + index), `Name ${from + index}`, String(rank)]);

/** Which contacts were written to, in order, by their numbers. */
const written = (server: CampaignServer) => server.recipients().map((number) => Number(number) % 100_000);

const open = () => openCampaignServer(campaignSeed({}, 40));

async function filter(server: CampaignServer, list: string, predicate: { readonly [name: string]: Json }) {
  const clauses = [{ filterType: 'AND', predicates: [{ columnType: 'alphabetic', ...predicate }] }];
  const body = { name: 'Filter', contactList: { id: list }, filterType: 'AND', clauses };
  return { id: String((await server.ask('POST', FILTERS, body)).body['id']) };
}

/** Writes another text into a column of contacts. */
async function edit(server: CampaignServer, list: string, sequence: number, place: number, text: string) {
  const key = server.local.platform.outbound.lists.one(list)?.key;
  await server.local.database.commits.add(() => {
    server.local.database.sqlite
      .prepare(`update contact set data = json_set(data, ?, ?) where list_key = ? and sequence = ?`)
      .run(`$[${place}]`, text, key, sequence);
  });
}

describe('C10 the order of a campaign', () => {
  it('C10 is that of up to four sorts, ascending by default', async () => {
    const server = await open();
    const rows = [
      [phoneId(1), 'b', '2', 'x', '2026-12-25'],
      [phoneId(2), 'a', '10', 'x', '2026-12-25'],
      [phoneId(3), 'a', '9', 'x', '2026-12-25'],
      [phoneId(4), 'a', '9', 'y', '2026-12-25'],
      [phoneId(5), 'a', '9', 'y', '2025-12-25'],
      [phoneId(6), 'a', '', 'y', '2025-12-25'],
    ];
    const list = await server.list({ columnNames: ['number', 'name', 'rank', 'city', 'day'], rows });
    const contactSorts = [
      { fieldName: 'name' },
      { fieldName: 'rank', numeric: true, direction: 'DESC' },
      { fieldName: 'city', direction: 'DESC' },
      { fieldName: 'day', direction: 'ASC' },
    ];
    await server.start(await server.campaign(list, { contactSorts }));
    await server.pass(60_000);
    expect(written(server)).toEqual([2, 5, 4, 3, 6, 1]);
  });

  it('C10 is fixed at the start: data that changes moves nobody, contacts added later come after the sorted ones', async () => {
    const server = await open();
    const list = await server.list({ rows: ranked([5, 4, 3, 2, 1]) });
    const id = await server.campaign(list, BY_RANK);
    await server.start(id);
    await server.pass(0);
    await edit(server, list, 1, 2, '0');
    await server.add(list, ranked([0, 9], 6));
    await server.pass(60_000);
    expect(written(server)).toEqual([5, 4, 3, 2, 1, 6, 7]);
    expect(await server.statusOf(id)).toBe('complete');
  });

  it('C10 holds for contacts that are added while the list is being sorted', async () => {
    const server = await open();
    const list = await server.list({ rows: ranked([3, 2, 1]) });
    const id = await server.campaign(list, BY_RANK);
    const { outbound } = server.local.platform;
    const key = outbound.lists.one(list)?.key ?? 0;
    const starting = outbound.campaigns.start(id);
    await server.local.database.commits.add(() => {
      const stored = outbound.lists.byKey(key);
      if (stored !== undefined)
        outbound.contacts.add(
          stored,
          ranked([0], 4).map((data) => ({ data })),
        );
    });
    outbound.campaigns.contactsAdded(key);
    await starting;
    await server.pass(60_000);
    expect(written(server)).toEqual([3, 2, 1, 4]);
  });

  it('C10 a stop and a start sort the rest anew', async () => {
    const server = await open();
    const list = await server.list({ rows: ranked([1, 2, 3, 4, 5]) });
    const id = await server.campaign(list, BY_RANK);
    await server.start(id);
    await server.pass(1_500);
    await server.stop(id);
    expect(written(server)).toEqual([1, 2]);
    await edit(server, list, 5, 2, '0');
    await server.add(list, ranked([3.5], 6));
    await server.pass(5_000);
    await server.start(id);
    await server.pass(60_000);
    expect(written(server)).toEqual([1, 2, 5, 3, 6, 4]);
  });

  it('C10 may be changed while the campaign is off: nobody of the old order comes first', async () => {
    const server = await open();
    const list = await server.list({ rows: ranked([1, 2, 3, 4]) });
    const id = await server.campaign(list);
    await server.start(id);
    await server.pass(0);
    await server.stop(id);
    expect(written(server)).toEqual([1]);
    const { body } = await server.ask('GET', `${CAMPAIGNS}/${id}`);
    const contactSorts = [{ fieldName: 'rank', numeric: true, direction: 'DESC' }];
    expect((await server.ask('PUT', `${CAMPAIGNS}/${id}`, { ...body, contactSorts })).status).toBe(200);
    await server.pass(5_000);
    await server.start(id);
    await server.pass(60_000);
    expect(written(server)).toEqual([1, 4, 3, 2]);
  });
});

describe('C6 the filters of a campaign', () => {
  it('C6 narrow the list, all of them together, also when it is sorted', async () => {
    const server = await open();
    const list = await server.list({ rows: ranked([1, 2, 3, 4, 5, 6, 7, 8]) });
    const contactListFilters = [
      await filter(server, list, {
        column: 'rank',
        operator: 'GREATER_THAN',
        columnType: 'numeric',
        value: '3',
      }),
      await filter(server, list, { column: 'rank', operator: 'IN', range: { inSet: ['2', '4', '6', '8'] } }),
    ];
    const id = await server.campaign(list, { contactListFilters });
    await server.start(id);
    await server.pass(60_000);
    expect(written(server)).toEqual([4, 6, 8]);
    expect(await server.statusOf(id)).toBe('complete');
    const told = await server.ask('GET', `${CAMPAIGNS}/${id}/diagnostics`);
    expect(told.body).toMatchObject({ filteredOutContactsCount: 5 });
    const progress = await server.ask('GET', `${CAMPAIGNS}/${id}/progress`);
    expect(progress.body).toMatchObject({
      totalNumberOfContacts: 3,
      numberOfContactsMessaged: 3,
      percentage: 100,
    });

    const sorted = await server.campaign(list, {
      contactListFilters,
      contactSorts: [{ fieldName: 'rank', direction: 'DESC' }],
    });
    await server.start(sorted);
    await server.pass(60_000);
    expect(written(server).slice(3)).toEqual([8, 6, 4]);
    const again = await server.ask('GET', `${CAMPAIGNS}/${sorted}/diagnostics`);
    expect(again.body).toMatchObject({ filteredOutContactsCount: 5 });
  });

  it('C6 that fit nobody complete the campaign, in turns that do not last', async () => {
    const server = await open();
    const list = await server.list({
      rows: Array.from({ length: 30_000 }, (_, index) => [phoneId(index), '', '']),
    });
    const contactListFilters = [
      await filter(server, list, { column: 'name', operator: 'EQUALS', value: 'Nobody' }),
    ];
    const id = await server.campaign(list, { contactListFilters, messagesPerMinute: 3_000 });
    let [writes, longest] = [0, 0];
    const { commits } = server.local.database;
    const add = commits.add.bind(commits);
    commits.add = (write) =>
      add(() => {
        const before = server.local.database.sqlite
          .prepare('select sum(fed_until) from campaign_run')
          .pluck()
          .get();
        write();
        const after = server.local.database.sqlite
          .prepare('select sum(fed_until) from campaign_run')
          .pluck()
          .get();
        writes += 1;
        longest = Math.max(longest, Number(after) - Number(before));
      });
    await server.start(id);
    await server.pass(60_000);
    expect(await server.statusOf(id)).toBe('complete');
    expect(written(server)).toEqual([]);
    expect(writes).toBeGreaterThan(3);
    expect(longest).toBeLessThanOrEqual(10_000);
  });

  it('C6 that were changed while the campaign was off count for everybody who waits', async () => {
    const server = await open();
    const list = await server.list({ rows: ranked([1, 2, 3, 4, 5, 6]) });
    const id = await server.campaign(list);
    await server.start(id);
    await server.pass(0);
    await server.stop(id);
    const { body } = await server.ask('GET', `${CAMPAIGNS}/${id}`);
    const contactListFilters = [
      await filter(server, list, { column: 'rank', operator: 'IN', range: { inSet: ['1', '4', '6'] } }),
    ];
    await server.ask('PUT', `${CAMPAIGNS}/${id}`, { ...body, contactListFilters });
    await server.pass(5_000);
    await server.start(id);
    await server.pass(60_000);
    expect(written(server)).toEqual([1, 4, 6]);
  });
});

describe('C9 a campaign that is always running', () => {
  it('C9 idles, wakes by new contacts, and completes when it is switched to complete', async () => {
    const server = await open();
    const list = await server.list({ rows: ranked([1, 2]) });
    const id = await server.campaign(list, { alwaysRunning: true });
    await server.start(id);
    await server.pass(600_000);
    expect(written(server)).toEqual([1, 2]);
    expect(await server.statusOf(id)).toBe('on');
    // It has nothing to do, and does nothing.
    expect(server.local.platform.outbound.campaigns.nextDueAt()).toBeUndefined();
    await server.add(list, ranked([7], 3));
    await server.pass(60_000);
    expect(written(server)).toEqual([1, 2, 3]);
    const { body } = await server.ask('GET', `${CAMPAIGNS}/${id}`);
    await server.ask('PUT', `${CAMPAIGNS}/${id}`, { ...body, alwaysRunning: false });
    await server.pass(0);
    expect(await server.statusOf(id)).toBe('complete');
  });

  it('C9 else a campaign is complete, and a new start writes to those who came since', async () => {
    const server = await open();
    const list = await server.list({ rows: ranked([1, 2]) });
    const id = await server.campaign(list, BY_RANK);
    await server.start(id);
    await server.pass(60_000);
    await server.add(list, ranked([0], 3));
    await server.pass(60_000);
    expect(written(server)).toEqual([1, 2]);
    await server.start(id);
    await server.pass(60_000);
    expect(written(server)).toEqual([1, 2, 3]);
    expect(await server.statusOf(id)).toBe('complete');
  });
});
