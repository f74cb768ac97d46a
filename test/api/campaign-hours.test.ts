import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/authoring/json.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { campaignSeed, openCampaignServer, phoneId } from './campaign-server.ts';

const HOUR = 3_600_000;
/** Three in the morning in Berlin. */
const NIGHT = Date.UTC(2026, 0, 15, 2);
const SETTINGS = '/api/v2/outbound/settings';

/** A campaign over one German number, of a list with automatic time zone mapping. */
async function opened(settings: Json = {}) {
  const server = await openCampaignServer(campaignSeed({}, 1), { clock: new FakeClock(NIGHT) });
  await server.ask('PATCH', SETTINGS, settings);
  const list = await server.list({
    settings: { automaticTimeZoneMapping: true },
    rows: [[phoneId(1), 'x', '1']],
  });
  const id = await server.campaign(list);
  await server.start(id);
  const skipped = async () => {
    const { body } = await server.ask('GET', `/api/v2/outbound/messagingcampaigns/${id}/progress`);
    return body['numberOfContactsSkipped'];
  };
  return { ...server, skipped };
}

const windows = (...callableWindows: Json[]) => ({ automaticTimeZoneMapping: { callableWindows } });

describe('a list with automatic time zone mapping', () => {
  it('has its contacts wait for the morning where their number is', async () => {
    const { pass, times, skipped } = await opened();
    expect(times()).toEqual([]);
    await pass(6 * HOUR);
    expect(times()).toEqual([Date.UTC(2026, 0, 15, 7)]);
    expect(await skipped()).toEqual({});
  });

  it('keeps to the hours that are set', async () => {
    const { pass, times } = await opened(
      windows({ mapped: { earliestCallableTime: '10:30', latestCallableTime: '11:00' } }),
    );
    await pass(12 * HOUR);
    expect(times()).toEqual([Date.UTC(2026, 0, 15, 9, 30)]);
  });

  it('has contacts skipped that are to wait when the settings say so, and those without any hours', async () => {
    const { skipped, times } = await opened({ rescheduleTimeZoneSkippedContacts: false });
    expect(await skipped()).toEqual({ NOT_CALLABLE_NOW: 1 });
    expect(times()).toEqual([]);
    const other = await opened(windows());
    expect(await other.skipped()).toEqual({ NEVER_CALLABLE: 1 });
  });
});
