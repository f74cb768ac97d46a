import type { JsonObject } from '../../authoring/json.ts';
import { dispositionOf } from '../campaigns/campaign-results.ts';
import { DELIVERY_STATUSES } from './analytics-sources.ts';
import type { ConversationView, ParticipantView } from './conversation-view.ts';
import { type MessageSummary, statusAt } from './message-summaries.ts';

/** Genesys' names of disconnect types in analytics, where they differ from those of conversations. */
const DISCONNECT_TYPES: { readonly [type: string]: string } = {
  'transfer.conference': 'conferenceTransfer',
  'transfer.consult': 'consultTransfer',
  'transfer.forward': 'forwardTransfer',
  'transfer.noanswer': 'noAnswerTransfer',
  'transfer.notavailable': 'notAvailableTransfer',
  'transport.failure': 'transportFailure',
};

/** Flow types by Genesys' names in analytics. */
const FLOW_TYPES: { readonly [type: string]: string } = {
  inboundMessage: 'INBOUNDSHORTMESSAGE',
  surveyInvite: 'SURVEYINVITE',
  digitalBot: 'DIGITALBOT',
  botFlow: 'BOT',
};

/** A conversation in the shape of Genesys' `AnalyticsConversationWithoutAttributes`. */
export function analyticsEntity(view: ConversationView): JsonObject {
  const { id, beganAt, endedAt, direction, divisionId, messages, participants } = view;
  const hasCustomer = participants.some(({ purpose }) => purpose === 'customer');
  const isByCustomer = direction === 'inbound' && hasCustomer;
  return {
    conversationId: id,
    conversationStart: iso(beganAt),
    ...(endedAt !== null && { conversationEnd: iso(endedAt) }),
    originatingDirection: direction,
    conversationInitiator: initiatorOf(isByCustomer, hasCustomer),
    customerParticipation: isByCustomer || messages.some((one) => one.direction === 'inbound'),
    divisionIds: [divisionId],
    ...(view.externalTag !== undefined && { externalTag: view.externalTag }),
    participants: participants.map((participant, index) => participantEntity(view, participant, index === 0)),
  };
}

function initiatorOf(isByCustomer: boolean, hasCustomer: boolean): string {
  if (isByCustomer) return 'customer';
  return hasCustomer ? 'api' : 'workflow';
}

function participantEntity(
  view: ConversationView,
  participant: ParticipantView,
  isCustomer: boolean,
): JsonObject {
  const { id, name, purpose, userId } = participant;
  const messages = isCustomer ? view.messages : [];
  return {
    participantId: id,
    ...(name !== undefined && { participantName: name }),
    purpose,
    ...(userId !== undefined && { userId }),
    sessions:
      messages.length === 0
        ? [partEntity(view, participant)]
        : messages.map((message) => messageEntity(view, participant, message)),
  };
}

/** What sessions of every kind have. */
function session(view: ConversationView): JsonObject {
  const { media, messageType, customerAddress } = view;
  return {
    mediaType: media,
    ...(messageType !== undefined && { messageType }),
    provider: 'Attendant',
    ...(customerAddress !== undefined && { ani: customerAddress, remote: customerAddress }),
  };
}

/** The part of a participant that is no message. */
function partEntity(view: ConversationView, participant: ParticipantView): JsonObject {
  const { communicationId, state, beganAt, endedAt, flow, queueId, wrapup } = participant;
  const segment = {
    segmentType: segmentTypeOf(view, participant),
    segmentStart: iso(beganAt),
    ...(endedAt !== undefined && { segmentEnd: iso(endedAt) }),
    ...(queueId !== undefined && { queueId }),
    ...disconnectType(participant),
    ...(view.media === 'email' && view.subject !== null && { subject: view.subject }),
    ...(typeof wrapup?.['code'] === 'string' && { wrapUpCode: wrapup['code'] }),
    ...(typeof wrapup?.['notes'] === 'string' && { wrapUpNote: wrapup['notes'] }),
    conference: false,
  };
  return {
    ...session(view),
    sessionId: communicationId,
    direction: view.direction,
    ...(view.media === 'callback' &&
      view.customerAddress !== undefined && { callbackNumbers: [view.customerAddress] }),
    ...(flow !== undefined && { flow: flowEntity(view, flow) }),
    ...(state === 'disconnected' &&
      flow !== undefined &&
      endedAt !== undefined && {
        metrics: [{ name: 'tFlow', value: endedAt - beganAt, emitDate: iso(endedAt) }],
      }),
    segments: [segment],
  };
}

function segmentTypeOf({ flowType }: ConversationView, { state, flow }: ParticipantView): string {
  if (flowType !== undefined && flow !== undefined) return 'ivr';
  if (state === 'alerting') return 'alert';
  return state === 'scheduled' ? 'scheduled' : 'interact';
}

function flowEntity({ flowType, flowVersion }: ConversationView, flowName: string): JsonObject {
  return {
    flowName,
    ...(flowType !== undefined && { flowType: FLOW_TYPES[flowType] ?? flowType.toUpperCase() }),
    ...(flowVersion !== undefined && { flowVersion }),
  };
}

/** One message is one session: so each has a delivery status of its own (E12). */
function messageEntity(
  view: ConversationView,
  participant: ParticipantView,
  message: MessageSummary,
): JsonObject {
  const { id, direction, fromAddress, toAddress, status, errorCode, errorReason, acceptedAt } = message;
  const subject = message.subject ?? (view.media === 'email' ? view.subject : null);
  const hasFailed = status === 'failed' || status === 'bounced';
  const at = iso(statusAt(message));
  const { wrapup, queueId } = participant;
  const { isOfCampaign, campaignId, contactListId } = message;
  const disposition = isOfCampaign === 1 ? dispositionOf(status) : undefined;
  const wrapUpCode = typeof wrapup?.['code'] === 'string' ? wrapup['code'] : disposition;
  return {
    ...session(view),
    sessionId: id,
    direction,
    addressFrom: fromAddress,
    addressTo: toAddress,
    ...(direction === 'outbound' && { destinationAddresses: [toAddress] }),
    deliveryStatus: DELIVERY_STATUSES[status],
    deliveryStatusChangeDate: at,
    extendedDeliveryStatus: status,
    ...(errorReason !== null && { errorCodeDescription: errorReason }),
    ...(campaignId !== null && { outboundCampaignId: campaignId }),
    ...(contactListId !== null && { outboundContactListId: contactListId }),
    ...(disposition !== undefined && { dispositionName: disposition }),
    metrics: [
      ...(direction === 'outbound' ? [{ name: 'nOutbound', value: 1, emitDate: iso(acceptedAt) }] : []),
      ...(hasFailed ? [{ name: 'nError', value: 1, emitDate: at }] : []),
    ],
    segments: [
      {
        segmentType: segmentTypeOf(view, participant),
        segmentStart: iso(acceptedAt),
        segmentEnd: iso(acceptedAt),
        ...(queueId !== undefined && { queueId }),
        ...(subject !== null && { subject }),
        ...(errorCode !== null && { errorCode }),
        ...disconnectType(participant),
        ...(wrapUpCode !== undefined && { wrapUpCode }),
        ...(typeof wrapup?.['notes'] === 'string' && { wrapUpNote: wrapup['notes'] }),
        conference: false,
      },
    ],
  };
}

function disconnectType({ disconnectType: type }: ParticipantView): JsonObject {
  return type === undefined ? {} : { disconnectType: DISCONNECT_TYPES[type] ?? type };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
