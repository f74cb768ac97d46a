import { pointerTo } from '../../authoring/json.ts';
import { didYouMean } from '../../authoring/suggest.ts';
import type { PlatformSeed } from '../platform-seed.ts';
import { type SeedFault, seedFault } from '../seed-fault.ts';
import { type DncKind, kindsOf } from './dnc-list.ts';
import { type DncListSeed, SEED_KINDS, SEED_NAMES, settingsOf } from './dnc-list-seed.ts';
import { dncValue } from './dnc-value.ts';

const HINTS: { readonly [kind in DncKind]: string } = {
  phone: 'write + and country code and number, or set `organization.defaultCountryCode` for national numbers',
  whatsapp: 'write country code and number as 7 to 15 digits',
  email: 'write local-part@domain',
  custom: 'write a text of one line, 1 to 512 characters',
};

/** The faults of a seed's lists: names used twice, entries of a kind the list does not take, entries that are no address. */
export function* dncListFaults({
  organization: { defaultCountryCode: country },
  dncLists = [],
  divisions = [],
}: Pick<PlatformSeed, 'organization' | 'dncLists' | 'divisions'>): Iterable<SeedFault> {
  const divisionIds = divisions.map(({ id }) => id);
  const names = new Set<string>();
  for (const [index, list] of dncLists.entries()) {
    const pointer = pointerTo('', 'dncLists', index);
    const name = list.name.toLowerCase();
    if (names.has(name))
      yield seedFault(
        'SEED_DNC_LIST',
        pointerTo(pointer, 'name'),
        'another do-not-contact list has this name',
        'give each a name of its own',
      );
    names.add(name);
    if (list.divisionId !== undefined && !divisionIds.includes(list.divisionId))
      yield seedFault(
        'UNKNOWN_DIVISION',
        pointerTo(pointer, 'divisionId'),
        `no division has the id \`${list.divisionId}\``,
        didYouMean(list.divisionId, divisionIds, 'add it to `divisions`; leave it out for Home'),
      );
    yield* entryFaults(list, pointer, country);
  }
}

function* entryFaults(list: DncListSeed, at: string, country: string | undefined): Iterable<SeedFault> {
  const kinds = kindsOf(settingsOf(list));
  for (const name of SEED_NAMES) {
    const kind = SEED_KINDS[name];
    const texts = list[name] ?? [];
    if (texts.length > 0 && !kinds.includes(kind))
      yield seedFault(
        'SEED_DNC_LIST',
        pointerTo(at, name),
        `this list does not take ${name}`,
        `it takes ${SEED_NAMES.filter((other) => kinds.includes(SEED_KINDS[other])).join(', ')}; see contactMethod and customExclusionColumn`,
      );
    for (const [index, text] of texts.entries())
      if (dncValue(kind, text, country) === undefined)
        yield seedFault(
          'SEED_DNC_LIST',
          pointerTo(at, name, index),
          `this is none of the ${name} that can be stored`,
          HINTS[kind],
        );
  }
}
