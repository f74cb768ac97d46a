import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Ids, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { type Divisions, refuseDivision } from '../authorization/divisions.ts';
import type { Divisions as Where } from '../authorization/permissions.ts';
import type { MessageChannel } from '../messages/message.ts';
import { decide } from '../outbound/decide.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { refuseVersion } from '../version-check.ts';
import { dncEntryChanges } from './dnc-entries.ts';
import { dncEntryStore } from './dnc-entry-store.ts';
import { type DncList, KINDS_OF_CHANNEL } from './dnc-list.ts';
import { type DncListExtras, dncListDivisionView, dncListEntity } from './dnc-list-entity.ts';
import { type AskedDncChange, type AskedDncList, readDncChange, readNewDncList } from './dnc-list-request.ts';
import { type DncListQuery, dncListStore } from './dnc-list-store.ts';
import { customerOf, type DncConversations, listsFor } from './dnc-of-conversation.ts';
import { dncSlices } from './dnc-slices.ts';
import { dncValue } from './dnc-value.ts';

/** [a guess: Genesys publishes none for do-not-contact lists] */
const MAX_LISTS = 1000;

/** What uses do-not-contact lists: whether it does, and how it lets go when one is deleted. Both run inside the commit. */
export interface DncListUser {
  isUsing(list: DncList): boolean;
  letGo?(list: DncList): void;
}

/** What do-not-contact lists work with. */
export interface DncListParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly divisions: Pick<Divisions, 'divisionExists' | 'homeDivision' | 'countObjects'>;
  /** ISO 3166: where national numbers belong; absent: nowhere. */
  readonly country?: string | undefined;
  readonly conversations: DncConversations;
  /** A list's `importStatus`; undefined when there is nothing to tell. */
  readonly importStatusOf: (listKey: number) => JsonObject | undefined;
}

/** What of a list is told besides what it is. */
export interface DncListInclusion {
  readonly size?: boolean;
  readonly importStatus?: boolean;
}

