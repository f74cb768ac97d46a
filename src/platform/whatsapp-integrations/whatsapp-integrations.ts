import { Type } from 'typebox';
import type { Clock, Ids } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { NAME } from '../authorization/request-texts.ts';
import { readE164 } from '../contact-address.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { requestCheck } from '../request-check.ts';
import type { WhatsAppIntegration, WhatsAppIntegrationStore } from './whatsapp-integration-store.ts';

const Secret = Type.String({ minLength: 1, maxLength: 10_000 });
const checkNew = requestCheck(
  Type.Object({
    name: NAME,
    phoneNumber: Type.String({ minLength: 1, maxLength: 100 }),
    wabaCertificate: Secret,
  }),
);
const checkPatch = requestCheck(Type.Object({ name: Type.Optional(NAME) }));
const checkSignUp = requestCheck(Type.Object({ name: NAME, embeddedSignupAccessToken: Secret }));
const checkActivation = requestCheck(
  Type.Object({
    phoneNumber: Type.String({ minLength: 1, maxLength: 100 }),
    pin: Type.String({ pattern: '^\\d{6}$', description: 'The six digits of two-step verification' }),
  }),
);
const checkStatus = requestCheck(
  Type.Object({ status: Type.Enum(['active', 'inactive']) }, { additionalProperties: false }),
);

/**
 * The WhatsApp integrations of the organization (W2). Certificates, access tokens and PINs are asked for, as Genesys
 * Cloud asks for them, and are not kept: nobody here would check them.
 */
export function openWhatsAppIntegrations({
  database,
  clock,
  ids,
  store,
}: {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: WhatsAppIntegrationStore;
}) {
  /** Reads, decides and stores in one commit. */
  async function change(decide: () => Outcome<WhatsAppIntegration>): Promise<Outcome<WhatsAppIntegration>> {
    let outcome: Outcome<WhatsAppIntegration> = UNKNOWN;
    await database.commits.add(() => {
      outcome = decide();
      if (outcome.ok) store.put(outcome.value);
    });
    return outcome;
  }

  const changeOne = (
    id: string,
    to: (stored: WhatsAppIntegration) => Outcome<Partial<WhatsAppIntegration>>,
  ) =>
    change(() => {
      const stored = store.one(id);
      if (stored === undefined) return UNKNOWN;
      const changed = to(stored);
      if (!changed.ok) return changed;
      return done({ ...stored, ...changed.value, modifiedAt: clock.now(), version: stored.version + 1 });
    });

  function begin(first: Pick<WhatsAppIntegration, 'name' | 'phoneNumber' | 'status'>): WhatsAppIntegration {
    const now = clock.now();
    const times = { createdAt: now, modifiedAt: now, version: 1 };
    return { id: ids.next(), ...first, blockedAt: null, blockedUntil: null, ...times };
  }

  /** With a certificate, as partners do it: active at once. */
  async function create(body: unknown): Promise<Outcome<WhatsAppIntegration>> {
    const asked = checkNew(body);
    if (!asked.ok) return asked;
    const number = readE164(asked.value.phoneNumber, 'phoneNumber');
    if (!number.ok) return number;
    const { name } = asked.value;
    return change(() =>
      store.byNumber(number.value) === undefined
        ? done(begin({ name, phoneNumber: number.value, status: 'active' }))
        : TAKEN,
    );
  }

  /** Begins an embedded sign-up: incomplete until a number is chosen. */
  async function signUp(body: unknown): Promise<Outcome<WhatsAppIntegration>> {
    const asked = checkSignUp(body);
    if (!asked.ok) return asked;
    const { name } = asked.value;
    return change(() => done(begin({ name, phoneNumber: '', status: 'incomplete' })));
  }

  /** Ends an embedded sign-up: the number is chosen, the integration active. */
  async function activate(id: string, body: unknown): Promise<Outcome<WhatsAppIntegration>> {
    const asked = checkActivation(body);
    if (!asked.ok) return asked;
    const number = readE164(asked.value.phoneNumber, 'phoneNumber');
    if (!number.ok) return number;
    return changeOne(id, (stored) => {
      if (stored.status !== 'incomplete' && stored.phoneNumber !== number.value) return SIGNED_UP;
      const owner = store.byNumber(number.value);
      if (owner !== undefined && owner.id !== id) return TAKEN;
      return done({ phoneNumber: number.value, status: 'active' });
    });
  }

  async function update(id: string, body: unknown): Promise<Outcome<WhatsAppIntegration>> {
    const asked = checkPatch(body);
    if (!asked.ok) return asked;
    const { name } = asked.value;
    return changeOne(id, (stored) => done({ name: name ?? stored.name }));
  }

  /** The operator's way to switch an integration off and on. */
  async function putStatus(id: string, body: unknown): Promise<Outcome<WhatsAppIntegration>> {
    const asked = checkStatus(body);
    if (!asked.ok) return asked;
    const { status } = asked.value;
    return changeOne(id, (stored) => (stored.status === 'incomplete' ? INCOMPLETE : done({ status })));
  }

  /** Lifts a block before its time (W8). What was sent before counts no more. */
  const unblock = (id: string) =>
    changeOne(id, ({ blockedUntil }) =>
      done(blockedUntil === null ? {} : { blockedUntil: Math.min(blockedUntil, clock.now()) }),
    );

  /** Deletes an integration. Its messages and conversations stay, and keep its id. */
  async function remove(id: string): Promise<Outcome<WhatsAppIntegration>> {
    let outcome: Outcome<WhatsAppIntegration> = UNKNOWN;
    await database.commits.add(() => {
      const stored = store.one(id);
      if (stored === undefined) return;
      store.drop(id);
      outcome = done(stored);
    });
    return outcome;
  }

  function read(id: string): Outcome<WhatsAppIntegration> {
    const stored = store.one(id);
    return stored === undefined ? UNKNOWN : done(stored);
  }

  return {
    store,
    /** Epoch ms: whether an integration is blocked depends on it. */
    now: () => clock.now(),
    create,
    signUp,
    activate,
    update,
    putStatus,
    unblock,
    remove,
    read,
  };
}

/** What openWhatsAppIntegrations returns. */
export type WhatsAppIntegrations = ReturnType<typeof openWhatsAppIntegrations>;

const UNKNOWN = refuse('not.found', 'No WhatsApp integration has this id.');
const TAKEN = refuse(
  'attendant.integration.number.taken',
  'Another WhatsApp integration has this phoneNumber.',
  { field: 'phoneNumber' },
);
const SIGNED_UP = refuse(
  'attendant.integration.signed.up',
  'The embedded sign-up of this integration is over; its phoneNumber cannot change.',
  { field: 'phoneNumber' },
);
const INCOMPLETE = refuse(
  'attendant.integration.not.active',
  'The embedded sign-up of this integration is not over; end it with a phoneNumber and a pin first.',
  { field: 'status' },
);
