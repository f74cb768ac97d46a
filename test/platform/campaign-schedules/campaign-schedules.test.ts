import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Json } from '../../../src/authoring/json.ts';
import { openCampaignSchedules } from '../../../src/platform/campaign-schedules/campaign-schedules.ts';
import { openEventLog } from '../../../src/platform/event-log/event-log.ts';
import { AttendantDatabase } from '../../../src/store/database.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SILENT } from '../../support/silent-log.ts';

const HOUR = 3_600_000;
/** The clock begins at noon of Thursday, 2026-01-15. */
const NOON = Date.UTC(2026, 0, 15, 12);
const PLACE = { channel: 'whatsapp', campaignId: 'spring' } as const;

/** Schedules over campaigns that only write down what was asked of them. */
function opened({ file = ':memory:', clock = new FakeClock() }: { file?: string; clock?: FakeClock } = {}) {
  const database = AttendantDatabase.open(file);
  addCampaigns(database);
  const asked: string[] = [];
  const failing = { times: 0 };
  let count = 0;
  const ids = { next: () => `id-${++count}` };
  const ask = (what: 'start' | 'stop') => (key: number) => {
    if (!database.sqlite.inTransaction) throw new Error('outside of the commit');
    const hours = (clock.now() - NOON) / HOUR;
    asked.push(`${what} ${key} at ${hours}`);
    if (what === 'start' && failing.times-- > 0) throw new Error('no');
  };
  const eventLog = openEventLog({ database, clock, ids });
  const schedules = openCampaignSchedules({
    ...{ database, clock, ids, eventLog, log: SILENT },
    campaigns: { start: ask('start'), stop: ask('stop') },
  });
  const close = async () => {
    await schedules.close();
    database.close();
  };
  let isClosed = false;
  const closeOnce = async () => {
    if (!isClosed) await close();
    isClosed = true;
  };
  onTestFinished(closeOnce);
  return {
    ...{ database, clock, schedules, asked, failing, close: closeOnce },
    events: () =>
      eventLog
        .list({ sortBy: 'timestamp', isDescending: false, limit: 9, offset: 0 })
        .entities.map((event) => event['eventMessage'] as { readonly code: string })
        .map(({ code }) => code),
    async put(times: { readonly [field: string]: Json }, campaignId = 'spring') {
      const body = { intervals: [], ...times, whatsAppCampaign: { id: campaignId } };
      const outcome = await schedules.put({ ...PLACE, campaignId }, body);
      await schedules.settled();
      return outcome;
    },
    async passTo(hours: number) {
      clock.advanceTo(NOON + hours * HOUR);
      await schedules.settled();
    },
  };
}

/** Hours from noon. */
function interval(from: number, to: number) {
  const local = (hours: number) => new Date(NOON + hours * HOUR).toISOString().slice(0, 19);
  return { start: local(from), end: local(to) };
}

function addCampaigns({ sqlite }: AttendantDatabase): void {
  if (sqlite.prepare('select 1 from campaign').get() !== undefined) return;
  const list = `insert into contact_list (id, name, name_key, division_id, settings, contact_count, next_sequence,
    ready_until, version, created_at, modified_at) values ('l', 'l', 'l', 'd', '{}', 0, 1, 0, 1, 0, 0)`;
  const campaign = `insert into campaign (id, name, name_key, division_id, channel, list_key, settings, status, errors,
    run_key, version, created_at, modified_at) values (?, ?, ?, 'd', ?, 1, '{}', 'off', '[]', null, 1, 0, 0)`;
  sqlite.prepare(list).run();
  for (const [id, channel] of [
    ['spring', 'whatsapp'],
    ['summer', 'whatsapp'],
    ['texts', 'sms'],
    ['mails', 'email'],
  ])
    sqlite.prepare(campaign).run(id, id, id, channel);
}

