import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { type ContactAddress, readAddress, readChannel } from '../contact-address.ts';
import { MESSAGE_CHANNELS, type MessageChannel } from '../messages/message.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { ConsentGrant, ConsentWithdrawal } from './consent-grant.ts';
import { type Consent, type ConsentEvent, consentStore } from './consent-store.ts';
import { asWord, START_WORDS, STOP_WORDS } from './stop-words.ts';

/** A consent with everything that was ever said about it, oldest first. */
export interface ConsentRecord extends Consent {
  readonly history: readonly ConsentEvent[];
}

/** What a message of a customer did to the consent. */
export type Heard = 'withdrawn' | 'granted' | 'nothing';

const checkGrant = requestCheck(ConsentGrant);
const checkWithdrawal = requestCheck(ConsentWithdrawal);

/**
 * The consent register (W5): who agreed, when, how, and to hear from which business. WhatsApp needs a grant; on SMS and
 * e-mail whoever has withdrawn is not written to.
 */
export function openConsents({
  database,
  clock,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
}) {
  const store = consentStore(database.sqlite);

  function recordOf(channel: string, address: string): ConsentRecord | undefined {
    const consent = store.one(channel, address);
    return consent && { ...consent, history: store.history(channel, address) };
  }

  /** Grants; the same grant again changes nothing. */
  async function grant(channel: string, address: string, body: unknown): Promise<Outcome<ConsentRecord>> {
    const key = readKey(channel, address);
    if (!key.ok) return key;
    const checked = checkGrant(body);
    if (!checked.ok) return checked;
    const { method, businessName, evidence = '' } = checked.value;
    await database.commits.add(() => {
      const stored = store.one(key.value.channel, key.value.address);
      const isSame = stored?.status === 'granted' && stored.method === method;
      if (isSame && stored.businessName === businessName && stored.evidence === evidence) return;
      const granted = { ...key.value, method, businessName, evidence, grantedAt: clock.now() };
      store.record({ ...granted, status: 'granted', withdrawnAt: null }, clock.now());
    });
    return read(channel, address);
  }

  /**
   * Withdraws; withdrawing again changes nothing. Where nothing is on record, SMS and e-mail keep the withdrawal, because
   * there only a withdrawal is in the way of a message.
   *
   * @param body how it came; nothing: the operator's word.
   */
  async function withdraw(
    channel: string,
    address: string,
    body: unknown = {},
  ): Promise<Outcome<ConsentRecord>> {
    const key = readKey(channel, address);
    if (!key.ok) return key;
    const checked = checkWithdrawal(body);
    if (!checked.ok) return checked;
    const needsGrant = key.value.channel === 'whatsapp';
    await database.commits.add(() => {
      const stored = store.one(key.value.channel, key.value.address);
      if (stored === undefined && needsGrant) return;
      end(key.value, checked.value);
    });
    return read(channel, address);
  }

  function end(
    { channel, address }: ContactAddress,
    how: Partial<Pick<ConsentEvent, 'method' | 'evidence'>>,
  ) {
    const stored = store.one(channel, address);
    if (stored?.status === 'withdrawn') return;
    const withdrawnAt = clock.now();
    const { method = 'operator', evidence = '' } = how;
    const none = { channel, address, method, businessName: '', evidence, grantedAt: null };
    store.record({ ...none, ...stored, status: 'withdrawn', withdrawnAt }, withdrawnAt, how);
  }

  /**
   * Hears what a customer wrote: STOP and its like withdraw, START takes a withdrawal on SMS back. Must run inside the
   * commit that stores the message, so that what the customer said and what follows from it stand or fall together.
   *
   * @param address as messages carry it.
   * @param messageId of the customer's message; kept as the evidence.
   */
  function hear(channel: MessageChannel, address: string, text: string, messageId: string): Heard {
    const word = asWord(text);
    const key = readAddress(channel, address);
    if (word === '' || !key.ok) return 'nothing';
    const how = { method: 'message', evidence: `message ${messageId}: ${word}` };
    if (STOP_WORDS[channel].includes(word)) {
      end({ channel, address: key.value }, how);
      return 'withdrawn';
    }
    if (channel !== 'sms' || !START_WORDS.includes(word)) return 'nothing';
    const stored = store.one(channel, key.value);
    if (stored?.status !== 'withdrawn') return 'nothing';
    const grantedAt = clock.now();
    store.record({ ...stored, ...how, status: 'granted', grantedAt, withdrawnAt: null }, grantedAt);
    return 'granted';
  }

  function read(channel: string, address: string): Outcome<ConsentRecord> {
    const key = readKey(channel, address);
    if (!key.ok) return key;
    const record = recordOf(key.value.channel, key.value.address);
    return record === undefined
      ? refuse('attendant.consent.not.found', `No consent for this ${channel} address is on record.`)
      : done(record);
  }

  /** Whether somebody has said on a channel that they want no messages. The address is as messages carry it. */
  function isWithdrawn(channel: MessageChannel, address: string): boolean {
    const key = channel === 'email' ? address.toLowerCase() : address;
    return store.one(channel, key)?.status === 'withdrawn';
  }

  return { store, grant, withdraw, hear, read, isWithdrawn, newest: store.newest };
}

/** What openConsents returns. */
export type Consents = ReturnType<typeof openConsents>;

function readKey(channel: string, address: string): Outcome<ContactAddress> {
  const known = readChannel(channel);
  if (known === undefined) {
    return refuse(
      'attendant.consent.not.found',
      `The channel must be one of ${MESSAGE_CHANNELS.join(', ')}.`,
      { field: 'channel' },
    );
  }
  const read = readAddress(known, address);
  return read.ok ? done({ channel: known, address: read.value }) : read;
}
