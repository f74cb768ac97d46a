import type { ScheduledCampaigns } from '../campaign-schedules/schedule-rounds.ts';
import type { CampaignSystem } from '../campaigns/open-campaigns.ts';
import type { EventLog } from '../event-log/event-log.ts';

/** How schedules start and stop campaigns. One that cannot be started says why in the event log. */
export function scheduledCampaigns(
  { store, moves, changed }: Pick<CampaignSystem, 'store' | 'moves' | 'changed'>,
  eventLog: Pick<EventLog, 'record'>,
): ScheduledCampaigns {
  return {
    start(key) {
      const campaign = store.byKey(key);
      if (campaign === undefined) return;
      const started = moves.start(campaign);
      if (started.ok) return;
      const { id, name } = campaign;
      eventLog.record({
        level: 'ERROR',
        category: 'MESSAGING_CAMPAIGN',
        code: 'SCHEDULED_CAMPAIGN_INVALID',
        message: `The campaign could not be started by its schedule. ${started.refusal.message}`,
        errorEntity: { id, name, selfUri: `/api/v2/outbound/messagingcampaigns/${id}` },
      });
    },
    stop(key) {
      const campaign = store.byKey(key);
      if (campaign !== undefined) moves.stop(campaign);
    },
    changed(keys) {
      for (const key of keys) changed({ key });
    },
  };
}
