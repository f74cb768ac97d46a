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
import { openCallbackChanges } from './callback-changes.ts';
import { createdEntity } from './callback-entity.ts';
import { callbackMoves } from './callback-moves.ts';
import { readNumber } from './callback-numbers.ts';
import { openCallbackRounds } from './callback-rounds.ts';
import { callbackStore } from './callback-store.ts';
import { type ReadTime, readCallbackTime, type WithoutTime } from './callback-time.ts';
import { type AskedCallback, readCreateRequest } from './create-request.ts';
import { type KnownCall, knownCalls } from './known-calls.ts';
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

/** Where a callback is asked for: a participant of a conversation. */
export interface CallbackPlace {
  readonly conversationId: string;
  readonly participantId: string;
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
  const callOf = knownCalls(database.sqlite);
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
      const basis = basisOf(place);
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

  /** The conversation that a callback is asked for in, as far as it is known. */
  function basisOf({ conversationId, participantId }: CallbackPlace): Outcome<Basis> {
    const call = callOf(conversationId);
    const interaction = interactions.store.one(conversationId);
    if (interaction === undefined) {
      if (call === undefined) return NO_CONVERSATION;
      const isThere = [`${conversationId}-customer`, `${conversationId}-flow`].includes(participantId);
      return isThere ? done({ id: conversationId, call }) : NO_PARTICIPANT;
    }
    const participant = interaction.participants.find((one) => one.id === participantId);
    if (participant === undefined) return NO_PARTICIPANT;
    if (participant.purpose === 'acd') return NO_ACD;
    const open = store.ofInteraction(conversationId).some(isToCome);
    return open ? SCHEDULED : done({ id: conversationId, interaction, ...(call && { call }) });
  }

  function decide(asked: AskedCallback, basis?: Basis): Outcome<JsonObject> {
    const numbers = asked.numbers.length > 0 ? asked.numbers : numbersOf(basis);
    if (numbers.length === 0) return NO_NUMBERS;
    const queue = queueOf(asked, basis);
    if (!queue.ok) return queue;
    const time = readCallbackTime(asked.time, clock.now(), withoutTime);
    if (!time.ok) return time;
    const refused =
      asked.ownerId === undefined ? undefined : refuseOwnership(queue.value, time.value.at, clock.now());
    return refused ?? done(keep(asked, { numbers, queue: queue.value, time: time.value }, basis));
  }

  /** K5: the queue asked for, or else the one the interaction is or was in. */
  function queueOf({ queueId }: AskedCallback, basis: Basis | undefined): Outcome<Queue> {
    if (queueId !== undefined) {
      const queue = queues.find(queueId);
      return queue === undefined ? NO_QUEUE : done(queue);
    }
    if (basis === undefined) return QUEUE_MISSING;
    const { interaction, call } = basis;
    const last = interaction?.participants.findLast((one) => one.queueId !== undefined)?.queueId;
    const known = [...(last === undefined ? [] : [last]), ...(call?.queues ?? [])];
    const queue = known.map((one) => queues.find(one) ?? queues.named(one)).find((one) => one !== undefined);
    return queue === undefined ? QUEUE_REQUIRED : done(queue);
  }

  function keep(
    asked: AskedCallback,
    { numbers, queue, time }: { numbers: readonly string[]; queue: Queue; time: ReadTime },
    basis: Basis | undefined,
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
    basis: Basis | undefined,
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

interface Basis {
  readonly id: string;
  readonly interaction?: Interaction;
  readonly call?: KnownCall;
}

/** K4: the number of who called or wrote. */
function numbersOf(basis: Basis | undefined): readonly string[] {
  const { interaction, call } = basis ?? {};
  const address = interaction?.customerAddress ?? '';
  const written = interaction?.channel === 'whatsapp' ? `+${address}` : address;
  const number = readNumber(written) ?? readNumber(call?.from ?? '');
  return number === undefined ? [] : [number];
}

/** Whether a callback is still to be made: an interaction has one at most (K8). */
function isToCome({ state }: Callback): boolean {
  return state !== 'connected' && state !== 'disconnected';
}

const NO_NUMBERS = refuse(
  'callback.error.missing.callback.numbers',
  'callbackNumbers is required: it holds the number to call, in E.164.',
  { field: 'callbackNumbers' },
);
const QUEUE_MISSING = refuse(
  'callback.error.missing.queue.id',
  'queueId is required, in the request or in its routingData.',
  { field: 'queueId' },
);
const QUEUE_REQUIRED = refuse(
  'conversation.error.queue.required',
  'queueId is required: the conversation is and was in no queue.',
  { field: 'queueId' },
);
const NO_QUEUE = refuse('conversations.error.queue.not.found', 'queueId is no queue of this organization.', {
  field: 'queueId',
});
const NO_CONVERSATION = refuse('conversation.error.conversation.not.found', 'No conversation has this id.');
const NO_PARTICIPANT = refuse(
  'conversation.error.not.conversation.participant',
  'No participant of the conversation has this id.',
);
const NO_ACD = refuse(
  'conversation.error.cannot.callback.acd',
  'A queue cannot be called back; name the customer’s participant.',
);
const SCHEDULED = refuse(
  'attendant.callback.scheduled.already',
  'The conversation has a callback that is still to be made; move that one, or end it first.',
);
