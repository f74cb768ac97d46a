import type { JsonObject } from '../../authoring/json.ts';
import type { Clock, Log } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import type { Agents } from '../agents/agents.ts';
import { type KeyedOutcome, type KeyedRequest, oncePerKey } from '../idempotency.ts';
import type { Interaction, Participant } from '../interactions/interaction.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { Queue } from '../queues/queue.ts';
import type { Queues } from '../queues/queues.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { Callback } from './callback.ts';
import { type CallbackBasis, type CallbackPlace, callbackBases, numbersOf } from './callback-basis.ts';
import { openCallbackChanges } from './callback-changes.ts';
import { createdEntity } from './callback-entity.ts';
import { callbackMoves } from './callback-moves.ts';
import { openCallbackRounds } from './callback-rounds.ts';
import { callbackStore } from './callback-store.ts';
import { type ReadTime, readCallbackTime, type WithoutTime } from './callback-time.ts';
import { type AskedCallback, readCreateRequest } from './create-request.ts';
import { refuseOwnership } from './refuse-ownership.ts';

/** What callbacks work with. */
export interface CallbackParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly log: Log;
  readonly interactions: Interactions;
  readonly queues: Queues;
  readonly agents: Agents;
  /** Absent: in 30 minutes (K2). */
  readonly withoutTime?: WithoutTime | undefined;
}

/** Who asks, and whether the request may be a repeated one. */
export type CallbackCaller = Omit<KeyedRequest, 'request'>;

/**
 * Scheduled callbacks: `/api/v2/conversations/callbacks` (K).
 *
 * A1: whether a callback may be is read, decided and stored in one transaction; of two requests at once the second sees the first.
 * A2: the callback, its interaction and the kept result of its Idempotency-Key are stored together or not at all.
 */
export function openCallbacks(parts: CallbackParts) {
  const { database, clock, interactions, queues, withoutTime = 'inThirtyMinutes' } = parts;
  const store = callbackStore(database.sqlite);
  const agents = parts.agents.store;
  const moves = callbackMoves({ clock, store, interactions, agents, queues });
  const rounds = openCallbackRounds({ ...parts, store, agents, moves });
  const changes = openCallbackChanges({ ...parts, store, moves, rounds });
  const bases = callbackBases({ sqlite: database.sqlite, interactions: interactions.store, store, queues });
  const once = oncePerKey(database.sqlite);
  interactions.observe((interaction) => {
    if (changes.follow(interaction)) rounds.wake();
  });
  queues.usedBy({
    isUsing: (queueId) => store.ofQueue(queueId).length > 0,
    letGo: (queueId) => {
      for (const callback of store.ofQueue(queueId)) moves.end(callback, 'system');
    },
  });

  /** Accepts a callback that is an interaction of its own, or refuses it. */
  async function create(body: unknown, from: CallbackCaller): Promise<KeyedOutcome<JsonObject>> {
    const asked = readCreateRequest(body);
    if (!asked.ok) return { outcome: asked, isReplayed: false };
    return decided({ ...from, request: asked.value }, () => decide(asked.value));
  }

  /** Accepts a callback within a conversation, or refuses it. */
  async function createOn(
    place: CallbackPlace,
    body: unknown,
    from: CallbackCaller,
  ): Promise<KeyedOutcome<JsonObject>> {
    // The official SDK leaves the body out where everything is the conversation's.
    const asked = readCreateRequest(body === undefined ? {} : body);
    if (!asked.ok) return { outcome: asked, isReplayed: false };
    return decided({ ...from, request: { ...place, ...asked.value } }, () => {
      const basis = bases.basisOf(place);
      return basis.ok ? decide(asked.value, basis.value) : basis;
    });
  }

  async function decided(
    keyed: KeyedRequest,
    decide: () => Outcome<JsonObject>,
  ): Promise<KeyedOutcome<JsonObject>> {
    let result: KeyedOutcome<JsonObject> | undefined;
    await database.commits.add(() => {
      result = once(keyed, clock.now(), decide);
    });
    if (result === undefined) throw new Error('the commit resolved without running its write');
    rounds.wake();
    return result;
  }

  function decide(asked: AskedCallback, basis?: CallbackBasis): Outcome<JsonObject> {
    const numbers = asked.numbers.length > 0 ? asked.numbers : numbersOf(basis);
    if (numbers.length === 0) return NO_NUMBERS;
    const queue = bases.queueOf(asked.queueId, basis);
    if (!queue.ok) return queue;
    const time = readCallbackTime(asked.time, clock.now(), withoutTime);
    if (!time.ok) return time;
    const refused =
      asked.ownerId === undefined ? undefined : refuseOwnership(queue.value, time.value.at, clock.now());
    return refused ?? done(keep(asked, { numbers, queue: queue.value, time: time.value }, basis));
  }

  function keep(
    asked: AskedCallback,
    { numbers, queue, time }: { numbers: readonly string[]; queue: Queue; time: ReadTime },
    basis: CallbackBasis | undefined,
  ): JsonObject {
    const [address = ''] = numbers;
    const name = asked.details.userName ?? basis?.call?.name;
    const customer = {
      purpose: 'customer',
      state: 'scheduled',
      channel: 'callback',
      address,
      queueId: queue.id,
      attributes: asked.attributes,
      ...(name === undefined ? {} : { name }),
    } as const;
    const interaction = joined(basis, customer, address, queue.divisionId);
    const participant = interaction.participants.at(-1);
    if (participant === undefined) throw new Error('an interaction has the customer who joined it');
    const callback: Callback = {
      id: participant.communicationId,
      interactionId: interaction.id,
      participantId: participant.id,
      queueId: queue.id,
      ownerId: asked.ownerId ?? null,
      state: 'scheduled',
      priority: asked.priority,
      details: { ...asked.details, numbers, ...(time.decision && { timeDecision: time.decision }) },
      scheduledAt: time.at,
      waitsSince: null,
      heldUntil: null,
      dueAt: time.at,
      agentId: null,
      createdAt: clock.now(),
      endedAt: null,
    };
    return createdEntity(store.put(callback));
  }

  /** The interaction with the person to be called in it, last. */
  function joined(
    basis: CallbackBasis | undefined,
    customer: Pick<Participant, 'purpose' | 'state'> & Partial<Participant>,
    customerAddress: string,
    divisionId: string,
  ): Interaction {
    if (basis?.interaction !== undefined) {
      const { channel, state } = basis.interaction;
      const waits = channel === 'callback' && state === 'disconnected' ? ({ state: 'waiting' } as const) : {};
      return interactions.add(basis.interaction, customer, waits);
    }
    return interactions.begin({
      ...(basis === undefined ? {} : { id: basis.id }),
      channel: 'callback',
      direction: basis === undefined ? 'outbound' : 'inbound',
      ownAddress: '',
      customerAddress,
      divisionId,
      state: 'waiting',
      // The caller is the same as before, whatever happens in the conversation from now on.
      customer: basis === undefined ? customer : { ...customer, id: `${basis.id}-customer` },
    });
  }

  return {
    store,
    create,
    createOn,
    ...changes,
    /** Takes up what the last process left: what fell due meanwhile is due now (K10). */
    recover: rounds.wake,
    wake: rounds.wake,
    settled: rounds.settled,
    close: rounds.close,
  };
}

/** What openCallbacks returns. */
export type Callbacks = ReturnType<typeof openCallbacks>;

const NO_NUMBERS = refuse(
  'callback.error.missing.callback.numbers',
  'callbackNumbers is required: it holds the number to call, in E.164.',
  { field: 'callbackNumbers' },
);
