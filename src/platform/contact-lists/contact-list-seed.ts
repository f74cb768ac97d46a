import { type Static, Type } from 'typebox';
import { own } from '../../authoring/json.ts';
import { NAME } from '../authorization/request-texts.ts';
import type { Outcome } from '../refusal.ts';
import type { ContactToAdd } from './contact-adding.ts';
import type { ContactList } from './contact-list.ts';
import { type AskedContactList, readContactList } from './contact-list-request.ts';
import type { ContactLists } from './contact-lists.ts';
import type { ContactStore } from './contact-store.ts';
import { MAX_CONTACT_ID } from './limits.ts';

/** More contacts belong into a file that is imported. */
const MAX_SEED_CONTACTS = 10_000;

const SeedId = Type.String({
  pattern: '^[\\x21-\\x7e]{1,100}$',
  description: '1 to 100 ASCII characters without spaces',
});
const Column = Type.String({ description: 'One of columnNames' });
const Kind = Type.String({ description: 'A word such as Home or Work' });

/** A contact list in a seed. */
export const ContactListSeed = Type.Object(
  {
    id: SeedId,
    name: NAME,
    divisionId: Type.Optional(SeedId),
    columnNames: Type.Array(Type.String(), { description: 'Up to 50; they cannot change later' }),
    phoneColumns: Type.Optional(
      Type.Array(
        Type.Object(
          { columnName: Column, type: Kind, callableTimeColumn: Type.Optional(Column) },
          { additionalProperties: false },
        ),
        { description: 'Columns with E.164 numbers, and those that name their time zones' },
      ),
    ),
    emailColumns: digitalColumns('Columns with e-mail addresses, and those that name their time zones'),
    whatsAppColumns: digitalColumns('Columns with phone IDs, and those that name their time zones'),
    automaticTimeZoneMapping: Type.Optional(
      Type.Boolean({ description: 'Whether time zones follow from phone numbers' }),
    ),
    trimWhitespace: Type.Optional(Type.Boolean({ description: 'Whether cells lose the spaces around them' })),
    contacts: Type.Optional(
      Type.Array(
        Type.Object(
          {
            id: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_CONTACT_ID })),
            data: Type.Record(Type.String(), Type.String()),
            callable: Type.Optional(Type.Boolean()),
          },
          { additionalProperties: false },
        ),
        { maxItems: MAX_SEED_CONTACTS, description: 'Added when the list is made' },
      ),
    ),
  },
  { additionalProperties: false },
);
export type ContactListSeed = Static<typeof ContactListSeed>;

function digitalColumns(description: string) {
  return Type.Optional(
    Type.Array(
      Type.Object(
        { columnName: Column, type: Kind, contactableTimeColumn: Type.Optional(Column) },
        { additionalProperties: false },
      ),
      { description },
    ),
  );
}

/** A seed as the API would read it, or why it would refuse it. */
export function readSeed(seed: ContactListSeed): Outcome<AskedContactList> {
  const { id: _id, divisionId: _divisionId, contacts: _contacts, ...body } = seed;
  return readContactList(body);
}

/**
 * Stores the lists of a seed, with their contacts, that are not there by id or name. A list that is there stays as it is.
 * Must run inside a commit.
 */
export function plantContactLists(
  contactLists: Pick<ContactLists, 'plant'>,
  contacts: Pick<ContactStore, 'add'>,
  seeds: readonly ContactListSeed[],
): void {
  for (const seed of seeds) {
    const asked = readSeed(seed);
    if (!asked.ok) continue;
    const { divisionId } = seed;
    const list = contactLists.plant(seed.id, {
      ...asked.value,
      ...(divisionId === undefined ? {} : { divisionId }),
    });
    if (list !== undefined)
      contacts.add(
        list,
        (seed.contacts ?? []).map((contact) => toAdd(contact, list)),
      );
  }
}

function toAdd(
  { id, data, callable }: NonNullable<ContactListSeed['contacts']>[number],
  { settings }: ContactList,
): ContactToAdd {
  return { id, data: settings.columnNames.map((column) => own(data, column) ?? ''), isCallable: callable };
}
