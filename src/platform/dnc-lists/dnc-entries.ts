import { Type } from 'typebox';
import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { decide } from '../outbound/decide.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { withoutNulls } from '../without-nulls.ts';
import { type DncEntryStore, MAX_ENTRIES, MAX_ENTRIES_OF_ALL } from './dnc-entry-store.ts';
import { readExpiry } from './dnc-expiry.ts';
import { type DncKind, type DncList, kindsOf } from './dnc-list.ts';
import type { DncListStore } from './dnc-list-store.ts';
import type { dncSlices } from './dnc-slices.ts';
import { dncValue } from './dnc-value.ts';

/** How many values are read, and how many entries one transaction stores, before others get their turn. */
const SLICE = 5000;

const Values = Type.Array(Type.String({ maxLength: 1000 }));
const checkValues = requestCheck(Values);
const Action = Type.Optional(Type.Enum(['Add', 'Remove']));
const Expiry = Type.Optional(Type.String({ maxLength: 100 }));
const patchOf = (name: string) =>
  requestCheck(Type.Object({ action: Action, expirationDateTime: Expiry, [name]: Type.Optional(Values) }));

/** What PATCH calls the values of a kind. */
const NAMES = {
  phone: 'phoneNumbers',
  whatsapp: 'whatsAppNumbers',
  email: 'emailAddresses',
  custom: 'customExclusionColumnEntries',
} as const;
const CHECKS = {
  phone: patchOf(NAMES.phone),
  whatsapp: patchOf(NAMES.whatsapp),
  email: patchOf(NAMES.email),
  custom: patchOf(NAMES.custom),
} as const;

/** What the API adds to the entries of do-not-contact lists, and takes away. */
export function dncEntryChanges({
  database,
  clock,
  lists,
  entries,
  slices,
  country,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly lists: DncListStore;
  readonly entries: DncEntryStore;
  readonly slices: ReturnType<typeof dncSlices>;
  readonly country: string | undefined;
}) {
  /** Adds the values of a body that is an array. */
  async function add(
    id: string,
    kind: DncKind,
    body: unknown,
    expirationDateTime: string | undefined,
  ): Promise<Outcome<undefined>> {
    const list = listFor(id, kind);
    if (!list.ok) return list;
    const checked = checkValues(body);
    if (!checked.ok) return checked;
    return addTexts(list.value, kind, checked.value, { expirationDateTime, at: '' });
  }

  /** Adds or removes the values of a PATCH. Without an action they are added. [a guess] */
  async function patch(id: string, kind: DncKind, body: unknown): Promise<Outcome<undefined>> {
    const list = listFor(id, kind);
    if (!list.ok) return list;
    const checked = CHECKS[kind](withoutNulls(body));
    if (!checked.ok) return checked;
    const { action, expirationDateTime } = checked.value as { action?: string; expirationDateTime?: string };
    const name = NAMES[kind];
    const texts = (checked.value as { readonly [name: string]: readonly string[] | undefined })[name];
    if (texts === undefined) return refuse('constraint.validation', `${name} is required.`, { field: name });
    if (action === 'Remove') return removeTexts(list.value, kind, texts, `${name}.`);
    return addTexts(list.value, kind, texts, { expirationDateTime, at: `${name}.` });
  }

  /** Deletes all entries of a kind, or those that have expired. */
  async function clear(
    id: string,
    kind: DncKind,
    { expiredOnly }: { readonly expiredOnly: boolean },
  ): Promise<Outcome<undefined>> {
    const list = lists.one(id);
    if (list === undefined) return NO_LIST;
    await slices.remove(list.key, { kind, ...(expiredOnly ? { expiredAt: clock.now() } : {}) });
    return done(undefined);
  }

  function listFor(id: string, kind: DncKind): Outcome<DncList> {
    const list = lists.one(id);
    if (list === undefined) return NO_LIST;
    if (kindsOf(list.settings).includes(kind)) return done(list);
    const { dncSourceType, contactMethod } = list.settings;
    if (kind === 'custom' || dncSourceType === 'rds_custom') return WRONG_SOURCE;
    return refuse(
      'attendant.dnc.contact.method',
      `The list is for ${contactMethod}; it does not take ${NAMES[kind]}.`,
    );
  }

  async function addTexts(
    list: DncList,
    kind: DncKind,
    texts: readonly string[],
    { expirationDateTime, at }: { readonly expirationDateTime: string | undefined; readonly at: string },
  ): Promise<Outcome<undefined>> {
    const expiry = readExpiry(expirationDateTime, clock.now());
    if (!expiry.ok) return expiry;
    const values = await readValues(kind, texts, at);
    if (!values.ok) return values;
    for (let from = 0; from < values.value.length; from += SLICE) {
      const added = await addSlice(list.id, kind, values.value.slice(from, from + SLICE), expiry.value);
      if (!added.ok) return added;
    }
    return done(undefined);
  }

  function addSlice(
    id: string,
    kind: DncKind,
    values: readonly string[],
    expiresAt: number | null,
  ): Promise<Outcome<undefined>> {
    return decide(database, () => {
      const list = lists.one(id);
      if (list === undefined) return NO_LIST;
      const refused = refuseFull(list, kind, values);
      if (refused !== undefined) return refused;
      entries.addEntries(
        list.key,
        values.map((value) => ({ kind, value, expiresAt })),
      );
      return done(undefined);
    });
  }

  /** A refusal when a list, or all of them, would have more entries than they may. */
  function refuseFull(
    { key, entryCount }: DncList,
    kind: DncKind,
    values: readonly string[],
  ): Outcome<never> | undefined {
    const [room, roomOfAll] = [MAX_ENTRIES - entryCount, MAX_ENTRIES_OF_ALL - entries.total()];
    if (values.length <= Math.min(room, roomOfAll)) return undefined;
    const fresh = values.length - entries.countKnown(key, kind, values);
    if (fresh > room) return FULL;
    return fresh > roomOfAll ? ALL_FULL : undefined;
  }

  async function removeTexts(
    list: DncList,
    kind: DncKind,
    texts: readonly string[],
    at: string,
  ): Promise<Outcome<undefined>> {
    const values = await readValues(kind, texts, at);
    if (!values.ok) return values;
    for (let from = 0; from < values.value.length; from += SLICE)
      await database.commits.add(() =>
        entries.removeEntries(list.key, kind, values.value.slice(from, from + SLICE)),
      );
    return done(undefined);
  }

  /** Each value once, in the form that is stored; or a refusal that names the first that is none, by its place. */
  async function readValues(
    kind: DncKind,
    texts: readonly string[],
    at: string,
  ): Promise<Outcome<readonly string[]>> {
    const values = new Set<string>();
    for (const [index, text] of texts.entries()) {
      const value = dncValue(kind, text, country);
      if (value === undefined) return refuseValue(kind, { field: `${at}${index}`, at, index, country });
      values.add(value);
      if (index % SLICE === SLICE - 1) await new Promise((resolve) => setImmediate(resolve));
    }
    return done([...values]);
  }

  return { add, patch, clear, refuseFull };
}

