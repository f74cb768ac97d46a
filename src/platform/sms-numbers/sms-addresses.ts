import { Type } from 'typebox';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { NAME } from '../authorization/request-texts.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import type { SmsAddress } from './sms-address-store.ts';
import type { SmsNumbers } from './sms-numbers.ts';

const checkAddress = requestCheck(
  Type.Object({
    name: NAME,
    street: NAME,
    city: NAME,
    region: NAME,
    postalCode: NAME,
    countryCode: Type.String({ pattern: '^[A-Z]{2}$' }),
  }),
);

/** Addresses that SMS numbers are registered for. They are kept and not looked up anywhere. */
export function openSmsAddresses({
  database,
  clock,
  ids,
  numbers: { store: numbers, addresses: store },
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly numbers: SmsNumbers;
}) {
  async function create(body: unknown): Promise<Outcome<SmsAddress>> {
    const asked = checkAddress(body);
    if (!asked.ok) return asked;
    const { name, street, city, region, postalCode, countryCode } = asked.value;
    const address = { id: ids.next(), name, street, city, region, postalCode, countryCode };
    await database.commits.add(() => void store.add(address, clock.now()));
    return done(address);
  }

  async function remove(id: string): Promise<Outcome<undefined>> {
    let outcome: Outcome<undefined> = UNKNOWN;
    await database.commits.add(() => {
      if (numbers.usesAddress(id)) outcome = IN_USE;
      else outcome = store.drop(id).changes > 0 ? done(undefined) : UNKNOWN;
    });
    return outcome;
  }

  function read(id: string): Outcome<SmsAddress> {
    const address = store.one(id);
    return address === undefined ? UNKNOWN : done(address);
  }

  return { create, read, remove, all: store.all };
}

/** What openSmsAddresses returns. */
export type SmsAddresses = ReturnType<typeof openSmsAddresses>;

const UNKNOWN = refuse('not.found', 'No SMS address has this id.');
const IN_USE = refuse(
  'attendant.sms.address.in.use',
  'A number is registered for this address; give the number back first.',
);
