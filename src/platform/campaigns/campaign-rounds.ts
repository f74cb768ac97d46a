import type { Clock, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { MESSAGE_CHANNELS, type MessageChannel } from '../messages/message.ts';
import { openRounds } from '../rounds.ts';
import type { Campaign } from './campaign.ts';
import type { CampaignPacers } from './campaign-pacers.ts';
import type { CampaignStore } from './campaign-store.ts';
import type { CampaignWork, Turn, WorkingCampaign } from './campaign-work.ts';
import { fairShares } from './fair-shares.ts';
import type { RunCounts } from './run-counts.ts';
import type { RunStore } from './run-store.ts';

/*
 * Sends what campaigns have to send, as fast as they may.
 *
 * Owns: which campaign gets how many messages when, and when the next round comes.
 * Does not own: what a turn of a campaign does (campaign-work.ts), what a rate allows (pacer.ts), when a
 * carrier gets what was accepted (hand-over.ts), what a campaign's status
 * means (campaign-moves.ts), how a message reaches its carrier (deliveries).
 *
 * D1: a message and the contact it is for are stored in one transaction, so a crash leaves both or neither (C14).
 * D2: a round accepts no more than the rates of the campaign and of its channel allow (C7), whoever asks for it.
 * D3: a round takes turns of all campaigns of a channel; what does not divide goes round, and who comes first, too.
 * D4: what a carrier has not taken holds up the campaigns of its channel, so that nothing piles up behind it.
 * D5: what is remembered here follows from the database, so a new process goes on where the last one ended.
 */

/** No round follows another sooner: what falls due in between goes together. */
const TICK_MS = 20;
/** How many messages one transaction stores. */
const AT_ONCE = 400;
/** When a channel is looked at again whose carrier is full, if nothing is heard of it. */
const HELD_UP_MS = 1_000;
/** How long what was looked up for a campaign is used. */
const KEPT_MS = 1_000;
/** How long one transaction may take before the campaigns whose turn has not come are left to the next round. */
const MAX_ROUND_MS = 40;

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
  readonly pacers: CampaignPacers;
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
  readonly working: WorkingCampaign | undefined;
  readonly preparedAt: number;
  /** Whether its queue was found empty, and nothing has come since. */
  readonly isIdle: boolean;
}

/** What came of a turn, to be kept when it is on disk. */
interface Taken {
  readonly one: Active;
  readonly turn: Turn;
}

