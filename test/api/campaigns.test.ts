import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { CAMPAIGNS, campaignSeed, openCampaignServer, phoneId } from './campaign-server.ts';

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => [phoneId(index + 1), `Name ${index}`, String(index % 7)]);

describe('a campaign', () => {
  it('writes to every contact once, in the order they were added in, and is complete', async () => {
    const server = await openCampaignServer(campaignSeed({}, 100));
    const list = await server.list({ rows: rows(30) });
    const id = await server.campaign(list);
    expect((await server.start(id)).status).toBe(204);
    expect(await server.statusOf(id)).toBe('on');
    await server.pass(60_000);
    expect(server.recipients()).toEqual(rows(30).map(([number]) => number));
    expect(await server.statusOf(id)).toBe('complete');
  });

  it('is refused callable times where its list knows no time zones, as nobody would ever be callable', async () => {
    const server = await openCampaignServer(campaignSeed({}, 1));
    const times = await server.ask('POST', '/api/v2/outbound/callabletimesets', {
      name: 'Days',
      callableTimes: [
        { timeZoneId: 'UTC', timeSlots: [{ day: 1, startTime: '09:00:00', stopTime: '17:00:00' }] },
      ],
    });
    const list = await server.list({ rows: rows(1) });
    const callableTimeSet = { id: String(times.body['id']) };
    await expect(server.campaign(list, { callableTimeSet })).rejects.toThrow(
      'attendant.campaign.no.time.zones',
    );
    const column = { columnName: 'number', type: 'cell', timeZoneColumn: 'rank' };
    const zoned = await server.list({
      rows: [[phoneId(1), 'Ann', 'UTC']],
      settings: { whatsAppColumns: [column] },
    });
    expect(await server.campaign(zoned, { callableTimeSet })).toBeDefined();
  });

  it('C5 lies in the division that there is as Home, and takes back what it was answered', async () => {
    const server = await openCampaignServer(campaignSeed({}, 1));
    const id = await server.campaign(await server.list({ rows: rows(1) }));
    const { body } = await server.ask('GET', `${CAMPAIGNS}/${id}`);
    const home = server.local.platform.divisions.homeDivision();
    expect(body['division']).toMatchObject({ id: home.id, name: home.name });
    const { status, body: changed } = await server.ask('PUT', `${CAMPAIGNS}/${id}`, body);
    expect(status).toBe(200);
    expect(changed).toMatchObject({
      id,
      version: Number(body['version']) + 1,
      division: body['division'] as Json,
    });
  });
});
