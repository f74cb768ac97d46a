import type { Clock, Ids, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { AgentlessMessages } from '../agentless-messages/agentless-messages.ts';
import type { Divisions } from '../authorization/divisions.ts';
import type { Contact } from '../contact-lists/contact-list.ts';
import type { Deliveries } from '../deliveries/deliveries.ts';
import type { AgentlessEmails } from '../email/agentless-emails.ts';
import type { MessageChannel } from '../messages/message.ts';
import type { Campaign } from './campaign.ts';
import type { CampaignGround } from './campaign-ground.ts';
import { type CampaignEvent, conditionOf, openCampaignMoves } from './campaign-moves.ts';
import { offersOf } from './campaign-offers.ts';
import { type Gone, openCampaignPacers } from './campaign-pacers.ts';
import { openCampaignProgress } from './campaign-progress.ts';
import { openCampaignResults } from './campaign-results.ts';
import { openCampaignRounds } from './campaign-rounds.ts';
import { campaignStore } from './campaign-store.ts';
import { type ContactHours, openCampaignWork, type WorkingCampaign } from './campaign-work.ts';
import { openCampaigns } from './campaigns.ts';
import { openDueAgain } from './due-again.ts';
import { openHandOver } from './hand-over.ts';
import { ACCEPTED_MS, HANDED_OVER_MS } from './pacer.ts';
import { openRunCounts } from './run-counts.ts';
import { openRunFeed } from './run-feed.ts';
import { openRunSorting } from './run-sorting.ts';
import { runStore } from './run-store.ts';
import { tallyStore } from './tally-store.ts';

/** How many contacts of a deleted campaign one commit removes. */
const SLICE = 5_000;
/** When contacts that could not be sorted, the disk being full, are sorted again. */
const SORT_AGAIN_MS = 30_000;

/** What the campaigns of a platform work with. */
export interface CampaignSystemParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly divisions: Divisions;
  readonly ground: CampaignGround;
  readonly messages: Pick<AgentlessMessages, 'offer'>;
  readonly emails: Pick<AgentlessEmails, 'offer'>;
  readonly deliveries: Pick<Deliveries, 'room' | 'wake' | 'observe' | 'pace'>;
  listKey(id: string): number | undefined;
  contact(listKey: number, sequence: number): Contact | undefined;
  /** Whether one of the do-not-contact lists has the address, or excludes the contact by a column. */
  isExcluded(
    dncListIds: readonly string[],
    address: { readonly channel: MessageChannel; readonly address: string },
    textOf: (columnName: string) => string,
  ): boolean;
  zonesOf(phoneNumber: string): readonly string[];
  readonly hours: ContactHours;
  record(campaign: Campaign, event: CampaignEvent): void;
}

