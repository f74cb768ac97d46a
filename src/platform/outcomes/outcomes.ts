import { Type } from 'typebox';
import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { type ContactAddress, readAddress, readChannel } from '../contact-address.ts';
import type { Carriers } from '../deliveries/deliveries.ts';
import { MESSAGE_CHANNELS, type MessageChannel, type PlannedStep } from '../messages/message.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { DeliveryOutcome, planOf } from './outcome.ts';
import type { OutcomeSeed } from './outcome-seed.ts';
import { outcomeStore, type StoredOutcome } from './outcome-store.ts';

const checkPut = requestCheck(Type.Object({ outcome: DeliveryOutcome }, { additionalProperties: false }));

/** Scripted outcomes: what the local outbox does with messages to an address, until it is told otherwise. */
export function openOutcomes({
  database,
  clock,
  carriers,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly carriers: Carriers;
}) {
  const store = outcomeStore(database.sqlite);

  /** Sets the outcome of an address; an earlier one is replaced. Messages accepted before keep theirs. */
  async function put(channel: string, address: string, body: unknown): Promise<Outcome<StoredOutcome>> {
    const key = readKey(channel, address);
    if (!key.ok) return key;
    const checked = checkPut(body);
    if (!checked.ok) return checked;
    const { outcome } = checked.value;
    const plan = planOf(outcome, key.value.channel);
    if (!plan.ok) return plan;
    const stored = { ...key.value, outcome, plan: plan.value, modifiedAt: clock.now() };
    await database.commits.add(() => void store.put(stored));
    return done(stored);
  }

  function read(channel: string, address: string): Outcome<StoredOutcome> {
    const key = readKey(channel, address);
    if (!key.ok) return key;
    const stored = store.one(key.value.channel, key.value.address);
    return stored === undefined ? NOT_FOUND : done(stored);
  }

  /** Messages to the address are delivered at once again. */
  async function remove(channel: string, address: string): Promise<Outcome<undefined>> {
    const key = readKey(channel, address);
    if (!key.ok) return key;
    let isRemoved = false;
    await database.commits.add(() => {
      isRemoved = store.drop(key.value.channel, key.value.address);
    });
    return isRemoved ? done(undefined) : NOT_FOUND;
  }

  /** Stores the outcomes of a seed, checked by checkOutcomeSeed. Runs in a commit. */
  function plant(seeds: readonly OutcomeSeed[]): void {
    for (const { channel, address, outcome } of seeds) {
      const key = readAddress(channel, address);
      const plan = planOf(outcome, channel);
      if (key.ok && plan.ok)
        store.put({ channel, address: key.value, outcome, plan: plan.value, modifiedAt: clock.now() });
    }
  }

  /**
   * The steps of a message that is being accepted; undefined: delivered at once, or brought out by a real carrier.
   *
   * @param address as a message carries it.
   */
  function planFor(channel: MessageChannel, address: string): readonly PlannedStep[] | undefined {
    if (carriers[channel] !== undefined) return undefined;
    return store.one(channel, channel === 'email' ? address.toLowerCase() : address)?.plan;
  }

  return { put, read, remove, plant, planFor, all: store.all };
}

/** What openOutcomes returns. */
export type Outcomes = ReturnType<typeof openOutcomes>;

const NOT_FOUND = refuse('not.found', 'No outcome is set for this channel and address.');

function readKey(channel: string, address: string): Outcome<ContactAddress> {
  const known = readChannel(channel);
  if (known === undefined)
    return refuse('not.found', `The channel must be one of ${MESSAGE_CHANNELS.join(', ')}.`, {
      field: 'channel',
    });
  const read = readAddress(known, address);
  return read.ok ? done({ channel: known, address: read.value }) : read;
}
