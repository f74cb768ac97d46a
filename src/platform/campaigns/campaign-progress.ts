import type { ContactList } from '../contact-lists/contact-list.ts';
import type { Campaign } from './campaign.ts';
import { FILTERED, SKIPPED } from './run-counts.ts';
import type { RunStore } from './run-store.ts';
import type { Minute, TallyStore } from './tally-store.ts';

/** How far a campaign is. */
export interface CampaignProgress {
  /** Contacts of the list, less those that the filters have left out by now. */
  readonly total: number;
  readonly messaged: number;
  readonly skipped: number;
  /** 0 to 100. */
  readonly percentage: number;
  /** By reason. */
  readonly skippedBy: { readonly [reason: string]: number };
  readonly filteredOut: number;
  /** How many wait for their callable time. */
  readonly waitingForTime: number;
  /** How many messages stand where: queued (no carrier has taken it yet), unknown, sent, delivered, read, bounced, failed. */
  readonly messages: { readonly [status: string]: number };
}

/** A day of minutes, the most that is told at once. */
const MAX_MINUTES = 24 * 60;

/** Tells how far campaigns are. What it tells was counted while it happened: it is as fast for a million contacts. */
export function openCampaignProgress({
  tallies,
  runs,
}: {
  readonly tallies: TallyStore;
  readonly runs: RunStore;
}) {
  function progressOf({ runKey, status }: Campaign, { contactCount }: ContactList): CampaignProgress {
    const counted = Object.entries(runKey === null ? {} : tallies.all(runKey));
    const skippedBy = Object.fromEntries(
      counted.flatMap(([name, count]) =>
        name.startsWith(SKIPPED) ? [[name.slice(SKIPPED.length), count]] : [],
      ),
    );
    const messages = Object.fromEntries(
      counted.filter(([name]) => !name.startsWith(SKIPPED) && name !== FILTERED),
    );
    const filteredOut = counted.find(([name]) => name === FILTERED)?.[1] ?? 0;
    const [messaged, skipped] = [sumOf(messages), sumOf(skippedBy)];
    const total = Math.max(contactCount - filteredOut, messaged + skipped);
    return {
      ...{ total, messaged, skipped, skippedBy, filteredOut, messages },
      percentage: percentageOf(messaged + skipped, total, status),
      waitingForTime: runKey === null ? 0 : runs.countDue(runKey),
    };
  }

  /** @param since epoch ms; minutes before are left out. */
  function minutesOf({ runKey }: Campaign, since = 0): readonly Minute[] {
    return runKey === null ? [] : tallies.minutes(runKey, Math.floor(since / 60_000), MAX_MINUTES);
  }

  return { progressOf, minutesOf };
}

function percentageOf(done: number, total: number, status: Campaign['status']): number {
  if (status === 'complete') return 100;
  return total === 0 ? 0 : Math.floor((100 * done) / total);
}

function sumOf(counts: { readonly [name: string]: number }): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
