import { callableAt } from '../callable-times/callable-at.ts';
import { openCallableTimeSets } from '../callable-times/callable-time-sets.ts';
import { callableWhenMapped } from '../callable-times/callable-when-mapped.ts';
import { zonesOf } from '../callable-times/zones-of-number.ts';
import { openCampaignSchedules } from '../campaign-schedules/campaign-schedules.ts';
import { type CampaignSystemParts, openCampaignSystem } from '../campaigns/open-campaigns.ts';
import { sortOrder } from '../campaigns/sort-order.ts';
import { compileFilter } from '../contact-filters/compile-filter.ts';
import { openContactFilters } from '../contact-filters/contact-filters.ts';
import { contactListStore } from '../contact-lists/contact-list-store.ts';
import { contactStore } from '../contact-lists/contact-store.ts';
import { openContactSystem } from '../contact-lists/open-contact-lists.ts';
import type { Conversations } from '../conversations/conversations.ts';
import { openDncLists } from '../dnc-lists/dnc-lists.ts';
import { openEventLog } from '../event-log/event-log.ts';
import { importStatusOf } from '../list-imports/import-entity.ts';
import { openListExports } from '../list-imports/list-exports.ts';
import { openListImports } from '../list-imports/list-imports.ts';
import { openUploads } from '../list-imports/uploads.ts';
import { openOutboundSettings } from '../outbound-settings/organization-settings.ts';
import { type SenderStores, senderFacts } from './campaign-facts.ts';
import { scheduledCampaigns } from './scheduled-campaigns.ts';

/** What campaigns and their lists work with. */
export interface OutboundParts
  extends SenderStores,
    Pick<
      CampaignSystemParts,
      'database' | 'clock' | 'ids' | 'log' | 'divisions' | 'messages' | 'emails' | 'deliveries'
    > {
  readonly conversations: Pick<Conversations, 'one'>;
  /** ISO 3166: where national phone numbers belong; absent: nowhere. */
  readonly country?: string | undefined;
}

/** Opens what stands behind `/api/v2/outbound`: lists, filters, times, campaigns. */
export function openOutbound(parts: OutboundParts) {
  const { database, clock, ids } = parts;
  const lists = contactListStore(database.sqlite, ids);
  const contacts = contactStore(database.sqlite, clock);
  const eventLog = openEventLog(parts);
  const settings = openOutboundSettings(parts);
  const callableTimeSets = openCallableTimeSets(parts);
  const contactFilters = openContactFilters({ ...parts, lists, contacts });
  const contactSystem = openContactSystem({
    ...parts,
    lists,
    contacts,
    contactFilters,
    orderBy: sortOrder,
    importStatusOf(key) {
      const newest = listImports.newest('contacts', key);
      return newest && importStatusOf(newest);
    },
  });
  const dncLists = openDncLists({
    ...parts,
    importStatusOf(listKey) {
      const newest = listImports.newest('dnc', listKey);
      return newest && importStatusOf(newest);
    },
  });
  const listImports = openListImports({
    ...parts,
    lists,
    contacts,
    dncLists,
    contactsAdded: (listKey) => contactSystem.contactLists.contactsAdded(listKey),
  });
  const uploads = openUploads({ ...parts, lists, dncLists, listImports });
  const listExports = openListExports({ ...parts, lists, contacts, dncLists, search: contactSystem.search });
  const campaigns = openCampaignSystem({
    ...parts,
    ground: {
      ...senderFacts(parts),
      list: lists.byKey,
      importOf: listImports.newest,
      dncList(id) {
        const list = dncLists.one(id);
        return list && { ...list, contactMethod: list.settings.contactMethod };
      },
      filter(id) {
        const found = contactFilters.one(id);
        if (found === undefined) return undefined;
        const { listKey, filter } = found;
        return { listKey, condition: (columnNames) => compileFilter(filter, columnNames, clock.now()) };
      },
      callableTimes(id) {
        const times = callableTimeSets.one(id)?.callableTimes;
        return times && { callableAt: (zones, now) => callableAt(times, zones, now) };
      },
    },
    listKey: (id) => lists.one(id)?.key,
    contact: contacts.at,
    isExcluded: (ids, address, textOf) =>
      ids.some((id) => {
        const list = dncLists.one(id);
        return list !== undefined && dncLists.excludes(list, address, textOf, clock.now());
      }),
    zonesOf,
    hours: {
      callableWhenMapped: (zones, now) =>
        callableWhenMapped(settings.read().automaticTimeZoneMapping, zones, now),
      isWaitedFor: () => settings.read().rescheduleTimeZoneSkippedContacts,
    },
    record: ({ id, name }, event) =>
      eventLog.record({
        ...event,
        category: 'MESSAGING_CAMPAIGN',
        errorEntity: { id, name, selfUri: `/api/v2/outbound/messagingcampaigns/${id}` },
      }),
  });

  const schedules = openCampaignSchedules({
    ...parts,
    eventLog,
    campaigns: scheduledCampaigns(campaigns, eventLog),
  });

  dncLists.usedBy({
    isUsing: ({ key }) => listImports.isUnderWay('dnc', key),
    letGo: ({ key }) => listImports.forget('dnc', key),
  });
  dncLists.usedBy({ isUsing: ({ id }) => campaigns.store.countUsing('$.dncListIds', id) > 0 });
  contactSystem.contactLists.usedBy({ isUsing: (key) => campaigns.store.countOfList(key) > 0 });
  contactSystem.contactLists.usedBy({
    isUsing: (key) => listImports.isUnderWay('contacts', key),
    letGo: (key) => listImports.forget('contacts', key),
  });
  contactSystem.contactLists.observe(campaigns.contactsAdded);
  callableTimeSets.observe(campaigns.timesChanged);
  settings.observe(() => campaigns.timesChanged());
  contactFilters.usedBy({ isUsing: (id) => campaigns.store.countUsing('$.contactListFilterIds', id) > 0 });
  callableTimeSets.usedBy({ isUsing: (id) => campaigns.store.countUsing('$.callableTimeSetId', id) > 0 });

  return {
    lists,
    contacts,
    contactSystem,
    contactLists: contactSystem.contactLists,
    eventLog,
    settings,
    callableTimeSets,
    contactFilters,
    dncLists,
    listImports,
    uploads,
    listExports,
    campaigns,
    schedules,
    /** Takes up what the last process left under way. */
    async recover(): Promise<void> {
      await listImports.recover();
    },
    /** Sends nothing from now on; what is asked for is still done. */
    async rest(): Promise<void> {
      await schedules.close();
      await campaigns.close();
    },
    /** Ends what is under way; resolves when nothing of it touches the database any more. */
    async close(): Promise<void> {
      await listImports.close();
      await contactSystem.close();
      await schedules.close();
      await campaigns.close();
      await dncLists.close();
    },
  };
}

/** What openOutbound returns. */
export type Outbound = ReturnType<typeof openOutbound>;
