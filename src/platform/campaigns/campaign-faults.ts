import type { AddressColumn, ContactList } from '../contact-lists/contact-list.ts';
import type { Campaign, CampaignSettings } from './campaign.ts';
import { channelFaults } from './campaign-channel-faults.ts';
import { type Checked, type Fault, fault } from './campaign-fault.ts';
import type { CampaignGround, DncStanding } from './campaign-ground.ts';

/** Everything that keeps a campaign from being sent (C3, C4, C6, C7, C8, C10), in the order of its form. */
export function campaignFaults(
  campaign: Checked,
  list: ContactList,
  ground: CampaignGround,
): readonly Fault[] {
  return [
    ...listFaults(campaign, list, ground),
    ...filterFaults(campaign.settings, list, ground),
    ...rateFaults(campaign, ground),
    ...dncFaults(campaign, ground),
    ...channelFaults(campaign, list, ground),
    ...timeFaults(campaign, list, ground),
    ...sortFaults(campaign.settings, list),
  ];
}

const COLUMN_KINDS = {
  whatsapp: { property: 'whatsAppColumns', word: 'WhatsApp', field: 'whatsAppConfig.whatsAppColumns' },
  sms: { property: 'phoneColumns', word: 'phone', field: 'smsConfig.phoneColumn' },
  email: { property: 'emailColumns', word: 'e-mail', field: 'emailConfig.emailColumns' },
} as const;

/** The columns of a list that hold addresses of a channel. */
export function addressColumns(
  channel: Campaign['channel'],
  { settings }: ContactList,
): readonly AddressColumn[] {
  return settings[COLUMN_KINDS[channel].property];
}

/** C3. */
function* listFaults(
  { channel, settings }: Checked,
  list: ContactList,
  ground: CampaignGround,
): Iterable<Fault> {
  const field = 'contactList';
  const { word, field: columnField } = COLUMN_KINDS[channel];
  const known = addressColumns(channel, list).map(({ columnName }) => columnName);
  if (known.length === 0)
    yield fault(
      'attendant.contact.list.no.column',
      field,
      `The contact list ${list.name} has no ${word} column; make a list with one.`,
    );
  for (const column of columnsOf(settings))
    if (known.length > 0 && !known.includes(column))
      yield fault(
        'attendant.contact.list.no.column',
        columnField,
        `${column} is no ${word} column of the contact list; it has ${known.join(', ')}.`,
      );
  const { state } = ground.importOf('contacts', list.key) ?? {};
  if (state === 'running' || state === 'undoing')
    yield fault(
      'attendant.contact.list.import.running',
      field,
      `An import of the contact list ${list.name} is still running; wait until it has ended.`,
    );
  else if (state === 'failed')
    yield fault(
      'attendant.contact.list.import.failed',
      field,
      `The last import of the contact list ${list.name} failed; import the file again.`,
    );
  if (list.contactCount === 0)
    yield fault(
      'attendant.contact.list.empty',
      field,
      `The contact list ${list.name} has no contacts; import a file, or add some.`,
    );
}

/** The columns with addresses that a campaign names. */
export function columnsOf({ whatsApp, sms, email }: CampaignSettings): readonly string[] {
  return whatsApp?.columns ?? email?.columns ?? (sms === undefined ? [] : [sms.phoneColumn]);
}

/** C6. */
function* filterFaults(
  { contactListFilterIds }: CampaignSettings,
  list: ContactList,
  ground: CampaignGround,
): Iterable<Fault> {
  for (const [index, id] of contactListFilterIds.entries()) {
    const field = `contactListFilters.${index}.id`;
    const filter = ground.filter(id);
    if (filter === undefined)
      yield fault('attendant.campaign.part.not.found', field, `${field} is no contact list filter.`);
    else if (filter.listKey !== list.key)
      yield fault(
        'attendant.campaign.filter.other.list',
        field,
        `${field} filters another contact list; take a filter of ${list.name}.`,
      );
  }
}

