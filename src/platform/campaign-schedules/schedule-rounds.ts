import type { Clock, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { EventLog } from '../event-log/event-log.ts';
import { openRounds } from '../rounds.ts';
import type { CampaignSchedule, ScheduleTimes } from './campaign-schedule.ts';
import { isScheduled, nextEvent } from './next-event.ts';
import { SCHEDULE_KINDS, schedulePath } from './schedule-kind.ts';
import type { ScheduleStore } from './schedule-store.ts';

/*
 * Starts and stops campaigns when their schedules say so.
 *
 * S1: a campaign is started or stopped in the transaction that moves its schedule on, so a crash leaves both or none done.
 * S2: what fell due while nothing ran is made up for by how things stand now: inside a run the campaign is started, outside
 *     it is stopped. A run that is over is not begun.
 * S3: a schedule speaks only when a run begins or ends: a campaign that somebody stopped in between stays so.
 */

/** How many schedules one transaction moves on. */
const AT_ONCE = 100;

/** What schedules start and stop. Both run inside the commit, and do nothing to what stands so already. */
export interface ScheduledCampaigns {
  start(campaignKey: number): void;
  stop(campaignKey: number): void;
  /** Called after the commit, with what was started or stopped. */
  changed?(campaignKeys: readonly number[]): void;
}

/** What rounds work with. */
export interface ScheduleRoundParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: ScheduleStore;
  readonly eventLog: Pick<EventLog, 'record'>;
  readonly campaigns: ScheduledCampaigns;
}

/** Opens the rounds. Call `wake` at the start and after every commit that changes a schedule, `close` at the end. */
export function openScheduleRounds({ database, clock, log, store, eventLog, campaigns }: ScheduleRoundParts) {
  async function round(): Promise<void> {
    const moved: number[] = [];
    await database.commits.add(() => {
      moved.length = 0;
      for (const schedule of store.due(clock.now(), AT_ONCE)) {
        moveOn(schedule);
        moved.push(schedule.campaign.key);
      }
    });
    if (moved.length > 0) campaigns.changed?.(moved);
  }

  function moveOn(schedule: CampaignSchedule): void {
    const { campaign, settings, nextAt } = schedule;
    const now = clock.now();
    const isOn = isScheduled(settings, now);
    if (isOn) campaigns.start(campaign.key);
    else campaigns.stop(campaign.key);
    if (missesRun(settings, nextAt ?? now, now)) recordMissed(schedule);
    const next = nextEvent(settings, now);
    store.setNext(campaign.key, next?.at);
    if (next === undefined && settings.recurrences !== undefined) recordEnd(schedule);
  }

  function recordMissed(schedule: CampaignSchedule): void {
    record(
      schedule,
      'WARNING',
      'RECURRING_SCHEDULE_MISSED_OCCURRENCES',
      'The campaign was to run by its schedule while Attendant did not: that time is over, so it was not started.',
    );
  }

  function recordEnd(schedule: CampaignSchedule): void {
    record(schedule, 'INFO', 'RECURRING_SCHEDULE_ENDED', 'The schedule of the campaign is over.');
  }

  function record(
    { campaign, settings }: CampaignSchedule,
    level: 'INFO' | 'WARNING',
    code: 'RECURRING_SCHEDULE_MISSED_OCCURRENCES' | 'RECURRING_SCHEDULE_ENDED',
    message: string,
  ): void {
    const { id, name } = campaign;
    eventLog.record({
      ...{ level, code, message, category: SCHEDULE_KINDS[campaign.channel].category },
      errorEntity: { id, name: settings.name ?? name, selfUri: schedulePath(campaign) },
      relatedEntity: { id, name, selfUri: `/api/v2/outbound/messagingcampaigns/${id}` },
    });
  }

  return openRounds({
    ...{ clock, log, round, nextDueAt: store.nextDueAt },
    failure: 'schedules of campaigns could not be moved on',
  });
}

/** Whether a run that was to start at or after an instant is over by now. */
function missesRun(times: ScheduleTimes, since: number, now: number): boolean {
  const start = isScheduled(times, since) ? { at: since } : startAfter(times, since);
  if (start === undefined || start.at > now) return false;
  const end = nextEvent(times, start.at);
  return end !== undefined && end.at <= now;
}

function startAfter(times: ScheduleTimes, instant: number) {
  const event = nextEvent(times, instant);
  return event?.kind === 'stop' ? nextEvent(times, event.at) : event;
}
