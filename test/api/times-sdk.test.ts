import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { campaignSeed, openCampaignServer, phoneId } from './campaign-server.ts';

interface Entity {
  readonly id: string;
  readonly version: number;
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

// The SDK reads and writes a folder in the home directory as soon as it is loaded.
const home = mkdtempSync(join(tmpdir(), 'attendant-home-'));
process.env['HOME'] = home;
const sdk = createRequire(import.meta.url)('purecloud-platform-client-v2') as Sdk;
afterAll(() => rmSync(home, { recursive: true }));

/** A campaign over one contact, whose zone the list has in a column; the clock stands at noon UTC, a Thursday. */
async function loggedIn() {
  const server = await openCampaignServer(campaignSeed({}, 1));
  await server.local.server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.local.server.server.address() as AddressInfo;
  sdk.ApiClient.instance.setGateway({ protocol: 'http', host: '127.0.0.1', port });
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
