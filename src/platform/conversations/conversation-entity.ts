import type { JsonObject } from '../../authoring/json.ts';
import { callbackFields } from '../callbacks/callback-entity.ts';
import type { ConversationView, ParticipantView } from './conversation-view.ts';
import { type MessageDelivery, type MessageSummary, statusAt } from './message-summaries.ts';

/** Genesys' status of a message in a conversation. What only a receipt can tell counts as sent. */
const MESSAGE_STATUSES: { readonly [status in MessageSummary['status']]: string } = {
  queued: 'queued',
  sending: 'queued',
  unknown: 'sent',
  sent: 'sent',
  delivered: 'delivery-success',
  read: 'read',
  failed: 'delivery-failed',
  bounced: 'delivery-failed',
  received: 'received',
};

/** States that Genesys' e-mails and messages do not have, as the nearest that they have. */
const PLAIN_STATES: { readonly [state: string]: string } = {
  dialing: 'alerting',
  contacting: 'alerting',
  offering: 'alerting',
  scheduled: 'alerting',
  none: 'alerting',
  terminated: 'disconnected',
};

/** A conversation in the shape of Genesys' `Conversation`. */
export function conversationEntity(view: ConversationView): JsonObject {
  const { id, beganAt, endedAt, divisionId, customerAddress } = view;
  return {
    id,
    startTime: iso(beganAt),
    ...(endedAt !== null && { endTime: iso(endedAt) }),
    ...(customerAddress !== undefined && { address: customerAddress }),
    participants: view.participants.map((participant, index) =>
      participantEntity(view, participant, index === 0),
    ),
    conversationIds: [],
    recordingState: 'NONE',
    divisions: [{ division: divisionEntity(divisionId), entities: [] }],
    selfUri: `/api/v2/conversations/${id}`,
  };
}

function divisionEntity(id: string): JsonObject {
  return { id, selfUri: `/api/v2/authorization/divisions/${id}` };
}

function participantEntity(
  view: ConversationView,
  participant: ParticipantView,
  isCustomer: boolean,
): JsonObject {
  const { id, purpose, name, userId, queueId, address, attributes, beganAt, connectedAt, endedAt } =
    participant;
  const messages = isCustomer ? view.messages : [];
  const media = participant.channel === 'callback' ? 'callback' : view.media;
  return {
    id,
    startTime: iso(beganAt),
    ...(connectedAt !== undefined && { connectedTime: iso(connectedAt) }),
    ...(endedAt !== undefined && { endTime: iso(endedAt) }),
    purpose,
    ...(name !== undefined && { name }),
    ...(userId !== undefined && { userId, userUri: `/api/v2/users/${userId}` }),
    ...(queueId !== undefined && { queueId }),
    ...(address !== undefined && { address }),
    ...(view.media === 'voice' && addressesOf(view)),
    ...(participant.wrapup !== undefined && { wrapup: participant.wrapup }),
    attributes,
    calls: media === 'voice' ? [callEntity(view, participant)] : [],
    callbacks: media === 'callback' ? [callbackEntity(view, participant)] : [],
    chats: [],
    emails: media === 'email' ? [emailEntity(view, participant, messages)] : [],
    messages: media === 'message' ? [messageEntity(view, participant, messages)] : [],
  };
}

function addressesOf({ customerAddress, ownAddress }: ConversationView): JsonObject {
  return {
    ...(customerAddress !== undefined && { ani: customerAddress }),
    ...(ownAddress !== undefined && { dnis: ownAddress }),
  };
}

/** What communications of every kind have. */
function communication(view: ConversationView, participant: ParticipantView): JsonObject {
  const { communicationId: id, state, connectedAt, endedAt, disconnectType, isHeld = false } = participant;
  return {
    id,
    state,
    initialState: state,
    direction: view.direction,
    held: isHeld,
    segments: [],
    ...(connectedAt !== undefined && { connectedTime: iso(connectedAt) }),
    ...(endedAt !== undefined && { disconnectedTime: iso(endedAt) }),
    ...(disconnectType !== undefined && { disconnectType }),
    ...(participant.wrapup !== undefined && { wrapup: participant.wrapup }),
    provider: 'Attendant',
  };
}

function callEntity(view: ConversationView, participant: ParticipantView): JsonObject {
  const { customerAddress: other, ownAddress: self } = view;
  return {
    ...communication(view, participant),
    muted: false,
    recording: false,
    ...(self !== undefined && { self: addressEntity(self) }),
    ...(other !== undefined && { other: addressEntity(other) }),
  };
}

function callbackEntity(view: ConversationView, participant: ParticipantView): JsonObject {
  return { ...communication(view, participant), ...callbackFields(participant, view.callbacks ?? []) };
}

/** `attendantDeliveries` is not Genesys': its model tells of no single e-mail, and E12 wants each one's status. */
function emailEntity(
  view: ConversationView,
  participant: ParticipantView,
  messages: readonly MessageSummary[],
): JsonObject {
  const sent = messages.filter(({ direction }) => direction === 'outbound');
  const newest = messages.at(-1);
  return {
    ...plainCommunication(view, participant),
    ...(view.subject !== null && { subject: view.subject }),
    messagesSent: sent.length,
    autoGenerated: false,
    ...(newest !== undefined && { messageId: newest.id, ...errorInfo(newest) }),
    ...(messages.length > 0 && { attendantDeliveries: messages.map(deliveryEntity) }),
  };
}

function messageEntity(
  view: ConversationView,
  participant: ParticipantView,
  messages: readonly MessageSummary[],
): JsonObject {
  const { messageType = 'unknown', customerAddress, ownAddress } = view;
  const [from, to] =
    view.direction === 'outbound' ? [ownAddress, customerAddress] : [customerAddress, ownAddress];
  return {
    ...plainCommunication(view, participant),
    type: messageType,
    ...(to !== undefined && { toAddress: addressEntity(to) }),
    ...(from !== undefined && { fromAddress: addressEntity(from) }),
    messages: messages.map((message) => ({
      messageId: message.id,
      messageURI: `/api/v2/conversations/messages/${view.id}/messages/${message.id}`,
      messageStatus: MESSAGE_STATUSES[message.status],
      messageTime: iso(message.acceptedAt),
      ...errorInfo(message),
    })),
  };
}

function plainCommunication(view: ConversationView, participant: ParticipantView): JsonObject {
  const state = PLAIN_STATES[participant.state] ?? participant.state;
  return { ...communication(view, participant), state, initialState: state };
}

function addressEntity(address: string): JsonObject {
  return { addressNormalized: address, addressRaw: address, addressDisplayable: address };
}

/** Why a message failed, in the shape of Genesys' `ErrorBody`; nothing for one that did not. */
export function errorInfo({ errorCode, errorReason }: MessageDelivery): JsonObject {
  if (errorCode === null && errorReason === null) return {};
  return { errorInfo: { code: errorCode ?? 'unknown', message: errorReason ?? errorCode ?? '' } };
}

/** How far one message is (E12). */
export function deliveryEntity(message: MessageDelivery): JsonObject {
  const { id, direction, status, errorCode, errorReason, acceptedAt } = message;
  return {
    messageId: id,
    direction,
    status,
    ...(errorCode !== null && { errorCode }),
    ...(errorReason !== null && { errorReason }),
    acceptedTime: iso(acceptedAt),
    statusTime: iso(statusAt(message)),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
