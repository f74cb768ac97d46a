import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import { FakeClock } from '../support/fake-clock.ts';
import {
  CAMPAIGNS,
  type CampaignServer,
  campaignSeed,
  openCampaignServer,
  phoneId,
} from './campaign-server.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Thursday, 03:00 UTC: 04:00 in Berlin, 22:00 of Wednesday in New York. */
const NIGHT = Date.UTC(2026, 0, 15, 3);
const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';
const SETS = '/api/v2/outbound/callabletimesets';

const everyDay = (startTime: string, stopTime: string) =>
  [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, startTime, stopTime }));

interface Column {
  readonly columnName: string;
  readonly type: string;
  readonly timeZoneColumn?: string;
}

const ONE_COLUMN: readonly Column[] = [{ columnName: 'number', type: 'cell', timeZoneColumn: 'zone' }];

async function open(rows: readonly (readonly string[])[], whatsAppColumns = ONE_COLUMN) {
  const server = await openCampaignServer(campaignSeed({}, 20), { clock: new FakeClock(NIGHT) });
  const columnNames = ['number', 'zone', 'other', 'otherZone'];
  const list = await server.list({ columnNames, settings: { whatsAppColumns }, rows });
  const made = await server.ask('POST', SETS, {
    name: 'Office hours',
    callableTimes: [
      { timeZoneId: BERLIN, timeSlots: everyDay('09:00:00', '17:00:00') },
      { timeZoneId: NEW_YORK, name: 'east', timeSlots: everyDay('09:00:00', '17:00:00') },
      { timeZoneId: 'Asia/Tokyo', timeSlots: [] },
    ],
  });
  expect(made.status).toBe(200);
  return { server, list, set: made.body, callableTimeSet: { id: String(made.body['id']) } };
}

const row = (n: number, zone: string, other = '', otherZone = '') => [phoneId(n), zone, other, otherZone];
const sent = ({ local }: CampaignServer) =>
  local.database.sqlite
    .prepare<[], { readonly to: string; readonly at: number }>(
      'select to_address as "to", accepted_at as at from message where campaign_run is not null order by sequence',
    )
    .all()
    .map(({ to, at }) => [Number(to) % 100, new Date(at).toISOString().slice(5, 16)]);
const told = async (server: CampaignServer, id: string): Promise<JsonObject> => ({
  ...(await server.ask('GET', `${CAMPAIGNS}/${id}/progress`)).body,
  ...(await server.ask('GET', `${CAMPAIGNS}/${id}/diagnostics`)).body,
});

