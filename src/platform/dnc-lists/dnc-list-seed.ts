import { type Static, Type } from 'typebox';
import { NAME } from '../authorization/request-texts.ts';
import { type DncEntry, type DncKind, type DncListSettings, kindsOf } from './dnc-list.ts';
import { ContactMethod, CustomExclusionColumn, MAX_DNC_NAME_LENGTH } from './dnc-list-request.ts';
import type { DncLists } from './dnc-lists.ts';
import { dncValue } from './dnc-value.ts';

const SeedId = Type.String({
  pattern: '^[\\x21-\\x7e]{1,100}$',
  description: '1 to 100 ASCII characters without spaces',
});
const Values = (description: string) =>
  Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), { description }));

/** A do-not-contact list in a seed. One with `customExclusionColumn` is of type `rds_custom`. */
export const DncListSeed = Type.Object(
  {
    id: SeedId,
    name: Type.String({ ...NAME, maxLength: MAX_DNC_NAME_LENGTH }),
    divisionId: Type.Optional(SeedId),
    contactMethod: Type.Optional(ContactMethod),
    customExclusionColumn: Type.Optional(CustomExclusionColumn),
    phoneNumbers: Values('With + and country code, or national ones of `organization.defaultCountryCode`'),
    whatsAppNumbers: Values('Phone IDs: country code and number'),
    emailAddresses: Values('In any case'),
    customExclusionColumnEntries: Values('Values of the column `customExclusionColumn` of contact lists'),
  },
  { additionalProperties: false },
);
export type DncListSeed = Static<typeof DncListSeed>;

/** The lists of entries in a seed. */
export const SEED_KINDS = {
  phoneNumbers: 'phone',
  whatsAppNumbers: 'whatsapp',
  emailAddresses: 'email',
  customExclusionColumnEntries: 'custom',
} as const satisfies { readonly [name: string]: DncKind };
/** Their names. */
export const SEED_NAMES = Object.keys(SEED_KINDS) as readonly (keyof typeof SEED_KINDS)[];

/**
 * Stores the lists of a seed that are not there by id or name, and of the others the entries that they lack. What stands in
 * the file is on the list after every start; nothing is removed. Must run inside a commit.
 */
export function plantDncLists(dncLists: DncLists, seeds: readonly DncListSeed[]): void {
  for (const seed of seeds) {
    const { id, name, divisionId } = seed;
    const settings = settingsOf(seed);
    const list = dncLists.plant(id, { name, settings, ...(divisionId === undefined ? {} : { divisionId }) });
    if (list !== undefined)
      dncLists.addEntries(list.key, entriesOf(seed, kindsOf(list.settings), dncLists.country));
  }
}

/** What a list of a seed is. */
export function settingsOf({ contactMethod, customExclusionColumn }: DncListSeed): DncListSettings {
  if (customExclusionColumn === undefined)
    return { dncSourceType: 'rds', contactMethod: contactMethod ?? 'Phone' };
  return { dncSourceType: 'rds_custom', contactMethod: contactMethod ?? 'Any', customExclusionColumn };
}

function entriesOf(seed: DncListSeed, kinds: readonly DncKind[], country: string | undefined): DncEntry[] {
  return SEED_NAMES.filter((name) => kinds.includes(SEED_KINDS[name])).flatMap((name) =>
    (seed[name] ?? []).flatMap((text) => {
      const value = dncValue(SEED_KINDS[name], text, country);
      return value === undefined ? [] : [{ kind: SEED_KINDS[name], value, expiresAt: null }];
    }),
  );
}
