import type { Clock } from '../../ports.ts';
import type { HandOver } from '../deliveries/hand-over.ts';
import type { Campaign } from './campaign.ts';
import type { CampaignPacers } from './campaign-pacers.ts';
import type { CampaignStore } from './campaign-store.ts';
import type { Pacer } from './pacer.ts';

/** Nobody waits longer without being looked at: the rate may have been raised. */
const MAX_LINE_MS = 60_000;

/** What the hand-over works with. */
export interface HandOverParts {
  readonly clock: Clock;
  readonly store: Pick<CampaignStore, 'ofRun'>;
  readonly pacers: CampaignPacers;
}

/**
 * Keeps the rate where others count it, when messages are handed to a carrier (C7): what waited for a carrier that was slow
 * or down does not follow in a burst, and a message that is tried once more counts once more.
 */
export function openHandOver({ clock, store, pacers }: HandOverParts): () => HandOver {
  /** Where the last of those stands who wait for a pacer. */
  const ends = new WeakMap<Pacer, number>();

  /** Each waits a gap longer than the one before: they would all be refused again but one. */
  function placeInLine(pacer: Pacer, now: number): number {
    const nextAt = Math.max(pacer.nextAt(now), now + 1);
    const at = Math.max(nextAt, (ends.get(pacer) ?? 0) + pacer.gapMs);
    const place = Math.min(at, Math.max(nextAt, now + MAX_LINE_MS));
    ends.set(pacer, place);
    return Math.ceil(place);
  }

  return () => {
    const now = clock.now();
    const known = new Map<number, Campaign | undefined>();
    const takes = new Map<Pacer, number>();

    function campaignOf(run: number): Campaign | undefined {
      if (!known.has(run)) known.set(run, store.ofRun(run));
      return known.get(run);
    }

    return {
      at({ campaignRun, channel }) {
        if (campaignRun === null) return now;
        const campaign = campaignOf(campaignRun);
        const both = [
          pacers.ofChannel(channel),
          ...(campaign === undefined ? [] : [pacers.ofCampaign(campaign)]),
        ];
        const full = both.filter((pacer) => pacer.allowance(now) <= (takes.get(pacer) ?? 0));
        if (full.length > 0) return Math.max(...full.map((pacer) => placeInLine(pacer, now)));
        for (const pacer of both) takes.set(pacer, (takes.get(pacer) ?? 0) + 1);
        return now;
      },
      done() {
        for (const [pacer, count] of takes) pacer.take(now, count);
      },
    };
  };
}
