import { type Contact, type ContactList, columnText } from '../contact-lists/contact-list.ts';
import type { MessageChannel } from '../messages/message.ts';
import type { SqlCondition } from '../outbound/sql-condition.ts';
import type { Refusal } from '../refusal.ts';
import type { Campaign, CampaignRun, SkipReason } from './campaign.ts';
import { addressColumns, columnsOf } from './campaign-faults.ts';
import type { CallableTimes } from './campaign-ground.ts';
import { addressOf, type Offer } from './campaign-offers.ts';
import type { RunCounts } from './run-counts.ts';
import type { RunFeed } from './run-feed.ts';
import type { QueuedContact, RunStore } from './run-store.ts';

/** How many contacts more than it may message one turn of a campaign looks at: those it skips take time, too. */
const MAX_SKIPPED_AT_ONCE = 500;

/** How many windows of its list one turn looks at: filters may leave out nearly all of a million. */
const MAX_WINDOWS_AT_ONCE = 5;

/** A campaign with all that its turns need, looked up. */
export interface WorkingCampaign {
  readonly campaign: Campaign;
  readonly list: ContactList;
  readonly condition: SqlCondition | undefined;
  readonly times: CallableTimes | undefined;
  readonly offer: Offer;
  /** Whether a do-not-contact list of the campaign has the address, or excludes the contact by a column. */
  isExcluded(contact: Contact, channel: MessageChannel, address: string): boolean;
}

/** How a turn ended. */
export interface Turn {
  readonly messaged: number;
  /** `more`: contacts are left that may be written to now; `waiting`: none now; `done`: none at all. */
  readonly left: 'more' | 'waiting' | 'done';
  /** Why nothing of the campaign can be sent any more. */
  readonly refusal?: Refusal;
}

/** What turns work with. */
export interface WorkParts {
  readonly runs: RunStore;
  readonly feed: RunFeed;
  readonly counts: RunCounts;
  contact(listKey: number, sequence: number): Contact | undefined;
  /** The list as it is now. */
  list(key: number): ContactList | undefined;
  /** Time zones that follow from a phone number. */
  zonesOf(phoneNumber: string): readonly string[];
  readonly hours: ContactHours;
}

/** What the organization sets about the hours of contacts. */
export interface ContactHours {
  /** As callableTimes has it, for lists with automatic time zone mapping and campaigns without times of their own. */
  callableWhenMapped(zones: readonly string[], now: number): number | undefined;
  /** Whether a contact that is callable later waits; else it is skipped. */
  isWaitedFor(): boolean;
}

/**
 * One turn of a campaign: messages up to `most` contacts. Must run inside a commit.
 *
 * T1: a contact is settled in the commit that stores its message, so no crash comes between.
 * T2: consent, do-not-contact lists and sender are asked here, at the moment of sending.
 */
