import type Sqlite from 'better-sqlite3';
import type { Interaction } from '../interactions/interaction.ts';
import type { InteractionStore } from '../interactions/interaction-store.ts';
import type { Queue } from '../queues/queue.ts';
import type { Queues } from '../queues/queues.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { Callback } from './callback.ts';
import { readNumber } from './callback-numbers.ts';
import type { CallbackStore } from './callback-store.ts';
import { type KnownCall, knownCalls } from './known-calls.ts';

/** Where a callback is asked for: a participant of a conversation. */
export interface CallbackPlace {
  readonly conversationId: string;
  readonly participantId: string;
}

/** The conversation that a callback is asked for in, as far as it is known. */
export interface CallbackBasis {
  readonly id: string;
  readonly interaction?: Interaction;
  /** The flow that handles it. */
  readonly call?: KnownCall;
}

/** What is known of conversations that callbacks are asked for in: their caller and their queue. */
export function callbackBases({
  sqlite,
  interactions,
  store,
  queues,
}: {
  readonly sqlite: Sqlite.Database;
  readonly interactions: InteractionStore;
  readonly store: CallbackStore;
  readonly queues: Pick<Queues, 'find' | 'named'>;
}) {
  const callOf = knownCalls(sqlite);

  /** The conversation, unless nothing can be asked for in it by this participant now (K8). */
  function basisOf({ conversationId, participantId }: CallbackPlace): Outcome<CallbackBasis> {
    const call = callOf(conversationId);
    const interaction = interactions.one(conversationId);
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

  /** K5: the queue asked for, or else the one the interaction is or was in. */
  function queueOf(queueId: string | undefined, basis: CallbackBasis | undefined): Outcome<Queue> {
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

  return { basisOf, queueOf };
}

/** K4: the number of who called or wrote. */
export function numbersOf(basis: CallbackBasis | undefined): readonly string[] {
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