/** C7. */
function* rateFaults({ channel, settings }: Checked, ground: CampaignGround): Iterable<Fault> {
  const most = ground.maxPerMinute(channel);
  if (settings.messagesPerMinute > most)
    yield fault(
      'attendant.campaign.rate.too.high',
      'messagesPerMinute',
      `messagesPerMinute must not be more than ${most}, which all campaigns of the channel share.`,
    );
}

/** Which contact methods a channel can use. */
const METHODS: { readonly [channel in Campaign['channel']]: readonly DncStanding['contactMethod'][] } = {
  whatsapp: ['WhatsApp', 'Phone', 'Any'],
  sms: ['Phone', 'WhatsApp', 'Any'],
  email: ['Email', 'Any'],
};

/** C4. */
function* dncFaults({ channel, settings }: Checked, ground: CampaignGround): Iterable<Fault> {
  for (const [index, id] of settings.dncListIds.entries()) {
    const field = `dncLists.${index}.id`;
    const list = ground.dncList(id);
    if (list === undefined) {
      yield fault('attendant.campaign.part.not.found', field, `${field} is no do-not-contact list.`);
      continue;
    }
    const { name, contactMethod } = list;
    if (!METHODS[channel].includes(contactMethod))
      yield fault(
        'attendant.dnc.list.method',
        field,
        `The contact method of the do-not-contact list ${name} is ${contactMethod}; this campaign needs ${METHODS[channel].join(' or ')}.`,
      );
    yield* dncImportFaults(list, field, ground);
  }
}

function* dncImportFaults(
  { key, name, entryCount }: DncStanding,
  field: string,
  ground: CampaignGround,
): Iterable<Fault> {
  const { state, rejectedCount = 0 } = ground.importOf('dnc', key) ?? {};
  if (state === 'running' || state === 'undoing')
    yield fault(
      'attendant.dnc.list.import.running',
      field,
      `An import of the do-not-contact list ${name} is still running; wait until it has ended.`,
    );
  else if (state === 'failed' || rejectedCount > 0)
    yield fault(
      'attendant.dnc.list.import.failed',
      field,
      state === 'failed'
        ? `The last import of the do-not-contact list ${name} failed; import the file again.`
        : `${rejectedCount} rows of the last import of the do-not-contact list ${name} were rejected; mend them and import the file again.`,
    );
  if (entryCount === 0)
    yield fault(
      'attendant.dnc.list.empty',
      field,
      `The do-not-contact list ${name} has no entries; import a file, add some, or leave the list out.`,
    );
}

function* timeFaults(
  { channel, settings }: Checked,
  list: ContactList,
  ground: CampaignGround,
): Iterable<Fault> {
  const { callableTimeSetId } = settings;
  if (callableTimeSetId === undefined) return;
  if (ground.callableTimes(callableTimeSetId) === undefined)
    yield fault(
      'attendant.campaign.part.not.found',
      'callableTimeSet.id',
      'callableTimeSet.id is no callable time set.',
    );
  const used = addressColumns(channel, list).filter(({ columnName }) =>
    columnsOf(settings).includes(columnName),
  );
  const hasZones = used.some(({ timeZoneColumn }) => timeZoneColumn !== undefined);
  const isMapped = list.settings.automaticTimeZoneMapping && channel !== 'email';
  if (used.length > 0 && !hasZones && !isMapped)
    yield fault(
      'attendant.campaign.no.time.zones',
      'callableTimeSet.id',
      `The contact list ${list.name} has no time zone column beside ${columnsOf(settings).join(', ')}, so nobody would ever be callable; leave callableTimeSet out, or take a list with time zones.`,
    );
}

/** C10. */
function* sortFaults({ contactSorts }: CampaignSettings, { settings }: ContactList): Iterable<Fault> {
  for (const [index, { fieldName }] of contactSorts.entries())
    if (!settings.columnNames.includes(fieldName))
      yield fault(
        'attendant.campaign.column.not.found',
        `contactSorts.${index}.fieldName`,
        `contactSorts.${index}.fieldName must be a column of the contact list: ${settings.columnNames.join(', ')}.`,
      );
}
