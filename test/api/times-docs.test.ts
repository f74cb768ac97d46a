import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/authoring/json.ts';
import type { ScheduleTimes } from '../../src/platform/campaign-schedules/campaign-schedule.ts';
import { nextEvent } from '../../src/platform/campaign-schedules/next-event.ts';
import { campaignSeed, openCampaignServer, phoneId } from './campaign-server.ts';

const SECTION = /^## Times$([\s\S]*)/m.exec(readFileSync('docs/campaigns.md', 'utf8'))?.[1] ?? '';
const [SET = {}, SCHEDULE = {}] = [...SECTION.matchAll(/```json\n([\s\S]*?)```/g)].map(
  ([, text = '']) => JSON.parse(text) as JsonObject,
);

describe('docs/campaigns.md, Times', () => {
  it('shows a set and a schedule that are taken', async () => {
    const { ask, list, campaign } = await openCampaignServer(campaignSeed());
    expect(await ask('POST', '/api/v2/outbound/callabletimesets', SET)).toMatchObject({
      status: 200,
      body: SET,
    });
    const id = await campaign(await list({ rows: [[phoneId(1), 'x', '1']] }));
    const schedule = { ...SCHEDULE, whatsAppCampaign: { id } };
    const path = `/api/v2/outbound/schedules/whatsappcampaigns/${id}`;
    expect(await ask('PUT', path, schedule)).toMatchObject({ status: 200, body: schedule });
  });

  it('says when the campaign runs', () => {
    const times = SCHEDULE as unknown as ScheduleTimes;
    const starts: string[] = [];
    for (let event = nextEvent(times, Date.UTC(2026, 0, 1)); event; event = nextEvent(times, event.at))
      if (event.kind === 'start') starts.push(new Date(event.at).toISOString());
    expect(starts[0]).toBe('2026-05-04T07:00:00.000Z');
    expect(
      starts.filter((start) => start.startsWith('2026-05-2')).map((start) => start.slice(8, 10)),
    ).toEqual(['20', '21', '22', '26', '27', '28', '29']);
    expect(starts).toContain('2026-06-13T08:00:00.000Z');
    expect(starts.at(-1)).toBe('2026-06-30T07:00:00.000Z');
  });
});
