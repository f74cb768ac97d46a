import { describe, expect, it } from 'vitest';
import { connectSdk, loadSdk, type SdkClient } from '../support/official-sdk.ts';
import { campaignSeed, openCampaignServer, phoneId } from './campaign-server.ts';

interface Entity {
  readonly id: string;
  readonly version: number;
}

/** The parts of the SDK that are used; its own types are written for bundlers. */
interface Sdk extends SdkClient {
  readonly OutboundApi: new () => {
    postOutboundCallabletimesets(body: object): Promise<Entity>;
    getOutboundCallabletimesets(options: object): Promise<{ readonly entities: readonly Entity[] }>;
    putOutboundCallabletimeset(id: string, body: object): Promise<Entity>;
    deleteOutboundCallabletimeset(id: string): Promise<unknown>;
    putOutboundSchedulesWhatsappcampaign(id: string, body: object): Promise<Entity>;
    getOutboundSchedulesWhatsappcampaigns(): Promise<{ readonly entities: readonly Entity[] }>;
    deleteOutboundSchedulesWhatsappcampaign(id: string): Promise<unknown>;
    getOutboundSettings(): Promise<{ readonly rescheduleTimeZoneSkippedContacts: boolean }>;
    patchOutboundSettings(body: object): Promise<unknown>;
    getOutboundEvents(options: object): Promise<{ readonly entities: readonly unknown[] }>;
  };
}

const sdk = loadSdk<Sdk>();

/** A campaign over one contact, whose zone the list has in a column; the clock stands at noon UTC, a Thursday. */
async function loggedIn() {
  const server = await openCampaignServer(campaignSeed({}, 1));
  await connectSdk(sdk, server.local.server);
  await sdk.ApiClient.instance.loginClientCredentialsGrant('sender', 'sender-secret');
  const columns = [{ columnName: 'number', type: 'cell', timeZoneColumn: 'zone' }];
  const listId = await server.list({
    columnNames: ['number', 'zone'],
    settings: { whatsAppColumns: columns, phoneColumns: columns },
    rows: [[phoneId(1), 'America/New_York']],
  });
  return { ...server, listId, api: new sdk.OutboundApi() };
}

describe('the official JavaScript SDK', () => {
  it('O3 keeps callable times, and a campaign waits for them', async () => {
    const { api, listId, campaign, start, pass, recipients, times } = await loggedIn();
    const timeSlots = [1, 2, 3, 4, 5].map((day) => ({ day, startTime: '09:00:00', stopTime: '17:00:00' }));
    const callableTimes = [{ timeZoneId: 'America/New_York', timeSlots }];
    const made = await api.postOutboundCallabletimesets({ name: 'Office hours', callableTimes });
    const changed = { name: 'Office', callableTimes, version: made.version };
    expect((await api.putOutboundCallabletimeset(made.id, changed)).version).toBe(2);
    expect((await api.getOutboundCallabletimesets({ name: 'off' })).entities).toMatchObject([
      { id: made.id },
    ]);
    const id = await campaign(listId, { callableTimeSet: { id: made.id } });
    await expect(api.deleteOutboundCallabletimeset(made.id)).rejects.toMatchObject({
      code: 'callable.time.set.in.use',
    });
    await start(id);
    // Noon in UTC is 7 in New York.
    expect(recipients()).toEqual([]);
    await pass(3 * 3_600_000);
    expect(times()).toEqual([Date.UTC(2026, 0, 15, 14)]);
  });

  it('O3 schedules a campaign, changes the settings and reads the log', async () => {
    const { api, listId, campaign, statusOf, pass } = await loggedIn();
    const id = await campaign(listId);
    const body = {
      intervals: [{ start: '2026-01-15T14:00:00', end: '2026-01-15T15:00:00' }],
      timeZone: 'Europe/Berlin',
      whatsAppCampaign: { id },
    };
    expect(await api.putOutboundSchedulesWhatsappcampaign(id, body)).toMatchObject({ ...body, version: 1 });
    expect((await api.getOutboundSchedulesWhatsappcampaigns()).entities).toMatchObject([{ id }]);
    await pass(3_600_000);
    expect(await statusOf(id)).toBe('on');
    await api.deleteOutboundSchedulesWhatsappcampaign(id);
    expect((await api.getOutboundSchedulesWhatsappcampaigns()).entities).toEqual([]);
    await api.patchOutboundSettings({ rescheduleTimeZoneSkippedContacts: false });
    expect((await api.getOutboundSettings()).rescheduleTimeZoneSkippedContacts).toBe(false);
    expect((await api.getOutboundEvents({ level: 'ERROR' })).entities).toEqual([]);
  });
});
