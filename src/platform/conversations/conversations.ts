import type { AttendantDatabase } from '../../store/database.ts';
import { flowCalls } from '../../store/flow-calls.ts';
import type { Divisions } from '../authorization/permissions.ts';
import type { Callback } from '../callbacks/callback.ts';
import { HOME_DIVISION_ID } from '../divisions/home-division.ts';
import type { Interaction, Participant } from '../interactions/interaction.ts';
import type { Interactions } from '../interactions/interactions.ts';
import { done, type Outcome, refuse } from '../refusal.ts';
import { readAnalyticsQuery } from './analytics-request.ts';
import { analyticsStore } from './analytics-store.ts';
import { type ConversationView, viewOfFlowCall, viewOfInteraction } from './conversation-view.ts';
import { messageSummaries } from './message-summaries.ts';
import {
  type ParticipantChange,
  readAttributes,
  readParticipantChange,
  withAttributes,
} from './participant-request.ts';

/** What conversations of the API work with. */
export interface ConversationsOptions {
  readonly database: AttendantDatabase;
  readonly interactions: Interactions;
  /** Ends the flow that runs for a conversation; one that has ended already is left as it is. */
  readonly endFlow: (id: string) => Promise<void>;
  /** The callbacks of a conversation, the oldest first. */
  readonly callbacksOf: (id: string) => readonly Callback[];
}

