import type Sqlite from 'better-sqlite3';
import type { CampaignSchedule, ScheduledCampaign, ScheduleSettings } from './campaign-schedule.ts';

interface ScheduleRow extends Omit<CampaignSchedule, 'campaign' | 'settings'>, ScheduledCampaign {
  readonly settings: string;
}

const CAMPAIGN = 'campaign.key, campaign.id, campaign.name, division_id as divisionId, channel';
const SCHEDULES = `select ${CAMPAIGN}, schedule.settings, next_at as nextAt, schedule.version,
    schedule.created_at as createdAt, schedule.modified_at as modifiedAt
  from campaign_schedule schedule join campaign on campaign.key = campaign_key`;

/** The SQL of campaign schedules. Writes belong into a commit. */
export function scheduleStore(sqlite: Sqlite.Database) {
  const campaign = sqlite.prepare<[string], ScheduledCampaign>(
    `select ${CAMPAIGN} from campaign where id = ?`,
  );
  const one = sqlite.prepare<[number], ScheduleRow>(`${SCHEDULES} where campaign_key = ?`);
  const ofChannel = sqlite.prepare<[string], ScheduleRow>(`${SCHEDULES} where channel = ? order by name_key`);
  const due = sqlite.prepare<[number, number], ScheduleRow>(
    `${SCHEDULES} where next_at <= ? order by next_at, campaign_key limit ?`,
  );
  const nextDueAt = sqlite
    .prepare<[], number | null>('select min(next_at) from campaign_schedule where next_at is not null')
    .pluck();
  const put = sqlite.prepare<[Record<string, string | number | null>]>(
    `insert into campaign_schedule (campaign_key, settings, next_at, version, created_at, modified_at)
     values (@key, @settings, @nextAt, @version, @createdAt, @modifiedAt)
     on conflict (campaign_key) do update set settings = excluded.settings, next_at = excluded.next_at,
       version = excluded.version, modified_at = excluded.modified_at`,
  );
  const setNext = sqlite.prepare<[number | null, number]>(
    'update campaign_schedule set next_at = ? where campaign_key = ?',
  );
  const remove = sqlite.prepare<[number]>('delete from campaign_schedule where campaign_key = ?');

  return {
    /** The campaign with an id. */
    campaign: (id: string) => campaign.get(id),
    one(campaignKey: number): CampaignSchedule | undefined {
      const row = one.get(campaignKey);
      return row && scheduleOf(row);
    },
    /** All schedules of campaigns of a channel, by the campaign's name. There are as many as campaigns at most: 1,000. */
    ofChannel: (channel: string): readonly CampaignSchedule[] => ofChannel.all(channel).map(scheduleOf),
    /** Schedules that have something to do, in order. */
    due: (now: number, limit: number): readonly CampaignSchedule[] => due.all(now, limit).map(scheduleOf),
    nextDueAt: (): number | undefined => nextDueAt.get() ?? undefined,
    put({ campaign, settings, ...times }: CampaignSchedule): void {
      put.run({ key: campaign.key, settings: JSON.stringify(settings), ...times });
    },
    setNext: (campaignKey: number, nextAt: number | undefined) =>
      void setNext.run(nextAt ?? null, campaignKey),
    remove: (campaignKey: number) => void remove.run(campaignKey),
  };
}

/** What scheduleStore returns. */
export type ScheduleStore = ReturnType<typeof scheduleStore>;

function scheduleOf({
  key,
  id,
  name,
  divisionId,
  channel,
  settings,
  ...times
}: ScheduleRow): CampaignSchedule {
  return {
    campaign: { key, id, name, divisionId, channel },
    settings: JSON.parse(settings) as ScheduleSettings,
    ...times,
  };
}
