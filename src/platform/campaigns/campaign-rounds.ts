import type { Clock, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { MESSAGE_CHANNELS, type MessageChannel } from '../messages/message.ts';
import { openRounds } from '../rounds.ts';
import type { Campaign } from './campaign.ts';
import type { CampaignStore } from './campaign-store.ts';
import type { CampaignWork, Turn, WorkingCampaign } from './campaign-work.ts';
import { fairShares } from './fair-shares.ts';
import { openPacer, PACED_MS, type Pacer } from './pacer.ts';
import type { RunCounts } from './run-counts.ts';
import type { RunStore } from './run-store.ts';

/*
 * Sends what campaigns have to send, as fast as they may.
 *
 * Owns: which campaign gets how many messages when, and when the next round comes.
 * Does not own: what a turn of a campaign does (campaign-work.ts), what a rate allows (pacer.ts), what a campaign's status
 * means (campaign-moves.ts), how a message reaches its carrier (deliveries).
 *
 * D1: a message and the contact it is for are stored in one transaction, so a crash leaves both or neither (C14).
 * D2: a round hands over no more than the rates of the campaign and of its channel allow (C7), whoever asks for it.
 * D3: a round takes turns of all campaigns of a channel; what does not divide goes round.
 * D4: what a carrier has not taken holds up the campaigns of its channel, so that nothing piles up behind it.
 * D5: what is remembered here follows from the database, so a new process goes on where the last one ended.
 */

/** No round follows another sooner: what falls due in between goes together. */
const TICK_MS = 20;
/** How many messages one transaction stores. */
const AT_ONCE = 400;
/** How long what was looked up for a campaign is used. */
const KEPT_MS = 1_000;

/** What rounds work with. */
export interface CampaignRoundParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: CampaignStore;
  readonly runs: RunStore;
  readonly counts: RunCounts;
  readonly work: CampaignWork;
  /** Looks up what the turns of a campaign need; undefined when a part of it is gone. */
  prepare(campaign: Campaign): WorkingCampaign | undefined;
  /** How many messages a minute the campaigns of a channel may send together. */
  maxPerMinute(channel: MessageChannel): number;
  /** How many messages more may wait for the carrier of a channel. */
  room(channel: MessageChannel): number;
  /** Stores what follows from a turn. Runs inside the commit. */
  after(campaign: Campaign, turn: Turn): void;
  /** Stores that a campaign which is stopping has stopped, when it has. Runs inside the commit. */
  settleStop(campaignKey: number): void;
  /** Called after a commit that stored messages. */
  sent(): void;
}

interface Active {
  readonly campaign: Campaign;
  readonly pacer: Pacer;
  readonly working: WorkingCampaign | undefined;
  readonly preparedAt: number;
  /** Whether its queue was found empty, and nothing has come since. */
  readonly isIdle: boolean;
}