/** Opens campaigns: what the API changes, what goes out by itself, and what is told of both. */
export function openCampaignSystem(parts: CampaignSystemParts) {
  const { database, clock, ground, deliveries, log } = parts;
  const store = campaignStore(database.sqlite);
  const runs = runStore(database.sqlite);
  const tallies = tallyStore(database.sqlite);
  const counts = openRunCounts(tallies);
  const feed = openRunFeed({ sqlite: database.sqlite, runs, counts });
  const sorting = openRunSorting({ database, runs, counts });
  const moves = openCampaignMoves({ store, runs, tallies, counts, ground, record: parts.record });
  const work = openCampaignWork({ ...parts, runs, feed, counts, list: ground.list });
  const dueAgain = openDueAgain({ database, runs });
  const lookings = new Set<Promise<void>>();
  const closing = new AbortController();
  const changedInRound = new Set<number>();
  const sortings = new Map<number, { readonly abort: AbortController; readonly ended: Promise<void> }>();
  const pacersOf = (windowMs: number, goneSince: (at: number) => readonly Gone[]) =>
    openCampaignPacers({ clock, windowMs, goneSince, maxPerMinute: ground.maxPerMinute });
  const accepted = pacersOf(ACCEPTED_MS, runs.messagedSince);
  const handedOver = pacersOf(HANDED_OVER_MS, runs.handedOverSince);
  const rounds = openCampaignRounds({
    ...parts,
    ...{ store, runs, counts, work, prepare, room: deliveries.room },
    pacers: accepted,
    after(campaign, turn) {
      const stored = store.byKey(campaign.key);
      if (stored !== undefined && moves.after(stored, turn)) changedInRound.add(campaign.key);
    },
    settleStop(key) {
      const stored = store.byKey(key);
      if (stored !== undefined && moves.settleStop(stored) !== stored) changedInRound.add(key);
    },
    sent() {
      deliveries.wake();
      for (const key of changedInRound) rounds.changed(key);
      changedInRound.clear();
    },
  });
  deliveries.observe((message, news) => {
    counts.hear(message, news);
    rounds.heard(message.channel);
  });
  deliveries.pace(openHandOver({ clock, store, pacers: handedOver }));
  const campaigns = openCampaigns({ ...parts, store, moves, changed, removeRuns });

  /** Looks up what is the same for all contacts of a campaign. */
  function prepare(campaign: Campaign): WorkingCampaign | undefined {
    const list = ground.list(campaign.listKey);
    if (list === undefined) return undefined;
    const { callableTimeSetId, dncListIds } = campaign.settings;
    const { columnNames } = list.settings;
    return {
      ...{ campaign, list },
      condition: conditionOf(campaign, list, ground),
      times: callableTimeSetId === undefined ? undefined : ground.callableTimes(callableTimeSetId),
      offer: offersOf(campaign, list, parts),
      isExcluded: (contact, channel, address) =>
        dncListIds.length > 0 &&
        parts.isExcluded(
          dncListIds,
          { channel, address },
          (name) => contact.data[columnNames.indexOf(name)] ?? '',
        ),
    };
  }

  /** Follows a change that is stored. */
  function changed({ key }: Pick<Campaign, 'key'>): void {
    const campaign = store.byKey(key);
    if (campaign === undefined) for (const pacers of [accepted, handedOver]) pacers.forget(key);
    rounds.changed(key);
    if (campaign?.status === 'on') lookAgain(campaign);
    const run = campaign?.runKey == null ? undefined : runs.one(campaign.runKey);
    if (campaign?.status !== 'on' || run === undefined || run.stage === 'feeding')
      return void sortings.get(key)?.abort.abort();
    sortings.get(key)?.abort.abort();
    const abort = new AbortController();
    const before = sortings.get(key)?.ended ?? Promise.resolve();
    const ended = before.then(() => sort(campaign, run.key, abort.signal));
    sortings.set(key, { abort, ended });
  }

  async function sort(campaign: Campaign, runKey: number, signal: AbortSignal): Promise<void> {
    const list = ground.list(campaign.listKey);
    if (list === undefined || signal.aborted) return;
    const onQueued = () => rounds.moreFor(({ key }) => key === campaign.key);
    await sorting
      .prepare({
        ...{ runKey, onQueued, signal },
        sorts: campaign.settings.contactSorts,
        columnNames: list.settings.columnNames,
        condition: conditionOf(campaign, list, ground),
      })
      .catch((error: unknown) => {
        if (signal.aborted) return;
        log.warn('the contacts of a campaign could not be sorted; it is tried again', {
          campaign: campaign.id,
          error: error instanceof Error ? error.name : 'unknown',
        });
        const cancel = clock.at(clock.now() + SORT_AGAIN_MS, () => changed(campaign));
        signal.addEventListener('abort', cancel, { once: true });
      });
  }

  /** Times may have changed: those who wait for theirs are looked at anew. */
  function lookAgain({ key, runKey }: Campaign): void {
    if (runKey === null || runs.nextDueAt(runKey) === undefined) return;
    const looking = dueAgain(runKey, clock.now(), closing.signal)
      .catch((error: unknown) =>
        log.warn('contacts who wait for their time could not be looked at; stop and start the campaign', {
          error: error instanceof Error ? error.name : 'unknown',
        }),
      )
      .finally(() => {
        lookings.delete(looking);
        rounds.moreFor((campaign) => campaign.key === key);
      });
    lookings.add(looking);
  }

  function timesChanged(setId?: string): void {
    for (const campaign of store.active())
      if (
        campaign.status === 'on' &&
        (setId ?? campaign.settings.callableTimeSetId) === campaign.settings.callableTimeSetId
      )
        lookAgain(campaign);
  }

  async function removeRuns(campaignKey: number): Promise<void> {
    for (const runKey of runs.ofCampaign(campaignKey))
      for (let isMore = true; isMore; )
        await database.commits.add(() => {
          isMore = removeSome(campaignKey, runKey);
        });
  }

  /** @returns whether there is more to remove. */
  function removeSome(campaignKey: number, runKey: number): boolean {
    // The campaign may have been started in the moment in which it was to be deleted.
    if (store.byKey(campaignKey)?.runKey === runKey) return false;
    if (runs.dropContacts(runKey, SLICE) > 0) return true;
    runs.drop(runKey);
    return false;
  }

  async function settled(): Promise<void> {
    await Promise.all([...[...sortings.values()].map(({ ended }) => ended), ...lookings]);
    await rounds.settled();
  }

  return {
    ...campaigns,
    ...openCampaignProgress({ tallies, runs }),
    /** What became of each contact. */
    results: openCampaignResults({ sqlite: database.sqlite, contact: parts.contact }),
    moves,
    runs,
    changed,
    /** When a campaign has something to send next, epoch ms; undefined for never. */
    nextDueAt: rounds.nextDueAt,
    /** Tells that a list has new contacts. */
    contactsAdded: (listKey: number) => rounds.moreFor((campaign) => campaign.listKey === listKey),
    /** Tells that callable times have changed: those of a set, or the hours of the organization. */
    timesChanged,
    /** Takes up the campaigns that the last process left running (C14). */
    recover(): void {
      for (const campaign of store.active()) changed(campaign);
    },
    settled,
    /** Stops sending; resolves when nothing of it touches the database any more. What is on goes on at the next start. */
    async close(): Promise<void> {
      closing.abort();
      for (const { abort } of sortings.values()) abort.abort();
      // Not settled first: under load the rounds of a campaign that is on follow each other without a pause.
      await rounds.close();
      await settled();
    },
  };
}

/** What openCampaignSystem returns. */
export type CampaignSystem = ReturnType<typeof openCampaignSystem>;
