import { type Static, Type } from 'typebox';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { NAME } from '../authorization/request-texts.ts';
import { readE164 } from '../contact-address.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { smsAddressStore } from './sms-address-store.ts';
import { SMS_NUMBER_TYPES, type SmsNumber, smsNumberStore } from './sms-number-store.ts';

const COUNTRY_CODE = Type.String({
  pattern: '^[A-Z]{2}$',
  description: 'Two capital letters, such as US (ISO 3166-1)',
});

/** The body of `POST /api/v2/routing/sms/phonenumbers`, as far as it is read. */
const checkProvision = requestCheck(
  Type.Object({
    phoneNumber: Type.String({ minLength: 1, maxLength: 100 }),
    phoneNumberType: Type.Enum([...SMS_NUMBER_TYPES]),
    countryCode: COUNTRY_CODE,
    name: Type.Optional(NAME),
    addressId: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  }),
);
/** `supportedContent` is all that can be changed in Genesys Cloud, and it is not kept here; the name is ours. */
const checkPatch = requestCheck(Type.Object({ attendantName: Type.Optional(NAME) }));

/** A number of a seed. */
export const SmsNumberSeed = Type.Object(
  {
    id: Type.String({
      pattern: '^[\\x21-\\x7e]{1,100}$',
      description: '1 to 100 ASCII characters without spaces',
    }),
    phoneNumber: Type.String({ pattern: '^\\+[1-9]\\d{6,14}$', description: 'With + and country code' }),
    name: Type.Optional(NAME),
    type: Type.Optional(Type.Enum([...SMS_NUMBER_TYPES], { description: 'Absent: local' })),
    countryCode: Type.Optional(COUNTRY_CODE),
  },
  { additionalProperties: false },
);
export type SmsNumberSeed = Static<typeof SmsNumberSeed>;

/** The numbers of the organization that SMS go out from (W10): "bought" without anybody being asked or charged. */
export function openSmsNumbers({
  database,
  clock,
  ids,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
}) {
  const store = smsNumberStore(database.sqlite);
  const addresses = smsAddressStore(database.sqlite);

  /** Reads, decides and stores in one commit. */
  async function change(decide: () => Outcome<SmsNumber>): Promise<Outcome<SmsNumber>> {
    let outcome: Outcome<SmsNumber> = UNKNOWN;
    await database.commits.add(() => {
      outcome = decide();
      if (outcome.ok) store.put(outcome.value);
    });
    return outcome;
  }

  async function provision(body: unknown): Promise<Outcome<SmsNumber>> {
    const asked = checkProvision(body);
    if (!asked.ok) return asked;
    const { phoneNumberType: type, countryCode, name = null, addressId = null } = asked.value;
    const phoneNumber = readE164(asked.value.phoneNumber, 'phoneNumber');
    if (!phoneNumber.ok) return phoneNumber;
    const now = clock.now();
    const times = { createdAt: now, modifiedAt: now, version: 1 };
    return change(() => {
      if (store.byNumber(phoneNumber.value) !== undefined) return TAKEN;
      if (addressId !== null && addresses.one(addressId) === undefined) return UNKNOWN_ADDRESS;
      return done({
        id: ids.next(),
        phoneNumber: phoneNumber.value,
        name,
        type,
        countryCode,
        addressId,
        ...times,
      });
    });
  }

  async function update(id: string, body: unknown): Promise<Outcome<SmsNumber>> {
    const asked = checkPatch(body);
    if (!asked.ok) return asked;
    return change(() => {
      const stored = store.one(id);
      if (stored === undefined) return UNKNOWN;
      const { attendantName: name = stored.name } = asked.value;
      return done({ ...stored, name, modifiedAt: clock.now(), version: stored.version + 1 });
    });
  }

  /** Gives a number back. Messages that went through it stay. */
  async function remove(id: string): Promise<Outcome<undefined>> {
    let isRemoved = false;
    await database.commits.add(() => {
      isRemoved = store.drop(id).changes > 0;
    });
    return isRemoved ? done(undefined) : UNKNOWN;
  }

  /** Stores the numbers of a seed. Runs in a commit. */
  function plant(seeds: readonly SmsNumberSeed[]): void {
    const now = clock.now();
    for (const { id, phoneNumber, name = null, type = 'local', countryCode = 'US' } of seeds) {
      const { createdAt = now, version = 0, addressId = null } = store.one(id) ?? {};
      const rest = { addressId, createdAt, modifiedAt: now, version: version + 1 };
      store.put({ id, phoneNumber, name, type, countryCode, ...rest });
    }
  }

  return { store, addresses, provision, update, remove, plant };
}

/** What openSmsNumbers returns. */
export type SmsNumbers = ReturnType<typeof openSmsNumbers>;

const UNKNOWN = refuse('not.found', 'No SMS number has this id.');
const UNKNOWN_ADDRESS = refuse(
  'attendant.sms.address.not.found',
  'addressId must be the id of an SMS address.',
  { field: 'addressId' },
);
const TAKEN = refuse('attendant.sms.number.taken', 'phoneNumber is a number of this organization already.', {
  field: 'phoneNumber',
});
