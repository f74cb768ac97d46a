import type { JsonObject } from '../../authoring/json.ts';
import type { CampaignSchedule, Recurrence, ScheduleTimes } from './campaign-schedule.ts';
import { nextEvent, type ScheduleEvent, scheduleZone } from './next-event.ts';
import { countStarted, recurringRun } from './recurring-run.ts';
import { SCHEDULE_KINDS, schedulePath } from './schedule-kind.ts';

/** A schedule in the shape of Genesys' `EmailCampaignSchedule` and kin. Its id is its campaign's. */
export function scheduleEntity(schedule: CampaignSchedule, now: number): JsonObject {
  const { campaign, settings, version } = schedule;
  const { name, intervals, recurrences, timeZone } = settings;
  return {
    id: campaign.id,
    ...(name !== undefined && { name }),
    dateCreated: new Date(schedule.createdAt).toISOString(),
    dateModified: new Date(schedule.modifiedAt).toISOString(),
    version,
    intervals: intervals.map((interval) => ({ ...interval })),
    ...(recurrences !== undefined && {
      recurrences: recurrences.map((recurrence) => recurrenceEntity(recurrence, settings, now)),
    }),
    ...(timeZone !== undefined && { timeZone }),
    [SCHEDULE_KINDS[campaign.channel].campaignField]: campaignRef(campaign),
    selfUri: schedulePath(campaign),
  };
}

function campaignRef({ id, name, divisionId }: CampaignSchedule['campaign']): JsonObject {
  const division = { id: divisionId, selfUri: `/api/v2/authorization/divisions/${divisionId}` };
  return { id, name, division, selfUri: `/api/v2/outbound/messagingcampaigns/${id}` };
}

function recurrenceEntity(recurrence: Recurrence, times: ScheduleTimes, now: number): JsonObject {
  const plain = JSON.parse(JSON.stringify(recurrence)) as JsonObject;
  return { ...plain, nextOccurrenceDetails: detailsOf(recurrence, times, now) };
}

/** When a recurrence starts and ends next, if no other part of the schedule were there, and how often it has. */
function detailsOf(recurrence: Recurrence, times: ScheduleTimes, now: number): JsonObject {
  const zone = scheduleZone(times, recurrence);
  const alone = { intervals: [], recurrences: [{ ...recurrence, timeZone: zone }] };
  const first = nextEvent(alone, now);
  const second = first && nextEvent(alone, first.at);
  const rule = recurringRun(recurrence, zone);
  const next = (kind: ScheduleEvent['kind']) => [first, second].find((event) => event?.kind === kind);
  return {
    startOccurrenceDetails: detail(next('start'), countStarted(rule, now)),
    endOccurrenceDetails: detail(next('stop'), countStarted(rule, now - rule.length)),
  };
}

function detail(event: ScheduleEvent | undefined, numberOfOccurrences: number): JsonObject {
  return {
    ...(event !== undefined && { dateOfNextOccurrence: new Date(event.at).toISOString() }),
    numberOfOccurrences,
  };
}
