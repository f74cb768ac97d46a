import { type Static, Type } from 'typebox';
import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { toPhoneId } from '../phone-id.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import { type Consent, type ConsentEvent, consentStore } from './consent-store.ts';

/** The channels a consent can be for. */
export const CONSENT_CHANNELS = ['whatsapp'] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

/** One line with something in it, writable as UTF-8. Patterns are read with the `u` flag. */
const LINE = '^[^\\p{Cc}\\p{Cs}]*[^\\s\\p{Cc}\\p{Cs}][^\\p{Cc}\\p{Cs}]*$';
const TEXT = '^[^\\u0000\\p{Cs}]*$';

/** What a grant says. Who is the address it is for, when is the clock's time. */
export const ConsentGrant = Type.Object(
  {
    method: Type.String({
      minLength: 1,
      maxLength: 100,
      pattern: LINE,
      description: 'How it was given, such as ivr or web form',
    }),
    businessName: Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: LINE,
      description: 'The business the person agreed to hear from',
    }),
    evidence: Type.Optional(
      Type.String({
        maxLength: 2000,
        pattern: TEXT,
        description: 'What proves it, such as the id of the call',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ConsentGrant = Static<typeof ConsentGrant>;

/** A consent with everything that was ever said about it, oldest first. */
export interface ConsentRecord extends Consent {
  readonly history: readonly ConsentEvent[];
}

const checkGrant = requestCheck(ConsentGrant);

/** The consent register (W5): who agreed, when, how, and to hear from which business. */
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
      store.record({
        ...key.value,
        status: 'granted',
        method,
        businessName,
        evidence,
        grantedAt: clock.now(),
        withdrawnAt: null,
      });
    });
    return read(channel, address);
  }

  /** Withdraws; withdrawing again changes nothing. */
  async function withdraw(channel: string, address: string): Promise<Outcome<ConsentRecord>> {
    const key = readKey(channel, address);
    if (!key.ok) return key;
    await database.commits.add(() => {
      const stored = store.one(key.value.channel, key.value.address);
      if (stored?.status === 'granted')
        store.record({ ...stored, status: 'withdrawn', withdrawnAt: clock.now() });
    });
    return read(channel, address);
  }

  function read(channel: string, address: string): Outcome<ConsentRecord> {
    const key = readKey(channel, address);
    if (!key.ok) return key;
    const record = recordOf(key.value.channel, key.value.address);
    return record === undefined
      ? refuse('attendant.consent.not.found', `No consent for this ${channel} address is on record.`)
      : done(record);
  }

  return { store, grant, withdraw, read, newest: store.newest };
}

/** What openConsents returns. */
export type Consents = ReturnType<typeof openConsents>;

function readKey(channel: string, address: string): Outcome<{ channel: ConsentChannel; address: string }> {
  const known = CONSENT_CHANNELS.find((name) => name === channel);
  if (known === undefined) {
    return refuse(
      'attendant.consent.not.found',
      `The channel must be one of ${CONSENT_CHANNELS.join(', ')}.`,
      { field: 'channel' },
    );
  }
  const phoneId = toPhoneId(address, 'address');
  return phoneId.ok ? done({ channel: known, address: phoneId.value }) : phoneId;
}
