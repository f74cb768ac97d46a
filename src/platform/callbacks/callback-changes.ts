import type { JsonObject } from '../../authoring/json.ts';
import type { Clock } from '../../ports.ts';
import type { AttendantDatabase } from '../../store/database.ts';
import { readAttributes, withAttributes } from '../conversations/participant-request.ts';
import type { Interaction, Participant } from '../interactions/interaction.ts';
import type { Interactions } from '../interactions/interactions.ts';
import type { Queues } from '../queues/queues.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import type { Callback } from './callback.ts';
import type { WithInteraction } from './callback-entity.ts';
import type { CallbackMoves } from './callback-moves.ts';
import { callbackPatches, refuseConversation } from './callback-patch.ts';
import type { CallbackRounds } from './callback-rounds.ts';
import type { CallbackStore } from './callback-store.ts';
import {
  checkBulkDisconnect,
  checkBulkPatch,
  checkConversation,
  checkPatch,
  checkReschedule,
} from './change-requests.ts';
import { openParticipantChanges } from './participant-changes.ts';

/** What changes of callbacks work with. */
export interface ChangeParts {
  readonly database: AttendantDatabase;
  readonly clock: Clock;
  readonly interactions: Interactions;
  readonly queues: Queues;
  readonly store: CallbackStore;
  readonly moves: CallbackMoves;
  readonly rounds: CallbackRounds;
}

/** What can be asked for callbacks that are there: to read, move and end them, and what their participants do. */
export function openCallbackChanges(parts: ChangeParts) {
  const { database, interactions, store, moves, rounds } = parts;
  const { patched, rescheduled } = callbackPatches(parts);

  /** Decides and stores in one commit; what follows from it comes at once. */
  async function decided<T>(decide: () => Outcome<T>): Promise<Outcome<T>> {
    let outcome: Outcome<T> | undefined;
    await database.commits.add(() => {
      outcome = decide();
    });
    if (outcome === undefined) throw new Error('the commit resolved without running its write');
    rounds.wake();
    return outcome;
  }

  /** Moves a callback to another time, queue, number or agent. */
  async function patch(body: unknown): Promise<Outcome<JsonObject>> {
    const asked = checkPatch(body);
    return asked.ok ? decided(() => patched(asked.value)) : asked;
  }

  /** Moves one to another time, for the operator. @param id the callback's. */
  async function reschedule(id: string, body: unknown): Promise<Outcome<Callback>> {
    const asked = checkReschedule(body);
    return asked.ok ? decided(() => rescheduled(id, asked.value)) : asked;
  }

  /** Moves several; one that cannot be moved leaves the others. */
  async function patchAll(body: unknown): Promise<Outcome<JsonObject>> {
    const asked = checkBulkPatch(body);
    if (!asked.ok) return asked;
    return decided(() => {
      const outcomes = asked.value.patchCallbackRequests.map((one) => {
        const checked = checkPatch(one);
        return checked.ok ? patched(checked.value) : checked;
      });
      const errorIndexes = outcomes.flatMap((one, index) => (one.ok ? [] : [index]));
      return done({ results: outcomes.map(resultOf), errorCount: errorIndexes.length, errorIndexes });
    });
  }

  /** Ends several; those that are not there are passed over, since the answer has no room for them. */
  async function disconnectAll(body: unknown): Promise<Outcome<undefined>> {
    const asked = checkBulkDisconnect(body);
    if (!asked.ok) return asked;
    return decided(() => {
      for (const { conversationId, callbackId } of asked.value.callbackDisconnectIdentifiers) {
        const callback = store.one(callbackId);
        if (callback?.interactionId === conversationId && callback.state !== 'disconnected')
          moves.end(callback, 'client');
      }
      return done(undefined);
    });
  }

  /** Ends a conversation's callbacks (K9). Ending them again changes nothing. */
  async function disconnect(conversationId: string, body: unknown): Promise<Outcome<undefined>> {
    const asked = checkConversation(body);
    if (!asked.ok) return asked;
    return decided(() => {
      for (const callback of store.ofInteraction(conversationId))
        if (callback.state !== 'disconnected') moves.end(callback, 'client');
      const found = withInteraction(conversationId);
      return found.ok ? done(undefined) : found;
    });
  }

  /** Sets participant data; what is not named stays. */
  async function setAttributes(
    conversationId: string,
    participantId: string,
    body: unknown,
  ): Promise<Outcome<JsonObject>> {
    const asked = readAttributes(body);
    if (!asked.ok) return asked;
    return decided(() => {
      const found = participantOf(conversationId, participantId);
      if (!found.ok) return found;
      const { interaction, participant } = found.value;
      const attributes = withAttributes(participant, asked.value);
      if (!attributes.ok) return attributes;
      interactions.changeParticipant(interaction, participantId, { attributes: attributes.value });
      return done({ attributes: attributes.value });
    });
  }

  /** Keeps up with what happens to an interaction elsewhere. Must run inside the commit. @returns whether something followed. */
  function follow({ id, channel, participants }: Interaction): boolean {
    if (channel !== 'callback' && !participants.some((one) => one.channel === 'callback')) return false;
    const open = store.ofInteraction(id).filter(({ state }) => state !== 'disconnected');
    const over = open.filter(({ participantId }) =>
      participants.some((one) => one.id === participantId && one.endedAt !== undefined),
    );
    for (const callback of over) moves.close(callback);
    const answered = open.filter(
      (callback) =>
        callback.state === 'alerting' &&
        participants.some((one) => one.userId === callback.agentId && one.state === 'connected'),
    );
    for (const callback of answered) if (!over.includes(callback)) moves.talk(callback);
    return over.length + answered.length > 0;
  }

  function withInteraction(conversationId: string): Outcome<WithInteraction> {
    const callbacks = store.ofInteraction(conversationId);
    const interaction = interactions.store.one(conversationId);
    return interaction === undefined || callbacks.length === 0
      ? refuseConversation()
      : done({ interaction, callbacks });
  }

  function participantOf(
    conversationId: string,
    participantId: string,
  ): Outcome<WithInteraction & { readonly participant: Participant }> {
    const found = withInteraction(conversationId);
    if (!found.ok) return found;
    const participant = found.value.interaction.participants.find((one) => one.id === participantId);
    return participant === undefined ? NO_PARTICIPANT : done({ ...found.value, participant });
  }

  return {
    patch,
    patchAll,
    reschedule,
    disconnectAll,
    disconnect,
    setAttributes,
    /** A conversation that has callbacks. */
    read: withInteraction,
    follow,
    /** One page of the conversations with a callback that goes on, and how many there are. */
    list(limit: number, offset: number) {
      const found = store.activeInteractions(limit, offset).map(withInteraction);
      return {
        conversations: found.flatMap((one) => (one.ok ? [one.value] : [])),
        total: store.countActiveInteractions(),
      };
    },
    ...openParticipantChanges({ ...parts, decided, participantOf }),
  };
}

function resultOf(outcome: Outcome<JsonObject>): JsonObject {
  if (outcome.ok) return { entity: outcome.value };
  const { code, message } = outcome.refusal;
  return { error: { code, message } };
}

const NO_PARTICIPANT = refuse(
  'conversation.error.not.conversation.participant',
  'No participant of the conversation has this id.',
);
