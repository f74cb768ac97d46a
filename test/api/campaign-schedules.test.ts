import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/authoring/json.ts';
import { campaignSeed, openCampaignServer, phoneId } from './campaign-server.ts';
import { asking } from './times-server.ts';

const HOUR = 3_600_000;
const SCHEDULES = '/api/v2/outbound/schedules';
const rows = (count: number) => Array.from({ length: count }, (_, index) => [phoneId(index + 1), 'x', '1']);

/** A server with a WhatsApp campaign over five contacts. The clock stands at noon UTC of 2026-01-15, a Thursday. */
async function opened() {
  const server = await openCampaignServer(campaignSeed({}, 5));
  const list = await server.list({ rows: rows(5) });
  const id = await server.campaign(list);
  const path = `${SCHEDULES}/whatsappcampaigns/${id}`;
  const put = (times: JsonObject, more: JsonObject = {}) =>
    server.ask('PUT', path, { intervals: [], ...times, whatsAppCampaign: { id }, ...more });
  const at = async (hours: number) => {
    await server.pass(Date.UTC(2026, 0, 15) + hours * HOUR - server.clock.now());
    await server.local.platform.settled();
  };
  return { ...server, listId: list, id, path, put, at };
}

const AFTERNOON = { start: '2026-01-15T14:00:00', end: '2026-01-15T16:00:00' };
const DAILY = {
  ...AFTERNOON,
  pattern: { type: 'Daily', interval: 1 },
  range: { type: 'NoEnd' },
};

