import type { JsonObject } from '../../authoring/json.ts';
import type { Ids } from '../../ports.ts';
import { decided } from '../decided.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requireVersion } from '../version-check.ts';
import type { CampaignSchedule, ScheduledCampaign } from './campaign-schedule.ts';
import { isScheduled, nextEvent } from './next-event.ts';
import { type AskedSchedule, readSchedule } from './read-schedule.ts';
import { scheduleEntity } from './schedule-entity.ts';
import { SCHEDULE_KINDS, schedulePath } from './schedule-kind.ts';
import { openScheduleRounds, type ScheduleRoundParts } from './schedule-rounds.ts';
import { scheduleStore } from './schedule-store.ts';

/** A campaign as its schedule's path names it. */
export interface SchedulePlace {
  readonly channel: ScheduledCampaign['channel'];
  readonly campaignId: string;
}

/** Opens the schedules of campaigns: `/api/v2/outbound/schedules/…`. A campaign has one at most. */
export function openCampaignSchedules(parts: Omit<ScheduleRoundParts, 'store'> & { readonly ids: Ids }) {
  const { database, clock, ids } = parts;
  const store = scheduleStore(database.sqlite);
  const rounds = openScheduleRounds({ ...parts, store });

  /** Gives a campaign a schedule, or another one. */
  async function put(place: SchedulePlace, body: unknown): Promise<Outcome<JsonObject>> {
    const asked = readSchedule(body, ids);
    if (!asked.ok) return asked;
    const named = refuseOther(place, body);
    if (named !== undefined) return named;
    const outcome = await decided(database, () => {
      const campaign = campaignAt(place);
      if (!campaign.ok) return campaign;
      const stored = store.one(campaign.value.key);
      const refused = stored && requireVersion(asked.value.version, stored.version);
      if (refused !== undefined) return refused;
      const schedule = scheduleOf(campaign.value, asked.value, stored);
      store.put(schedule);
      return done(scheduleEntity(schedule, clock.now()));
    });
    if (outcome.ok) rounds.wake();
    return outcome;
  }

  function scheduleOf(
    campaign: ScheduledCampaign,
    { settings }: AskedSchedule,
    stored: CampaignSchedule | undefined,
  ): CampaignSchedule {
    const now = clock.now();
    const isDue = stored !== undefined && stored.nextAt !== null && stored.nextAt <= now;
    const wasOn = stored !== undefined && isScheduled(stored.settings, now);
    // A run that is under way begins at once, unless it was there before: then somebody may have stopped it since (S3).
    const isChanged = isDue || wasOn !== isScheduled(settings, now);
    return {
      campaign,
      settings,
      nextAt: isChanged ? now : (nextEvent(settings, now)?.at ?? null),
      version: (stored?.version ?? 0) + 1,
      createdAt: stored?.createdAt ?? now,
      modifiedAt: now,
    };
  }

  /** Takes a campaign's schedule from it. The campaign goes on as it stands. */
  async function remove(place: SchedulePlace): Promise<Outcome<undefined>> {
    return decided(database, () => {
      const schedule = scheduleAt(place);
      if (!schedule.ok) return schedule;
      store.remove(schedule.value.campaign.key);
      return done(undefined);
    });
  }

  function campaignAt({ channel, campaignId }: SchedulePlace): Outcome<ScheduledCampaign> {
    const campaign = store.campaign(campaignId);
    if (campaign === undefined) return refuse('resource.not.found', 'No campaign has this id.');
    return campaign.channel === channel ? done(campaign) : refuseKind(campaign);
  }

  function scheduleAt(place: SchedulePlace): Outcome<CampaignSchedule> {
    const campaign = campaignAt(place);
    if (!campaign.ok) return campaign;
    const schedule = store.one(campaign.value.key);
    return schedule === undefined ? NO_SCHEDULE : done(schedule);
  }

  return {
    put,
    remove,
    /** A schedule in Genesys' shape. */
    read(place: SchedulePlace): Outcome<JsonObject> {
      const schedule = scheduleAt(place);
      return schedule.ok ? done(scheduleEntity(schedule.value, clock.now())) : schedule;
    },
    /** The schedules of all campaigns of a channel in Genesys' shape. */
    list: (channel: ScheduledCampaign['channel']): readonly JsonObject[] =>
      store.ofChannel(channel).map((schedule) => scheduleEntity(schedule, clock.now())),
    /** Does what fell due while nothing ran. */
    async recover(): Promise<void> {
      rounds.wake();
      await rounds.settled();
    },
    settled: rounds.settled,
    close: rounds.close,
  };
}

/** What openCampaignSchedules returns. */
export type CampaignSchedules = ReturnType<typeof openCampaignSchedules>;

const NO_SCHEDULE = refuse('resource.not.found', 'This campaign has no schedule.');

function refuseKind(campaign: ScheduledCampaign) {
  const message = `This is ${SCHEDULE_KINDS[campaign.channel].called}: its schedule is at ${schedulePath(campaign)}.`;
  return refuse('resource.not.found', message);
}

/** The body names its campaign, too. */
function refuseOther({ channel, campaignId }: SchedulePlace, body: unknown): Outcome<never> | undefined {
  const { campaignField } = SCHEDULE_KINDS[channel];
  const reference = (body as { readonly [field: string]: unknown })[campaignField];
  const id =
    typeof reference === 'object' && reference !== null && 'id' in reference ? reference.id : undefined;
  if (id === campaignId) return undefined;
  const field = `${campaignField}.id`;
  return refuse('constraint.validation', `${field} must be the campaign of the path.`, { field });
}
