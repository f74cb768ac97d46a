import type { JsonObject } from '../../authoring/json.ts';
import { type ParticipantChange, readParticipantChange } from '../conversations/participant-request.ts';
import type { Participant } from '../interactions/interaction.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { Queues } from '../queues/queues.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { Callback } from './callback.ts';
import type { WithInteraction } from './callback-entity.ts';
import type { CallbackMoves } from './callback-moves.ts';
import type { CallbackStore } from './callback-store.ts';
import { checkTransfer } from './change-requests.ts';

type Found = WithInteraction & { readonly participant: Participant };

/** What changes of participants work with. */
export interface ParticipantParts {
  readonly interactions: Interactions;
  readonly queues: Queues;
  readonly store: CallbackStore;
  readonly moves: CallbackMoves;
  /** Decides and stores in one commit. */
  decided<T>(decide: () => Outcome<T>): Promise<Outcome<T>>;
  participantOf(conversationId: string, participantId: string): Outcome<Found>;
}

/** A participant, and its communication where the path names it. */
export interface ParticipantPlace {
  readonly conversationId: string;
  readonly participantId: string;
  readonly communicationId?: string;
}

/** What participants of callbacks do: take an offer, let it pass, hang up, hand over, say what came of it. */
export function openParticipantChanges(parts: ParticipantParts) {
  const { interactions, queues, store, moves, decided, participantOf } = parts;

  /** Connects or disconnects a participant, or keeps a wrap-up. */
  async function changeParticipant(place: ParticipantPlace, body: unknown): Promise<Outcome<JsonObject>> {
    const asked = readParticipantChange(body);
    if (!asked.ok) return asked;
    if (place.communicationId !== undefined && asked.value.state === undefined) return STATE_REQUIRED;
    return decided(() => {
      const found = find(place);
      return found.ok ? changed(found.value, asked.value) : found;
    });
  }

  function changed(
    { interaction, participant, callbacks }: Found,
    { state, ...more }: ParticipantChange,
  ): Outcome<JsonObject> {
    const callback = callbackOf(participant, callbacks);
    if (participant.endedAt !== undefined && (state ?? more.isHeld) !== undefined) return NOT_ACTIVE;
    if (callback === undefined) return NOT_ACTIVE;
    if (Object.keys(more).length > 0) interactions.changeParticipant(interaction, participant.id, more);
    if (state === 'disconnected') hangUp(callback, participant);
    else if (state === 'connected' && participant.state !== 'connected') {
      if (participant.purpose !== 'agent' || callback.state !== 'alerting') return NOT_OFFERED;
      moves.answer(callback);
    }
    return done({});
  }

  /** An agent who is only offered it lets it pass; anybody else ends it. */
  function hangUp(callback: Callback, participant: Participant): void {
    if (participant.purpose === 'agent' && callback.state === 'alerting') moves.pass(callback);
    else moves.end(callback, participant.purpose === 'customer' ? 'peer' : 'client');
  }

  /** Hands over what an agent talks about: to a queue, or to another agent. */
  async function transfer(place: ParticipantPlace, body: unknown): Promise<Outcome<undefined>> {
    const asked = checkTransfer(body);
    if (!asked.ok) return asked;
    const { userId, queueId } = asked.value;
    if ((userId ?? queueId) === undefined) return NO_TARGET;
    return decided(() => {
      const found = find(place);
      if (!found.ok) return found;
      const { participant, callbacks } = found.value;
      const callback = callbacks.find(
        (one) => one.state === 'connected' && one.agentId === participant.userId,
      );
      if (callback === undefined || participant.state !== 'connected') return NOT_CONNECTED;
      if (queueId !== undefined && queues.find(queueId) === undefined) return NO_QUEUE;
      if (callbacks.some(({ state }) => state !== 'connected' && state !== 'disconnected')) return SCHEDULED;
      moves.transfer(callback, { queueId: queueId ?? callback.queueId, ownerId: userId ?? null });
      return done(undefined);
    });
  }

  /** Keeps what an agent says came of it. */
  async function putWrapup(place: ParticipantPlace, body: unknown): Promise<Outcome<undefined>> {
    const asked = readParticipantChange({ wrapup: body });
    if (!asked.ok) return asked;
    return decided(() => {
      const found = find(place);
      if (!found.ok) return found;
      const { interaction, participant } = found.value;
      interactions.changeParticipant(interaction, participant.id, asked.value);
      return done(undefined);
    });
  }

  /** The wrap-up of a participant, as Genesys' `AssignedWrapupCode`; empty while there is none. */
  function readWrapup(place: ParticipantPlace): Outcome<JsonObject> {
    const found = find(place);
    if (!found.ok) return found;
    const { name: _name, ...wrapup } = found.value.participant.wrapup ?? {};
    return done(wrapup);
  }

  function find({ conversationId, participantId, communicationId }: ParticipantPlace): Outcome<Found> {
    const found = participantOf(conversationId, participantId);
    if (!found.ok || communicationId === undefined) return found;
    return found.value.participant.communicationId === communicationId ? found : NO_COMMUNICATION;
  }

  /** Lets the operator play the agent whom a callback is offered to, or end it. @param id a callback's or its conversation's. */
  async function play(id: string, what: 'answer' | 'decline' | 'disconnect'): Promise<Outcome<Callback>> {
    return decided(() => {
      const callback =
        store.one(id) ?? store.ofInteraction(id).findLast(({ state }) => state !== 'disconnected');
      if (callback === undefined) return NO_CALLBACK;
      if (what === 'disconnect')
        return done(callback.state === 'disconnected' ? callback : moves.end(callback, 'client'));
      if (callback.state !== 'alerting') return NOT_OFFERED;
      return done(what === 'answer' ? moves.answer(callback) : moves.pass(callback));
    });
  }

  return { changeParticipant, transfer, putWrapup, readWrapup, play };
}

/** The callback that a participant is or was there for. */
function callbackOf(participant: Participant, callbacks: readonly Callback[]): Callback | undefined {
  return (
    callbacks.find((one) => one.participantId === participant.id) ??
    callbacks.find((one) => participant.userId !== undefined && one.agentId === participant.userId) ??
    callbacks.findLast((one) => one.createdAt <= participant.beganAt)
  );
}

const STATE_REQUIRED = refuse('communication.state.required', 'state is required.', { field: 'state' });
const NOT_ACTIVE = refuse(
  'conversation.error.participant.no.active.conversations',
  'The participant has left the conversation.',
);
const NOT_OFFERED = refuse(
  'attendant.callback.not.offered',
  'The callback is not offered to an agent now; only then it can be answered or declined.',
);
const NO_TARGET = refuse('constraint.validation', 'queueId or userId is required.', { field: 'queueId' });
const NOT_CONNECTED = refuse(
  'conversations.error.transfer.not.connected',
  'Only an agent who is connected can hand over.',
);
const NO_QUEUE = refuse('conversations.error.queue.not.found', 'queueId is no queue of this organization.', {
  field: 'queueId',
});
const SCHEDULED = refuse(
  'attendant.callback.scheduled.already',
  'The conversation has a callback that is still to be made; end that one first.',
);
const NO_COMMUNICATION = refuse(
  'conversation.error.not.conversation.participant',
  'The participant has no communication with this id.',
);
const NO_CALLBACK = refuse(
  'attendant.callback.not.found',
  'No callback, and no conversation with one, has this id.',
);