/** Opens the rounds. Call `recover` once, `changed` after every commit that changes a campaign, `close` at the end. */
export function openCampaignRounds(parts: CampaignRoundParts) {
  const { database, clock, log, store, runs, counts, work, pacers } = parts;
  const active = new Map<number, Active>();
  /** Which campaign of a channel comes first. */
  const firsts = new Map<MessageChannel, number>();
  /** Channels whose carrier had no room for more, and those with a campaign that is stopping. */
  const heldUp = new Set<MessageChannel>();
  let stopping: ReadonlySet<MessageChannel> = new Set();
  let lastRoundAt = Number.NEGATIVE_INFINITY;
  const rounds = openRounds({ clock, log, round, nextDueAt, failure: 'campaigns could not go on' });

  async function round(): Promise<void> {
    const now = clock.now();
    lastRoundAt = now;
    const shares = MESSAGE_CHANNELS.flatMap((channel) => sharesOf(channel, now));
    const ending = [...active.values()].filter(({ campaign }) => campaign.status !== 'on');
    if (shares.length === 0 && ending.length === 0) return;
    let taken: readonly Taken[] = [];
    // A commit may be held up: what it accepts counts from then on, not from when the shares were dealt out.
    let acceptedAt = now;
    await database.commits
      .add(() =>
        counts.gathered(() => {
          // A commit that fails for others' sake is made once more, alone: what is remembered follows when it is on disk.
          acceptedAt = clock.now();
          taken = takeTurns(shares, acceptedAt);
          for (const { campaign } of ending) parts.settleStop(campaign.key);
        }),
      )
      .catch((error: unknown) => {
        // Nothing of it was stored, so nobody's queue is known to be empty.
        moreFor(() => true);
        throw error;
      });
    for (const one of taken) keep(one, acceptedAt);
    parts.sent();
  }

  /** What each campaign of a channel may send now, who comes first in front (D2, D3). */
  function sharesOf(channel: MessageChannel, now: number): readonly (readonly [Active, number])[] {
    const takers = [...active.values()]
      .filter(({ campaign }) => campaign.channel === channel && mayGo(campaign))
      .sort((a, b) => a.campaign.key - b.campaign.key);
    if (takers.length === 0) return [];
    const room = parts.room(channel);
    if (room > 0) heldUp.delete(channel);
    else heldUp.add(channel);
    const available = Math.min(pacers.ofChannel(channel).allowance(now), room, AT_ONCE);
    if (available <= 0) return [];
    const wants = takers.map(({ campaign }) => pacers.ofCampaign(campaign).allowance(now));
    const firstKey = firsts.get(channel) ?? 0;
    const first = Math.max(
      0,
      takers.findIndex(({ campaign }) => campaign.key >= firstKey),
    );
    const { shares, next } = fairShares(available, wants, first);
    firsts.set(channel, takers[next]?.campaign.key ?? 0);
    const dealt = takers.map((one, index) => [one, shares[index] ?? 0] as const);
    return [...dealt.slice(first), ...dealt.slice(0, first)].filter(([, share]) => share > 0);
  }

  function mayGo({ key, status, runKey }: Campaign): boolean {
    const one = active.get(key);
    if (one === undefined || status !== 'on' || runKey === null) return false;
    if (!one.isIdle) return true;
    const dueAt = runs.nextDueAt(runKey);
    return dueAt !== undefined && dueAt <= clock.now();
  }

  function takeTurns(shares: readonly (readonly [Active, number])[], now: number): readonly Taken[] {
    const until = clock.now() + MAX_ROUND_MS;
    return shares.flatMap(([one, share]) => (clock.now() < until ? takeTurn(one, share, now) : []));
  }

  function takeTurn(one: Active, share: number, now: number): readonly Taken[] {
    const { campaign } = one;
    // It may have been stopped or changed since the shares were dealt out.
    const stored = store.byKey(campaign.key);
    if (stored?.status !== 'on' || stored.version !== campaign.version) return [];
    const isFresh = now - one.preparedAt < KEPT_MS && one.working !== undefined;
    const working = isFresh ? one.working : parts.prepare(campaign);
    if (working === undefined || campaign.runKey === null) return [];
    const turn = work.turn(working, campaign.runKey, share, now);
    parts.after(campaign, turn);
    return [{ one: { ...one, working, preparedAt: isFresh ? one.preparedAt : now }, turn }];
  }

  function keep({ one, turn }: Taken, now: number): void {
    const { campaign } = one;
    if (turn.messaged > 0) {
      pacers.ofCampaign(store.byKey(campaign.key) ?? campaign).take(now, turn.messaged);
      pacers.ofChannel(campaign.channel).take(now, turn.messaged);
    }
    // It may have been changed meanwhile, and been taken up anew.
    if (active.get(campaign.key)?.campaign !== campaign) return;
    active.set(campaign.key, { ...one, isIdle: turn.left !== 'more' });
  }

  function nextDueAt(): number | undefined {
    const now = clock.now();
    const times = [...active.values()].flatMap(({ campaign, isIdle }) => {
      if (campaign.status !== 'on' || campaign.runKey === null) return [];
      const dueAt = isIdle ? runs.nextDueAt(campaign.runKey) : now;
      if (dueAt === undefined) return [];
      const { channel } = campaign;
      const roomAt = heldUp.has(channel) ? lastRoundAt + HELD_UP_MS : now;
      const paced = [pacers.ofCampaign(campaign).nextAt(now), pacers.ofChannel(channel).nextAt(now)];
      return [Math.max(dueAt, roomAt, ...paced)];
    });
    return times.length === 0 ? undefined : Math.max(Math.min(...times), lastRoundAt + TICK_MS);
  }

  /** Takes a campaign up as it is stored now, or lets it go. */
  function changed(key: number): void {
    const campaign = store.byKey(key);
    const isOver = campaign === undefined || !['on', 'stopping', 'forced_stopping'].includes(campaign.status);
    if (isOver) active.delete(key);
    else
      active.set(key, {
        campaign,
        working: undefined,
        preparedAt: 0,
        isIdle: false,
      });
    const ending = [...active.values()].filter((one) => one.campaign.status !== 'on');
    stopping = new Set(ending.map((one) => one.campaign.channel));
    rounds.wake();
  }

  /** Tells that there may be more to send for campaigns that found nothing. */
  function moreFor(isMeant: (campaign: Campaign) => boolean): void {
    for (const [key, one] of active) if (isMeant(one.campaign)) active.set(key, { ...one, isIdle: false });
    rounds.wake();
  }

  return {
    changed,
    moreFor,
    wake: rounds.wake,
    /** Hears that a message of a channel has come on: there may be room for more, or a campaign may have stopped. */
    heard(channel: MessageChannel): void {
      if (heldUp.has(channel) || stopping.has(channel)) rounds.wake();
    },
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
