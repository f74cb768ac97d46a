import { pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import type { PlatformSeed } from '../platform-seed.ts';
import type { Refusal } from '../refusal.ts';
import { type SeedFault, seedFault } from '../seed-fault.ts';
import type { ContactListSettings } from './contact-list.ts';
import { type ContactListSeed, readSeed } from './contact-list-seed.ts';
import { readContact } from './contact-request.ts';

/** The faults of a seed's contact lists: what the API would refuse, names used twice, unknown divisions and columns. */
export function* contactListFaults({
  contactLists = [],
  divisions = [],
}: Pick<PlatformSeed, 'contactLists' | 'divisions'>): Iterable<SeedFault> {
  const divisionIds = divisions.map(({ id }) => id);
  const names = new Set<string>();
  for (const [index, list] of contactLists.entries()) {
    const at = pointerTo('', 'contactLists', index);
    const name = list.name.toLowerCase();
    if (names.has(name))
      yield seedFault(
        'SEED_CONTACT_LIST',
        pointerTo(at, 'name'),
        'another contact list has this name',
        'give each a name of its own',
      );
    names.add(name);
    if (list.divisionId !== undefined && !divisionIds.includes(list.divisionId))
      yield seedFault(
        'UNKNOWN_DIVISION',
        pointerTo(at, 'divisionId'),
        `no division has the id \`${list.divisionId}\``,
        didYouMean(list.divisionId, divisionIds, 'add it to `divisions`; leave it out for Home'),
      );
    const asked = readSeed(list);
    if (asked.ok) yield* contactFaults(list, asked.value.settings, at);
    else yield faultOf(asked.refusal, at, 'columns stand in columnNames once, and are named there alike');
  }
}

function* contactFaults(
  { id: listId, contacts = [] }: ContactListSeed,
  settings: ContactListSettings,
  at: string,
): Iterable<SeedFault> {
  const ids = new Set<string>();
  for (const [index, contact] of contacts.entries()) {
    const pointer = pointerTo(at, 'contacts', index);
    if (contact.id !== undefined && ids.has(contact.id))
      yield seedFault(
        'DUPLICATE_ID',
        pointerTo(pointer, 'id'),
        `\`${contact.id}\` stands twice in contacts`,
        'give each an id of its own',
      );
    if (contact.id !== undefined) ids.add(contact.id);
    const asked = readContact(contact, { id: listId, settings });
    if (!asked.ok)
      yield faultOf(asked.refusal, pointer, `its columns are ${settings.columnNames.join(', ')}`);
  }
}

/** Messages of the API begin with the field, for which the pointer stands here. */
function faultOf({ message, field = '' }: Refusal, at: string, hint: string): SeedFault {
  const text = message.startsWith(`${field} `) ? message.slice(field.length + 1) : message;
  const keys = field.startsWith('data.') ? ['data', field.slice('data.'.length)] : field.split('.');
  return seedFault('SEED_CONTACT_LIST', pointerTo(at, ...keys), `this ${text.replace(/\.$/, '')}`, hint);
}