/** Do-not-contact lists: `/api/v2/outbound/dnclists` (C4, C11). */
export function openDncLists(parts: DncListParts) {
  const { database, clock, ids, divisions, conversations, country, importStatusOf } = parts;
  const lists = dncListStore(database.sqlite);
  const entries = dncEntryStore(database.sqlite);
  const slices = dncSlices({ ...parts, lists, entries });
  const changes = dncEntryChanges({ ...parts, lists, entries, slices, country });
  const users: DncListUser[] = [];
  divisions.countObjects({ kind: 'DNCLIST', count: lists.countInDivision });
  slices.emptyRemoved();

  async function create(body: unknown): Promise<Outcome<JsonObject>> {
    const asked = readNewDncList(body);
    if (!asked.ok) return asked;
    return decide(database, () => {
      if (lists.count() >= MAX_LISTS) return TOO_MANY;
      return refuseNameOrDivision(asked.value) ?? done(dncListEntity(addNew(ids.next(), asked.value)));
    });
  }

  function addNew(id: string, { name, settings, divisionId = divisions.homeDivision().id }: AskedDncList) {
    const now = clock.now();
    return lists.add({ id, name, divisionId, settings, version: 1, createdAt: now, modifiedAt: now });
  }

  function refuseNameOrDivision(
    { name, divisionId }: Pick<AskedDncList, 'name' | 'divisionId'>,
    key?: number,
  ): Outcome<never> | undefined {
    const namesake = lists.named(name);
    if (namesake !== undefined && namesake.key !== key) return SAME_NAME;
    if (divisionId === undefined || divisions.divisionExists(divisionId)) return undefined;
    return refuseDivision('division.id');
  }

  async function change(id: string, body: unknown): Promise<Outcome<JsonObject>> {
    const asked = readDncChange(body);
    return decide(database, () => {
      const list = lists.one(id);
      if (list === undefined) return NOTHING_TO_CHANGE;
      return asked.ok ? changed(list, asked.value) : asked;
    });
  }

  function changed(list: DncList, asked: AskedDncChange): Outcome<JsonObject> {
    const refused =
      refuseVersion(asked.version, list.version) ??
      refuseOtherSettings(list, asked.settings) ??
      refuseNameOrDivision(asked, list.key);
    if (refused !== undefined) return refused;
    const { name, divisionId = list.divisionId } = asked;
    const after = { ...list, name, divisionId, version: list.version + 1, modifiedAt: clock.now() };
    lists.put(after);
    return done(dncListEntity(after));
  }

  /** The list is gone when this resolves; its entries are deleted behind it. */
  async function remove(id: string): Promise<Outcome<undefined>> {
    const outcome = await decide(database, () => {
      const list = lists.one(id);
      if (list === undefined) return NOTHING_TO_CHANGE;
      if (users.some((user) => user.isUsing(list))) return IN_USE;
      for (const user of users) user.letGo?.(list);
      slices.hide(list.key);
      return done(undefined);
    });
    if (outcome.ok) slices.emptyRemoved();
    return outcome;
  }

  /** The list with an id, else a new one; undefined when another has the name. Must run inside a commit. */
  function plant(id: string, asked: AskedDncList): DncList | undefined {
    const known = lists.one(id);
    if (known !== undefined) return known;
    return lists.named(asked.name) === undefined ? addNew(id, asked) : undefined;
  }

  /** Puts the customer of a conversation on every internal list for the way they were reached. [a guess] */
  async function addCustomer(conversationId: string, where: Where): Promise<Outcome<undefined>> {
    const conversation = conversations.one(conversationId, where);
    if (!conversation.ok) return conversation;
    const customer = customerOf(conversation.value, country);
    if (!customer.ok) return customer;
    const { kind, value } = customer.value;
    return decide(database, () => {
      const taking = listsFor(customer.value, lists.all());
      if (taking.length === 0) return NO_LIST_TAKES;
      for (const list of taking) {
        const refused = changes.refuseFull(list, kind, [value]);
        if (refused !== undefined) return refused;
      }
      for (const { key } of taking) entries.addEntries(key, [{ kind, value, expiresAt: null }]);
      return done(undefined);
    });
  }

  /**
   * Whether a list keeps a channel from writing to a contact now (C11): a look into the index, for messages two.
   *
   * @param contactColumn the text of a column of the contact, for custom lists; `''` where there is none.
   */
  function excludes(
    { key, settings }: Pick<DncList, 'key' | 'settings'>,
    { channel, address }: { readonly channel: MessageChannel; readonly address: string },
    contactColumn: (name: string) => string,
    now: number,
  ): boolean {
    const { dncSourceType, customExclusionColumn = '' } = settings;
    if (dncSourceType === 'rds_custom') {
      const value = dncValue('custom', contactColumn(customExclusionColumn));
      return value !== undefined && entries.excludes(key, ['custom'], value, now);
    }
    const value = entryValue(channel, address);
    return value !== undefined && entries.excludes(key, KINDS_OF_CHANNEL[channel], value, now);
  }

  /** Digits without + are a number of the country, or begin with a country code. */
  function entryValue(channel: MessageChannel, address: string): string | undefined {
    if (channel === 'email') return dncValue('email', address);
    return (
      (channel === 'sms' ? dncValue('phone', address, country) : undefined) ?? dncValue('whatsapp', address)
    );
  }

  function extrasOf({ key, entryCount }: DncList, include: DncListInclusion): DncListExtras {
    const importStatus = include.importStatus === true ? importStatusOf(key) : undefined;
    return {
      ...(include.size === true ? { size: entryCount } : {}),
      ...(importStatus === undefined ? {} : { importStatus }),
    };
  }

  return {
    /** The list with an id, for what runs with it. */
    one: lists.one,
    byKey: lists.byKey,
    create,
    change,
    remove,
    excludes,
    plant,
    addCustomer,
    /** Adds, removes and deletes entries over the API. */
    entries: changes,
    /** Stores entries by the thousand. Must run inside a commit. */
    addEntries: entries.addEntries,
    /** Where national numbers belong, for what reads them elsewhere. */
    country,
    read(id: string, include: DncListInclusion = {}): Outcome<JsonObject> {
      const list = lists.one(id);
      return list === undefined ? NO_LIST : done(dncListEntity(list, extrasOf(list, include)));
    },
    readView(id: string, include: DncListInclusion = {}): Outcome<JsonObject> {
      const list = lists.one(id);
      return list === undefined ? NO_LIST : done(dncListDivisionView(list, extrasOf(list, include)));
    },
    /** One page of the lists in Genesys' shape, and how many there are. */
    list(query: DncListQuery, include: DncListInclusion) {
      const { lists: found, total } = lists.page(query);
      return { entities: found.map((list) => dncListEntity(list, extrasOf(list, include))), total };
    },
    listViews(query: DncListQuery, include: DncListInclusion) {
      const { lists: found, total } = lists.page(query);
      return { entities: found.map((list) => dncListDivisionView(list, extrasOf(list, include))), total };
    },
    /** Lets a system say that it uses lists. */
    usedBy: (user: DncListUser) => void users.push(user),
    /** Resolves when the entries of removed lists are deleted. */
    settled: slices.emptied,
    close: slices.close,
  };
}

/** What openDncLists returns. */
export type DncLists = ReturnType<typeof openDncLists>;

function refuseOtherSettings(
  { settings }: DncList,
  asked: AskedDncChange['settings'],
): Outcome<never> | undefined {
  for (const field of ['dncSourceType', 'contactMethod', 'customExclusionColumn'] as const)
    if (asked[field] !== undefined && asked[field] !== settings[field])
      return refuse('invalid.update', `${field} of a list cannot change; make another list.`, { field });
  return undefined;
}

const NO_LIST = refuse('dnc.list.not.found', 'No do-not-contact list has this id.');
const NO_LIST_TAKES = refuse(
  'dnc.list.not.found',
  'No internal do-not-contact list takes addresses of this kind.',
);
const NOTHING_TO_CHANGE = refuse('resource.not.found', 'No do-not-contact list has this id.');
const SAME_NAME = refuse('duplicate.name', 'name is that of another list; give each a name of its own.', {
  field: 'name',
});
const IN_USE = refuse(
  'dnc.list.in.use',
  'A campaign uses this list, or a file is being imported into it; take it out of the campaign, or wait for the import.',
);
const TOO_MANY = refuse(
  'max.entity.count.reached',
  `There can be ${MAX_LISTS} do-not-contact lists; delete one that is not needed.`,
);