describe('schedules of campaigns', () => {
  it('are made, read, listed, changed and removed', async () => {
    const { ask, put, path, id } = await opened();
    expect(await ask('GET', path)).toMatchObject({ status: 404, body: { code: 'resource.not.found' } });
    const made = await put({ intervals: [AFTERNOON], timeZone: 'Europe/Berlin', name: 'Winter' });
    expect(made).toMatchObject({
      status: 200,
      body: {
        id,
        name: 'Winter',
        version: 1,
        intervals: [AFTERNOON],
        timeZone: 'Europe/Berlin',
        whatsAppCampaign: { id, selfUri: `/api/v2/outbound/messagingcampaigns/${id}` },
        selfUri: path,
      },
    });
    expect((await ask('GET', path)).body).toEqual(made.body);
    expect((await ask('GET', `${SCHEDULES}/whatsappcampaigns`)).body).toMatchObject({
      total: 1,
      entities: [made.body],
    });
    expect((await ask('GET', `${SCHEDULES}/emailcampaigns`)).body).toMatchObject({ total: 0, entities: [] });
    const changed = await put({ recurrences: [DAILY] }, { version: 1 });
    expect(changed.body).toMatchObject({ version: 2, intervals: [], recurrences: [{ ...DAILY }] });
    expect(changed.body).not.toHaveProperty('timeZone');
    expect(await put({ intervals: [] }, { version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'invalid.update.wrong.version' },
    });
    expect(await put({ intervals: [] })).toMatchObject({ status: 400, body: { code: 'invalid.update' } });
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('DELETE', path)).status).toBe(404);
  });

  it('start a campaign at its time in the zone of the schedule, and stop it', async () => {
    const { put, at, id, statusOf, recipients, listId, add, times } = await opened();
    await put({ intervals: [AFTERNOON], timeZone: 'Europe/Berlin' });
    await at(12.9);
    expect(await statusOf(id)).toBe('off');
    await at(13);
    expect(await statusOf(id)).toBe('on');
    await at(13.1);
    expect(recipients()).toEqual(rows(5).map(([number]) => number));
    expect(Math.min(...times())).toBe(Date.UTC(2026, 0, 15, 13));
    expect(await statusOf(id)).toBe('complete');
    await add(listId, [['491999', 'x', '1']]);
    await at(15);
    expect(recipients()).toHaveLength(5);
  });

  it('stop a campaign that always runs, and start it again the next day', async () => {
    const { at, local, ask, listId, campaign } = await opened();
    const id = await campaign(listId, { alwaysRunning: true });
    const path = `${SCHEDULES}/whatsappcampaigns/${id}`;
    await ask('PUT', path, { intervals: [], recurrences: [DAILY], whatsAppCampaign: { id } });
    const seen: string[] = [];
    for (const hours of [13, 14, 16, 20, 38, 40]) {
      await at(hours);
      // The token of the tests lasts a day.
      seen.push(local.platform.outbound.campaigns.store.one(id)?.status ?? 'none');
    }
    expect(seen).toEqual(['off', 'on', 'off', 'off', 'on', 'off']);
  });

  it('tell in the event log why a campaign could not be started', async () => {
    const { put, at, ask, id, local, statusOf } = await opened();
    await put({ intervals: [AFTERNOON] });
    await local.database.commits.add(() =>
      local.database.sqlite.prepare("update whatsapp_integration set status = 'inactive'").run(),
    );
    await at(14);
    expect(await statusOf(id)).toBe('invalid');
    const { body } = await ask('GET', '/api/v2/outbound/events');
    expect(body['entities']).toMatchObject([
      { level: 'ERROR', errorEntity: { id }, eventMessage: { code: 'SCHEDULED_CAMPAIGN_INVALID' } },
    ]);
  });

  const interval = (start: Json, end: Json = '2026-02-01T12:00') => ({ intervals: [{ start, end }] });
  const recurring = (more: JsonObject) => ({ recurrences: [{ ...DAILY, ...more }] });
  const weekly = (daysOfWeek: Json) => recurring({ pattern: { type: 'Weekly', interval: 1, daysOfWeek } });
  it.each<readonly [string, string, JsonObject]>([
    ['constraint.validation', 'intervals', { intervals: null }],
    ['constraint.validation', 'intervals.0.start', interval(5)],
    ['constraint.validation', 'intervals.0.start', interval('tomorrow')],
    ['constraint.validation', 'intervals.0.start', interval('2026-02-30T09:00')],
    ['constraint.validation', 'intervals.0.start', interval('2026-02-01T24:00')],
    ['constraint.validation', 'intervals.0.start', interval('2026-02-01')],
    ['constraint.validation', 'intervals.0.end', interval('2026-02-01T09:00', '2026-02-01T09:00+99:00')],
    ['attendant.schedule.times', 'intervals.0.end', interval('2026-02-01T12:00')],
    [
      'attendant.schedule.times',
      'intervals.0.start',
      { intervals: [AFTERNOON, { start: '2026-01-15T13:00', end: '2026-01-15T14:01' }] },
    ],
    ['invalid.time.zone', 'timeZone', { timeZone: 'Europe/Nowhere' }],
    ['invalid.time.zone', 'recurrences.0.timeZone', recurring({ timeZone: '+01:00' })],
    ['constraint.validation', 'recurrences.0.pattern', recurring({ pattern: null })],
    [
      'constraint.validation',
      'recurrences.0.pattern.type',
      recurring({ pattern: { type: 'Monthly', interval: 1 } }),
    ],
    [
      'constraint.validation',
      'recurrences.0.pattern.interval',
      recurring({ pattern: { type: 'Daily', interval: 0 } }),
    ],
    ['constraint.validation', 'recurrences.0.pattern.daysOfWeek', weekly(null)],
    ['constraint.validation', 'recurrences.0.pattern.daysOfWeek', weekly([])],
    ['constraint.validation', 'recurrences.0.pattern.daysOfWeek.0', weekly(['Moonday'])],
    ['constraint.validation', 'recurrences.0.range.end', recurring({ range: { type: 'EndDate' } })],
    [
      'constraint.validation',
      'recurrences.0.range.end',
      recurring({ range: { type: 'EndDate', end: 'never' } }),
    ],
    [
      'attendant.schedule.times',
      'recurrences.0.range.end',
      recurring({ range: { type: 'EndDate', end: AFTERNOON.start } }),
    ],
    [
      'constraint.validation',
      'recurrences.0.range.numberOfOccurrences',
      recurring({ range: { type: 'Numbered' } }),
    ],
    ['attendant.schedule.times', 'recurrences.0.end', recurring({ end: AFTERNOON.start })],
    ['attendant.schedule.times', 'recurrences.0.end', recurring({ end: '2026-01-16T14:01' })],
    [
      'attendant.schedule.times',
      'recurrences.0.alterations.0.end',
      recurring({ alterations: [{ type: 'Exclusion', start: AFTERNOON.end, end: AFTERNOON.start }] }),
    ],
    ['constraint.validation', 'name', { name: 'a\u0000' }],
    ['constraint.validation', 'whatsAppCampaign.id', { whatsAppCampaign: { id: 'other' } }],
    ['constraint.validation', 'whatsAppCampaign.id', { whatsAppCampaign: null }],
  ])('refuse with %s for %s', async (code, fieldName, more) => {
    const { ask, put, path } = await opened();
    expect(await put({}, more)).toMatchObject({ status: 400, body: { code, details: [{ fieldName }] } });
    expect((await ask('GET', path)).status).toBe(404);
  });

  it('take times that are past, and times with an offset', async () => {
    const { put } = await opened();
    const past = { start: '2020-01-01T00:00:00.000Z', end: '2020-01-02T00:00:00+01:00' };
    expect(await put({ intervals: [past] })).toMatchObject({ status: 200, body: { intervals: [past] } });
  });

  it('are found on the path of their channel only, which a refusal names', async () => {
    const { ask, id, path } = await opened();
    for (const other of ['emailcampaigns', 'messagingcampaigns'])
      for (const method of ['GET', 'PUT', 'DELETE'] as const) {
        const field = other === 'emailcampaigns' ? 'emailCampaign' : 'messagingCampaign';
        const body = method === 'PUT' ? { intervals: [], [field]: { id } } : undefined;
        const answer = await ask(method, `${SCHEDULES}/${other}/${id}`, body);
        expect(answer).toMatchObject({ status: 404, body: { code: 'resource.not.found' } });
        expect(answer.body['message']).toBe(`This is a WhatsApp campaign: its schedule is at ${path}.`);
      }
    for (const unknown of ['none', '__proto__', '%00'])
      expect((await ask('GET', `${SCHEDULES}/whatsappcampaigns/${unknown}`)).status).toBe(404);
  });

  it('C1 need a permission', async () => {
    const { local, id } = await opened();
    const askAsNobody = await asking(local, 'nobody');
    for (const kind of ['emailcampaigns', 'messagingcampaigns', 'whatsappcampaigns']) {
      expect((await askAsNobody('GET', `/schedules/${kind}`)).status).toBe(403);
      for (const method of ['GET', 'PUT', 'DELETE'] as const) {
        const body = method === 'PUT' ? {} : undefined;
        expect((await askAsNobody(method, `/schedules/${kind}/${id}`, body)).status).toBe(403);
      }
    }
  });
});