/** Opens the rounds. Call `recover` once, `changed` after every commit that changes a campaign, `close` at the end. */
export function openCampaignRounds(parts: CampaignRoundParts) {
  const { database, clock, log, store, runs, counts, work } = parts;
  const active = new Map<number, Active>();
  const pacers = new Map<number, Pacer>();
  const channels = new Map<MessageChannel, Pacer>();
  let lastRoundAt = Number.NEGATIVE_INFINITY;
  let turnOfWhom = 0;
  const rounds = openRounds({ clock, log, round, nextDueAt, failure: 'campaigns could not go on' });

  async function round(): Promise<void> {
    lastRoundAt = clock.now();
    const shares = MESSAGE_CHANNELS.flatMap((channel) => sharesOf(channel, lastRoundAt));
    const stopping = [...active.values()].filter(({ campaign }) => campaign.status !== 'on');
    if (shares.length === 0 && stopping.length === 0) return;
    turnOfWhom += 1;
    await database.commits
      .add(() =>
        counts.gathered(() => {
          for (const [one, share] of shares) takeTurn(one, share, lastRoundAt);
          for (const { campaign } of stopping) parts.settleStop(campaign.key);
        }),
      )
      .catch((error: unknown) => {
        // Nothing of it was stored, so nobody's queue is known to be empty.
        moreFor(() => true);
        throw error;
      });
    parts.sent();
  }

  /** What each campaign of a channel may send now (D2, D3). */
  function sharesOf(channel: MessageChannel, now: number): readonly (readonly [Active, number])[] {
    const takers = [...active.values()].filter(
      ({ campaign }) => campaign.channel === channel && mayGo(campaign),
    );
    if (takers.length === 0) return [];
    const available = Math.min(channelPacer(channel).allowance(now), parts.room(channel), AT_ONCE);
    const wants = takers.map(({ pacer }) => pacer.allowance(now));
    const shares = fairShares(available, wants, turnOfWhom);
    return takers.flatMap((one, index) => {
      const share = shares[index] ?? 0;
      return share > 0 ? [[one, share] as const] : [];
    });
  }

  function mayGo({ key, status, runKey }: Campaign): boolean {
    const one = active.get(key);
    if (one === undefined || status !== 'on' || runKey === null) return false;
    if (!one.isIdle) return true;
    const dueAt = runs.nextDueAt(runKey);
    return dueAt !== undefined && dueAt <= clock.now();
  }

  function takeTurn(one: Active, share: number, now: number): void {
    const { campaign, pacer } = one;
    // It may have been stopped or changed since the shares were dealt out.
    const stored = store.byKey(campaign.key);
    if (stored?.status !== 'on' || stored.version !== campaign.version) return;
    const working = now - one.preparedAt < KEPT_MS && one.working ? one.working : parts.prepare(campaign);
    if (working === undefined || campaign.runKey === null) return;
    const turn = work.turn(working, campaign.runKey, share, now);
    if (turn.messaged > 0) {
      pacer.take(now, turn.messaged);
      channelPacer(campaign.channel).take(now, turn.messaged);
    }
    const preparedAt = working === one.working ? one.preparedAt : now;
    active.set(campaign.key, { ...one, working, preparedAt, isIdle: turn.left !== 'more' });
    parts.after(campaign, turn);
  }

  function nextDueAt(): number | undefined {
    const now = clock.now();
    const times = [...active.values()].flatMap(({ campaign, pacer, isIdle }) => {
      if (campaign.status !== 'on' || campaign.runKey === null) return [];
      const channelAt = channelPacer(campaign.channel).nextAt(now);
      if (!isIdle) return [Math.max(pacer.nextAt(now), channelAt)];
      const dueAt = runs.nextDueAt(campaign.runKey);
      return dueAt === undefined ? [] : [Math.max(dueAt, pacer.nextAt(now), channelAt)];
    });
    return times.length === 0 ? undefined : Math.max(Math.min(...times), lastRoundAt + TICK_MS);
  }

  function channelPacer(channel: MessageChannel): Pacer {
    const known = channels.get(channel);
    if (known !== undefined) return known;
    const gone = recentlyMessaged((campaign) => campaign.channel === channel);
    const pacer = openPacer(parts.maxPerMinute(channel), gone);
    channels.set(channel, pacer);
    return pacer;
  }

  /** When messages of some campaigns went in the last minute, as the database has it (D5). */
  function recentlyMessaged(isMeant: (campaign: Campaign) => boolean): readonly number[] {
    const known = new Map<number, boolean>();
    return runs.messagedSince(clock.now() - PACED_MS).flatMap(({ at, runKey }) => {
      const campaign = known.has(runKey) ? undefined : store.ofRun(runKey);
      if (campaign !== undefined) known.set(runKey, isMeant(campaign));
      return known.get(runKey) === true ? [at] : [];
    });
  }

  /** The pacer of a campaign: it outlives stops, so that a new start is no way around the rate. */
  function pacerOf({ key, settings }: Campaign): Pacer {
    const known = pacers.get(key);
    const { messagesPerMinute } = settings;
    if (known?.perMinute === messagesPerMinute) return known;
    const pacer =
      known?.withRate(messagesPerMinute) ??
      openPacer(
        messagesPerMinute,
        recentlyMessaged((campaign) => campaign.key === key),
      );
    pacers.set(key, pacer);
    return pacer;
  }

  /** Takes a campaign up as it is stored now, or lets it go. */
  function changed(key: number): void {
    const campaign = store.byKey(key);
    const isOver = campaign === undefined || !['on', 'stopping', 'forced_stopping'].includes(campaign.status);
    if (isOver) active.delete(key);
    else
      active.set(key, {
        campaign,
        pacer: pacerOf(campaign),
        working: undefined,
        preparedAt: 0,
        isIdle: false,
      });
    if (campaign === undefined) pacers.delete(key);
    rounds.wake();
  }

  /** Counts a message that its carrier is asked to take once more: for those outside it is one more in the minute. */
  function countRetry(runKey: number): void {
    const campaign = store.ofRun(runKey);
    if (campaign === undefined) return;
    pacerOf(campaign).take(clock.now(), 1);
    channelPacer(campaign.channel).take(clock.now(), 1);
  }

  /** Tells that there may be more to send for campaigns that found nothing. */
  function moreFor(isMeant: (campaign: Campaign) => boolean): void {
    for (const [key, one] of active) if (isMeant(one.campaign)) active.set(key, { ...one, isIdle: false });
    rounds.wake();
  }

  return {
    changed,
    countRetry,
    moreFor,
    wake: rounds.wake,
    /** Whether a campaign waits until what it handed over has left. */
    isAnyStopping: () => [...active.values()].some(({ campaign }) => campaign.status !== 'on'),
    /** Takes up the campaigns that the last process left running. */
    recover(): void {
      for (const { key } of store.active()) changed(key);
    },
    /** When the next round comes, epoch ms; undefined for never. */
    nextDueAt,
    settled: rounds.settled,
    close: rounds.close,
  };
}

/** What openCampaignRounds returns. */
export type CampaignRounds = ReturnType<typeof openCampaignRounds>;
