import type { JsonObject } from '../../authoring/json.ts';
import type { ContactList } from '../contact-lists/contact-list.ts';
import type { Campaign, CampaignRun } from './campaign.ts';
import type { CampaignProgress } from './campaign-progress.ts';
import type { Minute } from './tally-store.ts';

/** What is told of a campaign. */
export interface ViewedCampaign {
  readonly campaign: Campaign;
  readonly list: ContactList | undefined;
  readonly run: CampaignRun | undefined;
  readonly progress: CampaignProgress | undefined;
  /** The newest minutes, oldest first. */
  readonly minutes: readonly Minute[];
}

/** A campaign with how far it is, for operators: the command line and the page. Not a shape of Genesys'. */
export function campaignView({ campaign, list, run, progress, minutes }: ViewedCampaign): JsonObject {
  const { id, name, channel, status, errors, settings } = campaign;
  return {
    id,
    name,
    channel,
    status,
    errors: errors.map(({ error, details }) => ({ error, details })),
    contactList: { id: list?.id ?? '', name: list?.name ?? '', contacts: list?.contactCount ?? 0 },
    messagesPerMinute: settings.messagesPerMinute,
    alwaysRunning: settings.alwaysRunning,
    ...(run !== undefined && { startedAt: iso(run.startedAt), endedAt: iso(run.endedAt) }),
    ...(progress !== undefined && { progress: progressView(progress) }),
    minutes: minutes.map(minuteView),
  };
}

function progressView(progress: CampaignProgress): JsonObject {
  const { messages, skippedBy } = progress;
  const count = (...statuses: readonly string[]) =>
    statuses.reduce((sum, status) => sum + (messages[status] ?? 0), 0);
  return {
    total: progress.total,
    messaged: progress.messaged,
    skipped: progress.skipped,
    percentage: progress.percentage,
    filteredOut: progress.filteredOut,
    waitingForTime: progress.waitingForTime,
    skippedBy: { ...skippedBy },
    messages: { ...messages },
    dispositions: {
      'OUTBOUND-MESSAGE-SENT': count('sent', 'delivered', 'read'),
      'OUTBOUND-MESSAGE-FAILED': count('failed', 'bounced'),
    },
    unknown: count('unknown'),
    onTheWay: count('queued'),
  };
}

/** A minute of a campaign. */
export function minuteView({ minute, counts }: Minute): JsonObject {
  return { at: iso(minute * 60_000), ...counts };
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