export function openCampaignWork({
  runs,
  feed,
  counts,
  contact: contactAt,
  list: listNow,
  zonesOf,
  hours,
}: WorkParts) {
  function turn(working: WorkingCampaign, runKey: number, most: number, now: number): Turn {
    let [messaged, looked, windows] = [0, 0, 0];
    while (messaged < most && looked < most + MAX_SKIPPED_AT_ONCE && windows < MAX_WINDOWS_AT_ONCE) {
      const run = runs.one(runKey);
      if (run === undefined) return { messaged, left: 'done' };
      // Who is in the queue waits there by filters or in an order that are no longer the campaign's.
      if (run.stage === 'emptying') return { messaged, left: 'waiting' };
      const batch = nextOf(runKey, now, most - messaged);
      if (batch.length === 0) {
        if (!feedMore(working, run)) return { messaged, left: restOf(run) };
        windows += 1;
      }
      for (const queued of batch) {
        const refusal = deal(working, runKey, queued, now);
        if (typeof refusal === 'object') return { messaged, left: 'more', refusal };
        if (refusal === 'messaged') messaged += 1;
        looked += 1;
      }
    }
    return { messaged, left: 'more' };
  }

  function nextOf(runKey: number, now: number, most: number): readonly QueuedContact[] {
    const due = runs.nextDue(runKey, now, most);
    return due.length > 0 ? due : runs.nextQueued(runKey, most);
  }

  /** @returns whether the list had more. */
  function feedMore({ list, condition }: WorkingCampaign, run: CampaignRun): boolean {
    const current = listNow(list.key);
    return run.stage === 'feeding' && current !== undefined && feed.feed(run, current, condition) !== run;
  }

  /** What an empty queue means: a run that is being sorted, or with contacts who wait for their time, has more to come. */
  function restOf(run: CampaignRun): Turn['left'] {
    return run.stage === 'feeding' && runs.nextDueAt(run.key) === undefined ? 'done' : 'waiting';
  }

  function deal(working: WorkingCampaign, runKey: number, { sequence }: QueuedContact, now: number) {
    const { campaign, list, offer, isExcluded } = working;
    const contact = contactAt(list.key, sequence);
    if (contact === undefined) return skip(runKey, sequence, 'CONTACT_DELETED', now);
    const address = addressOf(campaign, list, contact);
    if (address === '') return skip(runKey, sequence, 'NO_ADDRESS', now);
    if (!isContactable(contact, campaign, list)) return skip(runKey, sequence, 'NOT_CONTACTABLE', now);
    if (isExcluded(contact, campaign.channel, address)) return skip(runKey, sequence, 'ON_DNC_LIST', now);
    const later = nextCallable(working, contact, now);
    if (later === undefined) return skip(runKey, sequence, 'NEVER_CALLABLE', now);
    if (later > now && !hours.isWaitedFor()) return skip(runKey, sequence, 'NOT_CALLABLE_NOW', now);
    if (later > now) return postpone(runKey, sequence, later);
    // Counted first: the local outbox tells of a message while it is accepted.
    counts.messaged(runKey, now);
    const offered = offer(contact, address, { campaignRun: runKey, contactSequence: sequence });
    if (offered.kind === 'messaged') return settle(runKey, sequence, now);
    counts.notMessaged(runKey, now);
    return offered.kind === 'skipped' ? skip(runKey, sequence, offered.reason, now) : offered.refusal;
  }

  function settle(runKey: number, sequence: number, now: number) {
    runs.settle(runKey, sequence, 'messaged', now);
    return 'messaged' as const;
  }

  function skip(runKey: number, sequence: number, reason: SkipReason, now: number) {
    runs.settle(runKey, sequence, reason, now);
    counts.skipped(runKey, reason, now);
    return 'skipped' as const;
  }

  function postpone(runKey: number, sequence: number, until: number) {
    runs.postpone(runKey, sequence, until);
    return 'postponed' as const;
  }

  /** `now` when the contact may be written to, else when it may next. All its numbers count, not only the one written to. */
  function nextCallable({ times, campaign, list }: WorkingCampaign, contact: Contact, now: number) {
    const isMapped = list.settings.automaticTimeZoneMapping && campaign.channel !== 'email';
    if (times === undefined && !isMapped) return now;
    const columns = addressColumns(campaign.channel, list).filter(({ columnName }) =>
      columnsOf(campaign.settings).includes(columnName),
    );
    const zones = columns.flatMap(({ columnName, timeZoneColumn }) => {
      const address = columnText(contact, list, columnName).trim();
      if (address === '') return [];
      if (timeZoneColumn !== undefined) return [columnText(contact, list, timeZoneColumn).trim()];
      return isMapped ? zonesOf(address) : [];
    });
    const known = [...new Set(zones)].filter((zone) => zone !== '');
    return times === undefined ? hours.callableWhenMapped(known, now) : times.callableAt(known, now);
  }

  return { turn };
}

/** What openCampaignWork returns. */
export type CampaignWork = ReturnType<typeof openCampaignWork>;

/** Genesys' names of the media in `contactableStatus`. */
const MEDIA = { whatsapp: 'WhatsApp', sms: 'Sms', email: 'Email' } as const;

interface Contactability {
  readonly [media: string]: {
    readonly contactable?: boolean;
    readonly columnStatus?: { readonly [column: string]: { readonly contactable?: boolean } };
  };
}

/** Whether the contact's owner has left it open to be written to: the contact, its channel and the columns used. */
function isContactable(
  { isCallable, details }: Contact,
  { channel, settings }: Campaign,
  list: ContactList,
): boolean {
  if (!isCallable) return false;
  const status = (details?.['contactableStatus'] as Contactability | undefined)?.[MEDIA[channel]];
  if (status === undefined) return true;
  if (status.contactable === false) return false;
  const used = columnsOf(settings).filter((column) => list.settings.columnNames.includes(column));
  return !used.every((column) => status.columnStatus?.[column]?.contactable === false);
}
