import type { Clock } from '../../ports.ts';
import type { MessageChannel } from '../messages/message.ts';
import type { Campaign } from './campaign.ts';
import { openPacer, type Pacer } from './pacer.ts';

/** A message of a campaign that went. */
export interface Gone {
  readonly at: number;
  /** null: the campaign is deleted. */
  readonly campaignKey: number | null;
  readonly channel: MessageChannel;
}

/** What pacers work with. */
export interface CampaignPacerParts {
  readonly clock: Clock;
  /** See pacer.ts. */
  readonly windowMs: number;
  /** What went after a time, as the database has it, in order. */
  goneSince(at: number): readonly Gone[];
  /** How many messages a minute the campaigns of a channel may send together. */
  maxPerMinute(channel: MessageChannel): number;
}

/** The pacers of campaigns and of the channels that they share: each knows what the last process sent. */
export function openCampaignPacers({ clock, windowMs, goneSince, maxPerMinute }: CampaignPacerParts) {
  const campaigns = new Map<number, Pacer>();
  const channels = new Map<MessageChannel, Pacer>();

  function opened(perMinute: number, isMeant: (gone: Gone) => boolean): Pacer {
    const gone = goneSince(clock.now() - windowMs).filter(isMeant);
    return openPacer(
      perMinute,
      gone.map(({ at }) => at),
      windowMs,
    );
  }

  function ofChannel(channel: MessageChannel): Pacer {
    const known = channels.get(channel);
    if (known !== undefined) return known;
    const pacer = opened(maxPerMinute(channel), (gone) => gone.channel === channel);
    channels.set(channel, pacer);
    return pacer;
  }

  /** It outlives stops, so that a new start is no way around the rate. */
  function ofCampaign({ key, settings: { messagesPerMinute } }: Pick<Campaign, 'key' | 'settings'>): Pacer {
    const known = campaigns.get(key);
    if (known?.perMinute === messagesPerMinute) return known;
    const pacer =
      known?.withRate(messagesPerMinute) ?? opened(messagesPerMinute, (gone) => gone.campaignKey === key);
    campaigns.set(key, pacer);
    return pacer;
  }

  return { ofChannel, ofCampaign, forget: (campaignKey: number) => campaigns.delete(campaignKey) };
}

/** What openCampaignPacers returns. */
export type CampaignPacers = ReturnType<typeof openCampaignPacers>;