describe('the callable times of a campaign', () => {
  it('have each contact wait for the hours of its zone; those without a zone, or with one without hours, are skipped', async () => {
    const { server, list, callableTimeSet } = await open([
      row(1, NEW_YORK),
      row(2, BERLIN),
      row(3, ''),
      row(4, 'Asia/Tokyo'),
      row(5, 'Mars/Olympus'),
      row(6, 'EAST'),
      row(7, ` ${BERLIN} `),
    ]);
    const id = await server.campaign(list, { callableTimeSet });
    await server.start(id);
    await server.pass(0);
    expect(sent(server)).toEqual([]);
    expect(await told(server, id)).toMatchObject({
      timeZoneRescheduledContactsCount: 4,
      numberOfContactsSkipped: { NEVER_CALLABLE: 3 },
    });
    expect(await server.statusOf(id)).toBe('on');
    await server.pass(DAY);
    expect(sent(server)).toEqual([
      [2, '01-15T08:00'],
      [7, '01-15T08:00'],
      [1, '01-15T14:00'],
      [6, '01-15T14:00'],
    ]);
    expect(await server.statusOf(id)).toBe('complete');
    expect(await told(server, id)).toMatchObject({ timeZoneRescheduledContactsCount: 0, percentage: 100 });
  });

  it('wait until all numbers of a contact are callable', async () => {
    const columns = [...ONE_COLUMN, { columnName: 'other', type: 'home', timeZoneColumn: 'otherZone' }];
    const { server, list, callableTimeSet } = await open(
      [row(1, BERLIN, phoneId(11), NEW_YORK), row(2, BERLIN, '', NEW_YORK), row(3, BERLIN, phoneId(13), '')],
      columns,
    );
    const id = await server.campaign(list, {
      callableTimeSet,
      whatsAppConfig: {
        ...{ whatsAppColumns: ['number', 'other'], whatsAppIntegration: { id: 'wa-1' } },
        contentTemplate: { id: 'plain' },
      },
    });
    await server.start(id);
    await server.pass(DAY);
    // From 9 in New York to 17 in Berlin.
    expect(sent(server)).toEqual([
      [2, '01-15T08:00'],
      [3, '01-15T08:00'],
      [1, '01-15T14:00'],
    ]);
  });

  it('end for the day, and go on at the next', async () => {
    const rows = Array.from({ length: 20 }, (_, index) => row(index + 1, BERLIN));
    const { server, list, callableTimeSet } = await open(rows);
    const id = await server.campaign(list, { callableTimeSet, messagesPerMinute: 1 });
    // Ten minutes before five in the afternoon.
    await server.pass(12 * HOUR + 50 * 60_000);
    await server.start(id);
    await server.pass(HOUR);
    const first = sent(server).length;
    expect(first).toBeGreaterThan(8);
    expect(first).toBeLessThanOrEqual(10);
    await server.pass(DAY);
    const times = sent(server).map(([, at]) => String(at));
    expect(times[first]).toBe('01-16T08:00');
    expect(times).toHaveLength(20);
    expect(await server.statusOf(id)).toBe('complete');
  });

  it('count anew when they are changed or left out while the campaign is on: nobody waits for hours that are no more', async () => {
    for (const how of ['other set', 'no set', 'set changed'] as const) {
      const { server, list, set, callableTimeSet } = await open([row(1, BERLIN), row(2, BERLIN)]);
      const id = await server.campaign(list, { callableTimeSet });
      await server.start(id);
      await server.pass(1_000);
      const { body } = await server.ask('GET', `${CAMPAIGNS}/${id}`);
      const callableTimes = [{ timeZoneId: BERLIN, timeSlots: everyDay('05:00:00', '06:00:00') }];
      if (how === 'set changed') {
        const put = await server.ask('PUT', `${SETS}/${callableTimeSet.id}`, { ...set, callableTimes });
        expect(put.status).toBe(200);
      } else if (how === 'no set') {
        const put = await server.ask('PUT', `${CAMPAIGNS}/${id}`, { ...body, callableTimeSet: null });
        expect(put.status).toBe(200);
      } else {
        const other = await server.ask('POST', SETS, { name: 'Early', callableTimes });
        const put = await server.ask('PUT', `${CAMPAIGNS}/${id}`, {
          ...body,
          callableTimeSet: { id: String(other.body['id']) },
        });
        expect(put.status).toBe(200);
      }
      await server.pass(2 * HOUR);
      const at = how === 'no set' ? '01-15T03:00' : '01-15T04:00';
      expect(sent(server), how).toEqual([
        [1, at],
        [2, at],
      ]);
    }
  });

  it('hold after a stop and a start, and are told as long as somebody waits', async () => {
    const { server, list, callableTimeSet } = await open([row(1, NEW_YORK), row(2, BERLIN)]);
    const id = await server.campaign(list, { callableTimeSet, contactSorts: [{ fieldName: 'number' }] });
    await server.start(id);
    await server.pass(HOUR);
    await server.stop(id);
    expect(await server.statusOf(id)).toBe('off');
    await server.pass(6 * HOUR);
    expect(sent(server)).toEqual([]);
    await server.start(id);
    await server.pass(0);
    expect(await told(server, id)).toMatchObject({ timeZoneRescheduledContactsCount: 1 });
    await server.pass(DAY);
    expect(sent(server)).toEqual([
      [2, '01-15T10:00'],
      [1, '01-15T14:00'],
    ]);
  });
});