describe('campaign schedules', () => {
  it('start and stop campaigns at their times', async () => {
    const { put, passTo, asked } = opened();
    await put({ intervals: [interval(1, 2), interval(5, 6)] });
    for (const hours of [0.5, 1, 1.5, 2, 4, 5, 7]) await passTo(hours);
    expect(asked).toEqual(['start 1 at 1', 'stop 1 at 2', 'start 1 at 5', 'stop 1 at 7']);
  });

  it('start several at once, each in its turn', async () => {
    const { put, passTo, asked } = opened();
    await put({ intervals: [interval(1, 2)] });
    await put({ intervals: [interval(1, 3)] }, 'summer');
    for (const hours of [1, 2, 3]) await passTo(hours);
    expect(asked).toEqual(['start 1 at 1', 'start 2 at 1', 'stop 1 at 2', 'stop 2 at 3']);
  });

  it('go on with recurrences, and tell when they are over', async () => {
    const { put, passTo, asked, events } = opened();
    await put({
      recurrences: [
        {
          ...interval(1, 2),
          pattern: { type: 'Daily', interval: 1 },
          range: { type: 'Numbered', numberOfOccurrences: 2 },
        },
      ],
    });
    for (const hours of [1, 2, 25]) await passTo(hours);
    expect(events()).toEqual([]);
    await passTo(26);
    expect(asked).toEqual(['start 1 at 1', 'stop 1 at 2', 'start 1 at 25', 'stop 1 at 26']);
    expect(events()).toEqual(['RECURRING_SCHEDULE_ENDED']);
  });

  it('begin a run that is under way when they are made, and not again when they are changed', async () => {
    const { put, asked } = opened();
    await put({ intervals: [interval(-1, 2)] });
    expect(asked).toEqual(['start 1 at 0']);
    await put({ intervals: [interval(-1, 3)], name: 'Longer', version: 1 });
    expect(asked).toHaveLength(1);
    await put({ intervals: [interval(-2, -1), interval(5, 6)], version: 2 });
    expect(asked.slice(1)).toEqual(['stop 1 at 0']);
  });

  it('leave a campaign as it stands when they are removed', async () => {
    const { put, passTo, asked, schedules } = opened();
    await put({ intervals: [interval(-1, 2)] });
    expect((await schedules.remove(PLACE)).ok).toBe(true);
    await passTo(3);
    expect(asked).toEqual(['start 1 at 0']);
  });

  it('go with their campaign', async () => {
    const { put, database, schedules } = opened();
    await put({ intervals: [interval(1, 2)] });
    await database.commits.add(() => database.sqlite.prepare('delete from campaign where key = 1').run());
    expect(schedules.list('whatsapp')).toEqual([]);
  });

  it('are tried again when a campaign could not be started, and nothing is half done', async () => {
    const { put, passTo, asked, failing, clock, schedules } = opened();
    await put({ intervals: [interval(1, 2)] });
    // A write that fails in its group is tried alone once more.
    failing.times = 2;
    await passTo(1);
    expect(asked).toEqual(['start 1 at 1', 'start 1 at 1']);
    clock.advance(30_000);
    await schedules.settled();
    expect(asked).toHaveLength(3);
    await passTo(2);
    expect(asked.at(-1)).toBe('stop 1 at 2');
  });

  it('are listed by channel, and answer only for campaigns of theirs', async () => {
    const { put, schedules } = opened();
    await put({ intervals: [interval(1, 2)] });
    const mails = { channel: 'email', campaignId: 'mails' } as const;
    await schedules.put(mails, { intervals: [], emailCampaign: { id: 'mails' } });
    expect(schedules.list('whatsapp')).toMatchObject([{ id: 'spring', whatsAppCampaign: { id: 'spring' } }]);
    expect(schedules.list('email')).toMatchObject([{ id: 'mails', emailCampaign: { id: 'mails' } }]);
    expect(schedules.list('sms')).toEqual([]);
    expect(schedules.read({ channel: 'sms', campaignId: 'mails' })).toMatchObject({
      refusal: {
        code: 'resource.not.found',
        message:
          'This is an e-mail campaign: its schedule is at /api/v2/outbound/schedules/emailcampaigns/mails.',
      },
    });
  });

  it('tell when each recurrence comes next, and how often it has', async () => {
    const { put, passTo, schedules } = opened();
    await put({
      timeZone: 'Europe/Berlin',
      recurrences: [
        {
          ...interval(1, 3),
          pattern: { type: 'Daily', interval: 2 },
          range: { type: 'NoEnd' },
          alterations: [{ type: 'Exclusion', ...interval(48, 60) }],
        },
      ],
    });
    const details = () => {
      const [schedule = {}] = schedules.list('whatsapp');
      const [recurrence] = schedule['recurrences'] as { nextOccurrenceDetails: Json }[];
      return recurrence?.nextOccurrenceDetails;
    };
    // 13:00 in Berlin is noon in UTC.
    expect(details()).toEqual({
      startOccurrenceDetails: { dateOfNextOccurrence: '2026-01-19T12:00:00.000Z', numberOfOccurrences: 1 },
      endOccurrenceDetails: { dateOfNextOccurrence: '2026-01-15T14:00:00.000Z', numberOfOccurrences: 0 },
    });
    await passTo(3);
    expect(details()).toEqual({
      startOccurrenceDetails: { dateOfNextOccurrence: '2026-01-19T12:00:00.000Z', numberOfOccurrences: 1 },
      endOccurrenceDetails: { dateOfNextOccurrence: '2026-01-19T14:00:00.000Z', numberOfOccurrences: 1 },
    });
  });
});

describe('campaign schedules after a restart', () => {
  /** What is asked of the campaign when nothing ran from one time to another. */
  async function restarted(intervals: readonly { start: string; end: string }[], from: number, to: number) {
    const folder = mkdtempSync(join(tmpdir(), 'attendant-schedules-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'attendant.db');
    const before = opened({ file });
    await before.put({ intervals: [...intervals] });
    await before.passTo(from);
    await before.close();
    const after = opened({ file, clock: new FakeClock(NOON + to * HOUR) });
    await after.schedules.recover();
    return { asked: after.asked, events: after.events(), passTo: after.passTo };
  }

  it('C14 begin a run that is under way', async () => {
    const { asked, events, passTo } = await restarted([interval(1, 5)], 0, 2);
    expect({ asked, events }).toEqual({ asked: ['start 1 at 2'], events: [] });
    await passTo(5);
    expect(asked).toEqual(['start 1 at 2', 'stop 1 at 5']);
  });

  it('C14 do not begin a run that is over, and say so', async () => {
    const { asked, events } = await restarted([interval(1, 2)], 0, 3);
    expect(asked).toEqual(['stop 1 at 3']);
    expect(events).toEqual(['RECURRING_SCHEDULE_MISSED_OCCURRENCES']);
  });

  it('C14 stop what should have been stopped meanwhile', async () => {
    const { asked, events } = await restarted([interval(1, 2)], 1, 3);
    expect({ asked, events }).toEqual({ asked: ['stop 1 at 3'], events: [] });
  });

  it('C14 tell of a run that was missed between two others', async () => {
    const { asked, events } = await restarted([interval(1, 2), interval(3, 4), interval(5, 8)], 1, 6);
    expect(asked).toEqual(['start 1 at 6']);
    expect(events).toEqual(['RECURRING_SCHEDULE_MISSED_OCCURRENCES']);
  });

  it('C14 leave a campaign alone that somebody stopped, when nothing fell due meanwhile', async () => {
    const { asked } = await restarted([interval(1, 5)], 1, 2);
    expect(asked).toEqual([]);
  });
});