/** Conversations as the API has them: interactions, and flows that run for a caller or by themselves. */
export function openConversations({ database, interactions, endFlow, callbacksOf }: ConversationsOptions) {
  const calls = flowCalls(database.sqlite);
  const messages = messageSummaries(database.sqlite);
  const analytics = analyticsStore(database.sqlite);

  /** Whatever has the id; undefined for nothing that may be seen. */
  function find(id: string, divisions: Divisions): ConversationView | undefined {
    const interaction = interactions.store.one(id);
    const call = calls.one(id);
    if (interaction !== undefined)
      return isIn(divisions, interaction.divisionId)
        ? { ...viewOfInteraction(interaction, messages.of(id), call), callbacks: callbacksOf(id) }
        : undefined;
    return call !== undefined && isIn(divisions, HOME_DIVISION_ID) ? viewOfFlowCall(call) : undefined;
  }

  function one(id: string, divisions: Divisions): Outcome<ConversationView> {
    const found = find(id, divisions);
    return found === undefined ? unknown() : done(found);
  }

  /** Ends a conversation for everybody in it, its flow included. */
  async function disconnect(id: string, divisions: Divisions): Promise<Outcome<undefined>> {
    const found = one(id, divisions);
    if (!found.ok) return found;
    await database.commits.add(() => {
      const interaction = interactions.store.one(id);
      if (interaction !== undefined && interaction.state !== 'disconnected')
        interactions.disconnect(interaction);
    });
    await endFlow(id);
    return done(undefined);
  }

  async function patchParticipant(
    ids: ParticipantIds,
    divisions: Divisions,
    body: unknown,
  ): Promise<Outcome<undefined>> {
    const change = readParticipantChange(body);
    if (!change.ok) return change;
    const outcome = await changeOne(ids, divisions, (interaction, participant) =>
      changeParticipant(interaction, participant, change.value),
    );
    if (outcome.ok && outcome.value.state === 'disconnected') await endFlow(ids.conversationId);
    return outcome.ok ? done(undefined) : outcome;
  }

  function changeParticipant(
    interaction: Interaction,
    participant: Participant,
    { state, ...more }: ParticipantChange,
  ): Outcome<Interaction> {
    // The customer of a conversation that began without an agent is still there when one joins.
    const isOver =
      interaction.state === 'disconnected' ||
      (isOurs(participant.purpose) && participant.endedAt !== undefined);
    if (isOver && state === 'disconnected') return done(interaction);
    if (isOver && (state !== undefined || more.isHeld !== undefined))
      return refuse(
        'conversation.error.participant.no.active.conversations',
        'The participant has left the conversation.',
      );
    const changed = interactions.changeParticipant(interaction, participant.id, more);
    if (state === 'disconnected') return done(leave(changed, participant));
    const joins = state === 'connected' && participant.state !== 'connected';
    return done(joins ? connect(changed, participant) : changed);
  }

  function connect(interaction: Interaction, { id, purpose }: Participant): Interaction {
    const now = interaction.updatedAt;
    const changed = interactions.changeParticipant(interaction, id, { state: 'connected', connectedAt: now });
    return isOurs(purpose) ? interactions.change(changed, { state: 'connected' }) : changed;
  }

  /** The customer's leaving ends it, and so does that of the last of ours. */
  function leave(interaction: Interaction, { id, purpose }: Participant): Interaction {
    const others = interaction.participants.filter(
      (one) => one.id !== id && one.endedAt === undefined && isOurs(one.purpose),
    );
    if (!isOurs(purpose) || others.length === 0) return interactions.disconnect(interaction, 'client');
    const endedAt = interaction.updatedAt;
    return interactions.changeParticipant(interaction, id, {
      state: 'disconnected',
      disconnectType: 'client',
      endedAt,
    });
  }

  async function patchAttributes(ids: ParticipantIds, body: unknown): Promise<Outcome<undefined>> {
    const change = readAttributes(body);
    if (!change.ok) return change;
    const outcome = await changeOne(ids, 'all', (interaction, participant) => {
      const attributes = withAttributes(participant, change.value);
      if (!attributes.ok) return attributes;
      return done(
        interactions.changeParticipant(interaction, participant.id, { attributes: attributes.value }),
      );
    });
    return outcome.ok ? done(undefined) : outcome;
  }

  /** Finds, decides and stores in one commit. */
  async function changeOne(
    { conversationId, participantId }: ParticipantIds,
    divisions: Divisions,
    decide: (interaction: Interaction, participant: Participant) => Outcome<Interaction>,
  ): Promise<Outcome<Interaction>> {
    const found = one(conversationId, divisions);
    if (!found.ok) return found;
    let outcome: Outcome<Interaction> = refuse(
      'attendant.conversation.of.flow',
      'A flow runs this conversation by itself; what it keeps can be changed by the flow only.',
    );
    await database.commits.add(() => {
      const interaction = interactions.store.one(conversationId);
      if (interaction === undefined) return;
      const participant = interaction.participants.find(({ id }) => id === participantId);
      outcome = participant === undefined ? noParticipant() : decide(interaction, participant);
    });
    return outcome;
  }

  /** Those of the ids that there are and that may be seen, in the order given. */
  function several(wanted: readonly string[], divisions: Divisions): readonly ConversationView[] {
    return wanted.flatMap((id) => find(id, divisions) ?? []);
  }

  /** One page of what a query finds, in Genesys' words `conversations` and `totalHits`. */
  function query(body: unknown, divisions: Divisions): Outcome<FoundConversations> {
    const asked = readAnalyticsQuery(body);
    if (!asked.ok) return asked;
    const { ids, total } = analytics.find(asked.value, divisions);
    return done({ conversations: several(ids, divisions), total });
  }

  return { one, several, query, disconnect, patchParticipant, patchAttributes };
}

/** One page of conversations, and how many there are in all. */
export interface FoundConversations {
  readonly conversations: readonly ConversationView[];
  readonly total: number;
}

/** What openConversations returns. */
export type Conversations = ReturnType<typeof openConversations>;

/** Which participant of which conversation. */
export interface ParticipantIds {
  readonly conversationId: string;
  readonly participantId: string;
}

/** Whether something of a division may be seen. */
export function isIn(divisions: Divisions, divisionId: string): boolean {
  return divisions === 'all' || divisions.has(divisionId);
}

function isOurs(purpose: string): boolean {
  return purpose !== 'customer' && purpose !== 'external';
}

/** What lies in divisions that the client has no permission in is unknown to it. */
function unknown(): Outcome<never> {
  return refuse('conversation.error.conversation.not.found', 'No conversation has this id.');
}

function noParticipant(): Outcome<never> {
  return refuse(
    'conversation.error.not.conversation.participant',
    'The conversation has no such participant.',
  );
}
