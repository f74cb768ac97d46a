import { type Static, Type } from 'typebox';
import { pointerTo } from '../../authoring/json.ts';
import { readAddress } from '../contact-address.ts';
import { MESSAGE_CHANNELS } from '../messages/message.ts';
import { type SeedFault, seedFault } from '../seed-fault.ts';
import { ConsentGrant } from './consent-grant.ts';
import type { ConsentStore } from './consent-store.ts';

/** A consent of a seed. */
export const ConsentSeed = Type.Object(
  {
    channel: Type.Enum([...MESSAGE_CHANNELS]),
    address: Type.String({
      minLength: 1,
      maxLength: 320,
      description: 'A phone number, with or without +, or an e-mail address',
    }),
    ...ConsentGrant.properties,
  },
  { additionalProperties: false },
);
export type ConsentSeed = Static<typeof ConsentSeed>;

/** The consents of a seed that are for no address. */
export function* consentFaults(seeds: readonly ConsentSeed[]): Iterable<SeedFault> {
  for (const [index, { channel, address }] of seeds.entries()) {
    if (readAddress(channel, address).ok) continue;
    yield seedFault(
      'SEED_CONSENT',
      pointerTo('', 'consents', index, 'address'),
      `no address on ${channel}`,
      channel === 'email' ? 'write local-part@domain' : 'write the number with its country code',
    );
  }
}

/** Stores consents where none is on record: a withdrawal outlives the seed. Runs in a commit. */
export function plantConsents(store: ConsentStore, seeds: readonly ConsentSeed[], now: number): void {
  for (const { channel, address, method, businessName, evidence = '' } of seeds) {
    const read = readAddress(channel, address);
    if (!read.ok || store.one(channel, read.value) !== undefined) continue;
    const grant = { channel, address: read.value, method, businessName, evidence };
    store.record({ ...grant, status: 'granted', grantedAt: now, withdrawnAt: null }, now);
  }
}
