import { type Static, Type } from 'typebox';
import { pointerTo } from '../../authoring/json.ts';
import { readAddress } from '../contact-address.ts';
import { MESSAGE_CHANNELS } from '../messages/message.ts';
import { type SeedFault, seedFault } from '../seed-fault.ts';
import { DeliveryOutcome, planOf } from './outcome.ts';

/** What becomes of messages to an address, as a seed sets it. */
export const OutcomeSeed = Type.Object(
  {
    channel: Type.Enum([...MESSAGE_CHANNELS]),
    address: Type.String({
      minLength: 1,
      maxLength: 320,
      description: 'A phone number, with or without +, or an e-mail address',
    }),
    outcome: DeliveryOutcome,
  },
  { additionalProperties: false },
);
export type OutcomeSeed = Static<typeof OutcomeSeed>;

/** What is wrong with the outcomes of a seed besides their shape. */
export function* outcomeFaults(seeds: readonly OutcomeSeed[]): Iterable<SeedFault> {
  for (const [index, { channel, address, outcome }] of seeds.entries()) {
    const at = pointerTo('', 'outcomes', index);
    const read = readAddress(channel, address);
    if (!read.ok)
      yield seedFault(
        'SEED_OUTCOME',
        pointerTo(at, 'address'),
        `no address on ${channel}`,
        channel === 'email' ? 'write local-part@domain' : 'write the number with its country code',
      );
    const plan = planOf(outcome, channel);
    if (!plan.ok)
      yield seedFault(
        'SEED_OUTCOME',
        pointerTo(at, 'outcome'),
        plan.refusal.message,
        'see GET /attendant/outcomes/presets',
      );
  }
}
