import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import {
  CAMPAIGNS,
  type CampaignServer,
  campaignSeed,
  openCampaignServer,
  phoneId,
} from './campaign-server.ts';

const OUTBOUND = '/api/v2/outbound';

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => [phoneId(index + 1), `Name ${index + 1}`, String(index + 1)]);

/** Makes a do-not-contact list. @returns its id. */
async function dncList(server: CampaignServer, name: string, more: JsonObject = {}): Promise<string> {
  const body = { name, dncSourceType: 'rds', contactMethod: 'WhatsApp', ...more };
  const made = await server.ask('POST', `${OUTBOUND}/dnclists`, body);
  expect(made.status).toBe(200);
  return String(made.body['id']);
}

const patch = (server: CampaignServer, list: string, kind: string, body: JsonObject) =>
  server.ask('PATCH', `${OUTBOUND}/dnclists/${list}/${kind}`, { action: 'Add', ...body });

describe('do-not-contact lists of a campaign', () => {
  it('C11 keep it from everybody who is on one of them, also from who is put there while it runs', async () => {
    const server = await openCampaignServer(campaignSeed({}, 20));
    const list = await server.list({ rows: rows(10) });
    const numbers = await dncList(server, 'Numbers');
    const phones = await dncList(server, 'Phones', { contactMethod: 'Any' });
    const names = await dncList(server, 'Names', {
      dncSourceType: 'rds_custom',
      customExclusionColumn: 'name',
    });
    await patch(server, numbers, 'whatsappnumbers', { whatsAppNumbers: [phoneId(2), phoneId(99)] });
    await patch(server, phones, 'phonenumbers', { phoneNumbers: [`+${phoneId(4)}`] });
    await patch(server, names, 'customexclusioncolumns', { customExclusionColumnEntries: ['Name 6'] });
    const dncLists = [numbers, phones, names].map((id) => ({ id }));
    const id = await server.campaign(list, { dncLists, messagesPerMinute: 6 });
    await server.start(id);
    await server.pass(25_000);
    expect(server.recipients()).not.toContain(phoneId(10));
    await patch(server, numbers, 'whatsappnumbers', { whatsAppNumbers: [phoneId(10)] });
    await server.pass(120_000);
    expect(server.recipients()).toEqual([1, 3, 5, 7, 8, 9].map(phoneId));
    expect(await server.statusOf(id)).toBe('complete');
    const progress = await server.ask('GET', `${CAMPAIGNS}/${id}/progress`);
    expect(progress.body).toMatchObject({ numberOfContactsSkipped: { ON_DNC_LIST: 4 } });
  });

  it('C4 are refused when they are empty or for another method, and deleted only when no campaign has them', async () => {
    const server = await openCampaignServer(campaignSeed({}, 3));
    const list = await server.list({ rows: rows(3) });
    const empty = await dncList(server, 'Empty');
    await expect(server.campaign(list, { dncLists: [{ id: empty }] })).rejects.toThrow(
      'attendant.dnc.list.empty',
    );
    const mail = await dncList(server, 'Mail', { contactMethod: 'Email' });
    await patch(server, mail, 'emailaddresses', { emailAddresses: ['ann@example.com'] });
    await expect(server.campaign(list, { dncLists: [{ id: mail }] })).rejects.toThrow(
      'attendant.dnc.list.method',
    );
    await patch(server, empty, 'whatsappnumbers', { whatsAppNumbers: [phoneId(1)] });
    const id = await server.campaign(list, { dncLists: [{ id: empty }] });
    expect(await server.ask('DELETE', `${OUTBOUND}/dnclists/${empty}`)).toMatchObject({
      status: 400,
      body: { code: 'dnc.list.in.use' },
    });
    expect((await server.ask('DELETE', `${CAMPAIGNS}/${id}`)).status).toBe(200);
    expect((await server.ask('DELETE', `${OUTBOUND}/dnclists/${empty}`)).status).toBe(200);
  });

  it('C11 let who has expired be written to', async () => {
    const server = await openCampaignServer(campaignSeed({}, 2));
    const list = await server.list({ rows: rows(2) });
    const dnc = await dncList(server, 'Soon over');
    const expirationDateTime = new Date(server.clock.now() + 3_600_000).toISOString();
    await patch(server, dnc, 'whatsappnumbers', {
      whatsAppNumbers: [phoneId(1), phoneId(2)],
      expirationDateTime,
    });
    await server.pass(3_600_000);
    await server.start(await server.campaign(list, { dncLists: [{ id: dnc }] }));
    await server.pass(60_000);
    expect(server.recipients()).toEqual([phoneId(1), phoneId(2)]);
  });
});

describe('contact list filters of a campaign', () => {
  it('C6 let through who fits all of them, also among those who are added later', async () => {
    const server = await openCampaignServer(campaignSeed({}, 30));
    const list = await server.list({ rows: rows(9) });
    const filter = async (predicate: JsonObject) => {
      const body = { name: 'F', contactList: { id: list }, clauses: [{ predicates: [predicate] }] };
      const made = await server.ask('POST', `${OUTBOUND}/contactlistfilters`, body);
      expect(made.status).toBe(200);
      return { id: String(made.body['id']) };
    };
    const above = await filter({
      column: 'rank',
      columnType: 'numeric',
      operator: 'GREATER_THAN',
      value: '3',
    });
    const not = await filter({ column: 'name', operator: 'ENDS_WITH', value: '5', inverted: true });
    const id = await server.campaign(list, { contactListFilters: [above, not], alwaysRunning: true });
    await server.start(id);
    await server.pass(60_000);
    expect(server.recipients()).toEqual([4, 6, 7, 8, 9].map(phoneId));
    await server.add(list, [
      [phoneId(11), 'Name 11', '2'],
      [phoneId(12), 'Name 12', '12'],
      [phoneId(13), 'Name 15', '13'],
    ]);
    await server.pass(60_000);
    expect(server.recipients()).toEqual([4, 6, 7, 8, 9, 12].map(phoneId));
    expect(await server.ask('DELETE', `${OUTBOUND}/contactlistfilters/${above.id}`)).toMatchObject({
      status: 400,
      body: { code: 'referential.integrity.error' },
    });
  });
});