function refuseValue(
  kind: DncKind,
  { field, at, index, country }: { field: string; at: string; index: number; country: string | undefined },
): Outcome<never> {
  const what = at === '' ? `The value at index ${index}` : field;
  switch (kind) {
    case 'email':
      return refuse('attendant.address.not.email', `${what} is no e-mail address.`, { field });
    case 'whatsapp':
      return refuse(
        'attendant.address.not.phone.id',
        `${what} is not a WhatsApp phone ID: write country code and number as 7 to 15 digits.`,
        { field },
      );
    case 'custom':
      return refuse('constraint.validation', `${what} must be a text of 1 to 512 characters.`, { field });
    case 'phone':
      return refuse('attendant.address.not.e164', `${what} is no phone number: ${howToWrite(country)}.`, {
        field,
      });
  }
}

function howToWrite(country: string | undefined): string {
  return country === undefined
    ? 'write + and country code and number, or set organization.defaultCountryCode in the platform file for national numbers'
    : `write + and country code and number, or a number of ${country}`;
}

const NO_LIST = refuse('dnc.list.not.found', 'No do-not-contact list has this id.');
const WRONG_SOURCE = refuse(
  'dnc.source.operation.not.supported',
  'Lists of type rds take addresses, lists of type rds_custom take customExclusionColumnEntries.',
);
const FULL = refuse(
  'dnc.records.per.list.limit.exceeded',
  `A do-not-contact list has at most ${MAX_ENTRIES} entries.`,
);
const ALL_FULL = refuse(
  'dnc.records.per.organization.limit.exceeded',
  `All do-not-contact lists together have at most ${MAX_ENTRIES_OF_ALL} entries.`,
);
