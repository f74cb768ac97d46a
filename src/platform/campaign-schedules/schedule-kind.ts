import type { OutboundEvent } from '../event-log/outbound-event.ts';
import type { ScheduledCampaign } from './campaign-schedule.ts';

/** What differs between the schedules of one channel's campaigns and another's. */
export interface ScheduleKind {
  /** The part of the path: `/api/v2/outbound/schedules/{path}`. */
  readonly path: string;
  /** The field of a schedule that names its campaign. */
  readonly campaignField: 'emailCampaign' | 'messagingCampaign' | 'whatsAppCampaign';
  /** What people call such a campaign. */
  readonly called: string;
  readonly category: OutboundEvent['category'];
}

/** Genesys calls SMS campaigns messaging campaigns here. */
export const SCHEDULE_KINDS: { readonly [channel in ScheduledCampaign['channel']]: ScheduleKind } = {
  email: {
    path: 'emailcampaigns',
    campaignField: 'emailCampaign',
    called: 'an e-mail campaign',
    category: 'EMAIL_CAMPAIGN_SCHEDULE',
  },
  sms: {
    path: 'messagingcampaigns',
    campaignField: 'messagingCampaign',
    called: 'an SMS campaign',
    category: 'MESSAGING_CAMPAIGN_SCHEDULE',
  },
  whatsapp: {
    path: 'whatsappcampaigns',
    campaignField: 'whatsAppCampaign',
    called: 'a WhatsApp campaign',
    category: 'WHATSAPP_CAMPAIGN_SCHEDULE',
  },
};

/** The path of a campaign's schedule. */
export function schedulePath({ id, channel }: Pick<ScheduledCampaign, 'id' | 'channel'>): string {
  return `/api/v2/outbound/schedules/${SCHEDULE_KINDS[channel].path}/${id}`;
}
